"""Which fixes contradict themselves: what a jammed or spoofed receiver sends.

Every reason but one compares a fix with the same ship's other fixes, over the whole table
at once; a crowd or a common circle needs several ships.  The test "on land" is left out: the
shipped coastline draws canals and rivers as land, and hundreds of ships sail there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..geo import KN_MS, haversine_m, turn_deg
from ..settings import Gnss, Settings

__all__ = ["FLAGS", "OwnFlags", "find_crowds", "flag_fixes", "flag_own", "with_crowds"]

Floats = NDArray[np.float64]
Small = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Columns of the table of flags.
FLAGS = ("speed", "contradiction", "crowd", "circle", "heading", "elsewhere")

_DEG_M = 111_195.0
_BUCKETS = 1 << 18
#: So many jumps within so many windows are followed up, so many windows on each side.
_JUMPS, _NEAR, _SIDE = 4, 20, 200


#: What is compared with other ships: a hull, a slot of time, and a square there.
CROWDS: dict[str, pl.DataType] = {
    "mmsi": pl.Int64(),
    "slot": pl.Int64(),
    "east": pl.Int64(),
    "north": pl.Int64(),
    "circle": pl.Boolean(),  # the square holds the centre of a circle sailed, not the ship
}


@dataclass(frozen=True)
class OwnFlags:
    """What a ship's own fixes say, and what has to be compared with other ships.

    Attributes
    ----------
    flags
        Columns of :data:`FLAGS`, one row a fix, those of crowds and circles still open.
    crowds
        Columns of :data:`CROWDS`.
    """

    flags: pl.DataFrame
    crowds: pl.DataFrame


def flag_fixes(tracks: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the reasons why a fix cannot be what its ship did.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``, in any order.
    settings
        Section ``gnss``.

    Returns
    -------
    polars.DataFrame
        One row a row of `tracks`, Boolean columns:

        ``speed``
            faster, by positions or by word, than this ship ever is;
        ``contradiction``
            speed by positions over more than a minute and speed sent differ;
        ``crowd``, ``circle``
            many moving hulls in one place, or on circles about one centre, or a hull that
            goes round and round on one;
        ``heading``
            course across the gyro heading of a fast ship;
        ``elsewhere``
            sent from where the ship was not: cleaning kept this stretch apart, or the ship
            cannot have come from there to where it was soon after (or before).

    Notes
    -----
    Method note 2, "GNSS jamming/spoofing".  A flag speaks of one fix; what a region says is
    the matter of :func:`baltic.tracks.gnss.regional_state`.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> flag_fixes(TRACKS.empty(), Settings()).columns == list(FLAGS)
    True
    """
    own = flag_own(tracks, settings)
    return with_crowds(tracks, own.flags, find_crowds(own.crowds, settings), settings)


def flag_own(tracks: pl.DataFrame, settings: Settings) -> OwnFlags:
    """Return what the fixes of each ship say alone: all ships of an MMSI must be there.

    Parameters and flags are those of :func:`flag_fixes`; ``crowd`` is false and ``circle``
    only true of hulls that go round and round.
    """
    if tracks.height == 0:
        empty = pl.DataFrame(schema=dict.fromkeys(FLAGS, pl.Boolean))
        return OwnFlags(empty, pl.DataFrame(schema=CROWDS))
    rows = _Rows.of(tracks)
    if not rows.in_order:
        order = tracks.with_row_index("_row").sort("mmsi", "hull", "t", maintain_order=True)
        own = flag_own(order.drop("_row"), settings)
        flags = own.flags.with_columns(order["_row"]).sort("_row").drop("_row")
        return OwnFlags(flags, own.crowds)
    rules = settings.gnss
    windows = _Windows.of(rows, rules)
    speed, stranded = _too_fast(rows, windows, settings)
    circles = _Circles.of(rows, windows, rules)
    found = {
        "speed": speed | _jumping(rows, settings),
        "contradiction": windows.spread(_contradicting(rows, windows, rules)),
        "crowd": np.zeros(len(rows.t), bool),
        "circle": circles.spread(windows, circles.alone),
        "heading": _across(rows, tracks, rules),
        "elsewhere": _elsewhere(rows) | stranded,
    }
    moving = _moving_windows(rows, windows, tracks, rules)
    squares = _squares(rows, windows, moving, rules)
    crowds = pl.concat([_crowd_table(squares, circle=False), circles.table(rows, windows)])
    return OwnFlags(pl.DataFrame({name: found[name] for name in FLAGS}), crowds)


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
    rows, rules = _Rows.of(part), settings.gnss
    windows = _Windows.of(rows, rules)
    moving = _moving_windows(rows, windows, part, rules)
    crowd = np.zeros(len(windows.first), bool)
    squares = _crowd_table(_squares(rows, windows, moving, rules), circle=False)
    crowd[moving] = _is_hit(squares, hits)
    circles = _Circles.of(rows, windows, rules)
    circle = circles.fits[_is_hit(circles.table(rows, windows), hits)]
    at = part["_row"].to_numpy()
    out = {name: flags[name].to_numpy().copy() for name in ("crowd", "circle")}
    out["crowd"][at] |= windows.spread(crowd)
    out["circle"][at] |= circles.spread(windows, circle)
    return flags.with_columns(pl.Series(name, column) for name, column in out.items())


def _crowd_table(columns: tuple[Ints, Ints, Ints, Ints], *, circle: bool) -> pl.DataFrame:
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


def _floats(tracks: pl.DataFrame, name: str) -> Small:
    return tracks[name].cast(pl.Float32).fill_null(np.nan).to_numpy()


@dataclass(frozen=True)
class _Rows:
    """The columns that most tests need; `ship` and `stretch` number hulls and segments."""

    mmsi: NDArray[np.uint32]
    hull: NDArray[np.uint8]
    t: Floats
    lon: Floats
    lat: Floats
    sog: Small
    cog: Small
    ship: Ints
    new_stretch: Bools
    in_order: bool

    @classmethod
    def of(cls, tracks: pl.DataFrame) -> _Rows:
        mmsi, hull = tracks["mmsi"].to_numpy(), tracks["hull"].to_numpy()
        t = tracks["t"].dt.timestamp("us").to_numpy() / 1e6
        other = np.r_[True, (mmsi[1:] != mmsi[:-1]) | (hull[1:] != hull[:-1])]
        before = (mmsi[1:] > mmsi[:-1]) | ((mmsi[1:] == mmsi[:-1]) & (hull[1:] > hull[:-1]))
        segment = tracks["segment"].to_numpy()
        return cls(
            mmsi=mmsi,
            hull=hull,
            t=t,
            lon=tracks["lon"].to_numpy(),
            lat=tracks["lat"].to_numpy(),
            sog=_floats(tracks, "sog_kn"),
            cog=_floats(tracks, "cog_deg"),
            ship=np.cumsum(other) - 1,
            new_stretch=other | np.r_[True, segment[1:] != segment[:-1]],
            in_order=bool((before | (~other[1:] & (t[1:] >= t[:-1]))).all()),
        )


@dataclass(frozen=True)
class _Windows:
    """About three minutes each: from `first` to the `first` of the next (`follows`)."""

    first: Ints
    rows: int
    follows: Bools
    dt: Floats
    dist_m: Floats
    low_kn: Floats
    high_kn: Floats

    @classmethod
    def of(cls, rows: _Rows, rules: Gnss) -> _Windows:
        slot = np.floor(rows.t / rules.window_s)
        begins = rows.new_stretch.copy()
        begins[1:] |= slot[1:] != slot[:-1]
        first = np.flatnonzero(begins)
        n = len(first)
        follows = np.zeros(n, bool)
        follows[:-1] = ~rows.new_stretch[first[1:]]
        nxt = np.minimum(np.arange(n) + 1, n - 1)
        a, b = first, first[nxt]
        dist = haversine_m(rows.lon[a], rows.lat[a], rows.lon[b], rows.lat[b])
        low, high = np.fmin.reduceat(rows.sog, first), np.fmax.reduceat(rows.sog, first)
        return cls(
            first=first,
            rows=len(rows.t),
            follows=follows,
            dt=np.where(follows, rows.t[b] - rows.t[a], np.nan),
            dist_m=dist,
            low_kn=np.fmin(low, np.where(follows, rows.sog[b], np.nan)).astype(np.float64),
            high_kn=np.fmax(high, np.where(follows, rows.sog[b], np.nan)).astype(np.float64),
        )

    def spread(self, flagged: Bools) -> Bools:
        """Return the rows of flagged windows, the first one after each included."""
        out = np.repeat(flagged, np.diff(np.r_[self.first, self.rows]))
        ends = np.flatnonzero(flagged & self.follows) + 1
        out[self.first[ends]] = True
        return np.asarray(out)


def _contradicting(rows: _Rows, w: _Windows, rules: Gnss) -> Bools:
    """Speed by positions outside all speeds sent in the window and at its ends."""
    judged = w.follows & (w.dt > rules.window_min_s) & (w.dt <= rules.window_max_s)
    over = w.dist_m > (w.high_kn + rules.apart_kn) * KN_MS * w.dt + rules.slack_m
    under = w.dist_m < (w.low_kn - rules.apart_kn) * KN_MS * w.dt - rules.slack_m
    under &= judged
    at = np.flatnonzero(under)
    turned = np.abs(turn_deg(rows.cog[w.first[at]], rows.cog[w.first[at + 1]]))
    under[at] = turned <= rules.straight_deg
    return np.asarray((over & judged) | under)


def _too_fast(rows: _Rows, w: _Windows, settings: Settings) -> tuple[Bools, Bools]:
    """Faster than ``min(30 kn, 1.5 usual + 5 kn)``, or than usual + 5 kn of a fast craft.

    The second result: what was sent from where the ship cannot have been, given its jumps.
    """
    rules, least = settings.gnss, settings.gnss.least_limit_kn
    fast_row = rows.sog > least
    fast_leg = w.follows & (w.dist_m > least * KN_MS * w.dt + rules.slack_m)
    if not (fast_row.any() or fast_leg.any()):
        return np.zeros(len(rows.t), bool), np.zeros(len(rows.t), bool)
    asked = np.unique(np.r_[rows.ship[fast_row], rows.ship[w.first[fast_leg]]])
    usual = _usual_kn(rows, w, asked, settings.baseline.moving_kn)
    own = np.minimum(rules.implied_kn, rules.usual_factor * usual + rules.usual_margin_kn)
    limit = np.fmax(np.fmax(own, usual + rules.usual_margin_kn), least)
    at = np.flatnonzero(fast_leg)
    leg_limit = limit[rows.ship[w.first[at]]] * KN_MS * w.dt[at] + rules.slack_m
    fast_leg[at] = w.dist_m[at] > leg_limit
    out = w.spread(fast_leg)
    at = np.flatnonzero(fast_row)
    out[at] |= rows.sog[at] > limit[rows.ship[at]]
    return out, w.spread(_stranded(rows, w, np.flatnonzero(fast_leg), usual, settings))


def _jumping(rows: _Rows, settings: Settings) -> Bools:
    """Both ends of legs that cleaning would not have left: single fixes far away."""
    rules = settings.cleaning
    out = np.zeros(len(rows.t), bool)
    # Cheap bound first: a degree of longitude is shorter than one of latitude.
    moved = np.abs(np.diff(rows.lat)) + np.abs(np.diff(rows.lon))
    legs = np.flatnonzero((moved > rules.slack_m / _DEG_M) & ~rows.new_stretch[1:])
    reach_m = rules.max_speed_kn * KN_MS * (rows.t[legs + 1] - rows.t[legs] + 1.0) + rules.slack_m
    maybe = moved[legs] * _DEG_M > reach_m
    legs, reach_m = legs[maybe], reach_m[maybe]
    far = haversine_m(rows.lon[legs], rows.lat[legs], rows.lon[legs + 1], rows.lat[legs + 1])
    bad = legs[far > reach_m]
    out[bad] = out[bad + 1] = True
    return out


def _usual_kn(rows: _Rows, w: _Windows, ships: Ints, moving_kn: float) -> Floats:
    """Return the upper quartile of the speeds under way of some ships, NaN for the others."""
    at = np.flatnonzero(np.isin(rows.ship[w.first], ships))
    with np.errstate(invalid="ignore", divide="ignore"):
        made = w.dist_m[at] / w.dt[at] / KN_MS
    said = rows.sog[w.first[at]]
    table = pl.DataFrame({"ship": rows.ship[w.first[at]], "v": np.where(said >= 0, said, made)})
    table = table.filter(pl.col("v").is_finite() & (pl.col("v") > moving_kn))
    quartile = table.group_by("ship").agg(pl.col("v").quantile(0.75))
    out = np.full(int(rows.ship[-1]) + 1, np.nan)
    out[quartile["ship"].to_numpy()] = quartile["v"].to_numpy()
    return out


def _stranded(rows: _Rows, w: _Windows, jumps: Ints, usual: Floats, settings: Settings) -> Bools:
    """Return the windows on the wrong side of a jump.

    From the last true position before a lie, and from the first after it, the ship sails on
    at its usual speed; the side of the jump on which that comes true soon is the lie.
    """
    out = np.zeros(len(w.first), bool)
    rules, slack = settings.cleaning, settings.gnss.slack_m
    ship = rows.ship[w.first]
    # Who jumps all the time is flagged jump by jump: no side of it is true.
    a, b = np.searchsorted(jumps, [jumps - _NEAR, jumps + _NEAR + 1])
    for k in jumps[b - a <= _JUMPS].tolist():
        reach = rules.join_factor * np.nan_to_num(usual[ship[k]]) * KN_MS
        sides = []
        for here, there, step in ((k, k + 1, -1), (k + 1, k, 1)):
            span = _SIDE if step > 0 else min(_SIDE, here + 1)
            side = np.arange(here, here + step * span, step)
            side = side[(side < len(ship)) & (side >= 0)]
            side = side[ship[side] == ship[k]]
            a, b = w.first[side], w.first[there]
            dt = np.abs(rows.t[a] - rows.t[b])
            far = haversine_m(rows.lon[a], rows.lat[a], rows.lon[b], rows.lat[b])
            true = np.flatnonzero((far <= reach * dt + slack) & (dt <= rules.join_h * 3600.0))
            if len(true):
                sides.append(side[: true[0]])
        if sides:
            out[min(sides, key=len)] = True
    return out


def _across(rows: _Rows, tracks: pl.DataFrame, rules: Gnss) -> Bools:
    """Course across the heading; a ship for which that is usual has a bad compass."""
    turn = np.abs(rows.cog - _floats(tracks, "heading_deg"))
    turn = np.minimum(turn, np.float32(360.0) - turn)
    judged = (rows.sog > rules.heading_kn) & np.isfinite(turn)
    out = judged & (turn > rules.heading_deg) & (turn < rules.astern_deg)
    if out.any():
        count = np.bincount(rows.ship, weights=judged)
        share = np.bincount(rows.ship, weights=out) / np.maximum(count, 1.0)
        out &= (share <= rules.compass_share)[rows.ship]
    return np.asarray(out)


def _elsewhere(rows: _Rows) -> Bools:
    """Stretches that cleaning kept apart from a ship that is known (hull 0)."""
    out = rows.hull > 0
    if out.any():
        out &= np.isin(rows.mmsi, rows.mmsi[rows.hull == 0])
    return np.asarray(out)


def _metres(rows: _Rows, at: Ints) -> tuple[Floats, Floats]:
    """Return metres east and north; east is scaled by bands of half a degree."""
    band = np.floor(rows.lat[at] * 2.0) / 2.0 + 0.25
    return rows.lon[at] * np.cos(np.radians(band)) * _DEG_M, rows.lat[at] * _DEG_M


def _moving_windows(rows: _Rows, w: _Windows, tracks: pl.DataFrame, rules: Gnss) -> Ints:
    """Return the windows in which a hull claims to move; yachts race in crowds."""
    moving = rows.sog[w.first] > rules.crowd_kn
    moving &= (tracks["source"] != "class-b").fill_null(value=True).to_numpy()[w.first]
    return np.flatnonzero(moving)


def _squares(rows: _Rows, w: _Windows, windows: Ints, rules: Gnss) -> tuple[Ints, Ints, Ints, Ints]:
    """Return ship, slot, and the square east and north of some windows."""
    at = w.first[windows]
    east, north = (np.floor(x / rules.crowd_m).astype(np.int64) for x in _metres(rows, at))
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
class _Circles:
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
    def of(cls, rows: _Rows, w: _Windows, rules: Gnss) -> _Circles:
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
        x, y = _metres(rows, w.first[points])
        starts = np.r_[0, np.cumsum(size[some])[:-1]]
        east, north, radius, fits = _circles(x, y, starts, size[some], rules)
        rounds = sailed[some] / (2 * np.pi * np.maximum(radius, 1.0))
        alone = some[fits & (rounds >= rules.circle_alone) & (radius > rules.slack_m)]
        east, north = (np.floor(c[fits] / rules.crowd_m) for c in (east, north))
        return cls(begin, size, slot, some[fits], alone, east, north)

    def spread(self, w: _Windows, some: Ints) -> Bools:
        """Return the rows of some of the ships and slots."""
        flagged = np.zeros(len(self.begin), bool)
        flagged[some] = True
        return w.spread(np.repeat(flagged, self.size))

    def table(self, rows: _Rows, w: _Windows) -> pl.DataFrame:
        """Return the centres of the circles, columns of :data:`CROWDS`."""
        at = self.begin[self.fits]
        east, north = (c.astype(np.int64) for c in (self.east, self.north))
        hulls = rows.mmsi[w.first[at]].astype(np.int64)
        return _crowd_table((hulls, self.slot[at], east, north), circle=True)


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
