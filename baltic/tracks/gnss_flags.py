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

from ..geo import DEG_M, KN_MS, haversine_m, turn_deg
from ..settings import Gnss, Settings
from .gnss_crowds import (
    CROWDS,
    Circles,
    crowd_table,
    find_crowds,
    moving_windows,
    squares,
    with_crowds,
)
from .gnss_windows import Rows, Windows, floats_of

__all__ = ["FLAGS", "OwnFlags", "flag_fixes", "flag_own"]

Floats = NDArray[np.float64]
Small = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Columns of the table of flags.
FLAGS = ("speed", "contradiction", "crowd", "circle", "heading", "elsewhere")

#: So many jumps within so many windows are followed up, so many windows on each side.
_JUMPS, _NEAR, _SIDE = 4, 20, 200


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
    rows = Rows.of(tracks)
    if not rows.in_order:
        order = tracks.with_row_index("_row").sort("mmsi", "hull", "t", maintain_order=True)
        own = flag_own(order.drop("_row"), settings)
        flags = own.flags.with_columns(order["_row"]).sort("_row").drop("_row")
        return OwnFlags(flags, own.crowds)
    rules = settings.gnss
    windows = Windows.of(rows, rules)
    speed, stranded = _too_fast(rows, windows, settings)
    circles = Circles.of(rows, windows, rules)
    found = {
        "speed": speed | _jumping(rows, settings),
        "contradiction": windows.spread(_contradicting(rows, windows, rules)),
        "crowd": np.zeros(len(rows.t), bool),
        "circle": circles.spread(windows, circles.alone),
        "heading": _across(rows, tracks, rules),
        "elsewhere": _elsewhere(rows) | stranded,
    }
    moving = moving_windows(rows, windows, tracks, rules)
    places = squares(rows, windows, moving, rules)
    crowds = pl.concat([crowd_table(places, circle=False), circles.table(rows, windows)])
    return OwnFlags(pl.DataFrame({name: found[name] for name in FLAGS}), crowds)


def _contradicting(rows: Rows, w: Windows, rules: Gnss) -> Bools:
    """Speed by positions outside all speeds sent in the window and at its ends."""
    judged = w.follows & (w.dt > rules.window_min_s) & (w.dt <= rules.window_max_s)
    over = w.dist_m > (w.high_kn + rules.apart_kn) * KN_MS * w.dt + rules.slack_m
    under = w.dist_m < (w.low_kn - rules.apart_kn) * KN_MS * w.dt - rules.slack_m
    under &= judged
    at = np.flatnonzero(under)
    turned = np.abs(turn_deg(rows.cog[w.first[at]], rows.cog[w.first[at + 1]]))
    under[at] = turned <= rules.straight_deg
    return np.asarray((over & judged) | under)


def _too_fast(rows: Rows, w: Windows, settings: Settings) -> tuple[Bools, Bools]:
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


def _jumping(rows: Rows, settings: Settings) -> Bools:
    """Both ends of legs that cleaning would not have left: single fixes far away."""
    rules = settings.cleaning
    out = np.zeros(len(rows.t), bool)
    # Cheap bound first: a degree of longitude is shorter than one of latitude.
    moved = np.abs(np.diff(rows.lat)) + np.abs(np.diff(rows.lon))
    legs = np.flatnonzero((moved > rules.slack_m / DEG_M) & ~rows.new_stretch[1:])
    reach_m = rules.max_speed_kn * KN_MS * (rows.t[legs + 1] - rows.t[legs] + 1.0) + rules.slack_m
    maybe = moved[legs] * DEG_M > reach_m
    legs, reach_m = legs[maybe], reach_m[maybe]
    far = haversine_m(rows.lon[legs], rows.lat[legs], rows.lon[legs + 1], rows.lat[legs + 1])
    bad = legs[far > reach_m]
    out[bad] = out[bad + 1] = True
    return out


def _usual_kn(rows: Rows, w: Windows, ships: Ints, moving_kn: float) -> Floats:
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


def _stranded(rows: Rows, w: Windows, jumps: Ints, usual: Floats, settings: Settings) -> Bools:
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


def _across(rows: Rows, tracks: pl.DataFrame, rules: Gnss) -> Bools:
    """Course across the heading; a ship for which that is usual has a bad compass."""
    turn = np.abs(rows.cog - floats_of(tracks, "heading_deg"))
    turn = np.minimum(turn, np.float32(360.0) - turn)
    judged = (rows.sog > rules.heading_kn) & np.isfinite(turn)
    out = judged & (turn > rules.heading_deg) & (turn < rules.astern_deg)
    if out.any():
        count = np.bincount(rows.ship, weights=judged)
        share = np.bincount(rows.ship, weights=out) / np.maximum(count, 1.0)
        out &= (share <= rules.compass_share)[rows.ship]
    return np.asarray(out)


def _elsewhere(rows: Rows) -> Bools:
    """Stretches that cleaning kept apart from a ship that is known (hull 0)."""
    out = rows.hull > 0
    if out.any():
        out &= np.isin(rows.mmsi, rows.mmsi[rows.hull == 0])
    return np.asarray(out)
