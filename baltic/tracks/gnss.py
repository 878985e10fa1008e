"""Where and when satellite positions were disturbed, and which fixes are not to be believed.

Three kinds of evidence come together: fixes that contradict themselves
(:mod:`baltic.tracks.gnss_flags`), stretches that cleaning kept apart from a ship, and fixes
that cleaning set aside; the last two tell most, since a jammed ship jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..settings import Gnss, Settings
from .gnss_flags import FLAGS, flag_fixes

__all__ = [
    "DEGRADED",
    "GnssWatch",
    "State",
    "Told",
    "find_state",
    "flag_fixes",
    "in_degraded",
    "regional_state",
    "tell",
    "watch_gnss",
    "watch_of",
    "words_of",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_UTC = pl.Datetime("us", "UTC")
#: A cell of the regional state: half an hour, row, column.
_CELL = ["slot", "y", "x"]

#: Columns of the table of disturbed cells.
DEGRADED: dict[str, pl.DataType] = {
    "lon_min": pl.Float64(),
    "lat_min": pl.Float64(),
    "lon_max": pl.Float64(),
    "lat_max": pl.Float64(),
    "t_start": _UTC,
    "t_end": _UTC,
    "hulls": pl.UInt32(),  # heard there then
    "flagged": pl.UInt32(),  # of these, sent what cannot be true
}


@dataclass(frozen=True)
class GnssWatch:
    """What :func:`watch_gnss` found.

    Attributes
    ----------
    muted
        One value a row of the tracks: its position, speed and course are not to be believed.
    degraded
        Disturbed cells, columns of :data:`DEGRADED`.
    apart
        ``mmsi`` and ``t_s`` (seconds since 1970) of fixes that are not on the ship's track:
        set aside or kept apart by cleaning.
    notes
        One sentence each for the report.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> watch = watch_gnss(TRACKS.empty(), Settings())
    >>> watch.muted.shape, watch.degraded.columns == list(DEGRADED)
    ((0,), True)
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
        Columns of :data:`DEGRADED`, sorted by time and place.

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


def in_degraded(
    lon: Floats, lat: Floats, t_s: Floats, degraded: pl.DataFrame, settings: Settings
) -> Bools:
    """Return which places and times lie in a disturbed cell, or minutes before or after it.

    Parameters
    ----------
    lon, lat, t_s
        Degrees and seconds since 1970, arrays of one length.
    degraded
        Columns of :data:`DEGRADED`.
    settings
        Section ``gnss``; ``margin_min`` is added at both ends of a slot.
    """
    rules = settings.gnss
    out = np.zeros(len(t_s), bool)
    if not degraded.height:
        return out
    margin = rules.margin_min * 60.0
    begin, end = (degraded[c].dt.timestamp("us").to_numpy() / 1e6 for c in ("t_start", "t_end"))
    west, south, east, north = (degraded[c].to_numpy() for c in list(DEGRADED)[:4])
    near = (t_s >= begin.min() - margin) & (t_s < end.max() + margin)
    near &= (lat >= south.min()) & (lat < north.max())
    at = np.flatnonzero(near)
    bad = _key(*_cells((west + east) / 2, (south + north) / 2, (begin + end) / 2, rules))
    x, y, _ = _cells(lon[at], lat[at], t_s[at], rules)
    for shift in (-margin, 0.0, margin):
        slot = np.floor((t_s[at] + shift) / (rules.slot_min * 60.0)).astype(np.int64)
        out[at] |= np.isin(_key(x, y, slot), bad)
    return out


def words_of(degraded: pl.DataFrame, hulls: int, settings: Settings) -> str:
    """Say in one sentence when and where positions were disturbed, and what follows.

    Parameters
    ----------
    degraded
        At least one row of :data:`DEGRADED`.
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


def _cells(lon: Floats, lat: Floats, t_s: Floats, rules: Gnss) -> tuple[Ints, Ints, Ints]:
    """Return column, row and slot; columns are as wide as rows are high, in each row."""
    high = rules.cell_nm / 60.0
    row = np.floor(lat / high)
    return (
        np.floor(lon / _width(row, rules)).astype(np.int64),
        row.astype(np.int64),
        np.floor(t_s / (rules.slot_min * 60.0)).astype(np.int64),
    )


def _width(row: Floats, rules: Gnss) -> Floats:
    high = rules.cell_nm / 60.0
    middle = np.clip((row + 0.5) * high, -85.0, 85.0)
    return np.asarray(high / np.cos(np.radians(middle)))


def _key(x: Ints, y: Ints, slot: Ints) -> Ints:
    return (slot * 40_009 + x) * 40_009 + y


def _apart(kept_apart: pl.DataFrame, lost: pl.DataFrame | None) -> pl.DataFrame:
    """Return ship and time of the fixes that lie off its track."""
    parts = [kept_apart] if lost is None else [kept_apart, lost]
    seconds = pl.col("t").dt.timestamp("us") / 1e6
    return pl.concat([p.select("mmsi", seconds.alias("t_s")) for p in parts]).sort("mmsi", "t_s")


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


@dataclass(frozen=True)
class State:
    """Disturbed cells (columns of :data:`DEGRADED`), and the ships flagged in them."""

    degraded: pl.DataFrame
    ships: pl.Series

    def notes(self, settings: Settings) -> list[str]:
        """Say it in a sentence, where there is anything to say."""
        if not self.degraded.height:
            return []
        return [words_of(self.degraded, self.ships.n_unique(), settings)]


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
    x, y, slot = _cells(lon, lat, t_s, rules)
    events = events.with_columns(x=x, y=y, slot=slot)
    flagged = (
        events.with_columns(sent=pl.len().over("mmsi", "slot"))
        .filter("flagged")
        .group_by("mmsi", *_CELL)
        .agg(pl.len().alias("n"), pl.col("sent").first())
        .filter((pl.col("n") >= rules.fixes) & (pl.col("n") >= rules.fix_share * pl.col("sent")))
        .select("mmsi", *_CELL)
        .sort("mmsi", *_CELL)
    )
    return Told(flagged, good)


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
    some = told.flagged.group_by(_CELL).agg(pl.len().alias("flagged"))
    some = some.filter(pl.col("flagged") >= min(rules.hulls, rules.share_hulls))
    here = told.good.join(some, on=_CELL, how="semi")
    hulls = pl.concat([here, told.flagged]).unique().group_by(_CELL).agg(pl.len().alias("hulls"))
    share = pl.col("flagged") / pl.col("hulls")
    bad = some.join(hulls, on=_CELL, how="inner").filter(
        ((pl.col("flagged") >= rules.hulls) & (share >= rules.least_share))
        | ((pl.col("flagged") >= rules.share_hulls) & (share > rules.share))
    )
    ships = told.flagged.join(bad, on=_CELL, how="semi")["mmsi"].unique().sort()
    return State(_bounds(bad, rules), ships)


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
    x, y, slot = _cells(good["lon"].to_numpy(), good["lat"].to_numpy(), t, rules)
    mmsi = good["mmsi"].to_numpy()
    key = _key(x, y, slot)
    one = np.flatnonzero(np.r_[True, (np.diff(key) != 0) | (mmsi[1:] != mmsi[:-1])][: len(key)])
    return pl.DataFrame({"mmsi": mmsi[one], "slot": slot[one], "y": y[one], "x": x[one]}).unique(
        maintain_order=True
    )


def _bounds(bad: pl.DataFrame, rules: Gnss) -> pl.DataFrame:
    high, seconds = rules.cell_nm / 60.0, rules.slot_min * 60.0
    bad = bad.sort("slot", "y", "x")
    x, y = bad["x"].to_numpy().astype(float), bad["y"].to_numpy().astype(float)
    start = (pl.col("slot") * seconds * 1e6).cast(pl.Int64).cast(_UTC)
    return bad.select(
        pl.Series("lon_min", x * _width(y, rules)),
        pl.Series("lat_min", y * high),
        pl.Series("lon_max", (x + 1) * _width(y, rules)),
        pl.Series("lat_max", (y + 1) * high),
        start.alias("t_start"),
        (start + pl.duration(microseconds=round(seconds * 1e6))).alias("t_end"),
        pl.col("hulls").cast(pl.UInt32),
        pl.col("flagged").cast(pl.UInt32),
    )
