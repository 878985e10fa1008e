"""Outages known to a window of days beside outages of known time: who fits the former only.

Nearly every ship of a region crosses some cable in a window of days.  One that fits no outage
of known time is not behind the incident as a whole, and is not ranked for it; it may still be
behind the loosely dated outage, and is told as such, apart from those that are excluded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ..settings import Settings
    from .windows import Outage

__all__ = ["chances_of", "count_aside", "loose_beside_tight", "set_aside_loose"]


def loose_beside_tight(outages: Sequence[Outage], settings: Settings) -> frozenset[int]:
    """Return the outages known to a window of days only; none where all or none of them are."""
    limit_s = 3600 * settings.attribution.loose_window_h
    found = frozenset(o.number for o in outages if o.latest_s - o.earliest_s > limit_s)
    return found if len(found) < len(outages) else frozenset()


def set_aside_loose(
    outages: Sequence[Outage], passages: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, frozenset[int]]:
    """Return passages without those of ships that fit loosely dated outages only, and those ships.

    What is left ranks the incident as a whole.
    """
    loose = loose_beside_tight(outages, settings)
    possible = passages["possible"].to_numpy(bool)
    if not loose or not possible.any():
        return passages, frozenset()
    tight = ~np.isin(passages["outage"].to_numpy(int), list(loose))
    ships = passages["mmsi"].to_numpy(np.int64)
    aside = np.setdiff1d(ships[possible], ships[possible & tight])
    dropped = np.isin(ships, aside)
    kept = passages.assign(
        possible=possible & ~dropped, density=np.where(dropped, 0.0, passages["density"])
    )
    return kept, frozenset(int(m) for m in aside)


def count_aside(passages: pd.DataFrame, aside: frozenset[int]) -> dict[int, int]:
    """Return how many ships set aside fit each loosely dated outage, by its number.

    Parameters
    ----------
    passages
        As they were before :func:`set_aside_loose`.
    """
    mine = _of(passages, aside)
    return {int(k): int(n) for k, n in mine.groupby("outage")["mmsi"].nunique().items()}  # type: ignore[call-overload]


def chances_of(
    passages: pd.DataFrame,
    aside: frozenset[int],
    mmsi: NDArray[np.int64],
    alone: NDArray[np.float64],
    together: NDArray[np.float64],
) -> dict[int, dict[int, tuple[float, float]]]:
    """Return P(behind an outage), looked at alone and given all, by ship set aside and outage.

    Parameters
    ----------
    mmsi
        Of the ships that `alone` and `together` (ship x outage) speak of.
    alone, together
        From :meth:`Model.alone` and :meth:`Model.together`.
    """
    found: dict[int, dict[int, tuple[float, float]]] = {}
    for ship, k in _of(passages, aside)[["mmsi", "outage"]].drop_duplicates().to_numpy(int):
        i = int(np.searchsorted(mmsi, ship))
        chances = float(alone[i, k]), float(together[i, k])
        found.setdefault(int(ship), {})[int(k)] = chances
    return found


def _of(passages: pd.DataFrame, aside: frozenset[int]) -> pd.DataFrame:
    return passages[passages["possible"].astype(bool) & passages["mmsi"].isin(aside)]
