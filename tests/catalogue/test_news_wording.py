"""The same things said in other words: what English prose does with dates, denials and names."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from baltic.catalogue import news
from baltic.catalogue.news.dates import find_dates
from baltic.catalogue.news.moment import clock_in
from baltic.catalogue.news.statements import find_cause, find_statements
from baltic.errors import like_file
from tests.catalogue.test_news import drafts, offered

DAY = date(2025, 6, 11)  # a Wednesday


def only(text: str) -> dict[str, Any]:
    (draft,) = drafts(text, DAY)
    return draft


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("overnight to Sunday", "2025-06-07", "2025-06-08"),
        ("in the night to Monday", "2025-06-08", "2025-06-09"),
        ("on the night of 7 June", "2025-06-07", "2025-06-08"),
        ("on the thirtieth of May", "2025-05-30", "2025-05-30"),
        ("on Tuesday last week", "2025-06-03", "2025-06-03"),
        ("since 2023", "2023-01-01", "2025-06-11"),
        ("in the May outage", "2025-05-01", "2025-05-31"),
        ("at the weekend", "2025-06-07", "2025-06-08"),
    ],
)
def test_more_dates(words: str, first: str, last: str) -> None:
    (found,) = find_dates(f"It was cut {words}.", DAY)
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("words", "utc"),
    [
        ("2 am Finnish time", "2025-06-10T23:00"),
        ("11.30 p.m. Stockholm time", "2025-06-11T21:30"),
        ("09:14 (UTC+3)", "2025-06-11T06:14"),
        ("12:26+02:00", "2025-06-11T10:26"),
        ("10:26:40Z", "2025-06-11T10:26"),
        ("14:05 local time (EEST)", "2025-06-11T11:05"),
        ("14:05 local time", None),
        ("14:05 Central European Summer Time", "2025-06-11T12:05"),
        ("09:14 UTC+99", None),
    ],
)
def test_clocks_of_several_zones(words: str, utc: str | None) -> None:
    found = clock_in(f"The link tripped at {words} on Wednesday.", DAY)
    assert (found and found[0].isoformat()[:16]) == utc


def test_an_evening_clock_is_of_the_first_day_of_a_night() -> None:
    draft = only("The SwePol Link tripped at 23:15 CEST on Saturday night, PSE said.")
    assert draft["assets"][0]["t_earliest"] == "2025-06-07T21:15:00Z"


def test_a_day_is_counted_back_from_the_day_of_the_news() -> None:
    text = "Divers reached the spot on Tuesday, three days after the EstLink 1 cable was cut."
    assert only(text)["date_utc_start"] == "2025-06-07"
    text = "The ministry rejected on Tuesday talk that its tanker cut the EstLink 1 cable."
    assert only(text)["date_utc_start"] is None


def test_a_start_line_dates_an_outage() -> None:
    draft = only("EstLink 1: unplanned outage.\nStart: 2025-06-09 04:10 UTC. Reason: unknown.")
    assert draft["assets"][0]["t_earliest"] == "2025-06-09T04:10:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "The tanker had nothing to link it to the damage to the EstLink 1 cable on Sunday.",
        "It is not known who cut the EstLink 1 cable on Sunday.",
        "The ship is not responsible for the damage to the EstLink 1 cable on Sunday.",
    ],
)
def test_a_negation_beside_damage_is_not_of_it(text: str) -> None:
    draft = only(text)
    assert (draft["record_type"], draft["date_utc_start"]) == ("damage", "2025-06-08")


@pytest.mark.parametrize(
    "text",
    [
        "Was the power link between Finland and Estonia sabotaged on Sunday?",
        "The SwePol Link will be disconnected on 9 June for annual maintenance.",
        "In the scenario a trawler cut the C-Lion1 cable on Monday. It was lost.",
        "The operator denied a rumour that the NordBalt cable had been sabotaged.",
        "A fibre cable under Lake Malaren in Sweden was cut by a boat anchor on Saturday.",
        "Several cables and a gas pipeline have been damaged in the Baltic Sea since 2022.",
    ],
)
def test_no_incident_is_made_of(text: str) -> None:
    assert drafts(text, DAY) == []


def test_reports_withdrawn_are_a_false_alarm() -> None:
    text = "The EstLink 1 cable was cut on Monday, a site wrote. The first reports were wrong."
    assert only(text)["record_type"] == "no_damage"
    text = 'The EstLink 1 cable was cut on Monday. Police boarded the tanker "Alma", found nothing.'
    assert only(text)["record_type"] == "damage"


def test_what_is_told_before_the_damage_belongs_to_it() -> None:
    text = "The firm's fibre line runs between Kingisepp and Kaliningrad. The line broke on 7 June."
    draft = only(text)
    assert offered(draft)[0] == "baltika" and draft["date_utc_start"] == "2025-06-07"
    text = "A ship circled the power cable linking Poland with Sweden. The cable was not damaged, "
    draft = only(text + "a survey showed.")
    assert (draft["record_type"], offered(draft)) == ("no_damage", ["swepol"])


def test_each_pair_of_ends_is_an_asset() -> None:
    text = "Two cables, between Latvia and Sweden and between Finland and Germany, broke on Sunday."
    found = drafts(text, DAY)
    assert {offered(d, n)[0] for d in found for n in range(len(d["assets"]))} >= {"c-lion1"}
    text = "A data cable between Finland and Germany and a power cable between Finland and Estonia "
    draft = only(text + "were cut on Sunday.")
    assert [offered(draft, n)[0] for n in (0, 1)] == ["c-lion1", "estlink-1"]
    assert [a["kind"] for a in draft["assets"]] == ["telecom", "power"]


@pytest.mark.parametrize(
    ("text", "asset", "kind"),
    [
        ("A cable between Latvia and Sweden was cut on Sunday.", "lv-se-1", "telecom"),
        ("Aland lost its electricity on Sunday: the cable from Sweden failed.",
         "aland-sweden-110", "power"),
        ("One of the cables of the Ostwind 2 connection failed on Sunday.", "ostwind-2", "power"),
        ("The Baltic Sea Submarine Cable was cut on Sunday.", "bssc", "telecom"),
        ("The BCS East-West cable broke on Sunday.", "bcs-east-west-interlink", "telecom"),
        ("The 400 kV cables between Zealand and Sweden tripped on Sunday in the Oresund.",
         "oresund-132", "power"),
        ("A cable connecting Sweden and Estonia was damaged south of Hiiumaa on Sunday, taking "
         "internet traffic down.", "ee-s-1", "telecom"),
        ("The pressure in the subsea gas pipe between Finland and Estonia fell fast on Sunday.",
         "balticconnector", "gas"),
    ],
)  # fmt: skip
def test_kinds_and_assets_in_other_words(text: str, asset: str, kind: str) -> None:
    draft = only(text)
    assert (offered(draft)[0], draft["kind"]) == (asset, kind)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Such things do not happen without an outside impact.", "external"),
        ("Sabotage cannot be ruled out.", None),
        ("They did not rule out sabotage.", None),
        ("The break raised fears of sabotage.", None),
        ("Was it an anchor?", None),
        ("Its anchors and logs were examined.", None),
        ("A storm delayed the repair ship.", None),
        ("A storm loosened the anchor.", "weather"),
        ("It came after Russia's attack on Ukraine.", None),
        ("The ship was cleared of sabotage.", None),
        ("The dredger was towed to port.", None),
        ("A trawler is thought to have snagged it.", "fishing"),
        ("A transformer caught fire.", "technical"),
    ],
)
def test_causes_claimed_and_left_open(text: str, label: str | None) -> None:
    found = find_cause(text)
    assert (found and found[0]) == label
    if label is None:
        assert all(said.stance != "claims" for said in find_statements(text))


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Russia said allegations of its involvement were absurd.", "Russia"),
        ("The owner said it had no part in the damage.", "The owner"),
        ("The captain pleaded not guilty.", "The captain"),
    ],
)
def test_denials_without_the_word(text: str, by: str) -> None:
    (said,) = find_statements(text)
    assert (said.stance, said.by) == ("denies", by)


def test_who_speaks_may_be_told_before() -> None:
    text = (
        "The EstLink 1 cable was cut on Sunday, Elering said. Its head Jaan Tamm told reporters "
        'that divers were at work. "It was an anchor," he said. Nothing points to a storm.'
    )
    by = {c["stance"]: c["by"] for c in only(text)["attribution_claims"]}
    assert by == {"claims": "Its head Jaan Tamm", "doubts": "unknown"}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Police found no link between the freighter Alma Star and it.", {"Alma Star": "cleared"}),
        ("Finland seized a cargo ship. The vessel, the Alma, had sailed from Ust-Luga.",
         {"Alma": "detained"}),
        ("The firm that owns the tanker Alma said it had nothing to do with the damage.",
         {"Alma": "named"}),
        ("Suspicion fell on the bulk carrier Alma.", {"Alma": "suspect"}),
        ("The owner of the Eagle S had no comment on the damage.", {"Eagle S": "named"}),
    ],
)  # fmt: skip
def test_roles_of_ships(text: str, roles: dict[str, str]) -> None:
    draft = only(f"The EstLink 1 cable was cut on Sunday. {text}")
    assert {v["name"]: v["role"] for v in draft["suspected_vessels"]} == roles


def test_no_ship_is_read_from_capitals() -> None:
    draft = only("POLICE SAY THE TANKER ALMA CUT THE ESTLINK 1 CABLE ON SUNDAY")
    assert draft["suspected_vessels"] == [] and offered(draft) == ["estlink-1"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The firm expects it to be back in service in July.", "planned"),
        ("Repairs have not yet begun.", "not begun"),
        ("Repairs could be finished by the end of June.", "planned"),
        ("Crews are repairing the cable.", "under way"),
        ("It was back in service by night.", "completed"),
    ],
)
def test_repairs(text: str, status: str) -> None:
    assert only(f"The EstLink 1 cable was cut on Sunday. {text}")["repair_status"] == status


def test_a_path_is_no_hint_to_itself(tmp_path: Any) -> None:
    assert like_file(tmp_path, "name a file") != f"did you mean {tmp_path}?"


def test_the_line_of_a_later_sentence_tells_ends_and_day() -> None:
    text = (
        "A cable on the floor of the Baltic Sea has stopped carrying data. The firm said its line "
        "between Gotland and Ventspils fell silent on Monday."
    )
    draft = only(text)
    assert offered(draft)[0] == "sweden-latvia-lvrtc" and draft["kind"] == "telecom"
    assert draft["date_utc_start"] == "2025-06-09"


def test_a_stamp_of_time_in_a_notice() -> None:
    text = "Notice on C-Lion1 for the parties. At 2025-06-09T02:04:00Z loss of light on all pairs."
    entry = only(text)["assets"][0]
    assert (entry["t_earliest"], entry["evidence_kind"]) == (
        "2025-06-09T02:04:00Z",
        "loss_of_light",
    )


def test_ships_in_a_list_and_before_their_type() -> None:
    text = "The tankers Bora, Saar Star and Inge passed. The firm sent the Alma, a repair ship."
    draft = only(f"The EstLink 1 cable was cut on Sunday. {text}")
    assert [v["name"] for v in draft["suspected_vessels"]] == ["Bora", "Saar Star", "Inge"]
    assert [v["name"] for v in draft["other_vessels"]] == ["Alma"]


def test_a_failing_engine_is_no_failing_cable() -> None:
    text = "The freighter Alma drifted over the EstLink 1 cable with engine failure on Sunday."
    assert drafts(text, DAY) == []


def test_ends_where_nothing_lands_are_only_a_hint() -> None:
    draft = only("The power cable between Vaasa and Umea was damaged on Sunday.")
    assert all(c["confidence"] < 0.3 for c in draft["assets"][0]["candidates"])


def test_the_cables_of_a_paragraph_are_those_of_its_case() -> None:
    text = (
        "The tanker Alma cut the EstLink 1 cable on 25 December 2024. The defence says that the "
        "cable broke by accident in open waters."
    )
    draft = only(text)
    assert draft["cause_claimed"] == "accident"


def test_the_package_tells_where_each_of_its_files_comes_in() -> None:
    here = Path(news.__file__).parent
    files = {p.stem for p in here.glob("*.py")} | {"dates"}
    told = set(re.findall(r"``(\w+)``", str(news.__doc__)))
    assert files - told == {"__init__", "letters", "lexicon"}
    assert told <= files
