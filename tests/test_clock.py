"""Times as Unix seconds and back."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from baltic.clock import times_at, unix_seconds


@given(st.lists(st.integers(-(10**15), 4 * 10**15), max_size=8), st.sampled_from(["us", "ns"]))
def test_times_come_back_to_the_microsecond(micros, unit) -> None:
    t = pd.Series(pd.to_datetime(micros, unit="us", utc=True).as_unit(unit))
    back = times_at(unix_seconds(t))
    assert str(back.dtype) == "datetime64[us, UTC]"
    away = (back - t).abs()
    # A float of seconds holds a microsecond, or half of one in the year 2100.
    assert not len(away) or away.max() <= pd.Timedelta(microseconds=1)


def test_other_zones_are_the_same_instants_and_no_time_is_none() -> None:
    t = pd.Series(pd.to_datetime(["2024-12-25T12:26:00+02:00"]))
    assert unix_seconds(t)[0] == pd.Timestamp("2024-12-25T10:26Z").timestamp()
    assert times_at([np.nan, 0.0]).isna().tolist() == [True, False]
    assert times_at([]).empty
