"""Competing rates: which of several assets, and which of several ships."""

from __future__ import annotations

from typing import Any

import pytest

from baltic.attribution.windows import make_outages

from . import world
from .world import incident, run, ship, tracks


def by_key(found: Any) -> dict[int | str, float]:
    return {h.mmsi or h.kind: h.posterior for h in found.hypotheses}


SEEN = tracks(
    ship(1001, 0, lat=59.65, hours=14), ship(1002, 8, at=24.5, hours=14), ship(1003, 40, hours=14)
)


def test_which_asset_is_named_first_says_nothing() -> None:
    """A power cable and a telecom one may have failed: each breaks and fails in its own way."""
    one, other = (
        by_key(run(incident((list(ids), 0, 30)), SEEN))
        for ids in (("alpha", "beta"), ("beta", "alpha"))
    )
    assert one == pytest.approx(other, rel=1e-9)


def test_the_delay_of_several_assets_is_their_mean() -> None:
    (made,), _ = make_outages(incident((["alpha", "beta"], 0, 30)), world.assets(), world.SETTINGS)
    assert made.delay_s == 90.0
