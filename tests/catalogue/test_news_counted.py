"""What a text counts before it tells each, and what is only to come."""

from __future__ import annotations

import pytest

from tests.catalogue.test_news import drafts


def told(text: str) -> list[dict[str, object]]:
    return [d for d in drafts("7 May 2026\n\n" + text) if not d["background"]]


COUNTED = "Two undersea links between Finland and Estonia were damaged within a week.\n\n"


@pytest.mark.parametrize(
    "second",
    [
        "Three days after that event EstLink 1 was put out of action by damage at sea.",
        "Two days later the power cable EstLink 1 failed.",
        "On 4 May the interconnector EstLink 1 tripped.",
    ],
)
def test_what_was_counted_together_broke_on_days_of_its_own(second: str) -> None:
    first = "On 1 May the data cable FEC-2 was cut by an anchor.\n\n"
    one, two = told(COUNTED + first + second)
    assert [p["asset_id"] for p in one["assets"]] == ["fec-2"]
    assert one["date_utc_start"] == "2026-05-01" and two["date_utc_start"] > "2026-05-02"
    assert two["kind"] == "power"


def test_breaks_of_one_night_that_were_counted_are_one_case() -> None:
    text = "On 1 May EstLink 2 was cut by an anchor, and on 2 May EstLink 1 failed, too."
    (one,) = told("Two power links between Finland and Estonia were damaged.\n\n" + text)
    assert len(one["assets"]) == 2


def test_the_other_that_was_counted_and_is_not_told_stays() -> None:
    (one,) = told(COUNTED + "On 1 May the data cable FEC-2 was cut by an anchor.")
    assert len(one["assets"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose ahead of work on NordBalt, which is to be taken out of service on 11 May.",
        "Traders look at EstLink 2: the link is to be switched off from Monday for six days.",
        "Both poles of Fenno-Skan 2 are to be taken out of operation on 12 May.",
        "The EstLink 1 cable was due to be shut down on Monday.",
    ],
)
def test_what_is_to_be_taken_out_of_service_did_not_fail(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "NordBalt was taken out of service on 5 May after its cable had been damaged by an anchor.",
        "EstLink 2 was found to be cut on 5 May.",
        "EstLink 2, which is to be repaired in June, was severed on 5 May.",
    ],
)
def test_what_did_fail_is_told(text: str) -> None:
    assert len(told(text)) == 1
