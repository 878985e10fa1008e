"""What a record looks like, bin by bin: labels that explain a candidate, never score it.

A hidden Markov model over the ten-minute bins around an episode (method note 3.4).  The
likeliest sequence of states is found exactly (Viterbi); how likely a single label is, is
not said.  ``drag-like`` says how the motion looks, not what happened.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .. import geo
from ..records import iso
from ..settings import Settings, States
from ..settings.declare import Steps
from .case import Case
from .places import Places

__all__ = ["STATES", "label_states", "viterbi"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Words of the labels, in the order of all arrays here.
STATES = ("moored", "anchored", "adrift", "transit", "slowed", "drag-like", "stopped")
_MOORED, _ANCHORED, _ADRIFT, _TRANSIT, _SLOWED, _DRAG, _RECOVERY = range(7)
#: Label of bins without any position in which nothing is known.
SILENT = "not heard"

#: What follows a state when it ends (rows: from, columns: to); shares of a row.  A stop to
#: recover the anchor follows a drag only, and a drag begins under way.  A ship that sails on
#: gathers way in minutes, often a slow bin of its own.
_NEXT = np.array(
    [
        # moored anchored adrift transit slowed drag recovery
        [0.00, 0.10, 0.05, 0.60, 0.25, 0.00, 0.00],
        [0.10, 0.00, 0.10, 0.50, 0.25, 0.05, 0.00],
        [0.05, 0.15, 0.00, 0.50, 0.25, 0.05, 0.00],
        [0.10, 0.15, 0.10, 0.00, 0.40, 0.25, 0.00],
        [0.15, 0.15, 0.10, 0.50, 0.00, 0.10, 0.00],
        [0.01, 0.04, 0.05, 0.35, 0.05, 0.00, 0.50],
        [0.02, 0.08, 0.05, 0.40, 0.20, 0.25, 0.00],
    ]
)
_START = np.array([0.15, 0.15, 0.05, 0.40, 0.15, 0.09, 0.01])
#: Columns of states that make way, and those that do not.
_MOVING = (_TRANSIT, _SLOWED, _DRAG)
_STILL = (_MOORED, _ANCHORED, _ADRIFT, _RECOVERY)

#: ln of how much likelier a navigational status is sent in each state than on average:
#: 1 at anchor, 2 not under command, 3 restricted, 5 moored.
_STATUS = {
    1: (-1.0, 2.5, -1.0, -2.5, -2.0, -1.0, 0.0),
    2: (-2.0, -1.0, 1.5, -2.0, 0.0, 0.0, 0.5),
    3: (-1.0, -1.0, 0.0, -1.0, 0.7, 0.0, 0.0),
    5: (2.5, -1.0, -2.0, -2.5, -2.0, -2.0, -2.0),
}
#: The same for lying at a port's edge, at an anchorage, and away from any place.
_AT_PORT = (1.5, 0.0, -0.5, 0.0, 0.0, -0.5, -1.0)
_AT_ANCHORAGE = (-0.5, 1.5, -0.5, 0.0, 0.0, -0.5, -1.0)
_AT_SEA = (-2.0, -0.7, 0.3, 0.0, 0.0, 0.0, 0.5)
#: ln P of a label that is not given.
_NEVER = -50.0
_HALF_LN_2PI = 0.5 * float(np.log(2.0 * np.pi))


def viterbi(emission: ArrayLike, transition: ArrayLike, start: ArrayLike) -> Ints:
    """Return the likeliest sequence of states.

    Parameters
    ----------
    emission : shape (n, states)
        ln P(what was seen in a bin | state), up to a constant a bin.
    transition : shape (states, states)
        ln P(state of the next bin | state); rows are the states left.
    start : shape (states,)
        ln P(state of the first bin).

    Returns
    -------
    array of int, shape (n,)

    Notes
    -----
    Viterbi's algorithm: the loop is over time, each step is one operation on arrays.

    Examples
    --------
    >>> keep = np.log([[0.9, 0.1], [0.1, 0.9]])
    >>> seen = np.log([[0.9, 0.1], [0.4, 0.6], [0.9, 0.1], [0.1, 0.9], [0.1, 0.9]])
    >>> viterbi(seen, keep, np.log([0.5, 0.5])).tolist()  # one doubtful bin is no change
    [0, 0, 0, 1, 1]
    """
    seen, step = np.asarray(emission, float), np.asarray(transition, float)
    n, states = seen.shape
    if n == 0:
        return np.zeros(0, np.int64)
    back = np.zeros((n, states), np.int64)
    best = np.asarray(start, float) + seen[0]
    every = np.arange(states)
    for i in range(1, n):
        ways = best[:, None] + step
        back[i] = ways.argmax(axis=0)
        best = ways[back[i], every] + seen[i]
    path = np.zeros(n, np.int64)
    path[-1] = best.argmax()
    for i in range(n - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path


def label_states(
    case: Case, places: Places, settings: Settings, *, llr: float = 0.0
) -> list[dict[str, Any]]:
    """Return what the record looks like around an episode, in time order.

    Parameters
    ----------
    case
        The episode with the bins of its ship.
    places
        Ports, anchorages and places learned from the data.
    settings
        Section ``states``.
    llr
        Sum of the episode's ledger, nats: inside it, how far the whole evidence speaks for a
        drag counts too, so that labels and ledger do not contradict each other.

    Returns
    -------
    list of dict
        ``state`` (of :data:`STATES`, or ``not heard``), ``t_start``, ``t_end`` (ISO, UTC).
        Times are known to a bin.
    """
    rules, width = settings.states, settings.baseline.bin_min * 60.0
    track = case.track
    near = (track.b_t >= case.t_start_s - rules.around_h * 3600.0) & (
        track.b_t <= case.t_end_s + rules.around_h * 3600.0
    )
    rows = np.flatnonzero(near)
    if not len(rows):
        return []
    first = float(track.b_t[rows[0]])
    slot = np.round((track.b_t[rows] - first) / width).astype(np.int64)
    emission = np.zeros((int(slot[-1]) + 1, len(STATES)))
    emission[slot] = _emission(case, rows, places, settings)
    inside = (track.b_t[rows] >= case.t_start_s) & (track.b_t[rows] <= case.t_end_s)
    moving = inside & (track.b_v[rows] > settings.baseline.moving_kn)
    cap = settings.evidence.cap
    emission[slot[moving], _DRAG] += rules.ledger_share * float(np.clip(llr, -cap, cap))
    # Nobody weighed what lies outside the episode: there a slow stretch is only slow, and a
    # restless one at full speed only restless.
    emission[slot[~inside], _DRAG] = _NEVER
    path = viterbi(emission, _transition(rules, settings.baseline.bin_min), np.log(_START))
    heard = np.zeros(len(path), bool)
    heard[slot] = True
    return _spans(path, heard, first - width / 2.0, width)


def _transition(rules: States, bin_min: float) -> Floats:
    """Return ln P(next | now) from the mean dwell times."""
    dwell_h = np.array(
        [
            rules.moored_h, rules.anchored_h, rules.adrift_h, rules.transit_h, rules.slowed_h,
            rules.drag_h, rules.recovery_h,
        ]
    )  # fmt: skip
    leave = np.minimum(bin_min / 60.0 / dwell_h, 0.9)
    step = leave[:, None] * _NEXT / _NEXT.sum(axis=1, keepdims=True)
    step[np.diag_indices(len(STATES))] = 1.0 - leave
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(step))


def _normal(x: Floats, mean: float, sd: float) -> Floats:
    """Return ln of a normal density, without the constant that all of them share."""
    return np.asarray(-0.5 * ((x - mean) / sd) ** 2 - np.log(sd))


def _emission(case: Case, rows: Ints, places: Places, settings: Settings) -> Floats:
    """Return ln P(seen | state) of some bins of the ship, up to a constant."""
    rules, track = settings.states, case.track
    t, v = track.b_t[rows], np.maximum(np.nan_to_num(track.b_v[rows]), 0.03)
    known = np.isfinite(track.b_v[rows])
    out = _speed(case, t, v, rules) * known[:, None]
    out += _steering(case, t, rules)
    status = track.b_status[rows]
    for code, table in _STATUS.items():
        out[status == code] += table
    still = v <= settings.baseline.moving_kn
    out[still] += _place(track.b_lon[rows][still], track.b_lat[rows][still], places, rules)
    # Bins that follow each other are not independent: the same wind, the same hand.
    out *= rules.temper
    # No matter of weights: the speeds of states that lie still are broad for the sake of the
    # slowest, so that their upper tail falls too slowly to rule anything out.
    fast = np.flatnonzero(v > rules.still_most_kn)
    out[fast[:, None], _STILL] = _NEVER
    return out


def _speed(case: Case, t: Floats, v: Floats, rules: States) -> Floats:
    """Speeds in knots of states that lie still, against the expected speed of those under way."""
    leg, e = case.episode.leg, case.episode
    lane = np.interp(t, leg.t, leg.e)
    ratio = np.log(v) - e.ref - lane
    out = np.zeros((len(t), len(STATES)))
    for state, (knots, sd) in zip(_STILL, rules.still_kn, strict=True):
        out[:, state] = _normal(np.log(v), np.log(knots), sd)
    for state, (mean, sd) in zip(_MOVING, rules.moving_ln, strict=True):
        out[:, state] = _normal(ratio, mean, sd)
    # One drag in six shows no loss of speed; a ship may also be faster than expected.
    mean, sd = rules.moving_ln[0]
    kept = np.log(rules.drag_at_speed) + _normal(ratio, mean, sd)
    lost = np.log(1.0 - rules.drag_at_speed) + out[:, _DRAG]
    out[:, _DRAG] = np.logaddexp(kept, lost)
    out[:, _TRANSIT] = np.where(ratio > mean, np.maximum(out[:, _TRANSIT], -np.log(sd) - 2.0),
                                out[:, _TRANSIT])  # fmt: skip
    return out


def _steering(case: Case, t: Floats, rules: States) -> Floats:
    """Yaw and drift against the rest of the leg; nothing where they were not measured."""
    leg = case.episode.leg
    # No ship steers as steadily as that: such a yaw was drawn or rounded away, not measured.
    yaw = np.where(leg.ly > np.log(rules.least_yaw_deg), leg.ly - leg.e_yaw, np.nan)
    moving = np.zeros((len(t), len(_MOVING)))
    for value, table, span in (
        (yaw, rules.yaw_ln, rules.odd_yaw_ln),
        (leg.drift - leg.e_drift, rules.drift_deg, rules.odd_drift_deg),
    ):
        x = _unusual(case, t, value)
        known = np.isfinite(x)
        moving[known] += _usual_or_odd(x[known], table, rules.odd_share, span)
    out = np.zeros((len(t), len(STATES)))
    out[:, _MOVING] = moving
    # Steering tells how a ship makes way, not whether it does: lying still, a reading is as
    # likely as under way on average, so that none speaks against all states under way at once.
    out[:, _STILL] = np.logaddexp.reduce(moving, axis=1)[:, None] - np.log(len(_MOVING))
    return out


def _usual_or_odd(x: Floats, table: Steps, odd_share: float, span: float) -> Floats:
    """Return ln P of readings in the states under way, without the constant of `_normal`.

    A turn, a gust or a fault of a sensor comes in every state alike: a reading that fits none
    of them tells none from another.
    """
    odd = np.log(odd_share / span) + _HALF_LN_2PI
    usual = [np.log(1.0 - odd_share) + _normal(x, mean, sd) for mean, sd in table]
    return np.asarray(np.logaddexp(np.stack(usual, axis=1), odd))


def _unusual(case: Case, t: Floats, value: Floats) -> Floats:
    """Return a value of the leg's bins at some times, less its median outside the episode."""
    leg, e = case.episode.leg, case.episode
    outside = np.ones(len(leg.t), bool)
    outside[e.inside] = False
    usual = value[outside & np.isfinite(value)]
    if len(usual) < 3:
        return np.full(len(t), np.nan)
    at = np.minimum(np.searchsorted(leg.t, t), len(leg.t) - 1)
    same = np.abs(leg.t[at] - t) < 1.0
    return np.where(same, value[at] - np.median(usual), np.nan)


def _place(lon: Floats, lat: Floats, places: Places, rules: States) -> Floats:
    """Return what the nearest place says of ships that lie still."""
    out = np.tile(np.array(_AT_SEA), (len(lon), 1))
    if not len(lon) or not len(places.lon):
        return out
    far = geo.haversine_m(lon[:, None], lat[:, None], places.lon[None], places.lat[None]) / 1000.0
    edge = far - places.radius_km
    at = edge.argmin(axis=1)
    near = edge[np.arange(len(lon)), at] <= rules.place_km
    port = np.array([kind == "port" for kind in places.kind])[at]
    out[near & port] = _AT_PORT
    out[near & ~port] = _AT_ANCHORAGE
    return out


def _spans(
    path: Ints, heard: NDArray[np.bool_], first_s: float, width: float
) -> list[dict[str, Any]]:
    """Return runs of one label."""
    label = np.where(heard, path, len(STATES))
    starts = np.flatnonzero(np.r_[True, label[1:] != label[:-1]])
    ends = np.r_[starts[1:], len(label)]
    words = (*STATES, SILENT)

    def when(slot: int) -> str | None:
        return iso(datetime.fromtimestamp(round(first_s + slot * width), UTC))

    return [
        {"state": words[int(label[a])], "t_start": when(int(a)), "t_end": when(int(b))}
        for a, b in zip(starts, ends, strict=True)
    ]
