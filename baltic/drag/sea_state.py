"""What waves take from a ship's speed, where too few neighbours tell it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .. import physics
from ..catalogue import at_time
from ..settings import Settings

__all__ = ["SeaState", "add_waves"]

Floats = NDArray[np.float64]

#: Wave height (m) and direction they come from (degrees) at longitudes, latitudes and
#: seconds since 1970; NaN = unknown.
SeaState = Callable[[Floats, Floats, Floats], tuple[Floats, Floats]]


def add_waves(
    table: pl.DataFrame, vessels: pl.DataFrame, sea: SeaState | None, settings: Settings
) -> pl.DataFrame:
    """Return bins with the loss by waves in the expected speed where neighbours are too few.

    Parameters
    ----------
    table
        Bins of ``add_neighbours``: ``e`` is what others did where ``hulls`` > 0.
    vessels
        Contract ``VESSELS``: a ship whose length was never sent gets no correction.
    sea
        Waves at places and times; None gives none.
    settings
        Section ``weather``.

    Returns
    -------
    polars.DataFrame
        The same rows with ``waves`` (ln of the factor on speed, null = unknown) and ``e``:
        that of neighbours where they are known; elsewhere the waves' loss, shifted so that
        the two meet where the leg has both (without any neighbour: so that its median over
        the leg is 0, as that of neighbours is); else as before.

    Notes
    -----
    ``dV/V = R_AW / ((2 + a) R)`` with the head-wave resistance of STAWAVE-1 and the share of
    the angle off the bow (method note 1.7).
    """
    nothing = pl.lit(None, pl.Float64).alias("waves")
    if sea is None or not table.height:
        return table.with_columns(nothing)
    loss = pl.Series("waves", _ln_factor(table, vessels, sea, settings)).fill_nan(None)
    # Beyond the edge of the file the last known value is carried on: a correction that comes
    # and goes would itself look like a change of speed.
    even = pl.col("waves").interpolate().forward_fill().backward_fill().over("leg")
    out = table.with_columns(loss).with_columns(even.alias("even"))
    lane = pl.when(pl.col("hulls") > 0).then(pl.col("e") - pl.col("even"))
    out = out.with_columns(lane.alias("lane"))
    shift = pl.col("lane").interpolate().forward_fill().backward_fill().over("leg")
    alone = -pl.col("even").median().over("leg")
    use = (pl.col("hulls") == 0) & pl.col("even").is_not_null()
    by_waves = pl.col("even") + shift.fill_null(alone)
    return out.with_columns(e=pl.when(use).then(by_waves).otherwise(pl.col("e"))).drop(
        "even", "lane"
    )


def _ln_factor(
    table: pl.DataFrame, vessels: pl.DataFrame, sea: SeaState, settings: Settings
) -> Floats:
    """Return ln of the factor on speed of every bin, NaN where waves or size are unknown."""
    rules = settings.weather
    lon, lat, t, cog = (table[c].to_numpy() for c in ("lon", "lat", "t_s", "cog"))
    height, origin = sea(lon, lat, t)
    hull = _hulls(table, vessels)
    # The ship's own cruise on the leg: resistance at a speed under drag would be too small.
    cruise = table.select(pl.col("v_kn").quantile(0.8).over("leg"))["v_kn"].to_numpy()
    calm = physics.resistance_n(
        np.maximum(cruise, rules.least_speed_kn), hull, physics=settings.physics
    )
    head = physics.wave_resistance_n(height, hull, physics=settings.physics)
    off_bow = np.abs((origin - cog + 180.0) % 360.0 - 180.0)
    share = np.interp(off_bow, [k[0] for k in rules.head_share], [k[1] for k in rules.head_share])
    lost = share * head / ((2.0 + settings.physics.thrust_slope) * calm)
    return np.asarray(np.log1p(-np.minimum(lost, rules.largest_loss)))


def _hulls(table: pl.DataFrame, vessels: pl.DataFrame) -> physics.Hull:
    """Return the hulls of the ships of the bins; NaN where the length was never sent."""
    names = ["ship_type", "loa_m", "beam_m", "draught_m"]
    rows = at_time(vessels, table["mmsi"], table["t_s"], names)
    kind, loa, beam, draught = (
        rows[c].cast(pl.Float64).fill_null(np.nan).to_numpy() for c in names
    )
    loa = np.where(loa > 20.0, loa, np.nan)
    beam = np.where(beam > 3.0, beam, loa / 6.5)
    draught = np.where(draught > 0.5, draught, np.nan)
    return physics.hull_of(loa, beam, draught, physics.ship_class_of(kind, loa))
