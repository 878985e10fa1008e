"""Reading shipped tracks: contract, provenance, vessels; format faults are said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from baltic.catalogue import list_tracks, load_assets, load_track, track_vessels
from baltic.errors import BalticError, CatalogueError, UnknownIdError
from baltic.tables import FIXES, PROVENANCES, VESSELS

HEAD = "t,mmsi,lon,lat,sog_kn,cog_deg,heading_deg,nav_status,provenance,note"
ROWS = """\
2024-12-25T10:27:00Z,518998865,26.2,59.9,8.8,250,251,0,reconstructed,"just after, the crossing"
2024-12-25T10:25:00Z,518998865,26.3,59.9,9.3,250.5,,,measured,
2024-12-25T10:26:00.5Z,518998865,26.25,59.9,,,,15,simulated,x
"""
ENTRY: dict[str, Any] = {
    "name": "one",
    "title": "One ship",
    "incident_id": None,
    "mmsi": 518998865,
    "mmsi_is_placeholder": False,
    "ship": {"name": "Eagle S", "imo": 9329760, "ship_type": 80, "loa_m": 228.6},
    "departures": [],
    "sources": [],
}


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A data folder of our own, named by BALTIC_GEODATA."""

    def make(rows: str = ROWS, head: str = HEAD, **changes: Any) -> None:
        (tmp_path / "tracks").mkdir()
        (tmp_path / "assets.geojson").write_text("{}")
        (tmp_path / "tracks" / "one.csv").write_text(head + "\n" + rows)
        index = yaml.safe_dump([{**ENTRY, **changes}])
        (tmp_path / "tracks" / "index.yaml").write_text(index)
        monkeypatch.setenv("BALTIC_GEODATA", str(tmp_path))

    return make


def test_a_track_keeps_the_contract(shipped: Any) -> None:
    shipped()
    fixes = load_track("one")
    FIXES.check(fixes)
    assert fixes.columns == FIXES.names
    assert fixes["t"].is_sorted()
    assert fixes["provenance"].to_list() == ["measured", "simulated", "reconstructed"]
    assert fixes["sog_kn"].to_list()[1] is None
    assert fixes["heading_deg"].to_list() == [None, None, 251.0]


def test_notes_on_request(shipped: Any) -> None:
    shipped()
    assert load_track("one", notes=True)["note"].to_list()[-1] == "just after, the crossing"


def test_vessels_of_the_tracks(shipped: Any) -> None:
    shipped()
    vessels = track_vessels()
    VESSELS.check(vessels)
    row = vessels.row(0, named=True)
    assert (row["name"], row["imo"], row["flag"]) == ("Eagle S", 9329760, "CK")
    assert row["first_t"] < row["last_t"]


def test_flat_entries_do_not_take_the_name_of_the_track(shipped: Any) -> None:
    shipped(ship=None, imo=9329760)
    assert track_vessels().row(0, named=True)["name"] is None


def test_an_unknown_track_offers_the_nearest(shipped: Any) -> None:
    shipped()
    with pytest.raises(UnknownIdError, match="did you mean one"):
        load_track("on")


def test_a_row_without_a_known_provenance_is_refused(shipped: Any) -> None:
    shipped(rows=ROWS.replace("reconstructed", "guessed"))
    with pytest.raises(CatalogueError, match="'guessed' is none of measured, reconstructed"):
        load_track("one")


def test_a_wrong_imo_is_refused(shipped: Any) -> None:
    shipped(ship={"imo": 9329761})
    with pytest.raises(CatalogueError, match="9329761"):
        track_vessels()


@pytest.mark.parametrize(("good", "bad"), [("Z,", ","), ("26.2,", "x,"), ("518998865", "-1")])
def test_a_broken_file_is_one_line(shipped: Any, good: str, bad: str) -> None:
    shipped(rows=ROWS.replace(good, bad))
    with pytest.raises(BalticError) as caught:
        load_track("one")
    assert "\n" not in caught.value.one_line()


def test_a_column_missing_is_one_line(shipped: Any) -> None:
    shipped(head=HEAD.replace("provenance", "origin"))
    with pytest.raises(BalticError, match="provenance"):
        load_track("one")


def test_without_tracks_there_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "assets.geojson").write_text("{}")
    monkeypatch.setenv("BALTIC_GEODATA", str(tmp_path))
    assert list_tracks() == []
    VESSELS.check(track_vessels())


def test_shipped_tracks_load() -> None:
    """All of them keep the contract, name known assets' waters, and say where they come from."""
    names = [entry["name"] for entry in list_tracks()]
    assert len(names) == len(set(names))
    for name in names:
        fixes = load_track(name)
        FIXES.check(fixes)
        assert set(fixes["provenance"].unique()) <= set(PROVENANCES)
        assert fixes.select(pl.col("lon").is_between(8, 32) & pl.col("lat").is_between(53, 67))[
            :, 0
        ].all()
    assert set(track_vessels()["mmsi"]) == {int(e["mmsi"]) for e in list_tracks()}
    assert len(load_assets())
