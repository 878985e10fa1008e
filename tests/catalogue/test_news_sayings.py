"""Whose word it is: behind "according to", before colons, beside a charge that is denied."""

from __future__ import annotations

import pytest

from baltic.catalogue.news.speakers import speaker_of
from baltic.catalogue.news.statements import find_cause, find_statements
from tests.catalogue.test_news_claims import said
from tests.catalogue.test_news_speakers import CUT, only


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "According to the view of the navy an anchor tore it, says Captain Bo Ek.",
            "Captain Bo Ek",
        ),
        ("According to the police it was an anchor, says inspector Ann Lee.", "inspector Ann Lee"),
        ("According to the findings of Litgrid an anchor tore it.", "Litgrid"),
        ("According to the police the captain said that an anchor had slipped.", "the police"),
        ('At 16:20 on 8 October 2024, Police Commissioner Ann Lee: "It was an anchor."',
         "Police Commissioner Ann Lee"),
        ("At 09:05, the navy: an anchor tore it.", "the navy"),
        ('Litgrid, the owner, put it in its own prose: "An anchor tore it."', "Litgrid"),
        ('Litgrid, its owner, has a word for it: "An anchor."', "Litgrid"),
        ("The chairman of the fishermen, Bo Ek, finds that rich: it was an anchor.",
         "The chairman of the fishermen, Bo Ek"),
        ("The prosecution saw negligence.", "The prosecution"),
        ("The court sees no sabotage.", "The court"),
        ("At 16:20 on 8 October 2024, the cable: it lies in mud.", None),
    ],
)  # fmt: skip
def test_who_says_it(text: str, by: str | None) -> None:
    assert speaker_of(text) == by


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Arelion alleges that the skipper cut it with a grinder, which he emphatically denies.",
            {("Arelion", "claims"), ("the skipper", "denies")},
        ),
        (
            "Litgrid claims that the tanker's owner cut corners and its anchor tore it, which the"
            " owner denies.",
            {("Litgrid", "claims"), ("the owner", "denies")},
        ),
        (
            "Litgrid accuses the captain of sabotage, a charge he rejects.",
            {("Litgrid", "claims"), ("the captain", "denies")},
        ),
        (
            "The navy says that a trawler's crew cut it on purpose, something they deny.",
            {("The navy", "claims"), ("a trawler's crew", "denies")},
        ),
        (
            "The chairman of the fishermen, Bo Ek, finds that rich: no boat was out, and the damage"
            " can't be theirs.",
            {("The chairman of the fishermen, Bo Ek", "denies")},
        ),
        ("It cannot have been ours, said the skipper.", {("the skipper", "denies")}),
        (
            "Indications of a deliberate act did not emerge, says press officer Ann Lee.",
            {("press officer Ann Lee", "doubts")},
        ),
        (
            "Signs of sabotage have not been found, the navy said.",
            {("the navy", "doubts")},
        ),
        (
            "Evidence of an attack is lacking, the navy said.",
            {("the navy", "doubts")},
        ),
        (
            'The minister, Ann Lee, told the radio that "a vessel\'s behind this".',
            {("The minister, Ann Lee", "claims")},
        ),
        ("A ship is behind the break, the minister said.", {("the minister", "claims")}),
        ("The prosecution saw negligence.", {("The prosecution", "claims")}),
    ],
)
def test_who_claims_and_who_denies(text: str, claims: set[tuple[str, str]]) -> None:
    assert set(said(text)) == claims


@pytest.mark.parametrize(
    "text",
    [
        "No vessel is behind this, the navy said.",
        "The skipper says that the catch was poor, which he regrets.",
        "The court saw the captain on Monday.",
        "It cannot be hers alone to decide, the minister said.",
        "Signs of a repair have not been found, the navy said.",
    ],
)
def test_who_claims_nothing(text: str) -> None:
    assert not [s for s in find_statements(text) if s.stance in ("claims", "denies")]


@pytest.mark.parametrize(
    "text",
    [
        "Indications of a deliberate act did not emerge.",
        "Traces of an explosion were not found.",
        "Evidence of sabotage is lacking.",
    ],
)
def test_a_cause_of_which_there_is_no_sign(text: str) -> None:
    assert find_cause(text) is None


def test_a_guard_that_informs_puts_the_text_out() -> None:
    text = (
        "THE FINNISH BORDER GUARD INFORMS        12 March 2026\n\nShip brought to port\n\n"
        f"{CUT} Its owner is Litgrid.\n\nIt was observed that the cargo ship ALMA dragged its"
        " anchor over the cable."
    )
    (claim,) = only(text)["attribution_claims"]
    assert claim["by"] == "THE FINNISH BORDER GUARD"
