"""Chart cells: objects by their codes; no cell is free to ship, so GDAL's tables are made here."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pytest
import shapely

from baltic.catalogue import import_assets
from baltic.catalogue.importers.rows import PIPE
from baltic.catalogue.importers.s57 import rows_of_layers
from baltic.errors import AssetError

USUAL_NAME = "CELL.000"
LINE = shapely.LineString([(24.0, 59.5), (25.0, 60.1)])


def objects(column: str, *codes: Any, shape: Any = LINE) -> gpd.GeoDataFrame:
    rows = [{"AGEN": 40, "FIDN": 100 + n, "FIDS": 1, column: c} for n, c in enumerate(codes)]
    return gpd.GeoDataFrame(rows, geometry=[shape] * len(rows), crs="EPSG:4326")


def test_kinds_by_their_codes() -> None:
    cables = rows_of_layers({"CBLSUB": objects("CATCBL", 1.0, "4", 6, None)})
    assert [row["kind"] for row in cables.rows] == ["power", "telecom", None]
    assert cables.rows[0]["asset_id"] == "s57-40-100-1"
    assert cables.rows[0]["name"] == "charted cable 40-100-1"
    pipes = rows_of_layers({"PIPSOL": objects("PRODCT", ["2"], "1,3", ["3"], None)})
    assert [row["kind"] for row in pipes.rows] == ["gas", "oil", PIPE]
    assert sum(cables.left_out.values()) == sum(pipes.left_out.values()) == 1


def test_points_are_left_out() -> None:
    table = objects("CATCBL", 1, shape=shapely.Point(24, 59))
    assert rows_of_layers({"CBLSUB": table}).left_out == {"no line": 1}


@pytest.mark.parametrize("content", ["", "some text that is no chart", b"00123" + b"\x00" * 40])
def test_what_is_no_cell_is_refused(save: Any, content: Any) -> None:
    with pytest.raises(AssetError, match="is no S-57 cell; give a chart cell"):
        import_assets(save(content), "s57")


def test_a_damaged_cell_is_refused(save: Any) -> None:
    with pytest.raises(AssetError, match="S-57"):
        import_assets(save(b"01582 3LE1 0900065   660 4" + b"\xff" * 80), "s57")
