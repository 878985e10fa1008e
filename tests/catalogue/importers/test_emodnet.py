"""Layers of EMODnet: each nation's own fields."""

from __future__ import annotations

from typing import Any

from baltic.catalogue import import_assets, is_in_service

USUAL_NAME = "layer.geojson"


def layer(*rows: dict[str, Any]) -> dict[str, Any]:
    shape = {"type": "LineString", "coordinates": [[10.0, 54.5], [11.0, 55.0]]}
    features = [{"type": "Feature", "properties": row, "geometry": shape} for row in rows]
    return {"type": "FeatureCollection", "features": features}


def test_fields_of_several_nations(save: Any) -> None:
    rows = [
        {"featureid": "b1", "name_": "Baltica", "featuretyp": "Data cable", "status": "inUse"},
        {"lokalid": "n1", "navn": "Skagerrak", "eier": "Statnett", "spenning_k": 420,
         "driftsatta": 2014},
        {"lokalid": "n2", "navn": None, "spenning_k": 0, "driftsatta": 0},
        {"code": "p1", "name": "Pipe", "medium": "Gas", "status": "Not in use"},
        {"code": "p2", "name": "Outfall", "medium": "Sewage"},
    ]  # fmt: skip
    found = import_assets(save(layer(*rows)), "emodnet", default_kind="power")
    table = found.assets.set_index("asset_id")
    assert table.kind.tolist() == ["telecom", "power", "power", "gas"]
    assert table.status.tolist() == ["in_service", "unknown", "unknown", "out_of_service"]
    skagerrak = table.loc["emodnet-layer-n1"]
    assert (skagerrak.owner, skagerrak.voltage_kv, skagerrak.in_service_year) == (
        "Statnett", 420.0, 2014,
    )  # fmt: skip
    nameless = table.loc["emodnet-layer-n2"]
    assert nameless["name"] == "layer n2" and nameless.in_service_year is None
    assert set(table.route_licence) == {"CC-BY-4.0"}
    assert found.notes == (
        "left out: 1 (water, sewage and the like)",
        "kind not told: taken as power (--kind): 1",
    )


def test_a_pipeline_of_unknown_content_is_no_cable(save: Any) -> None:
    rows = [
        {"code": "p1", "medium": "Unknown", "status": "Decommissioned"},
        {"code": "p2", "medium": "Gas", "status": "Decommissioned"},
    ]
    file = save(layer(*rows), "layer.geojson")
    found = import_assets(file, "emodnet")
    assert found.assets[["kind", "status"]].to_numpy().tolist() == [["gas", "decommissioned"]]
    assert not is_in_service(found.assets.status[0])
    assert found.notes == (
        "left out: 1 (a pipeline that does not say what it carries; see --kind gas)",
    )
    assert import_assets(file, "emodnet", default_kind="oil").assets.kind.tolist() == ["oil", "gas"]


def test_the_name_of_a_layer_tells_the_kind(save: Any) -> None:
    file = save(layer({"featureid": "b1", "featuretyp": None}), "pcablesbshcontis.geojson")
    assert import_assets(file, "emodnet").assets.kind.tolist() == ["power"]


def test_rows_of_one_id_are_one_asset_where_they_tell_the_same(save: Any) -> None:
    rows = [
        {"featureid": "b1", "name_": "A", "featuretyp": "Datenkabel", "status": "inUse"},
        {"featureid": "b1", "name_": "A", "featuretyp": "Datenkabel", "status": "inUse"},
        {"featureid": "b1", "name_": "A", "featuretyp": "Datenkabel", "status": "OutOfUse"},
    ]
    found = import_assets(save(layer(*rows)), "emodnet")
    assert found.assets.asset_id.tolist() == ["emodnet-layer-b1", "emodnet-layer-b1-2"]
    assert [len(line.geoms) for line in found.assets.geometry] == [2, 1]
    assert found.notes == ("rows joined to one of the same id: 1",)


def test_a_line_of_no_length_is_left_out_and_counted(save: Any) -> None:
    data = layer({"featureid": "b1"}, {"featureid": "b2"})
    data["features"][1]["geometry"] = {
        "type": "LineString", "coordinates": [[10.4, 59.2], [10.4, 59.2]],
    }  # fmt: skip
    found = import_assets(save(data), "emodnet")
    assert found.assets.asset_id.tolist() == ["emodnet-layer-b1"]
    assert "left out: 1 (a line of no length)" in found.notes
