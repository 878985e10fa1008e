"""Labels that explain a candidate: from speeds, steering, status and places."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from baltic import AisData
from baltic.catalogue import load_track, track_vessels
from baltic.drag.states import STATES, label_states, viterbi
from baltic.engine import scan
from baltic.records import as_json
from baltic.settings import Settings
from baltic.tracks import number_segments

from .tracks import make_track, run

RICH = {
    "heading": True, "yaw_deg": 1.5, "yaw_drag": 3.0, "drift_drag": 2.0,
    "tau_min": 5.0, "noise_kn": 0.08, "step_s": 30.0,
}  # fmt: skip


def states(found):
    """Return labels and times in hours since the first bin."""
    spans = found.candidates[0].quality["states"]
    start = np.datetime64("2025-03-01T00:00")
    hours = [
        (np.datetime64(s["t_end"].rstrip("Z")) - start) / np.timedelta64(1, "h") for s in spans
    ]
    return [s["state"] for s in spans], hours


def test_a_drag_with_a_recovery_stop() -> None:
    found = run(make_track([(4, 11.5), (5, 7, "drag"), (0.8, 0.6), (3, 11.5)], **RICH))
    words, ends = states(found)
    assert words == ["transit", "drag-like", "stopped", "transit"]
    assert ends[:3] == pytest.approx([4.0, 9.0, 9.8], abs=0.35)


def test_a_drag_that_shows_in_steering_alone() -> None:
    track = make_track(
        [(6, 9.8), (4, 9.6, "drag"), (0.75, 0.5), (3, 9.8)], start=(16.0, 55.3), heading=True,
        yaw_deg=1.5, yaw_drag=3.6, drift_drag=1.8, noise_kn=0.08, tau_min=4.0, step_s=20.0,
    )  # fmt: skip
    assert "drag-like" in states(run(track))[0]


def test_spans_follow_each_other_and_a_long_silence_is_not_heard() -> None:
    track = make_track([(4, 11.5), (12, 7, "drag"), (3, 11.5)], **RICH)
    hour = (track["t"] - track["t"][0]).dt.total_seconds() / 3600
    found = run(number_segments(track.filter(~((hour > 8) & (hour < 11))), Settings()))
    spans = found.candidates[0].quality["states"]
    assert any(s["state"] == "not heard" for s in spans)
    assert all(a["t_end"] == b["t_start"] for a, b in itertools.pairwise(spans))
    assert as_json(spans) == spans


def test_only_listed_candidates_are_labelled() -> None:
    found = run(make_track([(4, 11.5), (5, 9.6), (3, 11.5)], noise_kn=0.08, tau_min=25.0))
    assert all("states" not in c.quality for c in found.episodes if c.level == "none")


def test_no_label_names_a_cause() -> None:
    assert "drag-like" in STATES and "drag" not in STATES and "dragging" not in STATES


@given_settings(max_examples=60)
@given(st.integers(1, 6), st.integers(2, 3), st.randoms(use_true_random=False))
def test_the_sequence_is_the_likeliest_of_all(n: int, k: int, random) -> None:
    def table(*shape):
        return np.array([random.uniform(-3, 0) for _ in range(int(np.prod(shape)))]).reshape(shape)

    seen, step, start = table(n, k), table(k, k), table(k)

    def score(path) -> float:
        moves = sum(step[a, b] for a, b in itertools.pairwise(path))
        return float(start[path[0]] + seen[np.arange(n), path].sum() + moves)

    every = np.stack(np.meshgrid(*[np.arange(k)] * n, indexing="ij"), -1).reshape(-1, n)
    best = max(score(list(path)) for path in every)
    assert score(viterbi(seen, step, start).tolist()) == pytest.approx(best)


def test_an_empty_record_has_no_states() -> None:
    assert viterbi(np.zeros((0, 2)), np.zeros((2, 2)), np.zeros(2)).tolist() == []


def test_steps_and_starts_are_shares() -> None:
    from baltic.drag.states import _START, _transition

    step = np.exp(_transition(Settings().states, 10.0))
    assert step.sum(axis=1) == pytest.approx(1.0)
    assert _START.sum() == pytest.approx(1.0)


# What a bin's own readings may say ------------------------------------------------

STILL = {"moored", "anchored", "adrift", "stopped"}
NO_YAW = np.log(0.2)  # ln yaw of a bin without any: the floor alone
seeds = st.integers(0, 10**6)


def keep_cases(into, begin):
    """Let every case that is labelled from here on be kept, with its places and ledger's sum."""

    def keep(case, places, settings, *, llr):
        into.append((case, (places, llr)))
        return label_states(case, places, settings, llr=llr)

    begin.setattr("baltic.drag.candidates.label_states", keep)


@lru_cache(maxsize=1)
def drag_case():
    """Return the case of a ship that drags for five hours, its places and its ledger's sum."""
    cases: list = []
    with pytest.MonkeyPatch.context() as begin:
        keep_cases(cases, begin)
        run(make_track([(8, 11.5), (5, 7, "drag"), (0.8, 0.6), (6, 11.5)], **RICH))
    return cases[0]


def labels(case, known):
    """Return the bins of a ship around an episode (rows of its bins) and their labels."""
    settings, (places, llr) = Settings(), known
    spans = label_states(case, places, settings, llr=llr)
    ends = [
        np.datetime64(s["t_end"].rstrip("Z")).astype("datetime64[s]").astype(int) for s in spans
    ]
    b_t, around = case.track.b_t, settings.states.around_h * 3600.0
    rows = np.flatnonzero((b_t >= case.t_start_s - around) & (b_t <= case.t_end_s + around))
    return rows, np.array([s["state"] for s in spans])[np.searchsorted(ends, b_t[rows])]


def outside(case, t):
    return (t < case.t_start_s) | (t > case.t_end_s)


def steered(case, yaw=None, drift=None):
    """Return the case with other yaw (ln) and drift (deg) in its bins."""
    leg = case.episode.leg
    leg = replace(
        leg, ly=leg.ly if yaw is None else yaw, drift=leg.drift if drift is None else drift
    )
    return replace(case, episode=replace(case.episode, leg=leg))


def any_steering(rng, n):
    """Return ln yaw and drift of bins: ordinary ones, and some of a turn or without noise."""
    yaw = rng.choice([NO_YAW, 0.4, 1.0, 3.0, 4.5], n) + rng.normal(0, 0.3, n)
    return np.maximum(yaw, NO_YAW), rng.choice([0.0, 1.0, 8.0, 60.0], n) * rng.normal(0, 1, n)


@given_settings(max_examples=40)
@given(seeds)
def test_no_ship_lies_still_at_twice_the_speed_of_one_that_is_stopped(seed: int) -> None:
    case, known = drag_case()
    rng = np.random.default_rng(seed)
    fast = 2.0 * Settings().baseline.moving_kn
    v = np.where(rng.uniform(size=len(case.track.b_v)) < 0.5, case.track.b_v, 0.0)
    v = np.where(v > 0.0, v, rng.uniform(0.0, 30.0, len(v)))
    case = steered(case, *any_steering(rng, len(case.episode.leg.t)))
    case = replace(case, track=replace(case.track, b_v=v))
    rows, words = labels(case, known)
    assert not STILL & set(words[v[rows] > fast])


@given_settings(max_examples=40)
@given(seeds)
def test_a_steady_ship_never_lies_still_however_it_is_steered(seed: int) -> None:
    case, known = drag_case()
    rng = np.random.default_rng(seed)
    case = steered(case, *any_steering(rng, len(case.episode.leg.t)))
    v = np.full(len(case.track.b_v), case.v_ref_kn)
    rows, words = labels(replace(case, track=replace(case.track, b_v=v)), known)
    assert not STILL & set(words)
    # At its own full speed, and not weighed: nothing says that it drags.
    assert set(words[outside(case, case.track.b_t[rows])]) == {"transit"}


@given_settings(max_examples=40)
@given(seeds, st.floats(0.05, 1.0))
def test_bins_without_noise_change_no_label(seed: int, share: float) -> None:
    case, known = drag_case()
    leg = case.episode.leg
    some = np.random.default_rng(seed).uniform(size=len(leg.t)) < share
    drawn = steered(case, yaw=np.where(some & outside(case, leg.t), NO_YAW, leg.ly))
    assert labels(drawn, known)[1].tolist() == labels(case, known)[1].tolist()


@given_settings(max_examples=40)
@given(seeds)
def test_no_steering_speaks_for_lying_still_and_an_odd_one_for_nothing(seed: int) -> None:
    from baltic.drag.states import _MOVING, _STILL, _steering

    case, _ = drag_case()
    t = case.episode.leg.t
    told = _steering(
        steered(case, *any_steering(np.random.default_rng(seed), len(t))), t, Settings().states
    )
    under_way, still = told[:, _MOVING], told[:, _STILL]
    assert (under_way.max(axis=1)[:, None] >= still - 1e-9).all()
    assert (under_way.max(axis=1)[:, None] - still <= np.log(3.0) + 1e-9).all()
    odd = steered(
        case, yaw=np.where(np.arange(len(t)) == 3, 4.5, 0.4), drift=np.full(len(t), np.nan)
    )
    assert np.ptp(_steering(odd, t, Settings().states)[3]) < 0.01


def test_where_the_speed_is_unknown_a_ship_may_lie_still() -> None:
    case, known = drag_case()
    rows, words = labels(case, known)
    stop = rows[words == "stopped"]
    v = case.track.b_v.copy()
    v[stop[len(stop) // 2]] = np.nan
    assert (
        labels(replace(case, track=replace(case.track, b_v=v)), known)[1].tolist() == words.tolist()
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["eagle-s-2024", "newnew-polar-bear-2023", "vezhen-2025"])
def test_documented_ships_are_stopped_only_where_they_are_slow(name: str, monkeypatch) -> None:
    cases: list = []
    keep_cases(cases, monkeypatch)
    scan(AisData.of(load_track(name), track_vessels()))
    assert cases
    for case, known in cases:
        rows, words = labels(case, known)
        v, t = case.track.b_v[rows], case.track.b_t[rows]
        assert not STILL & set(words[v > 3.6])
        steady = (np.abs(v / case.v_ref_kn - 1.0) < 0.02) & outside(case, t)
        assert set(words[steady]) <= {"transit"}
