"""How insurers, traders, magazines, courts and live blogs tell of damage, days and repairs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.catalogue.test_news import drafts
from tests.catalogue.test_news_speakers import CUT, only

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


@pytest.mark.parametrize(
    "told",
    [
        "On 9 June a freighter dropped anchor right on top of C-Lion1, a cable.\n\nThe"
        " patrol ship Alma was sent.\n\nThe cable was not damaged.",
        "Freighter anchored above the C-Lion1 cable - all clear\n\nPolice were called on 9 June."
        " The cable was not damaged.",
        "On 9 June a tanker dragged its anchor close to C-Lion1, a data cable. Cinia measured all"
        " fibres. The cable is intact.",
        "On 9 June a coaster let go an anchor right beside the EstLink 1 power cable. Fingrid"
        " reports that the cable has not been damaged.",
        "A bulker's anchor came down 40 metres from Balticconnector on 9 June. The pipeline was not"
        " harmed.",
    ],
)
def test_an_anchor_that_came_down_beside_an_asset_that_is_whole(told: str) -> None:
    (draft,) = news(told)
    assert (draft["record_type"], draft["date_utc_start"]) == ("no_damage", "2025-06-09")


@pytest.mark.parametrize(
    "told",
    [
        "On 9 June divers inspected the C-Lion1 cable for its owner. The cable was not damaged.",
        "On 9 June a ferry that passes over C-Lion1 lay at anchor. The cable was not hurt.",
        "In an exercise on 9 June a tug anchored on top of C-Lion1. The cable was not damaged.",
    ],
)
def test_no_alarm_without_an_anchor_there(told: str) -> None:
    assert not news(told)


LIKE = (
    'A senator spoke on Monday of "those who draw inspiration from {}" as those who cut it.',
    "The line may have been sabotaged by people inspired by {}, said a senator.",
    "A senator called the damage reminiscent of {}.",
    "It was cut in the manner of {}, a senator said.",
    "The damage brings back memories of {}, a senator said.",
    "The damage reminds a senator of {}.",
)


@pytest.mark.parametrize("told", LIKE)
@pytest.mark.parametrize("name", ["Nord Stream", "the Balticconnector pipeline"])
def test_what_damage_is_likened_to_is_no_case_of_its_own(told: str, name: str) -> None:
    found = drafts(f"The C-Lion1 cable was cut on 9 June.\n\n{told.format(name)}", DAY)
    assert [draft["assets"][0]["asset_id"] for draft in found] == ["c-lion1"]


def test_a_case_that_damage_is_likened_to_with_its_day_is_recalled() -> None:
    told = "The damage is reminiscent of that to Balticconnector, which broke on 8 October 2023."
    found = drafts(f"The C-Lion1 cable was cut on 9 June.\n\n{told}", DAY)
    assert [(d["date_utc_start"], d["background"]) for d in found] == [
        ("2025-06-09", False),
        ("2023-10-08", True),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "On Monday an excavator met half of a cable on the beach. By the evening two men had joined"
        " the Hou-Sælvig line together again.",
        "On Monday the island lost its calls. By the evening jointers had spliced Hou-Sælvig, the"
        " cable to the island, back together.",
        "On Monday the screens went blank. The Hou-Sælvig cable was repaired in the evening.",
    ],
)
@pytest.mark.parametrize("other", ["", "The C-Lion1 cable was cut on Saturday.\n\n"])
def test_an_asset_that_was_mended_was_broken(other: str, told: str) -> None:
    text = f"Bad luck on the bottom of the sea\n\nTwo men had work.\n\n{other}{told}"
    assets = [draft["assets"][0]["asset_id"] for draft in news(text)]
    assert assets == [*(["c-lion1"] if other else []), "hou-saelvig"]


@pytest.mark.parametrize(
    "told",
    [
        "The Hou-Sælvig cable was repaired last year.",
        "Since the Hou-Sælvig cable was repaired in 2019, the island has been calm.",
        "The Hou-Sælvig cable is being repaired as planned every spring.",
        "A ship will mend the Hou-Sælvig cable if it ever fails.",
        "The owner of the Hou-Sælvig cable, which has been restored to the list, was there.",
    ],
)
def test_an_old_repair_is_no_case(told: str) -> None:
    text = f"Bad luck\n\nTwo men had work.\n\nThe C-Lion1 cable was cut on Saturday.\n\n{told}"
    assert [draft["assets"][0]["asset_id"] for draft in news(text)] == ["c-lion1"]


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("Litgrid has reserved a laying vessel from the beginning of June.", "planned"),
        ("The operator had secured a jointing barge for the week after next.", "planned"),
        ("The owner has ordered a ship for the week after next.", "planned"),
        ("The repairing starts after the investigation, at the turn of the month.", "planned"),
        ("Splicing begins once the wind drops.", "planned"),
        ("A repair barge comes from Ystad next Tuesday if the wind stays low.", "planned"),
        ("A cable ship leaves Calais on Friday.", "planned"),
        ("The damaged section is to be renewed in February.", "planned"),
        ("Its owner reckons with the end of June.", "planned"),
        ("It is going to be out of use for a good while.", "planned"),
        ("A cable ship, the Alma, hired under a standby contract signed in spring with its owner,"
         " arrived on Tuesday and is at it right now.", "under way"),
        ("Jointers are at it day and night.", "under way"),
        ("One end of the cable is already on deck.", "under way"),
        ("Its owners had the link running again by Friday.", "completed"),
        ("Litgrid has the cable back in service.", "completed"),
        ("It was back just before midnight at its full 700 MW.", "completed"),
        ("NordBalt came back at full power on Wednesday.", "completed"),
        ("Control card replaced, done and dusted.", "completed"),
        ("The burnt board was swapped out and the link restarted at noon.", "completed"),
        ("By Wednesday two men had joined the cable together again.", "completed"),
        ("Data flows through it as before the break.", "completed"),
        ("Power is being transmitted once again.", "completed"),
        ("There will be no mending of it as long as the ice lies.", "not begun"),
        ("No splicing is possible while the storm lasts.", "not begun"),
        ("Repairs are on hold until the police have done with the place.", "not begun"),
    ],
)  # fmt: skip
def test_how_trades_tell_of_a_repair(told: str, state: str) -> None:
    assert only(f"{CUT} {told}")["repair_status"] == state


@pytest.mark.parametrize(
    "told",
    [
        "The ship was back in port by Wednesday.",
        "Its owner has reserved judgement on the ship.",
        "The owner has ordered an inquiry into the ship.",
        "The captain is at it again, the police said.",
        "The hearing starts after the summer.",
        "A patrol ship leaves Karlskrona on Friday to guard the place.",
        "The police reckon with the end of the inquiry in June.",
        "The captain was replaced, his company said.",
        "Data flows through another cable.",
        "There will be no comment on the ship as long as the inquiry lasts.",
    ],
)
def test_what_is_no_repair(told: str) -> None:
    assert only(f"{CUT} {told}")["repair_status"] == "unknown"


def test_what_a_circular_reminds_its_readers_of_is_of_no_case() -> None:
    told = "Members are reminded that an anchor let go in an area of cables voids their cover."
    draft = only(f"{CUT}\n\n{told}")
    assert (draft["cause_claimed"], draft["attribution_claims"]) == ("unknown", [])


def test_the_day_at_the_head_of_a_long_paragraph() -> None:
    told = (
        "File 8. Kattegat, 3 March 2025. A trawler came fast. Her crew hauled. They hauled on."
        " Something broke. It was Danica North, a cable that was cut."
    )
    assert days_of(told, date(2026, 1, 12)) == ["2025-03-03"]
