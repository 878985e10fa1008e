"""Latency is counted from the drop, over drags that are found, and against the first asset."""

from __future__ import annotations

import pytest

from baltic.evaluation.latency import LatencyRow, find_latency, summarise_latency
from baltic.evaluation.seas import SeaPlan
from baltic.settings import Settings


def test_medians_are_of_the_drags_found() -> None:
    rows = [
        LatencyRow(1, {"watch": 20.0, "alert": None}, 30.0),
        LatencyRow(2, {"watch": 60.0, "alert": 90.0}, 30.0),
        LatencyRow(3, {"watch": 40.0, "alert": None}, None),
        LatencyRow(4, {"watch": None, "alert": None}, 10.0),
    ]
    told = summarise_latency(rows, 240)
    watch = told["levels"]["watch"]
    assert (watch["found"], watch["median_min"], watch["quartiles_min"]) == (3, 40.0, [30.0, 50.0])
    assert (watch["crossing"], watch["before_first_asset"]) == (3, 1)
    assert told["levels"]["alert"]["before_first_asset"] == 0


def test_no_drag_found_has_no_median() -> None:
    told = summarise_latency([LatencyRow(1, {"watch": None, "alert": None}, None)], 60)
    assert told["levels"]["watch"]["median_min"] is None
    assert told["levels"]["watch"]["share_before_first_asset"] is None


@pytest.mark.slow
def test_drags_begin_together_and_are_seen_no_sooner_than_they_can_be() -> None:
    plan = SeaPlan("A", 21, 30, 12.0, 3, 60.0, Settings())
    rows = find_latency(plan, cuts_min=(20.0, 240.0))
    assert len(rows) == 3
    for row in rows:
        for minutes in row.reached_min.values():
            assert minutes is None or any(cut <= minutes <= cut + 10.0 for cut in (20.0, 240.0))
        # Twenty minutes are two bins: no episode is that short.
        assert (row.reached_min["alert"] or 240.0) >= 30.0
