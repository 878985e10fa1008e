"""The documented ships on their shipped tracks: reconstructed ones, and measured fixes alone."""

from __future__ import annotations

from functools import cache

import pytest

from baltic import AisData
from baltic.catalogue import load_assets, load_track, track_vessels
from baltic.engine import ScanResult, scan

TRACKS = {
    "eagle-s-2024": ("estlink-2", "reconstructed"),
    "newnew-polar-bear-2023": ("balticconnector", "reconstructed"),
    "yi-peng-3-2024": ("c-lion1", "reconstructed"),
    "vezhen-2025": ("sweden-latvia-lvrtc", "reconstructed"),
}


@cache
def scanned(name: str) -> ScanResult:
    """Return what a scan of a shipped track finds, for tests that change nothing of it."""
    return scan(AisData.of(load_track(name), track_vessels()))


@pytest.mark.parametrize("name", TRACKS)
def test_each_documented_ship_is_an_alert_or_a_watch(name: str) -> None:
    asset, provenance = TRACKS[name]
    found = scanned(name)
    best = found.detection.candidates[0]
    assert best.level in ("alert", "watch")
    assert best.provenance == provenance
    hits = [hit for hit in best.assets if hit.asset_id == asset]
    assert hits, f"{asset} is not among {[h.asset_id for h in best.assets]}"
    assert best.innocent


@pytest.mark.parametrize("name", list(TRACKS)[:3])
def test_a_rule_below_five_knots_would_see_nothing_at_the_damage(name: str) -> None:
    asset = TRACKS[name][0]
    crossings = scanned(name).crossings
    assert crossings.loc[crossings.asset_id == asset, "sog_kn"].max() > 5.0


def test_the_few_measured_fixes_of_yi_peng_3_are_enough() -> None:
    found = scanned("yi-peng-3-measured")
    assert found.detection.candidates[0].level in ("alert", "watch")
    assert found.detection.candidates[0].provenance == "measured"


def test_planned_assets_are_crossed_but_never_evidence() -> None:
    assets = load_assets()
    planned = set(assets.loc[assets.status.isin(["planned", "cancelled"]), "asset_id"])
    found = scanned("eagle-s-2024")
    assert planned & set(found.crossings.asset_id)
    for candidate in found.detection.episodes:
        assert not planned & {hit.asset_id for hit in candidate.assets}
