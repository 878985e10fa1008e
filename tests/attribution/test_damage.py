"""What words on damage say of its cause, alone and together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.attribution.damage import damage_state, says_both

TRACES = ("outer sheath torn", "severed by external force", "displaced by 30 m")
ANCHOR = ("torn by a dragged anchor", "an anchor was found beside it")
WEATHER = ("in a storm", "storm-force winds at the time", "an ice ridge lay there")
OTHER = ("an explosion was heard", "an excavator was at work", "a landslide followed")
INTERNAL = ("internal fault", "technical failure", "fault in the substation", "flash-over")
SILENT = (
    *("severed", "completely cut", "converter unharmed", "outer sheath intact"),
    *("no internal fault", "investigators exclude a technical cause", "an explosion is ruled out"),
    *("not torn", "first located from the onshore converter station", "not dug up"),
    *("an anchor cannot be excluded", "excluding an internal cause", "the substation undamaged"),
)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("outer sheath torn, short circuit", "external"),
        ("severed; about 1 km of cable replaced", "unknown"),
        ("completely cut", "unknown"),
        ("severed by strong external force", "external"),
        ("severed in a storm", "other"),
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


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("torn by a dragged anchor in a storm", "external"),
        ("severed by an anchor; storm-force winds at the time", "external"),
        ("armour torn by external force, converter unharmed", "external"),
        ("armour torn by external force with converter unharmed", "external"),
        ("cable torn off the seabed, onshore part unharmed", "external"),
        ("outer sheath torn; first fault location made from the onshore converter station",
         "external"),
        ("dragged 100 m; investigators exclude a technical cause", "external"),
        ("sheath intact", "unknown"),
        ("torn in a storm", "unknown"),
        ("torn by the storm", "other"),
        ("displaced by a landslide", "other"),
        ("torn by an anchor, an explosion was heard", "unknown"),
        ("anchor drag marks on seabed, fault in technical room", "unknown"),
        ("anchorage area nearby", "unknown"),
        ("onshore part cut by digging", "other"),
        ("internal fault 12 km from the substation", "internal"),
        ("insulation failed 3 km from the onshore converter", "unknown"),
    ],
)  # fmt: skip
def test_words_together(words: str, state: str) -> None:
    assert damage_state(words) == state


def some(words: tuple[str, ...], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=least, max_size=2)


@given(some(TRACES), some(ANCHOR), some(WEATHER), some(OTHER), some(INTERNAL), some(SILENT),
       st.randoms())  # fmt: skip
def test_marks_of_both_kinds_say_nothing_and_silent_words_change_nothing(
    traces: list[str],
    anchor: list[str],
    weather: list[str],
    other: list[str],
    internal: list[str],
    silent: list[str],
    order: object,
) -> None:
    clauses = traces + anchor + weather + other + internal + silent
    order.shuffle(clauses)  # type: ignore[attr-defined]
    words = "; ".join(clauses)
    outer = bool(traces or anchor)
    blamed = [c for c in weather if not anchor] + other
    no_ship = bool(blamed or internal)
    assert says_both(words) == (outer and no_ship)
    if outer and no_ship:
        assert damage_state(words) == "unknown"
    elif outer:
        assert damage_state(words) == "external"
    elif no_ship:
        assert damage_state(words) == ("other" if blamed else "internal")
    else:
        assert damage_state(words) == "unknown"
