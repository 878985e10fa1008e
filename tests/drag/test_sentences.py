"""What a ledger says of a track is true of the track."""

from __future__ import annotations

import polars as pl
import pytest

from baltic.crossings import find_crossings
from baltic.drag import detect
from baltic.reports.passage_words import silence_tag
from baltic.settings import Settings

from .tracks import START, make_asset, make_track, make_vessel, no_places, run

DRAG = [(8.0, 12.0), (6.0, 7.0, "drag"), (6.0, 12.0)]


def said(found, mmsi: int = 200000101) -> dict[str, str]:
    """Return the sentences of a ship's slowest episode by item."""
    own = min((e for e in found.episodes if e.mmsi == mmsi), key=lambda e: e.v_drag_kn)
    return {e.item: e.text for e in own.evidence}


@pytest.mark.slow
def test_an_expected_speed_that_others_changed_is_not_called_the_ships_own() -> None:
    ship = make_track(DRAG, tau_min=5.0)
    alone = said(run(ship))["speed_drop"]
    assert "expected from its own speed before (" in alone and "ships around" not in alone
    others = [
        make_track(
            [(8.0, 12.0), (12.0, 10.2)],
            mmsi=200000200 + i, start=(START[0] + 0.02 * (i - 4), START[1]), tau_min=20.0,
        )
        for i in range(8)
    ]  # fmt: skip
    tracks = pl.concat([ship, *others])
    ships = pl.concat([make_vessel(), *(make_vessel(200000200 + i) for i in range(8))])
    text = said(run(tracks, vessel=ships))["speed_drop"]
    assert "its own speed before (12.0 kn), and ships around it were 1" in text
    assert "% slower meanwhile" in text


@pytest.mark.slow
def test_a_scatter_that_a_stop_makes_says_so() -> None:
    plain = said(run(make_track(DRAG, tau_min=5.0, noise_kn=0.1)))["roughness"]
    assert "its stop" not in plain
    legs = [*DRAG[:2], (0.7, 0.5), (6.0, 12.0)]
    stopped = said(run(make_track(legs, tau_min=5.0, noise_kn=0.1)))["roughness"]
    assert "(the slowing to its stop counted)" in stopped


def test_a_ship_of_unknown_size_has_no_size_of_its_own() -> None:
    track = make_track(DRAG, tau_min=5.0)
    assert "a ship of this size" in said(run(track))["ramp"]
    unknown = make_vessel(loa=None, beam=None, draught=None)
    assert "a ship of the usual size" in said(run(track, vessel=unknown))["ramp"]


def test_a_speed_sensor_that_sticks_is_told_not_passed_over() -> None:
    track = make_track(DRAG, tau_min=5.0, noise_kn=0.1)
    stuck = track.with_columns(sog_kn=pl.lit(12.0, track.schema["sog_kn"]))
    (note,) = [n for n in run(stuck).notes if "contradict" in n]
    assert "200000101" in note and "a drag in it goes unseen" in note
    assert not [n for n in run(track).notes if "contradict" in n]


def test_a_crossing_within_a_silence_says_how_long_nothing_was_heard() -> None:
    track = make_track(DRAG, tau_min=5.0, noise_kn=0.1)
    assets = make_asset(track)
    middle = track["t"][track.height // 2]
    away = (pl.col("t") - middle).dt.total_seconds().abs() > 3000
    hidden = track.filter(away)
    crossings = find_crossings(hidden, assets, Settings())
    places = no_places()
    found = detect(hidden, make_vessel(), crossings, assets, places, Settings())
    (hit,) = next(e for e in found.episodes if e.v_drag_kn < 8.0).assets
    assert hit.gap_s is not None and hit.gap_s > 5900.0
    assert silence_tag({"gap_s": hit.gap_s}).startswith("not heard for 10")
