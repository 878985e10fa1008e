"""Times and days of records: in UTC, with a zone, of years that a cable can have failed in."""

from __future__ import annotations

from typing import Any

import pytest

from baltic.catalogue import Incident
from baltic.catalogue.moments import parse_day, parse_time


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2025-01-01T00:30:00+02:00", "2024-12-31T22:30:00Z"),
        ("2025-01-01T00:30:00Z", "2025-01-01T00:30:00Z"),
        ("2025-01-01", "2025-01-01"),
        (2025, "2025"),
        (None, None),
    ],
)
def test_a_day_with_a_time_is_told_in_utc(written: Any, told: str | None) -> None:
    assert parse_day(written) == told


def test_the_dates_of_a_record_are_told_in_utc() -> None:
    record = Incident(
        id="mine", record_type="no_damage", assets=[], date_utc_start="2025-01-01T00:30+02:00"
    )
    assert record.document()["date_utc_start"] == "2024-12-31T22:30:00Z"


@pytest.mark.parametrize("year", ["0001", "1849", "2201", "9999"])
def test_years_out_of_reason_are_refused(year: str) -> None:
    for read, text in ((parse_time, f"{year}-06-01T02:00:00Z"), (parse_day, year)):
        with pytest.raises(ValueError, match="lies outside of the years 1850 to 2200"):
            read(text)
