"""Labels that explain a candidate: from speeds, steering, status and places."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as given_settings
from hypothesis import strategies as st

from baltic.drag.states import STATES, viterbi
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
