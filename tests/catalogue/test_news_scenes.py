"""Whose sentences, hours and ships are whose: flags, text-wide zones, a paragraph's new case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baltic.catalogue.news.clocks import find_clocks, zone_of_text
from baltic.catalogue.news.dates import find_dates
from baltic.catalogue.news.sentences import split_sentences
from baltic.catalogue.news.ships import find_ships
from baltic.catalogue.news.speakers import speaker_of
from baltic.catalogue.news.statements import find_cause
from tests.catalogue.test_news import drafts
from tests.catalogue.test_news_manners import news
from tests.catalogue.test_news_speakers import CUT, only


@pytest.mark.parametrize(
    "head",
    [
        "Live, 10 March 2026, Danish summer time throughout",
        "10 March 2026. All times are CEST.",
        "10 March 2026. All times are given in Central European Summer Time.",
        "10 March 2026 (times in UTC+2)",
        "10 March 2026, times CEST unless stated otherwise",
    ],
)
def test_the_zone_of_all_times_of_a_text(head: str) -> None:
    text = f"The NordBalt cable fails\n\n{head}\n\nNordBalt tripped at 15:34 on 10 June 2025."
    (draft,) = news(text)
    assert draft["assets"][0]["t_earliest"] in ("2025-06-10T13:34:00Z", "2025-06-10T13:34:00+00:00")


@pytest.mark.parametrize(
    "head",
    [
        "Live, 10 March 2026",
        "The concert starts at 18:00 CEST.",
        "In the summer time slows down throughout the country.",
        "Many times in Germany such things were said.",
    ],
)
def test_no_zone_of_all_times(head: str) -> None:
    text = f"The NordBalt cable fails\n\n{head}\n\nNordBalt tripped at 15:34 on 10 June 2025."
    assert zone_of_text(split_sentences(text)) is None
    # From Lithuanian time to UTC.
    entry = news(text)[0]["assets"][0]
    assert (entry["t_earliest"], entry["t_latest"]) == (
        "2025-06-10T12:34:00Z",
        "2025-06-10T15:35:00Z",
    )


def test_a_zone_beside_a_time_beats_that_of_the_text() -> None:
    text = "All times are CEST.\n\nNordBalt tripped at 15:34 UTC on 10 June 2025."
    assert news(text)[0]["assets"][0]["t_earliest"].startswith("2025-06-10T15:34")


def test_summer_time_of_a_land() -> None:
    (clock,) = find_clocks("at 15:34 Danish summer time")
    assert str(clock.zone) == "Europe/Copenhagen"


@pytest.mark.parametrize(
    "told",
    [
        'Police boarded the freighter "Sofie Dorothee" (flag: Portugal/Madeira, 2,999 GT).',
        "Police boarded the Norway-flagged freighter Sofie Dorothee.",
        'The freighter "Sofie Dorothee", flying the flag of Singapore, was boarded by police.',
        'The freighter "Sofie Dorothee", registered in Malta, was boarded by police.',
    ],
)
def test_a_flag_is_no_other_sea(told: str) -> None:
    ships = only(f"{CUT}\n\n{told}")["suspected_vessels"]
    assert [ship["name"] for ship in ships] == ["Sofie Dorothee"]


TWO_FILES = (
    "File 1. On 3 June 2025 a coaster's anchor broke EstLink 1 in the Gulf of Finland. It was"
    " repaired.\n\n"
    "File 2. Kattegat, 7 June 2025. {} To free it, her crew hauled. At 04:20 UTC the cable"
    " Danica North, of which it was a part, was cut."
)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ('The Swedish trawler "Gunvor" came fast with her starboard door.', "Gunvor"),
        ("The Danish trawler Else hooked something with her gear.", "Else"),
        ("The crew of the coaster Alma felt a jerk.", "Alma"),
    ],
)
def test_ships_told_before_the_second_case_of_a_text(told: str, name: str) -> None:
    one, two = news(TWO_FILES.format(told))
    assert _ships(one) == [] and _ships(two) == [name]


def test_ships_of_the_first_case_stay_with_it() -> None:
    text = (
        "The tanker Alma broke EstLink 1 on 3 June 2025.\n\nThe tanker Alma was boarded by police."
        " Its anchor was gone. Meanwhile on 7 June the cable Danica North was cut in the Kattegat."
    )
    one, _two = news(text)
    assert _ships(one) == ["Alma"]


def _ships(draft: dict[str, Any]) -> list[str]:
    return [ship["name"] for ship in draft["suspected_vessels"]]


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("The cargo ship Alma has been taken into possession for the inquiry.", "detained"),
        ("The cargo ship Alma was taken into custody by the border guard.", "detained"),
        ("The cargo ship Alma was placed under seizure.", "detained"),
        ("The cargo ship Alma took the pilot on board.", "named"),
    ],
)
def test_roles(told: str, role: str) -> None:
    (ship,) = only(f"{CUT} {told}")["suspected_vessels"]
    assert ship["role"] == role


@pytest.mark.parametrize(
    "told",
    [
        "The Home Guard's boat Brigaden took a look at the place.",
        "The Coast Guard's ship Brigaden is there.",
        "The police boat Brigaden was sent.",
        "The navy's vessel Brigaden keeps watch.",
        "Customs sent its cutter; the Border Guard boat Brigaden came, too.",
    ],
)
def test_boats_of_those_who_guard(told: str) -> None:
    assert [s.name for s in find_ships(told) if s.is_service] == ["Brigaden"]


def test_a_name_in_quotation_marks_that_describes() -> None:
    (draft,) = news('On 9 June a ship cut the power cable "Baltic Cable" off Lübeck.')
    assert draft["assets"][0]["asset_id"] == "baltic-cable"


@pytest.mark.parametrize(
    "told",
    [
        "On 9 June a freighter dropped anchor right on top of C-Lion1, a cable. The anchor lay 130"
        " metres off in soft mud. The cable was not damaged.",
        "On 9 June a trawler hooked something with her gear beside C-Lion1 and let go an anchor"
        " close to the cable. The cable is intact.",
    ],
)
def test_what_was_done_beside_an_asset_that_is_whole_is_no_cause(told: str) -> None:
    (draft,) = news(told)
    assert (draft["record_type"], draft["cause_claimed"]) == ("no_damage", "unknown")
    assert draft["attribution_claims"] == []


def test_the_hour_at_which_readers_write_is_not_that_of_the_failure() -> None:
    text = (
        "Live, 9 June 2025, Danish time throughout\n\n"
        "15:58 - Confirmed by Energinet: the Bornholm Cable tripped at 15:34.\n\n"
        "15:40 - Several readers write that the power is gone on all of the island."
    )
    (draft,) = news(text)
    assert draft["assets"][0]["t_earliest"].startswith("2025-06-09T13:34")


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("overnight Sunday to Monday", ("2025-06-08", "2025-06-09")),
        ("overnight from Sunday to Monday", ("2025-06-08", "2025-06-09")),
        ("late Sunday or early on Monday", ("2025-06-08", "2025-06-09")),
        ("Sunday night into Monday", ("2025-06-08", "2025-06-09")),
        ("in the night from Sunday to Monday", ("2025-06-08", "2025-06-09")),
        ("overnight", ("2025-06-10", "2025-06-11")),
        ("last Christmas", ("2024-12-24", "2024-12-26")),
        ("at Christmas 2024", ("2024-12-24", "2024-12-26")),
    ],
)
def test_nights_and_feasts(words: str, days: tuple[str, str]) -> None:
    found = find_dates(f"EstLink 2 was cut {words}.", date(2025, 6, 11))
    assert [(str(d.first), str(d.last)) for d in found] == [days]


def test_a_party_is_no_feast() -> None:
    assert find_dates("They met at Christmas party time.", None) == []


@pytest.mark.parametrize(
    "told",
    [
        "An inspection with a robot revealed no damage.",
        "Divers from Riga found no leak.",
        "A survey of the whole line turned up no fault.",
    ],
)
def test_an_inspection_that_finds_nothing_clears(told: str) -> None:
    text = f"Balticconnector was shut on 9 June after a leak alarm. {told}"
    assert news(text)[0]["record_type"] == "no_damage"


@pytest.mark.parametrize(
    "told",
    [
        "An inspection of the ship revealed no damage.",
        "Divers found no damage to the second cable.",
        "It may be two weeks until the cable is whole again.",
        "Police who searched its hull detected no faults on the vessel.",
    ],
)
def test_what_leaves_a_break_as_it_was(told: str) -> None:
    (draft,) = news(f"The C-Lion1 cable was cut on 9 June.\n\n{told}")
    assert draft["record_type"] == "damage"


@pytest.mark.parametrize(
    ("told", "ship"),
    [
        ("Police looked for the bulk carrier Aegean Lark.", "Aegean Lark"),
        ("Police boarded the tanker Pacific Dawn.", "Pacific Dawn"),
        ("The Silver Crane has been lying there since, under arrest.", "Silver Crane"),
    ],
)
def test_ships_with_the_names_of_seas(told: str, ship: str) -> None:
    assert ship in _ships(only(f"{CUT}\n\n{told}"))


def test_claims_of_another_sea_are_of_no_baltic_case() -> None:
    text = (
        "Several cables near Jeddah were cut on Sunday. The rebels denied involvement. Experts"
        " recalled the Balticconnector pipeline, which broke on 8 October 2023."
    )
    for draft in drafts(text, date(2025, 6, 11)):
        assert draft["background"] and draft["attribution_claims"] == []


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("A freighter accused of tearing it was let go.", None),
        ("A tanker suspected of it sailed.", None),
        ('The manager, Alma Lines, said the vessel "has not dragged".', "The manager, Alma Lines"),
        ("The navy accused a freighter of tearing it.", "The navy"),
    ],
)
def test_who_is_spoken_of_says_nothing(text: str, by: str | None) -> None:
    assert speaker_of(text) == by


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("Works are to commence as soon as weather permits.", "planned"),
        ("Estimated duration of the repair: seven weeks.", "planned"),
        ("Litgrid has sent for a ship.", "planned"),
        ("Litgrid does not count on the cable before midsummer.", "planned"),
        ("A jointing team is to be flown in.", "planned"),
        ("Litgrid has sent for the papers of the ship.", "unknown"),
        ("Litgrid does not count on the goodwill of the owner.", "unknown"),
    ],
)
def test_repairs_that_are_to_come(told: str, state: str) -> None:
    assert only(f"{CUT} {told}")["repair_status"] == state


@pytest.mark.parametrize(
    "text",
    [
        "A suction dredger at work in the fairway of the port damaged it.",
        "Its bucket strayed outside the corridor.",
        "A backhoe dredger nicked it.",
    ],
)
def test_dredgers(text: str) -> None:
    found = find_cause(text)
    assert found and found[0] == "construction"


def test_relays_that_protect_and_questions_in_a_list() -> None:
    (draft,) = news("Protection relays disconnected the EstLink 1 cable on 9 June.")
    assert draft["record_type"] == "damage"
    text = (
        "The EstLink 1 cable is torn.\n\n• When did it happen?\nMonday.\n\n• Who was it?\nNobody."
    )
    assert news(text)[0]["date_utc_start"] == "2025-06-09"


@pytest.mark.parametrize(
    "told",
    [
        "On 9 JUN 2025 at 2210 UTC the submarine cable C-Lion1 was reported parted.",
        "C-Lion1 was reported cut on 9 June.",
        "On 9 June the C-Lion1 cable was confirmed to be severed.",
        "The fibre that ties Hiiumaa to the mainland was found in two pieces on 9 June.",
        "C-Lion1 lies in two pieces since 9 June.",
        "On 9 June Fingrid saw a short circuit in EstLink 1.",
    ],
)
def test_days_of_what_is_reported_broken(told: str) -> None:
    assert [draft["date_utc_start"] for draft in news(told)] == ["2025-06-09"]


@pytest.mark.parametrize(
    "told",
    [
        "On 9 June the owner of C-Lion1 reported a profit.",
        "On 9 June the C-Lion1 cable was delivered in two pieces.",
    ],
)
def test_reports_of_other_things(told: str) -> None:
    assert news(told) == []


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("Power began to flow through it again at 8 a.m. on Wednesday.", "completed"),
        ("The link has been returned to commercial operation.", "completed"),
        ("Water began to flow through the town again.", "unknown"),
        ("The ship has been returned to its owner.", "unknown"),
    ],
)
def test_flows_that_came_back(told: str, state: str) -> None:
    assert only(f"{CUT} {told}")["repair_status"] == state


def test_no_grounds_to_believe_in_a_state() -> None:
    told = "The police found no grounds to believe that a foreign state was involved."
    (claim,) = only(f"{CUT} {told}")["attribution_claims"]
    assert (claim["by"], claim["stance"]) == ("The police", "doubts")


def test_a_trawler_that_damaged_it() -> None:
    found = find_cause("A beam trawler, the Edda, damaged it on Sunday.")
    assert found and found[0] == "fishing"
