"""Numbers that were sent from several places: what is known of the first hull counts."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from baltic.attribution.twins import of_other_hulls, shared_numbers

from .world import LAT, T0, episode, incident, run, ship, tracks

TRIP = incident(("alpha", -20, 20))


def sent_elsewhere(begin: int, end: int) -> pl.DataFrame:
    """The same number from 40 km further north, for some minutes."""
    there = ship(1001, 0, lat=LAT + 0.36).with_columns(hull=pl.lit(1, pl.UInt8))
    minute = (pl.col("t") - T0).dt.total_minutes()
    return there.filter(minute.is_between(begin, end))


def drag_words(found: Any) -> str:
    h = next(h for h in found.hypotheses if h.mmsi == 1001)
    return next(r for r in h.reasons if "evidence" in r)


def test_a_number_sent_elsewhere_while_silent_keeps_its_evidence() -> None:
    """GNSS disturbed for an hour over the line: its stretch is known from before and after."""
    slow = episode(1001, -120, 120, 5.0)
    one = ship(1001, 0, hours=10, silent=(-30, 30))
    alone = run(TRIP, tracks(one), [slow])
    disturbed = run(TRIP, tracks(one, sent_elsewhere(-29, 29)), [slow])
    assert drag_words(disturbed) == drag_words(alone)
    assert drag_words(alone).startswith("drag evidence")


def test_a_number_sent_from_two_places_at_once_has_none() -> None:
    slow = episode(1001, -120, 120, 5.0)
    found = run(TRIP, tracks(ship(1001, 0, hours=10), sent_elsewhere(-29, 29)), [slow])
    assert "sent from several places" in drag_words(found)


@pytest.mark.parametrize(("lat", "other"), [(LAT, True), (LAT + 0.5, False)])
def test_a_passage_of_another_hull_is_not_judged_by_the_first(lat: float, *, other: bool) -> None:
    table = tracks(
        ship(1001, 0, silent=(-30, 30)),
        ship(1001, 0, lat=lat, hours=0.5).with_columns(hull=pl.lit(1, pl.UInt8)),
    )
    assert shared_numbers(table) == frozenset()
    import pandas as pd

    at = pd.DataFrame(
        {"mmsi": [1001], "t_s": [T0.timestamp()], "lon": 24.0, "lat": LAT, "density": 1.0}
    )
    assert of_other_hulls(at, table) == (frozenset({1001}) if other else frozenset())
