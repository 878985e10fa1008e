"""A user's copy of TeleGeography: one asset an id, and no trust in its lines."""

from __future__ import annotations

from typing import Any

from baltic.catalogue import import_assets

USUAL_NAME = "cable-geo.json"


def test_features_of_one_id_are_one_asset_of_schematic_lines(save: Any) -> None:
    shapes = [[[[24.0, 59.5], [25.0, 60.1]]], [[[18.0, 57.5], [21.0, 57.4]]]]
    features = [
        {"type": "Feature", "properties": {"id": "c-lion1", "name": "C-Lion1"},
         "geometry": {"type": "MultiLineString", "coordinates": shape}}
        for shape in shapes
    ]  # fmt: skip
    found = import_assets(
        save({"type": "FeatureCollection", "features": features}), "telegeography"
    )
    (row,) = found.assets.to_dict("records")
    assert (row["asset_id"], row["name"], row["kind"]) == ("c-lion1", "C-Lion1", "telecom")
    assert len(row["geometry"].geoms) == 2
    assert (row["accuracy_class"], row["accuracy_km"]) == ("schematic", 40.0)
    assert row["route_licence"] == "CC-BY-NC-SA"
