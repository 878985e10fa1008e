"""A silence where others are heard speaks, bounded; one that everybody shares says nothing."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import polars as pl
import pytest

from baltic.attribution import attribute
from baltic.attribution.silent import silences_at
from baltic.crossings import find_crossings
from baltic.drag.dark import find_dark_crossings
from baltic.tables import DARK_CROSSINGS, VESSELS

from .world import LAT, SETTINGS, T0, assets, episode, incident, ship, tracks

TRIP = incident(("alpha", -20, 20))
SILENT = (-45.0, 45.0)


def others(silent: tuple[float, float] | None = None) -> list[pl.DataFrame]:
    """Ships around that are in the same waters at the same time."""
    return [ship(2000 + k, 3 * k, lat=LAT + 0.02 + 0.01 * k, hours=6, silent=silent)
            for k in range(10)]  # fmt: skip


def both(
    *ships: pl.DataFrame, dark: bool = True, **kwargs: object
) -> tuple[float, tuple[str, ...]]:
    """Return llr and reasons of the first ship, which is silent over the cable."""
    table = tracks(*ships)
    lines = assets()
    found = find_dark_crossings(table, lines, SETTINGS) if dark else None
    ranked = attribute(
        TRIP, table, VESSELS.empty(), find_crossings(table, lines, SETTINGS),
        kwargs.get("episodes", []), lines, SETTINGS, dark=found,
    )  # fmt: skip
    own = next(h for h in ranked.hypotheses if h.mmsi == 1001)
    assert own.llr is not None
    return own.llr, own.reasons


def late(minutes: float) -> pl.DataFrame:
    table = ship(1001, 0, hours=20, silent=SILENT)
    after = pl.when(pl.col("t") > T0).then(pl.lit(60_000_000 * minutes)).otherwise(0)
    return table.with_columns(t=pl.col("t") + after.cast(pl.Int64).cast(pl.Duration("us")))


def test_a_silence_among_ships_that_are_heard_counts_and_is_told() -> None:
    without, _ = both(late(40), *others(), dark=False)
    with_it, reasons = both(late(40), *others())
    assert without < with_it <= without + SETTINGS.evidence.gap_cap
    assert any("silent for" in r and "other ships were heard" in r for r in reasons)
    assert any("40 min more than sailing on" in r for r in reasons)


def test_a_silence_that_all_share_says_nothing() -> None:
    without, _ = both(late(40), *others(SILENT), dark=False)
    with_it, reasons = both(late(40), *others(SILENT))
    assert with_it == without
    assert not any("other ships were heard" in r for r in reasons)


@pytest.mark.slow
def test_time_lost_in_it_never_counts_less() -> None:
    weights = [both(late(m), *others())[0] for m in (0, 15, 40, 90)]
    assert weights == sorted(weights)
    assert weights[0] < weights[-1]


def test_a_stretch_that_holds_the_silence_has_counted_it_already() -> None:
    mine = episode(1001, -120, 120, 2.0)
    without, _ = both(late(40), *others(), dark=False, episodes=[mine])
    with_it, reasons = both(late(40), *others(), episodes=[mine])
    assert with_it == without
    assert not any("other ships were heard" in r for r in reasons)


def test_only_a_silence_around_the_passage_of_that_asset_counts() -> None:
    table = DARK_CROSSINGS.empty().to_pandas()
    row = {"mmsi": 1001, "asset_id": "alpha", "t_start": pd.Timestamp(T0 - timedelta(hours=1)),
           "t_end": pd.Timestamp(T0 + timedelta(hours=1)), "gap_s": 7200.0, "hulls_heard": 9,
           "share_silent": 0.1, "slack_min": 5.0, "llr": 1.0}  # fmt: skip
    dark = pd.DataFrame([row]).reindex(columns=table.columns)
    now = T0.timestamp()
    at = pd.DataFrame(
        {"mmsi": [1001], "asset_id": ["alpha"], "t_s": now, "then_s": now, "density": 1.0}
    )
    assert silences_at(at, dark)[1001].llr == pytest.approx(1.0)
    assert silences_at(at.assign(asset_id="beta"), dark) == {}
    assert silences_at(at.assign(then_s=T0.timestamp() + 4000), dark) == {}
    assert silences_at(at.assign(mmsi=1002), dark) == {}
    assert silences_at(at, dark.assign(llr=0.0)) == {}
