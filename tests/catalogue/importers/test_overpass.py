"""OpenStreetMap by Overpass: what becomes an asset, of which kind, and what is left out."""

from __future__ import annotations

from typing import Any

import pytest

from baltic.catalogue import import_assets
from baltic.errors import AssetError
from baltic.tables import ASSETS

USUAL_NAME = "overpass.json"
LINE = [{"lat": 59.5, "lon": 24.0}, {"lat": 60.1, "lon": 25.0}]


def way(number: int, tags: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "way", "id": number, "tags": tags, "geometry": LINE, **more}


def test_kinds_names_and_licence(save: Any) -> None:
    elements = [
        way(1, {"communication": "line", "name": "My cable", "operator": "Op"}),
        way(2, {"power": "cable", "voltage": "285000;300000", "location": "underwater"}),
        way(3, {"seamark:type": "cable_submarine", "seamark:cable_submarine:category": "power"}),
        way(4, {"man_made": "pipeline", "substance": "gas", "proposed": "yes"}),
        way(5, {"man_made": "pipeline", "substance": "sewage"}),
        way(6, {"seamark:type": "cable_submarine"}, geometry=[LINE[0]]),
    ]
    found = import_assets(save({"elements": elements}), "overpass")
    ASSETS.check(found.assets)
    table = found.assets.set_index("asset_id")
    assert table.kind.to_dict() == {
        "osm-way-1": "telecom", "osm-way-2": "power", "osm-way-3": "power", "osm-way-4": "gas",
    }  # fmt: skip
    assert (
        table.loc["osm-way-1", "name"] == "My cable" and table.loc["osm-way-1", "operator"] == "Op"
    )
    assert table.loc["osm-way-2", "name"] == "OSM way 2"
    assert table.loc["osm-way-2", "voltage_kv"] == 300.0
    assert table.loc["osm-way-4", "status"] == "planned"
    assert set(table.route_licence) == {"ODbL-1.0"} and set(table.accuracy_class) == {"traced"}
    assert len(found.notes) == 2 and all(note.startswith("left out: 1 (") for note in found.notes)


def test_what_says_that_it_lies_on_land_is_left_out(save: Any) -> None:
    elements = [
        way(1, {"power": "line", "voltage": "110000", "name": "Overhead"}),
        way(2, {"power": "cable", "location": "underground"}),
        way(3, {"power": "substation"}),
        way(4, {"man_made": "pipeline", "substance": "gas", "location": "underground"}),
        way(5, {"communication": "line", "location": "overhead"}),
        way(6, {"railway": "rail", "voltage": "15000"}),
        way(7, {"power": "cable", "location": "underground;underwater"}),
        way(8, {"power": "cable", "location": "underground", "submarine": "yes"}),
        way(9, {"seamark:type": "cable_submarine", "power": "line"}),
    ]
    found = import_assets(save({"elements": elements}), "overpass")
    assert found.assets.asset_id.tolist() == ["osm-way-7", "osm-way-8", "osm-way-9"]
    assert "left out: 5 (on land: overhead, underground or a station)" in found.notes


def test_a_relation_holds_none_of_its_ways_on_land(save: Any) -> None:
    members = [{"type": "way", "ref": n, "geometry": LINE} for n in (1, 2)]
    inland = [LINE[1], {"lat": 61.0, "lon": 26.0}]
    members[1]["geometry"] = inland
    relation = {"type": "relation", "id": 9, "tags": {"power": "cable"}, "members": members}
    ways = [
        way(1, {"power": "cable", "location": "underwater"}),
        way(2, {"power": "line"}, geometry=inland),
    ]
    found = import_assets(save({"elements": [relation, *ways]}), "overpass")
    (row,) = found.assets.to_dict("records")
    assert found.notes == ("left out: 1 (on land: overhead, underground or a station)",)
    assert [list(part.coords) for part in row["geometry"].geoms] == [[(24.0, 59.5), (25.0, 60.1)]]


def test_the_kind_of_what_is_no_longer_used_and_of_several_substances(save: Any) -> None:
    elements = [
        way(1, {"disused:power": "cable", "location": "underwater"}),
        way(2, {"construction:man_made": "pipeline", "substance": "gas"}),
        way(3, {"man_made": "pipeline", "substance": "water;oil"}),
        way(4, {"seamark:type": "pipeline_submarine"}),
        way(5, {"power": "cable", "disused": "no"}),
    ]
    found = import_assets(save({"elements": elements}), "overpass")
    rows = found.assets[["asset_id", "kind", "status"]].to_numpy().tolist()
    assert rows == [
        ["osm-way-1", "power", "out_of_service"],
        ["osm-way-2", "gas", "under_construction"],
        ["osm-way-3", "oil", "unknown"],
        ["osm-way-5", "power", "unknown"],
    ]
    assert found.notes == (
        "left out: 1 (a pipeline that does not say what it carries; see --kind gas)",
    )


def test_the_ways_of_a_relation_are_one_asset(save: Any) -> None:
    relation = {
        "type": "relation", "id": 9, "tags": {"communication": "line", "name": "System"},
        "members": [{"type": "way", "ref": 1}, {"type": "node", "ref": 5},
                    {"type": "way", "ref": 2, "geometry": [LINE[1], {"lat": 61.0, "lon": 26.0}]}],
    }  # fmt: skip
    found = import_assets(save({"elements": [relation, way(1, {"name": "part"})]}), "overpass")
    (row,) = found.assets.to_dict("records")
    assert row["asset_id"] == "osm-relation-9" and len(row["geometry"].geoms) == 2


def test_nodes_of_an_answer_in_bodies(save: Any) -> None:
    nodes = [{"type": "node", "id": n, "lat": 59.0 + n / 10, "lon": 24.0} for n in range(5)]
    body = {"type": "way", "id": 1, "tags": {"communication": "line"}, "nodes": [0, 1, 99, 2, 3]}
    found = import_assets(save({"elements": [*nodes, body]}), "overpass")
    assert [len(part.coords) for part in found.assets.geometry[0].geoms] == [2, 2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("no json", "is no JSON"),
        ([], "is no answer of Overpass"),
        ({"elements": 7}, "is no answer of Overpass"),
        ({"elements": [way(5, {"man_made": "pipeline", "substance": "water"})]}, "left out: 1"),
        ({"elements": [{"type": "way", "id": 1, "tags": {"communication": "line"}, "geometry":
                        [{"lat": 599, "lon": 24}, {"lat": "x"}, None]}]}, "no cable or pipeline"),
        ({"elements": [7, None, {"type": "relation", "tags": {"communication": "line"}}]},
         "no cable or pipeline"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_in_one_line(save: Any, content: Any, words: str) -> None:
    with pytest.raises(AssetError) as caught:
        import_assets(save(content), "overpass")
    assert words in caught.value.one_line() and "\n" not in caught.value.one_line()


def test_the_geojson_of_overpass_turbo(save: Any) -> None:
    line, more = [[24.0, 59.5], [25.0, 60.1]], [[25.0, 60.0], [26.0, 60.0]]
    shapes = [
        ({"@id": "way/7", "power": "cable", "name": "A"}, "LineString", line),
        (
            {"@id": "relation/9", "communication": "line"},
            "MultiLineString",
            [line, more],
        ),
        ({"osm_id": "way/8", "power": "line"}, "LineString", line),
        ({"@id": "node/3", "power": "cable"}, "Point", line[0]),
    ]
    features = [
        {"type": "Feature", "properties": tags, "geometry": {"type": kind, "coordinates": c}}
        for tags, kind, c in shapes
    ]
    found = import_assets(save({"type": "FeatureCollection", "features": features}), "overpass")
    assert found.assets.asset_id.tolist() == ["osm-way-7", "osm-relation-9"]
    assert found.assets.kind.tolist() == ["power", "telecom"]
    assert [len(g.geoms) for g in found.assets.geometry] == [1, 2]
    assert len(found.notes) == 2 and all(note.startswith("left out: 1") for note in found.notes)
