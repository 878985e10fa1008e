"""One small back-test from end to end: complete, plain JSON, the same with two processes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from baltic.errors import BalticError
from baltic.evaluation import QUICK, Size, backtest, backtest_files
from baltic.evaluation.backtest_words import main_table, report
from baltic.settings import Settings

TINY = Size(
    runs=2, ships=16, hours=12.0, drags=1, latency_runs=0, samplings_s=(), sites=0,
    steady_ships=0, documented=False,
)  # fmt: skip


def _numbers(document):
    return {k: v for k, v in document.items() if k != "manifest"}


@pytest.fixture(scope="module")
def document():
    return backtest(size=TINY, seed=11)


@pytest.mark.slow
def test_the_document_is_complete_and_plain(document) -> None:
    assert document["schema"] == "baltic-backtest/1"
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["blocks"] == 2 and document["drags"] == 2
    assert document["manifest"]["settings_hash"] == Settings().hash()
    assert document["seeds"] == [11, 12]
    assert len(document["operating_points"]) == 7 and len(document["peers"]) == 4
    for p in document["operating_points"]:
        assert p["vessel_days"] == pytest.approx(document["vessel_days"], abs=0.01)
        assert 0.0 <= p["found_low"] <= p["found_high"] <= 1.0


@pytest.mark.slow
def test_another_seed_is_another_sea(document) -> None:
    other = backtest(size=replace(TINY, runs=1), seed=99)
    assert other["vessel_days"] != document["vessel_days"]
    assert other["manifest"]["result_hash"] != document["manifest"]["result_hash"]


def test_the_report_is_in_plain_words(document) -> None:
    text = report(document)
    assert "simulated" in text and "What this does not show" in text
    assert "too few vessel-days" in text
    table = main_table(document)
    assert table.count("\n") == 1 + 7 + 4
    assert "None" not in text and "nan" not in text.split()


def test_the_report_says_what_the_given_files_are(document) -> None:
    given = {**document, "data": "injected", "blocks": 1}
    text = report({**given, "provenance": {"simulated": 1200, "reconstructed": 3}})
    assert "1 day of the given files (fixes: 1,200 simulated, 3 reconstructed)" in text
    assert "The given files are not all measured" in text
    text = report({**given, "provenance": {"measured": 7}})
    assert "(fixes: 7 measured)" in text and "not all measured" not in text


def test_nonsense_is_refused_in_one_line() -> None:
    with pytest.raises(BalticError, match="unknown world"):
        backtest(world="C", size=TINY)
    with pytest.raises(BalticError, match="hours must be at least"):
        backtest(size=replace(TINY, hours=1.0))


def test_files_without_a_ship_that_can_drag_are_refused() -> None:
    from baltic.ais import AisData
    from baltic.catalogue import load_track, track_vessels

    lone = AisData.of(load_track("vezhen-measured"), track_vessels())
    with pytest.raises(BalticError, match="sails at 6 kn or more"):
        backtest_files(lone, size=TINY)


@pytest.mark.slow
def test_two_processes_give_the_same_numbers(document) -> None:
    again = backtest(size=TINY, seed=11, workers=2)
    assert _numbers(again) == _numbers(document)
    assert again["manifest"]["result_hash"] == document["manifest"]["result_hash"]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_small_real_backtest() -> None:
    size = replace(QUICK, runs=2, latency_drags=10, samplings_s=(), steady_ships=10)
    found = backtest(size=size, seed=5, workers=2)
    assert found["latency"]["drags"] == 10
    assert {s["group"] for s in found["scenes"]} == {"grid", "profile"}
    assert all(s["crossed"] for s in found["scenes"] if s["group"] == "grid")
    assert {t["track"] for t in found["documented"]} >= {"eagle-s-2024", "vezhen-2025"}
    assert all(c["provenance"] == "simulated" for c in found["controls"])
    assert any(c["not_run"] for c in found["controls"])
    assert found["calibration"]["equal"]["ece"] <= 1.0
    grapnel = [s["peers"]["GRAPNEL anchor_drag"] for s in found["scenes"] if s["name"] == "9 kn"]
    assert not any(grapnel)
