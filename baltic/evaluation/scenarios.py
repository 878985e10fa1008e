"""Set scenes: one ship slows over a charted cable, profiles like known cases, steady ships.

The grid of speeds and the four profiles are those on which the peers' programs were measured
(3 h at 11 kn, 4 h at v, 2 h at 11 kn, a fix a minute).  Speeds are stylised, not a ship's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely

from .. import geo
from ..catalogue import load_assets, load_places
from ..drag.levels import vessel_days
from ..settings import Settings
from ..simulate import straight_run
from ..simulate.traffic import default_sea
from .peers import RULES, run_rules
from .seas import best_overlap, fired, scan_tables

__all__ = [
    "GRID_SPEEDS_KN",
    "PROFILES",
    "Scene",
    "Site",
    "SteadyPlan",
    "find_sites",
    "run_scene",
    "run_steady",
    "scenes",
]

Speeds = tuple[tuple[float, float], ...]

GRID_SPEEDS_KN = (1.0, 2.0, 3.0, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0, 8.0, 9.0)

#: Name -> legs of (hours, knots), and which leg is the drag.
PROFILES: dict[str, tuple[Speeds, int]] = {
    "11.5 to 9.0 kn for 6 h (like Eagle S)": (((3, 11.5), (6, 9.0), (2, 11.5)), 1),
    "steady 7 kn for 30 h, no slow-down seen (like Yi Peng 3)": (((30, 7.0),), 0),
    "10 to 5.05 kn for 36 h (like Yi Peng 3, mean speed)": (((3, 10.0), (36, 5.05), (2, 10.0)), 1),
    "10 to 7 kn for 2 h (like Arne)": (((3, 10.0), (2, 7.0), (2, 10.0)), 1),
}

#: How the drag shows beside its speed: nothing else, or some yaw and drift as well.
_SIGNS = {"speed only": (1.0, 0.0), "with yaw and drift": (1.35, 1.5)}
#: Speeds of 6,463 cargo ships and tankers of the northern Baltic: shares below, and knots.
_SHARES = (0.0, 0.007, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
_CRUISE_KN = (4.0, 5.0, 7.8, 10.4, 11.6, 12.5, 14.4, 17.0)
_NEAR_PORT_M = 15_000.0
_T_START = "2024-01-10T00:00Z"


@dataclass(frozen=True)
class Site:
    """A point of a charted asset, and a course square to it with open water along it."""

    asset_id: str
    lon: float
    lat: float
    course_deg: float


@dataclass(frozen=True)
class Scene:
    """One ship on a straight course over one site."""

    group: str
    name: str
    speeds: Speeds
    drag_leg: int
    signs: str
    site: Site
    seed: int
    settings: Settings


def find_sites(count: int) -> list[Site]:
    """Return points of charted or surveyed assets that a straight course can cross at sea.

    One point an asset, spread over the catalogue, every other one crossed the other way;
    there is water for the longest case of the grid.
    """
    assets = load_assets()
    sea, places = default_sea(), load_places()
    known = assets["accuracy_class"].isin(["charted", "surveyed"])
    good = assets[known & (assets["status"] == "in_service")].sort_values("asset_id")
    found = [_site_on(str(row.asset_id), row.geometry, sea, places) for row in good.itertuples()]
    there = [site for site in found if site is not None]
    picked = np.linspace(0, len(there) - 1, min(count, len(there))).round().astype(int)
    return [
        replace(there[k], course_deg=(there[k].course_deg + 180.0 * (number % 2)) % 360.0)
        for number, k in enumerate(picked)
    ]


def _site_on(asset_id: str, line: Any, sea: Any, places: Any) -> Site | None:
    part = max(shapely.get_parts(line), key=lambda p: p.length)
    for share in (0.5, 0.35, 0.65, 0.2, 0.8):
        a, lonlat, b = (
            shapely.get_coordinates(part.interpolate(s, normalized=True))[0]
            for s in (share - 0.02, share, share + 0.02)
        )
        course = (float(geo.bearing_deg(*a, *b)) + 90.0) % 360.0
        # Before: 3 h at 11 kn and half of 4 h at 9 kn; after: the other half and 2 h at 11 kn.
        far = np.linspace(-(3 * 11 + 18) * 1852.0, (18 + 2 * 11) * 1852.0, 80)
        lon, lat = geo.point_at(lonlat[0], lonlat[1], course, far)
        if np.any(sea.clearance_m(lon, lat) < 3000.0):
            continue
        to_port = geo.haversine_m(
            lon[:, None],
            lat[:, None],
            places["lon"].to_numpy()[None],
            places["lat"].to_numpy()[None],
        )
        if float(to_port.min()) > _NEAR_PORT_M:
            return Site(asset_id, float(lonlat[0]), float(lonlat[1]), course)
    return None


def scenes(sites: Sequence[Site], seed: int, settings: Settings) -> list[Scene]:
    """Return the grid and the profiles at every site, each plain and with yaw and drift."""
    grid: list[tuple[str, str, Speeds, int]] = [
        ("grid", f"{v:g} kn", ((3, 11.0), (4, v), (2, 11.0)), 1) for v in GRID_SPEEDS_KN
    ]
    grid += [("profile", name, speeds, leg) for name, (speeds, leg) in PROFILES.items()]
    return [
        Scene(group, name, speeds, leg, signs, site, seed + 101 * k, settings)
        for k, site in enumerate(sites)
        for group, name, speeds, leg in grid
        for signs in _SIGNS
    ]


def run_scene(scene: Scene) -> dict[str, Any]:
    """Return the level one scene gets, and which peers' rules fire in its drag.

    The crossing lies in the middle of the drag.  One ship alone: no neighbours, no depths.
    """
    yaw, drift = _SIGNS[scene.signs]
    before = sum(h * v for h, v in scene.speeds[: scene.drag_leg])
    hours, knots = scene.speeds[scene.drag_leg]
    back = (before + 0.5 * hours * knots) * 1852.0
    site = scene.site
    lon, lat = geo.point_at(site.lon, site.lat, (site.course_deg + 180.0) % 360.0, back)
    course = float(geo.bearing_deg(lon, lat, site.lon, site.lat))
    made = straight_run(
        scene.speeds,
        start=(float(lon), float(lat)),
        course_deg=course,
        t_start=_T_START,
        drag_legs=[scene.drag_leg],
        yaw_ratio=yaw,
        drift_deg=drift,
        seed=scene.seed,
    )
    found = scan_tables(made.fixes, made.vessels, scene.settings)
    truth = {**made.truth[0], "t_stop_end": made.truth[0]["t_end"]}
    best = best_overlap(truth, found.detection.episodes)
    rules = run_rules(found.tracks, found.assets, load_places())
    return {
        "group": scene.group,
        "name": scene.name,
        "signs": scene.signs,
        "asset_id": site.asset_id,
        "course_deg": round(course, 1),
        "level": "none" if best is None else best.level,
        "llr": None if best is None else best.llr,
        "crossed": site.asset_id in set(found.crossings["asset_id"]),
        "peers": {name: fired(truth, rules[name]) for name in RULES},
    }


@dataclass(frozen=True)
class SteadyPlan:
    """Some ships at a constant speed of their own, each alone on its course."""

    site: Site
    first: int
    ships: int
    hours: float
    seed: int
    settings: Settings


def run_steady(plan: SteadyPlan) -> dict[str, Any]:
    """Return vessel-days and levels of innocent ships from the generator of the grid."""
    rng = np.random.default_rng([abs(plan.seed), plan.first, 49_979_687])
    days, levels = 0.0, {"alert": 0, "watch": 0, "note": 0}
    for index in range(plan.first, plan.first + plan.ships):
        knots = float(np.interp(rng.random(), _SHARES, _CRUISE_KN))
        made = straight_run(
            [(plan.hours, knots)],
            start=(plan.site.lon, plan.site.lat),
            course_deg=float(rng.uniform(0, 360)),
            t_start=_T_START,
            kind=str(rng.choice(["bulk", "tanker", "general", "container"])),
            seed=plan.seed,
            index=index,
        )
        found = scan_tables(made.fixes, made.vessels, plan.settings)
        days += vessel_days(found.tracks, found.vessels, plan.settings)[0]
        for c in found.detection.candidates:
            levels[c.level] += 1
    return {"vessel_days": round(days, 4), **levels}
