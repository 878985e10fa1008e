"""Passages before a ship's first fix or after its last, from which nothing was heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.special import erfc, ndtri

from .bridge import mixture
from .likelihood import time_density
from .measured import Measured, Wander, open_rows, unheard_times
from .passages import interval_density, place_reach_km

if TYPE_CHECKING:
    from ..settings import Settings
    from .least_ways import Ways
    from .windows import Outage

__all__ = ["open_end_rows", "p_unheard"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rows = NDArray[np.int64]

#: Places that a line may truly have, equally likely.
_LINES = 64


def open_end_rows(
    outage: Outage, measured: Measured, rows: Rows, ways: Ways, area: Bools, settings: Settings
) -> list[pd.DataFrame]:
    """Return visits before the first or after the last fix: a table of each.

    Parameters
    ----------
    rows, ways
        Some of the legs measured, and the ways from their ends to the asset.
    area
        Which of them count.
    """
    early, late = ways.in_time(outage)
    return [
        _at_end(outage, measured, rows, ways, np.flatnonzero(area & fits), settings, after=after)
        for after, fits in ((False, early), (True, late))
    ]


def _at_end(
    outage: Outage,
    measured: Measured,
    rows: Rows,
    ways: Ways,
    chosen: NDArray[np.intp],
    settings: Settings,
    *,
    after: bool,
) -> pd.DataFrame:
    """Return the visits of the chosen legs after, or before, the ship was heard."""
    first, last = outage.support_s()
    some, rows = ways.legs.take(chosen), rows[chosen]
    heard, way_s = (some.t1 if after else some.t0), ways.least_s()[after][chosen]
    ever = np.full(len(rows), np.inf)
    span = (heard + way_s, ever) if after else (-ever, heard - way_s)
    times = unheard_times(outage, *span)
    a, b = times.from_s, times.to_s
    since, until = np.abs(np.stack([a, b] if after else [b, a]) - heard)
    error_m = 1000 * measured.target.accuracy_km
    p = p_unheard(ways.by_sea_m[after][chosen], error_m, since, until, settings)
    fit = p * interval_density(outage, a, b, np.zeros(len(a)))
    on_p, on_fit = _sailed_on(outage, measured, rows, after=after, settings=settings)
    left_s = last - heard if after else heard - first
    return open_rows(
        outage,
        measured,
        rows,
        times,
        how="unheard",
        p=np.maximum(p, on_p),
        fit=np.maximum(fit, on_fit),
        wander=_anywhere(
            outage, measured, rows, some.reach_ms * left_s, after=after, settings=settings
        ),
    )


def _anywhere(
    outage: Outage,
    measured: Measured,
    rows: Rows,
    sailed_m: Floats,
    *,
    after: bool,
    settings: Settings,
) -> Wander:
    """Return that a ship may have gone wherever it could sail before or after it was heard."""
    fits = np.ones(len(rows), bool)
    heard = measured.xy[rows, 1 if after else 0]
    if measured.place is not None:
        ends = shapely.points(heard)
        slack_m = 1000 * place_reach_km(outage, measured.target)
        fits = shapely.distance(ends, measured.place) <= sailed_m + slack_m
    return Wander(settings.dark.detour_share, sailed_m / 1000, fits, heard, sailed_m)


def p_unheard(
    away_m: Floats, line_sd_m: float, since_s: Floats, until_s: Floats, settings: Settings
) -> Floats:
    """Return P(first came to the asset between two times after it was last heard).

    That of Brownian motion from where it was heard, for the two noises of a path, to a line
    that lies elsewhere by its error: a ship at rest beside the line, or one that may have
    passed it before it fell silent, is not on it hours later.  Never below the setting, since
    to sail there is a decision, not noise.
    """
    line = ndtri((np.arange(_LINES) + 0.5) / _LINES)
    off = np.abs(away_m[:, None] + line_sd_m * line)
    total = np.zeros(len(away_m))
    for sigma, weight in mixture(settings, until_s - since_s):
        early, late = (_passed(off, t, sigma).mean(axis=1) for t in (since_s, until_s))
        total += weight * (late - early)
    return np.asarray(np.clip(total, settings.attribution.open_gap_p, 1.0))


def _passed(off_m: Floats, t_s: Floats, sigma: float) -> Floats:
    """Return P(Brownian motion has covered distances, a row a ship, by a time)."""
    spread = sigma * np.sqrt(2 * np.maximum(t_s, 1e-6))
    return np.asarray(erfc(off_m / spread[:, None]))


def _sailed_on(
    outage: Outage,
    measured: Measured,
    rows: Rows,
    *,
    after: bool,
    settings: Settings,
) -> tuple[Floats, Floats]:
    """Return P and P times the time density of sailing on as last heard (or as first heard)."""
    legs = measured.legs
    span = legs.t1[rows] - legs.t0[rows]
    step = measured.xy[rows, 1] - measured.xy[rows, 0]
    speed = np.hypot(step[:, 0], step[:, 1]) / np.maximum(span, 1.0)
    from_ = measured.xy[rows, 1 if after else 0]
    ahead = (step if after else -step) / np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)[:, None]
    far = measured.first_on_ray(from_, ahead)
    fine = np.isfinite(far) & (speed > 1.0)
    lead = np.where(fine, far, 0.0) / np.maximum(speed, 1.0)
    t = legs.t1[rows] + lead if after else legs.t0[rows] - lead
    prior = settings.attribution
    p = np.where(fine, prior.sails_on_p * np.exp(-lead / (3600 * prior.sails_on_h)), 0.0)
    sd = np.hypot(outage.reading_sd_s, 60.0 + prior.sails_on_spread * lead)
    density = time_density(t, sd, outage.earliest_s, outage.latest_s, outage.delay_s)
    return np.asarray(p), np.asarray(p * density)
