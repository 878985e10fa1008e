"""Stories of ordinary sailing: what may not pass a level, and why so much is borne."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from .stories import (
    BULKER,
    CARGO,
    COASTER,
    EAST,
    FEEDER,
    MMSI,
    Scene,
    Story,
    Telling,
    static,
    voyage,
)
from .story_scenes import SCENES
from .tracks import Ear, Leg, sail, straight, way_km

TUG, TRAWLER, PATROL, FERRY = (52, 34.0, 11.0), (30, 28.0, 8.0), (55, 42.0, 8.0), (60, 175.0, 28.0)
LAW, SURVEY, DREDGER, YACHT = (35, 70.0, 11.0), (90, 60.0, 13.0), (33, 98.0, 20.0), (36, 13.0, 4.0)
KLAIPEDA, VENTSPILS, ANCHORAGE = (21.13, 55.70), (21.53, 57.38), (20.76, 56.53)
KNOWN, UNKNOWN = (True,), (False,)

_FORCE = "a constant speed says nothing by itself; most ships of that speed are slow ones"


def _off(hours, kn, off, **more):
    return Leg(hours, kn, ramp_min=6, off=off, **more)


def _haul(hours, kn, off):
    return Leg(hours, kn, ramp_min=4, off=off, sway=12, yaw=1.6)


HAULS = [
    Leg(3, 9.2),
    _haul(2.4, 3.3, 20),
    Leg(0.5, 0.7, ramp_min=4, sway=60),
    _haul(2.6, 3.4, 195),
    Leg(0.5, 0.6, ramp_min=4, sway=60),
    _haul(2.2, 3.2, 10),
    Leg(0.4, 0.6, sway=60),
    Leg(3, 9.3, ramp_min=5, off=180),
]
ONE_HAUL = [Leg(4, 9.4), _haul(4.5, 3.4, 0), Leg(4, 9.4, ramp_min=5)]
ROUNDS = [Leg(2, 14), *(_off(0.8, 5 + i % 3, 70 * i) for i in range(9)), Leg(2, 14, ramp_min=3)]
CHASE = [Leg(3, 12), Leg(4, 5, ramp_min=2, sway=8), Leg(3, 16, ramp_min=2)]
STATION = [
    Leg(3, 11),
    *(_off(0.75, 2.2, 180.0 * (i % 2), sway=10) for i in range(12)),
    Leg(3, 11, ramp_min=20),
]
GUARD = [_off(1.0, 1.3 + 0.4 * (i % 2), 120.0 * i, sway=20) for i in range(24)]
LINES = [Leg(2, 9), *(_off(1.5, 4.4, 180.0 * (i % 2)) for i in range(8)), Leg(2, 9, ramp_min=6)]
ADRIFT = [
    Leg(4, 11),
    Leg(5, 1.2, ramp_min=12, off=75, sway=35, yaw=4, status=2),
    Leg(5, 11, ramp_min=25),
]
FERRY_NIGHT = [Leg(3, 20.5), Leg(6, 14.5, ramp_min=8), Leg(3, 20.5, ramp_min=8)]
BROKEN = [Leg(5, 11.2), Leg(3, 5.2, ramp_min=8, status=2), Leg(5, 10.4, ramp_min=15)]
STOPPED = [
    Leg(5, 11.2),
    Leg(2.2, 0.8, tau_min=5, sway=40, yaw=4, status=2),
    Leg(1.5, 6, ramp_min=10),
    Leg(5, 11, ramp_min=20),
]
TRIM = [Leg(6, 11.5), Leg(6, 10.7, ramp_min=20), Leg(6, 11.5, ramp_min=20)]
ORDER = [Leg(7, 13.1), Leg(14, 10.4, ramp_min=25)]
DIPS = [leg for _ in range(6) for leg in (Leg(2, 11.4), Leg(0.3, 8.4, ramp_min=5))] + [Leg(2, 11.4)]
TURN_TO_WIND = [
    Leg(6, 11.4),
    Leg(6, 10.1, ramp_min=30, off=35, yaw=1.5, drift=2.0, rough=0.01),
    Leg(5, 11.3, ramp_min=30),
]


def one(
    name, legs, ship, most="note", why="", known=(True, False), route=None, begin=160.0, **more
):
    """Return the story of one ship in the open sea."""
    make = voyage(legs, ship, route=route or EAST, begin_km=begin, **more)
    return Story(f"innocent: {name}", make, most=most, why=why, known=known)


def into(name, legs, ship, goal, course, most="note", why="", beyond_km=0.0):
    """Return the story of a ship that ends `beyond_km` short of a place."""

    def make(telling: Telling) -> Scene:
        way = straight(*goal, course, way_km(legs) + beyond_km)
        fixes = sail(legs, way, seed=telling.seed, ear=telling.ear, mmsi=MMSI, t0=telling.t0)
        return Scene(fixes, static(telling, (MMSI, ship)))

    return Story(f"innocent: {name}", make, most=most, why=why)


SPARSE = Ear(
    1900.0, jitter_s=300, loss=0.1, sog_sd_kn=0.07, cog_sd_deg=0.8, yaw_deg=1.0, wander=0.012
)

INNOCENTS = [
    *SCENES,
    one("tow, 3.4 kn for 24 h, typed", [Leg(24, 3.4, sway=3)], TUG, known=KNOWN),
    one("tow, 3.7 kn for 24 h, by status", [Leg(24, 3.7, sway=3)], TUG, status=3),
    one("tow, 3.2 kn for 24 h, untyped", [Leg(24, 3.2, sway=3)], TUG, "watch", _FORCE, UNKNOWN),
    one(
        "tow picked up at sea, typed",
        [Leg(4, 9.5), Leg(18, 3.6, ramp_min=15, sway=4), Leg(4, 9.5, ramp_min=10)],
        TUG,
        known=KNOWN,
    ),
    one(
        "tow picked up at sea, by status",
        [Leg(4, 9.5), Leg(18, 3.6, ramp_min=15, sway=4, status=3), Leg(4, 9.5, ramp_min=10)],
        TUG,
    ),
    one("trawler, typed", HAULS, TRAWLER, known=KNOWN),
    one("trawler, status fishing", HAULS, TRAWLER, status=7),
    one("trawler, untyped", HAULS, TRAWLER, known=UNKNOWN),
    one("trawler, one haul, typed", ONE_HAUL, TRAWLER, known=KNOWN),
    one(
        "trawler, one haul, untyped",
        ONE_HAUL,
        TRAWLER,
        "watch",
        "one straight haul of a ship that "
        "says neither type nor status moves as a dragging ship does",
        UNKNOWN,
    ),
    one("patrol boat on rounds", ROUNDS, PATROL),
    one("patrol boat beside another ship, typed", CHASE, LAW, known=KNOWN),
    one("cargo ship waiting on station", STATION, CARGO),
    one("guard ship on station for a day", GUARD, (90, 40.0, 10.0)),
    one("survey ship on lines, typed", LINES, SURVEY, known=KNOWN),
    one("survey ship on lines, untyped", LINES, SURVEY, known=UNKNOWN),
    one(
        "dredger",
        [Leg(3, 10), Leg(3, 1.8, ramp_min=8, sway=10), Leg(3, 10, ramp_min=8)],
        DREDGER,
        known=KNOWN,
    ),
    one(
        "yacht",
        [Leg(5, 6.5, sway=6), Leg(5, 4.0, ramp_min=20, sway=10), Leg(4, 6.5, ramp_min=10)],
        YACHT,
        known=KNOWN,
    ),
    one("adrift, not under command", ADRIFT, CARGO),
    one(
        "adrift for orders, 20 h",
        [Leg(4, 11), Leg(20, 0.9, ramp_min=15, off=60, sway=40, yaw=3), Leg(4, 11, ramp_min=25)],
        BULKER,
        "note",
        "lies in the open sea by its own will, and says 'under way'",
    ),
    one(
        "at anchor outside any charted anchorage",
        [
            Leg(4, 11),
            Leg(0.5, 5, ramp_min=12),
            Leg(12, 0.1, ramp_min=6, sway=90, status=1),
            Leg(4, 11, ramp_min=25),
        ],
        BULKER,
    ),
    into(
        "pilot stop before a port",
        [
            Leg(6, 11.2),
            Leg(0.7, 6, ramp_min=8),
            Leg(0.4, 3.5, ramp_min=3),
            Leg(0.6, 9, ramp_min=6),
            Leg(0.5, 5, ramp_min=8),
            Leg(5, 0.0, ramp_min=5, status=5),
        ],
        CARGO,
        VENTSPILS,
        95.0,
    ),
    one("ferry by timetable, typed", FERRY_NIGHT, FERRY, known=KNOWN),
    one("ferry by timetable, untyped", FERRY_NIGHT, FERRY, known=UNKNOWN),
    one("1,900 s sampling, 11 kn", [Leg(30, 11)], CARGO, ear=SPARSE),
    one("1,900 s sampling, trim", TRIM, CARGO, ear=SPARSE),
    one("1,900 s sampling, 6.5 kn", [Leg(24, 6.5)], COASTER, ear=SPARSE),
    into(
        "just in time into port",
        [
            Leg(6, 12.2),
            Leg(5, 8.6, ramp_min=20),
            Leg(0.5, 5, ramp_min=10),
            Leg(6, 0.0, ramp_min=6, status=5),
        ],
        CARGO,
        KLAIPEDA,
        88.0,
    ),
    into(
        "just in time, record ends 40 km before",
        [Leg(8, 12.2), Leg(6, 8.6, ramp_min=25)],
        CARGO,
        KLAIPEDA,
        88.0,
        "note",
        "the end of the voyage is not in the record",
        40.0,
    ),
    into(
        "anchoring in a charted anchorage",
        [
            Leg(6, 11.4),
            Leg(0.8, 6, ramp_min=15),
            Leg(9, 0.1, ramp_min=8, sway=90, status=1),
            Leg(5, 11.2, ramp_min=25),
        ],
        BULKER,
        ANCHORAGE,
        75.0,
        beyond_km=-way_km([Leg(5, 11.2)]),
    ),
    one("speed trim", TRIM, BULKER),
    one("slow-steaming order in mid-sea", ORDER, FEEDER),
    one("short dips", DIPS, CARGO),
    one(
        "turned into the wind",
        TURN_TO_WIND,
        CARGO,
        "note",
        "one ship alone that rolls and slows in the wind; nobody around to compare with",
    ),
    one("engine failure, not under command", BROKEN, CARGO),
    one(
        "engine failure, stop",
        STOPPED,
        CARGO,
        "note",
        "restarts by its own, stop and recovery look alike",
    ),
    one(
        "engine failure, no status sent",
        [replace(leg, status=None) for leg in BROKEN],
        CARGO,
        "watch",
        "METHOD 2: the hardest twin",
    ),
    one("constant 4 kn", [Leg(24, 4.0)], COASTER, "watch", _FORCE),
    one(
        "constant 11 kn over midnight on a DST day",
        [Leg(24, 11)],
        CARGO,
        t0=datetime(2025, 3, 29, 18, tzinfo=UTC),
    ),
    one("the DST day in autumn", [Leg(24, 11)], CARGO, t0=datetime(2025, 10, 25, 18, tzinfo=UTC)),
    one(
        "across the meridian of Greenwich",
        [Leg(20, 11)],
        CARGO,
        route=straight(-1.5, 50.2, 75.0),
        begin=0.1,
    ),
]
