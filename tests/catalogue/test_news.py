"""News texts into drafts: what is told is found with its sentence, what is not is unknown."""

from __future__ import annotations

import json
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.catalogue import Incident, load_assets, load_incidents
from baltic.catalogue.library import check_file, load_library
from baltic.catalogue.news import MOST_CHARS, Gazetteer, extract_incidents, read_news
from baltic.catalogue.news.datelines import article_date
from baltic.catalogue.news.dates import find_dates
from baltic.catalogue.news.language import is_english
from baltic.catalogue.news.lexicon import lexicon
from baltic.catalogue.news.ships import find_ships
from baltic.catalogue.news.text import News
from baltic.errors import InputError

USUAL_NAME = "drafts.json"
ARTICLES = Path(__file__).with_name("articles")
EXPECTED: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (ARTICLES / "expected.yaml").read_text(encoding="utf-8")
)
SEED = Path(__file__).resolve().parents[3] / "shared" / "facts" / "seed_article.txt"


@cache
def shipped() -> Gazetteer:
    return Gazetteer.of(load_assets())


@cache
def known() -> dict[str, Incident]:
    return load_incidents()


def drafts(text: str, published: date | None = None) -> list[dict[str, Any]]:
    found = extract_incidents(text, published=published, assets=shipped(), catalogue=known())
    check_evidence(text, found.drafts)
    return found.drafts


def check_evidence(text: str, found: list[dict[str, Any]]) -> None:
    """Every value has a sentence that stands in the text where it is said to stand."""
    for draft in found:
        Incident.model_validate(draft)
        for field in draft["extraction"]["fields"]:
            for quoted in field["evidence"]:
                assert text[quoted["start"] : quoted["end"]] == quoted["sentence"] != ""
            assert field["evidence"] or field["value"] == "unknown", field


def offered(draft: dict[str, Any], part: int = 0) -> list[str]:
    return [c["asset_id"] for c in draft["assets"][part]["candidates"]]


@pytest.mark.parametrize("name", EXPECTED)
def test_articles(name: str) -> None:
    found = drafts((ARTICLES / name).read_text(encoding="utf-8"))
    assert len(found) == len(EXPECTED[name])
    for draft, want in zip(found, EXPECTED[name], strict=True):
        assert draft["date_utc_start"] == want["date"]
        assert draft["kind"] == want["kind"]
        assert draft["record_type"] == want["type"]
        assert draft["background"] is want.get("background", False)
        assert offered(draft)[: len(want["assets"])] == want["assets"]
        assert len(draft["assets"]) == want["parts"]
        assert {v["name"]: v["role"] for v in draft["suspected_vessels"]} == want["ships"]
        assert draft["cause_claimed"] == want["cause"]
        assert draft["repair_status"] == want["repair"]
        assert draft["linked_incidents"][: len(want["linked"])] == want["linked"]
        for stance, key in (("claims", "claimed_by"), ("denies", "denied_by")):
            said = {c["by"] for c in draft["attribution_claims"] if c["stance"] == stance}
            assert set(want.get(key, [])) <= said
        if "earliest" in want:
            assert draft["assets"][0]["t_earliest"] == want["earliest"]


def test_every_article_has_an_expectation() -> None:
    assert {p.name for p in ARTICLES.glob("*.txt")} == set(EXPECTED)
    assert len(EXPECTED) >= 8


def test_the_seed_article_gives_one_incident() -> None:
    if not SEED.is_file():
        pytest.skip("the seed article is not on this machine")
    text = SEED.read_text(encoding="utf-8")
    (draft,) = drafts(text)
    assert (
        offered(draft)[0] == "baltika" and draft["assets"][0]["candidates"][0]["confidence"] > 0.4
    )
    assert (draft["kind"], draft["cause_claimed"]) == ("telecom", "external impact")
    assert draft["repair_status"] == "under way"
    assert draft["date_utc_start"] is None and draft["suspected_vessels"] == []
    by = {c["stance"]: c["by"] for c in draft["attribution_claims"]}
    assert by == {"claims": "Russian state media", "denies": "Russia"}
    told = text[text.index("Adding a layer") : text.index("As geopolitical dynamics")]
    for field in draft["extraction"]["fields"]:
        assert all(e["sentence"] in told for e in field["evidence"])
    assert {"date_utc_start", "assets[0].asset_id"} <= set(draft["unconfirmed"])


@pytest.mark.parametrize(
    ("phrase", "first", "also"),
    [
        ("The power link between Finland and Estonia", "estlink-1", {"estlink-2"}),
        ("The gas pipeline between Finland and Estonia", "balticconnector", set()),
        ("A Russian telecoms cable in the Baltic Sea", "baltika", set()),
        ("The electricity cable linking Lithuania with Sweden", "nordbalt", set()),
        ("The power cable from Sweden to Poland", "swepol", set()),
        ("A data cable connecting Helsinki to the German port of Rostock", "c-lion1", set()),
        ("The Danish-Polish gas pipeline", "baltic-pipe", set()),
        ("The power cable between Bornholm and Sweden", "bornholm-cable", set()),
        ("A fibre-optic cable between Liepaja and Šventoji", "bcs-east", set()),
        ("Fenno-Skan 2", "fenno-skan-2", set()),
        ("The Estlink-2 interconnector", "estlink-2", set()),
        ("C-Lion 1", "c-lion1", set()),
        ("The Nord Stream pipelines", "nord-stream-1", {"nord-stream-2"}),
        ("Cinia's data cable in the Baltic Sea", "c-lion1", set()),
    ],
)  # fmt: skip
def test_descriptions_resolve(phrase: str, first: str, also: set[str]) -> None:
    (draft,) = drafts(f"{phrase} was damaged on Sunday, the operator said.", date(2025, 3, 4))
    assert offered(draft)[0] == first
    assert also <= set(offered(draft))
    assert draft["date_utc_start"] == "2025-03-02"
    confidences = [c["confidence"] for c in draft["assets"][0]["candidates"]]
    assert confidences == sorted(confidences, reverse=True) and sum(confidences) <= 1.0


@pytest.mark.parametrize(
    "sentence",
    [
        "Undersea cables in the Red Sea were cut on Saturday, officials said.",
        "A data cable between Taiwan and the Matsu islands was damaged on Sunday.",
        "The Baltic Sea area saw numerous outages affecting telecommunications and power links.",
        "Officials said that a cable in the Baltic Sea could be damaged by an anchor.",
        "In the exercise a power cable in the Gulf of Finland was cut by a drone.",
        "Finland plans to protect the cable to Estonia from damage by ships.",
        "The vaccine pipeline between Finland and Estonia was disrupted by the strike.",
        "The link between inflation and wages in Sweden was broken, the bank said.",
        "The diplomatic cables from Helsinki were leaked on Monday, the paper said.",
        "The cable car at the port of Stockholm was damaged on Sunday by the wind.",
    ],
)
def test_nothing_is_read_from_other_matters(sentence: str) -> None:
    assert drafts(sentence, date(2025, 3, 4)) == []


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Sunday", "2025-01-26", "2025-01-26"),
        ("last Friday", "2025-01-24", "2025-01-24"),
        ("last Tuesday", "2025-01-21", "2025-01-21"),
        ("overnight", "2025-01-27", "2025-01-28"),
        ("on Sunday night", "2025-01-26", "2025-01-27"),
        ("yesterday", "2025-01-27", "2025-01-27"),
        ("on Christmas Day", "2024-12-25", "2024-12-25"),
        ("on 25 December", "2024-12-25", "2024-12-25"),
        ("on January 28th", "2025-01-28", "2025-01-28"),
        ("on Dec. 31, 2023", "2023-12-31", "2023-12-31"),
        ("in November", "2024-11-01", "2024-11-30"),
        ("three days ago", "2025-01-25", "2025-01-25"),
        ("in the night between Saturday and Sunday", "2025-01-25", "2025-01-26"),
        ("on 7-8 October 2023", "2023-10-07", "2023-10-08"),
        ("on 2025-01-26", "2025-01-26", "2025-01-26"),
        ("last week", "2025-01-20", "2025-01-26"),
    ],
)
def test_dates_count_from_the_article(words: str, first: str, last: str) -> None:
    (found,) = find_dates(f"It was cut {words}.", date(2025, 1, 28))
    assert (str(found.first), str(found.last)) == (first, last)


def test_no_date_is_guessed() -> None:
    assert all(d.first is None for d in find_dates("cut on Sunday, on 25 December", None))
    assert find_dates("on 30 February 2024, in the Sun, it may march", date(2025, 1, 28)) == []
    assert drafts("The EstLink 2 cable tripped on Sunday.")[0]["date_utc_start"] is None
    # Which zone a clock time without one is told in is not guessed: it may be UTC, or ashore.
    (draft,) = drafts("EstLink 2 tripped at 12:26 on 25 December 2024.")
    assert draft["assets"][0]["t_earliest"] == "2024-12-25T10:26:00Z"
    assert draft["assets"][0]["t_latest"] == "2024-12-25T12:27:00Z"
    assert draft["assets"][0]["evidence_kind"] == "press_window"
    (draft,) = drafts("EstLink 2 tripped at 12:26 Finnish time on 25 December 2024.")
    assert draft["assets"][0]["t_earliest"] == "2024-12-25T10:26:00Z"
    assert draft["assets"][0]["evidence_kind"] == "scada_trip"


def test_the_day_of_a_statement_is_not_that_of_the_damage() -> None:
    text = "On Monday the ministry said that the EstLink 2 cable had been damaged on Saturday."
    assert drafts(text, date(2025, 1, 28))[0]["date_utc_start"] == "2025-01-25"
    text = "The operator said on Monday that the EstLink 2 cable had been damaged."
    assert drafts(text, date(2025, 1, 28))[0]["date_utc_start"] is None


def test_a_paragraph_on_another_sea_between_two_on_this_one() -> None:
    text = (
        "Briefs, 12 September 2025\n\nCables in the Red Sea were cut near Jeddah on Saturday.\n\n"
        "The power cable between Sweden and Poland tripped on Thursday, the operator said.\n\n"
        "Taiwan held the ship Hong Tai after a cable to the Penghu islands was cut in February. "
        "Its captain denied wrongdoing."
    )
    (draft,) = drafts(text)
    assert offered(draft)[0] == "swepol" and draft["date_utc_start"] == "2025-09-11"
    assert draft["suspected_vessels"] == [] and draft["attribution_claims"] == []


def test_a_speaker_set_between_commas_takes_no_date() -> None:
    text = "Last Friday, Fingrid said, the cable that carries power from Rauma to Dannebo failed."
    (draft,) = drafts(text, date(2025, 3, 11))
    assert (draft["date_utc_start"], draft["kind"]) == ("2025-03-07", "power")
    assert offered(draft) == ["fenno-skan-1", "fenno-skan-2"]


def test_two_days_later_counts_from_the_event_before() -> None:
    text = (
        "The EstLink 2 power cable failed on 20 January 2025.\n\nTwo days later the NordBalt "
        "power cable was damaged as well."
    )
    first, second = drafts(text)
    assert (first["date_utc_start"], second["date_utc_start"]) == ("2025-01-20", "2025-01-22")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("HELSINKI, Dec 26, 2024 (Agency) - A cable failed.", "2024-12-26"),
        ("Title of it\n\nTallinn, 12 January 2025 — A cable failed.", "2025-01-12"),
        ("Published: 3 March 2025\nA cable failed on 1 March 2025.", "2025-03-03"),
        ("2025-03-03\n\nA cable failed.", "2025-03-03"),
        ("A cable failed on 1 March 2025. More follows.", None),
    ],
)
def test_the_day_of_the_article(text: str, day: str | None) -> None:
    found = article_date(text, lexicon().words["damage"])
    assert (found and str(found.first)) == day


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Cook Islands-flagged tanker Eagle S sailed on Monday.", ["Eagle S"]),
        ("the Chinese bulk carrier Yi Peng 3, which", ["Yi Peng 3"]),
        ('a ship named "Silver Dania" was boarded', ["Silver Dania"]),
        ("Finnish police boarded the ship Finnish media reported on", []),
        ("the tanker on Monday left; the vessel Monday", []),
        ("MV Newnew Polar Bear lost its anchor", ["Newnew Polar Bear"]),
    ],
)
def test_ships(text: str, names: list[str]) -> None:
    assert [s.name for s in find_ships(text)] == names


def test_ships_that_help_are_no_suspects() -> None:
    (draft,) = drafts(
        "The EstLink 2 cable failed on 2 March 2025. The repair ship Cable Vigilance arrived. "
        "The patrol vessel Turva guards the site. The tanker Blue Sea is suspected."
    )
    assert [v["name"] for v in draft["suspected_vessels"]] == ["Blue Sea"]
    assert {v["name"] for v in draft["other_vessels"]} == {"Cable Vigilance", "Turva"}


OTHER_LANGUAGES = (
    "Suomen ja Viron välinen sähkökaapeli vaurioitui sunnuntaina, kertoo verkkoyhtiö. Poliisi "
    "tutkii laivaa, jonka ankkuri raahautui pohjassa.",
    "Ein Seekabel zwischen Finnland und Estland wurde am Sonntag beschädigt, teilte der Betreiber "
    "mit. Die Polizei ermittelt gegen ein Schiff.",
    "En sjökabel mellan Sverige och Lettland skadades i söndags, uppger operatören. Polisen har "
    "inlett en förundersökning om grovt sabotage.",
    "Подводный кабель между Финляндией и Эстонией был повреждён в воскресенье, сообщил оператор.",
    "Kabel podmorski między Szwecją a Polską został uszkodzony w niedzielę, podał operator sieci.",
)


@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_other_languages_are_said_to_be_so(text: str) -> None:
    found = extract_incidents(text, assets=shipped(), catalogue=known())
    assert found.drafts == [] and "English" in found.note
    assert not is_english(text)


def test_a_text_without_an_incident_says_so() -> None:
    for text in ("", "  \n", "The council met. It spoke of the budget and of the new tram line."):
        found = extract_incidents(text, assets=shipped(), catalogue=known())
        assert found.drafts == [] and found.note and "\n" not in found.note


def test_a_draft_is_valid_and_so_is_its_confirmed_form(save: Any, tmp_path: Path) -> None:
    found = drafts((ARTICLES / "denial.txt").read_text(encoding="utf-8"))
    library = load_library(tmp_path / "none")
    assert check_file(save(found), library)[found[0]["id"]].record_status == "draft"
    found[0] |= {"record_status": "confirmed", "unconfirmed": [], "kind": "telecom"}
    found[0]["assets"][0] |= {"asset_id": "sweden-latvia-lvrtc"}
    (record,) = check_file(save(found), library).values()
    assert record.windows()[0].asset_ids == ("sweden-latvia-lvrtc",)


HOSTILE = (
    "<script>alert(1)</script>", "{{ 7*7 }}", "=HYPERLINK(1)", "\x00\x1b[31m", "\u202e", "\ud800",
    "&lt;b&gt;", "<p>", "</p>", "&", "<", "\n\n", '"', "’", "\r\n", "•",
)  # fmt: skip
WORDS = (
    "the", "a", "two", "cable", "cables", "power link", "pipeline", "EstLink 2", "C-Lion1",
    "between Finland and Estonia", "in the Baltic Sea", "Red Sea", "was", "damaged", "cut",
    "not", "on Sunday", "25 December 2024", "at 12:26 EET", "said", "police", "denied", "Russia",
    "involvement", "the tanker", "Eagle S", "an anchor", "repairs", "are under way", ".", ",",
    "two days later", "last year", "in 2023", "false alarm", "Helsinki", "Gotland",
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS + HOSTILE) | st.text(max_size=6), max_size=60))
def test_any_text_gives_drafts_whose_evidence_stands_in_it(words: list[str]) -> None:
    text = " ".join(words)
    for published in (None, date(2025, 1, 28)):
        found = extract_incidents(text, published=published, assets=shipped(), catalogue=known())
        check_evidence(text, found.drafts)
        json.dumps(found.drafts, allow_nan=False)
        for draft in found.drafts:
            plain = " ".join(News.of(text).plain.split())
            for ship in draft["suspected_vessels"] + draft["other_vessels"]:
                assert ship["name"] in plain
            for said in draft["attribution_claims"]:
                assert said["by"] == "unknown" or said["by"] in plain


@pytest.mark.slow
def test_ten_megabytes_are_read_in_bounded_time() -> None:
    start = time.perf_counter()
    text = "The cable was cut by the council. The rest of it is of no interest.\n\n" * 150_000
    found = extract_incidents(text, assets=shipped(), catalogue=known())
    assert found.drafts == [] and f"{MOST_CHARS:,}" in found.note
    assert time.perf_counter() - start < 60
    with pytest.raises(InputError, match="too long"):
        extract_incidents("a" * 20_000_001)


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_bytes(bytes(range(256)) * 40 + b"\x00" * 5000)
    for path, words in (
        (file, "is no text"),
        (tmp_path, "is a folder"),
        (tmp_path / "x", "no such"),
    ):
        with pytest.raises(InputError, match=words):
            read_news(path)
    file.write_bytes("cable \xe9".encode("latin-1"))
    assert read_news(file) == "cable \ufffd"
    file.write_bytes("cable é".encode("utf-16"))
    assert read_news(file) == "cable é"


def test_pasted_markup_is_not_read() -> None:
    news = News.of("<p>A&auml;B</p><script>cable</script> <b>x</b>&amp;")
    assert news.plain.split() == ["AäB", "x", "&"]
    at = news.plain.index("AäB")
    assert news.quote(at, at + 3) == "A&auml;B"
