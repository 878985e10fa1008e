"""Charts are well-formed, bounded, and keep what matters."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.reports import ledger_bars, speed_chart, timeline_chart

T0 = datetime(2024, 12, 25, tzinfo=UTC)


def times(n: int, step_s: int = 60) -> list[str]:
    return [(T0 + timedelta(seconds=i * step_s)).isoformat() for i in range(n)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.floats(-9, 9)), max_size=12))
def test_ledger_bars_are_well_formed(rows: list[tuple[str, float]]) -> None:
    chart = ledger_bars([{"item": i, "llr": v} for i, v in rows])
    root = ET.fromstring(chart)
    bars = root.findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == len(rows)
    assert all(0 <= float(b.get("x", "-1")) <= 640 for b in bars)


def test_bars_point_to_their_side() -> None:
    chart = ledger_bars([{"item": "for", "llr": 1.0}, {"item": "against", "llr": -2.0}])
    x = [float(v) for v in re.findall(r'<rect x="([\d.]+)"', chart)]
    assert x[1] < x[0]


def test_unusable_numbers_are_left_out() -> None:
    chart = ledger_bars([{"item": "a", "llr": None}, {"item": "b", "llr": float("nan")}])
    assert "<rect" not in chart


def test_a_short_dip_survives_thinning() -> None:
    speed = [10.0] * 20_000
    speed[7777] = 2.0
    chart = speed_chart({"t": times(20_000), "sog_kn": speed})
    assert len(chart) < 60_000
    ys = [float(v) for v in re.findall(r"[ML][\d.]+ ([\d.]+)", chart)]
    assert max(ys) - min(ys) > 50


def test_a_silence_breaks_the_line() -> None:
    t = [*times(10), *(x.replace("2024-12-25", "2024-12-26") for x in times(10))]
    chart = speed_chart({"t": t, "sog_kn": [8.0] * 20})
    path = re.search(r' d="([^"]+)"', chart)
    assert path is not None and path.group(1).count("M") == 2


@pytest.mark.parametrize("series", [{}, {"t": [], "sog_kn": []}, {"t": ["x"], "sog_kn": [1.0]},
                                    {"t": times(3), "sog_kn": [None, None, None]}])  # fmt: skip
def test_nothing_to_draw_is_nothing(series: dict) -> None:
    assert speed_chart(series) == ""


def test_timeline_shows_a_minute_beside_days() -> None:
    windows = [
        {"name": "a", "t_earliest": "2024-12-25T10:26:00Z", "t_latest": "2024-12-25T10:27:00Z"},
        {"name": "b", "t_earliest": "2024-12-25T00:00:00Z", "t_latest": "2024-12-28T00:00:00Z"},
    ]
    chart = timeline_chart(windows, [{"window": 0, "t": "2024-12-25T10:25:00Z", "rank": 1}])
    ET.fromstring(chart)
    widths = [float(v) for v in re.findall(r'width="([\d.]+)" height="15"', chart)]
    assert min(widths) >= 2.5
    assert timeline_chart([], []) == ""
