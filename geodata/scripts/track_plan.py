"""Plan of one reconstructed voyage, and the solver that makes places and times agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from track_path import At, Lines, Path, Waypoint, place
from track_speed import KN_MS, Bend, Ease, Hold, Leg, at, profile, sailed, solve, tidy

#: Passes over the legs: a drop time leans on places that later legs settle.
_PASSES = 6
#: Below this a key-frame shows a ship at a stop (kn); time constant of getting under way (min).
_STOPPED_KN, _START_TAU_MIN = 1.0, 8.0


@dataclass(frozen=True)
class Fix:
    """A measured key-frame as printed."""

    t: float
    lon: float
    lat: float
    sog_kn: float | None
    cog_deg: float | None
    what: str


@dataclass(frozen=True)
class Check:
    """A damaged asset: when the track must cross it, and what is printed of the place."""

    asset_id: str
    earliest: str | None
    latest: str | None
    published: str
    place_published: str


@dataclass(frozen=True)
class Departure:
    """A published figure that the track does not keep; ``{name}`` stands for a measure."""

    published: str
    used: str
    why: str
    source: str


@dataclass(frozen=True)
class Plan:
    """One voyage: way-points, legs and what was assumed.

    Parameters
    ----------
    start, v_start
        First moment and the speed then (kn).
    waypoints, legs
        The path, and the speed along it; see :mod:`track_path`, :mod:`track_speed`.
    fixes
        Moments of the first and last measured key-frame between which rows are laid; key-frames
        after that are carried over alone.
    spans
        Measures for the texts: name -> (from, to) moments; way and mean speed between them.
    drop
        Moment of the drop where it is published or derived there.
    moments
        Name -> moment whose speed the texts tell.
    places
        Name -> (checked asset, lon, lat): how far its crossing is from a place, km.
    """

    name: str
    title: str
    incident_id: str
    vessel: str
    start: str
    v_start: float
    waypoints: Sequence[Waypoint]
    legs: Sequence[Leg]
    checks: Sequence[Check]
    assumptions: Sequence[str]
    departures: Sequence[Departure]
    fixes: tuple[str, str] | None = None
    spans: dict[str, tuple[str, str]] = field(default_factory=dict)
    moments: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, float, float]] = field(default_factory=dict)
    drop: str | None = None
    placeholder_mmsi: int | None = None


@dataclass(frozen=True)
class Voyage:
    """A solved plan: the path, and speed and distance over time, every second."""

    path: Path
    t: np.ndarray
    v: np.ndarray
    s: np.ndarray
    phases: list[tuple[float, str]]
    solved: dict[str, float]

    def s_at(self, t: np.ndarray | float) -> np.ndarray:
        return np.interp(t, self.t, self.s)

    def v_at(self, t: np.ndarray | float) -> np.ndarray:
        return np.interp(t, self.t, self.v)


def iso(t: float) -> str:
    """Return a moment as ``2024-12-25T10:26:00Z``."""
    return datetime.fromtimestamp(round(t), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def between_fixes(fixes: Sequence[Fix], first: str, last: str) -> tuple[list[At], list[Leg]]:
    """Return way-points through key-frames and the legs that join them."""
    kept = [f for f in fixes if at(first) <= f.t <= at(last)]
    spots = [At(f.lon, f.lat, f"fix {iso(f.t)}", 0.0) for f in kept]
    legs = []
    for a, b, spot in zip(kept[:-1], kept[1:], spots[1:], strict=True):
        metres = Path(np.array([[a.lon, a.lat], [b.lon, b.lat]])).length
        legs.append(_joined(a, b, metres, spot.name))
    return spots, legs


def _joined(a: Fix, b: Fix, metres: float, end: str) -> Leg:
    """Return the leg between two key-frames; a ship that gets under way first waits."""
    words = "between measured key-frames"
    mean_kn = metres / (b.t - a.t) / KN_MS
    if a.sog_kn < _STOPPED_KN and mean_kn > _STOPPED_KN:
        return Leg(
            lambda x: [Hold(x, a.sog_kn, words), Ease(b.t, b.sog_kn, _START_TAU_MIN)],
            free=f"under way after {iso(a.t)}",
            bracket=(a.t, b.t - 60.0),
            end=end,
            v0=a.sog_kn,
        )
    piece = Bend(b.t, b.sog_kn, metres, words)
    return Leg(lambda _: [piece], end=end, v0=a.sog_kn)


def sail(plan: Plan, fixes: Sequence[Fix], lines: Lines) -> Voyage:
    """Return the solved voyage of a plan."""
    waypoints, legs = list(plan.waypoints), list(plan.legs)
    if plan.fixes:
        spots, more = between_fixes(fixes, *plan.fixes)
        waypoints, legs = waypoints + spots, legs + more
    spots_xy = place(waypoints, lines)
    path = Path.through(spots_xy, [w.radius_m for w in waypoints])
    pins = _pins(waypoints, spots_xy, path, lines)
    free = [sum(leg.bracket) / 2 for leg in legs]
    for number in range(_PASSES):
        curves = _sail_once(plan, legs, free, pins, solving=number > 0)
    t, v, s, phases = curves
    if s[0] < 0 or s[-1] > path.length:
        raise SystemExit(f"{plan.name}: sails {-s[0]:.0f} m before, {s[-1] - path.length:.0f} past")
    solved = {leg.free: x for leg, x in zip(legs, free, strict=True) if leg.free}
    return Voyage(path, t, v, s, phases, solved)


def _pins(
    waypoints: Sequence[Waypoint], spots: Sequence[tuple[float, float]], path: Path, lines: Lines
) -> dict[str, float]:
    """Return the distance along the path of every named way-point."""
    pins = {}
    for w, spot in zip(waypoints, spots, strict=True):
        if isinstance(w, At):
            pins[w.name] = path.place_of(*spot)
        else:
            pins[w.name] = path.crossing(lines[w.asset], *spot)
    return pins


def _sail_once(
    plan: Plan, legs: Sequence[Leg], free: list[float], pins: dict[str, float], *, solving: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[tuple[float, str]]]:
    """Sail all legs in order; fill `free` with what fits."""
    t0, v0, s0 = at(plan.start), plan.v_start, None
    parts, phases = [], []
    for i, leg in enumerate(legs):
        v0 = v0 if leg.v0 is None else leg.v0
        end = pins[leg.end] + leg.offset_m if leg.end else None
        if leg.free and solving and leg.drag is None:
            if s0 is None or end is None:
                raise SystemExit(f"{plan.name}: leg {i} has a free number but no two places")
            free[i] = solve(lambda x: _length(leg, x, t0, v0) - (end - s0), leg)  # noqa: B023
        pieces = leg.pieces(free[i])
        t, v = profile(pieces, t0, v0)
        d = sailed(t, v)
        if end is not None and s0 is not None:
            if solving and abs(d[-1] - (end - s0)) > 30:
                raise SystemExit(f"{plan.name}: leg {i} to {leg.end} is off by {d[-1] - end + s0}")
            d = d * (end - s0) / d[-1]
        phases += _words(pieces, t0)
        parts.append((t, v, d, s0, end))
        t0, v0 = float(t[-1]), float(v[-1])
        s0 = end if end is not None else (None if s0 is None else s0 + d[-1])
    curve = _join(parts)
    for i, leg in enumerate(legs):
        if leg.drag:
            free[i] = _drop(leg, parts[i], curve)
    return (*curve, phases)


def _length(leg: Leg, x: float, t0: float, v0: float) -> float:
    return float(sailed(*profile(leg.pieces(x), t0, v0))[-1])


def _words(pieces: Sequence, t0: float) -> list[tuple[float, str]]:
    found = []
    for piece in pieces:
        if piece.words:
            found.append((t0, piece.words))
        t0 = piece.until
    return found


def _join(parts: Sequence) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Join the legs; those before the first known place are laid backwards from it."""
    first = next(i for i, p in enumerate(parts) if p[4] is not None)
    starts: list[float] = []
    s = parts[first][4] - sum(p[2][-1] for p in parts[: first + 1])
    for p in parts:
        starts.append(s)
        s = p[4] if p[4] is not None else s + p[2][-1]
    t = np.concatenate([p[0][i > 0 :] for i, p in enumerate(parts)])
    v = np.concatenate([p[1][i > 0 :] for i, p in enumerate(parts)])
    s_all = np.concatenate(
        [(a + p[2])[i > 0 :] for i, (a, p) in enumerate(zip(starts, parts, strict=True))]
    )
    return t, v, s_all


def _drop(leg: Leg, part: tuple, curve: tuple) -> float:
    """Return the moment from which the asked length is sailed until the asked moment."""
    metres, until = leg.drag
    t, _, s = curve
    wanted = float(np.interp(until, t, s)) - metres
    t_leg = part[0]
    inside = (t >= t_leg[0]) & (t <= t_leg[-1])
    low, high = leg.bracket
    return tidy(float(np.clip(np.interp(wanted, s[inside], t[inside]), low, high)))
