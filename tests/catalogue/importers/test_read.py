"""The one door to all importers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from baltic.catalogue import IMPORT_FORMATS, export_assets, import_assets, load_assets
from baltic.cli import assets as command
from baltic.errors import AssetError

USUAL_NAME = "mine.geojson"
LINE = {"type": "LineString", "coordinates": [[24.0, 59.5], [25.0, 60.1]]}


def test_generic_is_what_the_option_assets_takes(save: Any) -> None:
    feature = {"type": "Feature", "properties": {"name": "Mine"}, "geometry": LINE}
    file = save({"type": "FeatureCollection", "features": [feature]})
    found = import_assets(file, "generic", default_kind="gas")
    assert found.assets.equals(load_assets(file, default_kind="gas"))
    assert found.licence is None
    assert found.notes == (
        "kind is not told in 1 of 1 rows: gas is taken",
        "accuracy_km is not told in 1 of 1 rows: 2 km is taken (a line that is traced)",
    )


def test_generic_leaves_out_what_is_no_line_and_counts_it(save: Any) -> None:
    point = {"type": "Point", "coordinates": [24.0, 59.5]}
    mixed = {"type": "GeometryCollection", "geometries": [point, LINE]}
    shapes = {"Mine": LINE, "Station": point, "Both": mixed, "Nowhere": None}
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": shape}
        for name, shape in shapes.items()
    ]
    found = import_assets(save({"type": "FeatureCollection", "features": features}), "generic")
    assert found.assets["name"].tolist() == ["Mine", "Both"]
    assert found.notes[:2] == (
        "left out: 2 (points, areas and the like)",
        "left out: 1 (without geometry, or of one point)",
    )
    with pytest.raises(AssetError, match=r"holds no line; left out: 1 \(points"):
        import_assets(save({"type": "FeatureCollection", "features": features[1:2]}), "generic")


@pytest.mark.parametrize("format_", IMPORT_FORMATS)
def test_a_missing_file_is_one_line(tmp_path: Path, format_: str) -> None:
    with pytest.raises(AssetError, match="no such file") as caught:
        import_assets(tmp_path / "none.json", format_)
    assert "\n" not in caught.value.one_line()


def test_an_unknown_format_offers_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="did you mean emodnet"):
        import_assets(tmp_path / "a.json", "emodnt")


def test_the_command_knows_all_formats() -> None:
    assert command._IMPORTS == IMPORT_FORMATS


def test_the_export_of_an_import_is_read_again_and_names_its_licence(save: Any) -> None:
    feature = {"type": "Feature", "properties": {"id": "x", "name": "X"}, "geometry": LINE}
    file = save({"type": "FeatureCollection", "features": [feature]})
    found = import_assets(file, "telegeography")
    text = export_assets(found.assets, "geojson", licence="Lines: CC-BY-NC-SA.")
    assert json.loads(text)["metadata"]["licence"] == "Lines: CC-BY-NC-SA."
    again = load_assets(save(text, "again.geojson"))
    assert (again.asset_id[0], again.accuracy_km[0]) == ("x", 40.0)
    assert again.geometry[0].equals(found.assets.geometry[0])
