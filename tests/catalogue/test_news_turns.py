"""Ships, repairs, damage and days in the turns of features, interviews, letters and briefs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.catalogue.news.gathered import Event
from baltic.catalogue.news.repairs import repair_of
from baltic.catalogue.news.sentences import split_sentences
from baltic.catalogue.news.ships import find_ships
from baltic.catalogue.news.statements import find_cause
from baltic.catalogue.news.text import News
from tests.catalogue.test_news import drafts
from tests.catalogue.test_news_speakers import CUT, DAY, only


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("The final splice was made on Wednesday.", "completed"),
        ("A temporary joint was in by Wednesday.", "completed"),
        ("The circuit is live again.", "completed"),
        ("It is being fixed right now.", "under way"),
        ("The cable is now being spliced.", "under way"),
        ("Replacement of the sleeve is in progress.", "under way"),
        ("A dive team from Riga is already at work.", "under way"),
        ("It will not be back before June.", "planned"),
        ("Jointing is to begin in May.", "planned"),
        ("Litgrid is waiting for a spare from Sweden.", "planned"),
        ("The part is to be fitted next week.", "planned"),
        ("Technicians are already digging out the joint, and it should be back soon.", "under way"),
        ("The crew has begun to dig out the bent part.", "under way"),
        ("The card was replaced before the evening.", "completed"),
        ("The island managed without it until the repair was finished.", "completed"),
        ("The island manages without it until the repair is finished.", "planned"),
        ("The island will wait until the repair is done.", "planned"),
        ("No work has been begun.", "not begun"),
        ("No repairs have yet been possible.", "not begun"),
        ("When will the cable be repaired?", "unknown"),
    ],
)
def test_how_a_repair_is_told(told: str, state: str) -> None:
    assert only(f"{CUT} {told}")["repair_status"] == state


@pytest.mark.parametrize(
    "told",
    [
        "Arelion lost the light in all fibres of C-Lion1 on 10 March.",
        "The old C-Lion1 system lost its segment from Hanko to Helsinki on 10 March.",
        "On 10 March the pressure in Balticconnector, which carries gas, had halved.",
        "On 10 March the pressure in Balticconnector slumped.",
        "A dredger put its cutter through NordBalt on 10 March.",
        "On 10 March the tanker crossed C-Lion1; nor was it disputed that the fibres parted.",
    ],
)
def test_damage_without_its_usual_words(told: str) -> None:
    draft = only(told)
    assert (draft["record_type"], draft["date_utc_start"]) == ("damage", "2026-03-10")


@pytest.mark.parametrize(
    "told",
    [
        "Litgrid lost the contract for NordBalt on 10 March.",
        "NordBalt put its staff through a course on 10 March.",
        "The price of power over NordBalt halved on 10 March.",
    ],
)
def test_what_breaks_nothing(told: str) -> None:
    assert not drafts(told, DAY)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("She had a name: Vera Lind, a Danish beam trawler.", ["Vera Lind"]),
        ("Opal Dawn is a Marshall Islands flagged bulk carrier of 38,000 tons.", ["Opal Dawn"]),
        ("Opal Dawn was a Maltese tanker, built in 1999.", ["Opal Dawn"]),
        ("Ann Lee is a ship broker.", []),
        ("Ann Lee is a tanker captain.", []),
        ("The Coast Guard is a service with a ship of its own.", []),
        ('The anchor of the "Opal Dawn" was looked at.', ["Opal Dawn"]),
        ('They will not let the "Opal Dawn" sail.', ["Opal Dawn"]),
        ("The Lena Holt, deepening the approach, was stopped.", ["Lena Holt"]),
        ("The tug-and-barge combination Lena Holt lay there.", ["Lena Holt"]),
        ('They call it the "Opal Plan".', []),
        ("The Foreign Ministry, carrying out its plan, was quiet.", []),
    ],
)
def test_how_a_ship_is_named(text: str, names: list[str]) -> None:
    assert [ship.name for ship in find_ships(text)] == names


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("The authorities will not let the tanker Alma sail.", "detained"),
        ("The tanker Alma was not allowed to leave.", "detained"),
        ("A court found the former master of the tanker Alma guilty of mischief.", "convicted"),
        ("The tanker Alma lay near; the police excluded her on 11 March.", "cleared"),
        ("Police looked at the tanker Alma and struck her off.", "cleared"),
        ("The tanker Alma passed; the police have not ruled out the ship.", "named"),
    ],
)
def test_what_is_done_with_a_ship(told: str, role: str) -> None:
    (ship,) = only(f"{CUT} {told}")["suspected_vessels"]
    assert ship["role"] == role


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("There is no anchor in its hawse pipe, and no anchor in it on the other side.", "anchor"),
        ("One anchor was missing.", "anchor"),
        ("She had six shackles of chain in the water.", "anchor"),
        ("It tripped because of a leaking bushing.", "technical"),
        ("It tripped: a cooling pump in the valve hall.", "technical"),
        ("No repair can begin: none can begin with pack ice over it.", None),
        ("He was found guilty of negligent interference.", None),
        ("He was charged with negligently cutting it.", None),
        ("My anchors were both at home, lashed.", None),
    ],
)
def test_causes_in_other_turns(text: str, label: str | None) -> None:
    found = find_cause(text)
    assert (found and found[0]) == label


def test_of_two_cases_one_is_not_old_for_its_day_alone() -> None:
    told = (
        "Brief, 14 October 2025\n\nTwo faults are compared here.\n\n"
        "NordBalt was cut on 14 August 2025.\n\nC-Lion1 was cut on 3 September 2025."
    )
    assert [d["background"] for d in drafts(told, None)] == [False, False]


def test_whoever_is_interviewed_speaks_in_the_first_person() -> None:
    told = (
        "Captain Ivo Brandt has been living on his ship for weeks.\n\n"
        f"Captain, you know it: {CUT}\n\nI was above it.\n\nDid you drop an anchor?\n\n"
        "My anchors were both at home.\n\nAnd now?\n\nI wait.\n\n(Interview: Ann Lee)"
    )
    claims = only(told)["attribution_claims"]
    assert [(c["by"], c["stance"]) for c in claims] == [("Captain Ivo Brandt", "denies")]


@settings(max_examples=100, deadline=None)
@given(
    mark=st.sampled_from(["*", "**", "_", "__"]),
    name=st.sampled_from(["Edda", "Vera Lind", "Saar Star 3"]),
    around=st.sampled_from(["the tanker {} sailed", "{}, a trawler,", "({})", "* {} sailed"]),
)
def test_marks_of_emphasis_are_blanks(mark: str, name: str, around: str) -> None:
    text = around.format(f"{mark}{name}{mark}")
    plain = News.of(text).plain
    assert plain == around.format(" " * len(mark) + name + " " * len(mark))
    assert len(plain) == len(text)


@pytest.mark.parametrize("text", ["* a\n* b", "2 * 3 * 4", "a_b_c", "snake_case_name", "**", "a*b"])
def test_other_marks_stay(text: str) -> None:
    assert News.of(text).plain == text


@pytest.mark.parametrize(
    "head",
    ["No. 22 / 2026 - Friday 13 March", "Issue 7, 2026: 13 March", "No. 3/2026, 13 March"],
)
def test_the_year_of_an_issue_is_that_of_its_day(head: str) -> None:
    told = f"CABLE LETTER\n{head}\n\nOn Tuesday (10 March, 09:05 CET) NordBalt was cut."
    (draft,) = drafts(told, None)
    assert draft["date_utc_start"] == "2026-03-10"


@pytest.mark.parametrize(
    "heading",
    [
        "What has happened before",
        "Earlier cases",
        "Previous incidents in the Baltic Sea",
        "History",
    ],
)
def test_cases_under_a_headline_of_the_past_are_no_news(heading: str) -> None:
    told = (
        f"{CUT} Litgrid is looking for the fault.\n\n{heading}\n\n"
        "On 9 October 2025 a tanker was held over damage to C-Lion1."
    )
    found = {d["assets"][0]["candidates"][0]["asset_id"]: d for d in drafts(told, DAY)}
    assert [found[i]["background"] for i in ("nordbalt", "c-lion1")] == [False, True]
    assert found["c-lion1"]["date_utc_start"] == "2025-10-09"


def test_another_headline_ends_the_past() -> None:
    told = f"{CUT}\n\nEarlier cases\n\nNone.\n\nLatest\n\nEstLink 2 was cut on 11 March 2026."
    assert [d["background"] for d in drafts(told, DAY)] == [False, False]


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("Data have been flowing again since Friday.", "completed"),
        ("The cable came back into full operation on Sunday.", "completed"),
        ("Since noon it has been in service once more.", "completed"),
        ("The break was patched within days.", "completed"),
        ("By Sunday the fibre was whole again.", "completed"),
        ("A new length has been spliced in.", "completed"),
        ("The line was reopened on Wednesday.", "completed"),
        ("A repair ship has been on the spot since Monday.", "under way"),
        ("Work on it has been going on since Monday.", "under way"),
        ("The first of two splices has been made.", "under way"),
        ("A vessel is being fitted out for the repair.", "planned"),
        ("A cable ship has been called from Brest.", "planned"),
        ("The link stays out until the end of May.", "planned"),
        ("Service is expected to resume in May.", "planned"),
        ("It is unlikely to be back before autumn.", "planned"),
        ("It is not known when the repair will start.", "not begun"),
        ("No ship has been found yet for the repair.", "not begun"),
        ("The damage remains unrepaired.", "not begun"),
        ("There is no timetable for a repair.", "not begun"),
        ("A repair has not been ordered.", "not begun"),
    ],
)
def test_other_words_for_the_state_of_a_repair(told: str, state: str) -> None:
    assert repair_of(_event_with(told)).value == state


def _event_with(told: str) -> Event:
    sentences = split_sentences(told)
    return Event([], sentences, own=sentences, text=sentences)


@pytest.mark.parametrize(
    "text",
    [
        "Estlink 1 has been out since Thursday.",
        "Estlink 1 has been out for five days.",
        "On Friday night the pressure in the Balticconnector – the pipe that warms us – fell.",
        "On Sunday Bornholm lost its main fibre connection: the cable from Ystad to Rønne.",
        "A dredger bit through the telecom cable between Sweden and Bornholm on Sunday.",
    ],
)
def test_more_ways_to_say_that_something_failed(text: str) -> None:
    assert len(drafts(text, DAY)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Estlink 1 has been out for four days of its yearly maintenance.",
        "NordBalt will be off for nine days. People think that something is broken, and it is not.",
        "The supervisor has been out for five days to inspect Estlink 1.",
    ],
)
def test_what_is_off_on_purpose_or_thought_broken_did_not_fail(text: str) -> None:
    assert not drafts(text, DAY)


def test_a_ruling_on_an_old_case_is_not_of_the_new_one() -> None:
    old = "It came a year after a tanker had cut EstLink 2 on 25 December 2024."
    ruling = "A court dismissed the charges in October."
    news = "The cable C-Lion1 was cut on Sunday. Police have opened a criminal investigation."
    told = drafts(f"{news}\n\n{old} {ruling}", date(2025, 12, 1))
    (draft,) = [d for d in told if not d["background"]]
    assert "dismissed" not in (draft["legal_status"] or "")
    (draft,) = [
        d
        for d in drafts(f"{news}\n\nA tanker is held. {ruling}", date(2025, 12, 1))
        if not d["background"]
    ]
    assert draft["legal_status"]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("EstLink 1 failed on Sunday. It failed at about 2 a.m. on 8 February 2026.", "2026-02-08"),
        # A Saturday: of another matter, or a slip; "Sunday" is the last one.
        ("EstLink 1 failed on Sunday. It failed at about 2 a.m. on 7 February 2026.", "2026-03-08"),
        ("EstLink 1 failed on Sunday. It was laid on 8 February 2026.", "2026-03-08"),
    ],
)
def test_a_weekday_is_the_day_that_is_told_in_full(told: str, day: str) -> None:
    (draft,) = drafts(told, date(2026, 3, 12))
    assert draft["date_utc_start"] == day and (draft["assets"][0]["t_earliest"] or day)[:10] in (
        day, (date.fromisoformat(day) - timedelta(days=1)).isoformat(),
    )  # fmt: skip


def test_an_inquiry_that_is_called_for_is_no_legal_status() -> None:
    (draft,) = drafts(
        "EstLink 1 was cut on Sunday. China called for an objective investigation of it.", DAY
    )
    assert draft["legal_status"] is None
    (draft,) = drafts("EstLink 1 was cut on Sunday. Police began an investigation of it.", DAY)
    assert draft["legal_status"]
