"""Spans in which a place counts as heard: from fix to fix, never beyond the record."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.attribution.heard import (
    around,
    heard_spans,
    seconds_within,
    silences_between,
    together,
)

TIMES = st.lists(st.floats(0, 40_000), max_size=30, unique=True).map(sorted)
END = 43_200.0


def spans_of(times: list[float], record: tuple[float, float]) -> np.ndarray:
    fixes = np.array(times)
    return heard_spans(fixes, fixes, record)


@given(st.lists(TIMES, min_size=1, max_size=4))
def test_spans_add_up_and_stay_in_the_record(places: list[list[float]]) -> None:
    fixes = [t for place in places for t in place]
    record = (min(fixes, default=0.0), max(fixes, default=0.0))
    spans = [spans_of(times, record) for times in places]
    heard = together(spans)
    assert (heard >= record[0]).all() and (heard <= record[1]).all()
    assert (np.diff(heard.ravel()) >= 0).all()
    missing = sum(b - a for a, b in silences_between(heard, 0.0, END))
    untold = END - seconds_within(heard, 0.0, END) - missing
    assert -1e-6 <= untold <= 60.0 * (len(heard) + 1)
    for one in spans:
        wide = around(one, heard)
        assert (np.diff(wide.ravel()) >= -1e-9).all()
        assert (wide[:, 0] <= one[:, 0]).all() and (wide[:, 1] >= one[:, 1]).all()
        inside = seconds_within(wide, 0.0, END)
        assert inside <= seconds_within(heard, 0.0, END) + 1e-6


@pytest.mark.parametrize(("minutes", "spans"), [(15, 1), (16, 2), (61, 2)])
def test_a_quarter_of_an_hour_is_no_silence(minutes: float, spans: int) -> None:
    dense = np.arange(0, 3600, 60.0)
    fixes = np.r_[dense, dense[-1] + 60 * minutes + dense]
    assert len(spans_of(list(fixes), (0.0, float(fixes[-1])))) == spans


def test_no_fix_no_span() -> None:
    assert not len(spans_of([], (0.0, 1.0))) and not len(together([]))
    assert silences_between(together([]), 0.0, 90.0) == [(0.0, 90.0)]
