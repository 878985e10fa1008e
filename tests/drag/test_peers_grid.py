"""PEERS 4.1: drags of every speed across a charted line, and ordinary ships of every speed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
import pytest

from .not_yet import told
from .stories import BULKER, COASTER, EAST, TELLINGS, WEST, Story, Telling, ledger, tell
from .story_drags import GRID, PROFILES
from .tracks import BARE, REAL, T0, Leg, judge, make_vessel, sail

LISTED = [*GRID, *PROFILES]
#: Every speed is told in each variant that the peers were run on.
ALWAYS = ("step, noise-free", "step, noisy", "ramp, rough steering")
OFTEN = [s for i, s in enumerate(LISTED) if s.name.endswith(ALWAYS) or s in PROFILES or i % 3 == 0]
USUAL = [
    (story, Telling(*TELLINGS[i % len(TELLINGS)]) if not story.bare else story.tellings()[i % 2])
    for i, story in enumerate(OFTEN)
]
#: By default every speed and profile is told once or twice, of the variants each in its turn.
FEW = USUAL[::4]
LATER = [one for one in USUAL if one not in FEW]
MANY = [(s, t) for s in LISTED for t in s.tellings("all") if (s, t) not in USUAL]


@pytest.mark.parametrize(("story", "telling"), told(FEW))
def test_drag_is_watch_or_alert_and_names_the_line(story: Story, telling: Telling) -> None:
    outcome = tell(story, telling)
    assert outcome.fine, str(outcome)


@pytest.mark.slow
@pytest.mark.parametrize(("story", "telling"), told([*LATER, *MANY], slow=True))
def test_drag_is_watch_or_alert_in_every_telling(story: Story, telling: Telling) -> None:
    outcome = tell(story, telling)
    assert outcome.fine, str(outcome)


# Ordinary ships of 3 to 20 kn ------------------------------------------------------


def fleet(ships: int, seed: int, hours: float = 24.0):
    """Return a fleet of ships that keep their speed, spread over thirty days."""
    rng = np.random.default_rng(seed)
    parts, static = [], []
    for i in range(ships):
        kn = float(rng.uniform(3.0, 20.0))
        mmsi = 230100000 + i
        ear = BARE if i % 10 == 0 else REAL
        if i % 2:
            ear = type(ear)(**{**vars(ear), "heading": False})
        wander = type(ear)(**{**vars(ear), "wander": float(rng.uniform(0.003, 0.02))})
        route = EAST if rng.uniform() < 0.5 else WEST
        last = max(840.0 - hours * kn * 1.852, 1.0)
        legs = [Leg(hours, kn, sway=float(rng.uniform(0, 3)))]
        parts.append(
            sail(
                legs, route, seed=seed, ear=wander, mmsi=mmsi, t0=T0,
                late_h=float(rng.uniform(0, 720)), begin_km=float(rng.uniform(0, last)),
            )
        )  # fmt: skip
        if i % 3:
            kind, loa, beam = COASTER if kn < 9 else BULKER
            static.append(make_vessel(mmsi, kind, loa, beam, 6.0))
    return pl.concat(parts), pl.concat(static)


def alarms(ships: int, seed: int):
    """Return vessel-days, alarms a level and the ledgers of those above a note."""
    found = judge(*fleet(ships, seed))
    levels = Counter(c.level for c in found.candidates)
    return found.vessel_days, levels, [ledger(c) for c in found.candidates if c.level != "note"]


def test_a_fleet_of_steady_ships_raises_no_alert() -> None:
    days, levels, lines = alarms(120, 1)
    assert days > 100
    assert levels["alert"] == 0, "\n".join(lines)


@pytest.mark.slow
def test_steady_ships_alarm_at_most_once_in_a_thousand_vessel_days() -> None:
    total, levels, words = 0.0, Counter(), []
    for seed in (2, 3, 4, 5):
        days, found, lines = alarms(300, seed)
        total, levels, words = total + days, levels + found, words + lines
    assert total > 1000
    assert levels["alert"] <= total / 1000, "\n".join(words)
    assert levels["alert"] + levels["watch"] <= 20 * total / 1000, "\n".join(words)


@pytest.mark.parametrize("kn", [3.0, 4.0, 4.2, 5.0])
@pytest.mark.parametrize("ear", [BARE, REAL], ids=["bare", "real"])
def test_ships_whose_usual_speed_is_low_are_quiet(kn: float, ear) -> None:
    fixes = sail([Leg(24, kn)], EAST, ear=ear, begin_km=150.0, seed=5)
    for vessels in (make_vessel(ship_type=70, loa=82.0, beam=12.0), make_vessel().clear()):
        found = judge(fixes, vessels)
        assert [c for c in found.candidates if c.level == "alert"] == []


def test_a_passer_by_at_normal_speed_scores_nothing_over_twenty_lines() -> None:
    found = judge(sail([Leg(38, 11.5)], EAST, begin_km=5.0), make_vessel())
    assert found.episodes == []
