"""A jammed hour invents no drag and hides none before or after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import polars as pl
import pytest

from baltic.audit import Audit
from baltic.catalogue import load_assets, load_places
from baltic.drag import detect
from baltic.drag.bins import BINS, make_bins
from baltic.drag.muting import mute_silences, telling_silences
from baltic.settings import Settings
from baltic.simulate import simulate_traffic
from baltic.tables import CROSSINGS
from baltic.tracks import clean_and_lost, watch_gnss
from tests.tracks.jamming import WAYS, inside, jam

from .tracks import T0, make_track, make_vessel, no_places

S = Settings()
RICH = {
    "heading": True, "yaw_deg": 1.5, "yaw_drag": 3.0, "drift_drag": 2.0, "tau_min": 5.0,
    "noise_kn": 0.08,
}  # fmt: skip
DRAGGER = 200000100
HOURS = 14
NONE = pd.DataFrame({name: [] for name in CROSSINGS.names})


def fleet(story=None, n=8):
    """`n` ships near each other; the first one with a story of its own."""
    parts = []
    for i in range(n):
        legs = [(HOURS, 10.5 + 0.3 * i)] if i or story is None else story
        start = (18.3 + 0.03 * i, 56.03 + 0.01 * (i % 3))
        parts.append(make_track(legs, mmsi=DRAGGER + i, seed=i, segment=i, start=start, **RICH))
    return pl.concat(parts)


def vessels(n=8):
    return pl.concat([make_vessel(DRAGGER + i) for i in range(n)])


def disturbed(tracks, way, begin_h, hours=1.0, ships=None):
    begin = T0 + timedelta(hours=begin_h)
    rows = inside(tracks, begin, begin + timedelta(hours=hours))
    if ships is not None:
        rows &= tracks["mmsi"].is_in(ships)
    return jam(tracks, rows, way, 3)


def found_in(tracks, *, cleaning):
    lost = None
    if cleaning:
        fixes = tracks.drop("hull", "segment")
        audit = Audit(rows_in=fixes.height, rows_used=fixes.height)
        tracks, lost = clean_and_lost(fixes, audit, S)
    return detect(tracks, vessels(), NONE, load_assets(), no_places(), S, lost=lost)


def of_dragger(found):
    return [c for c in found.candidates if c.mmsi == DRAGGER]


@pytest.mark.parametrize("cleaning", [True, False])
@pytest.mark.parametrize("way", WAYS)
def test_a_jammed_hour_over_a_region_raises_nothing(way, cleaning):
    found = found_in(disturbed(fleet(), way, 6.1), cleaning=cleaning)
    assert found.candidates == []
    assert len(found.degraded)
    assert found.degraded["t_start"].min() >= T0 + timedelta(hours=4.5)
    assert any("GNSS was disturbed" in n and "1 to 10 km" in n for n in found.notes)


@pytest.mark.parametrize("way", WAYS)
def test_the_same_hour_of_one_ship_alone_raises_nothing(way):
    found = found_in(disturbed(fleet(), way, 6.1, ships=[DRAGGER]), cleaning=True)
    assert found.candidates == []
    assert len(found.degraded) == 0


@pytest.mark.parametrize("way", ["scatter", "slow_sog", "stopped", "circle"])
def test_many_short_disturbances_raise_nothing(way):
    tracks = fleet()
    for k in range(5):
        tracks = disturbed(tracks, way, 2.2 + 2 * k, 0.6)
    assert found_in(tracks, cleaning=True).candidates == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("story", "jam_h"),
    [
        ([(3, 11.5), (5, 7, "drag"), (6, 11.5)], 10.3),  # before the jammed hour
        ([(6, 11.5), (5, 7, "drag"), (3, 11.5)], 2.1),  # after it
        ([(3, 11.5), (6, 7, "drag"), (5, 11.5)], 5.5),  # around it
    ],
)
@pytest.mark.parametrize("way", ["scatter", "frozen", "slow_sog", "circle", "flip"])
def test_a_drag_beside_a_jammed_hour_is_found(way, story, jam_h):
    found = found_in(disturbed(fleet(story), way, jam_h), cleaning=True)
    drags = of_dragger(found)
    assert [c.level in ("alert", "watch") for c in drags] == [True]
    begin, end = (T0 + timedelta(hours=h) for h in (story[0][0], story[0][0] + story[1][0]))
    assert abs(drags[0].t_start - begin) < timedelta(minutes=20)
    assert abs(drags[0].t_end - end) < timedelta(minutes=40)
    assert {c.mmsi for c in found.candidates} == {DRAGGER}
    said = [w for w in drags[0].quality["limits"] if "GNSS disturbed for" in w]
    assert len(said) == (begin < T0 + timedelta(hours=jam_h) < end)


def test_disturbed_bins_are_silent_but_for_heading_and_status():
    tracks = disturbed(fleet(), "scatter", 6.0)
    bins = make_bins(tracks, S, watch_gnss(tracks, S))
    assert bins.schema == pl.Schema(BINS)
    hour = bins.filter(pl.col("t_s").is_between(*(T0.timestamp() + 3600 * h for h in (6, 7))))
    assert hour["muted"].all()
    assert (
        hour.select(pl.col("v_kn", "cog", "yaw_cog", "drift").is_nan().all()).row(0) == (True,) * 4
    )
    assert hour["yaw_hdg"].is_finite().all()
    assert (hour["status"] == 0).all()
    truth = make_bins(fleet(), S)
    joined = hour.join(truth, on=["mmsi", "t_s"], suffix="_true")
    # Between the last and the next good fix, on a straight course: no step aside.
    assert (joined["lat"] - joined["lat_true"]).abs().max() < 0.02
    rest = bins.filter(~pl.col("muted"))
    assert rest["v_kn"].is_finite().all()
    assert rest["v_kn"].min() > 9


def test_bins_between_two_fixes_of_a_disturbed_cell_are_silent():
    tracks = fleet()
    hour = inside(tracks, T0 + timedelta(hours=6), T0 + timedelta(hours=7))
    kept, lost = tracks.filter(~hour), tracks.filter(hour)
    assert not make_bins(kept, S)["muted"].any()
    bins = make_bins(kept, S, watch_gnss(kept, S, lost))
    gap = bins.filter(pl.col("n") == 0)
    assert gap.height >= 40
    assert gap["muted"].all()
    assert gap["v_kn"].is_nan().all()


def silences(mmsi):
    """Three silences of one ship: an hour each, at the same place."""
    begin = pd.to_datetime([T0 + timedelta(hours=h) for h in (2, 6, 10)], utc=True)
    rows = dict.fromkeys(("lon_start", "lat_start", "lon_end", "lat_end"), 0.0)
    table = pd.DataFrame({"mmsi": mmsi, "t_start": begin, "t_end": begin + pd.Timedelta(hours=1)})
    return table.assign(**rows, llr=1.2)


def test_a_silence_that_jamming_explains_keeps_its_row_and_loses_its_weight():
    dark = silences(DRAGGER)
    apart = pl.DataFrame(
        {"mmsi": [DRAGGER], "t_s": [T0.timestamp() + 6.5 * 3600]},
        schema={"mmsi": pl.UInt32, "t_s": pl.Float64},
    )
    quiet = watch_gnss(fleet(), S)
    heard = replace(quiet, apart=apart)
    assert mute_silences(dark, heard, S)["llr"].tolist() == [1.2, 0.0, 1.2]
    assert telling_silences(dark, heard, S).index.tolist() == [0, 2]
    assert mute_silences(dark, quiet, S).equals(dark)
    assert mute_silences(dark.assign(mmsi=DRAGGER + 1), heard, S)["llr"].tolist() == [1.2] * 3


def test_nothing_disturbed_nothing_changed():
    tracks = fleet([(4, 11.5), (5, 7, "drag"), (5, 11.5)])
    bins = make_bins(tracks, S, watch_gnss(tracks, S))
    assert bins.equals(make_bins(tracks, S), null_equal=True)


def simulated(way, seed, hours=1.0):
    """A sea of 90 ships with drags, and the same with a jammed hour over its half."""
    start = datetime(2025, 3, 1, tzinfo=UTC)
    sea = simulate_traffic(
        t_start=start, hours=24, ships=90, seed=seed, drags=4, interval_s=60.0,
        bbox=(16.0, 54.0, 30.0, 61.0),
    )  # fmt: skip
    fixes = sea.fixes.drop("truth_state")
    begin = start + timedelta(hours=12, minutes=7)
    rows = inside(fixes, begin, begin + timedelta(hours=hours), (17.5, 54.0, 30.0, 61.0))
    return sea, fixes, jam(fixes, rows, way, seed)


def judge(sea, fixes):
    audit = Audit(rows_in=fixes.height, rows_used=fixes.height)
    tracks, lost = clean_and_lost(fixes, audit, S)
    return detect(tracks, sea.vessels, NONE, load_assets(), load_places(), S, lost=lost)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("way", ["scatter", "frozen", "absurd_sog", "circle", "flip"])
def test_simulated_traffic_with_a_jammed_hour(way, seed):
    sea, fixes, lied = simulated(way, seed)
    plain, found = judge(sea, fixes), judge(sea, lied)
    before = {c.mmsi: c for c in plain.candidates}
    after = {c.mmsi: c for c in found.candidates}
    assert len(plain.degraded) == 0
    assert len(found.degraded) > 0
    # Thresholds have an edge: what was just below it without jamming may come to lie on it.
    near = {c.mmsi for c in plain.episodes if c.llr > S.levels.note_llr - 0.5}
    new = [c for m, c in after.items() if m not in before and m not in near]
    # The hour may hide that a ship was back at speed: then two slow-downs look like one.
    assert all(c.level == "note" for c in new)
    assert all(any("GNSS disturbed" in w for w in c.quality["limits"]) for c in new)
    assert len(new) <= 1
    sure = {m for m, c in before.items() if c.level != "note"}
    assert sure <= set(after)
    assert np.isfinite([c.distance_km for c in found.episodes]).all()
