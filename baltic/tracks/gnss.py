"""Where and when satellite positions were disturbed, and which fixes are not to be believed.

Three kinds of evidence come together: fixes that contradict themselves
(:mod:`baltic.tracks.gnss_flags`), stretches that cleaning kept apart from a ship, and fixes
that cleaning set aside; the last two tell most, since a jammed ship jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..settings import Settings
from .gnss_cells import CELL, bounds_of, in_degraded
from .gnss_flags import FLAGS, flag_fixes
from .gnss_told import Told, tell

__all__ = [
    "GnssWatch",
    "State",
    "find_state",
    "regional_state",
    "watch_gnss",
    "watch_of",
    "words_of",
]

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class GnssWatch:
    """What :func:`watch_gnss` found.

    Attributes
    ----------
    muted
        One value a row of the tracks: its position, speed and course are not to be believed.
    degraded
        Disturbed cells, columns of :data:`.gnss_cells.DEGRADED`.
    apart
        ``mmsi`` and ``t_s`` (seconds since 1970) of fixes that are not on the ship's track:
        set aside or kept apart by cleaning.
    notes
        One sentence each for the report.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> watch = watch_gnss(TRACKS.empty(), Settings())
    >>> watch.muted.shape, watch.degraded.height
    ((0,), 0)
    """

    muted: Bools
    degraded: pl.DataFrame
    apart: pl.DataFrame
    notes: list[str]


def watch_gnss(
    tracks: pl.DataFrame, settings: Settings, lost: pl.DataFrame | None = None
) -> GnssWatch:
    """Return which fixes and which cells are not to be believed.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``.
    settings
        Section ``gnss``.
    lost
        Fixes that cleaning set aside as impossible (``mmsi``, ``t`` are read); left out,
        only what was kept can tell.

    Returns
    -------
    GnssWatch
        A fix is muted if it is flagged itself, or sent in a disturbed cell; the regional
        state is that of :func:`regional_state`.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> watch_gnss(TRACKS.empty(), Settings()).notes
    []
    """
    flags = flag_fixes(tracks, settings)
    state = find_state(tell(tracks, flags, settings, lost), settings)
    return watch_of(tracks, flags, state, settings, lost)


def watch_of(
    tracks: pl.DataFrame,
    flags: pl.DataFrame,
    state: State,
    settings: Settings,
    lost: pl.DataFrame | None = None,
) -> GnssWatch:
    """Return the watch over some ships, when the state of all regions is known.

    Parameters
    ----------
    tracks, flags, lost
        All fixes of these ships, as for :func:`tell`.
    state
        What all ships together told.
    """
    own = flags.select(pl.any_horizontal(FLAGS)).to_series().to_numpy()
    degraded, muted = state.degraded, own
    if degraded.height:
        t = tracks["t"].dt.timestamp("us").to_numpy() / 1e6
        where = (tracks["lon"].to_numpy(), tracks["lat"].to_numpy())
        muted = own | in_degraded(*where, t, degraded, settings)
    apart = _apart(tracks.filter(flags["elsewhere"]), lost)
    return GnssWatch(muted, degraded, apart, state.notes(settings))


def regional_state(
    tracks: pl.DataFrame,
    flags: pl.DataFrame,
    settings: Settings,
    lost: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return the cells (30 nm by 30 min) in which satellite positions were disturbed.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``, in any order.
    flags
        :func:`flag_fixes` of the same rows.
    settings
        Section ``gnss``: how many hulls, out of how many, with how many flagged fixes.
    lost
        Fixes that cleaning set aside (``mmsi``, ``t``).

    Returns
    -------
    polars.DataFrame
        Columns of :data:`.gnss_cells.DEGRADED`, sorted by time and place.

    Notes
    -----
    Method note 2: at least 3 hulls, or more than 15 % of the hulls heard, are flagged.  A
    flagged fix counts where its ship must have been, between its last and next good fix:
    what a spoofed receiver names is a place where nothing is wrong.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> empty = TRACKS.empty()
    >>> regional_state(empty, flag_fixes(empty, Settings()), Settings()).height
    0
    """
    return find_state(tell(tracks, flags, settings, lost), settings).degraded


def words_of(degraded: pl.DataFrame, hulls: int, settings: Settings) -> str:
    """Say in one sentence when and where positions were disturbed, and what follows.

    Parameters
    ----------
    degraded
        At least one row of :data:`.gnss_cells.DEGRADED`.
    hulls
        How many hulls were flagged in them.
    """
    rules = settings.gnss
    hours = degraded["t_start"].n_unique() * rules.slot_min / 60.0
    first, last = (f"{t:%Y-%m-%dT%H:%MZ}" for t in _span(degraded))
    areas = degraded.group_by("lon_min", "lon_max", "lat_min", "lat_max").agg(
        pl.col("flagged").sum()
    )
    most = areas.sort("flagged", "lat_min", "lon_min", descending=[True, False, False])
    lat = (most["lat_min"][0] + most["lat_max"][0]) / 2
    lon = (most["lon_min"][0] + most["lon_max"][0]) / 2
    many = "" if areas.height == 1 else f" and {areas.height - 1} more areas of that size"
    return (
        f"GNSS was disturbed for {hours:.1f} h between {first} and {last} "
        f"within {rules.cell_nm / 2:.0f} nm of {lat:.2f} N {lon:.2f} E"
        f"{many}: {hulls} hulls sent positions or speeds that cannot be true; positions are "
        f"uncertain by {rules.place_low_km:.0f} to {rules.place_high_km:.0f} km there, and "
        "speed, course and drift are not judged"
    )


def _span(degraded: pl.DataFrame) -> tuple[datetime, datetime]:
    table = degraded.select(pl.col("t_start").min(), pl.col("t_end").max())
    first, last = table.row(0)
    return first, last


def _apart(kept_apart: pl.DataFrame, lost: pl.DataFrame | None) -> pl.DataFrame:
    """Return ship and time of the fixes that lie off its track."""
    parts = [kept_apart] if lost is None else [kept_apart, lost]
    seconds = pl.col("t").dt.timestamp("us") / 1e6
    return pl.concat([p.select("mmsi", seconds.alias("t_s")) for p in parts]).sort("mmsi", "t_s")


@dataclass(frozen=True)
class State:
    """Disturbed cells (columns of :data:`.gnss_cells.DEGRADED`), and the ships flagged in them."""

    degraded: pl.DataFrame
    ships: pl.Series

    def notes(self, settings: Settings) -> list[str]:
        """Say it in a sentence, where there is anything to say."""
        if not self.degraded.height:
            return []
        return [words_of(self.degraded, self.ships.n_unique(), settings)]


def find_state(told: Told, settings: Settings) -> State:
    """Return the disturbed cells by what all ships told of some slots.

    Parameters
    ----------
    told
        Of all ships; whole slots.
    settings
        Section ``gnss``: how many hulls, out of how many.
    """
    rules = settings.gnss
    some = told.flagged.group_by(CELL).agg(pl.len().alias("flagged"))
    some = some.filter(pl.col("flagged") >= min(rules.hulls, rules.share_hulls))
    here = told.good.join(some, on=list(CELL), how="semi")
    hulls = pl.concat([here, told.flagged]).unique().group_by(CELL).agg(pl.len().alias("hulls"))
    share = pl.col("flagged") / pl.col("hulls")
    bad = some.join(hulls, on=list(CELL), how="inner").filter(
        ((pl.col("flagged") >= rules.hulls) & (share >= rules.least_share))
        | ((pl.col("flagged") >= rules.share_hulls) & (share > rules.share))
    )
    ships = told.flagged.join(bad, on=list(CELL), how="semi")["mmsi"].unique().sort()
    return State(bounds_of(bad, rules), ships)
