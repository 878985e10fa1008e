"""Numbers in the cells of an asset file, as people write them; what is none is a fault."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["numbers"]

#: What may stand behind a number of a column; it is the unit that the column's name tells.
_UNITS = {"km": r"\s*km", "kv": r"\s*kV", "year": r"(?:\.0+|[-/ ].*)"}

#: What people write where there is nothing to say.
_NOTHING = frozenset(["", "-", "–", "?", "n/a", "na", "nan", "none", "null", "tbd", "unknown"])


def numbers(cells: pd.Series[Any], name: str, faults: list[str]) -> pd.Series[Any]:
    """Return cells as numbers; add a fault for those that tell something else.

    Parameters
    ----------
    cells
        As the file has them.
    name
        Of the column: ``_km``, ``_kv`` or ``_year`` in it tell the unit.
    faults
        Grows by one where a cell cannot be read.

    Examples
    --------
    >>> told: list[str] = []
    >>> numbers(pd.Series(["450 kV", "150,5", None]), "voltage_kv", told).tolist(), told
    ([450.0, 150.5, nan], [])
    >>> _ = numbers(pd.Series(["1,172 km"]), "length_km", told)
    >>> told
    ["length_km is no number, row 1: '1,172 km'"]
    """
    unit = next((u for u in _UNITS if f"_{u}" in name), "")
    values = [_number(cell, unit) for cell in cells]
    bad = [n for n, v in enumerate(values) if v is None]
    if bad:
        faults.append(f"{name} is no number, row {bad[0] + 1}: {str(cells.iloc[bad[0]])[:40]!r}")
    return pd.Series([np.nan if v is None else v for v in values], index=cells.index, dtype=float)


def _number(cell: Any, unit: str) -> float | None:
    """Return one cell, NaN for nothing said, None for what is no number or may be two."""
    if cell is None or cell is pd.NA or str(cell).strip().casefold() in _NOTHING:
        return np.nan
    if isinstance(cell, (int, float, np.number)):
        return None if np.isinf(cell) else float(cell)
    found = re.fullmatch(
        rf"([+-]?\d+)(?:([.,])(\d+))?(?:{_UNITS.get(unit, '')})?", str(cell).strip()
    )
    if found is None:
        return None
    whole, point, rest = found.groups()
    # Three digits behind a comma may be thousands.
    return None if point == "," and len(rest) == 3 else float(f"{whole}.{rest or 0}")
