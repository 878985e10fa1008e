"""Stories of ships that drag an anchor: what must reach a level."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import polars as pl

from .stories import (
    BULKER,
    CARGO,
    CHEMICAL,
    COASTER,
    EAST,
    FEEDER,
    MMSI,
    NORTH,
    SITES,
    TANKER,
    WEST,
    Scene,
    Story,
    Telling,
    static,
    voyage,
)
from .tracks import BARE, REAL, Leg, sail, silence, straight, way_km

SPEEDS = (1, 2, 3, 4, 4.5, 5, 5.5, 6, 6.5, 7, 8, 9)


def grid(v: float, **drag: float) -> list[Leg]:
    """Return the legs of PEERS 4.1: 3 h at 11 kn, 4 h at v, 2 h at 11 kn."""
    ramp = {"tau_min": drag.pop("tau_min", 0.0)}
    return [Leg(3, 11), Leg(4, v, drag=True, **ramp, **drag), Leg(2, 11, **ramp)]


def _grid() -> list[Story]:
    out = []
    for i, v in enumerate(SPEEDS):
        site = list(SITES)[i % len(SITES)]
        step = voyage(grid(v), BULKER, site=site, bare=True)
        only = voyage(grid(v), BULKER, site=site, bare=True, ear=replace(BARE, cog=False))
        place = voyage(
            grid(v), BULKER, site=site, bare=True, ear=replace(BARE, cog=False, sog=False)
        )
        noisy = voyage(grid(v), BULKER, ear=replace(REAL, jitter_s=0.0, loss=0.0, yaw_deg=0.4))
        steady = voyage(grid(v, tau_min=5.0), BULKER)
        pulled = voyage(grid(v, tau_min=5.0, yaw=1.9, drift=1.5, rough=0.03), BULKER)
        for name, make, bare in (
            ("step, noise-free", step, True),
            ("step, speed alone", only, True),
            ("step, positions alone", place, True),
            ("step, noisy", noisy, False),
            ("ramp, steady steering", steady, False),
            ("ramp, rough steering", pulled, False),
        ):
            out.append(Story(f"grid {v:g} kn, {name}", make, "watch", bare=bare))
    return out


GRID = _grid()

_PROFILES = {
    "11.5 to 9.0 kn for 6 h": ([Leg(6, 11.5), Leg(6, 9.0, drag=True), Leg(4, 11.5)], TANKER),
    "steady 7 kn for 30 h": ([Leg(30, 7.0, drag=True)], BULKER),
    "10 to 5.05 kn for 36 h": ([Leg(6, 10), Leg(36, 5.05, drag=True), Leg(4, 10)], BULKER),
    "10 to 7 kn for 2 h": ([Leg(5, 10), Leg(2, 7, drag=True), Leg(4, 10)], BULKER),
}


def _profiles() -> list[Story]:
    out = []
    for name, (legs, ship) in _PROFILES.items():
        physical = [replace(leg, tau_min=6.0, yaw=1.9 if leg.drag else 1.0) for leg in legs]
        for how, told, more in (
            ("noise-free", legs, {"bare": True}),
            ("noisy step", legs, {}),
            ("as a force would", physical, {}),
        ):
            make = voyage(told, ship, route=EAST, begin_km=60.0, **more)
            bare = bool(more)
            out.append(Story(f"profile {name}, {how}", make, "watch", bare=bare))
    return out


PROFILES = _profiles()


def dragging(hours: float, kn: float, tau_min: float = 5.0, **more: float) -> Leg:
    """Return a leg at the end of a chain: ramp, rougher steering, drift, rough speed."""
    usual = {"yaw": 1.9, "drift": 1.4, "rough": 0.03}
    return Leg(hours, kn, tau_min=tau_min, drag=True, **{**usual, **more})


def _stop(hours: float = 0.7, kn: float = 0.6) -> Leg:
    return Leg(hours, kn, ramp_min=12, sway=40, yaw=4, drag=True)


def _up(hours: float, kn: float, tau_min: float = 6.0) -> Leg:
    return Leg(hours, kn, tau_min=tau_min)


PLAIN = [Leg(5, 11.4), dragging(5, 6.8), _up(4, 11.4)]


def heard(make, change):
    """Return the maker of a scene whose fixes are changed afterwards."""

    def remake(telling: Telling) -> Scene:
        scene = make(telling)
        return replace(scene, fixes=change(scene.fixes))

    return remake


def _no_slow_down(neighbours: bool, whole: bool):
    """105 m tanker, 9.6 kn all along, then a stop; its course scatters twice as much as others.

    Part of the scatter is noise of what is sent, so its own swing is 2.9 times the usual.
    """
    legs = [dragging(5.6, 9.6, yaw=2.9, drift=1.5, rough=0.02), _stop(0.8), _up(3, 9.7)]
    legs = [Leg(6, 9.7), *legs] if whole else legs

    def make(telling: Telling) -> Scene:
        scene = voyage(legs, CHEMICAL, route=EAST, begin_km=150.0)(telling)
        if not neighbours:
            return scene
        hours = sum(leg.hours for leg in legs)
        parts, ships = [scene.fixes], [(MMSI, CHEMICAL)]
        for i in range(7):
            mmsi, kn = 230000100 + i, 9.6 + 0.25 * i
            parts.append(
                sail(
                    [Leg(hours, kn)],
                    EAST,
                    seed=telling.seed,
                    ear=telling.ear,
                    mmsi=mmsi,
                    t0=telling.t0,
                    begin_km=120.0 + 9.0 * i,
                )
            )
            ships.append((mmsi, (70, 100.0 + 4 * i, 15.0)))
        return replace(scene, fixes=pl.concat(parts), vessels=static(telling, *ships))

    return make


def _dip_at_asset(telling: Telling) -> Scene:
    """15.2 kn ship, 11.6 kn for 6 h, a dip of 1.6 kn for five minutes over a power link."""
    before, after = dragging(3, 11.6, 4.0, drift=2.0), dragging(3, 11.6, 0.0, drift=2.0)
    legs = [Leg(5, 15.2), before, dragging(0.07, 10.0, 1.0), after, _up(3, 15.0)]
    lon, lat, course, hit = SITES["bothnian"]
    way = straight(lon, lat, course, way_km(legs, 2) + 0.6)
    fixes = sail(legs, way, seed=telling.seed, ear=telling.ear, mmsi=MMSI, t0=telling.t0)
    span = (telling.t0 + timedelta(hours=5), telling.t0 + timedelta(hours=11))
    return Scene(fixes, static(telling, (MMSI, FEEDER)), MMSI, span, hit)


def _in_storm(telling: Telling) -> Scene:
    """The whole lane loses a tenth; one ship loses much more."""
    legs = [Leg(5, 11.3), dragging(6, 6.4), _up(4, 11.2)]
    scene = voyage(legs, CARGO, route=EAST, begin_km=200.0)(telling)
    parts, ships = [scene.fixes], [(MMSI, CARGO)]
    for i in range(8):
        mmsi = 230000100 + i
        slow = [
            Leg(5, 11 + 0.2 * i),
            Leg(6, 10 + 0.2 * i, ramp_min=60, yaw=1.4),
            Leg(4, 11 + 0.2 * i),
        ]
        parts.append(
            sail(
                slow,
                EAST,
                seed=telling.seed,
                ear=telling.ear,
                mmsi=mmsi,
                t0=telling.t0,
                begin_km=160.0 + 10.0 * i,
            )
        )
        ships.append((mmsi, (70, 110.0 + 3 * i, 16.0)))
    return replace(scene, fixes=pl.concat(parts), vessels=static(telling, *ships))


def _drag(name: str, legs, ship, least: str = "watch", change=None, why: str = "", **more) -> Story:
    make = voyage(legs, ship, **more)
    return Story(f"drag: {name}", heard(make, change) if change else make, least, why=why)


DRAGS = [
    Story("drag: no slow-down, stop at the end", _no_slow_down(False, True), "watch"),
    Story("drag: no slow-down, among neighbours", _no_slow_down(True, True), "watch"),
    Story(
        "drag: no slow-down, record begins in it, neighbours", _no_slow_down(True, False), "watch"
    ),
    _drag("record begins in the middle", [dragging(5, 6.6, 0), _stop(), _up(5, 11.2)], BULKER),
    _drag("record begins in it, no stop", [dragging(6, 6.2, 0), _up(6, 11.4)], TANKER),
    _drag("record ends in it", [Leg(6, 11.2), dragging(6, 6.0)], CARGO),
    _drag("silent over the asset for 80 min", PLAIN, BULKER, change=lambda f: silence(f, 6.9, 8.2)),
    _drag("silent at the onset for 40 min", PLAIN, BULKER, change=lambda f: silence(f, 4.7, 5.4)),
    _drag(
        "stop inside",
        [Leg(5, 11.4), dragging(3, 6.9), _stop(0.6), dragging(2.5, 6.6), _up(4, 11.2)],
        BULKER,
    ),
    _drag(
        "engine raised again",
        [Leg(5, 11.6), dragging(2, 7.0), dragging(3.5, 8.9, 4), _up(4, 11.4)],
        TANKER,
    ),
    _drag("two steps down", [Leg(5, 12.1), dragging(2, 9.6), dragging(4, 6.6), _up(4, 12)], TANKER),
    _drag(
        "anchor lost at a snag",
        [Leg(5, 11.3), dragging(3.5, 6.7), dragging(0.08, 4.5, 0.8), _up(5, 11.3, 3.5)],
        CARGO,
    ),
    _drag(
        "across several cables",
        [Leg(4, 11.2), dragging(5, 7.1), _stop(), _up(3, 11)],
        BULKER,
        route=EAST,
        begin_km=735.0,
    ),
    _drag(
        "with a course change",
        [Leg(4, 11.5), dragging(5, 7.4), _up(3, 11.5)],
        BULKER,
        route=EAST,
        begin_km=450.0,
    ),
    _drag(
        "course pulled by 6 degrees", [Leg(5, 11.2), dragging(4, 7.2, off=6), _up(4, 11.2)], CARGO
    ),
    _drag(
        "panamax tanker, 12.1 to 8.9 to 6.7 kn",
        [Leg(6, 12.1), dragging(0.8, 8.9, 7.5), dragging(5, 6.7, 7.5), _stop(0.8), _up(3, 11, 8)],
        TANKER,
        route=EAST,
        begin_km=500.0,
    ),
    _drag(
        "bulker, 7.2 kn for a day, two stops",
        [
            Leg(8, 10.9),
            dragging(12, 7.2, 7.5),
            _stop(1.2),
            dragging(11, 7.3),
            _stop(0.9),
            _up(4, 10.6),
        ],
        BULKER,
        route=WEST,
        begin_km=300.0,
    ),
    Story("drag: fast feeder with a dip at a power link", _dip_at_asset, "watch"),
    _drag(
        "bulker, 11.5 to 8.8 kn for 20 h, no stop",
        [Leg(6, 11.5), dragging(20, 8.8, 6, yaw=1.4), _up(6, 11.3)],
        BULKER,
        route=WEST,
        begin_km=40.0,
    ),
    _drag("10.2 to 7.1 kn for 2 h", [Leg(5, 10.2), dragging(2, 7.1), _up(4, 10.2)], CARGO),
    _drag(
        "12 % slower for 5 h, restless",
        [Leg(5, 11.3), dragging(5, 9.9, yaw=1.8), _up(4, 11.3)],
        BULKER,
        "note",
        why="METHOD 7: drops under 20 % are often missed",
    ),
    _drag(
        "steady steering",
        [Leg(5, 11.3), dragging(5, 7, yaw=1.1, drift=0.3, rough=0.01), _up(4, 11.3)],
        BULKER,
    ),
    _drag(
        "coaster, 9.8 to 4.3 kn for 3 h", [Leg(5, 9.8), dragging(3, 4.3, 3), _up(4, 9.8)], COASTER
    ),
    _drag(
        "45 min at 4 kn",
        [Leg(4, 11), dragging(0.75, 4, 4), _up(4, 11)],
        CARGO,
        "note",
        why="as short as a pilot stop; METHOD 2: under an hour -3",
    ),
    _drag(
        "along the Bothnian Sea", [Leg(4, 12), dragging(6, 7.6), _up(4, 12)], BULKER, route=NORTH
    ),
    Story("drag: in a storm that slows the lane", _in_storm, "watch"),
    _drag(
        "status at anchor while moving",
        [Leg(5, 11), replace(dragging(4, 5.6), status=1), _up(4, 11)],
        CARGO,
    ),
    _drag(
        "irregular, two fixes in five lost", PLAIN, CARGO, ear=replace(REAL, loss=0.4, jitter_s=50)
    ),
    _drag(
        "positions alone, each 10 min",
        PLAIN,
        BULKER,
        ear=replace(REAL, step_s=600, sog=False, cog=False),
    ),
    *(
        _drag(f"a fix each {s:g} s", PLAIN, BULKER, "watch", ear=replace(REAL, step_s=float(s)))
        for s in (2, 10, 60, 180, 300, 600, 1900)
    ),
]
