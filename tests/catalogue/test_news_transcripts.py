"""Who says it in a transcript, where a label stands before what each one says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baltic.catalogue import load_assets
from baltic.catalogue.news import Gazetteer, extract_incidents
from baltic.catalogue.news.sentences import split_sentences
from baltic.catalogue.news.turns import is_asking, turns_of

GAZETTEER = Gazetteer.of(load_assets())
TALK = """PRESENTER: Good morning. The NordBalt power cable was cut on 10 March 2026. What was it?

HOLM: Litgrid's network chief, Jonas Petrauskas, told me that an anchor tore it.

PRESENTER: On purpose? The Minister of Energy, Rolf Sund, spoke last night.

SUND (recording): This was sabotage. We will say so.

PRESENTER: Sabotage. And what does the ship say?

HOLM: I got the captain on the radio. He said, "My anchors are home."
"""


def claims(text: str) -> set[tuple[str, str]]:
    (draft,) = extract_incidents(
        text, published=date(2026, 3, 12), assets=GAZETTEER, catalogue={}
    ).drafts
    told: list[dict[str, Any]] = draft["attribution_claims"]
    return {(claim["by"], claim["stance"]) for claim in told}


def test_each_says_what_stands_behind_the_own_label() -> None:
    assert claims(TALK) == {
        ("Litgrid's network chief, Jonas Petrauskas", "claims"),
        ("Rolf Sund", "claims"),
        ("the captain", "denies"),
    }


def test_keys_with_values_are_no_transcript() -> None:
    sheet = "Cable: NordBalt.\n\nStatus: cut.\n\nCause: an anchor.\n\nShip: none."
    assert turns_of(split_sentences(sheet)) == {}


@pytest.mark.parametrize(
    ("label", "asks"), [("PRESENTER", True), ("Interviewer", True), ("SUND", False)]
)
def test_who_leads_a_talk_is_told_by_the_label(label: str, asks: bool) -> None:
    assert is_asking(label) is asks
