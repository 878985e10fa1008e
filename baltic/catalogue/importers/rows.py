"""What the importers make of a file: rows of assets, and what they left out."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Rows", "number", "word"]


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
