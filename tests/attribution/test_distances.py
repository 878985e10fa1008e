"""Distances worked out when they are asked for are those of a look at every leg."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from baltic.attribution.distances import Distances, Pieces

LINE = shapely.from_wkt(
    "MULTILINESTRING ((0 0, 30000 2000, 31000 -40000), (12000 9000, 90000 9000))"
)


@st.composite
def legs(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Legs of some ships, their times and both ends: some still, some long, many alike."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = draw(st.integers(1, 60))
    scale = draw(st.sampled_from([2_000.0, 60_000.0, 300_000.0]))
    xy = rng.normal(0, scale, (n, 2, 2))
    xy[:, 1] = xy[:, 0] + rng.normal(0, 1, (n, 2)) * rng.choice([0.0, 600.0, 80_000.0], (n, 1))
    again = rng.random(n) < 0.3
    xy[again] = xy[0]
    return rng.integers(0, 5, n), rng.integers(0, 9, n).astype(float), xy


def plain_m(xy: np.ndarray) -> np.ndarray:
    return np.array([
        LINE.distance(shapely.Point(a) if (a == b).all() else shapely.LineString([a, b]))
        for a, b in xy
    ])  # fmt: skip


@given(one=legs(), reach_m=st.sampled_from([0.0, 500.0, 4_000.0, 70_000.0]))
def test_those_within_reach_are_those_of_a_look_at_each(one, reach_m) -> None:
    *_, xy = one
    plain, away = plain_m(xy), Distances(Pieces(LINE), xy, shapely.linestrings(xy))
    clear = np.abs(plain - reach_m) > 1e-6
    assert (away.within(reach_m) == (plain <= reach_m))[clear].all()
    assert away.of(np.arange(len(xy))) == pytest.approx(plain, abs=1e-6)


@given(one=legs(), seed=st.integers(0, 99))
def test_the_nearest_of_each_ship_is_that_of_a_look_at_each(one, seed) -> None:
    ships, t_s, xy = one
    among = np.flatnonzero(np.random.default_rng(seed).random(len(xy)) < 0.7)
    away = Distances(Pieces(LINE), xy, shapely.linestrings(xy))
    found = away.nearest(ships, t_s, among)
    exact = away.of(np.arange(len(xy)))
    order = among[np.lexsort((t_s[among], exact[among], ships[among]))]
    wanted = [next(k for k in order if ships[k] == ship) for ship in np.unique(ships[among])]
    assert exact[found].tolist() == exact[wanted].tolist()
    assert t_s[found].tolist() == t_s[wanted].tolist()


def test_far_legs_are_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many legs of ships that sail far off, and one leg at the line, that one is enough."""
    n = 5_000
    x = np.linspace(-50_000, 50_000, n)
    xy = np.stack([np.stack([x, x * 0 + 80_000], 1), np.stack([x + 20, x * 0 + 80_000], 1)], 1)
    xy[7] = [[100.0, -500.0], [100.0, 500.0]]
    asked: list[int] = []
    real = Pieces.nearest_m
    monkeypatch.setattr(
        Pieces, "nearest_m", lambda self, some: asked.append(len(some)) or real(self, some)
    )
    away = Distances(Pieces(LINE), xy, shapely.linestrings(xy))
    assert away.nearest(np.zeros(n, int), x, np.arange(n)).tolist() == [7]
    assert away.within(2_000.0).sum() == 1
    assert sum(asked) < 50
