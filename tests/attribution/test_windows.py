"""Outages made from incidents; wrong records end in one clear line."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from baltic.attribution.windows import damage_state, make_outages
from baltic.errors import IncidentError, UnknownIdError

from . import world


@pytest.mark.parametrize("kind", ["no_damage", "not_at_sea", "damage"])
def test_incident_without_a_window_says_so(kind: str) -> None:
    record = SimpleNamespace(id="x-1", title="", record_type=kind, windows=list, assets=[])
    with pytest.raises(IncidentError, match=r"incident x-1 .* no ship ranks; (give|choose)"):
        make_outages(record, world.assets(), world.SETTINGS)


def test_unknown_asset_offers_the_nearest() -> None:
    what = world.incident(("alpah", 0, 1))
    with pytest.raises(UnknownIdError, match="alpha"):
        make_outages(what, world.assets(), world.SETTINGS)


def test_fault_off_the_asset_is_noted_and_widened() -> None:
    what = world.incident(("alpha", 0, 1), lon=24.8, lat=59.7, position_sd_km=1.0)
    outages, notes = make_outages(what, world.assets(), world.SETTINGS)
    assert any("km from the charted line of Alpha" in n for n in notes)
    assert outages[0].targets[0].fault_off_km == pytest.approx(45, abs=1)


def test_fault_on_the_asset_gives_its_kilometre_point() -> None:
    what = world.incident(("alpha", 0, 1), lon=24.0, lat=59.7, position_sd_km=1.0)
    outages, notes = make_outages(what, world.assets(), world.SETTINGS)
    assert outages[0].targets[0].fault_kp_km == pytest.approx(55.7, abs=0.3)
    assert not any("charted line" in n for n in notes)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("outer sheath torn, short circuit", "external"),
        ("severed; about 1 km of cable replaced", "external"),
        ("cut by external influence", "external"),
        ("internal fault", "internal"),
        ("tripped; undersea part unharmed", "internal"),
        ("ruptured by explosions", "other"),
        ("deformed, not severed", "unknown"),
        ("outage; executed by nobody", "unknown"),
        (None, "unknown"),
    ],
)
def test_damage_words(words: str | None, state: str) -> None:
    assert damage_state(words) == state


def test_windows_are_sorted_by_time_and_keep_defaults() -> None:
    what = world.incident(("beta", 90, 100), ("alpha", 0, 1), t_sd_s=None)
    outages, _ = make_outages(what, world.assets(), world.SETTINGS)
    assert [o.window.asset_ids for o in outages] == [("alpha",), ("beta",)]
    assert [o.number for o in outages] == [0, 1]
    assert outages[0].reading_sd_s == 30.0
    assert (outages[0].delay_s, outages[1].delay_s) == (60.0, 120.0)
