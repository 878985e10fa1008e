"""Honest log-likelihood ratios pass, boastful ones do not."""

from __future__ import annotations

import numpy as np
import pytest

from baltic.evaluation.calibration import calibration, reliability

from .blocks import block


def _honest(scale: float = 1.0):
    """Scores whose LLR is exact: two normals of equal variance, 4 nats apart."""
    rng = np.random.default_rng(5)
    shift = 4.0
    drags = rng.normal(shift / 2, np.sqrt(shift), 4000) * scale
    ordinary = rng.normal(-shift / 2, np.sqrt(shift), 40_000) * scale
    return calibration([block("1", ordinary.tolist(), drags.tolist())])


def test_exact_ratios_are_calibrated_in_both_mixes() -> None:
    found = _honest()
    assert found["natural"]["prior_odds"] == pytest.approx(0.1)
    assert found["natural"]["ece"] < 0.01
    assert found["equal"]["ece"] < 0.02
    assert found["equal"]["brier_skill"] > 0.4


@pytest.mark.parametrize("scale", [0.3, 3.0])
def test_timid_and_boastful_ratios_are_not(scale: float) -> None:
    assert _honest(scale)["equal"]["ece"] > 0.04
    assert _honest(scale)["equal"]["log_score"] > _honest()["equal"]["log_score"]


def test_bins_hold_everything_and_their_intervals_the_share() -> None:
    rng = np.random.default_rng(1)
    p = rng.random(500)
    table = reliability(p, (rng.random(500) < p).astype(float))
    assert sum(b["n"] for b in table["bins"]) == 500
    for b in table["bins"]:
        assert b["observed_low"] <= b["observed"] <= b["observed_high"]
        assert b["low"] <= b["stated"] <= b["high"]


def test_without_both_kinds_nothing_is_claimed() -> None:
    assert calibration([block("1", [1.0], [])])["natural"] is None
