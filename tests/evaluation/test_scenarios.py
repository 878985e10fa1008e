"""Set scenes: sites lie at sea, and the ship crosses its cable in the middle of the drag."""

from __future__ import annotations

import pytest
import shapely

from baltic.catalogue import load_assets
from baltic.evaluation.scenarios import (
    GRID_SPEEDS_KN,
    PROFILES,
    SteadyPlan,
    find_sites,
    run_scene,
    run_steady,
    scenes,
)
from baltic.settings import Settings

SETTINGS = Settings()


def test_sites_are_on_different_charted_assets_and_directions() -> None:
    sites = find_sites(6)
    assert len({site.asset_id for site in sites}) == 6
    assets = load_assets().set_index("asset_id")
    for site in sites:
        assert assets.loc[site.asset_id, "accuracy_class"] in ("charted", "surveyed")
        line = assets.loc[site.asset_id, "geometry"]
        assert line.distance(shapely.Point(site.lon, site.lat)) < 1e-6
    assert len({round(site.course_deg / 45.0) % 8 for site in sites}) >= 3
    assert find_sites(0) == []


def test_every_speed_and_profile_with_and_without_other_signs() -> None:
    made = scenes(find_sites(2), 1, SETTINGS)
    assert len(made) == 2 * 2 * (len(GRID_SPEEDS_KN) + len(PROFILES))
    assert len({(s.name, s.signs, s.seed) for s in made}) == len(made)


@pytest.mark.slow
def test_the_cable_is_crossed_in_the_drag() -> None:
    made = scenes(find_sites(1), 1, SETTINGS)
    scene = next(s for s in made if s.name == "6 kn" and s.signs == "speed only")
    told = run_scene(scene)
    assert told["crossed"]
    assert told["level"] in ("none", "note", "watch", "alert")
    assert told == run_scene(scene)


def test_steady_ships_sail_a_day_each() -> None:
    told = run_steady(SteadyPlan(find_sites(1)[0], 0, 3, 24.0, 1, SETTINGS))
    assert 2.9 < told["vessel_days"] <= 3.0
