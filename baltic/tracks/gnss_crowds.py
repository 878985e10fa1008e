"""Ships in one place, or on circles about one centre: what only several ships can show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo import KN_MS, haversine_m
from ..settings import Gnss, Settings
from .gnss_windows import Rows, Windows, metres

__all__ = [
    "CROWDS",
    "Circles",
    "crowd_table",
    "find_crowds",
    "moving_windows",
    "squares",
    "with_crowds",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_BUCKETS = 1 << 18

#: What is compared with other ships: a hull, a slot of time, and a square there.
CROWDS: dict[str, pl.DataType] = {
    "mmsi": pl.Int64(),
    "slot": pl.Int64(),
    "east": pl.Int64(),
    "north": pl.Int64(),
    "circle": pl.Boolean(),  # the square holds the centre of a circle sailed, not the ship
}


def find_crowds(crowds: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the rows that share a place and a slot with enough other hulls.

    Parameters
    ----------
    crowds
        Columns of :data:`CROWDS`, of all ships.
    settings
        ``gnss.crowd_hulls``.
    """
    found = []
    for circle in (False, True):
        part = crowds.filter(pl.col("circle") == circle)
        if part.height:
            slot, east, north, mmsi = (
                part[c].to_numpy() for c in ("slot", "east", "north", "mmsi")
            )
            hits = _together(slot, east, north, mmsi, settings.gnss.crowd_hulls)
            found.append(part.filter(pl.Series(hits)))
    return pl.concat(found).unique(maintain_order=True) if found else crowds.head(0)


def with_crowds(
    tracks: pl.DataFrame, flags: pl.DataFrame, hits: pl.DataFrame, settings: Settings
) -> pl.DataFrame:
    """Return the flags with ``crowd`` and ``circle`` completed.

    Parameters
    ----------
    tracks, flags
        As :func:`flag_own` took and gave them.
    hits
        What :func:`find_crowds` returned; rows of other ships are no matter.
    """
    ships = hits["mmsi"].unique().cast(pl.UInt32)
    asked = tracks["mmsi"].is_in(ships.implode())
    if not hits.height or not asked.any():
        return flags
    part = (
        tracks.with_row_index("_row").filter(asked).sort("mmsi", "hull", "t", maintain_order=True)
    )
    rows, rules = Rows.of(part), settings.gnss
    windows = Windows.of(rows, rules)
    moving = moving_windows(rows, windows, part, rules)
    crowd = np.zeros(len(windows.first), bool)
    places = crowd_table(squares(rows, windows, moving, rules), circle=False)
    crowd[moving] = _is_hit(places, hits)
    circles = Circles.of(rows, windows, rules)
    circle = circles.fits[_is_hit(circles.table(rows, windows), hits)]
    at = part["_row"].to_numpy()
    out = {name: flags[name].to_numpy().copy() for name in ("crowd", "circle")}
    out["crowd"][at] |= windows.spread(crowd)
    out["circle"][at] |= circles.spread(windows, circle)
    return flags.with_columns(pl.Series(name, column) for name, column in out.items())


def crowd_table(columns: tuple[Ints, Ints, Ints, Ints], *, circle: bool) -> pl.DataFrame:
    """Return ship, slot, and square as a table of :data:`CROWDS`."""
    mmsi, slot, east, north = columns
    return pl.DataFrame(
        {
            "mmsi": mmsi,
            "slot": slot,
            "east": east,
            "north": north,
            "circle": np.full(len(mmsi), circle),
        },
        schema=CROWDS,
    )


def _is_hit(table: pl.DataFrame, hits: pl.DataFrame) -> Bools:
    """Return which rows stand among the hits."""
    keys = list(CROWDS)
    told = table.join(
        hits.select(keys).unique().with_columns(hit=True), on=keys, how="left",
        maintain_order="left",
    )  # fmt: skip
    return np.asarray(told["hit"].fill_null(value=False).to_numpy())


def moving_windows(rows: Rows, w: Windows, tracks: pl.DataFrame, rules: Gnss) -> Ints:
    """Return the windows in which a hull claims to move; yachts race in crowds."""
    moving = rows.sog[w.first] > rules.crowd_kn
    moving &= (tracks["source"] != "class-b").fill_null(value=True).to_numpy()[w.first]
    return np.flatnonzero(moving)


def squares(rows: Rows, w: Windows, windows: Ints, rules: Gnss) -> tuple[Ints, Ints, Ints, Ints]:
    """Return ship, slot, and the square east and north of some windows."""
    at = w.first[windows]
    east, north = (np.floor(x / rules.crowd_m).astype(np.int64) for x in metres(rows, at))
    slot = np.floor(rows.t[at] / rules.window_s).astype(np.int64)
    return rows.mmsi[at].astype(np.int64), slot, east, north


def _together(slot: Ints, east: Ints, north: Ints, mmsi: Ints, least: int) -> Bools:
    """Return the points that share a block of 2 by 2 squares with enough hulls.

    Blocks in all four positions: whatever lies within one side of a square is in one of them.
    """
    out = np.zeros(len(slot), bool)
    for right in (0, 1):
        for up in (0, 1):
            x, y = (east + right) // 2, (north + up) // 2
            key = (slot * 100_003 + x) * 200_003 + y
            # Cheap first: a bucket of a few points cannot hold enough hulls.
            bucket = (key * 2_654_435_761 >> 8) & (_BUCKETS - 1)
            many = np.flatnonzero(np.bincount(bucket, minlength=_BUCKETS)[bucket] >= least)
            if not len(many):
                continue
            table = pl.DataFrame({"key": key[many], "mmsi": mmsi[many]})
            hulls = table.select(pl.col("mmsi").n_unique().over("key")).to_series().to_numpy()
            out[many[hulls >= least]] = True
    return out


@dataclass(frozen=True)
class Circles:
    """Circles that hulls sailed within one slot of half an hour.

    `begin` and `size` cut the windows into ships and slots; `fits` and `alone` name those
    that are circles, and those that one hull went round and round on.
    """

    begin: Ints
    size: Ints
    slot: Ints
    fits: Ints
    alone: Ints
    east: Floats
    north: Floats

    @classmethod
    def of(cls, rows: Rows, w: Windows, rules: Gnss) -> Circles:
        slot = np.floor(rows.t[w.first] / (rules.slot_min * 60.0)).astype(np.int64)
        ship = rows.ship[w.first]
        begin = np.flatnonzero(np.r_[True, (np.diff(ship) != 0) | (np.diff(slot) != 0)])
        size = np.diff(np.r_[begin, len(ship)])
        end = begin + size - 1
        a, b = w.first[begin], w.first[end]
        net = haversine_m(rows.lon[a], rows.lat[a], rows.lon[b], rows.lat[b])
        said = np.add.reduceat(np.nan_to_num(rows.sog[w.first]), begin) / size
        sailed = said * KN_MS * (rows.t[b] - rows.t[a])
        round_ = (size >= rules.circle_fixes) & (said > rules.apart_kn)
        some = np.flatnonzero(round_ & (net < rules.circle_net * sailed))
        nothing = np.zeros(0)
        if not len(some):
            return cls(begin, size, slot, some, some, nothing, nothing)
        points = np.concatenate([np.arange(begin[g], begin[g] + size[g]) for g in some])
        x, y = metres(rows, w.first[points])
        starts = np.r_[0, np.cumsum(size[some])[:-1]]
        east, north, radius, fits = _circles(x, y, starts, size[some], rules)
        rounds = sailed[some] / (2 * np.pi * np.maximum(radius, 1.0))
        alone = some[fits & (rounds >= rules.circle_alone) & (radius > rules.slack_m)]
        east, north = (np.floor(c[fits] / rules.crowd_m) for c in (east, north))
        return cls(begin, size, slot, some[fits], alone, east, north)

    def spread(self, w: Windows, some: Ints) -> Bools:
        """Return the rows of some of the ships and slots."""
        flagged = np.zeros(len(self.begin), bool)
        flagged[some] = True
        return w.spread(np.repeat(flagged, self.size))

    def table(self, rows: Rows, w: Windows) -> pl.DataFrame:
        """Return the centres of the circles, columns of :data:`CROWDS`."""
        at = self.begin[self.fits]
        east, north = (c.astype(np.int64) for c in (self.east, self.north))
        hulls = rows.mmsi[w.first[at]].astype(np.int64)
        return crowd_table((hulls, self.slot[at], east, north), circle=True)


def _circles(
    x: Floats, y: Floats, starts: Ints, n: Ints, rules: Gnss
) -> tuple[Floats, Floats, Floats, Bools]:
    """Return centres and radii of least-squares circles (Kasa), and whether they fit."""

    def mean(values: Floats) -> Floats:
        return np.asarray(np.add.reduceat(values, starts) / n)

    x0, y0 = mean(x), mean(y)
    u, v = x - np.repeat(x0, n), y - np.repeat(y0, n)
    z = u * u + v * v
    uu, uv, vv, uz, vz = mean(u * u), mean(u * v), mean(v * v), mean(u * z), mean(v * z)
    det = uu * vv - uv * uv
    with np.errstate(divide="ignore", invalid="ignore"):
        cu, cv = (uz * vv - vz * uv) / det / 2.0, (vz * uu - uz * uv) / det / 2.0
        radius = np.sqrt(cu * cu + cv * cv + uu + vv)
        off = np.hypot(u - np.repeat(cu, n), v - np.repeat(cv, n)) - np.repeat(radius, n)
        fits = np.sqrt(mean(off * off)) <= rules.circle_fit * radius
    east, north, radius = (np.nan_to_num(c, posinf=0.0) for c in (x0 + cu, y0 + cv, radius))
    return east, north, radius, np.asarray(fits)
