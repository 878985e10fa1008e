"""Ordinary traffic on the Baltic's lanes, with drags where asked for, and the truth.

>>> sea = simulate_traffic(t_start="2024-12-25T00:00Z", hours=2, ships=3, seed=1)
>>> sorted(set(sea.fixes["provenance"])), sea.vessels["name"][0][:8]
(['simulated'], 'SIM 0001')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..geo import DEG_M, KN_MS
from ..settings import Settings
from .convoys import is_ice_season
from .faults import SimulationError
from .groups import Group, join_groups
from .happenings import tell_happenings
from .lanes import Axis, Lane, axis_of, baltic_lanes
from .motion import GRID_S
from .paths import OwnPath, disc_path, lane_path, with_anchorage
from .plans import DragPlan
from .regional import draw_regional
from .sea import Sea
from .ships import LANE_MIX, make_ship, ship_stream
from .tables import Simulation, build_tables, drag_truth, utc
from .voyages import Berth, Run, heard, sail, under_way
from .weather import make_weather
from .worlds import World, world_of

__all__ = ["Waters", "default_sea", "run_ships", "simulate_traffic", "start_run"]

Floats = NDArray[np.float64]

_DRAG_KINDS = ("general", "bulk", "container", "coaster_tanker", "tanker", "roro")
_AREA_CLEAR_M = 12_000.0
_CONVOYS_ASKED = 0.1  # chance a day of leading one, where convoys are asked for
_FIRST_HOUR = np.array([0.0, 3600.0])


@dataclass(frozen=True)
class Waters:
    """The lanes of a simulation, sampled, with the room beside them."""

    lanes: list[Lane]
    axes: list[Axis]
    sea: Sea
    notes: list[str]
    anchorages: Floats

    @classmethod
    def of(cls, lanes: Sequence[Lane], sea: Sea) -> Waters:
        """Sample lanes; those that cross land are left out and noted."""
        kept, axes, notes = [], [], []
        known: dict[tuple[tuple[float, ...], tuple[float, ...]], Axis] = {}
        for lane in lanes:
            back = known.get((lane.lon[::-1], lane.lat[::-1]))
            try:
                axis = back.reverse() if back is not None else axis_of(lane, sea)
            except SimulationError as error:
                notes.append(error.what)
                continue
            known[lane.lon, lane.lat] = axis
            axes.append(axis)
            kept.append(lane)
        if not kept:
            raise SimulationError(
                "no lane is left at sea: " + "; ".join(notes[:3] or ["none given"])
            )
        return cls(kept, axes, sea, notes, _anchorages())

    @property
    def chances(self) -> Floats:
        """Share of the ships at sea on each lane: passages times the time they take."""
        load = np.array(
            [lane.weight * axis.s_m[-1] for lane, axis in zip(self.lanes, self.axes, strict=True)]
        )
        return np.asarray(load / load.sum())


def _anchorages() -> Floats:
    """Return longitude, latitude and radius (m) of the charted anchorages."""
    from ..catalogue import load_places

    places = load_places()
    table = places.loc[places["kind"] == "anchorage", ["lon", "lat", "radius_km"]]
    return np.asarray(table.to_numpy(dtype=float) * np.array([1.0, 1.0, 1000.0]))


@lru_cache(maxsize=1)
def default_sea() -> Sea:
    """Return the sea off the shipped coastline."""
    from ..catalogue import load_coastline

    return Sea(load_coastline())


def simulate_traffic(
    *,
    t_start: datetime | str,
    hours: float,
    ships: int,
    seed: int = 0,
    assets: Any = None,
    lanes: Sequence[Lane] | None = None,
    bbox: Sequence[float] | None = None,
    drags: int | Sequence[DragPlan] = 0,
    world: str | World = "A",
    interval_s: float = 60.0,
    settings: Settings | None = None,
    sea: Sea | None = None,
    ice: bool | None = None,
    jamming: bool | None = None,
) -> Simulation:
    """Return simulated AIS of ordinary traffic, with drags where asked for.

    Parameters
    ----------
    t_start
        Start, aware UTC time or ISO text with a zone.
    hours, ships, interval_s
        Length, number of ships, seconds between reports.
    seed
        The same seed gives the same tables; each ship has its own random stream, so one
        ship more changes none of the others.
    assets
        GeoDataFrame of assets: the truth then names those crossed while dragging.
    lanes
        Where ships sail; the Baltic's by default.
    bbox
        West, south, east, north: only lanes through it are sailed, and only fixes in it kept.
    drags
        How many ships drag, or plans.
    world
        ``"A"``, ``"B"`` or a :class:`World`.
    settings, sea
        Settings, and the sea for another coastline.
    ice
        False: no convoys; None: from January to April with the chance of the world; True: at
        any time, and often.
    jamming
        Whether GNSS is jammed somewhere for some time; None: with the chance of the world.

    Returns
    -------
    Simulation
        Fixes (with ``truth_state``), vessels, and one dict a drag.

    Raises
    ------
    SimulationError
        A count, time, lane, world or plan that makes no sense.

    Examples
    --------
    >>> import shapely
    >>> lane = Lane("a - b", (18.5, 19.5), (57.5, 57.5), ports=(False, False))
    >>> islet = Sea(shapely.box(0.0, 0.0, 0.1, 0.1))
    >>> made = simulate_traffic(
    ...     t_start="2024-12-25T00:00Z", hours=3, ships=2, lanes=[lane], sea=islet)
    >>> made.vessels.height, made.truth
    (2, [])
    """
    start = utc(t_start)
    _check(hours, ships, interval_s)
    if lanes is None:
        lanes = baltic_lanes(bbox)
        if not lanes:
            raise SimulationError(
                "no lane passes through the box", example=bbox, hint="the lanes lie in 9,53,30,66"
            )
    water = Waters.of(lanes, sea or default_sea())
    world = world_of(world)
    run = start_run(seed, hours, world, interval_s, settings)
    run.regional = draw_regional(seed, float(run.t[-1]), world, water.axes, bbox, jamming=jamming)
    own = [_berth(index, water, run) for index in range(ships)]
    icy = is_ice_season(start.month) if ice is None else ice
    convoy = max(world.convoy, _CONVOYS_ASKED if ice else 0.0) if icy else 0.0
    berths, groups = join_groups(own, run, convoy=convoy)
    plans = drags if not isinstance(drags, int) else _pick_plans(drags, berths, groups, run, bbox)
    # A ship that is to drag sails alone, whatever it was to do with others.
    alone = {plan.ship for plan in plans if 0 <= plan.ship < ships}
    for index in alone:
        berths[index] = own[index]
    groups = [group for one in groups if len((group := one.without(alone)).ships) > 1]
    simulation = run_ships(berths, run.seed, start, run, plans, assets=assets, bbox=bbox)
    simulation.notes.extend(water.notes)
    simulation.happenings.extend(tell_happenings(run.regional, groups, berths, start))
    return simulation


def _check(hours: float, ships: int, interval_s: float) -> None:
    for name, value in (("hours", hours), ("interval_s", interval_s)):
        if not (np.isfinite(value) and value > 0):
            raise SimulationError(f"{name} must be a positive number, not {value!r}")
    if ships < 0:
        raise SimulationError(f"ships must not be negative: {ships!r}")


def start_run(
    seed: int, hours: float, world: World, interval_s: float, settings: Settings | None
) -> Run:
    seconds = hours * 3600.0
    grid = np.arange(0.0, seconds + GRID_S, GRID_S)
    weather = make_weather(seconds, world, np.random.default_rng([abs(seed), 104_729]))
    return Run(seed, grid, world, weather, interval_s, settings or Settings())


def run_ships(
    berths: Sequence[Berth],
    seed: int,
    start: datetime,
    run: Run,
    plans: Sequence[DragPlan] = (),
    *,
    assets: Any = None,
    bbox: Sequence[float] | None = None,
) -> Simulation:
    """Sail ships that have been put on their lines and collect the tables."""
    by_ship = {plan.ship: plan for plan in plans}
    unknown = sorted(set(by_ship) - {berth.ship.index for berth in berths})
    if unknown:
        raise SimulationError(f"a drag is planned for ship {unknown[0]}, which is not there")
    reports, truth = [], []
    for berth in berths:
        plan = by_ship.get(berth.ship.index)
        motion, dragged = sail(berth, plan, run)
        fixes = heard(berth.ship, motion, dragged, run)
        reports.append((berth.ship, fixes))
        if dragged is not None:
            truth.append(drag_truth(berth.ship, motion, dragged, start, run.world, seed, assets))
    return build_tables(reports, truth, start, seed, run.world.name, bbox)


def _berth(index: int, water: Waters, run: Run) -> Berth:
    """Choose a ship, its line and where it is at the start, from its own stream."""
    rng = ship_stream(run.seed, index)
    what, where, along = rng.random(3)
    world = run.world
    lane_at = min(int(np.searchsorted(np.cumsum(water.chances), where)), len(water.lanes) - 1)
    lane, axis = water.lanes[lane_at], water.axes[lane_at]
    edges = np.cumsum([world.fishing, world.patrol, world.tow])
    ordinary = "ferry" if lane.kind == "ferry" else "lane"
    mode = ("fishing", "patrol", "tow", ordinary)[int(np.searchsorted(edges, what, side="right"))]
    if mode in ("fishing", "patrol"):
        ship = make_ship(index, mode, rng)
        path = _ground(axis, water.sea, rng)
        return Berth(ship, path, mode, along * 0.1 * path.u_m[-1])
    mix = LANE_MIX.get(lane.kind, LANE_MIX["coast"])
    kind = "tug" if mode == "tow" else str(rng.choice(list(mix), p=list(mix.values())))
    ship = make_ship(index, kind, rng)
    path = lane_path(lane, axis, rng)
    span = float(path.u_m[-1])
    # Uniform over all ships that are at sea at some time of the window.
    reach = 0.8 * ship.speed_kn * KN_MS * float(run.t[-1])
    detour = None
    days = float(run.t[-1]) / 86400.0
    if mode == "lane":
        detour = _detour(path, water, world.anchorage * days, ship_stream(run.seed, index, 6))
    return Berth(ship, path, mode, span - along * (span + reach), detour=detour)


def _detour(
    path: OwnPath, water: Waters, chance: float, rng: np.random.Generator
) -> tuple[OwnPath, float] | None:
    """Return the line by way of a charted anchorage, for the ships that are to wait."""
    if rng.random() >= chance:
        return None
    spots = water.anchorages
    box = (spots[:, 0] > path.lon.min() - 0.3) & (spots[:, 0] < path.lon.max() + 0.3)
    box &= (spots[:, 1] > path.lat.min() - 0.2) & (spots[:, 1] < path.lat.max() + 0.2)
    for lon, lat, radius in rng.permutation(spots[box]):
        angle, far = rng.uniform(0, 2 * np.pi), 0.6 * radius * np.sqrt(rng.random())
        x = lon + far * np.sin(angle) / DEG_M / np.cos(np.radians(lat))
        found = with_anchorage(path, float(x), float(lat + far * np.cos(angle) / DEG_M), water.sea)
        if found is not None:
            return found
    return None


def _ground(axis: Axis, sea: Sea, rng: np.random.Generator) -> OwnPath:
    """Return a rambling line off a lane, in open water where there is any."""
    tries = rng.integers(0, len(axis.lon), 12)
    lon = axis.lon[tries] + rng.uniform(-0.4, 0.4, 12)
    lat = axis.lat[tries] + rng.uniform(-0.2, 0.2, 12)
    clear = sea.clearance_m(lon, lat)
    best = int(np.argmax(clear > _AREA_CLEAR_M)) if np.any(clear > _AREA_CLEAR_M) else -1
    if best < 0:
        best = int(np.argmax(axis.room_m))
        lon, lat, clear = axis.lon, axis.lat, axis.room_m
    radius = float(min(0.7 * clear[best], 22_000.0))
    return disc_path(float(lon[best]), float(lat[best]), radius, rng)


def _seen(berth: Berth, times_s: Floats, bbox: Sequence[float] | None) -> NDArray[np.bool_]:
    """Return at which times a ship is nominally inside the box."""
    if bbox is None:
        return np.ones(len(times_s), dtype=bool)
    lon, lat = berth.path.place(berth.start_u_m + berth.ship.speed_kn * KN_MS * times_s)
    west, south, east, north = bbox
    return np.asarray((lon > west) & (lon < east) & (lat > south) & (lat < north))


def _pick_plans(
    count: int,
    berths: Sequence[Berth],
    groups: Sequence[Group],
    run: Run,
    bbox: Sequence[float] | None,
) -> list[DragPlan]:
    """Choose ships that sail long enough; by their own draws, so that others stay the same."""
    chosen = []
    grouped = {index for group in groups for index in group.ships}
    for berth in berths:
        if berth.ship.kind not in _DRAG_KINDS or berth.mode != "lane" or berth.detour:
            continue
        if berth.ship.index in grouped:
            continue
        rng = ship_stream(run.seed, berth.ship.index, 3)
        begin, end = under_way(berth, float(run.t[-1]))
        lead = min(3.0 * 3600.0, 0.25 * (end - begin))
        first, last = begin + lead, end - 0.3 * (end - begin)
        if end - begin < 3.0 * 3600.0 or last <= first:
            continue
        share, order, begun = rng.random(3)
        if begin == 0.0 and begun < run.world.begun and _seen(berth, _FIRST_HOUR, bbox).all():
            # It drags already when the record begins, and long enough to be seen.
            ago, more = rng.uniform(0.2, 2.5), rng.uniform(1.0, 8.0)
            more = min(more, 0.7 * end / 3600.0)
            chosen.append((order, DragPlan(berth.ship.index, -float(ago), float(ago + more))))
            continue
        times: Floats = first + (last - first) * (np.arange(200, dtype=float) + 0.5) / 200.0
        times = times[_seen(berth, times, bbox)]
        if len(times):
            at = times[int(share * len(times))]
            chosen.append((order, DragPlan(berth.ship.index, float(at) / 3600.0)))
    if len(chosen) < count:
        raise SimulationError(
            f"{count} drags asked for, but only {len(chosen)} of {len(berths)} ships sail long "
            "enough" + (" in the box" if bbox is not None else ""),
            hint="use more ships or hours",
        )
    return [plan for _, plan in sorted(chosen, key=lambda c: c[0])[:count]]
