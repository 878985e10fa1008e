"""A ship that two inputs tell of with different clocks is known for one ship."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from baltic.drag.span import notes_of, span_of
from baltic.geo import KN_MS
from baltic.tracks import echoes

from .ships import DEG_M, cleaned, fixes, straight


def late(frame: pl.DataFrame, seconds: float) -> pl.DataFrame:
    return frame.with_columns(pl.col("t") + pl.duration(seconds=seconds))


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [97.0, 300.0, 3600.0, -7200.0])
@pytest.mark.parametrize("dt", [10.0, 60.0])
def test_two_clocks_are_told_with_the_time_between(seconds: float, dt: float) -> None:
    ship = straight(n=int(12 * 3600 / dt), dt=dt, kn=16.0, noise_m=8.0)
    tracks, _, _ = cleaned(pl.concat([ship, late(ship, seconds)]))
    assert echoes(tracks)[230000001] == pytest.approx(abs(seconds), abs=10.0)
    notes = " ".join(notes_of(span_of(tracks), 1.0, 0.0))
    assert "sent twice along the same way" in notes
    assert "several hulls" not in notes


def test_two_receivers_need_not_hear_the_same_messages() -> None:
    ship = straight(n=1000, dt=30.0, noise_m=8.0)
    tracks, _, _ = cleaned(pl.concat([ship[::2], late(ship[1::2], 3600.0)]))
    assert echoes(tracks)[230000001] == pytest.approx(3600.0, abs=40.0)


def test_two_ships_of_one_number_are_two() -> None:
    ship, other = straight(n=600, dt=60.0), straight(n=600, dt=60.0, lat=58.0, course=80.0)
    tracks, _, _ = cleaned(pl.concat([ship, late(other, 20.0)]))
    assert set(tracks["hull"]) == {1, 2}
    assert echoes(tracks) == {}
    notes = " ".join(notes_of(span_of(tracks), 1.0, 0.0))
    assert "none of these is judged" in notes
    assert "unbroken track that is judged lasts 0 s" in notes, "the tracks themselves are long"


def test_a_ferry_on_time_is_no_echo() -> None:
    """She is at each place again after each round trip, to the second."""
    t = np.arange(0.0, 12 * 3600.0, 60.0)
    way = np.abs((t / 3600.0) % 2.0 - 1.0) * 12.0 * KN_MS * 3600.0
    ferry = fixes(230000001, t, np.full(len(t), 25.0), 59.5 + way / DEG_M, np.full(len(t), 12.0))
    strange = straight(n=60, dt=60.0, lat=57.0, start=14_430.0)
    tracks, _, _ = cleaned(pl.concat([ferry, strange]))
    assert (tracks["hull"] > 0).any()
    assert echoes(tracks) == {}


def test_a_ship_known_beside_stray_places_is_said_to_be_judged() -> None:
    ship = straight(n=720, dt=60.0)
    strange = straight(n=60, dt=60.0, lat=57.0, start=14_430.0)
    tracks, _, _ = cleaned(pl.concat([ship, strange]))
    assert set(tracks["hull"]) == {0, 1}
    notes = " ".join(notes_of(span_of(tracks), 1.0, 0.0))
    assert "the ship's own are judged" in notes
    assert "several hulls" not in notes
