"""What ships tell of the cells they sail through: fixes that can be true, and that cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from ..settings import Gnss, Settings
from .gnss_cells import CELL, cell_key, cells_of
from .gnss_flags import FLAGS

__all__ = ["Told", "tell"]


@dataclass(frozen=True)
class Told:
    """What some ships tell of cells: ``mmsi``, ``slot``, ``y``, ``x``.

    Attributes
    ----------
    flagged
        Ships that sent enough of what cannot be true in a cell.
    good
        Ships that sent good fixes in a cell.
    """

    flagged: pl.DataFrame
    good: pl.DataFrame


def tell(
    tracks: pl.DataFrame,
    flags: pl.DataFrame,
    settings: Settings,
    lost: pl.DataFrame | None = None,
) -> Told:
    """Return what some ships tell of the cells they sailed through.

    Parameters
    ----------
    tracks, flags
        All fixes of these ships, and :func:`flag_fixes` of them.
    lost
        Fixes that cleaning set aside (``mmsi``, ``t``).
    """
    rules = settings.gnss
    bad = flags.select(pl.any_horizontal(FLAGS)).to_series()
    good = _cells_heard(tracks.filter(~bad), rules)
    ships = tracks.filter(bad)["mmsi"].unique()
    if lost is not None and lost.height:
        ships = pl.concat([ships, lost["mmsi"].unique()]).unique()
    if not len(ships):
        return Told(good.head(0), good)
    events = _placed(tracks, bad, ships, settings, lost)
    lon, lat, t_s = (events[c].to_numpy() for c in ("lon", "lat", "t_s"))
    x, y, slot = cells_of(lon, lat, t_s, rules)
    events = events.with_columns(x=x, y=y, slot=slot)
    flagged = (
        events.with_columns(sent=pl.len().over("mmsi", "slot"))
        .filter("flagged")
        .group_by("mmsi", *CELL)
        .agg(pl.len().alias("n"), pl.col("sent").first())
        .filter((pl.col("n") >= rules.fixes) & (pl.col("n") >= rules.fix_share * pl.col("sent")))
        .select("mmsi", *CELL)
        .sort("mmsi", *CELL)
    )
    return Told(flagged, good)


def _placed(
    tracks: pl.DataFrame,
    flagged: pl.Series,
    ships: pl.Series,
    settings: Settings,
    lost: pl.DataFrame | None,
) -> pl.DataFrame:
    """Return all fixes of some ships with the place where the ship must have been.

    Flagged ones lie between the good fixes around them (``carry_h`` at most on both sides, a
    segment's silence on one side alone); what has none is placed where it says, and left out
    if cleaning had set it aside.
    """
    names = ["mmsi", "t_s", "lon", "lat", "flagged"]
    seconds = (pl.col("t").dt.timestamp("us") / 1e6).alias("t_s")
    fixes = tracks.with_columns(seconds, flagged).rename({flagged.name: "flagged"})
    fixes = fixes.filter(pl.col("mmsi").is_in(ships.implode()))
    # Where hulls share an MMSI, nobody knows whose the fixes were that cleaning set aside.
    known = fixes.filter(pl.col("hull") == 0)["mmsi"].unique()
    good = _witnesses(fixes, settings)
    bad = fixes.filter("flagged").select(names)
    if lost is not None and lost.height:
        nowhere = pl.lit(None, pl.Float64)
        more = lost.filter(pl.col("mmsi").is_in(known.implode())).select(
            "mmsi", seconds, nowhere.alias("lon"), nowhere.alias("lat"), flagged=True
        )
        bad = pl.concat([bad, more])
    bad = bad.sort("t_s")
    far = settings.gnss.carry_h * 3600.0
    ways: tuple[Literal["backward", "forward"], ...] = ("backward", "forward")
    for word, way in zip(("_a", "_b"), ways, strict=True):
        bad = bad.join_asof(
            good, on="t_s", by="mmsi", strategy=way, tolerance=far, suffix=word,
            check_sortedness=False,
        ).rename({"at": f"at{word}"})  # fmt: skip
    since, until = pl.col("t_s") - pl.col("at_a"), pl.col("at_b") - pl.col("t_s")
    near = settings.segments.gap_h * 3600.0
    share = since / (since + until)
    place = [
        pl.coalesce(
            pl.col(f"{c}_a") + share.fill_nan(0.0) * (pl.col(f"{c}_b") - pl.col(f"{c}_a")),
            pl.when(since <= near).then(f"{c}_a"),
            pl.when(until <= near).then(f"{c}_b"),
            c,
        ).alias(c)
        for c in ("lon", "lat")
    ]
    bad = bad.with_columns(place).filter(pl.col("lon").is_not_null())
    return pl.concat([fixes.filter(~pl.col("flagged")).select(names), bad.select(names)])


def _witnesses(fixes: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the good fixes, less those minutes away from flagged ones on both sides."""
    fixes = fixes.sort("mmsi", "t_s", "lon", "lat")
    bad = pl.when("flagged").then("t_s")
    since = pl.col("t_s") - bad.forward_fill().over("mmsi")
    until = bad.backward_fill().over("mmsi") - pl.col("t_s")
    margin = settings.gnss.margin_min * 60.0
    between = ((since <= margin) & (until <= margin)).fill_null(value=False)
    good = fixes.filter(~pl.col("flagged") & ~between)
    return good.select("mmsi", "t_s", "lon", "lat", at="t_s").sort("t_s", "mmsi", "lon", "lat")


def _cells_heard(good: pl.DataFrame, rules: Gnss) -> pl.DataFrame:
    """Return which ships sent good fixes in which cells, each once."""
    t = good["t"].dt.timestamp("us").to_numpy() / 1e6
    x, y, slot = cells_of(good["lon"].to_numpy(), good["lat"].to_numpy(), t, rules)
    mmsi = good["mmsi"].to_numpy()
    key = cell_key(x, y, slot)
    one = np.flatnonzero(np.r_[True, (np.diff(key) != 0) | (mmsi[1:] != mmsi[:-1])][: len(key)])
    return pl.DataFrame({"mmsi": mmsi[one], "slot": slot[one], "y": y[one], "x": x[one]}).unique(
        maintain_order=True
    )
