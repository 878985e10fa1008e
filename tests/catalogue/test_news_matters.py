"""An article on one incident and other matters: nothing of the others is in its draft."""

from __future__ import annotations

from typing import Any

import pytest

from baltic.catalogue.news.ships import find_ships
from tests.catalogue.test_news_prose import news, only

CUT = "The EstLink 1 cable was cut on 9 June by the anchor of the cargo ship Edda."


def ships(draft: dict[str, Any]) -> list[str]:
    return [s["name"] for s in draft["suspected_vessels"] + draft["other_vessels"]]


@pytest.mark.parametrize(
    "other",
    [
        "A fire broke out on the tanker Alma off Visby on Tuesday. Her master denied that he was "
        "to blame.",
        "Off Kotka the bulk carrier Alma ran aground. Police detained its captain.",
        "Customs found cocaine aboard the freighter Alma and arrested two men.",
        "The tanker Alma was sold to Greek owners, brokers said. Repairs will begin in June.",
        "Cargo ship Alma, boarded by police, is suspected of carrying stolen cars.",
        "Police arrested two men over a bank robbery; both denied the charges.",
        "• The ferry Alma waited outside the harbour for two hours.",
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_paragraph_on_another_matter_adds_nothing(other: str, is_first: bool) -> None:
    text = f"{other}\n\n• {CUT}" if is_first else f"{CUT}\n\n{other}"
    draft = only(text)
    assert ships(draft) == ["Edda"]
    assert not draft["legal_status"]
    assert "denies" not in [c["stance"] for c in draft["attribution_claims"]]


@pytest.mark.parametrize(
    "same",
    [
        "The tanker Alma, which passed over it, ran aground on Tuesday.",
        "The ship ran aground on Tuesday and was detained.",
        "The Edda later caught fire and was detained.",
        "• Detained: the tanker Alma",
        "Elering said that the tanker Alma had collided with a buoy.",
    ],
)
def test_a_paragraph_tied_to_the_incident_is_read(same: str) -> None:
    draft = only(f"{CUT}\n\n{same}")
    assert "Alma" in ships(draft) if "Alma" in same else draft["legal_status"]


def test_two_cables_of_a_lead_are_not_a_third_case() -> None:
    told = news(
        "Two cables were damaged in the Baltic within five days, their owners said.\n\n"
        "LVRTC said its cable between Ventspils and Gotland lost service on 6 June.\n\n"
        "In a separate case, GlobalConnect said one of its cables between Oskarshamn and Visby "
        "was cut on 10 June."
    )
    assert [d["date_utc_start"] for d in told] == ["2025-06-06", "2025-06-10"]


@pytest.mark.parametrize(
    "text",
    [
        "Reports on X that Fenno-Skan 2 had been cut on Sunday are untrue, Fingrid said.",
        "A fault in Fenno-Skan 2 was reported. A video of a ship "
        "cutting Fenno-Skan 2 is a fake, Fingrid said.",
        "Reports on Telegram that Fenno-Skan 2 had been blown up by divers are fabricated, "
        "Fingrid said.",
        "Media reports that the Fenno-Skan 2 cable was cut over the weekend are baseless.",
    ],
)
def test_what_is_called_false_is_no_damage_and_has_no_cause(text: str) -> None:
    draft = only(text)
    assert draft["record_type"] == "no_damage"
    assert draft["cause_claimed"] == "unknown"
    assert "claims" not in [c["stance"] for c in draft["attribution_claims"]]


@pytest.mark.parametrize(
    ("said", "role", "stance"),
    [
        ("Police said that the ship was not involved.", "cleared", "clears"),
        (
            "China's foreign ministry said that the Alma had nothing to do with it.",
            "named",
            "denies",
        ),
        ("The Russian embassy said the tanker Alma had nothing to do with it.", "named", "denies"),
        ("Its owner said that the ship had done nothing wrong.", "named", "denies"),
    ],
)
def test_an_authority_clears_a_ship_a_diplomat_denies(said: str, role: str, stance: str) -> None:
    draft = only(f"The EstLink 1 cable was cut on 9 June. The tanker Alma was near it. {said}")
    assert [s["role"] for s in draft["suspected_vessels"]] == [role]
    assert [c["stance"] for c in draft["attribution_claims"]] == [stance]


def test_a_case_of_which_only_the_year_is_told_is_no_news() -> None:
    draft = only(
        "The EstLink 1 cable failed on 9 June. Elering is looking for the fault. Traffic not "
        "hit. EstLink 2 was cut in 2025, and it took until May to restore it."
    )
    assert [a["asset_id"] for a in draft["assets"]] == ["estlink-1"]
    assert draft["repair_status"] == "unknown"


def test_until_in_a_finished_repair_is_no_hope() -> None:
    draft = only("EstLink 1 was cut on 9 May, and it took until June to restore it.")
    assert draft["repair_status"] == "completed"


def test_what_is_said_behind_a_cause_ruled_out_is_a_cause() -> None:
    draft = only(
        "The Kontek cable failed on 5 June. A spokeswoman ruled out sabotage and said that a "
        "joint had failed."
    )
    assert draft["cause_claimed"] == "joint had failed"


@pytest.mark.parametrize(
    "taken_back",
    [
        "An earlier version of this article said that EstLink 2 was cut by the tanker Alma.",
        "We wrongly reported that EstLink 2 had failed after the tanker Alma passed.",
        "(Corrects the ship's name to Edda, not Alma.)",
        "Our first report misnamed the ship as the tanker Alma.",
    ],
)
def test_what_a_text_takes_back_is_not_told(taken_back: str) -> None:
    draft = only(f"{CUT}\n\n{taken_back}")
    assert [a["asset_id"] for a in draft["assets"]] == ["estlink-1"]
    assert ships(draft) == ["Edda"]


def test_a_ship_of_breaks_before_is_no_ship_of_this_one() -> None:
    draft = only(f"{CUT} The earlier breaks were blamed on the tanker Alma.")
    assert ships(draft) == ["Edda"]


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("A Maltese-flagged bulk carrier, the Lucky, and a tug named Hope were near.",
         {"Lucky": "Maltese", "Hope": None}),
        ("The Maltese-flagged tankers Alma and Bora were near.",
         {"Alma": "Maltese", "Bora": "Maltese"}),
    ],
)  # fmt: skip
def test_a_flag_is_of_the_ship_behind_it(text: str, flags: dict[str, str | None]) -> None:
    assert {s.name: s.flag for s in find_ships(text)} == flags


def test_a_number_at_the_end_of_a_sentence_is_of_the_name_before_it() -> None:
    draft = only("Pressure fell in Nord Stream 1 and 2. Nobody knows why.")
    assert draft["assets"][0]["asset_id"] == ["nord-stream-1", "nord-stream-2"]


def test_a_prefix_may_be_small() -> None:
    assert ships(only("EstLink 1 was cut on 9 June. We boarded m/t SEA HORSE today.")) == [
        "SEA HORSE"
    ]


def test_the_label_of_a_headline_says_nothing() -> None:
    draft = only("BREAKING: EstLink 2 power cable cut, Finland suspects sabotage")
    assert [c["by"] for c in draft["attribution_claims"]] == ["Finland"]


def test_a_flash_in_capitals_is_english() -> None:
    draft = only(
        "LITHUANIA SAYS NORDBALT CABLE DAMAGED ON TUESDAY, MAY 6, 2025; DETAINS TANKER ALMA"
    )
    assert draft["date_utc_start"] == "2025-05-06"


def test_a_cable_of_no_kind_beside_a_pipeline_makes_it_multiple() -> None:
    draft = only(
        "Two cables between Finland and Estonia were cut on 9 June, and the Balticconnector "
        "pipeline lost pressure."
    )
    assert draft["kind"] == "multiple"


def test_a_ship_without_connection_to_a_break_does_not_deny_the_break() -> None:
    draft = only(
        "Police held the freighter Alma over a drone. The ship was not connected with the break "
        "of the C-Lion1 cable reported earlier, they said.\n\nThat cable was broken on 9 June."
    )
    assert draft["record_type"] == "damage"


def test_around_that_time_is_the_time_of_the_damage() -> None:
    draft = only(
        "The EstLink 1 cable was cut on 9 June.\n\nPolice questioned the crew of the Ostwind "
        "Trader, which crossed the cable around that time."
    )
    assert ships(draft) == ["Ostwind Trader"]
