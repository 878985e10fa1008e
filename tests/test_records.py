"""Records become plain JSON and ids come from content."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pandas as pd

from baltic.records import Evidence, as_json, content_id, iso


def test_times_are_utc_with_z() -> None:
    helsinki = timezone(timedelta(hours=2))
    assert iso(datetime(2024, 12, 25, 12, 26, tzinfo=helsinki)) == "2024-12-25T10:26:00Z"
    assert iso(None) is None


def test_nan_and_numpy_become_json() -> None:
    line = Evidence("drop", np.float64("nan"), "ln", None, np.float32(0.5), "text")
    assert json.loads(json.dumps(as_json(line), allow_nan=False)) == {
        "item": "drop", "value": None, "unit": "ln", "neighbours": None, "llr": 0.5, "text": "text",
    }  # fmt: skip


def test_ids_depend_on_content_only() -> None:
    t = datetime(2024, 12, 25, tzinfo=UTC)
    assert content_id("c", 1, t) == content_id("c", 1, t)
    assert content_id("c", 1, t) != content_id("c", 2, t)


def test_a_time_that_a_table_does_not_have_is_none() -> None:
    assert as_json({"t": pd.NaT, "kn": float("nan")}) == {"t": None, "kn": None}
