"""Passages that a silence between two fixes may hide: on the straight way, or on a detour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from .bridge import crossing_chance, mixture, passage_share
from .likelihood import time_density
from .measured import Measured, Wander, open_rows, unheard_times
from .passages import interval_density, place_reach_km
from .prism import hidden_shares, stations_of, visit

if TYPE_CHECKING:
    from ..settings import Settings
    from .least_ways import Ways
    from .legs import Legs
    from .targets import Target
    from .windows import Outage

__all__ = ["gap_rows"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rows = NDArray[np.int64]

_GRID = 65


def gap_rows(
    outage: Outage, measured: Measured, rows: Rows, ways: Ways, settings: Settings
) -> pd.DataFrame:
    """Return silences between two fixes: bridge near the straight way, prism for detours.

    Parameters
    ----------
    rows, ways
        The silences among the legs measured, and the ways from their ends to the asset.
    """
    some = ways.legs
    straight = (measured.leg.of(rows) <= 0) & _passes_place(outage, measured, rows)
    inside, low, high = _could_visit(outage, measured, rows, ways)
    # The straight way was sailed at some speed: a crossing of it is always possible.
    shut = straight & ~(high >= low)
    low, high = np.where(shut, some.t0, low), np.where(shut, some.t1, high)
    first, last = outage.support_s()
    chosen = np.flatnonzero((inside | straight) & (high >= low) & (high >= first) & (low <= last))
    low, high, some = low[chosen], high[chosen], some.take(chosen)
    side = np.where(straight[chosen], -1.0, 1.0)
    e0, e1 = (end[chosen] for end in ways.straight_m)
    p, fit = _hidden(outage, measured.target, some, (e0, side * e1), (low, high), settings)
    return open_rows(
        outage,
        measured,
        rows[chosen],
        unheard_times(outage, low, high),
        how="gap",
        p=p,
        fit=fit,
        wander=_detours(measured, rows[chosen], inside[chosen], settings),
    )


def _could_visit(
    outage: Outage, measured: Measured, rows: Rows, ways: Ways
) -> tuple[Bools, Floats, Floats]:
    """Return which silences leave time to visit the asset, and from when to when each does."""
    some = ways.legs
    points, error_m = _stations(outage, measured.target)
    prism = visit(measured.xy[rows], some.t0, some.t1, some.reach_ms, points, 2 * error_m + 1000.0)
    out, back = ways.least_s()
    low, high = np.maximum(prism.early_s, some.t0 + out), np.minimum(prism.late_s, some.t1 - back)
    return prism.inside, low, high


def _detours(measured: Measured, rows: Rows, inside: Bools, settings: Settings) -> Wander:
    """Return what is known of ways other than the straight one through some silences."""
    some = measured.legs.take(rows)
    sailed_m, steps_m = some.reach_ms * (some.t1 - some.t0), shapely.length(measured.lines[rows])
    return Wander(
        settings.dark.detour_share,
        _half_width_km(measured, rows, some),
        inside,
        measured.xy[rows].mean(axis=1),
        np.maximum(sailed_m, steps_m) / 2,
    )


def _stations(outage: Outage, target: Target) -> tuple[Floats, Floats]:
    """Return points along the asset, or of what lies around the published place, and their errors.

    Errors are in m: each part has its own.
    """
    parts = [stations_of(part) for part in shapely.get_parts(target.line)]
    points = np.concatenate(parts)
    error_m = np.repeat(1000 * np.array(target.parts_km), [len(p) for p in parts])
    if target.place is None:
        return points, error_m
    place = shapely.get_coordinates(target.place)
    near = np.hypot(*(points - place).T) <= 1000 * place_reach_km(outage, target)
    return (
        np.concatenate([place, points[near]]),
        np.concatenate([[1000 * target.accuracy_km], error_m[near]]),
    )


def _passes_place(outage: Outage, measured: Measured, rows: Rows) -> Bools:
    """Return which straight ways pass the published place, where there is one."""
    away = measured.off_place_m(rows)
    return np.isnan(away) | (away <= 1000 * place_reach_km(outage, measured.target))


def _half_width_km(measured: Measured, rows: Rows, some: Legs) -> Floats:
    """Return how far off the straight way between two fixes the ship could have come, km."""
    step = measured.xy[rows, 1] - measured.xy[rows, 0]
    sailed = some.reach_ms * (some.t1 - some.t0)
    return np.asarray(np.sqrt(np.maximum(sailed**2 - (step**2).sum(axis=1), 0.0)) / 2 / 1000)


def _nodes(outage: Outage, some: Legs) -> Floats:
    """Return times since each silence began at which a passage is asked for, s.

    A trip of seconds falls between steps of minutes, so that the window has steps of its own.
    """
    span = (some.t1 - some.t0)[:, None]
    first, last = outage.support_s()
    window = np.linspace(first, last, _GRID) - some.t0[:, None]
    return np.sort(
        np.concatenate([np.linspace(0.0, 1.0, _GRID) * span, np.clip(window, 0.0, span)], axis=1),
        axis=1,
    )


def _hidden(
    outage: Outage,
    target: Target,
    some: Legs,
    ends_m: tuple[Floats, Floats],
    between_s: tuple[Floats, Floats],
    settings: Settings,
) -> tuple[Floats, Floats]:
    """Return P(the silence hides a crossing) and P times its mean time density, 1/h.

    Parameters
    ----------
    ends_m
        Signed distances of both fixes from the line.
    between_s
        From when to when a visit is possible.
    """
    (d0, d1), (low, high) = ends_m, between_s
    span = some.t1 - some.t0
    share = hidden_shares(target, some, settings)
    plain = 1.0 - settings.dark.detour_share
    bridged, fit = np.zeros(len(span)), np.zeros(len(span))
    t = _nodes(outage, some)
    middle = some.t0[:, None] + 0.5 * (t[:, 1:] + t[:, :-1])
    density = time_density(
        middle, outage.reading_sd_s, outage.earliest_s, outage.latest_s, outage.delay_s
    )
    for sigma, weight in mixture(settings, span):
        by = passage_share(t, d0[:, None], d1[:, None], span[:, None], sigma)
        bridged += plain * weight * crossing_chance(d0, d1, span, sigma)
        fit += plain * weight * (np.diff(by, axis=1) * density).sum(axis=1)
    # Where land bars the straight way fewer of the sampled paths are left than the bridge says.
    scale = np.minimum(share / np.maximum(bridged, 1e-300), 1.0)
    other = np.maximum(share - scale * bridged, settings.attribution.open_gap_p)
    fit = scale * fit + other * interval_density(outage, low, high, np.zeros(len(low)))
    return np.asarray(np.minimum(scale * bridged + other, 1.0)), np.asarray(fit)
