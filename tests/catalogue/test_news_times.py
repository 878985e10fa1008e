"""When assets failed as a text tells it: spans, bounds, whose time is whose, what is no time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from baltic.catalogue.news import MOST_CHARS, extract_incidents, read_news
from baltic.catalogue.news.clocks import find_clocks
from baltic.catalogue.news.dates import find_dates, has_impossible_date, single_dates
from baltic.catalogue.news.moment import clock_in
from baltic.catalogue.news.sharing import own_places
from baltic.catalogue.news.telling import times_told
from baltic.errors import InputError
from tests.catalogue.test_news import drafts, known, shipped

DAY = date(2025, 6, 11)  # a Wednesday


def only(text: str, day: date | None = DAY) -> dict[str, Any]:
    (draft,) = [draft for draft in drafts(text, day) if not draft["background"]]
    return draft


def window(text: str) -> tuple[str | None, ...]:
    (entry,) = only(text)["assets"]
    return tuple(entry[k] and entry[k][5:16] for k in ("t_earliest", "t_latest"))


def windows(text: str) -> dict[str, tuple[str | None, ...]]:
    return {
        str(entry["asset_id"]): tuple(
            entry[k] and entry[k][5:16] for k in ("t_earliest", "t_latest")
        )
        for entry in only(text)["assets"]
    }


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("between 04:20 and 05:35 UTC on 9 June 2025", ("06-09T04:20", "06-09T05:35")),
        ("between 04:20 UTC and 05:35 on 9 June 2025", ("06-09T04:20", "06-09T05:35")),
        ("on 9 June from 04:20 to 05:35 EEST", ("06-09T01:20", "06-09T02:35")),
        ("on 9 June 2025, 04:20-05:35 UTC", ("06-09T04:20", "06-09T05:35")),
        ("at 04:20 UTC-05:35 UTC on 9 June 2025", ("06-09T04:20", "06-09T05:35")),
        ("at 04:20 UTC - 05:35 UTC on 9 June 2025", ("06-09T04:20", "06-09T05:35")),
        ("on 9 June, 4 UTC to 6 UTC", ("06-09T04:00", "06-09T06:00")),
        ("on 9 June at 04:20 UTC-2", ("06-09T06:20", "06-09T06:21")),
        ("on 9 June between 4 and 6 UTC", ("06-09T04:00", "06-09T06:00")),
        ("on 9 June between 4 and 6 a.m. Finnish time", ("06-09T01:00", "06-09T03:00")),
        ("on 9 June between 11 p.m. and 1 a.m. Finnish time", ("06-09T20:00", "06-09T22:00")),
        ("on 9 June at some time after 04:20 UTC", ("06-09T04:20", "06-10T00:00")),
        ("on 9 June no earlier than 04:20 UTC", ("06-09T04:20", "06-10T00:00")),
        ("on 9 June at 04:20 UTC or later", ("06-09T04:20", "06-10T00:00")),
        ("on 9 June before 04:20 EEST", ("06-08T21:00", "06-09T01:20")),
        ("on 9 June no later than 04:20 UTC", ("06-09T00:00", "06-09T04:20")),
        ("by 04:20 UTC on 9 June", ("06-09T00:00", "06-09T04:20")),
        ("between 22:40 UTC on 8 June and 03:10 UTC on 9 June", ("06-08T22:40", "06-09T03:10")),
        ("from 22:40 on 8 June to 03:10 UTC on 9 June", ("06-08T22:40", "06-09T03:10")),
        ("between 22:40 and 03:10 UTC in the night to 9 June", ("06-08T22:40", "06-09T03:10")),
        ("between 23:10 on Saturday and 00:40 EEST on Sunday", ("06-07T20:10", "06-07T21:40")),
        ("between 8 June and 9 June 2025", ("06-08T00:00", "06-10T00:00")),
        ("between 3 June and 9 June", ("06-03T00:00", "06-10T00:00")),
        ("in the night to 9 June", ("06-08T00:00", "06-10T00:00")),
        ("on the night of 31 May to 1 June", ("05-31T00:00", "06-02T00:00")),
        # Ends the wrong way round tell nothing.
        ("between 11:40 and 10:15 UTC on 9 June", ("06-09T00:00", "06-10T00:00")),
        # A clock without a zone is that of either landing, or UTC: none of them is guessed.
        ("on 9 June between 04:20 and 05:35", ("06-09T01:20", "06-09T05:35")),
        ("on 9 June at 07:20, 04:20 UTC", ("06-09T04:20", "06-09T04:21")),
        # A minute stays a minute.
        ("on 9 June at 04:20 UTC", ("06-09T04:20", "06-09T04:21")),
        ("around 04:20 UTC on 9 June", ("06-09T04:15", "06-09T04:26")),
        ("shortly after 04:20 UTC on 9 June", ("06-09T04:20", "06-09T04:36")),
        ("just before 04:20 UTC on 9 June", ("06-09T04:05", "06-09T04:21")),
        ("on 9 June between 02:10 and 02:40 local time", ("06-08T23:10", "06-08T23:40")),
        (
            "on 9 June at half past seven in the morning, Finnish time",
            ("06-09T04:30", "06-09T04:31"),
        ),
        ("on 9 June at a quarter to six in the evening, UTC", ("06-09T17:45", "06-09T17:46")),
        (
            "on 9 June at ten minutes past three in the afternoon, UTC",
            ("06-09T15:10", "06-09T15:11"),
        ),
        # Of half past seven nobody says whether it was in the morning.
        ("on 9 June at half past seven", ("06-09T00:00", "06-10T00:00")),
        # A number is no hour.
        ("on 9 June, 11.40 km off Porvoo", ("06-09T00:00", "06-10T00:00")),
    ],
)
def test_spans_and_bounds(words: str, bounds: tuple[str, str]) -> None:
    assert window(f"The EstLink 1 cable was cut {words}, Elering said.") == bounds


def test_the_days_of_a_span_are_those_of_the_record() -> None:
    draft = only("EstLink 1 failed between 22:40 UTC on 8 June and 03:10 UTC on 9 June 2025.")
    assert (draft["date_utc_start"], draft["date_utc_end"]) == ("2025-06-08", "2025-06-09")
    text = "On the night of 31 December to 1 January 2025 the FEC-1 cable was severed."
    draft = only(text, date(2025, 1, 3))
    assert (draft["date_utc_start"], draft["date_utc_end"]) == ("2024-12-31", "2025-01-01")


def test_a_state_that_lasts_began_at_its_first_time() -> None:
    text = "The EstLink 2 link was out of service from 04:20 to 05:35 UTC on 9 June."
    assert window(text) == ("06-09T04:20", "06-09T04:21")
    text = "EstLink 2 was offline from 2 June to 9 June 2025."
    assert only(text)["date_utc_start"] == "2025-06-02"


def test_bounds_of_days() -> None:
    draft = only("EstLink 2 was cut after 2 June and before 6 June 2025.")
    assert (draft["date_utc_start"], draft["date_utc_end"]) == ("2025-06-02", "2025-06-06")
    # One bound alone is no day.
    assert only("EstLink 2 was cut some time before 6 June.")["date_utc_start"] is None
    draft = only("EstLink 2 failed during the night from 2 June to 3 June 2025.")
    assert (draft["date_utc_start"], draft["date_utc_end"]) == ("2025-06-02", "2025-06-03")


def test_bounds_in_two_sentences_are_a_span() -> None:
    text = (
        "EstLink 2 failed on 9 June. It was last seen in order at 04:20 UTC. The outage was logged "
        "before 05:35 UTC."
    )
    assert window(text) == ("06-09T04:20", "06-09T05:35")
    text = "EstLink 2 was cut on 9 June. It happened between 04:20 and 05:35 UTC, Fingrid said."
    assert window(text) == ("06-09T04:20", "06-09T05:35")


def test_two_bounds_in_one_sentence_are_a_span() -> None:
    text = "EstLink 2 was last seen in order at 04:20 UTC and had failed by 05:35 UTC on 9 June."
    assert window(text) == ("06-09T04:20", "06-09T05:35")
    text = "EstLink 2 was cut on 9 June after 04:20 UTC. The fault was logged at 05:02 UTC."
    assert window(text) == ("06-09T05:02", "06-09T05:03")


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (
            "EstLink 2 was cut on 9 June. The tanker had crossed at 04:20 UTC and the outage "
            "began at 04:55 UTC.",
            ("06-09T04:55", "06-09T04:56"),
        ),
        (
            "The tanker Alma slowed at 04:20 UTC on 9 June over EstLink 2, which tripped at "
            "04:41 UTC.",
            ("06-09T04:41", "06-09T04:42"),
        ),
        (
            "EstLink 2 was cut on 9 June, and the coast guard boarded the ship at 11:00 UTC.",
            ("06-09T00:00", "06-10T00:00"),
        ),
        (
            "Fingrid said at 07:30 UTC on 9 June that EstLink 2 had been cut.",
            ("06-09T00:00", "06-10T00:00"),
        ),
        (
            "EstLink 2 was cut on 9 June; the repair of the link, cut by ice, would begin at 11:00 "
            "UTC.",
            ("06-09T00:00", "06-10T00:00"),
        ),
        (
            "EstLink 2 was cut on 9 June; repairs began at 12:00 UTC, talks are at 15:00 UTC.",
            ("06-09T00:00", "06-10T00:00"),
        ),
        (
            "EstLink 2 went down at 04:20 UTC on 9 June and was back at 05:35 UTC.",
            ("06-09T04:20", "06-09T04:21"),
        ),
    ],
)
def test_a_time_of_other_doings_is_no_time_of_failure(text: str, bounds: tuple[str, str]) -> None:
    assert window(text) == bounds


def test_each_asset_has_its_own_time() -> None:
    day = ("06-09T00:00", "06-10T00:00")
    text = "Two cables failed on 9 June: C-Lion1 at 02:10 UTC and the Baltika cable at 03:40 UTC."
    assert windows(text) == {
        "c-lion1": ("06-09T02:10", "06-09T02:11"),
        "baltika": ("06-09T03:40", "06-09T03:41"),
    }
    text = "At 02:10 UTC on 9 June C-Lion1 failed, at 03:40 UTC EstLink 1."
    assert [w[0] for w in windows(text).values()] == ["06-09T02:10", "06-09T03:40"]
    text = "C-Lion1 and EstLink 1 failed on 9 June at 02:10 and 03:40 UTC."
    assert [w[0] for w in windows(text).values()] == ["06-09T02:10", "06-09T03:40"]
    text = "C-Lion1, EstLink 1 and EstLink 2 failed on 9 June at 02:10 and 03:40 UTC."
    assert set(windows(text).values()) == {day}
    text = "C-Lion1 and EstLink 1 both failed at 02:10 UTC on 9 June."
    assert {w[0] for w in windows(text).values()} == {"06-09T02:10"}
    text = "C-Lion1 was cut at 02:10 UTC on 9 June and EstLink 1 was damaged the same day."
    assert windows(text) == {"c-lion1": ("06-09T02:10", "06-09T02:11"), "estlink-1": day}
    text = "Two cables failed on 9 June. EstLink 1 went down at 02:10 UTC. EstLink 2 also failed."
    assert windows(text) == {"estlink-1": ("06-09T02:10", "06-09T02:11"), "estlink-2": day}


def test_each_asset_has_its_own_day() -> None:
    text = "EstLink 1 failed at 23:10 UTC on 7 June and EstLink 2 at 01:20 UTC on 8 June, it said."
    assert windows(text) == {
        "estlink-1": ("06-07T23:10", "06-07T23:11"),
        "estlink-2": ("06-08T01:20", "06-08T01:21"),
    }
    draft = only(text)
    assert (draft["date_utc_start"], draft["date_utc_end"]) == ("2025-06-07", "2025-06-08")
    text = "C-Lion1 lost its signal at 01:20 on Sunday and EstLink 1 at 23:50 on Saturday."
    assert [w[0] for w in windows(text).values()] == ["06-07T22:20", "06-07T20:50"]


def test_a_notice_with_a_status_a_start_and_an_end() -> None:
    draft = only(
        "NOTICE\nService: C-Lion1\nStatus: DOWN\nStart: 2025-06-09 02:10 UTC\n"
        "End: 2025-06-09 05:00 UTC\nImpact: all traffic.\nRoot cause: power failure in the "
        "landing station. No damage to the submarine cable.",
        None,
    )
    (entry,) = draft["assets"]
    assert (entry["t_earliest"], entry["evidence_kind"]) == (
        "2025-06-09T02:10:00Z",
        "operator_notice",
    )
    assert (draft["record_type"], entry["damaged"]) == ("not_at_sea", False)
    assert [claim["by"] for claim in draft["attribution_claims"]] == ["unknown"]


def test_a_day_that_no_calendar_has_is_unknown() -> None:
    draft = only("HELSINKI, 5 May 2025. EstLink 1 was cut on 31 April 2025 at 10:00 UTC.", None)
    assert draft["date_utc_start"] is None and draft["assets"][0]["t_earliest"] is None
    assert has_impossible_date("on 29 February 2025") and not has_impossible_date("on 29 February")
    assert find_dates("cut on 31 April 2025", DAY) == []


def test_an_acquittal_is_not_the_day_of_the_break() -> None:
    text = "The master was acquitted on Monday of wrecking EstLink 1, which was cut on 8 May 2025."
    assert only(text)["date_utc_start"] == "2025-05-08"


def test_spans_of_days() -> None:
    text = "between 30 December and 2 January 2025"
    (found,) = find_dates(text, DAY)
    assert (found.first, found.last) == (date(2024, 12, 30), date(2025, 1, 2))
    assert [d.words for d in single_dates(text, DAY)] == ["30 December", "2 January 2025"]
    # Two days are no span, and neither are a day and what was done later.
    assert len(find_dates("cut on 2 May 2025 and 5 May 2025", DAY)) == 2
    assert len(find_dates("between the break on 2 May and the repair on 5 May", DAY)) == 2


def test_clocks_and_what_they_tell() -> None:
    (first, second) = find_clocks("10:15-11:40 UTC")
    assert first.zone is None and first.like(second).on(DAY) == datetime(
        2025, 6, 11, 10, 15, tzinfo=UTC
    )
    assert find_clocks("at 25:30 UTC") == []
    assert clock_in("It tripped between 10:15 and 11:40 UTC.", DAY) is None
    (told,) = times_told("It was whole until noon and failed no later than 10:15 UTC.")
    assert told.low is None and told.high and not told.is_minute


def test_places_of_times_among_assets() -> None:
    assert own_places([], [3], 10) == {}
    assert own_places([1, 5], [], 10) == {1: [(0, 10)], 5: [(0, 10)]}
    assert own_places([5, 30], [0, 9, 20], 40) == {5: [(0, 9)], 30: [(9, 40)]}


@pytest.mark.slow
def test_a_cut_text_says_so_in_its_drafts() -> None:
    text = "EstLink 1 was cut on 9 June 2025.\n\n" + ("nothing is known, " * 60 + "yet.\n\n") * 500
    assert len(text) > MOST_CHARS
    found = extract_incidents(text, assets=shipped(), catalogue=known())
    assert found.note and found.drafts[0]["extraction"]["note"] == found.note
    assert "note" not in only("EstLink 1 was cut on 9 June 2025.")["extraction"]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_ends_of_lines_do_not_change_a_draft(ending: str) -> None:
    text = "A title\n\nThe EstLink 1\ncable was cut on 9 June.\n\nPolice held the tanker Alma.\n"
    one, two = only(text), only(text.replace("\n", ending))
    del one["extraction"], two["extraction"]
    assert one == two


@pytest.mark.parametrize("begin", [b"%PDF-1.7\n", b"\n%PDF-1.4", b"PK\x03\x04", b"{\\rtf1"])
def test_a_document_is_refused_in_one_line(begin: bytes, tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_bytes(begin + b"The EstLink 1 cable was cut. " * 9)
    with pytest.raises(InputError, match="no text; save the news as plain text") as told:
        read_news(file)
    assert "\n" not in told.value.one_line()


@pytest.mark.parametrize(
    ("asset", "words", "bounds"),
    [
        # Both ends have one time: the minute is sure.
        ("Estlink 2 power cable", "9 June at 07:20 local time", ("06-09T04:20", "06-09T04:21")),
        # Lithuania and Sweden differ by an hour: either may be meant.
        ("NordBalt power cable", "9 June at 07:20 local time", ("06-09T04:20", "06-09T05:21")),
        ("NordBalt power cable", "9 June at 01:10 local time", ("06-08T22:10", "06-08T23:11")),
        # Nobody says which clock: it may be UTC, too.
        ("Estlink 2 power cable", "9 June at 07:20", ("06-09T04:20", "06-09T07:21")),
    ],
)
def test_local_time_is_that_of_a_landing(asset: str, words: str, bounds: tuple[str, str]) -> None:
    assert window(f"The {asset} failed on {words}.") == bounds


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on 25/12", "2024-12-25"),
        ("on 12/25", "2024-12-25"),
        ("on 25/12/2023", "2023-12-25"),
        ("26/10 2024", "2024-10-26"),
        ("on 5/6", None),
        ("on 5/6/2024", None),
        ("on 0/15", None),
        ("served on 24/7 terms", None),
        ("on Good Friday", "2025-04-18"),
        ("on Maundy Thursday", "2025-04-17"),
        ("on Easter Monday 2024", "2024-04-01"),
        ("the day before yesterday", "2025-06-09"),
    ],
)
def test_days_with_a_slash_of_easter_and_before_yesterday(words: str, day: str | None) -> None:
    found = [d.first and d.first.isoformat() for d in find_dates(words, date(2025, 6, 11))]
    assert found == ([day] if day else [])


@pytest.mark.parametrize(
    ("told", "earliest"),
    [
        (
            "The cable fell silent on 9 June. The clock in Tallinn stood at 00:21 Estonian time.",
            "06-08T21:21",
        ),
        ("On 9 June 2025 the cable tripped. It was 07:20 EEST.", "06-09T04:20"),
        # What was done then is another matter.
        ("The cable failed on 9 June. A tanker passed at 00:21 Estonian time.", "06-09T00:00"),
        ("The cable failed on 9 June. The minister spoke at 07:20 EEST.", "06-09T00:00"),
    ],
)
def test_a_time_right_beside_the_damage(told: str, earliest: str) -> None:
    assert (
        window(told.replace("The cable", "The EstLink 1 cable").replace("the cable", "EstLink 1"))[
            0
        ]
        == earliest
    )
