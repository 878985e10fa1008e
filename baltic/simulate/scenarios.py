"""Ready-made scenes: ordinary ships over one asset, and one ship on a straight line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from .. import geo
from ..geo import KN_MS
from ..settings import Settings
from .course import Course
from .drags import log_drop
from .faults import SimulationError
from .lanes import Axis, Lane, axis_of, baltic_lanes
from .motion import move, report, report_times
from .noise import drifting
from .paths import OwnPath, lane_path, line_path
from .plans import DragPlan
from .sea import Sea
from .ships import LANE_MIX, Ship, make_ship, ship_stream
from .tables import Simulation, build_tables, utc
from .traffic import default_sea, run_ships, start_run
from .voyages import Berth
from .ways import course_over, ways_over
from .weather import calm
from .worlds import World, drawn, world_of

__all__ = ["straight_run", "traffic_across"]

Floats = NDArray[np.float64]

_TRIES = 8
_STEP_S = 10.0  # grid of a straight run, whatever its sampling


def traffic_across(
    asset_line: shapely.Geometry,
    t0: datetime | str,
    t1: datetime | str,
    ships: int,
    seed: int = 0,
    *,
    lanes: Sequence[Lane] | None = None,
    world: str | World = "A",
    interval_s: float = 60.0,
    settings: Settings | None = None,
    sea: Sea | None = None,
    drags: Mapping[int, float] | None = None,
) -> Simulation:
    """Return ships that each cross an asset between two times, ordinary ones unless told.

    They sail the lanes that cross the asset.  Where none does, lanes are led over it
    (:func:`~baltic.simulate.ways.ways_over`); where that cannot be, and where `lanes` are
    given, each ship gets a straight course over it with open water on both sides.

    Parameters
    ----------
    asset_line
        LineString or MultiLineString, WGS84 degrees.
    t0, t1
        Start and end of the table; the crossings are spread evenly between them, an
        hour (at most a tenth of the time) clear of both ends.
    ships
        How many ships.
    seed, lanes, world, interval_s, settings, sea
        As in :func:`~baltic.simulate.traffic.simulate_traffic`.
    drags
        Ship (0 the first) -> hours before its crossing at which it drops an anchor; the
        anchor slows it, so that it crosses later.

    Returns
    -------
    Simulation
        With one note a ship's crossing count when no lane was found.

    Raises
    ------
    SimulationError
        When the times are reversed, or no sea course crosses the asset.

    Examples
    --------
    >>> cable = shapely.LineString([(19.0, 57.0), (19.0, 58.0)])
    >>> lane = Lane("a - b", (18.5, 19.5), (57.5, 57.5), ports=(False, False))
    >>> islet = Sea(shapely.box(0.0, 0.0, 0.1, 0.1))
    >>> night = "2024-12-25T00:00Z", "2024-12-25T06:00Z"
    >>> made = traffic_across(cable, *night, 3, lanes=[lane], sea=islet)
    >>> made.vessels.height
    3
    """
    start, end = utc(t0), utc(t1)
    hours = (end - start).total_seconds() / 3600.0
    if hours <= 0:
        raise SimulationError("the end of the traffic is not after its start", hint="swap them")
    sea = sea or default_sea()
    run = start_run(seed, hours, world_of(world), interval_s, settings)
    chosen = _lanes_over(asset_line, baltic_lanes() if lanes is None else lanes, sea)
    joined = not chosen and lanes is None
    if joined:
        chosen = ways_over(asset_line, sea, np.random.default_rng([abs(seed), 49_979_693]))
    times_s = _passing_times_s(ships, hours, seed)
    ways = _Ways(asset_line, sea, chosen, [axis_of(lane, sea) for lane in chosen])
    berths = [_berth(ways, index, at, ship_stream(seed, index)) for index, at in enumerate(times_s)]
    plans = [
        DragPlan(index, times_s[index] / 3600.0 - before) for index, before in (drags or {}).items()
    ]
    simulation = run_ships(berths, seed, start, run, plans)
    if joined or not chosen:
        made = "ways over it from lane to lane" if chosen else "straight courses over it"
        simulation.notes.append(f"no lane crosses the asset: {made} were made up")
    return simulation


@dataclass(frozen=True)
class _Ways:
    """Lanes over an asset with their axes; without any, straight courses over it are sailed."""

    over: shapely.Geometry
    sea: Sea
    lanes: Sequence[Lane]
    axes: Sequence[Axis]

    def draw(self, rng: np.random.Generator) -> tuple[str, OwnPath]:
        """Return the kind and the path of one ship."""
        if not self.lanes:
            return "coast", course_over(self.over, self.sea, rng)
        weights = np.array([lane.weight for lane in self.lanes])
        at = int(rng.choice(len(self.lanes), p=weights / weights.sum()))
        return self.lanes[at].kind, lane_path(self.lanes[at], self.axes[at], rng)


def _lanes_over(line: shapely.Geometry, lanes: Iterable[Lane], sea: Sea) -> list[Lane]:
    """Return the lanes of ships other than ferries that cross a line and no land."""
    return [
        lane
        for lane in lanes
        if shapely.LineString(np.column_stack([lane.lon, lane.lat])).intersects(line)
        and lane.kind != "ferry"
        and not sea.crosses_land(lane.lon, lane.lat)
    ]


def _passing_times_s(ships: int, hours: float, seed: int) -> list[float]:
    """Return when each ship passes: one in each of as many equal parts of the time."""
    edge = min(3600.0, 360.0 * hours)
    when = np.random.default_rng([abs(seed), 15_485_863]).uniform(0.0, 1.0, ships)
    times = edge + (np.arange(ships) + when) / max(ships, 1) * (hours * 3600.0 - 2 * edge)
    return [float(t) for t in times]


def _berth(ways: _Ways, index: int, at_s: float, rng: np.random.Generator) -> Berth:
    """Return one ship on a path over the asset, which it passes at a given time."""
    for _ in range(_TRIES):
        kind, path = ways.draw(rng)
        over = _progress_at(path, ways.over)
        if over is not None:
            break
    else:
        raise SimulationError("no sea course was found that crosses the asset")
    mix = LANE_MIX.get(kind, LANE_MIX["coast"])
    ship = make_ship(index, str(rng.choice(list(mix), p=list(mix.values()))), rng)
    return Berth(ship, path, "lane", passes=(at_s, over))


def _progress_at(path: OwnPath, line: shapely.Geometry) -> float | None:
    """Return the progress at which a line is first crossed, or None."""
    own = shapely.LineString(np.column_stack([path.lon, path.lat]))
    points = shapely.get_coordinates(shapely.intersection(own, line))
    if len(points) == 0:
        return None
    # Distances along a line in degrees only name the vertex; they are read in metres.
    along = shapely.line_locate_point(own, shapely.points(points))
    steps = np.hypot(np.diff(path.lon), np.diff(path.lat))
    degrees = np.concatenate([[0.0], np.cumsum(steps)])
    return float(np.interp(along.min(), degrees, path.u_m))


def straight_run(
    speeds: Sequence[tuple[float, float]],
    *,
    start: tuple[float, float] = (19.0, 57.5),
    course_deg: float = 0.0,
    interval_s: float = 60.0,
    t_start: datetime | str = "2024-01-01T00:00Z",
    drag_legs: Sequence[int] = (),
    yaw_ratio: float = 1.0,
    drift_deg: float = 0.0,
    tau_min: float = 5.0,
    kind: str = "bulk",
    seed: int = 0,
    index: int = 0,
    world: World | None = None,
    noise: bool = True,
) -> Simulation:
    """Return one ship on a straight geodesic with a given sequence of speeds.

    Parameters
    ----------
    speeds
        Pairs (hours, knots), one a leg.
    start, course_deg
        Longitude and latitude of the start, and initial course.
    interval_s, t_start
        Seconds between fixes (none is lost unless `world` is given), and first fix.
    drag_legs
        Legs (from 0) whose truth is ``drag``: they get `yaw_ratio` and `drift_deg`.
    yaw_ratio, drift_deg
        Yaw while dragging over yaw before, and added drift angle.
    tau_min
        Time constant with which the speed settles from leg to leg; 0 for a step.
    kind, seed, index
        Class of ship, and what draws it.
    world
        Whose losses of fixes apply; None for none.
    noise
        Whether speed and heading wander at all.

    Returns
    -------
    Simulation
        Of one ship.

    Raises
    ------
    SimulationError
        No legs, a leg that takes no time, or a speed below 0.

    Examples
    --------
    >>> run = straight_run([(3, 11.0), (4, 5.0), (2, 11.0)], drag_legs=[1])
    >>> len(run.fixes), float(run.fixes["sog_kn"].median())
    (541, ...)
    """
    if not speeds or any(h <= 0 or v < 0 for h, v in speeds):
        raise SimulationError("speeds are pairs (hours > 0, knots >= 0)", example=list(speeds))
    begin = utc(t_start)
    rng = ship_stream(seed, index)
    ship = make_ship(index, kind, rng)
    ends = np.cumsum([h for h, _ in speeds]) * 3600.0
    t = np.arange(0.0, ends[-1] + _STEP_S / 2, _STEP_S)
    speed = _settled(t, ends, [v for _, v in speeds], tau_min * 60.0)
    if noise:
        speed = speed * np.exp(drifting(t, 0.012, 2400.0, rng))
    metres = np.concatenate([[0.0], np.cumsum(0.5 * (speed[1:] + speed[:-1]) * np.diff(t))]) * KN_MS
    far = np.linspace(0.0, metres[-1] + 2000.0, max(int(metres[-1] / 500.0), 8))
    lon, lat = geo.point_at(start[0], start[1], course_deg, far)
    path = line_path(lon, lat)
    course = Course(t, np.full(len(t), 1e9))
    on = np.zeros(len(t))
    for leg in drag_legs:
        first = 0.0 if leg == 0 else float(ends[leg - 1])
        course.mark("drag", first, float(ends[leg]))
        on[(t >= first) & (t < ends[leg])] = 1.0
    scale = path.u_m[-1] / far[-1]
    motion = move(path, np.maximum(metres * scale, 1e-3), course, np.ones(len(t), dtype=bool))
    times = report_times(float(ends[-1]), interval_s, world, rng)
    shaky = world or world_of("A")
    fixes = report(
        motion, times, ship, calm(), drawn(shaky.yaw_restless, ship_stream(seed, index, 8)), rng,
        yaw_ratio=yaw_ratio**on, drift_deg=drift_deg * on, steady=not noise,
    )  # fmt: skip
    truth = [_leg_truth(ship, begin, speeds, leg) for leg in drag_legs]
    return build_tables([(ship, fixes)], truth, begin, seed, shaky.name)


def _settled(t: Floats, ends: Floats, levels: Sequence[float], tau_s: float) -> Floats:
    """Return speeds that approach each leg's level exponentially."""
    speed = np.empty(len(t))
    last, begin = levels[0], 0.0
    for end, level in zip(ends, levels, strict=True):
        here = (t >= begin) & (t <= end)
        since = t[here] - begin
        fade = np.exp(-since / tau_s) if tau_s > 0 else np.zeros(len(since))
        speed[here] = level + (last - level) * fade
        last = level + (last - level) * (float(np.exp(-(end - begin) / tau_s)) if tau_s > 0 else 0)
        begin = end
    return speed


def _leg_truth(
    ship: Ship, begin: datetime, speeds: Sequence[tuple[float, float]], leg: int
) -> dict[str, Any]:
    from datetime import timedelta

    from ..records import iso

    first = sum(h for h, _ in speeds[:leg])
    return {
        "mmsi": ship.mmsi,
        "t_drop": iso(begin + timedelta(hours=first)),
        "t_end": iso(begin + timedelta(hours=first + speeds[leg][0])),
        "v_before_kn": speeds[leg - 1][1] if leg else None,
        "v_during_kn": speeds[leg][1],
        "drop_ln": round(log_drop(speeds[leg - 1][1], speeds[leg][1]), 4) if leg else None,
    }
