"""Whose view a clause is: by any verb, before a colon, behind a passive, before a quotation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baltic.catalogue.news import extract_incidents
from baltic.catalogue.news.speakers import speaker_of
from baltic.catalogue.news.statements import find_statements


@pytest.mark.parametrize(
    ("sentence", "by"),
    [
        ("The Danish Navy, for what it is worth, agrees with him that fishing gear did it.",
         "The Danish Navy"),
        ("Sami Rauta, who leads the inquiry, is certain: the vessel's anchor did it.",
         "Sami Rauta"),
        ("Elering's investigation points to insulation failure in a joint.", "Elering"),
        ("In Salmi's submission the ship dragged her anchor for eleven hours.", "Salmi"),
        ("Asked who was right, the prosecutor said an anchor did it.", "the prosecutor"),
        ("According to its managing director, Ann Lee, the cable was caught by a trawl.",
         "its managing director, Ann Lee"),
        ("The ship that dragged its anchor that night lay off Porkkala.", None),
    ],
)  # fmt: skip
def test_who_holds_a_view(sentence: str, by: str | None) -> None:
    assert speaker_of(sentence) == by


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("The charge was disputed by defence counsel Hanna Vire.",
         ("defence counsel Hanna Vire", "denies")),
        ("The navy of Latvia says no Russian vessel had anything to do with it.",
         ("The navy of Latvia", "denies")),
        ("The captain told the court that he had felt nothing.", ("The captain", "denies")),
        ("The police say that they regard third-party involvement as improbable.",
         ("The police", "doubts")),
        ("There is, the minister noted, not a single finding that shows intent.",
         ("the minister", "doubts")),
    ],
)  # fmt: skip
def test_what_is_not_so_and_by_whom(sentence: str, said: tuple[str, str]) -> None:
    assert said in [(s.by, s.stance) for s in find_statements(sentence)]


def _draft(text: str) -> dict[str, Any]:
    return extract_incidents(text, published=date(2025, 6, 12)).drafts[0]


def _claims(text: str) -> list[tuple[str, str]]:
    return [(c["by"], c["stance"]) for c in _draft(text)["attribution_claims"]]


def test_a_quotation_is_of_whom_the_sentence_before_brings_in() -> None:
    text = (
        "The EstLink 2 cable was cut on 9 June. Commander Disa Wrede is sceptical. "
        '"We see no sign that an anchor did this."'
    )
    assert ("Commander Disa Wrede", "doubts") in _claims(text)


def test_the_owner_of_a_ship_denies_what_she_is_said_to_have_done() -> None:
    text = (
        "The EstLink 2 cable was cut on 9 June, and police suspect the tanker Corvina. Her "
        "manager in Dubai, Levant Crown, was asked about the tanker. "
        '"At no time was an anchor used," Levant Crown wrote.'
    )
    assert ("Levant Crown", "denies") in _claims(text)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("Work cannot start until the ice has gone.", "not begun"),
        ("When it can be mended is anyone's guess.", "not begun"),
        ("Cable ship mobilised.", "planned"),
        ("Spare parts have been ordered.", "planned"),
        ("Jointing is about to begin.", "planned"),
        ("Elering is in the middle of splicing the cable.", "under way"),
        ("A ship is out there now, hauling up the eastern end.", "under way"),
        ("Divers pulled the two ends together on Tuesday.", "completed"),
        ("It is cold.", "unknown"),
    ],
)
def test_states_of_repair_in_plain_words(told: str, status: str) -> None:
    text = f"The EstLink 2 cable was cut on 9 June, Elering said. {told}"
    assert _draft(text)["repair_status"] == status
