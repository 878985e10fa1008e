"""``baltic incidents`` with the user's own catalogue, drafts, the schema, and hostile text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from .files import dma_row, write_dma
from .runner import run

NEWS = (
    "TALLINN, Jan 28, 2025 (Wire) - The EstLink 2 power cable between Finland and Estonia tripped "
    'on Sunday, the operator said. Police suspect the tanker "<script>alert(1)</script>".'
)
HOSTILE = ('=HYPERLINK("x")', "<script>alert(1)</script>", "{{ 7*7 }}", "[a](b) `c`", "\u202egnp")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BALTIC_CATALOGUE", str(tmp_path / "own"))
    return tmp_path / "own"


def incident(name: str = "mine", **changes: object) -> dict[str, object]:
    entry = {
        "asset_id": "estlink-2",
        "t_earliest": "2024-12-25T10:26:00Z",
        "t_latest": "2024-12-25T10:27:00Z",
        "lon": 26.2,
        "lat": 59.96,
    }
    return {"id": name, "assets": [entry], **changes}


def written(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_add_list_show_validate_export(tmp_path: Path, folder: Path) -> None:
    file = written(tmp_path / "a.json", incident(title="My own"))
    done = run("incidents", "add", file, "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == {"added": {"mine": str(folder / "mine.json")}}
    rows = {r["id"]: r for r in json.loads(run("incidents", "list", "--json").out)}
    assert len(rows) == 16 and rows["mine"]["catalogue"] == "own"
    assert "My own (own)" in run("incidents", "list").out
    assert json.loads(run("incidents", "show", "mine", "--json").out)["title"] == "My own"
    assert yaml.safe_load(run("incidents", "show", "mine").out)["title"] == "My own"
    assert "16 incidents valid" in run("incidents", "validate").out
    assert "mine" in run("incidents", "export", "--format", "csv").out
    again = run("incidents", "add", file)
    assert again.code == 1 and "in the catalogue already" in again.err and again.out == ""
    elsewhere = run("incidents", "add", file, "--catalogue", tmp_path / "b", "--quiet")
    assert elsewhere.code == 0 and (tmp_path / "b" / "mine.json").is_file()


def test_faults_are_said_one_a_line(tmp_path: Path) -> None:
    wrong = [incident("a", record_type="x", kind=7), incident("b", assets=[])]
    file = written(tmp_path / "a.json", wrong)
    done = run("incidents", "validate", file)
    assert done.code == 1 and len(done.err.splitlines()) == 1
    lines = done.out.splitlines()
    assert len(lines) == 3 and all(line.startswith(str(file)) for line in lines)
    faults = json.loads(run("incidents", "validate", file, "--json").out)["faults"]
    assert {(f["record"], f["field"]) for f in faults} >= {("a", "record_type"), ("a", "kind")}


def test_what_is_wrong_in_the_own_folder_is_said_and_left_out(folder: Path) -> None:
    folder.mkdir()
    (folder / "bad.yaml").write_text("id: x\nassets: 7\n")
    done = run("incidents", "list", "--json")
    assert done.code == 0 and len(json.loads(done.out)) == 15
    assert "left out" in done.err and "bad.yaml" in done.err
    assert run("incidents", "list", "--json", "--quiet").err == ""
    assert run("incidents", "validate").code == 1


def test_investigate_takes_an_own_record(tmp_path: Path) -> None:
    run("incidents", "add", written(tmp_path / "a.json", incident(record_type="no_damage")))
    ais = write_dma(tmp_path / "ais.csv", [dma_row()])
    done = run("investigate", "mine", ais, "--out", tmp_path / "o", "--quiet")
    assert done.code == 1 and "incident mine names no damaged asset" in done.err
    words = ("investigate", "mine", ais, "--out", tmp_path / "o", "--quiet", "--catalogue")
    done = run(*words, tmp_path / "own")
    assert done.code == 1 and "incident mine names no damaged asset" in done.err


def test_a_misspelt_field_is_noted(tmp_path: Path) -> None:
    record = incident(suspected_vesels=[{"name": "A"}])
    file = written(tmp_path / "a.json", record)
    words = "suspected_vesels is no known field and is not used, did you mean suspected_vessels?"
    for command in ("validate", "add"):
        done = run("incidents", command, file)
        assert done.code == 0 and words in " ".join(done.out.split()), command
    noted = json.loads(run("incidents", "validate", file, "--json").out)["remarks"]
    assert noted == {"mine": [words]}


def test_extract_prints_drafts_that_validate(tmp_path: Path) -> None:
    news = tmp_path / "n.txt"
    news.write_text(NEWS)
    done = run("incidents", "extract", news, "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    (draft,) = json.loads(done.out)
    assert draft["assets"][0]["asset_id"] == "estlink-2"
    assert draft["date_utc_start"] == "2025-01-26"
    out = tmp_path / "d.yaml"
    assert run("incidents", "extract", news, "--out", out).out == ""
    assert "is a draft; to be confirmed" in run("incidents", "validate", out).out
    assert json.loads(run("incidents", "validate", out, "--json").out)["drafts"]
    dated = run("incidents", "extract", news, "--date", "2025-02-11", "--json", "--quiet")
    assert json.loads(dated.out)[0]["date_utc_start"] == "2025-02-09"
    assert run("incidents", "extract", news, "--date", "today").code == 2


def test_extract_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    news = tmp_path / "n.txt"
    finnish = "Kaapeli vaurioitui sunnuntaina Suomen ja Viron välillä, kertoo yhtiö joka korjaa."
    english = "The council met and spoke of the budget."
    for text, words in ((english, "no incident"), (finnish, "English")):
        news.write_text(text, encoding="utf-8")
        done = run("incidents", "extract", news, "--json")
        assert done.code == 0 and json.loads(done.out) == []
        assert words in done.err and len(done.err.splitlines()) == 1
        assert yaml.safe_load(run("incidents", "extract", news, "--quiet").out) == []
    assert run("incidents", "extract", tmp_path / "none.txt").code == 1


def test_the_schema_is_printed_or_written(tmp_path: Path) -> None:
    printed = json.loads(run("incidents", "schema").out)
    assert printed["$defs"]["Incident"]["required"] == ["id", "assets"]
    file = tmp_path / "s.json"
    assert run("incidents", "schema", "--out", file, "--quiet").out == ""
    assert json.loads(file.read_text()) == printed


def test_foreign_text_is_disarmed_in_every_output(tmp_path: Path) -> None:
    records = [
        incident(
            f"h{number}", title=words, legal_status=words,
            suspected_vessels=[{"name": words, "role": "named"}],
            attribution_claims=[{"by": words, "claim": words}],
        )
        for number, words in enumerate(HOSTILE)
    ]  # fmt: skip
    assert run("incidents", "add", written(tmp_path / "h.json", records), "--quiet").code == 0
    table = run("incidents", "export", "--format", "csv").out
    for cell in (c for row in csv.reader(io.StringIO(table)) for c in row):
        assert cell[:1] not in ("=", "@", "+", "\t") and "\u202e" not in cell
    kml = run("incidents", "export", "--format", "kml").out
    ET.fromstring(kml.encode())
    assert "<script>" not in kml and "\u202e" not in kml
    features = json.loads(run("incidents", "export", "--format", "geojson").out)["features"]
    assert HOSTILE[1] in {f["properties"]["title"] for f in features}
    for command in (("list",), ("show", "h4"), ("validate",)):
        assert "\u202e" not in run("incidents", *command).out


def test_a_record_without_a_date_is_listed_under_the_day_of_its_window(tmp_path: Path) -> None:
    entry = {
        "asset_id": "estlink-2", "t_earliest": "2024-12-25T10:00:00Z",
        "t_latest": "2024-12-25T11:00:00Z",
    }  # fmt: skip
    (tmp_path / "mine.json").write_text(json.dumps({"id": "mine", "assets": [entry]}))
    lines = run("incidents", "list", "--catalogue", tmp_path).out.splitlines()
    assert any(line.split() == ["2024-12-25", "mine"] for line in lines)


def test_a_named_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("incidents", "list", "--catalogue", tmp_path / "typo")
    assert done.code == 0 and "no such folder" in " ".join(done.err.split())
