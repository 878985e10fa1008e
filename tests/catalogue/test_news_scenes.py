"""Whose sentences, hours and ships are whose: flags, text-wide zones, a paragraph's new case."""

from __future__ import annotations

from typing import Any

import pytest

from baltic.catalogue.news.clocks import find_clocks, zone_of_text
from baltic.catalogue.news.sentences import split_sentences
from baltic.catalogue.news.ships import find_ships
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
    assert news(text)[0]["assets"][0]["evidence_kind"] == "day_only"


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
