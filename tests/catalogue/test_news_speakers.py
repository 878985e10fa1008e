"""Who says it: behind insertions, beside quotations, in a notice; and how a repair stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from baltic.catalogue import load_assets
from baltic.catalogue.news import Gazetteer, extract_incidents
from baltic.catalogue.news.publisher import publisher_of
from baltic.catalogue.news.sentences import split_sentences
from baltic.catalogue.news.speakers import speaker_of, subject_of
from baltic.catalogue.news.text import News

DAY = date(2026, 3, 12)
GAZETTEER = Gazetteer.of(load_assets())
CUT = "The NordBalt power cable was cut on 10 March 2026."


def only(text: str) -> dict[str, Any]:
    (draft,) = extract_incidents(text, published=DAY, assets=GAZETTEER, catalogue={}).drafts
    return draft


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "Oslo-based Nordhav Crewing, which runs her, said its anchors were stowed.",
            "Oslo-based Nordhav Crewing",
        ),
        ("An official, who asked not to be named, said the ship had slowed.", "An official"),
        ("Litgrid, one of the two owners, says the break lies far off.", "Litgrid"),
        ('"It was an anchor," sighs network chief Rolf Sund.', "network chief Rolf Sund"),
        ("In Litgrid's assessment it was an internal failure.", "Litgrid"),
        ("On the evidence the court considered it an accident.", "the court"),
        ("The owners denied this and maintained that it was the gale.", "The owners"),
        ("Polish police held the ship on suspicion of sabotage.", "Polish police"),
        ("The navy's working hypothesis is that it was an anchor.", "The navy"),
        ("Laboratory tests pointed to a faulty joint.", None),
        (
            "That is the conclusion of prosecutor Ann Lee, who closed the case.",
            "prosecutor Ann Lee",
        ),
        ("The conclusion of the divers is that it was an anchor.", "the divers"),
        ("It was cut in what Estonia called an attack.", "Estonia"),
        ("It was an anchor – that is what the police think.", "the police"),
        ("As Litgrid put it, an anchor tore the cable.", "Litgrid"),
        ("It was, as the navy has it, an anchor.", "the navy"),
        ("It was an anchor, if the navy is to be believed.", "the navy"),
        ("By the account of the border guard, it was an anchor.", "the border guard"),
        ("For Litgrid there is no doubt: an anchor tore it.", "Litgrid"),
        ("The ministry's verdict: an anchor tore it.", "The ministry"),
        ("Engineer Lena Holm was quick to own up: it was our anchor.", "Engineer Lena Holm"),
        ('Said Ann Lee of Litgrid: "An anchor tore it."', "Ann Lee of Litgrid"),
        ('It lay there; the police in Kiel searched it: "It did nothing."', "the police in Kiel"),
        (
            '"It was sabotage," the head of the board, Jan Berg, thundered.',
            "the head of the board, Jan Berg",
        ),
        ('"It was an anchor," recalled a technician at the station.', "a technician"),
        ('It is badly translated," countered his counsel, Ann Lee.', "his counsel, Ann Lee"),
        ("An anchor tore it, people familiar with the case said.", "people familiar with the case"),
        ("The faults may have nothing to do with each other.", None),
        ("A pipeline scare traced to a broken gauge.", None),
    ],
)
def test_who_speaks(text: str, by: str | None) -> None:
    assert speaker_of(text) == by


def test_whom_a_sentence_is_about() -> None:
    assert subject_of("Ann Lee, who studies them, urges caution.") == "Ann Lee"
    assert subject_of("it was rough.") is None
    assert subject_of("The minister, Kai Saar, visited it.") == "The minister, Kai Saar"
    assert subject_of("A safety board could not say why.") == "A safety board"
    assert subject_of("The police have closed it.") == "The police"


@pytest.mark.parametrize(
    ("behind", "by"),
    [
        (
            '"There is a furrow," says engineer Lena Holm. "An anchor has been there."',
            "engineer Lena Holm",
        ),
        (
            "Ann Lee, who studies threats, urges caution. Nothing suggests sabotage, she says.",
            "Ann Lee",
        ),
        (
            "- We see no reason for alarm, says director Ivo Tamm. An anchor did it.",
            "director Ivo Tamm",
        ),
    ],
)
def test_a_quotation_goes_on(behind: str, by: str) -> None:
    claims = only(f"{CUT}\n\n{behind}")["attribution_claims"]
    assert [c["by"] for c in claims] == [by]


@pytest.mark.parametrize(
    ("told", "by"),
    [
        (
            'Prime minister Ilze Berg told reporters of it. "I saw it. An anchor tore it. It is '
            'over," she said.',
            "Prime minister Ilze Berg",
        ),
        ("The minister, Kai Saar, visited it. He blamed an anchor.", "The minister, Kai Saar"),
        ("Litgrid said it was quick. In its view an anchor tore it.", "Litgrid"),
        ("Prosecutors were heard. Their case was that an anchor tore it.", "Prosecutors"),
        ('Litgrid spoke on Monday, its office said. "An anchor tore it," the message reads.',
         "its office"),
        ("An anchor tore it by accident. That is the view of prosecutor Ann Lee.",
         "prosecutor Ann Lee"),
        ("Why did it break? They had an anchor down by accident.", "unknown"),
        ('Minister Jan Berg said: "It was done. Chance has no part in it." He blamed an anchor.',
         "Minister Jan Berg"),
    ],
)  # fmt: skip
def test_who_is_meant_by_a_pronoun_or_by_what_was_put_out(told: str, by: str) -> None:
    claims = only(f"{CUT}\n\n{told}")["attribution_claims"]
    assert by in [claim["by"] for claim in claims]
    assert {claim["by"] for claim in claims} <= {by}


@pytest.mark.parametrize(
    "told",
    [
        "Nobody denies that it was an anchor.",
        "The judges rejected the main charge, sabotage.",
        "The court convicted him. It rejected the charge of sabotage.",
    ],
)
def test_what_nobody_says_is_no_statement(told: str) -> None:
    claims = only(f"{CUT} {told}")["attribution_claims"]
    assert not [claim for claim in claims if claim["stance"] == "denies"]
    assert "sabotage" not in str(claims)


def test_a_quotation_and_its_speaker_in_blocks_of_their_own() -> None:
    html = f"<p>{CUT}</p><p>&quot;It was an anchor,&quot;</p><p>said inspector Aino Kest.</p>"
    assert [c["by"] for c in only(html)["attribution_claims"]] == ["inspector Aino Kest"]


def test_the_company_is_given_its_name() -> None:
    told = f"{CUT} Litgrid runs it. The company says an anchor did it."
    assert [c["by"] for c in only(told)["attribution_claims"]] == ["Litgrid (The company)"]


def test_the_press_release_of_an_operator_speaks_for_it() -> None:
    told = f"Litgrid, press release, 12 March 2026\n\n{CUT}\n\nThe cause was a faulty joint."
    assert [c["by"] for c in only(told)["attribution_claims"]] == ["Litgrid"]


@pytest.mark.parametrize(
    ("head", "by"),
    [
        ("Press release, Fingrid Oyj, 17 July 2026\n\nThe link tripped.", "Fingrid Oyj"),
        ("Police Authority\nPress release\n\nThe ship was let go.", "Police Authority"),
        ("Publisher: Elering\nPublished: 3 May 2026\n\nThe link tripped.", "Elering"),
        ("VILNIUS, May 3 (Baltic Wire) - Litgrid put out a press release.", None),
        ("Cable cut off Gotland\n\nArelion said so on Monday.", None),
        ("Elering: the link has failed\n\nIt failed on Monday.", None),
    ],
)
def test_who_put_it_out(head: str, by: str | None) -> None:
    assert publisher_of(split_sentences(News.of(head).plain), GAZETTEER) == by


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("Technicians are already digging out the damaged section for repair.", "under way"),
        ("A cable ship could be there next week.", "planned"),
        ("Nobody can say when the repair might begin.", "not begun"),
        ("Since Monday both ends are spliced again.", "completed"),
        ("Its cable ships are well known.", "unknown"),
        ("All but a few hundred households had been reconnected by Monday night.", "unknown"),
    ],
)
def test_how_the_repair_stands(told: str, state: str) -> None:
    assert only(f"{CUT} {told}")["repair_status"] == state


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (
            "The Meridian Crest, 189 metres long and bound for Riga, passed over it.",
            ["Meridian Crest"],
        ),
        ("The Stella Ravn had sought shelter close by.", ["Stella Ravn"]),
        ("The European Commission seized the moment.", []),
        ("Dubai-registered Corvina Tankers told reporters nothing.", []),
    ],
)
def test_ships_by_what_they_do(told: str, names: list[str]) -> None:
    draft = only(f"{CUT} A ship is suspected. {told}")
    assert [s["name"] for s in draft["suspected_vessels"]] == names


def test_a_day_counted_back_from_a_statement() -> None:
    told = "Police said on Wednesday that an anchor had cut the NordBalt power cable a day earlier."
    assert only(told)["date_utc_start"] == "2026-03-10"


def test_a_break_that_was_found_later_is_dated_by_its_failure() -> None:
    told = (
        "On Thursday a survey crew pinpointed the fault in the NordBalt power cable.\n\n"
        "The cable failed on Saturday at 05:18 EET."
    )
    assert only(told)["date_utc_start"] == "2026-03-07"


def test_a_ship_sent_to_anchor_is_no_cause() -> None:
    told = f"{CUT} A tanker was escorted to anchor off Klaipėda."
    assert only(told)["cause_claimed"] == "unknown"
