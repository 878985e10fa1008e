"""What must not change, and what may only change one way, where several assets failed."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
import pytest

from baltic.catalogue import Incident

from .world import LAT, T0, incident, run, ship, tracks

#: A crosses alpha and beta in their windows, B alpha only, C neither; D passes beta at its time.
SHIPS = (
    ship(1001, 0, hours=14, step_s=240),
    ship(1002, 3, hours=14, kn=12.0, lat=59.6, step_s=240),
    ship(1003, -60, hours=14, lat=59.5, step_s=240),
    ship(1004, 92, hours=14, at=24.5, kn=14.0, lat=59.8, step_s=240),
)
WINDOWS = (("alpha", 0, 10), ("beta", 85, 100))


@cache
def base() -> Any:
    return run(incident(*WINDOWS), tracks(*SHIPS))


def posteriors(found: Any) -> dict[int | str, float]:
    return {h.mmsi or h.kind: h.posterior for h in found.hypotheses}


def reversed_(what: Incident) -> Incident:
    return what.model_copy(update={"assets": what.assets[::-1]})


@pytest.mark.slow
def test_the_order_of_outages_in_the_record_does_not_matter() -> None:
    windows = (*WINDOWS, ("gamma", -1000, 2000))
    one = run(incident(*windows), tracks(*SHIPS)).as_dict()
    other = run(reversed_(incident(*windows)), tracks(*SHIPS)).as_dict()
    assert one == other


@pytest.mark.slow
def test_an_outage_of_which_nothing_is_known_raises_no_ship() -> None:
    """Within ten days, somewhere on an asset that nobody crossed: no ship gains on another."""
    more = run(incident(*WINDOWS, ("delta", -7200, 7200)), tracks(*SHIPS))
    before, after = posteriors(base()), posteriors(more)
    assert before.keys() == after.keys()
    ships = [h.mmsi for h in base().hypotheses if h.mmsi]
    assert [h.mmsi for h in more.hypotheses if h.mmsi] == ships
    assert all(after[m] <= before[m] * 1.001 for m in ships)
    # A ship not heard there for want of AIS is heard at the others as any ship is.
    assert after["dark"] < 0.65 < after["dark"] + after[1001] + after[1002]
    (apart,) = base().excluded
    assert apart.mmsi in {e.mmsi for e in more.excluded}


def test_one_ship_that_fits_is_first_in_the_whole_and_in_each_part() -> None:
    few = tracks(SHIPS[0], SHIPS[2])
    for windows in (WINDOWS, WINDOWS[:1], WINDOWS[1:]):
        assert next(h for h in run(incident(*windows), few).hypotheses if h.mmsi).mmsi == 1001


def test_a_ship_far_away_changes_nothing() -> None:
    far = ship(1009, 0, at=14.0, lat=55.0, hours=5)
    found, more = (run(incident(*WINDOWS), tracks(*SHIPS, *add)).as_dict() for add in ((), (far,)))
    assert found == more


@pytest.mark.parametrize("by_min", [60, 3000])
def test_a_wider_window_never_excludes_a_ship_that_was_possible(by_min: float) -> None:
    """Neither for the incident nor for the outage itself, also where it becomes a loose one."""
    wide = run(
        incident(WINDOWS[0], ("beta", 85 - by_min, 100 + by_min)), tracks(*SHIPS)
    )  # fmt: skip
    assert fits(base()) <= fits(wide)


def fits(found: Any) -> set[tuple[int, str]]:
    """Return each ship with the outages that it may be behind."""
    ranked = {(h.mmsi, c["window_name"]) for h in found.hypotheses for c in h.crossings}
    apart = {
        (row.mmsi, e["name"])
        for row in found.loose_only
        for e in row.by_outage
        if e["state"] == "possible"
    }
    return ranked | apart


def test_what_may_be_one_failure_told_twice_is_noted() -> None:
    """Two sources that differ by a minute make two entries; a record repeats none as it is."""
    twice = run(incident(*WINDOWS, ("alpha", 0, 11)), tracks(*SHIPS))
    (note,) = (n for n in twice.notes if "counted as two failures" in n)
    assert note.startswith("Alpha (25 Dec 10:36Z) and Alpha (25 Dec 10:37Z)")
    apart = run(incident(*WINDOWS, ("alpha", 30, 40)), tracks(*SHIPS))
    assert not any("counted as two failures" in n for n in apart.notes)


def test_every_ship_is_in_one_list_only() -> None:
    windows = (*WINDOWS, ("gamma", -1000, 2000))
    dark = ship(1005, 0, hours=8, lat=59.9, step_s=240).filter(pl.col("t") < T0)
    found = run(incident(*windows), tracks(*SHIPS, dark))
    lists = [[h.mmsi for h in found.hypotheses if h.mmsi]]
    lists += [[e.mmsi for e in some] for some in (found.excluded, found.unjudged)]
    every = [m for some in lists for m in some]
    assert sorted(every) == [1001, 1002, 1003, 1004, 1005]


def test_two_failures_of_one_asset_are_told_apart_in_words() -> None:
    """Which of them a passage explains badly, and which place had no AIS, is told by its time."""
    what = incident(("alpha", 0, 20), ("alpha", 300, 320))
    late = [e.model_copy(update={"lon": 24.0, "lat": 59.5}) for e in what.assets[1:]]
    what = what.model_copy(update={"assets": [what.assets[0], *late]})
    found = run(what, tracks(ship(1001, 10), ship(1002, 305, lat=59.53), ship(1003, 310, lat=59.5)))
    words = [r for h in found.hypotheses for r in h.reasons] + [n for n in found.notes if "%" in n]
    told = [w for w in words if "Alpha less well" in w or "Alpha: " in w or "(Alpha 0" in w]
    assert not told, told
    assert any("Alpha (25 Dec 15:46Z)" in w for w in words)
    assert len({c["window_name"] for h in found.hypotheses for c in h.crossings}) == 2


def test_a_ship_at_the_line_far_from_the_place_is_not_said_to_be_unseen_there() -> None:
    what = incident(("alpha", 0, 20), ("beta", 80, 120), lon=24.0, lat=LAT, position_sd_km=1.0)
    late = what.assets[1].model_copy(update={"lon": 24.5, "lat": 59.3})
    what = what.model_copy(update={"assets": [what.assets[0], late]})
    found = run(what, tracks(ship(1001, 10), ship(1002, 90, lat=59.3, at=24.5)))
    reasons = next(h.reasons for h in found.hypotheses if h.mmsi == 1001)
    beta = next(r for r in reasons if "no passage of Beta" in r)
    assert "is seen" not in beta and "inside it" in beta
    assert "nowhere nearer to the published place than" in beta


def test_an_exclusion_names_the_failure_that_it_speaks_of() -> None:
    """Two failures of alpha: it crossed at the time of one, far from that one's place."""
    what = incident(("alpha", 0, 20), ("alpha", 300, 320), lon=24.0, lat=59.3, position_sd_km=0.5)
    far = next(e for e in run(what, tracks(ship(1001, 10))).excluded if e.mmsi == 1001)
    assert "from the published place (this as to Alpha (25 Dec 10:46Z)); as to Alpha" in far.reason
    alone = incident(("alpha", 0, 20), lon=24.0, lat=59.3, position_sd_km=0.5)
    assert "this as to" not in run(alone, tracks(ship(1001, 10))).excluded[0].reason
