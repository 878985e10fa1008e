"""Ships on the map: the latest for search, the one of the time for its evidence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from baltic.maps.panel import subjects
from baltic.maps.ships import encode_vessels, put_ships_then

from .samples import START, attribution, candidate, investigation

HOUR = pd.Timedelta("1h")


def passed_on() -> pd.DataFrame:
    """An MMSI that was OLD (once FIRST) and is NEW, and a ship without a word."""
    return pd.DataFrame(
        {"mmsi": [1, 1, 2], "name": ["NEW", "OLD", None], "ship_type": [80, 70, np.nan],
         "imo": [9329760, 9100138, np.nan], "former_names": [None, "FIRST", None],
         "first_t": [START + HOUR, START, START], "last_t": [START + 2 * HOUR, START, START]}
    )  # fmt: skip


def test_vessels_once_an_mmsi_with_words_for_the_type() -> None:
    frame = pd.DataFrame(
        {"mmsi": [1, 1, 2], "name": ["OLD", "NEW", None], "ship_type": [80, 80, np.nan],
         "last_t": [START, START + HOUR, START]}
    )  # fmt: skip
    rows = encode_vessels(frame, {1, 2})
    assert [r.get("name") for r in rows] == ["NEW", None]
    assert rows[0]["type"] == "tanker"


def test_search_finds_earlier_names_and_numbers() -> None:
    rows = encode_vessels(passed_on(), {1, 2})
    assert rows[0]["name"] == "NEW"
    assert rows[0]["former"] == "FIRST; OLD; IMO 9100138"
    assert "former" not in rows[1]


def test_a_listed_ship_is_the_one_of_its_time() -> None:
    def subject(hours: float | None) -> dict[str, Any]:
        t0 = None if hours is None else (START + hours * HOUR).timestamp()
        return {"mmsi": 1, "crossings": [], "episodes": [{"t0": t0}]}

    listed = [subject(0.5), subject(1.5), subject(None), {**subject(1), "mmsi": 2}]
    listed.append({"mmsi": None, "crossings": [], "episodes": []})
    put_ships_then(listed, passed_on())
    assert [s.get("ship", {}).get("name") for s in listed] == ["OLD", "NEW", None, None, None]
    put_ships_then(listed, pd.DataFrame({"mmsi": []}))


def test_an_episode_of_another_hull_lends_no_particulars() -> None:
    other = {**candidate(), "imo": 9100138, "loa_m": 77.0}
    ranked = attribution()
    ranked["hypotheses"][0]["imo"] = 9329760
    listed = subjects([other], ranked, investigation()["tracks"])
    assert listed[0]["imo"] == 9329760 and listed[0].get("loa_m") is None
    assert len(listed[0]["episodes"]) == 1
