"""Passages that a silence, or the time before or after a track, leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.special import erfc, ndtri

from .bridge import crossing_chance, mixture, passage_share
from .distances import nearest_m
from .likelihood import time_density
from .measured import Measured, Wander, open_rows, parts_by_error
from .passages import interval_density, place_reach_km
from .prism import hidden_shares, stations_of, visit

if TYPE_CHECKING:
    from ..settings import Settings
    from .legs import Legs
    from .sea_ways import SeaWays
    from .targets import Target
    from .windows import Outage

__all__ = ["UNJUDGED_COLUMNS", "silences", "unheard_ends", "unjudged"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_HOUR_S = 3600.0
_GRID = 65
#: Places that a line may truly have, equally likely.
_LINES = 64
#: Ships that could not be judged: the fix that begins or ends the unheard time, how far from
#: the asset by sea, and whether nothing was heard before it.
UNJUDGED_COLUMNS = ("mmsi", "outage", "asset_id", "last_s", "away_km", "before")


def silences(
    outage: Outage,
    target: Target,
    legs: Legs,
    measured: Measured,
    area: Bools,
    settings: Settings,
) -> pd.DataFrame:
    """Return silences in which the ship could have reached the asset in the window.

    Those between two fixes count wherever they lie; what lies before the first fix or after
    the last only of ships in the `area` (see :func:`unjudged` for the others).
    """
    gap = legs.t1 - legs.t0 > 60 * settings.attribution.open_gap_min
    rows = np.flatnonzero(gap | (area & (legs.opens | legs.ends)))
    some = legs.take(rows)
    ends, soonest = measured.ends_m(rows), _soonest_m(target, measured, rows)
    ways = _ways(outage, target, some, measured.sea, ends, soonest)
    least = _least_m(target, soonest, ways)
    g = np.flatnonzero(gap[rows])
    pieces = [
        _gaps(
            outage, target, legs, measured, rows[g],
            (ends[0][g], ends[1][g]), (least[0][g], least[1][g]), settings,
        ),
        *_open_ends(outage, target, legs, measured, rows, ways, least, area[rows], settings),
    ]  # fmt: skip
    table = pd.concat([p for p in pieces if len(p)] or pieces[:1], ignore_index=True)
    return table.sort_values(["mmsi", "density"]).groupby("mmsi").tail(1)


def unheard_ends(
    outage: Outage,
    target: Target,
    legs: Legs,
    measured: Measured,
    those: Bools,
    settings: Settings,
) -> pd.DataFrame:
    """Return how `those` ships may have come to the asset before or after they were heard.

    One passage a ship; ships near another asset that failed may have gone dark there.
    """
    rows = np.flatnonzero(those & (legs.opens | legs.ends))
    some = legs.take(rows)
    ends, soonest = measured.ends_m(rows), _soonest_m(target, measured, rows)
    ways = _ways(outage, target, some, measured.sea, ends, soonest)
    least = _least_m(target, soonest, ways)
    area = np.ones(len(rows), bool)
    pieces = _open_ends(outage, target, legs, measured, rows, ways, least, area, settings)
    table = pd.concat([p for p in pieces if len(p)] or pieces[:1], ignore_index=True)
    return table.sort_values(["mmsi", "density"]).groupby("mmsi").tail(1)


def unjudged(
    outage: Outage, target: Target, legs: Legs, measured: Measured, away: Bools
) -> pd.DataFrame:
    """Return ships `away` from the area that could have sailed there before or after their track.

    Such a ship is as good as not heard, which the rate of ships not heard stands for: it is
    neither ranked nor excluded, but named.
    """
    rows = np.flatnonzero(away & (legs.opens | legs.ends))
    some = legs.take(rows)
    soonest = _soonest_m(target, measured, rows)
    ways = _ways(outage, target, some, measured.sea, measured.ends_m(rows), soonest)
    d0, d1 = _least_m(target, soonest, ways)
    early, late = _in_time(outage, some, d0 / some.reach_ms, d1 / some.reach_ms)
    pieces = []
    for before, fits, t, d in ((True, early, some.t0, d0), (False, late, some.t1, d1)):
        k = np.flatnonzero(fits)
        pieces.append(
            pd.DataFrame(
                {"mmsi": some.mmsi[k], "outage": outage.number, "asset_id": target.asset_id,
                 "last_s": t[k], "away_km": d[k] / 1000, "before": before}
            )
        )  # fmt: skip
    table = pd.concat(pieces, ignore_index=True)
    return table.sort_values(["mmsi", "away_km", "before"]).groupby("mmsi").head(1)


def _ways(
    outage: Outage,
    target: Target,
    some: Legs,
    sea: SeaWays,
    ends_m: tuple[Floats, Floats],
    soonest_m: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:
    """Return the least ways by sea from both ends, asked of those that the straight ones let in."""
    first, last = outage.support_s()
    out, back = (d / some.reach_ms for d in _least_m(target, soonest_m, ends_m))
    gap = (some.t1 - some.t0 >= out + back) & (some.t1 - back >= first) & (some.t0 + out <= last)
    asked = [gap | fits for fits in _in_time(outage, some, out, back)]
    ways = []
    for lon, lat, straight, those in zip(
        (some.lon0, some.lon1), (some.lat0, some.lat1), ends_m, asked, strict=True
    ):
        way = np.array(straight)
        way[those] = sea.least_m(lon[those], lat[those], straight[those])
        ways.append(way)
    return ways[0], ways[1]


def _soonest_m(
    target: Target, measured: Measured, rows: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Return how near both ends of some legs are to the line at the least, each part by its error.

    The nearest line need not be the soonest reached: a branch is often known worse than its trunk.
    """
    errors_km = np.array(target.parts_km)
    if np.ptp(errors_km) == 0:
        first, last = (d - 2000 * errors_km[0] for d in measured.ends_m(rows))
        return first, last
    least = []
    for end in (0, 1):
        points = shapely.points(measured.xy[rows, end])
        away = [nearest_m(line, points) - 2 * m for _, m, line in parts_by_error(target)]
        least.append(np.min(away, axis=0))
    return least[0], least[1]


def _least_m(
    target: Target, soonest_m: tuple[Floats, Floats], ways_m: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Return the ways from both ends if the line lies as near as its error lets it.

    To which part a way around land leads is not known: it is shortened by the largest error.
    """
    slack_m = 2000 * max(target.parts_km)
    first, last = (
        np.maximum(np.maximum(near, way - slack_m), 0.0)
        for near, way in zip(soonest_m, ways_m, strict=True)
    )
    return first, last


def _in_time(outage: Outage, some: Legs, out_s: Floats, back_s: Floats) -> tuple[Bools, Bools]:
    """Return who could have been there in the window before its first fix, and after its last."""
    first, last = outage.support_s()
    early = some.opens & (some.t0 - out_s >= first)
    return early, some.ends & (some.t1 + back_s <= last)


def _gaps(
    outage: Outage,
    target: Target,
    legs: Legs,
    measured: Measured,
    rows: NDArray[np.int64],
    ends_m: tuple[Floats, Floats],
    least_m: tuple[Floats, Floats],
    settings: Settings,
) -> pd.DataFrame:
    """Return silences between two fixes: bridge near the straight way, prism for detours."""
    some = legs.take(rows)
    points, error_m = _stations(outage, target)
    prism = visit(measured.xy[rows], some.t0, some.t1, some.reach_ms, points, 2 * error_m + 1000.0)
    e0, e1 = ends_m
    out, back = (way / some.reach_ms for way in least_m)
    low = np.maximum(prism.early_s, some.t0 + out)
    high = np.minimum(prism.late_s, some.t1 - back)
    first, last = outage.support_s()
    # The straight way was sailed at some speed: a crossing of it is always possible.
    straight = (measured.leg.of(rows) <= 0) & _passes_place(outage, target, measured, rows)
    shut = straight & ~(high >= low)
    low, high = np.where(shut, some.t0, low), np.where(shut, some.t1, high)
    chosen = np.flatnonzero(
        (prism.inside | straight) & (high >= low) & (high >= first) & (low <= last)
    )
    low, high, some = low[chosen], high[chosen], some.take(chosen)
    side = np.where(straight[chosen], -1.0, 1.0)
    p, fit = _hidden(outage, target, some, e0[chosen], side * e1[chosen], low, high, settings)
    low, high = np.clip(low, first - _HOUR_S, None), np.clip(high, None, last + _HOUR_S)
    steps_m = shapely.length(measured.lines[rows[chosen]])
    return open_rows(
        outage, target, legs, measured, rows[chosen], how="gap", t_s=(low + high) / 2,
        t_from_s=low, t_to_s=high, sd_s=np.zeros(len(chosen)), p=p, fit=fit,
        wander=Wander(
            settings.dark.detour_share, _half_width_km(measured, rows[chosen], some),
            prism.inside[chosen], measured.xy[rows[chosen]].mean(axis=1),
            np.maximum(some.reach_ms * (some.t1 - some.t0), steps_m) / 2,
        ),
    )  # fmt: skip


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


def _passes_place(
    outage: Outage, target: Target, measured: Measured, rows: NDArray[np.int64]
) -> Bools:
    """Return which straight ways pass the published place, where there is one."""
    away = measured.off_place_m(rows)
    return np.isnan(away) | (away <= 1000 * place_reach_km(outage, target))


def _half_width_km(measured: Measured, rows: NDArray[np.int64], some: Legs) -> Floats:
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
    d0: Floats,
    d1: Floats,
    low: Floats,
    high: Floats,
    settings: Settings,
) -> tuple[Floats, Floats]:
    """Return P(the silence hides a crossing) and P times its mean time density, 1/h."""
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


def _open_ends(
    outage: Outage,
    target: Target,
    legs: Legs,
    measured: Measured,
    rows: NDArray[np.int64],
    ways_m: tuple[Floats, Floats],
    least_m: tuple[Floats, Floats],
    area: Bools,
    settings: Settings,
) -> list[pd.DataFrame]:
    """Return visits before the first or after the last fix, from which nothing was heard."""
    first, last = outage.support_s()
    some = legs.take(rows)
    out, back = (way / some.reach_ms for way in least_m)
    early, late = _in_time(outage, some, out, back)
    n = len(rows)
    pieces = []
    for after, fits, low, high, heard, away, left_s in (
        (False, early, np.full(n, -np.inf), some.t0 - out, some.t0, ways_m[0], some.t0 - first),
        (True, late, some.t1 + back, np.full(n, np.inf), some.t1, ways_m[1], last - some.t1),
    ):
        chosen = np.flatnonzero(area & fits)
        a, b = (
            np.clip(low[chosen], first - _HOUR_S, None), np.clip(high[chosen], None, last + _HOUR_S)
        )  # fmt: skip
        since, until = np.abs(np.stack([a, b] if after else [b, a]) - heard[chosen])
        p = _p_unheard(away[chosen], 1000 * target.accuracy_km, since, until, settings)
        fit = p * interval_density(outage, a, b, np.zeros(len(a)))
        reach = _sailed_on(outage, measured, rows[chosen], legs, after=after, settings=settings)
        pieces.append(
            open_rows(
                outage,
                target,
                legs,
                measured,
                rows[chosen],
                how="unheard",
                t_s=(a + b) / 2,
                t_from_s=a,
                t_to_s=b,
                sd_s=np.zeros(len(chosen)),
                p=np.maximum(p, reach[0]),
                fit=np.maximum(fit, reach[1]),
                wander=_anywhere(
                    outage, target, measured, rows[chosen], some.reach_ms[chosen] * left_s[chosen],
                    after=after, settings=settings,
                ),
            )
        )  # fmt: skip
    return pieces


def _anywhere(
    outage: Outage,
    target: Target,
    measured: Measured,
    rows: NDArray[np.int64],
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
        slack_m = 1000 * place_reach_km(outage, target)
        fits = shapely.distance(ends, measured.place) <= sailed_m + slack_m
    return Wander(settings.dark.detour_share, sailed_m / 1000, fits, heard, sailed_m)


def _p_unheard(
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
    rows: NDArray[np.int64],
    legs: Legs,
    *,
    after: bool,
    settings: Settings,
) -> tuple[Floats, Floats]:
    """Return P and P times the time density of sailing on as last heard (or as first heard)."""
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
