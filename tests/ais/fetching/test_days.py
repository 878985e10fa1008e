"""Where a day lies in the archive, and what is said of one that is not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.ais.fetching import parse_span
from baltic.errors import InputError

from .runs import BODY, NAME, Run, packed


def test_the_newest_days_lie_in_the_root(run: Run) -> None:
    run.bucket.put("aisdk-2025-02-20.zip", BODY)
    assert run("2025-02-20").files[0].url == f"{run.bucket.url}/aisdk-2025-02-20.zip"


def test_pages_are_followed_by_their_tokens(run: Run) -> None:
    for day in range(1, 29):
        run.bucket.put(f"aisdk-2025-02-{day:02d}.zip", BODY)
    run.bucket.page = 5
    assert run("2025-02-28").files[0].path.name == "aisdk-2025-02-28.zip"
    tokens = [a.query.get("continuation-token") for a in run.bucket.asked if a.is_listing]
    assert len([t for t in tokens if t]) == 5


def test_of_two_places_the_newer_is_taken_and_a_difference_is_told(run: Run) -> None:
    newer = packed(1)
    run.bucket.put("aisdk-2024-12-25.zip", newer, modified="2025-02-01T00:00:00.000Z")
    assert run().files[0].url == f"{run.bucket.url}/aisdk-2024-12-25.zip"
    assert (run.out / NAME).read_bytes() == newer
    if len(newer) != len(BODY):
        assert any("twice" in line for line in run.said)


def test_a_month_file_holds_its_days(run: Run) -> None:
    run.bucket.put("2023/aisdk-2023-05.zip", BODY)
    run.bucket.put("2023/all_sources_2023-05.zip", packed(2))
    found = run("2023-05-07")
    assert found.files[0].path.name == "aisdk-2023-05.zip"
    assert any("2023-05-07 comes as part of the whole month" in note for note in found.notes)


def test_a_month_of_all_sources_is_better_than_none(run: Run) -> None:
    run.bucket.put("2017/all_sources_2017-02.zip", BODY)
    assert run("2017-02").files[0].path.name == "all_sources_2017-02.zip"


def test_a_range_goes_over_the_end_of_the_monthly_files(run: Run) -> None:
    run.bucket.put("2024/aisdk-2024-02.zip", BODY)
    run.bucket.put("2024/aisdk-2024-03-01.zip", packed(3))
    names = [got.path.name for got in run("2024-02-27..2024-03-01").files]
    assert names == ["aisdk-2024-02.zip", "aisdk-2024-03-01.zip"]


def test_a_range_over_new_year_looks_into_both_folders(run: Run) -> None:
    for key in ("2024/aisdk-2024-12-31.zip", "2025/aisdk-2025-01-01.zip", "aisdk-2025-01-02.zip"):
        run.bucket.put(key, BODY)
    assert len(run("2024-12-31..2025-01-02").files) == 3


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ("2005-12-31", "first month is 2006-03"),
        ("2025-03-02", "ask for 2025-02-26"),
        ("2025-02-01..2025-03-31", "ask for 2025-02-01..2025-02-26"),
    ],
)
def test_days_that_cannot_be_there_need_no_look(run: Run, days: str, says: str) -> None:
    assert says in run.fails(days)
    assert run.bucket.asked == [] and not run.out.exists()


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ("2025-02-28", "not published yet: the newest day there is 2024-12-29"),
        ("2024-12-27", "nearest are 2024-12-25 and 2024-12-28"),
        ("2024-06-15", "nearest are 2024-02 and 2024-12-25"),
        ("2024-12-24..2024-12-28", "ask for 2024-12-25, 2024-12-28"),
        ("2024-12", "28 of 31 days are not there (2024-12-01..2024-12-24, "
                    "2024-12-26..2024-12-27, 2024-12-30..2024-12-31)"),
    ],
)  # fmt: skip
def test_days_that_are_not_there(run: Run, days: str, says: str) -> None:
    run.bucket.put("2024/aisdk-2024-02.zip", BODY)
    run.bucket.put("2024/aisdk-2024-12-28.zip", BODY)
    run.bucket.put("aisdk-2024-12-29.zip", BODY)
    assert says in run.fails(days)
    assert run.bucket.fetched() == [], "nothing is fetched of what cannot be had whole"
    assert not run.out.exists()


def test_an_empty_bucket_says_so(run: Run) -> None:
    run.bucket.objects.clear()
    assert "nothing is there near it" in run.fails()


@pytest.mark.parametrize(
    "key",
    ["2024/aisdk-2024-12-25.zip.exe", "2024/../aisdk-2024-12-25.zip", "2024/aisdk-2024-13-45.zip",
     "2024/aisdk-٢٠٢٤-12-25.zip", "x/aisdk-2024-12-25.zip", "2024/aisdk-2024-12-25.zip\n"],
)  # fmt: skip
def test_other_names_are_no_days(run: Run, key: str) -> None:
    run.bucket.objects.clear()
    run.bucket.put(key, BODY)
    assert "not there" in run.fails()


@pytest.mark.parametrize(
    "text",
    ["", "..", "2024", "20241225", "2024-13", "2024-02-30", "2024-12-25T00", "yesterday",
     "2024-12-25..", "2024-W52-1", "2024-12-26..2024-12-25", "٢٠٢٤-12-25", "2024-12-25..x" * 50],
)  # fmt: skip
def test_no_day_is_guessed(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_span(text)
    assert "write 2024-" in caught.value.one_line() and len(caught.value.one_line()) < 250


@given(st.text(max_size=40))
def test_any_text_is_days_or_one_line(text: str) -> None:
    try:
        span = parse_span(text)
    except InputError as error:
        assert "\n" not in error.one_line()
    else:
        assert span.first <= span.last
