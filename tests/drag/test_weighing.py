"""Which of overlapping stretches is listed, and which are kept as other readings of them."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from baltic.drag.weighing import further_readings
from baltic.records import Reading

from .tracks import make_track, run

HOUR = 3600.0
#: A long slow stretch, and within it a deeper one that tells more.
NESTED = [(6, 11.5), (9, 10.0, "drag"), (3, 6.0, "drag"), (6, 10, "drag")]


@dataclass(frozen=True)
class Weighed:
    """As much of a weighed episode as the choice reads."""

    case: SimpleNamespace
    llr: float
    hidden: bool = False


def weighed(start_h: float, end_h: float, llr: float) -> Weighed:
    return Weighed(SimpleNamespace(t_start_s=start_h * HOUR, t_end_s=end_h * HOUR), llr)


def spans(found: list[Weighed]) -> list[tuple[float, float]]:
    return [(w.case.t_start_s / HOUR, w.case.t_end_s / HOUR) for w in found]


def test_what_a_stop_hides_is_kept_once_and_only_if_it_speaks_for_a_drag() -> None:
    stop = weighed(16, 18, 4.0)
    every = [stop, weighed(1, 20, 3.0), weighed(1.2, 20, 2.0), weighed(3, 19, 1.0)]
    every += [weighed(16.5, 17.5, 3.9), weighed(10, 30, -0.5)]
    found = further_readings([stop], every)
    assert spans(found) == [(1, 20)]
    assert all(w.hidden for w in found)


def test_a_reading_that_begins_an_hour_before_another_is_another() -> None:
    best = weighed(4, 10, 5.0)
    assert spans(further_readings([best], [best, weighed(3, 10, 1.0)])) == [(3, 10)]
    assert further_readings([best], [best, weighed(3.6, 10.4, 1.0)]) == []


SPAN = st.tuples(st.floats(0, 40), st.floats(0.5, 20), st.floats(-5, 8))


@given(st.lists(SPAN, min_size=1, max_size=12))
def test_none_lies_within_another_and_the_order_of_rows_does_not_matter(rows: list) -> None:
    every = [weighed(a, a + n, llr) for a, n, llr in rows]
    best = [max(every, key=lambda w: w.llr)]
    found = further_readings(best, every)
    assert spans(found) == spans(further_readings(best, every[::-1]))
    told = [*best, *found]
    for k, w in enumerate(told):
        assert not any(
            o.case.t_start_s <= w.case.t_start_s and w.case.t_end_s <= o.case.t_end_s
            for o in told[:k]
        )


def test_the_hours_before_a_deeper_stretch_stay_known_but_are_not_listed() -> None:
    found = run(make_track(NESTED, tau_min=5.0, noise_kn=0.07))
    (listed,) = found.candidates
    assert listed.v_ref_kn < 10.5
    (whole,) = found.readings
    assert isinstance(whole, Reading)
    assert whole.level == "none"
    assert whole.v_ref_kn > 11.0
    assert whole.t_start < listed.t_start < listed.t_end < whole.t_end
    assert whole not in found.episodes
    assert found.every_reading[-1] is whole


def test_a_plain_drag_has_one_reading() -> None:
    found = run(make_track([(6, 11.5), (9, 8.0, "drag"), (6, 11.5)], tau_min=5.0, noise_kn=0.07))
    assert len(found.candidates) == 1
    assert found.readings == []
