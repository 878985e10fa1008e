"""Notices, tables and timelines: what their lines say, each with its line as evidence."""

from __future__ import annotations

from typing import Any

import pytest

from baltic.catalogue import load_assets, load_incidents
from baltic.catalogue.news import Gazetteer, extract_incidents
from baltic.catalogue.news.mentions import AssetNames
from baltic.catalogue.news.noted import BULLETS
from baltic.catalogue.news.stamps import stamped_lists


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return {"assets": Gazetteer.of(load_assets()), "catalogue": load_incidents()}


def _drafts(text: str, known: dict[str, Any]) -> list[dict[str, Any]]:
    return extract_incidents(text, **known).drafts


def _short(draft: dict[str, Any]) -> tuple[Any, ...]:
    asset = draft["assets"][0]["asset_id"]
    return asset, draft["date_utc_start"], draft["cause_claimed"], draft["repair_status"]


def _evidence(draft: dict[str, Any], field: str) -> list[str]:
    reads = draft["extraction"]["fields"]
    return [e["sentence"] for r in reads if r["field"] == field for e in r["evidence"]]


NOTICE = """FAULT NOTICE

Asset: NordBalt
Start: 14.03.2025 07:42 EET
Status: unavailable
Cause: trawl
Colour: sabotage red
Ship:
Repair estimate: June 2025
"""


def test_labels_are_read_and_unknown_ones_are_not(known: dict[str, Any]) -> None:
    (draft,) = _drafts(NOTICE, known)
    assert _short(draft) == ("nordbalt", "2025-03-14", "trawl", "planned")
    assert draft["assets"][0]["t_earliest"] == "2025-03-14T05:42:00Z"
    assert draft["suspected_vessels"] == draft["other_vessels"] == []
    assert _evidence(draft, "repair_status") == ["Repair estimate: June 2025"]


def test_a_clock_without_a_zone_is_one_of_a_landing_or_utc(known: dict[str, Any]) -> None:
    (draft,) = _drafts(NOTICE.replace(" EET", ""), known)
    entry = draft["assets"][0]
    assert (entry["t_earliest"], entry["t_latest"]) == (
        "2025-03-14T05:42:00Z",
        "2025-03-14T07:43:00Z",
    )


@pytest.mark.parametrize(
    ("value", "status"),
    [("not started", "not begun"), ("under way", "under way"), ("completed 2 May", "completed"),
     ("ship ordered", "planned"), ("unknown", "unknown"), ("", "unknown")],
)  # fmt: skip
def test_states_of_repair(value: str, status: str, known: dict[str, Any]) -> None:
    text = f"Cable: FEC-1\nStart: 3 May 2025\nDamage: severed\nRepair: {value}\n"
    (draft,) = _drafts(text, known)
    assert draft["repair_status"] == status


@pytest.mark.parametrize(
    "text",
    [
        "Asset: Kontek\nStart: 3 May 2025\nStatus: unavailable\nReason: planned maintenance\n",
        "System: SEA-ME-WE 5\nLocation: Strait of Malacca\nStart: 3 May 2025\nStatus: cable cut\n",
        "Object: water pipe\nStart: 3 May 2025\nStatus: broken\nPlace: Kotka\n",
        "Asset: Kontek\nStart: 3 May 2025\nStatus: in service\nCause: none\n",
    ],
)
def test_no_damage_at_sea_here_is_no_record(text: str, known: dict[str, Any]) -> None:
    assert _drafts(text, known) == []


def test_a_notice_says_who_puts_it_out(known: dict[str, Any]) -> None:
    text = (
        "Market message\nPublisher: Fingrid Oyj\nAsset: Estlink 2\nStart: 3 May 2025 10:00 UTC\n"
        "Status: tripped\nCause: anchor\n"
    )
    (draft,) = _drafts(text, known)
    assert [c["by"] for c in draft["attribution_claims"]] == ["Fingrid Oyj"]


def test_two_notices_are_two_records(known: dict[str, Any]) -> None:
    one = "Asset: {}\nStart: 2025-0{}-01 10:00 UTC\nStatus: tripped\nCause: {}\n\n"
    text = one.format("Fenno-Skan 1", 3, "lightning") + one.format("Estlink 2", 5, "anchor")
    assert [_short(d)[:3] for d in _drafts(text, known)] == [
        ("fenno-skan-1", "2025-03-01", "lightning"),
        ("estlink-2", "2025-05-01", "anchor"),
    ]


ROWS = [
    ["Cable", "Date", "What happened", "Cause", "Repair"],
    ["C-Lion1", "18 Nov 2024", "broken", "", "repaired 28 Nov"],
    ["Kontek", "1 May 2025", "severed", "anchor", "not started"],
    ["Botnia", "-", "no event", "-", "-"],
]


@pytest.mark.parametrize("sign", [" | ", "\t", "     "])
def test_rows_of_a_table_are_a_record_each(sign: str, known: dict[str, Any]) -> None:
    cells = [[cell or "-" for cell in row] for row in ROWS]
    text = "Cables of the Baltic Sea\n\n" + "\n".join(sign.join(row) for row in cells)
    drafts = _drafts(text, known)
    assert [_short(d) for d in drafts] == [
        ("c-lion1", "2024-11-18", "unknown", "completed"),
        ("kontek", "2025-05-01", "anchor", "not begun"),
    ]
    assert not any(d["background"] for d in drafts)
    assert _evidence(drafts[0], "damage") == [sign.join(cells[1])]


def test_rows_of_an_html_table(known: dict[str, Any]) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)
    drafts = _drafts(f"<p>Cables</p><table>{rows}</table>", known)
    assert [_short(d)[0] for d in drafts] == ["c-lion1", "kontek"]


def test_a_row_without_a_head_is_read_by_its_words(known: dict[str, Any]) -> None:
    (draft,) = _drafts("C-Lion1 | 18 Nov 2024 | broken | repaired 28 Nov\n", known)
    assert _short(draft) == ("c-lion1", "2024-11-18", "unknown", "completed")


def test_a_row_with_an_ambiguous_day_gets_none(known: dict[str, Any]) -> None:
    (draft,) = _drafts("Cable | Date | Damage\nC-Lion1 | 05/06/2025 | broken\n", known)
    assert draft["date_utc_start"] != draft["date_utc_end"] or draft["date_utc_start"] is None


def test_a_timeline_is_one_case_on_the_day_of_its_title(known: dict[str, Any]) -> None:
    text = (
        "Timeline (12 May 2025)\n04:00 UTC - Estlink 2 trips.\n[05:10] Fingrid tells the market.\n"
        "09:00 UTC - Divers find a break in the cable.\n"
    )
    (draft,) = _drafts(text, known)
    assert draft["assets"][0]["t_earliest"] == "2025-05-12T04:00:00Z"
    assert "Timeline (12 May 2025)" in _evidence(draft, "date_utc_start")


def test_a_status_page_tells_the_newest_first(known: dict[str, Any]) -> None:
    text = (
        "C-Lion1\n\n* Resolved - The subsea cable has been repaired.\n  6 June 2025, 15:20 UTC\n"
        "* Investigating - We lost all traffic on C-Lion1.\n  26 May 2025, 23:48 UTC\n"
    )
    (draft,) = _drafts(text, known)
    assert _short(draft) == ("c-lion1", "2025-05-26", "unknown", "completed")


def test_a_list_of_old_cases_is_a_record_each(known: dict[str, Any]) -> None:
    text = (
        "Cables as targets\n\nRecent incidents: Oct 2023, the Balticconnector gas pipeline was "
        "ruptured; Nov 2024, the C-Lion1 cable was severed; Dec 2024, the Estlink 2 power cable "
        "was damaged. Resilience begins with spare parts.\n"
    )
    drafts = _drafts(text, known)
    assert [(d["assets"][0]["asset_id"], d["background"]) for d in drafts] == [
        ("balticconnector", False), ("c-lion1", False), ("estlink-2", False)
    ]  # fmt: skip


def test_old_cases_below_a_new_one_are_background(known: dict[str, Any]) -> None:
    text = (
        "TALLINN, 6 May 2026 - The Estlink 2 power cable tripped on Tuesday, Elering said.\n\n"
        "Earlier cases\n\n- 8 October 2023 | Balticconnector | ruptured\n"
        "- 26 January 2025 | Ventspils-Gotland cable | cut\n"
    )
    assert [(d["assets"][0]["asset_id"], d["background"]) for d in _drafts(text, known)] == [
        ("estlink-2", False), ("balticconnector", True), ("sweden-latvia-lvrtc", True)
    ]  # fmt: skip


def test_a_warning_to_ships(known: dict[str, Any]) -> None:
    text = (
        "COASTAL WARNING 7/25\n\nSUBMARINE POWER CABLE ESTLINK 1 BROKEN 031015 UTC MAY 25 IN "
        "59-50N 024-40E.\nREPAIRS NOT COMMENCED.\n"
    )
    (draft,) = _drafts(text, known)
    assert _short(draft) == ("estlink-1", "2025-05-03", "unknown", "not begun")
    assert draft["assets"][0]["t_earliest"] == "2025-05-03T10:15:00Z"


@pytest.mark.parametrize("said", ["could take months", "may last until autumn"])
def test_how_long_repairs_could_take_is_no_plan(said: str, known: dict[str, Any]) -> None:
    (draft,) = _drafts(f"The Estlink 2 cable was cut on 3 May 2025. Repairs {said}.", known)
    assert draft["repair_status"] == "unknown"


def test_signs_around_labels_say_nothing(known: dict[str, Any]) -> None:
    text = (
        "\ufeff▪\t**Ａｓｓｅｔ：** Ｆｅｎｎｏ－Ｓｋａｎ ２\r\n"
        "▪\t__Start__:\t2025-08-02 13:05 UTC\r\n"
        '▪\tStatus: =HYPERLINK("http://x";"out of service")\r\n▪\t:\t\r\n▪\r\n▪\tCause:\t\r\n'
    )
    (draft,) = _drafts(text, known)
    assert _short(draft) == ("fenno-skan-2", "2025-08-02", "unknown", "unknown")


def test_every_quoted_line_stands_in_the_text(known: dict[str, Any]) -> None:
    text = NOTICE + "\n" + "\n".join(" | ".join(row) for row in ROWS)
    for draft in _drafts(text, known):
        for read in draft["extraction"]["fields"]:
            for e in read["evidence"]:
                assert text[e["start"] : e["end"]] == e["sentence"]


def test_a_notice_beside_prose_is_of_the_same_case(known: dict[str, Any]) -> None:
    text = (
        "HELSINKI, 26 December 2025 - The Estlink 2 power cable was damaged on Thursday, Fingrid "
        "said.\n\nFACTS\nCable: Estlink 2\nLength: 170 km\nDamaged: 25 December 2025, 12:26 EET\n"
        "Suspected ship: Ostra Vind, tanker, Cook Islands\n"
    )
    (draft,) = _drafts(text, known)
    assert draft["assets"][0]["t_earliest"] == "2025-12-25T10:26:00Z"
    assert [s["name"] for s in draft["suspected_vessels"]] == ["Ostra Vind"]


def test_a_table_is_of_the_damage_in_its_title(known: dict[str, Any]) -> None:
    rows = (
        "Date | Cable | Suspected cause\n17 Nov 2024 | FEC-1 | anchor\n2 May 2025 | FEC-2 | ice\n"
    )
    drafts = _drafts("Damage to cables\n\n" + rows, known)
    assert [_short(d)[:3] for d in drafts] == [
        ("fec-1", "2024-11-17", "anchor"),
        ("fec-2", "2025-05-02", "ice"),
    ]
    assert "Damage to cables" in _evidence(drafts[0], "damage")
    assert _drafts("Cables\n\n" + rows, known) == []
    assert _drafts("Cable faults\n\nFEC-1 | 1994 | 70 km\n", known) == []


def test_commas_part_cells_only_under_a_head(known: dict[str, Any]) -> None:
    text = "cable,date,damage,cause\nFEC-1,2025-02-03,severed,anchor\n"
    assert [_short(d)[:3] for d in _drafts(text, known)] == [("fec-1", "2025-02-03", "anchor")]


def test_a_list_of_cases_told_by_year(known: dict[str, Any]) -> None:
    text = "Cable faults\n- January 2025: C-Lion1 - damaged\n- 2023: Balticconnector - ruptured\n"
    assert [_short(d)[:2] for d in _drafts(text, known)] == [
        ("c-lion1", "2025-01-01"), ("balticconnector", "2023-01-01")
    ]  # fmt: skip


def test_what_tags_leave_blank_is_no_table(known: dict[str, Any]) -> None:
    text = (
        "<p>The C-Lion1 cable went down on <strong>24 September 2024</strong>. Its owner, "
        "<em>Cinia</em> said: a spud of the backhoe pontoon <i>Frigga Giant</i> came down on the "
        "cable.</p>"
    )
    (draft,) = _drafts(text, known)
    assert _short(draft)[:2] == ("c-lion1", "2024-09-24")


@pytest.mark.parametrize("bullet", BULLETS)
def test_a_day_under_what_happened_then_is_its_day(bullet: str) -> None:
    text = f"{bullet} The cable goes dark.\n  3 May 2025\n{bullet} A ship sails.\n  4 May 2025\n"
    (found,) = stamped_lists(text, AssetNames([]))
    assert [s.text[:14] for s in found.sentences] == ["On 3 May 2025,", "On 4 May 2025,"]
