"""What holds a hull back, against the tables of the method note."""

from __future__ import annotations

import numpy as np
import pytest

from baltic.physics import (
    Hull,
    hull_of,
    resistance_n,
    wave_resistance_n,
)


@pytest.mark.parametrize(
    ("size", "two", "three"),
    [((132, 16, 0, "general"), 0.13, 0.30), ((170, 27, 0, "bulk"), 0.09, 0.20),
     ((229, 33, 0, "tanker"), 0.06, 0.14)],
)  # fmt: skip
def test_head_waves(size, two, three):
    hull = hull_of(*size)
    calm = resistance_n(11.5, hull)
    loss = [float(wave_resistance_n(h, hull) / (2.4 * calm)) for h in (2.0, 3.0)]
    assert loss == pytest.approx([two, three], abs=0.08)


def test_hull_is_an_array_of_one_shape():
    hull = hull_of([100.0, 200.0], [15.0, 30.0], np.nan, "bulk")
    assert isinstance(hull, Hull)
    assert hull.mass_kg.shape == hull.wetted_m2.shape == (2,)
    assert resistance_n(np.array([[5.0], [10.0]]), hull).shape == (2, 2)
