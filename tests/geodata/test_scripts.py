"""The scripts reproduce the shipped files byte for byte, and carry every fact over."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from .conftest import GEODATA, script


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("make_assets", "assets.geojson"),
        ("make_places", "places.geojson"),
        ("make_incidents", "incidents.yaml"),
        ("make_incident_schema", "incident.schema.json"),
    ],
)
def test_script_reproduces_its_file(name: str, file: str) -> None:
    assert script(name).render().encode() == (GEODATA / file).read_bytes()


def test_coastline_is_reproduced() -> None:
    named = os.environ.get("BALTIC_LAND_10M")
    if not named or not Path(named).is_file():
        pytest.skip("set BALTIC_LAND_10M to land-10m.json of npm world-atlas 2.0.2")
    text = script("make_coastline").render(Path(named))
    assert text == (GEODATA / "coastline.geojson").read_text(encoding="utf-8")


@pytest.mark.slow
def test_no_fact_of_an_incident_is_lost(facts: dict[str, Any]) -> None:
    made = yaml.safe_load((GEODATA / "incidents.yaml").read_text(encoding="utf-8"))
    renamed = script("make_incidents").RENAMED
    added = {"damaged", "t_earliest", "t_latest", "evidence_kind", "t_sd_s", "t_note", "kp_km"}
    assert [r["id"] for r in made] == [r["id"] for r in facts["incidents"]]
    for fact, record in zip(facts["incidents"], made, strict=True):
        record.pop("record_type")
        record.pop("legal_history", None)
        entries = record.pop("assets")
        sources = fact["assets"]
        assert record == {k: v for k, v in fact.items() if k != "assets"}
        for entry, source in zip(entries, sources, strict=True):
            kept = {k: v for k, v in entry.items() if k not in added}
            assert kept == {renamed.get(k, k): v for k, v in source.items()}


def test_every_step_of_the_law_is_dated_and_rests_on_a_source_of_its_record() -> None:
    legal = script("legal_steps").LEGAL
    made = {r["id"]: r for r in yaml.safe_load((GEODATA / "incidents.yaml").read_text("utf-8"))}
    assert len(legal) >= 7
    for name, steps in legal.items():
        record = made[name]
        published = {s["id"]: str(s["date"]) for s in record["sources"]}
        history = record["legal_history"]
        assert [h["status"] for h in history] == [s.status for s in steps]
        assert [h["date"] for h in history] == sorted(h["date"] for h in history)
        for step in steps:
            assert step.sources
            # A step that no source of its month or later tells of would be a guess.
            newest = max(published[s] for s in step.sources)
            assert newest[: len(step.date)] >= step.date[: len(newest)], (name, step)


def test_no_fact_of_an_asset_is_lost(facts: dict[str, Any]) -> None:
    made = json.loads((GEODATA / "assets.geojson").read_text(encoding="utf-8"))
    assert {k: v for k, v in made["metadata"].items() if k != "licence"} == {
        k: v for k, v in facts["assets"].items() if k != "assets"
    }
    for fact, feature in zip(facts["assets"]["assets"], made["features"], strict=True):
        own = feature["properties"]
        assert (own["asset_id"], own["subtype"]) == (fact["id"], fact["kind"])
        lines = [fact["route"], *(b["route"] for b in fact.get("branches", []))]
        assert feature["geometry"]["coordinates"] == lines
        assert own["landings"] == fact["landing_points"]
        for part, branch in zip(own["parts"][1:], fact.get("branches", []), strict=True):
            assert {k: part[k] for k in ("name", "accuracy_class", "accuracy_km")} == {
                k: v for k, v in branch.items() if k != "route"
            }
        other = {"id", "kind", "route", "branches", "landing_points"}
        for key in set(fact) - other:
            assert own[key] == fact[key], (fact["id"], key)


def test_no_place_is_lost(facts: dict[str, Any]) -> None:
    made = json.loads((GEODATA / "places.geojson").read_text(encoding="utf-8"))["features"]
    want = [(a["lon"], a["lat"], a["name"]) for a in facts["places"]["anchorages"]]
    want += [(p["lon"], p["lat"], p["name"]) for p in facts["places"]["ports"]]
    got = [(*f["geometry"]["coordinates"], f["properties"]["name"]) for f in made]
    assert got == want
    assert len(facts["places"]["anchorages"]) == 143
    assert len(facts["places"]["ports"]) == 306


def test_every_table_row_has_a_published_ground(facts: dict[str, Any]) -> None:
    """A derived window rests on a printed time, a note, or says in t_note why there is none."""
    table = script("make_incidents").TABLE
    for record in facts["incidents"]:
        for number, entry in enumerate(record["assets"]):
            when = table[record["id"], number]
            ground = entry["break_time_utc"] or entry["break_time_note"] or when.t_note
            dated = when.evidence_kind == "day_only" and record["date_utc_start"]
            assert when.t_earliest is None or ground or dated, (record["id"], number)


def test_the_files_of_the_data_name_their_licence() -> None:
    for name in ("assets", "incidents", "places", "coastline"):
        assert (GEODATA / f"LICENSE-{name}.md").stat().st_size > 200
        assert f"LICENSE-{name}.md" in (GEODATA / "README.md").read_text(encoding="utf-8")
