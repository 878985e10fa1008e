"""Who is named for the routes on a map."""

from baltic.catalogue import load_assets
from baltic.maps.credits import licence_lines

from .samples import own_cable


def test_licences_of_what_is_shown_are_named():
    lines = " ".join(licence_lines(load_assets()))
    assert "OpenStreetMap contributors" in lines
    assert "Natural Earth" in lines
    assert "EMODnet Human Activities, CC BY 4.0" in lines
    assert "Global Energy Monitor, CC BY 4.0" in lines
    assert "schematic ones: own waypoints" in lines
    assert len(licence_lines(load_assets())) == 5, "no shipped line stands as a stranger's"


def test_routes_without_a_licence_are_said_to_have_none():
    mixed = load_assets().head(2).assign(route_licence=["ODbL-1.0", None], sources=[["osm-x"], []])
    lines = licence_lines(mixed)
    assert any("OpenStreetMap" in line for line in lines)
    assert "Routes: own asset file, licence not stated" in lines


def credit(licence, sources):
    (line,) = licence_lines(own_cable().assign(route_licence=licence, sources=[sources]))[1:]
    return line


def test_a_line_is_credited_to_its_own_source_whatever_its_licence():
    assert credit("CC-BY-4.0", ["My Survey Ltd"]) == "Routes: My Survey Ltd, CC-BY-4.0"
    assert credit("CC-BY-4.0", []) == "Routes: own asset file, CC-BY-4.0"
    assert credit("ODbL-1.0", None) == "Routes: own asset file, ODbL-1.0"
    assert credit("own", []) == "Routes: own asset file, own"
    assert credit("CC-BY-4.0", ["EMODnet"]) == "Routes: EMODnet Human Activities, CC BY 4.0"
    assert credit("secret", ["OpenStreetMap"]) == "Routes: OpenStreetMap, secret"


def test_many_own_sources_are_counted():
    many = load_assets().head(30)
    many = many.assign(route_licence="mine", sources=[[f"survey {i}"] for i in range(30)])
    lines = licence_lines(many)
    assert len(lines) == 10 and lines[-1] == "Routes: 22 further sources, told with each asset"
