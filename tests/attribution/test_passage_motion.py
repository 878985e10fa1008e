"""What the motion at a passage counts: monotone, bounded, and fair to a ship that is slow often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.attribution.passage_motion import Where, loss, passage_llr, speeds_at

from . import world
from .world import SETTINGS, T0, episode, incident, run, ship, tracks

PRIOR = SETTINGS.attribution
TRIP = incident(("alpha", 0, 1))
LEDGER = st.floats(-30, 40)
HOURS = st.floats(0.1, 60)
LOST = st.none() | st.floats(-1, 3)
WHERE = st.sampled_from(get_args(Where))


@given(WHERE, LEDGER, HOURS, LOST)
def test_it_stays_between_a_drag_without_marks_and_what_was_ever_counted(
    where: Where, ledger: float, hours: float, lost: float | None
) -> None:
    llr = passage_llr(where, SETTINGS, ledger=ledger, hours=hours, lost=lost)
    assert np.log(PRIOR.p_unmarked) <= llr <= PRIOR.passage_most


@given(WHERE, LEDGER, st.floats(0, 10), HOURS, st.floats(0, 10), st.floats(-1, 3), st.floats(0, 2))
def test_more_ledger_and_more_speed_lost_never_count_less_and_longer_stretches_never_more(
    where: Where,
    ledger: float,
    more: float,
    hours: float,
    longer: float,
    lost: float,
    slower: float,
) -> None:
    llr = passage_llr(where, SETTINGS, ledger=ledger, hours=hours, lost=lost)
    assert passage_llr(where, SETTINGS, ledger=ledger + more, hours=hours, lost=lost) >= llr
    assert passage_llr(where, SETTINGS, ledger=ledger, hours=hours, lost=lost + slower) >= llr
    assert passage_llr(where, SETTINGS, ledger=ledger, hours=hours + longer, lost=lost) <= llr


@given(st.floats(0.5, 30), LOST)
def test_a_stretch_twice_as_long_counts_half(hours: float, lost: float | None) -> None:
    """Ordinary stretches lie over a passage as often as they are long."""
    unmarked = np.exp(np.log(PRIOR.p_unmarked))

    def ratio(h: float) -> float:
        llr = passage_llr("inside", SETTINGS, ledger=1.0, hours=h, lost=lost)
        return float(np.exp(llr) - unmarked)

    assert ratio(2 * hours) == pytest.approx(0.5 * ratio(hours), rel=1e-6)


def test_the_order_of_the_three_cases() -> None:
    """With the same speed and an ordinary ledger, holding the passage tells most."""
    inside, beside, none = (
        passage_llr(w, SETTINGS, ledger=1.0, lost=0.3) for w in ("inside", "beside", "none")
    )
    assert inside > beside > none


def test_no_speed_known_is_no_reason_against() -> None:
    for where in get_args(Where):
        unknown, slower, kept = (passage_llr(where, SETTINGS, lost=x) for x in (None, 1.0, 0.0))
        assert unknown == slower > kept


def slow(minutes: float, kn: float) -> pl.DataFrame:
    """The ship of the trip, slower within so many minutes of its passage."""
    off = (pl.col("t") - T0).dt.total_seconds().abs()
    table = ship(1001, 0, hours=20)
    return table.with_columns(
        sog_kn=pl.when(off <= 60 * minutes).then(pl.lit(kn, pl.Float32)).otherwise("sog_kn")
    )


AT = (1001, T0.timestamp())


def test_speeds_at_a_passage_and_around_it() -> None:
    found = speeds_at([AT], tracks(slow(50, 7.0)), SETTINGS)[AT]
    assert (found.at_kn, found.usual_kn) == (7.0, 10.0)
    assert loss(found.usual_kn, found.at_kn) == pytest.approx(np.log(10 / 7))


def test_hours_moored_are_not_its_usual_speed() -> None:
    late = T0 + timedelta(hours=2)
    table = ship(1001, 0, hours=20).with_columns(
        sog_kn=pl.when(pl.col("t") > late).then(pl.lit(0.1, pl.Float32)).otherwise("sog_kn")
    )
    assert speeds_at([AT], tracks(table), SETTINGS)[AT].usual_kn == 10.0


def test_a_short_record_knows_no_usual_speed() -> None:
    assert speeds_at([AT], tracks(ship(1001, 0, hours=2)), SETTINGS)[AT].usual_kn is None
    none = speeds_at([AT], tracks(ship(1001, 0, hours=2, silent=(-40, 40))), SETTINGS)
    assert none == {}, "a silence whose ship's own speed is not known either"
    assert speeds_at([], tracks(ship(1001, 0)), SETTINGS) == {}


def late(minutes: float) -> pl.DataFrame:
    """A ship silent around its passage that comes out of it so much later than sailing on."""
    table = ship(1001, 0, hours=20, silent=(-40, 40))
    after = pl.when(pl.col("t") > T0).then(pl.lit(60_000_000 * minutes)).otherwise(0)
    return table.with_columns(t=pl.col("t") + after.cast(pl.Int64).cast(pl.Duration("us")))


def test_across_a_silence_the_time_lost_tells_the_least_speed_of_the_passage() -> None:
    """All of it may have been lost in the hour of the passage."""
    kept, lost, stopped = (speeds_at([AT], tracks(late(m)), SETTINGS)[AT] for m in (0, 12, 90))
    assert kept.at_kn == pytest.approx(10.0, abs=0.01)
    assert lost.at_kn == pytest.approx(10.0 * (1 - 12 / 60), abs=0.05)
    assert lost.mean_kn == pytest.approx(10.0 * 82 / 94, abs=0.05)
    assert stopped.at_kn == 0.0
    assert (kept.usual_kn, kept.silent_min) == (10.0, 82.0)


def test_a_ship_that_lay_still_at_an_end_of_its_silence_has_no_speed_there() -> None:
    moored = late(0).with_columns(
        sog_kn=pl.when(pl.col("t").is_between(T0, T0 + timedelta(hours=1))).then(
            pl.lit(0.1, pl.Float32)).otherwise("sog_kn")
    )  # fmt: skip
    assert speeds_at([AT], tracks(moored), SETTINGS) == {}


def test_a_silent_ship_that_lost_no_time_is_cleared_as_one_seen_to_keep_its_speed() -> None:
    kept, lost = (next(h for h in run(TRIP, tracks(late(m))).hypotheses if h.mmsi) for m in (0, 30))
    assert kept.llr is not None and lost.llr is not None
    assert kept.llr < -1.5 < lost.llr
    assert any("not heard for 82 min around the passage" in r for r in kept.reasons)


def test_a_ship_slower_at_its_passage_is_less_cleared_than_one_that_kept_its_speed() -> None:
    kept, slower = (
        next(h for h in run(TRIP, tracks(t)).hypotheses if h.mmsi)
        for t in (slow(50, 10.0), slow(50, 7.0))
    )
    assert kept.llr is not None and slower.llr is not None
    assert kept.llr < -1.5 < slower.llr < 0
    assert any("passed at 7.0 kn and sailed 10.0 kn around" in r for r in slower.reasons)
    assert any("simulated drags" in r for r in slower.reasons)


def test_a_lane_that_is_slow_as_one_raises_no_ship() -> None:
    """In a storm all lose speed at the same time: that is no evidence for any of them."""
    table = tracks(
        *(slow(50, 7.0).with_columns(mmsi=pl.lit(m, pl.UInt32)) for m in (1001, 1002, 1003))
    )
    found = run(TRIP, table)
    ships = [h for h in found.hypotheses if h.kind == "vessel"]
    assert len({round(h.posterior, 9) for h in ships}) == 1
    assert all(h.posterior < h.posterior_without_drag_evidence + 1e-9 for h in ships)


def test_of_two_stretches_over_the_passage_the_one_that_counts_more_is_told() -> None:
    long, short = episode(1001, -1800, 900, 2.0), episode(1001, -60, 30, 1.5)
    found = run(TRIP, tracks(ship(1001, 0, hours=70)), [long, short])
    assert next(h for h in found.hypotheses if h.mmsi).episode == short
    assert world.SETTINGS.attribution.ledger_slope * 0.5 < np.log(45 / 1.5)


def stopped(minutes: tuple[int, int], kn: float = 0.4) -> pl.DataFrame:
    """A ship that makes hardly any way for some minutes after it crossed."""
    track = ship(1001, 0)
    apart = (pl.col("t") - T0).dt.total_minutes()
    return track.with_columns(
        sog_kn=pl.when(apart.is_between(*minutes)).then(kn).otherwise("sog_kn").cast(pl.Float32)
    )


def drag_words(track: pl.DataFrame, kn: float = 8.0) -> str:
    slow = replace(episode(1001, -60, 180, 4.0), v_drag_kn=kn)
    found = run(TRIP, tracks(track), [slow])
    reasons = next(h for h in found.hypotheses if h.mmsi == 1001).reasons
    return next(r for r in reasons if "was expected" in r)


@pytest.mark.slow
def test_a_stop_within_a_slow_stretch_is_told_beside_its_speed() -> None:
    words = drag_words(stopped((60, 99)))
    assert "it sailed at 8.0 kn while under way, where 10.0 kn was expected" in words
    assert "for 40 min of that time it made less than 1.8 kn" in words
    assert "under way" not in drag_words(ship(1001, 0))
    creeping = drag_words(stopped((-60, 180), 0.8), 0.8)
    assert "its median speed was 0.8 kn, where 10.0 kn was expected" in creeping
    assert "under way" not in creeping
    assert "less than" not in drag_words(ship(1001, 0))


def test_a_speed_heard_beside_a_silence_is_not_that_of_the_passage() -> None:
    heard, silent = ship(1001, 0), ship(1001, 0, silent=(-20, 12))
    assert "it passed at 10.0 kn" in drag_words(heard)
    words = drag_words(silent)
    assert "it passed at" not in words
    assert "not heard at the passage itself, but at 10.0 kn within half an hour of it" in words


def test_the_unheard_part_of_a_slow_stretch_is_told() -> None:
    assert "no fix was heard" not in drag_words(ship(1001, 0))
    words = drag_words(ship(1001, 0, silent=(-30, 40)))  # from the fix before to the one after
    assert "for 72 min of it no fix was heard" in words


def test_a_ship_at_rest_over_the_line_made_no_short_dip() -> None:
    """Its speed of 0.2 kn trembles to 0.1 kn: that is no slowing from one to the other."""
    still = ship(1001, 0, step_s=30)
    apart = (pl.col("t") - T0).dt.total_seconds() / 60
    rest = pl.when(apart.is_between(-40, 40)).then(0.2).otherwise("sog_kn")
    table = still.with_columns(
        sog_kn=pl.when(apart.is_between(-4, 4)).then(0.1).otherwise(rest).cast(pl.Float32)
    )
    reasons = next(h for h in run(TRIP, tracks(table)).hypotheses if h.mmsi == 1001).reasons
    assert not any("half hours before and after" in r for r in reasons)


def test_the_speed_at_a_passage_is_not_that_of_the_hour_around_it() -> None:
    """It stopped on the line and sailed on: half of the hour it lay, half of it it sailed."""
    still = ship(1001, 0, step_s=30)
    apart = (pl.col("t") - T0).dt.total_seconds() / 60
    table = still.with_columns(
        sog_kn=pl.when(apart.is_between(-5, 25)).then(1.0).otherwise("sog_kn").cast(pl.Float32)
    )
    words = drag_words(table)
    assert "it passed at 1.0 kn, made " in words and "in the half hours before and after" in words


def test_a_stretch_is_set_beside_the_speed_at_the_passage_that_it_holds() -> None:
    """Slow over alpha and fast again over beta, whose narrow window makes that the likelier."""
    what = incident(("alpha", -30, 30), ("beta", 85, 97))
    found = run(what, tracks(slow(40, 7.0)), [episode(1001, -40, 40, 5.0)])
    drag = next(r for h in found.hypotheses if h.mmsi == 1001 for r in h.reasons if "nats" in r)
    assert "it passed at 7.0 kn" in drag and "10.0 kn around" not in drag
    assert drag.startswith("drag evidence")


def back_and_forth() -> pl.DataFrame:
    """Over alpha at T0, slow for 40 minutes on each side, and back at 10 kn four hours later."""
    minutes = np.arange(-600, 400, 5.0)
    kn = np.where(np.abs(minutes) <= 40, 7.0, 10.0) * np.where(minutes >= 130, -1.0, 1.0)
    km = np.cumsum(kn) * 5 / 60 * 1.852
    km -= np.interp(0.0, minutes, km)
    table = world.along(1001, [(m, x, 0.0) for m, x in zip(minutes, km, strict=True)])
    return table.with_columns(sog_kn=pl.Series(np.abs(kn), dtype=pl.Float32))


def test_of_several_passages_those_on_the_stretch_are_weighed_by_it() -> None:
    """The other one, hours later and as fast as ever, is no less likely by its time alone."""
    what = incident(("alpha", -120, 400))
    once, twice = (
        next(h for h in run(w, tracks(back_and_forth()), [episode(1001, -40, 40, 3.0)]).hypotheses
             if h.mmsi == 1001)
        for w in (TRIP, what)
    )  # fmt: skip
    assert len(twice.crossings) == 2
    assert once.llr + np.log(0.5) - 0.01 <= twice.llr < once.llr - 0.5
    assert twice.reasons[0].startswith("crossed Alpha at 2024-12-25 10:2")
    assert "7.0 kn" in twice.reasons[0]
    drag = next(r for r in twice.reasons if "nats" in r)
    assert "it holds that of 2024-12-25 10:2" in drag and "50 % of what these explain" in drag
    first, second = (c["share_of_passages"] for c in twice.crossings)
    assert first > 0.95 and first + second == pytest.approx(1.0)


@pytest.mark.parametrize(("kn", "doubts"), [(11.5, True), (8.0, False)])
def test_speeds_that_positions_contradict_are_no_evidence_against(
    kn: float, *, doubts: bool
) -> None:
    """A sensor that sticks: 11.5 kn all day, where the positions make 8 kn."""
    stuck = ship(1001, 0, kn=8.0, hours=20).with_columns(sog_kn=pl.lit(kn, pl.Float32))
    found = next(h for h in run(TRIP, tracks(stuck)).hypotheses if h.mmsi == 1001)
    assert any("11.5 kn where they make 8.0 kn" in r for r in found.reasons) == doubts
    assert (found.llr == 0) == doubts
