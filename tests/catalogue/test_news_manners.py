"""How insurers, traders, magazines, courts and live blogs tell of damage, days and repairs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.catalogue.test_news import drafts

DAY = date(2025, 6, 11)  # a Wednesday


def news(text: str, day: date | None = DAY) -> list[dict[str, Any]]:
    return [draft for draft in drafts(text, day) if not draft["background"]]


def days_of(text: str, day: date | None = DAY) -> list[str | None]:
    return [draft["date_utc_start"] for draft in news(text, day)]


@pytest.mark.parametrize(
    "told",
    [
        "On 9 June a coaster's anchor fouled EstLink 1, which faulted to earth.",
        "EstLink 1 faulted on 9 June.",
        "A floe scraped over C-Lion1 on 9 June.",
        "On 9 June an ice keel scoured across the Botnia cable.",
        "In the evening of 9 June the light in the C-Lion1 cable went out.",
        "On 9 June her crew pulled until something yielded. What gave was C-Lion1, a data cable.",
        "On 9 June the fibre from Läsö over to Varberg was lost.",
        "EstLink 1 came off at 04:20 UTC on 9 June after a control system failure.",
        "EstLink 2 dropped off the grid on 9 June.",
        "NordBalt gave way on 9 June.",
    ],
)
def test_damage_in_the_words_of_a_trade(told: str) -> None:
    (draft,) = news(told)
    assert (draft["record_type"], draft["date_utc_start"]) == ("damage", "2025-06-09")


@pytest.mark.parametrize(
    "told",
    [
        "On 9 June a ferry passed over C-Lion1; in places ice scrapes the bottom.",
        "On 9 June the lights in the office of EstLink 2 stayed on.",
        "On 9 June a discount of five per cent came off the price of power over EstLink 1.",
        "On 9 June the owner of NordBalt gave a lecture.",
        "On 9 June the hull of a tug was fouled with mussels while it surveyed C-Lion1.",
        "Members are reminded that a master who hooks a cable in the Baltic must never cut it.",
        "Never attempt to lift, pull or cut a Baltic cable.",
    ],
)
def test_no_damage_in_such_words(told: str) -> None:
    assert not drafts(told, DAY)


@pytest.mark.parametrize(
    "told",
    [
        "A mate was on watch when EstLink 1 was broken. The story goes back to 3 March 2025.",
        "EstLink 1 was broken by a coaster, a court in Tallinn found. The case dates from 3 March.",
        "An owner pays for EstLink 1, which a coaster broke. The incident dates back to 3 March.",
        "File 25/7. On 3 March 2025 a coaster lay off Porkkala. She dragged. Her anchor broke"
        " EstLink 1.",
        "File 25/8. Gulf of Finland, 3 March 2025. A coaster dragged. Her anchor broke EstLink 1.",
    ],
)
def test_the_day_of_a_case_that_is_told_later(told: str) -> None:
    assert days_of(told, date(2026, 1, 12)) == ["2025-03-03"]


@pytest.mark.parametrize(
    "told",
    [
        "EstLink 1 was broken. The company goes back to 3 March 1998.",
        "EstLink 1 was broken. On 3 March 2020 its owner had opened an office in Tallinn.",
        "3 March 2025.\n\nEstLink 1 was broken by an anchor.",
    ],
)
def test_no_day_of_another_matter(told: str) -> None:
    assert days_of(told, date(2026, 1, 12)) == [None]


@pytest.mark.parametrize(
    "asked",
    [
        "When did it happen?\nMonday, at 3 a.m. or a little later.",
        "When was it cut?\nOn Monday.",
        "When did the cable fail?\n\nIn the early hours of 9 June, during a storm.",
        "And when was that? Monday, says the operator, after midnight.",
    ],
)
def test_the_day_that_is_asked_for(asked: str) -> None:
    text = f"The EstLink 1 cable has been cut in the Baltic.\n\n{asked}\n\nWho did it?"
    assert days_of(text) == ["2025-06-09"]


@pytest.mark.parametrize(
    "asked",
    [
        "When will it be mended?\nOn Monday.",
        "When did the minister speak?\nOn Monday.",
        "When is the next hearing?\nMonday, at 3 p.m.",
        "Who did it?\nOn Monday, nobody knew.",
    ],
)
def test_a_day_that_is_asked_for_of_something_else(asked: str) -> None:
    assert days_of(f"The EstLink 1 cable has been cut in the Baltic Sea.\n\n{asked}") == [None]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("at 18:07 EEST Mon", "2025-06-09"),
        ("on Mon", "2025-06-09"),
        ("on Tue night", "2025-06-10"),
        ("at 02:10 UTC Sun", "2025-06-08"),
        ("at 18:07 Thurs", "2025-06-05"),
        ("on Mon 9 June", "2025-06-09"),
    ],
)
def test_days_of_the_week_cut_short(words: str, first: str) -> None:
    assert days_of(f"EstLink 1 tripped {words} and is out of service.") == [first]


@pytest.mark.parametrize("words", ["as the Sun shone", "on Fridtjof's word", "under the sat nav"])
def test_words_that_look_like_days(words: str) -> None:
    assert days_of(f"EstLink 1 tripped {words} and is out of service.") == [None]
