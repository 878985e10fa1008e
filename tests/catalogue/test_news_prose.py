"""Prose of wires, operators, courts and digests: what each turn of phrase does to a draft."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baltic.catalogue.news.damage import damage_word
from baltic.catalogue.news.datelines import article_date, article_month
from baltic.catalogue.news.dates import find_dates
from baltic.catalogue.news.lexicon import lexicon
from baltic.catalogue.news.moment import clock_in
from baltic.catalogue.news.sentences import split_sentences
from baltic.catalogue.news.ships import find_ships
from baltic.catalogue.news.speakers import speaker_of
from baltic.catalogue.news.statements import find_cause, find_statements
from tests.catalogue.test_news import drafts, offered

DAY = date(2025, 6, 11)  # a Wednesday


def news(text: str, day: date | None = DAY) -> list[dict[str, Any]]:
    return [draft for draft in drafts(text, day) if not draft["background"]]


def only(text: str, day: date | None = DAY) -> dict[str, Any]:
    (draft,) = news(text, day)
    return draft


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ('"We saw no fault," said its chief engineer, Ann Lee.', "its chief engineer, Ann Lee"),
        ('It was cut," said Ann Lee of the ministry.', "Ann Lee of the ministry"),
        ('"It was cut," the harbour master, Bo Ek, told reporters.', "the harbour master, Bo Ek"),
        ('13:50 The Estonian minister, speaking in Riga: "It was cut."', "The Estonian minister"),
        ("According to inspector Ann Lee the ship is a suspect.", "inspector Ann Lee"),
        ("In the opinion of Fingrid, it was an anchor.", "Fingrid"),
        ("Damage from outside is excluded by both operators.", "both operators"),
        ("We have no reason to suspect anybody, it said.", None),
    ],
)
def test_who_speaks(text: str, by: str | None) -> None:
    assert speaker_of(text) == by


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("No outside interference is suspected.", None),
        ("It tripped because of a faulty valve at the converter station.", "technical"),
        ("Engineers traced the fault to a joint.", "technical"),
        ("One of the two direct-current lines tripped.", None),
        ("Both her anchors were found to be in place and clean.", None),
        ("Samples were taken from the anchors.", None),
        ("It sought shelter from the gale, and its anchor did not hold.", "anchor"),
        ("A storm loosened the anchor.", "weather"),
        ("Police opened an investigation into gross sabotage.", None),
        ("The ice ridge scoured the bottom and broke it.", "weather"),
    ],
)
def test_causes(text: str, label: str | None) -> None:
    found = find_cause(text)
    assert (found and found[0]) == label


@pytest.mark.parametrize(
    ("text", "by", "stance"),
    [
        ('The embassy calls the claim "a fairy tale".', "The embassy", "denies"),
        ("The navy said there was no sign of hybrid activity.", "The navy", "doubts"),
        ("Prosecutors charged the captain with wrecking it.", "Prosecutors", "claims"),
        ('Alma Lines said: "Our ship had nothing to do with any cable."', "Alma Lines", "denies"),
    ],
)
def test_statements(text: str, by: str, stance: str) -> None:
    (said,) = find_statements(text)
    assert (said.by, said.stance) == (by, stance)


@pytest.mark.parametrize(
    ("text", "is_damage"),
    [
        ("Nobody can be behind the interruption of the cable.", True),
        ("The cable has not been touched.", False),
        ("The excavator had gone straight through the cable.", True),
        ("The cable has been down since Monday.", True),
        ("Every time an anchor breaks a cable, the phone rings.", None),
        ("Cuts in flows on the link were due to prices.", None),
        ("Contact with the cable from Riga to Gotland had been lost.", True),
    ],
)
def test_words_of_damage(text: str, is_damage: bool | None) -> None:
    found = damage_word(text)
    assert (found and not found[1]) == is_damage


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("on Saturday, 24 May", "2025-05-24"),
        ("on Monday the 2nd", "2025-06-02"),
        ("on 22-May-2025", "2025-05-22"),
    ],
)
def test_one_date(words: str, first: str) -> None:
    (found,) = find_dates(f"It was cut {words}.", DAY)
    assert str(found.first) == first


def test_a_month_gives_a_year_and_no_weekday() -> None:
    by = date(2025, 6, 30)
    found = find_dates("on 4 June and on Sunday", None, by)
    assert [d.first for d in found] == [date(2025, 6, 4), None]
    assert article_month("Monthly note, June 2025\n\nA text.", lexicon().words["damage"]) == by


@pytest.mark.parametrize(
    "text",
    [
        "A\n\nPublished 6.10.2026 at 10:12\n\nText.",
        "THE WEEK (30 September to 6 October 2026)\n\nText.",
        "Title\n\n" + "Text of the body.\n\n" * 60 + "Tuesday, 6 October 2026 | The Paper",
    ],
)
def test_days_of_a_text(text: str) -> None:
    found = article_date(text, lexicon().words["damage"])
    assert found and found.first == date(2026, 10, 6)


def test_clock_of_an_afternoon_and_of_a_notice() -> None:
    found = clock_in("Lost just after 3.20 in the afternoon Finnish time.", DAY)
    assert found and found[0].isoformat()[:16] == "2025-06-11T12:20"
    found = clock_in("Message: 05:31 CEST. Event start: 11.06.2025 03:47 CEST", DAY)
    assert found and found[0].isoformat()[:16] == "2025-06-11T01:47"


def test_datelines_without_a_city() -> None:
    texts = [s.text for s in split_sentences("Dec 31 (Wire) - Two cables failed.")]
    assert texts == ["Dec 31 (Wire)", "Two cables failed."]


def test_an_operators_notice() -> None:
    draft = only(
        "UNAVAILABILITY\nMessage version: 3\nPublisher: Fingrid\nPublished: 10.6.2025 11:05\n\n"
        "Type: Unplanned\nReason: Failure\nEvent start: 9.6.2025 03:47 CEST\n"
        "Event stop: 18.6.2025 18:00 CEST\n\nAsset: EstLink 2\nCapacity: 650 MW\n\n"
        "Remarks:\nLink tripped. Trip caused by a coolant leak in the valve hall.",
        None,
    )
    assert offered(draft) == ["estlink-2"] and draft["date_utc_start"] == "2025-06-09"
    assert draft["assets"][0]["t_earliest"] == "2025-06-09T01:47:00Z"
    assert "coolant" in draft["cause_claimed"]


def test_one_of_two_links_is_one() -> None:
    draft = only("EstLink 1, the smaller of two subsea links to Finland, tripped on Monday.")
    assert [entry["asset_id"] for entry in draft["assets"]] == ["estlink-1"]


def test_another_cable_between_other_ends() -> None:
    draft = only(
        "Arelion said its own cable between Estonia and Finland, and another between Sweden and "
        "Estonia, had been damaged on Monday."
    )
    assert [entry["asset_id"] for entry in draft["assets"]] == [["eesf-2", "eesf-3"], "ee-s-1"]


def test_a_court_makes_an_old_case_news() -> None:
    text = (
        "The master of the tanker Alma was acquitted on Tuesday. Prosecutors had said that his "
        "anchor cut the EstLink 1 cable on 11 January. The court accepted that the anchor did it."
    )
    draft = only(text)
    assert draft["date_utc_start"] == "2025-01-11" and offered(draft) == ["estlink-1"]
    assert draft["suspected_vessels"][0] == {
        "name": "Alma", "role": "acquitted", "type": "tanker", "flag": None,
    }  # fmt: skip


def test_old_cases_of_a_law_are_no_news() -> None:
    assert not news(
        "Parliament passed the cable protection act on Tuesday. It lets the navy stop ships. The "
        "act sets fines. The opposition asked for more. EstLink 2 was cut in December 2024. "
        "The minister thanked all."
    )


def test_an_exercise_that_says_so_is_no_news() -> None:
    assert not news(
        "At six the alarm came in: the power cable EstLink 1 was dead.\n\n"
        "None of it was real. The exercise ended on Friday."
    )


def test_links_to_other_texts_are_no_news() -> None:
    assert not news(
        "Ferry breaks down\n\nThe ferry to Gotland was late on Monday. Nobody was hurt.\n\n"
        "Analysis: what was learned from the EstLink 2 damage\n\nMore news"
    )


def test_days_to_come_date_no_damage() -> None:
    draft = only(
        "The sea cable to Bornholm failed three weeks ago and will be connected again on 12 June. "
        "It happened on 21 May."
    )
    assert draft["date_utc_start"] == "2025-05-21"


def test_the_day_told_before_the_damage() -> None:
    draft = only(
        "The first case came last Wednesday. Around noon the SwePol Link was ripped out of its "
        "trench."
    )
    assert draft["date_utc_start"] == "2025-06-04"
    read = next(f for f in draft["extraction"]["fields"] if f["field"] == "date_utc_start")
    assert read["confidence"] == 0.6 and read["evidence"][0]["sentence"].startswith("The first")


def test_hours_after_a_break_are_its_day() -> None:
    draft = only(
        "Border guards boarded a tanker on Tuesday, hours after EstLink 2 dropped out of service."
    )
    assert draft["date_utc_start"] == "2025-06-10"


def test_cases_without_a_connection_are_two() -> None:
    text = (
        "Two unrelated incidents troubled the islands.\n\nOn Tuesday SwePol Link tripped.\n\n"
        "On Sunday the NordBalt link failed."
    )
    assert sorted(i for d in news(text) for i in offered(d)) == ["nordbalt", "swepol"]


def test_a_clock_told_in_another_sentence() -> None:
    draft = only(
        "The EstLink 1 cable was cut on Monday. The authority put the time at 0905 UTC and warned "
        "ships."
    )
    assert draft["assets"][0]["t_earliest"] == "2025-06-09T09:05:00Z"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Splicing began on Tuesday. The owner expects the work to end soon.", "under way"),
        ("Technicians had the cable mended on Tuesday.", "completed"),
        ("A date for repairs has not been announced.", "not begun"),
        ("The earlier break of 2022 was repaired after a month.", "unknown"),
        ("The link is expected back on Sunday.", "planned"),
    ],
)
def test_steps_of_a_repair(text: str, state: str) -> None:
    assert only(f"The EstLink 1 cable was cut on Monday. {text}")["repair_status"] == state


def test_a_false_alarm_has_no_repair_and_its_own_day() -> None:
    draft = only(
        "Operators closed the Baltic Pipe on Monday after an alarm. The pipeline is tight, the "
        "operator said on Tuesday. The earlier leak was repaired."
    )
    assert draft["record_type"] == "no_damage" and draft["date_utc_start"] == "2025-06-09"
    assert draft["repair_status"] == "unknown"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Officers went aboard the Xin Alma 9 at noon.", ["Xin Alma 9"]),
        ("One of its barges, Alma III, strayed.", ["Alma III"]),
        ("The yacht Sirena af Sibbo called.", ["Sirena af Sibbo"]),
        ("The patrol ship Žiemgalis came.", ["Žiemgalis"]),
        ("A reefer by the name of Alma Star slowed down.", ["Alma Star"]),
        ("Guards boarded the Malta-flagged tanker Alma Star.", ["Alma Star"]),
    ],
)
def test_ships(text: str, names: list[str]) -> None:
    assert [ship.name for ship in find_ships(text)] == names


def test_an_undated_text_is_linked_by_ship_and_asset() -> None:
    text = "The anchor of the tanker Eagle S broke the EstLink 2 cable, police said."
    (draft,) = drafts(text, None)
    assert draft["linked_incidents"] == ["estlink2-eagle-s-2024"]


def test_an_hour_before_dawn_is_no_day_to_come() -> None:
    draft = only(
        "The coast guard boarded a tanker on Tuesday after the EstLink 1 cable stopped working "
        "shortly before dawn on Monday."
    )
    assert draft["date_utc_start"] == "2025-06-09"


def test_a_chain_found_lowered_is_no_idle_anchor() -> None:
    found = find_cause("The anchor chain of the ship was found lowered into the water.")
    assert found and found[0] == "anchor"


def test_what_is_denied_is_no_further_asset() -> None:
    draft = only(
        "Blasts: what we know\n\nOn Monday Nord Stream 1 and 2 were ruptured. Russia denies it "
        "blew up its own pipelines."
    )
    assert len(draft["assets"]) == 1
    assert [c["by"] for c in draft["attribution_claims"]] == ["Russia"]


def test_a_break_is_dated_by_the_day_spoken_of_where_only_its_hour_is_told() -> None:
    draft = only(
        "Dec 31, 2025 (Wire) - Finland seized a cargo vessel on Wednesday suspected of damaging a "
        "telecom cable between Helsinki and Tallinn. The fault was detected at 5 a.m. Finnish "
        "time.",
        None,
    )
    assert draft["date_utc_start"] == "2025-12-31"
    assert draft["assets"][0]["t_earliest"] == "2025-12-31T03:00:00Z"


def test_another_break_of_the_same_cable_is_a_second_event() -> None:
    found = drafts(
        "The Baltika cable was damaged on 7 October 2024. On 8 January 2025, state media reported "
        "another break of the cable.",
        date(2025, 1, 10),
    )
    assert [(offered(d)[0], d["date_utc_start"], d["background"]) for d in found] == [
        ("baltika", "2024-10-07", True),
        ("baltika", "2025-01-08", False),
    ]


def test_a_ship_released_later_and_the_country_named_before() -> None:
    draft = only(
        "A ship seized by Sweden over damage to an undersea cable linking the country to Latvia "
        "on Sunday has been released after police found no crime. The Alma Star did not do it."
        " The tanker Alma Star sailed."
    )
    assert "sweden-latvia-lvrtc" in offered(draft)
    assert [v["role"] for v in draft["suspected_vessels"]] == ["cleared"]


def test_a_raised_digit_is_no_number() -> None:
    assert drafts("The ² cable and 5² cables were cut on Monday, ¹ days ago.", DAY) is not None
