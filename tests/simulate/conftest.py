"""One sea and one simulation for all tests."""

from __future__ import annotations

import pytest

from baltic.simulate import simulate_traffic
from baltic.simulate.traffic import default_sea


@pytest.fixture(scope="session")
def sea():
    return default_sea()


@pytest.fixture(scope="session")
def day(sea):
    """A day of 150 ships, four of them dragging."""
    from baltic.catalogue import load_assets

    return simulate_traffic(
        t_start="2024-12-25T00:00Z", hours=30, ships=150, seed=11, drags=4, assets=load_assets(),
        sea=sea,
    )  # fmt: skip
