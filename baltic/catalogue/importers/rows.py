"""What the importers make of a file: rows of assets, and what they left out."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import shapely

__all__ = ["PIPE", "Rows", "number", "settled", "word"]

#: Kind of a pipeline of which the file does not say what it carries: never a cable.
PIPE = "pipe"


@dataclass
class Rows:
    """Assets of a file on their way into the asset table.

    Attributes
    ----------
    rows
        Columns of the asset table by name, with ``geometry``.
    left_out
        Reason -> how many features.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def settled(found: Rows, default_kind: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows with a kind, a line and an id of their own each, and what was done.

    Rows of one id that tell the same are parts of one asset; others get a number.

    Parameters
    ----------
    found
        Of a file; what is left out here is counted in it.
    default_kind
        Of rows that do not say.  A pipeline is taken as gas or oil only.
    """
    taken = f"kind not told: taken as {default_kind} (--kind)"
    told: Counter[str] = Counter()
    kept: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in found.rows:
        if row["kind"] == PIPE and default_kind not in ("gas", "oil"):
            found.left_out["a pipeline that does not say what it carries; see --kind gas"] += 1
            continue
        parts = [p for p in getattr(row["geometry"], "geoms", [row["geometry"]]) if p.length > 0]
        if not parts:
            found.left_out["a line of no length"] += 1
            continue
        if row["kind"] in (None, PIPE):
            told[taken] += 1
            row = {**row, "kind": default_kind}
        key = (row["asset_id"], *(str(row.get(k)) for k in ("name", "kind", "status")))
        if key in kept:
            told["rows joined to one of the same id"] += 1
            parts = [*kept[key]["geometry"].geoms, *parts]
        kept[key] = {**kept.get(key, row), "geometry": shapely.MultiLineString(parts)}
    rows = list(kept.values())
    _number_ids(rows)
    return rows, [f"{why}: {n:,}" for why, n in told.items()]


def _number_ids(rows: list[dict[str, Any]]) -> None:
    """Give rows that have an id in common different ones, in their order."""
    given = {row["asset_id"] for row in rows}
    seen: set[str] = set()
    for row in rows:
        number, free = 1, row["asset_id"]
        while free in seen or (number > 1 and free in given):
            number += 1
            free = f"{row['asset_id']}-{number}"
        row["asset_id"] = free
        seen.add(free)


def word(value: Any) -> str | None:
    """Return a cell as text; blanks, NaN and what stands for nothing as None."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None


def number(value: Any, scale: float = 1.0) -> float | None:
    """Return the greatest number of a cell such as ``285000;300000``; 0 and words as None."""
    found = []
    for part in str(value or "").replace(",", ".").split(";"):
        try:
            found.append(float(part) * scale)
        except ValueError:
            continue
    most = max((n for n in found if math.isfinite(n)), default=0.0)
    return most if most > 0 else None
