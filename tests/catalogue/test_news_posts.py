"""Live pages, newest first: their hours are those of posts; letters: who signed them speaks."""

# ruff: noqa: E501  sentences read best on one line

from __future__ import annotations

from datetime import date

import pytest

from tests.catalogue.test_news_manners import news

HEAD = "Live, 9 October 2024\n\nAll times are Danish time.\n\n"


def when(text: str) -> str | None:
    (draft,) = news(text, date(2024, 10, 9))
    entry = draft["assets"][0]
    return None if entry["evidence_kind"] == "day_only" else entry["t_earliest"][11:16]


@pytest.mark.parametrize(
    ("posts", "hour"),
    [
        (["14:10 – Good night.", "13:05 – It is dark.", "12:40 – The NordBalt cable has failed."], None),
        (
            [
                "18:00 – The minister has no comment.",
                "17:20 – Repairs will take weeks.",
                "16:45 – Litgrid: NordBalt tripped at 15:30.",
            ],
            "13:30",
        ),
        (
            [
                "11:30 – NordBalt is out of service, Litgrid says, since 09:02.",
                "10:15 – Prices jump.",
                "10:02 – Something has happened.",
            ],
            "07:02",
        ),
    ],
)  # fmt: skip
def test_newest_first_has_the_hours_of_its_posts(posts: list[str], hour: str | None) -> None:
    assert when(HEAD + "\n\n".join(posts)) == hour


@pytest.mark.parametrize(
    "lines",
    [
        ["12:40 – The NordBalt cable fails.", "13:05 – It is dark.", "14:10 – Good night."],
        ["12:40 – The NordBalt cable fails.", "12:50 – A ship is stopped."],
        ["13:05 – A ship is stopped.", "12:40 – The NordBalt cable fails."],
    ],
)
def test_hours_of_a_timeline_are_those_of_what_happened(lines: list[str]) -> None:
    assert when(HEAD + "\n\n".join(lines)) == "10:40"


LETTER = "Dear Madam,\n\nOn 3 October 2024 NordBalt was cut. {}\n\n{}"


@pytest.mark.parametrize(
    ("close", "by"),
    [
        ("Yours sincerely,\nAgnes Bolvig\nHead of the grid", "Agnes Bolvig"),
        ("Yours faithfully,\n\nTorben Ask-Holm\n\nDirector", "Torben Ask-Holm"),
        ("Kind regards,\nLiis Mägi", "Liis Mägi"),
        ("Kind regards to all on board.", "unknown"),
        ("She sent her kind regards and left.", "unknown"),
    ],
)
def test_a_letter_is_by_who_signed_it(close: str, by: str) -> None:
    text = LETTER.format("I find it safe to say that an anchor was the cause.", close)
    (draft,) = news(text, date(2024, 10, 9))
    assert draft["attribution_claims"][0]["by"] == by


def test_a_letterhead_in_capitals() -> None:
    text = "SVENSKA KRAFTNÄT\nNOTICE\n\nOn 3 October 2024 NordBalt failed. Its insulation has aged."
    (draft,) = news(text, date(2024, 10, 9))
    assert draft["attribution_claims"][0]["by"] == "SVENSKA KRAFTNÄT"


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("at about 18.50 hrs Danish time", "16:45"),
        ("at 1850 hrs UTC", "18:50"),
        ("at 18:50 h CEST", "16:50"),
        ("after 18.50 kroner were paid", None),
    ],
)
def test_hours_in_short(said: str, hour: str | None) -> None:
    text = f"NordBalt tripped on 8 October 2024 {said}."
    assert when(text) == hour
