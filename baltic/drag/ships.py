"""Ships as they were at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..catalogue import rows_at
from .case import Ship

__all__ = ["ships_at"]

_SIZES = ("loa_m", "beam_m", "draught_m")


def ships_at(vessels: pl.DataFrame, mmsi: Sequence[int], t_s: NDArray[Any]) -> list[Ship]:
    """Return what each ship had said of itself at a time; equal answers are one object.

    Parameters
    ----------
    vessels
        Contract ``VESSELS``.
    mmsi, t_s
        Ships and seconds since 1970, of one length.
    """
    ships = np.asarray(mmsi, np.int64)
    rows = rows_at(vessels, ships, t_s)
    known = rows.drop_nulls().unique()
    table = vessels.select("mmsi", "imo", "name", "ship_type", *_SIZES)[known]
    found: dict[tuple[int, int | None], Ship] = {}
    for row, said in zip(known.to_list(), table.iter_rows(named=True), strict=True):
        sizes = {k: float("nan") if said[k] is None else float(said[k]) for k in _SIZES}
        found[said["mmsi"], row] = Ship(
            said["mmsi"], said["imo"], said["name"], said["ship_type"], **sizes
        )
    keys = list(zip(ships.tolist(), rows.to_list(), strict=True))
    for key in keys:
        found.setdefault(key, Ship(key[0]))
    return [found[key] for key in keys]
