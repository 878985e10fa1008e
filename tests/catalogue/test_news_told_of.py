"""Who speaks, what is left open, and which ship is meant: turns of agencies, notices and courts."""

# ruff: noqa: E501  sentences read best on one line

from __future__ import annotations

from typing import Any

import pytest

from baltic.catalogue.news.ships import find_ships
from baltic.catalogue.news.speakers import speaker_of
from baltic.catalogue.news.statements import find_cause, find_statements
from tests.catalogue.test_news import drafts
from tests.catalogue.test_news_manners import news

CUT = "NordBalt was cut on 3 March 2026. "


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("It may be a trawl, it may be an anchor, and it may be that it was old.", None),
        ("It could have been a storm or it could have been an anchor.", None),
        ("It may have been an anchor.", "anchor"),
        ("The ageing line to Bornholm was cut.", None),
        ("An aging tanker of the fleet is looked for.", None),
        ("Its insulation failed through ageing.", "technical"),
    ],
)
def test_what_may_be_and_what_is_only_old(text: str, label: str | None) -> None:
    found = find_cause(text)
    assert (found and found[0]) == label


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (
            "The statement made on Monday by the Embassy of Latvia, in which any part in it was denied.",
            "the Embassy of Latvia",
        ),
        (
            'The Russian embassy had called the charge "a fairy tale" and denied that its ship was'
            " involved.",
            "The Russian embassy",
        ),
        (
            "A letter from Alma Lines, in which it rejects any responsibility, came on Monday.",
            "Alma Lines",
        ),
        ("Her owners in Piraeus say that they know of no contact with a cable.", "Her owners in Piraeus"),
        ("The three men, who denied any wrongdoing, left in September.", "The three men"),
        ("On Friday the skipper, who had denied involvement, was heard.", "the skipper"),
        ("The navy regards talk of a blow as entirely without foundation.", "The navy"),
    ],
)  # fmt: skip
def test_who_denies(text: str, by: str) -> None:
    assert [s.by for s in find_statements(text) if s.stance == "denies"] == [by]


@pytest.mark.parametrize(
    "text",
    [
        "The statement by the ministry, in which the damage was described, came on Monday.",
        "The court regards the case as closed.",
        "The owners say they know of no better yard.",
    ],
)
def test_who_denies_nothing(text: str) -> None:
    assert not [s for s in find_statements(text) if s.stance == "denies"]


@pytest.mark.parametrize(
    "text",
    [
        "Against this background it was an anchor.",
        "The mate was found guilty of negligence.",
        "Amid the storm it was put out of service.",
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert speaker_of(text) is None


def test_who_informs_us() -> None:
    text = "The minister, Kadri Lepp, informed us of her view that both were deliberate."
    assert speaker_of(text) == "The minister, Kadri Lepp"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Malta-flagged MV Alma Star sailed on.", ["Alma Star"]),
        ("She was held by the Ship Safety Division.", []),
        ("It is for the Vessel Traffic Directorate to say.", []),
        ("The tanker Safety Division sailed on.", ["Safety Division"]),
        ('It was escorted by BP 83 "Peenau" to port.', ["Peenau"]),
        ('KBV 001 "Amfitrite" came alongside.', ["Amfitrite"]),
        ('In row 7 "Peenau" is misspelt.', []),
    ],
)
def test_names_of_ships(text: str, names: list[str]) -> None:
    assert [s.name for s in find_ships(text)] == names


def roles(text: str) -> dict[str, str]:
    (draft,) = news(CUT + text)
    return {s["name"]: s["role"] for s in draft["suspected_vessels"]}


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("The coaster Alma, which lay there, is out of the matter.", "cleared"),
        ("The tanker Alma was struck from the inquiry within a week.", "cleared"),
        ("The bulk carrier Alma has been taken off the list by the police.", "cleared"),
        ("The tanker Alma has been forbidden to leave port.", "detained"),
        ("The coaster Alma was barred from sailing by the authority.", "detained"),
        ("The tanker Alma has not been struck from the inquiry.", "named"),
        ("The tanker Alma was not forbidden to leave port.", "named"),
    ],
)
def test_what_becomes_of_a_ship(told: str, role: str) -> None:
    assert roles(told) == {"Alma": role}


def test_a_word_on_one_ship_is_not_of_another() -> None:
    text = (
        "The trawler Alma came fast in the cable with her gear.\n\nThe ministry said that the research"
        " ship Vigil was followed by a vessel of the Navy and had no part in the matter."
    )
    assert roles(text)["Alma"] != "cleared"


def test_the_tanker_that_a_patrol_ship_boards_is_the_one_told_of() -> None:
    text = "The tanker Alma passed over it.\n\nThe patrol vessel Vigil boarded and detained the tanker."
    assert roles(text)["Alma"] == "detained"


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("No repair vessel had yet been booked, said Litgrid, which expects the work to take weeks.", "not begun"),
        ("A repair ship is wanted; none has left port so far.", "not begun"),
        ("By ten in the evening the job was done.", "completed"),
        ("Divers fixed it within a week.", "completed"),
        ("That should be soon: the cable ship Alma has started to lift the first of the two ends.", "under way"),
        ("The repair ship Alma is loading spare cable in Karlskrona.", "planned"),
        ("The job was offered to two firms.", "unknown"),
    ],
)  # fmt: skip
def test_how_far_the_repair_has_come(told: str, state: str) -> None:
    (draft,) = news(CUT + told)
    assert draft["repair_status"] == state


def test_owners_abroad_move_no_case_abroad() -> None:
    text = (
        "Police suspect the tanker Alma. Her owners in Hong Kong say they are helping them.\n\nTwo other"
        " ships, the coaster Edda and the tanker Mira, are not suspected of anything."
    )
    assert roles(text)["Mira"] == "cleared"


def old(text: str) -> list[dict[str, Any]]:
    found = drafts("7 May 2026\n\nNordBalt was cut on 5 May 2026.\n\n" + text)
    return [d for d in found if d["background"]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 17 November 2024 a cable to Gotland was cut a day before C-Lion1 was.", "2024-11-18"),
        ("On 18 November 2024 a cable to Gotland was cut two days after C-Lion1 was.", "2024-11-16"),
        ("On 17 November 2024 a cable to Gotland was cut hours before C-Lion1 was.", "2024-11-17"),
        ("On 17 November 2024 a cable to Gotland was cut days before C-Lion1 was.", None),
    ],
)  # fmt: skip
def test_the_day_of_a_case_beside_another(text: str, day: str | None) -> None:
    days = [d["date_utc_start"] for d in old(text) if d["assets"][0]["asset_id"] == "c-lion1"]
    assert days == [day]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("On 5 May one of the two cable systems which carry ashore the power of the wind farms in the Bay of Pomerania was damaged.", "power"),
        ("On 5 May a cable that carries data from Gotland to Latvia was damaged.", "telecom"),
    ],
)  # fmt: skip
def test_what_a_cable_system_carries(text: str, kind: str) -> None:
    (draft,) = news("7 May 2026\n\n" + text)
    assert draft["kind"] == kind


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Ann Lee, who heads the networks of Arelion, is sure that an anchor was the cause.", "Ann Lee"),
        ("Ann Lee, who runs the station, has no doubt that it was an anchor.", "Ann Lee"),
        ("The anchor did it, thinks Ann Lee, who heads the networks.", "Ann Lee"),
        ("For Ann Lee, who heads the networks, there is no doubt that an anchor was the cause.", "Ann Lee"),
        ("The navy is convinced that it was an anchor.", "The navy"),
        ("It is certain that it was an anchor.", None),
        ("Nobody is sure that it was an anchor.", None),
        ("The navy is not sure that it was an anchor.", None),
    ],
)  # fmt: skip
def test_who_heads_something_and_is_sure(text: str, by: str | None) -> None:
    assert speaker_of(text) == by
