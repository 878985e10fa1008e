"""Sizes that no ship has: typed in wrongly, or in another unit."""

from __future__ import annotations

import polars as pl

from ..audit import Audit, Example

__all__ = ["DRAUGHT_M", "check_sizes"]

#: The largest draught that AIS can send (M.1371-5 table 48), m.
DRAUGHT_M = 25.55
#: The longest ship ever was 458.5 m (Seawise Giant), the broadest is 123.8 m (Pioneering Spirit).
_LARGEST = {"loa_m": 460.0, "beam_m": 125.0, "draught_m": DRAUGHT_M, "to_bow_m": 460.0}


def check_sizes(messages: pl.DataFrame, audit: Audit) -> pl.DataFrame:
    """Return static messages without sizes that no ship has.

    Parameters
    ----------
    messages
        Columns ``mmsi``, ``loa_m``, ``beam_m``, ``draught_m`` and ``to_bow_m``, in metres.
    audit
        Gets ``size_impossible``: ships, not rows, with an example.

    Examples
    --------
    >>> told = pl.DataFrame({"mmsi": [219000001], "loa_m": [1022.0], "beam_m": [30.0],
    ...                      "draught_m": [10.0], "to_bow_m": [100.0]})
    >>> audit = Audit()
    >>> check_sizes(told, audit)["loa_m"].to_list(), audit.flagged["size_impossible"].count
    ([None], 1)
    """
    tests = [(pl.col(c) > most).fill_null(value=False).alias(c) for c, most in _LARGEST.items()]
    wrong = messages.select(tests)
    rows = messages.filter(wrong.select(pl.any_horizontal(pl.all())).to_series())
    if not rows.height:
        return messages
    first = rows.sort("mmsi", *_LARGEST, nulls_last=True).row(0, named=True)
    sizes = ", ".join(
        f"{c[:-2]} {first[c]:g} m" for c, m in _LARGEST.items() if (first[c] or 0) > m
    )
    example = Example("", None, f"mmsi {first['mmsi']}: {sizes}")
    audit.flag("size_impossible", rows["mmsi"].n_unique(), example)
    return messages.with_columns(messages[c].set(wrong[c], None) for c in _LARGEST)
