"""Layers of EMODnet: each nation's own fields."""

from __future__ import annotations

from typing import Any

from baltic.catalogue import import_assets

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
    assert found.notes == ("left out: 1 (water, sewage and the like)",)
