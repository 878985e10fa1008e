"""A ship that was let go is not by that cleared of what it was held for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.test_news_times import only

CUT = "The EstLink 1 cable was cut on 9 June."


def ship(text: str) -> dict[str, Any]:
    (found,) = only(f"{CUT} {text}")["suspected_vessels"]
    return dict(found)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The tanker Alma, detained on 10 June, was released on Monday.", "detained"),
        ("Police seized the tanker Alma. It was released on Monday.", "detained"),
        ("The tanker Alma, suspected of the damage, was allowed to continue.", "suspect"),
        ("The tanker Alma was let go.", "detained"),
        ("Customs released the tanker Alma.", "detained"),
        ("Finland has lifted the seizure of the tanker Alma.", "detained"),
        ("Tanker Alma released\n\nIt is in port.", "detained"),
        ("There is no longer any ground to hold the tanker Alma, police said.", "detained"),
        ("The tanker Alma is free to leave.", "named"),
        ("The tanker Alma was cleared to sail.", "named"),
        ("The captain of the tanker Alma was charged. The vessel was released.", "charged"),
    ],
)
def test_a_ship_let_go_keeps_its_role_and_the_words_are_noted(text: str, role: str) -> None:
    found = ship(text)
    assert found["role"] == role
    assert found["notes"] in f"{CUT} {text}"


@pytest.mark.parametrize(
    "text",
    [
        "The tanker Alma was released after police found no crime.",
        "The tanker Alma, which was not behind the damage, police said, was let go.",
        "The tanker Alma was released. Police found no link between the ship and the damage.",
        "The tanker Alma was ruled out by the navy. It has been released.",
        "State prosecutor Liis Saar has spoken. The tanker Alma did not touch it, Saar said. "
        "The vessel was released.",
        "The inspection of the tanker Alma did not find anything that gave grounds for suspicion.",
    ],
)
def test_a_ship_of_which_a_text_says_that_it_did_nothing_is_cleared(text: str) -> None:
    assert ship(text)["role"] == "cleared"


@pytest.mark.parametrize(
    "text",
    [
        "The tanker Alma has not been released.",
        "The tanker Alma stays in port until it is released.",
        "Two crew members of the tanker Alma were released.",
        "Police seized the tanker Alma and a film of it was released.",
        "The tanker Alma will be released.",
    ],
)
def test_a_ship_not_let_go_has_no_note(text: str) -> None:
    assert "notes" not in ship(text)


def test_the_sentence_of_the_release_is_evidence() -> None:
    draft = only(f"{CUT} Police seized the tanker Alma. The vessel was released on Monday.")
    (field,) = (f for f in draft["extraction"]["fields"] if f["field"] == "suspected_vessels")
    assert field["value"] == {"name": "Alma", "role": "detained"}
    assert "The vessel was released on Monday." in [e["sentence"] for e in field["evidence"]]


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ("had been near but had been ruled out, the navy said", "cleared"),
        ("has been excluded as the cause, police said", "cleared"),
        ("was not ruled out, police said", "named"),
        ("has not been ruled out, police said", "named"),
    ],
)
def test_ruled_out_or_not(told: str, role: str) -> None:
    draft = only(f"NordBalt failed on Sunday. The bulk carrier Alma Star {told}.")
    assert [(s["name"], s["role"]) for s in draft["suspected_vessels"]] == [("Alma Star", role)]
