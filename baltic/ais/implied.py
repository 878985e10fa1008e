"""Speeds a table sends against those its positions imply: what betrays another unit.

A column called SOG means knots, and nothing in its numbers says otherwise while they stay
below 102.  Where a ship went between two of its rows does: most legs then show the same
factor, that of metres a second, of kilometres an hour or of tenths of a knot.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from .. import geo
from .fields import FIELDS

__all__ = ["implied_unit"]

#: What a speed in this unit is, as a multiple of the speed in knots.
_FACTORS = {
    unit: 1.0 / in_kn for unit, in_kn in (FIELDS["sog"].units or {}).items() if unit != "kn"
}
_WITHIN = 0.08
_LEGS = 30
_LEG_S = (10.0, 600.0)
#: Shorter legs are half noise of the receiver; slower ships drift.
_LEG_M, _LEG_KN = 200.0, 1.0
_STEADY = 0.1
#: What AIS sends for "no speed" and "this or more" (M.1371-5 table 45), kn and tenths.
_NO_SPEEDS = (102.2, 102.3, 1022.0, 1023.0)


def implied_unit(rows: pl.DataFrame) -> tuple[str, float, float] | None:
    """Return the unit in which most speeds fit the positions, if it is none of knots.

    Parameters
    ----------
    rows
        Columns ``mmsi``, ``t``, ``lon``, ``lat`` (degrees) and ``sog`` as it was sent.

    Returns
    -------
    tuple or None
        The unit, and speeds of the leg in the middle: as sent, and in knots by position.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> start = datetime(2024, 12, 25, tzinfo=UTC)
    >>> rows = pl.DataFrame({
    ...     "mmsi": [219000001] * 60,
    ...     "t": [start + timedelta(minutes=i) for i in range(60)],
    ...     "lon": [25.0] * 60,
    ...     "lat": [59.0 + 0.2 / 60 * i for i in range(60)],  # 12 knots
    ...     "sog": [6.2] * 60,
    ... })
    >>> implied_unit(rows)[0]
    'ms'
    >>> implied_unit(rows.with_columns(sog=pl.lit(12.0))) is None
    True
    """
    legs = _legs(rows)
    if legs.height < _LEGS:
        return None
    low, high = (float(legs["ratio"].quantile(q) or 0.0) for q in (0.25, 0.75))
    for unit, factor in _FACTORS.items():
        if factor * (1 - _WITHIN) <= low <= high <= factor * (1 + _WITHIN):
            middle = legs.sort("ratio")[legs.height // 2]
            return unit, float(middle["sog"][0]), float(middle["kn"][0])
    return None


def _legs(rows: pl.DataFrame) -> pl.DataFrame:
    """Return steady legs between two rows of a ship: speed sent and gone, and their ratio."""
    lon, lat, sog = pl.col("lon"), pl.col("lat"), pl.col("sog")
    speed = (sog > 0) & ~sog.is_in(_NO_SPEEDS)
    sent = rows.drop_nulls().filter((lat.abs() < 85) & (lon.abs() <= 180) & speed)
    sent = sent.unique(["mmsi", "t"], keep="first").sort("mmsi", "t")
    seconds = pl.col("t").diff().dt.total_milliseconds() / 1000.0
    x, y = sent["lon"].to_numpy(), sent["lat"].to_numpy()
    steps = geo.haversine_m(x[:-1], y[:-1], x[1:], y[1:])
    metres = pl.Series(np.concatenate(([0.0], steps))[: sent.height])
    mean = (sog + sog.shift(1)) / 2.0
    legs = sent.select(
        (pl.col("mmsi") == pl.col("mmsi").shift(1)).alias("same"),
        seconds.alias("seconds"),
        pl.lit(metres).alias("metres"),
        mean.alias("sog"),
        (sog.diff().abs() <= _STEADY * mean).alias("steady"),
        (pl.lit(metres) / seconds / geo.KN_MS).alias("kn"),
    )
    kept = legs.filter(
        pl.col("same")
        & pl.col("steady")
        & pl.col("seconds").is_between(*_LEG_S)
        & (pl.col("metres") >= _LEG_M)
        & (pl.col("kn") >= _LEG_KN)
    )
    return kept.with_columns((pl.col("sog") / pl.col("kn")).alias("ratio"))
