"""Consistency of the asset facts: inside the region, landings at line ends, licences known."""

from __future__ import annotations

import json
import re

import geopandas as gpd
import pytest
import shapely

from baltic.catalogue import assets_near, is_real, load_assets
from baltic.geo import distance_m, line_length_m

from .conftest import GEODATA

#: Landings (asset, name) farther from the line than it should be, and why.
EXPLAINED_LANDINGS = {
    ("ee-s-1", "Stavsnäs"): "the mapped way ends 13 km short of the landing",
    ("eastern-light-1", "Stockholm"): "a city 46 km up the archipelago from where the line ends",
    (
        "eastern-light-2",
        "Kista (Stockholm)",
    ): "an inland site; the sea line ends in the archipelago",
    ("lasgo-link", "Gotland"): "a concept without a fixed landing",
    ("nord-stream-2", "Narva Bay (Ust-Luga)"): "the way runs on to the compressor station",
    ("sweden-latvia-lvrtc", "Stockholm (onward leg)"): "invented leg, stops in the archipelago",
}

#: Ends of parts (asset, part) with neither a landing nor another part beside them, and why.
EXPLAINED_ENDS = {
    ("baltica", 1): "comes ashore at Ronne, the landing given lies on the other side of the island",
    ("baltica", 2): "the authority's line stops at the edge of the German zone",
    ("bssc", 1): "the way stops off the Finnish coast; the ring beyond it is not mapped",
    ("ee-s-1", 0): "the mapped way ends 13 km short of the landing",
    ("eastern-light-1", 0): "ends in the Stockholm archipelago",
    ("eastern-light-2", 0): "ends in the Stockholm archipelago",
    ("lasgo-link", 0): "a concept without a fixed landing",
    ("nord-stream-2", 0): "the way runs on to the compressor station",
    ("sweden-latvia-lvrtc", 1): "invented leg, stops in the archipelago",
}

#: Lines whose accuracy is that of their mapped part although a stretch is invented.
OVERSTATED = {"eastern-light-1", "sfs-4"}

LANDING_TOLERANCE_KM = 5.0


@pytest.fixture(scope="module")
def assets() -> gpd.GeoDataFrame:
    return load_assets()


@pytest.fixture(scope="module")
def metadata() -> dict[str, object]:
    document = json.loads((GEODATA / "assets.geojson").read_text(encoding="utf-8"))
    return document["metadata"]


def test_ninety_assets_with_unique_slugs(assets: gpd.GeoDataFrame) -> None:
    assert len(assets) == 90
    assert assets.asset_id.is_unique
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", i) for i in assets.asset_id)
    assert assets.kind.value_counts().to_dict() == {"telecom": 53, "power": 28, "gas": 8, "oil": 1}


def test_lines_lie_in_the_region(assets: gpd.GeoDataFrame, metadata: dict) -> None:
    west, south, east, north = metadata["region"]["bbox_lon_lat"]
    outside = [
        a.asset_id
        for a in assets.itertuples()
        if not shapely.box(west, south, east, north).covers(a.geometry)
    ]
    assert outside == []


def test_parts_match_the_lines(assets: gpd.GeoDataFrame) -> None:
    for a in assets.itertuples():
        assert len(a.parts) == len(a.geometry.geoms)
        assert a.parts[0]["accuracy_km"] == a.accuracy_km
        assert [p["accuracy_km"] for p in a.parts[1:]] == a.branches_accuracy
        assert all(line.length > 0 for line in a.geometry.geoms)


def test_no_class_promises_an_error_that_one_of_its_assets_does_not_keep(metadata: dict) -> None:
    """Errors differ within a class: each asset's own is told, and the class gives no range."""
    for name, words in metadata["accuracy_classes"].items():
        assert not re.search(r"expect \d|\d+-\d+ km", words), name


def test_licences_classes_and_sources_are_known(assets: gpd.GeoDataFrame, metadata: dict) -> None:
    for a in assets.itertuples():
        for part in a.parts:
            assert part["licence"] in metadata["licences"], a.asset_id
            assert part["accuracy_class"] in metadata["accuracy_classes"], a.asset_id
            assert 0 < part["accuracy_km"] <= 40, a.asset_id
        assert set(a.sources) <= set(metadata["sources"]), a.asset_id
        assert set(a.route_licence.replace(";", " ").split()) & set(metadata["licences"])


def test_own_waypoints_are_never_called_better_than_schematic(assets: gpd.GeoDataFrame) -> None:
    wrong = [
        (a.asset_id, p["name"])
        for a in assets.itertuples()
        for p in a.parts
        if p["licence"] == "own" and p["accuracy_class"] != "schematic"
    ]
    assert wrong == []


def test_a_derived_line_names_its_features(assets: gpd.GeoDataFrame) -> None:
    for a in assets.itertuples():
        osm = any("ODbL" in str(p["licence"]) for p in a.parts)
        assert bool(a.source_features) or not osm, a.asset_id


def test_computed_length_is_that_of_the_drawn_line(assets: gpd.GeoDataFrame) -> None:
    """The printed length was computed before simplification: 3 % or 2 km."""
    off = {}
    for a in assets.itertuples():
        drawn = line_length_m(a.geometry.geoms[0]) / 1000
        if abs(drawn - a.route_length_km_computed) > max(2.0, 0.03 * drawn):
            off[a.asset_id] = (round(drawn, 1), a.route_length_km_computed)
    assert off == {}


def tolerance_km(asset: object) -> float:
    return max(LANDING_TOLERANCE_KM, *(p["accuracy_km"] for p in asset.parts))


@pytest.mark.slow
def test_landings_lie_on_the_line_or_are_explained(assets: gpd.GeoDataFrame) -> None:
    """A landing may be an end, a branch's end, or a place the trunk calls at."""
    far = {}
    for a in assets.itertuples():
        own = assets[assets.asset_id == a.asset_id]
        for landing in a.landings:
            rows = assets_near(own, landing["lon"], landing["lat"], tolerance_km(a))
            if rows.empty:
                far[a.asset_id, landing["name"]] = landing
    assert set(far) == set(EXPLAINED_LANDINGS)


def test_line_ends_are_landings_or_joints_or_explained(assets: gpd.GeoDataFrame) -> None:
    loose = set()
    for a in assets.itertuples():
        for part, line in enumerate(a.geometry.geoms):
            others = [g for number, g in enumerate(a.geometry.geoms) if number != part]
            joints = shapely.union_all(others) if others else None
            for lon, lat in (line.coords[0], line.coords[-1]):
                km = min(float(distance_m(lon, lat, p["lon"], p["lat"])) for p in a.landings) / 1000
                # 0.05 degrees are 3 to 6 km here.
                joined = joints is not None and shapely.Point(lon, lat).distance(joints) < 0.05
                if km > tolerance_km(a) and not joined:
                    loose.add((a.asset_id, part))
    assert loose == set(EXPLAINED_ENDS)


def test_invented_stretches_of_good_lines_are_known(assets: gpd.GeoDataFrame) -> None:
    """Their accuracy_km holds for the mapped part only; the data's README says so."""
    basis = assets.route_basis.str.contains(r"Swedish .*invented", regex=True)
    good = assets.parts.map(lambda parts: all(p["accuracy_class"] != "schematic" for p in parts))
    assert set(assets.asset_id[basis & good]) == OVERSTATED
    readme = (GEODATA / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in OVERSTATED)


def test_what_was_never_laid_is_told_apart(assets: gpd.GeoDataFrame) -> None:
    assert sorted(assets.status[~assets.status.map(is_real)].unique()) == ["cancelled", "planned"]
    assert is_real("under_construction")
