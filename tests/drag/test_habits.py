"""How far the courses of a stretch spread."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from baltic.drag.habits import course_spread_deg


def case(cog):
    leg = SimpleNamespace(cog=np.asarray(cog, float))
    return SimpleNamespace(episode=SimpleNamespace(leg=leg, inside=slice(None)))


@pytest.mark.parametrize("course", range(0, 360, 7))
def test_one_course_has_no_spread_and_no_sign(course: int) -> None:
    spread = course_spread_deg(case([course] * 12))
    assert spread < 1e-5
    assert math.copysign(1.0, spread) == 1.0


def test_courses_on_both_sides_of_north_spread_as_elsewhere() -> None:
    swing = np.tile([-10.0, 10.0], 20)
    for about in (0.0, 90.0, 355.0):
        assert course_spread_deg(case((about + swing) % 360)) == pytest.approx(10.0, abs=0.1)


def test_two_courses_tell_nothing() -> None:
    assert course_spread_deg(case([0.0, 180.0, np.nan])) == 0.0
