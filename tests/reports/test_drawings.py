"""The timeline and the small map: well-formed, bounded, and true to their numbers."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.reports import timeline_chart
from baltic.reports.locator import locator
from baltic.reports.timeline import silences

DAY = "2024-12-25T"
LINES = {
    "a": [[[24.0, 59.2], [24.0, 60.2]]],
    "b": [[[24.5, 59.2], [24.6, 60.2]], [[24.5, 59.2], [24.4, 59.3]]],
}
_NUMBERS = st.floats(-1e3, 1e3) | st.none() | st.just(float("nan"))


def window(**more: Any) -> dict[str, Any]:
    times = {"t_earliest": DAY + "10:00:00Z", "t_latest": DAY + "11:00:00Z"}
    return {"name": "cable", **times, **more}


def test_slow_stretches_and_holes_are_drawn_where_they_are() -> None:
    ship = {
        "label": "1. A ship",
        "episode": (DAY + "09:00:00Z", DAY + "12:00:00Z"),
        "passages": [DAY + "10:30:00Z"],
        "holes": [(DAY + "11:00:00Z", DAY + "11:30:00Z")],
    }
    chart = timeline_chart([window(holes=[(DAY + "10:00:00Z", DAY + "10:15:00Z")])], [], [ship])
    ET.fromstring(chart)
    bands = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="1[15]"', chart)
    x, wide = zip(*((float(a), float(b)) for a, b in bands), strict=True)
    hour = wide[0]
    assert wide[1:] == (
        pytest.approx(hour / 4, abs=0.2),
        pytest.approx(3 * hour, abs=0.2),
        pytest.approx(hour / 2, abs=0.2),
    )
    assert x[2] < x[0] < x[3]


def test_a_window_of_days_says_where_it_ends() -> None:
    long = window(t_earliest="2024-12-24T00:00:00Z", t_latest="2024-12-28T00:00:00Z")
    chart = timeline_chart([window(), long], [])
    assert "from 2024-12-24 00:00Z" in chart and "to 2024-12-28 00:00Z" in chart


def test_silences_are_those_of_more_than_half_an_hour() -> None:
    times = [DAY + f"{h:02d}:{m:02d}:00Z" for h, m in ((10, 0), (10, 29), (11, 0), (12, 0))]
    inner = silences({"t": times})[1:-1]
    assert inner == [(times[1], times[2]), (times[2], times[3])]
    assert silences(None) == silences({"t": ["x", None]}) == []


@settings(max_examples=30)
@given(st.text(max_size=20), st.lists(st.text(max_size=8), max_size=3))
def test_any_text_in_the_timeline_is_a_label(name: str, times: list[str]) -> None:
    ship = {"label": name, "episode": None, "passages": times, "holes": [times]}
    chart = timeline_chart([window(name=name, holes=[times])], [], [ship])
    root = ET.fromstring(chart)
    assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {
        "svg", "title", "rect", "line", "text", "path",
    }  # fmt: skip


def test_the_map_holds_assets_tracks_and_passages() -> None:
    track = {"rank": 1, "lon": [23.8, 24.2, 24.8], "lat": [59.7, 59.7, 59.7]}
    picture = locator(LINES, {"a": "A", "b": "B"}, [track], [(24.0, 59.7), (24.55, 59.7)])
    root = ET.fromstring(picture)
    words = [e.text for e in root.iter() if e.tag.endswith("text")]
    assert {"A", "B", "1"} <= set(words) and any("km" in str(w) for w in words)
    dots = [e for e in root.iter() if e.tag.endswith("circle") and e.get("r") == "3.2"]
    assert len(dots) == 2
    # West is left.
    assert float(dots[0].get("cx", "")) < float(dots[1].get("cx", ""))
    numbers = [float(v) for v in re.findall(r"[ML](-?[\d.]+) ", picture)]
    assert min(numbers) >= -1 and max(numbers) <= 761, "nothing is drawn beyond the frame"


def test_a_place_far_from_the_shipped_coast_still_has_a_map() -> None:
    lines = {"x": [[[-40.0, -20.0], [-39.0, -20.5]]]}
    assert "<svg" in locator(lines, {"x": "A"}, [], [])
    assert locator({}, {}, [], []) == ""
    assert locator(lines, {}, [], []) == ""


@settings(max_examples=30)
@given(
    st.lists(st.tuples(_NUMBERS, _NUMBERS), max_size=4),
    st.lists(_NUMBERS, max_size=4),
    st.lists(st.lists(_NUMBERS, min_size=2, max_size=2), max_size=4),
)
def test_numbers_that_are_no_places_break_no_map(points: Any, lon: Any, line: Any) -> None:
    picture = locator({"a": [line]}, {"a": "A"}, [{"rank": 1, "lon": lon, "lat": lon}], points)
    if picture:
        ET.fromstring(picture)
        assert "nan" not in picture and "inf" not in picture
