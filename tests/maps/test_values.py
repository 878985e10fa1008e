import json
from datetime import UTC, datetime

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.maps.values import clean, seconds, ship_type_words


def test_cells_of_tables_become_plain_json():
    row = {
        "a": np.float32(1.5), "b": np.nan, "c": pd.NaT, "d": pd.NA, "e": np.array(["x"]),
        "f": datetime(2024, 12, 25, tzinfo=UTC), "g": pd.Timestamp("2024-12-25T10:26Z"),
        "h": np.uint32(5), "i": None, "j": ("t", 1), "k": np.bool_(True),
    }  # fmt: skip
    found = clean(row)
    json.dumps(found, allow_nan=False)
    assert found["b"] is found["c"] is found["d"] is None
    assert found["g"] == "2024-12-25T10:26:00Z"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_short_and_free_of_direction_marks(text):
    found = clean(text, chars=50)
    assert len(found) <= 50
    assert not set(found) & set("\u202e\u2066\x00")
    found.encode("utf-8")


def test_times_of_every_shape():
    assert seconds("2024-12-25T10:26:00Z") == seconds(pd.Timestamp("2024-12-25T10:26Z"))
    assert seconds(datetime(1970, 1, 1)) == 0  # noqa: DTZ001 - a naive time is read as UTC
    assert seconds("soon") is None
    assert seconds(float("nan")) is None
    assert seconds(pd.NaT) is None


def test_ship_types():
    assert ship_type_words(71) == "cargo ship"
    assert ship_type_words(float("nan")) is None
