"""The user's own catalogue beside the shipped one, and adding to it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from baltic.catalogue import (
    IncidentFileError,
    add_incidents,
    check_file,
    check_library,
    load_assets,
    load_incident,
    load_incidents,
    load_library,
    own_folder,
    own_record,
)
from baltic.errors import IncidentError

from .test_incidents import MINIMAL, changed

USUAL_NAME = "mine.json"


def other(name: str, **changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(MINIMAL), "id": name, **changes}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "own"
    monkeypatch.setenv("BALTIC_CATALOGUE", str(place))
    return place


def test_the_folder_is_named_by_option_environment_or_system() -> None:
    assert own_folder("/x", environment={"BALTIC_CATALOGUE": "/y"}) == Path("/x")
    assert own_folder(environment={"BALTIC_CATALOGUE": "/y"}) == Path("/y")
    for platform, tail in (
        ("linux", ".local/share/baltic/catalogue"),
        ("darwin", "Library/Application Support/baltic/catalogue"),
        ("win32", "AppData/Local/baltic/catalogue"),
    ):
        assert own_folder(environment={}, platform=platform).as_posix().endswith(tail)


def test_what_is_added_is_listed_shown_and_investigated(folder: Path, save: Any) -> None:
    written = add_incidents(save([other("one"), other("two")]), load_library())
    assert set(written) == {"one", "two"} and all(p.parent == folder for p in written.values())
    library = load_library()
    assert library.own == {"one", "two"} and len(library.incidents) == 17
    assert load_incident("one").windows()[0].asset_ids == ("estlink-2",)
    assert own_record("one", folder).id == "one"  # type: ignore[union-attr]
    assert own_record("estlink2-eagle-s-2024", folder) == "estlink2-eagle-s-2024"
    assert len(load_incidents()) == 15, "the shipped ones stay what they are"
    assert not [p for p in folder.iterdir() if p.name.startswith(".")]


def test_every_value_comes_back_as_it_was(folder: Path, save: Any) -> None:
    record = other(
        "odd", title="=1+1", notes="12e3", weather="NO\n{{ 7*7 }} <b>", deep={"x": [1.5, None, "é"]}
    )
    add_incidents(save(record), load_library())
    document = load_incident("odd").document()
    assert {k: document[k] for k in record if k != "assets"} == {
        k: v for k, v in record.items() if k != "assets"
    }


@pytest.mark.parametrize("name", ["one", "ONE", "estlink2-eagle-s-2024"])
def test_an_id_stands_once(folder: Path, save: Any, name: str) -> None:
    add_incidents(save(other("one")), load_library())
    before = {p: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(IncidentFileError, match="in the catalogue already"):
        add_incidents(save([other("fresh"), other(name)]), load_library())
    assert {p: p.read_bytes() for p in folder.iterdir()} == before


def test_two_of_one_id_in_one_file(folder: Path, save: Any) -> None:
    with pytest.raises(IncidentFileError, match="this incident id stands twice"):
        add_incidents(save([other("one"), other("One")]), load_library())
    assert not folder.exists()


def test_nothing_is_added_when_one_record_is_wrong(folder: Path, save: Any) -> None:
    with pytest.raises(IncidentFileError, match="names no asset"):
        add_incidents(save([other("good"), other("bad", assets=[])]), load_library())
    assert not folder.exists()


def test_a_bad_file_in_the_folder_hides_only_itself(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.yaml").write_text(yaml.safe_dump(other("a")))
    (folder / "b.yaml").write_text("id: [")
    (folder / "c.json").write_text(json.dumps([other("c"), other("d", record_type="rumour")]))
    (folder / "e.yml").write_text(yaml.safe_dump(other("A")))
    (folder / "f.yaml").write_text(yaml.safe_dump(other("nord-stream-2022")))
    (folder / "notes.txt").write_text("not read")
    library = load_library()
    assert library.own == {"a", "c"}
    lines = [f.line() for f in library.faults]
    assert len(lines) == 4
    for words in ("b.yaml: line", "d: record_type must be", "stands in a.yaml too", "shipped"):
        assert any(words in line for line in lines), (words, lines)
    with pytest.raises(IncidentFileError, match="record_type"):
        load_incident("d")


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text("")
    with pytest.raises(IncidentError, match="is a file"):
        load_library(file)


def test_own_assets_may_be_named(folder: Path, save: Any) -> None:
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(changed(asset_id="my-own-cable")))
    assert load_library().own == {"mine"}
    assert "unknown asset" in load_library(known_assets=["c-lion1"]).faults[0].line()


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (changed(lon=18.0, lat=57.0), "km off estlink-2"),
        (changed(kp_km=900.0), "beyond the end of the asset"),
        (other("x", linked_incidents=["no-such"]), "unknown incident 'no-such'"),
        (other("x", linked_incidents=["x"]), "names the record itself"),
        (other("x", date_utc_start="2025-02-01", date_utc_end="2025-01-01"), "is after"),
        (other("x", date_utc_start="2025-02-30"), "no day of the calendar"),
        (other("x", attribution_claims=[{"claim": "it was a ship"}]), "by is missing"),
        (other("x", attribution_claims=[{"by": "a", "claim": "b", "stance": "x"}]), "stance"),
        (other("x", legal_history=[{"date": "2025-13-01", "status": "open"}]), "legal_history[0]"),
        (other("x", suspected_vessels=[{"role": "pirate"}]), "must be one of named"),
        (other("x", unconfirmed=["kind"]), "called confirmed"),
    ],
)
def test_faults_of_the_catalogue(save: Any, tmp_path: Path, record: Any, words: str) -> None:
    with pytest.raises(IncidentFileError) as caught:
        check_file(save(record), load_library(tmp_path / "none"))
    assert words in caught.value.one_line()


def test_a_kilometre_point_is_held_against_own_lines_too(save: Any, tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[24.0, 59.5], [25.0, 60.1]]}
    own = {"type": "Feature", "properties": {"id": "estlink-2"}, "geometry": line}
    assets = load_assets(save(json.dumps(own), "mine.geojson"))
    with pytest.raises(IncidentFileError, match="beyond the end of the asset, which is 87 km long"):
        check_file(save(changed(kp_km=190.0)), load_library(tmp_path / "none"), assets)
    assert check_file(save(changed(kp_km=80.0)), load_library(tmp_path / "none"), assets)


def test_an_unknown_asset_is_met_with_the_few_there_are(save: Any) -> None:
    with pytest.raises(IncidentFileError, match="unknown asset 'estlink-2', known: a-1, kabel"):
        load_incident(Path(save(changed())), known_assets=["kabel", "a-1"])
    with pytest.raises(IncidentFileError) as caught:
        load_incident(Path(save(changed())), known_assets=[f"zz{n}" for n in range(90)])
    assert "known:" not in caught.value.one_line()


def test_the_own_folder_is_held_to_what_a_file_is(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(other("a", linked_incidents=["gone"])))
    (folder / "b.json").write_text(json.dumps(changed(lon=18.0, lat=57.0)))
    with pytest.raises(IncidentFileError) as caught:
        check_library(load_library())
    assert [f.record for f in caught.value.faults] == ["a", "mine"]
    (folder / "a.json").unlink()
    (folder / "b.json").write_text(json.dumps(changed()))
    assert "mine" in check_library(load_library())


def test_claims_denials_law_and_cleared_ships_are_kept(save: Any, tmp_path: Path) -> None:
    record = other(
        "x",
        attribution_claims=[
            {"by": "police", "claim": "an anchor", "stance": "claims", "date": "2025-01-02"},
            {"by": "the owner", "claim": "not ours", "stance": "denies", "extra": 1},
        ],
        legal_history=[{"date": "2025-01", "status": "inquiry opened"}],
        suspected_vessels=[{"name": "A", "role": "cleared"}, {"name": "B"}],
        linked_incidents=["nord-stream-2022"],
    )
    (found,) = check_file(save(record), load_library(tmp_path / "none")).values()
    assert [v.name for v in found.cleared_vessels()] == ["A"]
    document = found.document()
    for key in ("attribution_claims", "legal_history", "linked_incidents"):
        assert document[key] == record[key]


def test_a_draft_may_lack_what_an_incident_must_have(save: Any, tmp_path: Path) -> None:
    record = {"id": "d", "record_status": "draft", "assets": [{"asset_id": None}]}
    (found,) = check_file(save(record), load_library(tmp_path / "none")).values()
    assert found.windows() == []
