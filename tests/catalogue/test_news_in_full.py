"""Who makes a claim, by the name that a text gives in full, and never a thing."""

from __future__ import annotations

from datetime import date

import pytest

from baltic.catalogue import load_assets
from baltic.catalogue.news import Gazetteer, extract_incidents

GAZETTEER = Gazetteer.of(load_assets())
CUT = "The NordBalt power cable was cut on 10 March 2026. The tanker Bright Sea was near.\n\n"


def claims(text: str) -> set[tuple[str, str]]:
    (draft,) = extract_incidents(
        CUT + text, published=date(2026, 3, 12), assets=GAZETTEER, catalogue={}
    ).drafts
    return {(claim["by"], claim["stance"]) for claim in draft["attribution_claims"]}


@pytest.mark.parametrize(
    ("text", "by", "stance"),
    [
        (
            'Litgrid blames the storm. "It shook itself loose," says project manager Ann Lee.',
            "project manager Ann Lee, Litgrid",
            "claims",
        ),
        (
            "The Prosecutor's Office, through Ann Lee, says that an anchor tore it.",
            "The Prosecutor's Office, Ann Lee",
            "claims",
        ),
        (
            'Spokeswoman Ann Lee to Yle: "There is no sign of sabotage."',
            "Spokeswoman Ann Lee",
            "doubts",
        ),
        (
            'Her skipper, Bo Berg, laughs.\n\n"I was at home. It wasn\'t me."',
            "Her skipper, Bo Berg",
            "denies",
        ),
        (
            "The skipper, 61-year-old Jan B., heard the charges. He did not admit to the act.",
            "The skipper, Jan B.",
            "denies",
        ),
        (
            'Our inspector Ann Lee has been aboard. "I don\'t buy the sabotage story," she says.',
            "inspector Ann Lee",
            "doubts",
        ),
        (
            "Bo Berg was her mate. Berg's story was a different one.",
            "Bo Berg",
            "denies",
        ),
        (
            'The embassy in Vilnius "categorically rejected" the accusation.',
            "The embassy in Vilnius",
            "denies",
        ),
        (
            "At the Transport Agency they do not recognise that description.",
            "the Transport Agency",
            "denies",
        ),
        ("The owner does not dispute this.", "The owner", "claims"),
        ("The fishermen's union is not persuaded.", "The fishermen's union", "doubts"),
        (
            "Her skipper was found guilty of gross negligence by the district court.",
            "the district court",
            "claims",
        ),
        (
            "The Coast Guard put out a statement. They followed the Bright Sea all night and she "
            '"is not connected with the fault in any way".',
            "The Coast Guard",
            "clears",
        ),
        (
            "The State Police informed the ministry that the tanker has no connection with it.",
            "The State Police",
            "clears",
        ),
    ],
)
def test_who_says_it_is_told_in_full(text: str, by: str, stance: str) -> None:
    assert (by, stance) in claims(text)


@pytest.mark.parametrize(
    "text",
    [
        "The two events had nothing to do with each other.",
        "Lots of tweets saying sabotage.",
        "The ministry will give no further comment while the criminal proceedings last.",
        "The prosecutor is looking into a charge of negligent disruption; meanwhile, the tanker is "
        "considered a suspect.",
    ],
)
def test_what_nobody_says_is_no_claim(text: str) -> None:
    assert claims(text) == set()


def test_who_denies_it_for_a_ship_claims_nothing_of_its_anchor() -> None:
    said = claims(
        "Its owner, Alma Lines, denied this. Alma Lines said its anchor was lost in Brazil."
    )
    assert {stance for _, stance in said} == {"denies"}


@pytest.mark.parametrize(
    "who",
    [
        "analyst Ann Lee",
        "Fingrid's director Ann Lee",
        "Fingrid director Ann Lee",
        "minister Ann Lee",
    ],
)
def test_somebody_else_is_not_put_beside_a_body(who: str) -> None:
    said = claims(f'Litgrid blames the storm. "It will take until May," says {who}.')
    assert ("Litgrid", "claims") in said


def test_a_minister_by_a_title_written_large_is_no_body() -> None:
    said = claims(
        'Energy Minister Jonas Kalnas told reporters there was "no evidence" of sabotage. '
        "Litgrid spokesperson Maria Lind said a cable joint was the most likely cause."
    )
    assert said == {
        ("Energy Minister Jonas Kalnas", "doubts"),
        ("Litgrid spokesperson Maria Lind", "claims"),
    }
