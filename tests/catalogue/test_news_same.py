"""The same cable as before, ships named beside others, and what is of another asset or matter."""

# ruff: noqa: E501  sentences read best on one line

from __future__ import annotations

from typing import Any

import pytest

from baltic.catalogue.news.ships import find_ships
from baltic.catalogue.news.speakers import speaker_of
from baltic.catalogue.news.statements import find_cause
from tests.catalogue.test_news import drafts
from tests.catalogue.test_news_manners import news

CUT = "7 May 2026\n\nNordBalt was cut on 5 May 2026. "


def old(text: str) -> list[dict[str, Any]]:
    return [d for d in drafts(CUT + text) if d["background"]]


@pytest.mark.parametrize(
    "text",
    [
        "It was on 26 January 2025 that this very cable was damaged the last time.",
        "The same interconnector was broken on Christmas Day 2024 by a tanker.",
        "In November 2023 the very same cable was already damaged.",
    ],
)
def test_the_same_cable_is_that_of_the_news(text: str) -> None:
    (case,) = old(text)
    assert [c["asset_id"] for c in case["assets"][0]["candidates"]] == ["nordbalt"]


def test_the_same_pipeline_is_no_cable() -> None:
    found = old("The same pipeline was ruptured on 8 October 2023 by an anchor.")
    assert all("nordbalt" not in str(case["assets"]) for case in found)


def test_it_broke_a_day_before_another() -> None:
    (case,) = old("On 17 November 2024 it was broken a day before C-Lion1 was.")
    assert (case["assets"][0]["asset_id"], case["date_utc_start"]) == ("c-lion1", "2024-11-18")


def roles(text: str) -> dict[str, str]:
    (draft,) = [d for d in drafts(CUT + text) if not d["background"]]
    return {
        s["name"]: s.get("role", "helps")
        for s in (*draft["suspected_vessels"], *draft["other_vessels"])
    }


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("The ship now held at Slite is the tanker Alma, registered in Panama.", "detained"),
        ("The vessel boarded off Hanko was identified as the coaster Alma.", "detained"),
        ("The tanker Alma, which had crossed the cable an hour earlier and whose name was in the first reports of it, was struck from the inquiry.", "cleared"),
        ("The bulk carrier Alma was nowhere near the cable.", "cleared"),
        ("The tanker Alma was near the cable at the time.", "named"),
        ("Police are looking for the tanker Alma.", "suspect"),
    ],
)  # fmt: skip
def test_which_ship_a_word_is_of(told: str, role: str) -> None:
    assert roles(told) == {"Alma": role}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('Two ships, the MV Alma and the "Saar Star", passed.', ["Alma", "Saar Star"]),
        ('The tanker Alma, the "Edda" and a tug passed.', ["Alma", "Edda"]),
        ('The navy and the "Times" spoke of the tanker Alma.', ["Alma"]),
        ('The tanker Alma and "experts" passed.', ["Alma"]),
    ],
)
def test_ships_told_after_one_another(text: str, names: list[str]) -> None:
    assert [s.name for s in find_ships(text)] == names


def test_a_work_boat_helps() -> None:
    text = "With the help of the work boat Alma divers mended the cable."
    (draft,) = news("NordBalt was cut on 3 March 2026. " + text)
    assert [s["name"] for s in draft["other_vessels"]] == ["Alma"]


def test_a_survey_of_another_asset_is_not_of_the_case() -> None:
    text = "\n\nA survey of Balticconnector by the MV Alma is planned."
    assert roles(text) == {}
    assert roles("\n\nA survey of NordBalt by the MV Alma is planned.") == {"Alma": "helps"}


def test_other_news_of_the_hour() -> None:
    text = "Repairs have begun.\n\nOther news of the hour:\n• In Riga the ferry Alma is held\n• Mushrooms are out"
    assert roles(text) == {}


@pytest.mark.parametrize(
    ("said", "by"),
    [
        ("The master called by radio. He is being investigated, but nothing points to intent.", "unknown"),
        ("The minister, Liis Saar, spoke on Friday. She said that an anchor was the cause.", "The minister, Liis Saar"),
    ],
)  # fmt: skip
def test_what_is_done_to_somebody_is_said_by_another(said: str, by: str) -> None:
    (draft,) = news("NordBalt was cut on 3 March 2026. " + said)
    assert draft["attribution_claims"][-1]["by"] == by


@pytest.mark.parametrize(
    ("said", "goes_on"),
    [
        ("The owner says that the anchor was lost in the Skagerrak and that it has nothing to do with any cable.", True),
        ("A data cable in the Red Sea was cut on Monday, too.", False),
    ],
)  # fmt: skip
def test_a_sea_in_which_no_cable_lies_moves_no_case(said: str, goes_on: bool) -> None:
    told = roles(said + " The coaster Alma was ruled out by the coast guard.")
    assert (told == {"Alma": "cleared"}) is goes_on


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (
            "The tanker Alma was ruled out: she passed far off, and her anchors are in order.",
            "damage",
        ),
        ("Her papers were in good order, the coast guard said.", "damage"),
        ("Divers went down; the cable is in good order.", "no_damage"),
    ],
)
def test_what_is_in_order_on_a_ship_is_no_cable(told: str, kind: str) -> None:
    (draft,) = news("A break of the NordBalt cable was reported on 5 March 2026. " + told)
    assert draft["record_type"] == kind


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ('The owner of the "Saar Star" tells us that an anchor was lost.', "The owner of the Saar Star"),
        ('The captain of the "Edda" said the anchor was stowed.', "The captain of the Edda"),
        ('"The anchor was stowed," said Captain Ann Lee.', "Captain Ann Lee"),
    ],
)  # fmt: skip
def test_a_name_in_marks_is_no_quotation(text: str, by: str) -> None:
    assert speaker_of(text) == by


def test_a_ship_in_marks_is_ruled_out() -> None:
    told = roles('The coast guard says the reefer "Alma Borealis" has been ruled out.')
    assert told == {"Alma Borealis": "cleared"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The ship passed far off, and her anchors are in order.", None),
        (
            "The owner says that the anchor was lost in heavy weather in the Skagerrak last autumn.",
            None,
        ),
        ("Weather: south-west, seven metres a second, waves of a metre and a half.", None),
        ("Where it is soft a large anchor will go through a metre of it.", None),
        ("The anchor was lost where the cable broke, which an anchor had cut.", "anchor"),
        ("Waves had rolled away the stones, and it chafed through.", "weather"),
        ("It was cut by an anchor, and the crew will be heard.", "anchor"),
    ],
)
def test_anchors_and_waves_that_broke_nothing(text: str, label: str | None) -> None:
    found = find_cause(text)
    assert (found and found[0]) == label
