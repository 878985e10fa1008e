"""Lists of positions as operators keep them."""

from __future__ import annotations

from typing import Any

import pytest

from baltic.catalogue import import_assets
from baltic.errors import AssetError

USUAL_NAME = "My cable.csv"


@pytest.mark.parametrize(
    "text",
    [
        "kp,lat,lon\n0,59.5,24.25\n10,59.6,24.5\n",
        "KP;Latitude (WGS84);Longitude;Note\n0;59,5;24,25;joint\n10;59,6;24,5;\n;;;end of list\n",
        "Route position list\n\nNo\tLatitude\tLongitude\n1\t59°30.0'N\t024°15.0'E\n"
        "2\t59°36.0'N\t024°30.0'E\n",
        "lat,lon\n59 30 00 N,24 15 00 E\n59 36 00 N,24 30 00 E\n",
    ],
)
def test_a_list_becomes_a_line_through_its_points(save: Any, text: str) -> None:
    found = import_assets(save(text), "positions", default_kind="power")
    (row,) = found.assets.to_dict("records")
    assert (row["asset_id"], row["name"], row["kind"]) == ("my-cable", "My cable", "power")
    assert [list(p.coords) for p in row["geometry"].geoms] == [[(24.25, 59.5), (24.5, 59.6)]]
    assert ("left out: 1 (a row without a position)" in found.notes) == ("end of list" in text)


def test_several_cables_of_one_list(save: Any) -> None:
    text = "cable,name,lat,lon\nA,j1,59,24\nB,j1,58,20\nA,j2,60,25\nB,j2,58,21\nC,j1,57,20\n"
    found = import_assets(save(text), "positions")
    assert found.assets["name"].tolist() == ["A", "B"]
    assert "left out: 1 (a line of one point)" in found.notes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lat,lon\n59.5,24\n59.6,x24\n", "line 3: is no position (for example 'x24')"),
        ("lat,lon\n59,5,24,3\n", "line 2: has more cells than the header"),
        ("lat,lon\n59 70 N,24\n", "line 2: is no position"),
        ("lat;lon\n59,5 E;24\n", "line 2: is no position"),
        ("kp,lat,lon\n0,59,24\n20,60,25\n10,59.5,24.5\n", "kp goes back and forth"),
        ("x,y\n1,2\n", "names no latitude and longitude column"),
        (b"lat,lon,n\n59,24,\xe5\n", "is not UTF-8 text"),
        ("lat,lon\n24,59.5\n25,60\n", "look swapped"),
        ("", "names no latitude and longitude column"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(save: Any, text: Any, words: str) -> None:
    with pytest.raises(AssetError) as caught:
        import_assets(save(text), "positions")
    assert words in caught.value.one_line() and "\n" not in caught.value.one_line()


@pytest.mark.parametrize("column", ["id", "Name", "Line ID"])
def test_an_id_in_row_after_row_tells_the_cables(save: Any, column: str) -> None:
    """Drawn as one line, the way from the end of one cable to the next would be a cable, too."""
    text = f"{column},lat,lon\nA,59,24\nA,60,25\nB,58,20\nB,58,21\n"
    assert import_assets(save(text), "positions").assets["name"].tolist() == ["A", "B"]


@pytest.mark.parametrize("ids", ["1234", "AABA", "AAAB", "JJ  "])
def test_an_id_that_changes_or_comes_back_is_of_the_points(save: Any, ids: str) -> None:
    rows = [f"{i.strip()},{59 + n / 10},{24 + n / 10}\n" for n, i in enumerate(ids)]
    found = import_assets(save("id,lat,lon\n" + "".join(rows)), "positions")
    assert found.assets["name"].tolist() == ["My cable"]
    assert len(found.assets.geometry[0].geoms[0].coords) == 4
