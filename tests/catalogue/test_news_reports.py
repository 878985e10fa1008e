"""How papers report: headlines without a blank line, follow-ups, courts, other things beside."""

from __future__ import annotations

from datetime import date

import pytest

from baltic.catalogue.news.mentions import find_mentions
from baltic.catalogue.news.sentences import split_sentences
from baltic.catalogue.news.ships import find_ships
from baltic.catalogue.news.statements import find_cause, find_statements
from tests.catalogue.test_news import drafts, shipped

DAY = date(2025, 6, 11)  # a Wednesday


def news(text: str, day: date = DAY) -> list[dict]:  # type: ignore[type-arg]
    return [d for d in drafts(text, day) if not d["background"]]


LONG = "The operator wrote that nothing more could be said of it before the ship was on site" * 2


def test_a_headline_above_unwrapped_text_is_no_part_of_its_first_sentence() -> None:
    text = f"Gas storm over the pipe to Poland\nOn Monday the pipe leaked.\n{LONG}."
    assert [s.text for s in split_sentences(text)][:2] == text.split("\n")[:2]


def test_a_wrapped_text_goes_on_over_its_lines() -> None:
    text = "On Monday the pipe between\nDenmark and Poland leaked."
    assert [s.text for s in split_sentences(text)] == [text]


def test_assets_of_which_nothing_is_told_are_those_of_the_event_in_hand() -> None:
    (draft,) = news(
        "The bulker Tern Bay was boarded on 10 June over damage to NordBalt on 9 June 2025.\n\n"
        "Harbour staff heard that she lost an anchor.\n\n"
        "- Three cables were cut.\n- No trace of her ties her to cable damage.\n"
        "- Inquiry into cable damage goes on."
    )
    assert draft["assets"][0]["asset_id"] == "nordbalt"


def test_a_court_on_an_old_case_counts_what_was_cut() -> None:
    (draft,) = news(
        "A court in Riga has heard the mate of the coaster Lunde, which cut NordBalt on 4 May 2024."
        "\n\nProsecutors say that she pulled her anchor for hours, severing four cables.\n\n"
        "The court found that the damage to the cable was done through neglect."
    )
    assert (draft["date_utc_start"], draft["suspected_vessels"][0]["name"]) == (
        "2024-05-04",
        "Lunde",
    )


def test_a_separate_case_without_a_name_is_one_of_its_own() -> None:
    assert len(news("NordBalt was cut on 9 June 2025. In a separate incident a gas pipeline in "
                    "the Baltic Sea was cut.")) == 2  # fmt: skip


def test_a_headline_does_not_make_the_first_sentence_one_that_recalls() -> None:
    (draft,) = news(
        "Cable case against coaster crew thrown out\n\n"
        "A Gdansk court dismissed charges against three men over damage to the SwePol Link cable "
        "last year.\n\nThe court said it had no jurisdiction over them."
    )
    assert draft["assets"][0]["asset_id"] == "swepol"


def test_lines_of_a_list_are_not_read_into_one_another() -> None:
    text = "Splice made: 2 May, west of Anholt\n\nCable laid: 3 May"
    (found,) = find_mentions(text, shipped().names)
    assert text[found.start : found.end] == "Cable"


def test_a_sentence_ends_behind_a_clock_time() -> None:
    found = split_sentences("The fault was seen at 6.35 a.m. Nobody noticed. It was 5 a.m. Friday.")
    assert [s.text for s in found] == [
        "The fault was seen at 6.35 a.m.",
        "Nobody noticed.",
        "It was 5 a.m. Friday.",
    ]


@pytest.mark.parametrize(
    "aside",
    ["which runs along Nord Stream 1", "in the vicinity of the EstLink 2 power cable",
     "laid parallel to the Balticconnector pipeline"],
)  # fmt: skip
def test_a_landmark_is_not_damaged(aside: str) -> None:
    (draft,) = news(f"A data cable between Finland and Germany, {aside}, was cut on Monday.")
    assert [e["asset_id"] for e in draft["assets"]] == ["c-lion1"]


def test_a_case_that_is_only_compared_is_no_part_of_the_other() -> None:
    (draft,) = news(
        "A power link joining Lithuania with Sweden was damaged on Monday at about the same time "
        "as a Polish-Danish pipeline leaked, a minister said."
    )
    assert [e["asset_id"] for e in draft["assets"]] == ["nordbalt"]


def test_a_case_that_is_told_in_a_clause_is_an_older_one() -> None:
    (draft,) = news(
        "EstLink 1 failed on 10 June 2025, Elering said. Its repair will take a week.\n\n"
        "The site lies a mile from where Balticconnector was ruptured twelve days ago.\n\n"
        "Elering did not know the cause."
    )
    assert draft["assets"][0]["asset_id"] == "estlink-1"


@pytest.mark.parametrize(
    "recall",
    ["It follows an earlier cut of cables between Latvia and Sweden. In May a ship owned up to "
     "harming a pipeline.",
     "In the wake of damage to the Svalbard cable, the NordBalt cable was cut in May. The cable "
     "was cut by a trawler, its owner said."],
)  # fmt: skip
def test_another_sea_brings_up_the_baltic(recall: str) -> None:
    text = "A Russian survey ship has left the Irish Sea, where cables to Dublin lie."
    assert news(f"{text}\n\nThe navy followed her through the English Channel.\n\n{recall}") == []


def test_the_day_of_a_search_is_not_that_of_the_damage() -> None:
    (draft,) = news(
        "On Tuesday, Danish police led a coaster suspected of part in the cutting of a cable "
        "between Latvia and Sweden into Aarhus.\n\n"
        "The cable between Latvia and Sweden was cut on Saturday."
    )
    assert draft["date_utc_start"] == "2025-06-07"


@pytest.mark.parametrize(
    ("sentence", "ship", "others"),
    [
        ("The tug Ahto towed the freighter Lyra Bay, which is suspected of it, to Turku.",
         "Lyra Bay", {"Ahto"}),
        ("The frigate Hamburg and the minehunter Sulzbach shadowed the suspected bulker Lyra Bay.",
         "Lyra Bay", {"Hamburg", "Sulzbach"}),
        ("The ferry Ilona went by, said police, who suspect the tanker Lyra Bay.",
         "Lyra Bay", {"Ilona"}),
        ("The cable ship Pleijel will mend what the tanker Lyra Bay is suspected of having cut.",
         "Lyra Bay", {"Pleijel"}),
        ("Many think that the Chinese bulker Lyra Bay may have cut it on purpose.",
         "Lyra Bay", set()),
    ],
)  # fmt: skip
def test_suspicion_is_of_the_ship_that_it_is_told_of(
    sentence: str, ship: str, others: set[str]
) -> None:
    (draft,) = news(f"The NordBalt link was cut on Monday. {sentence}")
    roles = {s["name"]: s["role"] for s in draft["suspected_vessels"]}
    roles |= {s["name"]: "service" for s in draft["other_vessels"]}
    assert roles.pop(ship) == "suspect"
    assert set(roles) == others
    assert "suspect" not in roles.values()


def test_a_guard_that_looks_into_it_is_no_suspect() -> None:
    (draft,) = news(
        "The NordBalt link was cut on Monday. The police ship Oden followed the suspected vessel. "
        "Oden is investigating the seabed off Visby."
    )
    assert not draft["suspected_vessels"]
    assert [s["name"] for s in draft["other_vessels"]] == ["Oden"]


def test_two_ships_named_together_share_a_suspicion() -> None:
    (draft,) = news(
        "NordBalt was cut on Monday. Police suspect the tanker Lyra Bay and the bulker Ostra."
    )
    assert {s["name"]: s["role"] for s in draft["suspected_vessels"]} == {
        "Lyra Bay": "suspect",
        "Ostra": "suspect",
    }


def test_the_vessel_is_that_which_was_named_last() -> None:
    (draft,) = news(
        "NordBalt was cut on Monday. Sweden has detained the bulker Ostra.\n\n"
        "The reefer Edda was detained on Tuesday. Police found no evidence linking the ship to it."
    )
    assert {s["name"]: s["role"] for s in draft["suspected_vessels"]} == {
        "Ostra": "detained",
        "Edda": "cleared",
    }


def test_what_led_to_a_release_is_told_behind_it() -> None:
    (draft,) = news(
        "NordBalt was cut on Monday. There is no evidence against the reefer Edda, police said.\n\n"
        "The Edda had been detained on Tuesday. The Edda was brought to Ventspils."
    )
    assert [s["role"] for s in draft["suspected_vessels"]] == ["cleared"]


def test_a_company_behind_a_comma_is_no_ship() -> None:
    found = find_ships("Though free to sell the vessel, Elering and Fingrid chose not to.")
    assert found == []
    assert [s.name for s in find_ships("The vessel, Edda, was sold.")] == ["Edda"]


@pytest.mark.parametrize(
    ("sentence", "cause"),
    [
        ("The operator may face a political storm over the break.", None),
        ("The company told Riga that the cable was faulty and would be mended.", None),
        ("Intentional harm to the line off the coast cannot be excluded.", None),
        ("Riga treats the break as possible sabotage.", None),
        ('A case over wilful or "large-scale sabotage" was opened.', None),
        ("A storm broke the line.", "weather"),
    ],
)
def test_causes_that_nobody_gives(sentence: str, cause: str | None) -> None:
    found = find_cause(sentence)
    assert (found and found[0]) == cause


def test_users_served_by_other_routes_mend_no_cable() -> None:
    (draft,) = news(
        "NordBalt was cut on Monday. Service was restored by rerouting it over other links."
    )
    assert draft["repair_status"] == "unknown"


@pytest.mark.parametrize(
    "denial",
    ["The outage was not caused by damage to the sea cable, Energinet said.",
     "The fault was not directly related to the submarine cable, Energinet said."],
)  # fmt: skip
def test_a_fault_that_is_not_of_the_cable(denial: str) -> None:
    (draft,) = news(f"The Bornholm cable tripped on Monday and the island went dark. {denial}")
    assert draft["record_type"] in ("no_damage", "not_at_sea")


def test_it_is_the_ship_of_the_sentence_before() -> None:
    (draft,) = news(
        "NordBalt was cut on Monday. The bulker Ostra was seized by Sweden.\n\n"
        "The reefer Edda lies in Ventspils. It is suspected of having been over the cable, too."
    )
    roles = {s["name"]: s["role"] for s in draft["suspected_vessels"]}
    assert roles == {"Ostra": "detained", "Edda": "suspect"}


def test_a_comparison_inserted_between_commas_is_left_out() -> None:
    found = news(
        "A Polish firm said on 3 June that SwePol was damaged on 2 June 2025.\n\n"
        "On 27 May, only six days before the firm told of damage to SwePol, NordBalt was cut."
    )
    assert [[e["asset_id"] for e in d["assets"]] for d in found] == [["swepol"], ["nordbalt"]]


def test_a_text_begins_with_its_news_though_it_be_of_last_year() -> None:
    (draft,) = news(
        "A Gdansk court acquitted the master of the tanker Orsa, which was near when a cable broke "
        "last year.\n\nJudges heard him for a week.\n\n"
        "SwePol Link was cut on 3 August 2024. The court said that nobody had seen an anchor."
    )
    assert [s["role"] for s in draft["suspected_vessels"]] == ["acquitted"]


def test_a_text_that_begins_with_the_repair() -> None:
    (draft,) = news(
        "Splicing will begin as soon as a ship is free, the company said.\n\n"
        "Its men have gone to Visby.\n\nMinisters spoke of costs.\n\n"
        "The cable between Ventspils and Gotland was damaged on Sunday."
    )
    assert draft["repair_status"] == "planned"


@pytest.mark.parametrize(
    "text",
    ["Fenno-Skan 2 mended\n\nFingrid has completed repairs of Fenno-Skan 2.",
     "Repair of the EstLink 2 power link is under way, Fingrid said.",
     "Baltic Pipe is in service again, Energinet said."],
)  # fmt: skip
def test_what_was_mended_had_failed(text: str) -> None:
    (draft,) = news(text)
    assert draft["repair_status"] in ("completed", "under way")
    assert (draft["date_utc_start"], draft["cause_claimed"]) == (None, "unknown")


@pytest.mark.parametrize(
    "text",
    ["Latvia has bought a ship for repairs. NordBalt will be repaired sooner if it breaks.",
     "NordBalt is back in service after annual maintenance, Litgrid said.",
     "Denmark finished repairs of a bridge. A new line to Bornholm is planned."],
)  # fmt: skip
def test_repairs_of_nothing_broken(text: str) -> None:
    assert news(text) == []


def test_as_reported_before_is_no_older_case() -> None:
    found = news(
        "NordBalt was cut on Monday, Litgrid said.\n\n"
        "Fingrid confirmed that Fenno-Skan 2 failed on 5 June 2025, as reported earlier."
    )
    assert [d["assets"][0]["asset_id"] for d in found] == ["nordbalt", "fenno-skan-2"]


@pytest.mark.parametrize(
    ("sentence", "by"),
    [("The inquiry is led by the Riga Port Police, which has said that it was sabotage.",
      "the Riga Port Police"),
     ("According to Danish and Polish data a blast was the cause.", None)],
)  # fmt: skip
def test_who_says_it(sentence: str, by: str | None) -> None:
    assert [s.by for s in find_statements(sentence)] == [by]


@pytest.mark.parametrize(
    "sentence",
    ["A case was opened under two articles of the Criminal Code, namely deliberate harm.",
     "A prosecutor weighs charges, including aggravated sabotage."],
)  # fmt: skip
def test_the_name_of_an_offence_is_no_claim(sentence: str) -> None:
    assert find_statements(sentence) == []


def test_an_anomaly_is_a_fault() -> None:
    (draft,) = news("Litgrid detected an anomaly on its NordBalt cable at noon on Monday.")
    assert draft["date_utc_start"] == "2025-06-09"


def test_links_to_other_texts_are_not_read() -> None:
    (draft,) = news(
        "NordBalt was cut on Monday. The cable lies off Nida.\n\nRelated articles:\n\n"
        "- Tanker Lyra Bay held over cable cut\n- Trawler Ostra seized after cable damage\n\n"
        "Its repair has begun."
    )
    assert (draft["suspected_vessels"], draft["repair_status"]) == ([], "under way")


def test_an_old_case_goes_on_without_its_day() -> None:
    (draft,) = news(
        "A court in Gdansk dismissed charges over two cables cut in the Baltic Sea on 5 May 2024"
        ".\n\nThe tanker Orsa, it said, had dragged her anchor.\n\n"
        "This broke SwePol Link and a data cable."
    )
    assert draft["date_utc_start"] == "2024-05-05"
    assert "swepol" in [e["asset_id"] for e in draft["assets"]]


def test_what_is_said_of_cables_at_large_before_the_only_case_is_of_it() -> None:
    (draft,) = news(
        "The patrol ship Ahto leads the bulker Lyra Bay to Kiel. She is suspected of having cut "
        "data cables in the Baltic Sea.\n\nIn 2023 the Balticconnector pipe was torn, likewise.\n\n"
        "Her track crosses C-Lion1, which was cut on Monday."
    )
    assert draft["assets"][0]["asset_id"] == "c-lion1"
    assert {"name": "Lyra Bay", "role": "suspect"}.items() <= draft["suspected_vessels"][-1].items()


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("but no traces have tied her to it", "cleared"),
        ("but police see no reason for the ship to stay in port", "detained"),
    ],
)
def test_a_ship_without_a_trace_is_cleared_one_that_may_leave_is_not(words: str, role: str) -> None:
    (draft,) = news(f"NordBalt was cut on Monday. The reefer Edda was detained, {words}.")
    assert draft["suspected_vessels"][0]["role"] == role


@pytest.mark.parametrize(
    "sentence",
    ["Police inspected the reefer, including its anchors and logs.",
     "The Accident Commission has met her crew."],
)  # fmt: skip
def test_what_was_inspected_is_no_cause(sentence: str) -> None:
    assert find_cause(sentence) is None


def test_who_says_the_second_part_of_a_sentence() -> None:
    (said,) = [
        s
        for s in find_statements(
            "The Turkish owners speculated on a mishap but rejected any blame."
        )
        if s.stance == "denies"
    ]
    assert said.by == "The Turkish owners"


def test_found_to_be_broken_is_no_speech() -> None:
    (draft,) = news("NordBalt was found to be broken on Monday.")
    assert draft["date_utc_start"] == "2025-06-09"


@pytest.mark.parametrize(
    "sentence",
    ["Police will look at it to see if there was any negligence on board.",
     "Riga is investigating aggravated sabotage."],
)  # fmt: skip
def test_what_is_looked_into_is_no_claim(sentence: str) -> None:
    assert find_statements(sentence) == []


def test_what_a_ship_is_believed_to_be_says_nothing() -> None:
    found = find_statements(
        "The bulker Ostra, believed to be one of Oslo's 'ghost fleet', was drawing her anchor."
    )
    assert [s.by for s in found] == [None]


def test_a_list_of_kinds_that_often_fail_is_no_case() -> None:
    (draft,) = news(
        "NordBalt failed on Monday, Litgrid said. It gave no cause.\n\nThe region is wary after a "
        "spate of power cable, data line and gas pipeline outages since 2022. Most were caused by "
        "ships that dragged anchors."
    )
    assert (draft["kind"], draft["cause_claimed"]) == ("power", "unknown")


def test_the_last_such_case_is_an_older_one() -> None:
    (draft,) = news(
        "NordBalt failed on Monday.\n\n"
        "The last such case was in May, when the EstLink 1 cable broke."
    )
    assert draft["assets"][0]["asset_id"] == "nordbalt"


def test_what_goes_on_about_an_older_case_is_of_it() -> None:
    (draft,) = news(
        "The Bornholm power cable tripped on Monday.\n\n"
        "It follows blasts last month at the Nord Stream pipelines.\n\n"
        "Moscow spoke of gas pipeline sabotage."
    )
    assert (draft["kind"], len(draft["assets"])) == ("power", 1)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [("NordBalt was harmed, as shown at a press conference of the police on Tuesday, by a cut.",
      None),
     ("NordBalt was shut on 2 June 2025 after a suspected fault.", "2025-06-02")],
)  # fmt: skip
def test_days_of_statements_and_of_suspected_faults(sentence: str, day: str | None) -> None:
    (draft,) = news(sentence)
    assert draft["date_utc_start"] == day


@pytest.mark.parametrize(
    ("sentence", "cause"),
    [("The trawler had struck a faulty cable before.", None),
     ("Officers went aboard to check technical problems.", None),
     ("The line was harmed by external influences.", "external")],
)  # fmt: skip
def test_more_causes_that_nobody_gives(sentence: str, cause: str | None) -> None:
    found = find_cause(sentence)
    assert (found and found[0]) == cause


def test_a_heading_gives_no_cause() -> None:
    (draft,) = news(
        "NordBalt failed on Monday.\n\nANCHOR AND LOGS SEEN\n\nIts repair will be long."
    )
    assert draft["cause_claimed"] == "unknown"


def test_he_is_who_was_named_last() -> None:
    (draft,) = news(
        "NordBalt failed on Monday.\n\nSandberg told reporters that the line lies deep.\n\n"
        "He said that it was sabotage."
    )
    assert [c["by"] for c in draft["attribution_claims"]] == ["Sandberg"]


def test_this_tanker_is_not_the_one_named_behind_it() -> None:
    (draft,) = news(
        "NordBalt was cut on Monday. Police said that this tanker is not involved in the cut, "
        "which the bulker Ostra is suspected of."
    )
    assert [s["role"] for s in draft["suspected_vessels"]] == ["suspect"]


def test_a_ship_at_the_head_of_a_sentence_with_its_type_behind() -> None:
    found = find_ships("Ahto, a Finnish patrol ship, led it to port.")
    assert [(s.name, s.is_service) for s in found] == [("Ahto", True)]


def test_a_passage_unrelated_to_another_ship_is_no_separate_case() -> None:
    (draft,) = news(
        "NordBalt was cut on Monday by the bulker Ostra.\n\nThe patrol ship Ahto lies there, which "
        "is unrelated to where the tanker Edda is; it films the damage done to a cable."
    )
    assert draft["assets"][0]["asset_id"] == "nordbalt"


def test_an_electrical_link_is_an_asset() -> None:
    (draft,) = news("The Sweden-Lithuania electrical link was disrupted on Monday.")
    assert draft["assets"][0]["asset_id"] == "nordbalt"


def test_an_old_case_of_the_asset_that_a_text_begins_with_is_what_it_is_about() -> None:
    (draft,) = news(
        "NordBalt is to be mended in August, Litgrid said.\n\nIts men wait for a ship.\n\n"
        "Ice is no hindrance to them, they wrote.\n\n"
        "The power cable between Lithuania and Sweden broke on 3 October 2024."
    )
    assert (draft["date_utc_start"], draft["repair_status"]) == ("2024-10-03", "planned")


def test_older_pipes_are_named_in_the_next_sentence() -> None:
    (draft,) = news(
        "EstLink 1 failed on Monday.\n\n"
        "It comes after blasts last month that broke two gas pipelines in the Baltic Sea. "
        "Leaks from the Nord Stream 1 and 2 pipelines went on for days."
    )
    assert draft["assets"][0]["asset_id"] == "estlink-1"
