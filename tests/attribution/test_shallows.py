"""The least depth of all the line within reach of a passage left open."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from baltic.attribution.readings import make_outages
from baltic.attribution.shallows import least_depths

from .world import SETTINGS, assets, incident

#: 0.3 degrees of latitude are 33 km.
ROWS = pd.DataFrame({"asset_id": "alpha", "lon": 24.0, "lat": 59.7, "stray_km": [0.0, 20.0, 40.0]})


def least(depth: Any) -> list[float]:
    outages, _ = make_outages(incident(("alpha", 0, 1)), assets(0.5), SETTINGS)
    return least_depths(outages, ROWS, depth).tolist()


def test_a_bank_counts_for_those_who_could_have_been_at_it() -> None:
    found = least(lambda lon, lat: np.where(np.asarray(lat) > 60.0, 20.0, 300.0))
    assert found == [300.0, 300.0, 20.0]


def test_what_is_not_known_of_the_line_shuts_nothing() -> None:
    found = least(lambda lon, lat: np.where(np.asarray(lat) > 60.0, np.nan, 300.0))
    assert found[:2] == [300.0, 300.0] and np.isnan(found[2])
    assert np.isnan(least(None)).all()
