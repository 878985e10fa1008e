"""The ranking of a draft says that it is one, and what of it no person has confirmed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from baltic.ais import AisData
from baltic.catalogue import Incident
from baltic.engine import investigate
from baltic.engine.unconfirmed import unconfirmed_notes

WHEN = "2024-12-25T10:26:00Z"
ENTRY = {"asset_id": ["estlink-2", "estlink-1"], "name": "EstLink", "t_earliest": WHEN,
         "t_latest": WHEN}  # fmt: skip


def record(entry: dict[str, Any] | None = None, **fields: Any) -> Incident:
    return Incident(**{"id": "mine", "assets": [{**ENTRY, **(entry or {})}], **fields})


def test_a_draft_names_what_is_to_be_confirmed() -> None:
    unconfirmed = ["repair_status", "assets[0].asset_id", "assets[0].t_earliest", "assets[7].lon"]
    (note,) = unconfirmed_notes(record(record_status="draft", unconfirmed=unconfirmed))
    assert "the record mine is a draft" in note
    assert "which asset failed (EstLink, assets[0].asset_id)" in note
    assert "when it failed (EstLink, assets[0].t_earliest)" in note
    assert "repair_status" not in note and "assets[7]" not in note


def test_a_draft_without_doubtful_fields_is_a_draft_all_the_same() -> None:
    (note,) = unconfirmed_notes(record(record_status="draft"))
    assert "no person has confirmed it" in note


def test_a_confirmed_record_has_no_note() -> None:
    assert unconfirmed_notes(record()) == []


def test_a_misspelt_field_that_would_count_is_noted() -> None:
    (note,) = unconfirmed_notes(record({"t_sd": 30}, own="x"))
    assert note.endswith("assets[0].t_sd is no known field and is not used, did you mean t_sd_s?")


def test_the_note_stands_in_the_document() -> None:
    t = pd.to_datetime(["2024-12-25T08:00Z", "2024-12-25T08:10Z"])
    table = pd.DataFrame({"mmsi": 230000001, "t": t, "lon": [25, 25.01], "lat": 59.9})
    draft = record(record_status="draft", unconfirmed=["assets[0].t_earliest"])
    notes = investigate(draft, AisData.of(table)).document()["notes"]
    assert "is a draft" in notes[0] and "assets[0].t_earliest" in notes[0]
