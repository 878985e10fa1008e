"""A deeper stretch late in a long slow one does not clear the ship of a passage before it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from baltic import AisData, investigate, load_assets
from baltic.attribution import attribute
from baltic.catalogue import Incident, IncidentAsset
from baltic.settings import Settings

from .drag.tracks import T0, make_track, make_vessel

LEGS = [(5, 11.5), (9, 10.0, "drag"), (3, 6.0, "drag"), (3, 10, "drag")]
#: Hours to the middle of the cable, and the way there, km.
AT_H, WAY_KM = 6.5, 1.852 * (5 * 11.5 + 1.5 * 10)


@pytest.mark.slow
def test_the_long_stretch_holds_the_passage_that_the_short_one_does_not() -> None:
    lines = load_assets()
    cable = lines.loc[lines["asset_id"] == "nordbalt", "geometry"].iloc[0]
    middle = cable.interpolate(0.5, normalized=True)
    start = (middle.x, middle.y - WAY_KM / 111.2)
    ship = make_track(LEGS, start=start, course=0.0, tau_min=5.0, noise_kn=0.07)
    when = T0 + timedelta(hours=AT_H)
    failed = IncidentAsset(
        asset_id="nordbalt",
        t_earliest=when - timedelta(hours=1),
        t_latest=when + timedelta(hours=1),
    )
    found = investigate(Incident(id="mine", assets=[failed]), AisData.of(ship, make_vessel()))
    detection = found.scan.detection
    top = next(h for h in found.attribution.hypotheses if h.mmsi)
    assert detection.episodes[0].t_start > when + timedelta(hours=3)
    assert top.episode in detection.readings
    assert top.llr is not None and top.llr > 2.0
    assert any("drag evidence: from" in r and "11.5 kn was expected" in r for r in top.reasons)
    listed = attribute(
        found.incident, found.scan.tracks, found.scan.known, found.scan.crossings,
        detection.episodes, found.scan.assets, Settings(),
    )  # fmt: skip
    without = next(h for h in listed.hypotheses if h.mmsi)
    assert without.posterior < top.posterior
