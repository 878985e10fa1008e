"""Ships whose own positions contradict the speeds that they sent around their passage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ..geo import KN_MS, distance_m, turn_deg
from .around import AROUND_S

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..settings import Settings

__all__ = ["doubted"]

#: Positions this far apart give a speed to a fifth of a knot, and ships seldom turn meanwhile.
_WINDOW_S = 600.0
#: Outside all speeds sent meanwhile by more, these are not those of the ship: no current and no
#: rounding does that to a speed over ground.
_APART_KN = 1.5


def doubted(
    passages: Iterable[tuple[int, float]], tracks: pl.DataFrame, settings: Settings
) -> dict[int, tuple[float, float]]:
    """Return the ships whose speeds around their passage are not to be believed.

    A sensor that sticks tells nothing of a drag, and nothing against one.

    Parameters
    ----------
    passages
        MMSI and time (Unix s), one a ship.
    tracks
        Contract ``TRACKS``, of one hull a number.
    settings
        Of section ``gnss`` the error of positions, and by how much a ship turns that gets less
        far than it sails.

    Returns
    -------
    dict
        By MMSI: median speed sent and by positions, kn, over the contradicted time, which is
        more than half of that in which both are known.
    """
    rules = settings.gnss
    ships = pl.DataFrame(
        sorted({(int(ship), float(at)) for ship, at in passages}),
        schema={"mmsi": tracks["mmsi"].dtype, "at": pl.Float64},
        orient="row",
    )
    if ships.is_empty():
        return {}
    s = pl.col("s")
    windows = (
        tracks.lazy()
        .filter(pl.col("mmsi").is_in(ships["mmsi"].to_list()))
        .select("mmsi", "lon", "lat", "sog_kn", "cog_deg", s=pl.col("t").dt.epoch("us") / 1e6)
        .join(ships.lazy(), on="mmsi")
        .filter((s - pl.col("at")).is_between(-AROUND_S, AROUND_S / 3))
        .sort("mmsi", "s")
        .group_by("mmsi", (s // _WINDOW_S).alias("window"), maintain_order=True)
        .agg(
            pl.col("lon", "lat", "s", "cog_deg").first(),
            low=pl.col("sog_kn").min(),
            high=pl.col("sog_kn").max(),
        )
        .with_columns(
            pl.col("lon", "lat", "s", "cog_deg", "low", "high")
            .shift(-1)
            .over("mmsi")
            .name.suffix("_next")
        )
        .filter((pl.col("s_next") - s).is_between(_WINDOW_S / 2, 2 * _WINDOW_S))
        .drop_nulls(["low", "low_next"])
        .collect()
    )
    lon, lat, lon_next, lat_next = (
        windows[c].to_numpy() for c in ("lon", "lat", "lon_next", "lat_next")
    )
    span_s = (windows["s_next"] - windows["s"]).to_numpy()
    made = distance_m(lon, lat, lon_next, lat_next) / span_s / KN_MS
    slack = _APART_KN + rules.slack_m / span_s / KN_MS
    low = np.minimum(windows["low"].to_numpy(), windows["low_next"].to_numpy())
    high = np.maximum(windows["high"].to_numpy(), windows["high_next"].to_numpy())
    cog, cog_next = (windows[c].cast(pl.Float64).to_numpy() for c in ("cog_deg", "cog_deg_next"))
    turns = np.abs(turn_deg(cog, cog_next)) > rules.straight_deg
    wrong = (made > high + slack) | ((made < low - slack) & ~turns)
    rows = (
        windows.select("mmsi", sent=(pl.col("low") + pl.col("high")) / 2)
        .with_columns(made=pl.Series(made), wrong=pl.Series(wrong))
        .group_by("mmsi")
        .agg(pl.col("sent", "made").filter(pl.col("wrong")).median(), share=pl.col("wrong").mean())
        .filter(pl.col("share") > 0.5)
    )
    return {int(m): (sent, kn) for m, sent, kn in rows.select("mmsi", "sent", "made").rows()}
