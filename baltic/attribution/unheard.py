"""Passages that a silence, or the time before or after a track, leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .gaps import gap_rows
from .least_ways import ways_to
from .open_ends import open_end_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .measured import Measured
    from .windows import Outage

__all__ = ["UNJUDGED_COLUMNS", "silences", "unheard_ends", "unjudged"]

Bools = NDArray[np.bool_]

#: Ships that could not be judged: the fix that begins or ends the unheard time, how far from
#: the asset by sea, and whether nothing was heard before it.
UNJUDGED_COLUMNS = ("mmsi", "outage", "asset_id", "last_s", "away_km", "before")


def silences(outage: Outage, measured: Measured, area: Bools, settings: Settings) -> pd.DataFrame:
    """Return silences in which the ship could have reached the asset in the window.

    Those between two fixes count wherever they lie; what lies before the first fix or after
    the last only of ships in the `area` (see :func:`unjudged` for the others).
    """
    legs = measured.legs
    gap = legs.t1 - legs.t0 > 60 * settings.attribution.open_gap_min
    rows = np.flatnonzero(gap | (area & (legs.opens | legs.ends)))
    ways, g = ways_to(outage, measured, rows), np.flatnonzero(gap[rows])
    return _best_of(
        [
            gap_rows(outage, measured, rows[g], ways.take(g), settings),
            *open_end_rows(outage, measured, rows, ways, area[rows], settings),
        ]
    )


def unheard_ends(
    outage: Outage, measured: Measured, those: Bools, settings: Settings
) -> pd.DataFrame:
    """Return how `those` ships may have come to the asset before or after they were heard.

    One passage a ship; ships near another asset that failed may have gone dark there.
    """
    rows = np.flatnonzero(those & (measured.legs.opens | measured.legs.ends))
    ways, every = ways_to(outage, measured, rows), np.ones(len(rows), bool)
    return _best_of(open_end_rows(outage, measured, rows, ways, every, settings))


def _best_of(pieces: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the passage of each ship that fits best."""
    table = pd.concat([p for p in pieces if len(p)] or pieces[:1], ignore_index=True)
    return table.sort_values(["mmsi", "density"]).groupby("mmsi").tail(1)


def unjudged(outage: Outage, measured: Measured, away: Bools) -> pd.DataFrame:
    """Return ships `away` from the area that could have sailed there before or after their track.

    Such a ship is as good as not heard, which the rate of ships not heard stands for: it is
    neither ranked nor excluded, but named.
    """
    legs = measured.legs
    ways = ways_to(outage, measured, np.flatnonzero(away & (legs.opens | legs.ends)))
    some, (d0, d1), (early, late) = ways.legs, ways.least_m, ways.in_time(outage)
    pieces = []
    for before, fits, t, d in ((True, early, some.t0, d0), (False, late, some.t1, d1)):
        k = np.flatnonzero(fits)
        pieces.append(
            pd.DataFrame(
                {"mmsi": some.mmsi[k], "outage": outage.number,
                 "asset_id": measured.target.asset_id,
                 "last_s": t[k], "away_km": d[k] / 1000, "before": before}
            )
        )  # fmt: skip
    table = pd.concat(pieces, ignore_index=True)
    return table.sort_values(["mmsi", "away_km", "before"]).groupby("mmsi").head(1)
