"""Finds the stretches of all legs that the ledger weighs: slow ones, and rough steering."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..settings import Settings
from .change_points import change_points_of
from .episodes import Episode, Ints
from .legs import Floats, Leg, noise_of
from .rough_stretches import rough_steering, unrest
from .slow_stretches import below_norm, falls, slow_beginnings

__all__ = ["find_episodes"]

#: Least noise of ln yaw.
_YAW_FLOOR = 0.1


def find_episodes(
    legs: Sequence[Leg], settings: Settings, norms_kn: Sequence[float | None]
) -> list[list[Episode]]:
    """Return the episodes of each leg; several may overlap, the best is chosen by evidence.

    Parameters
    ----------
    legs
        Moving bins; the changes of all of them are sought at once.
    norms_kn
        By leg: usual cruise of ships of this kind, when the kind is known to have one.
    """
    rules = settings.episodes
    found: dict[int, list[Episode]] = {id(leg): [] for leg in legs}
    norms = {id(leg): norm for leg, norm in zip(legs, norms_kn, strict=True)}
    for leg, starts in _cut_by_speed(legs, settings):
        levels = np.array([p.mean() for p in np.split(leg.r, starts[1:])])
        found[id(leg)] += falls(leg, starts, levels, settings)
        found[id(leg)] += slow_beginnings(leg, starts, levels, settings)
        if (norm_kn := norms[id(leg)]) is not None:
            found[id(leg)] += below_norm(leg, norm_kn, settings)
    for leg, known, yaw, starts in _cut_by_steering(legs, settings):
        found[id(leg)] += rough_steering(leg, known, yaw, starts, settings)
    return [found[id(leg)][: rules.max_per_ship] for leg in legs]


def _cut_by_speed(legs: Sequence[Leg], settings: Settings) -> list[tuple[Leg, Ints]]:
    """Return the legs that are long enough, each with the first bins of its pieces."""
    rules = settings.episodes
    long = _long(legs, settings)
    noise = [rules.pelt_sigma2 * noise_of(leg.r, rules.sigma_floor) ** 2 for leg in long]
    pieces = change_points_of([leg.r for leg in long], [x + rules.pelt_floor for x in noise])
    return list(zip(long, pieces, strict=True))


def _cut_by_steering(
    legs: Sequence[Leg], settings: Settings
) -> list[tuple[Leg, Ints, Floats, Ints]]:
    """Return the legs that ever steer rougher: bins of known yaw, ln yaw, firsts of its pieces."""
    rough = [
        (leg, *rest) for leg in _long(legs, settings) if (rest := unrest(leg, settings)) is not None
    ]
    factor = settings.episodes.pelt_sigma2
    noise = [factor * noise_of(yaw, _YAW_FLOOR) ** 2 for _, _, yaw in rough]
    pieces = change_points_of([yaw for _, _, yaw in rough], noise)
    return [(*each, starts) for each, starts in zip(rough, pieces, strict=True)]


def _long(legs: Sequence[Leg], settings: Settings) -> list[Leg]:
    return [leg for leg in legs if len(leg.t) >= settings.episodes.min_bins]
