"""Stops: which end a drag, and which are waiting or a failed engine."""

from __future__ import annotations

import pytest

from .tracks import make_track, run

STOPS = {"stop", "stop_and_recovery"}


def items(legs: list[tuple[float, float]], **more: float) -> set[str]:
    """Return every item that any episode of a voyage shows."""
    found = run(make_track(legs, tau_min=5.0, noise_kn=0.07, **more)).episodes
    assert found, "no episode: nothing was judged"
    return {e.item for c in found for e in c.evidence}


def test_a_stop_after_hours_of_slow_way_counts() -> None:
    assert items([(6, 11), (3, 8), (1.2, 0.5), (5, 11)]) >= {"stop_and_recovery"}


@pytest.mark.slow
@pytest.mark.parametrize("waiting_kn", [2.8, 3.4, 4.2])
def test_a_ship_that_waits_at_slow_speed_ends_no_voyage_by_a_stop(waiting_kn: float) -> None:
    legs = [(5, waiting_kn), (2, 0.75 * waiting_kn), (1.2, 0.5), (4, waiting_kn), (5, 11)]
    assert not items(legs) & STOPS


def test_a_stop_that_is_the_whole_episode_is_a_failed_engine() -> None:
    # Slow for 2.4 h, of which the ship lay still for all but the last miles and the first.
    assert not items([(6, 12), (2.0, 0.6), (0.4, 6.0), (6, 12)]) & STOPS
