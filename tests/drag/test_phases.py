"""Bins that move with the ship, and the mean over their beginnings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import polars as pl
import pytest

from baltic.drag.bins import make_bins
from baltic.drag.context import Weighed
from baltic.drag.phases import mean_of_phases
from baltic.records import Evidence
from baltic.settings import Settings

from .tracks import make_track, make_vessel, run

S = Settings()
HOUR = 3600.0


def weighed(llr: float, begin_h: float, end_h: float, item: str = "ramp") -> Weighed:
    """Return an episode with one line in its ledger."""
    case = SimpleNamespace(t_start_s=begin_h * HOUR, t_end_s=end_h * HOUR)
    return Weighed(case, (), (Evidence(item, 1.0, "1", None, llr, "words"),), llr)


def test_bins_with_a_phase_move_with_the_ship() -> None:
    track = make_track([(3, 11), (2, 7)], noise_kn=0.2, yaw_deg=2.0, seed=3)
    later = track.with_columns(pl.col("t") + timedelta(minutes=7, seconds=13))
    for phase in (0.0, 0.25):
        a, b = (make_bins(t, S, phase=phase) for t in (track, later))
        assert b["t_s"].to_list() == pytest.approx([t + 433.0 for t in a["t_s"]])
        assert b.drop("t_s").equals(a.drop("t_s"), null_equal=True)
    assert a["t_s"][0] == pytest.approx(track["t"][0].timestamp() + 0.5 * 600 - 0.25 * 600)


def test_every_ship_has_its_own_beginning() -> None:
    one = make_track([(1, 10)], mmsi=200000101)
    two = make_track([(1, 10)], mmsi=200000102, t0=one["t"][3])
    bins = make_bins(pl.concat([one, two]), S, phase=0.0)
    first = bins.group_by("mmsi", maintain_order=True).agg(pl.col("t_s").first())["t_s"]
    assert first[1] - first[0] == pytest.approx(180.0)


def test_the_ledger_is_the_mean_and_the_times_are_those_in_the_middle() -> None:
    phases = [[weighed(2.0, 1.0, 5.0)], [weighed(4.0, 1.1, 5.0)], [weighed(3.0, 2.0, 5.0)]]
    (one,) = mean_of_phases(phases, S)
    assert one.llr == pytest.approx(3.0)
    assert one.case.t_start_s == pytest.approx(1.1 * HOUR)


def test_what_one_beginning_does_not_show_counts_nothing() -> None:
    (one,) = mean_of_phases([[weighed(3.0, 1, 5)], [], [weighed(3.0, 1, 5, "shape")]], S)
    assert one.llr == pytest.approx(2.0)
    assert {(i.item, round(i.llr, 3)) for i in one.ledger} == {("ramp", 1.0), ("shape", 1.0)}


def test_what_is_kept_does_not_overlap() -> None:
    apart = [weighed(1.0, 0.0, 2.0), weighed(2.0, 3.0, 6.0)]
    whole = [weighed(2.5, 0.0, 6.0)]
    found = mean_of_phases([apart, whole, apart], S)
    spans = sorted((w.case.t_start_s, w.case.t_end_s) for w in found)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert mean_of_phases([[], []], S) == []


@pytest.mark.slow
@pytest.mark.parametrize("minutes", [3, 7])
def test_a_shift_by_odd_minutes_changes_no_sum(minutes: int) -> None:
    legs = [(4, 11), (4, 7, "drag"), (3, 11)]
    track = make_track(legs, tau_min=5, yaw_deg=1.0, yaw_drag=2.0, noise_kn=0.08, seed=4)
    moved = track.with_columns(pl.col("t") + timedelta(minutes=minutes))
    a, b = (run(t, vessel=make_vessel()) for t in (track, moved))
    assert a.candidates
    assert [c.llr for c in a.candidates] == [c.llr for c in b.candidates]
    only = replace(S, episodes=replace(S.episodes, near_watch=-99.0))
    assert [c.llr for c in run(track, settings=only).candidates] != [c.llr for c in a.candidates]
