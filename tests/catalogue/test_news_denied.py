"""What a text denies: damage, causes, the part of a ship; and who it is that denies it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from baltic.catalogue.news.damage import damage_word
from baltic.catalogue.news.denying import not_spared
from baltic.catalogue.news.hulls import numbers_of
from baltic.catalogue.news.mentions import find_mentions
from baltic.catalogue.news.sentences import Sentence
from baltic.catalogue.news.speakers import speaker_of
from baltic.catalogue.news.statements import find_cause, find_statements
from tests.catalogue.test_news import drafts, shipped
from tests.catalogue.test_news_times import DAY, only

CUT = "The EstLink 1 cable was cut on 9 June."


def ships(text: str) -> dict[str, str]:
    return {ship["name"]: ship["role"] for ship in only(text)["suspected_vessels"]}


@pytest.mark.parametrize(
    "text",
    [
        "EstLink 1 was never damaged on 9 June, Elering said, rejecting reports that the ship Alma "
        "had torn it.",
        "An earlier text said that the ship Alma had cut the EstLink 1 cable on 9 June. In fact no "
        "cable was cut.",
        "Divers found on 9 June that no cable had been severed, contrary to reports on EstLink 1.",
        "Contrary to media reports, the C-Lion1 cable was not damaged on 9 June.",
        "C-Lion1 was cut on 9 June, the radio said. No link was damaged, the navy now says.",
    ],
)
def test_damage_that_a_text_denies_is_none(text: str) -> None:
    draft = only(text)
    assert draft["record_type"] == "no_damage"
    assert [entry["damaged"] for entry in draft["assets"]] == [False]
    assert [entry["t_earliest"] for entry in draft["assets"]] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "The report that NordBalt was cut on Sunday is wrong; the cable was never damaged.",
        "It is not true that the C-Lion1 cable was cut on 9 June, Cinia said.",
        "Cinia denies that the C-Lion1 cable was cut on 9 June.",
        "The Balticconnector pipeline did not leak on 9 June, Gasgrid said; a sensor failed.",
    ],
)
def test_what_is_called_wrong_is_no_incident(text: str) -> None:
    assert all(draft["record_type"] == "no_damage" for draft in drafts(text, DAY))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "EstLink 1 went offline on 9 June because of a failed transformer at Harku. The cable "
            "has not been damaged.",
            "not_at_sea",
        ),
        ("EstLink 1 tripped on 9 June, but the cable was not damaged, Elering said.", "no_damage"),
        ("EstLink 1 tripped on 9 June. No damage to the cable was found.", "no_damage"),
    ],
)
def test_an_outage_without_damage_keeps_its_day(text: str, kind: str) -> None:
    draft = only(text)
    (entry,) = draft["assets"]
    assert (draft["record_type"], entry["damaged"]) == (kind, False)
    assert draft["date_utc_start"] == "2025-06-09"


@pytest.mark.parametrize(
    "text",
    [
        f"{CUT} The cable was not cut by an anchor, police said.",
        f"{CUT} The other cable, EstLink 2, was not damaged.",
        f"{CUT} No other cables were damaged.",
        f"{CUT} No cables were damaged in Swedish waters.",
        "Russia denied reports that its tanker Alma cut the EstLink 1 cable on 9 June.",
        "EstLink 2 was not damaged, but EstLink 1 was cut on 9 June.",
        "EstLink 2 is intact, but EstLink 1 was cut on 9 June.",
    ],
)
def test_a_denial_of_something_else_leaves_the_damage(text: str) -> None:
    draft = only(text)
    assert draft["record_type"] == "damage"
    assert [(e["asset_id"], e["damaged"]) for e in draft["assets"]] == [("estlink-1", True)]


def test_assets_that_their_clause_spares() -> None:
    text = "EstLink 1 and EstLink 2 were cut, but C-Lion1 was not damaged."
    told = find_mentions(text, shipped().names)
    assert [m.ids[0] for m in not_spared(text, told)] == ["estlink-1", "estlink-2"]
    assert not_spared("EstLink 1 was cut.", told[:1]) == told[:1]
    assert damage_word("On 3 May the cable failed.") is not None


@pytest.mark.parametrize(
    "text",
    [
        "The owner said that her anchor was never down.",
        "Prosecutors said the anchor was found on board.",
        "The anchors of the ship were both in their places.",
        "The operator denied rumours that a trawler had snagged it with its gear.",
        "It rejected reports that the crew of a ship had found an anchor beside the cable.",
    ],
)
def test_a_cause_that_its_sentence_denies_is_none(text: str) -> None:
    assert find_cause(text) is None


def test_an_anchor_said_never_to_be_down_is_denied_by_who_says_so() -> None:
    (said,) = find_statements("The owner of the tanker Alma said its anchor was never down.")
    assert (said.by, said.stance) == ("The owner of the tanker Alma", "denies")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Charges against the master of the tanker Alma were dropped on Tuesday.", "cleared"),
        ("Prosecutors dropped the charges against the captain of the tanker Alma.", "cleared"),
        ("The tanker Alma, at first held for questioning, was let go.", "detained"),
        ('The tanker Alma "had no part in it", prosecutor Mari Saar said.', "cleared"),
        ("The tanker Alma did not cause the break, Finnish police said.", "cleared"),
        ("The tanker Alma did not cause the break, its owner said.", "named"),
        ("Its owner rejected reports that the tanker Alma had dragged its anchor.", "named"),
        ("Prosecutors have not dropped charges against the captain of the tanker Alma.", "charged"),
        ("The tanker Alma has not been cleared, police said.", "named"),
        ("The tanker Alma was detained by the coast guard.", "detained"),
    ],
)
def test_a_ship_that_was_cleared(text: str, role: str) -> None:
    assert ships(f"{CUT} {text}") == {"Alma": role}


def test_the_legal_state_is_that_of_the_ship_still_held() -> None:
    text = (
        f"{CUT} Police have seized the tanker Alma. A second ship, the bulk carrier Saar Star, "
        "was stopped but was released after its anchors were found in place."
    )
    assert "Alma" in only(text)["legal_status"]
    assert ships(text) == {"Alma": "detained", "Saar Star": "cleared"}


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("The tanker did not touch it, Finnish police said.", "Finnish police"),
        ('"It was far away," said the owner of the ship Alma, Ann Lee.', None),
        ("Police at first suspected the tanker, it is told.", "Police"),
        ("Its owner, Marlin Ltd of Piraeus, denies this.", "Its owner, Marlin Ltd of Piraeus"),
    ],
)
def test_who_denies(text: str, by: str | None) -> None:
    found = find_statements(text)
    assert (found[0].by if found else speaker_of(text)) == (
        by or "the owner of the ship Alma, Ann Lee"
    )


def test_the_owner_of_a_ship_is_no_operator_of_a_cable() -> None:
    text = (
        "The C-Lion1 cable was cut on 9 June, Cinia said. Police suspect the tanker Alma of it. "
        "Its owner denies this."
    )
    said = [c["by"] for c in only(text)["attribution_claims"] if c["stance"] == "denies"]
    assert said == ["Its owner"]


def test_who_is_said_not_to_be_suspected_is_not_accused() -> None:
    assert find_statements("Police said that it was not suspected of anything.") == []
    assert find_statements("Police said that it was suspected of it.")[0].stance == "claims"


@pytest.mark.parametrize(
    ("text", "asset"),
    [
        (
            "The skipper of the coaster Alma was sentenced on Monday for dragging its anchor "
            "across the C-Lion1 cable on 12 May.",
            "c-lion1",
        ),
        (
            "A court dismissed all charges on Monday against the mates of the tanker Alma, which "
            "prosecutors said dragged her anchor over the LVRTC cable on 12 May.",
            "sweden-latvia-lvrtc",
        ),
    ],
)
def test_what_a_court_tells_of_an_anchor(text: str, asset: str) -> None:
    draft = only(text)
    assert draft["assets"][0]["asset_id"] == asset
    assert draft["date_utc_start"] == "2025-05-12"


def test_an_anchor_beside_a_cable_is_no_damage() -> None:
    for where in ("the seabed near the C-Lion1 cable", "the C-Lion1 cable"):
        assert drafts(f"The tanker Alma dragged its anchor across {where} on 9 June.", DAY) == []


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Power was restored at 19:45 by the local plant.", "unknown"),
        ("Electricity has been restored through the other link.", "unknown"),
        ("Repairs to the cable, which was 2 cm thick, were completed on Tuesday.", "completed"),
    ],
)
def test_power_on_shore_is_no_repair(text: str, state: str) -> None:
    assert only(f"{CUT} {text}")["repair_status"] == state


def test_numbers_of_ships_are_kept() -> None:
    text = (
        f"{CUT} Police boarded the tanker Alma (IMO number 9074729, MMSI: 230123450) and the "
        "freighter Saar Star (IMO 9074728)."
    )
    kept: list[dict[str, Any]] = [
        {k: v for k, v in ship.items() if k in ("imo", "mmsi", "imo_as_told")}
        for ship in only(text)["suspected_vessels"]
    ]
    assert kept == [{"imo": 9074729, "mmsi": 230123450}, {"imo_as_told": 9074728}]
    none = [Sentence(0, 9, "Alma and Bora (IMO 9074729).", 0, False, False)]
    assert numbers_of("Alma", none, ["Alma", "Bora"]) == {}


HOSTILE = (
    "between 1 May and 2 May ",
    "was last seen in order at ",
    "when did it ",
    "denied reports that ",
    "EstLink 2 at 10:15 UTC on 2 May, ",
    "charges against a, b, ",
    "anchor was not ever ",
    "no cable was in fact ",
    "dragged its anchor over a b c ",
    "reminiscent of EstLink 2 ",
    "the crew of the cable ship, ",
    "they had the cable joined ",
)


@pytest.mark.parametrize(
    "piece", [*HOSTILE[:3], *(pytest.param(p, marks=pytest.mark.slow) for p in HOSTILE[3:])]
)
def test_hostile_repeats_are_read_in_time(piece: str) -> None:
    text = f"{CUT} " + piece * (20_000 // len(piece))
    begin = time.process_time()
    drafts(text, DAY)
    assert time.process_time() - begin < 10
