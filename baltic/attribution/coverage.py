"""What the AIS can and cannot have seen: times and sea areas without any ship heard.

Silence of every ship is silence of the receiver until shown otherwise, so an
uncovered window never counts as "no ship".  A silence is one where it is longer than is
usual at its place: where ships pass seldom, none is heard for a while every day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from ..geo import project, unproject
from ..records import iso

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .windows import Outage, Target

__all__ = ["cover", "coverage_notes"]

_CELL_KM = 40.0
_SHOWN = 12
_WINDOW_COVERED = 0.95
_PLACE_COVERED = 0.5
#: Step in time, and steps that a fix stands for before and after it where none else is heard.
_STEP_S = 300.0
_EDGE = 2
#: A silence is longer than so many times what nearly all intervals at its place are; bounds
#: in steps: a quarter of an hour is never one, more than an hour always.
_UNUSUAL, _USUAL_SHARE = 3.0, 0.95
_LEAST, _MOST = 3, 12


def cover(outages: Sequence[Outage], tracks: pl.DataFrame, settings: Settings) -> dict[str, Any]:
    """Return, for each window, which times and stretches of asset have no AIS.

    Returns
    -------
    dict
        ``covered`` (all windows), ``share`` (least of the windows), ``first_fix``,
        ``last_fix``, ``windows``: one dict each with ``hours`` (span looked at),
        ``hours_missing`` (spans in it), ``window_hours_missing`` (in the window itself),
        ``window_share`` (of the window, at any place), ``place_share`` (of the places, while
        the window is heard), ``missing_places``, ``fixes``, ``hulls``, ``share`` (of times and
        places together), ``covered``.
    """
    second = pl.col("t").dt.epoch("us") / 1e6
    fixes = tracks.select("mmsi", "lon", "lat", second.alias("s"))
    first, last = tracks.select(a=pl.col("t").min(), b=pl.col("t").max()).row(0)
    rows = [_of_window(outage, fixes, settings) for outage in outages]
    return {
        "covered": all(r["covered"] for r in rows),
        "share": min(r["share"] for r in rows),
        "first_fix": iso(first),
        "last_fix": iso(last),
        "area_km": settings.attribution.area_km,
        "margin_h": settings.attribution.margin_h,
        "windows": rows,
    }


def _of_window(outage: Outage, fixes: pl.DataFrame, settings: Settings) -> dict[str, Any]:
    margin = settings.attribution.margin_h * 3600
    start, end = outage.earliest_s - margin, outage.latest_s + margin
    steps = max(1, int(np.ceil((end - start) / _STEP_S)))
    some = fixes.filter(pl.col("s").is_between(start, end))
    results = [_of_target(outage, t, some, start, steps, settings) for t in outage.targets]
    # Several assets are possible: the one seen worst limits what can be said.
    worst = min(results, key=lambda r: float(r["share"]))
    silences = worst.pop("_silences")
    return {
        "name": outage.window.name,
        "asset_ids": list(outage.window.asset_ids),
        "from": _iso(start),
        "to": _iso(start + steps * _STEP_S),
        "hours": round(steps * _STEP_S / 3600, 1),
        "hours_missing": [_between(*span) for span in silences],
        "hours_missing_count": round(sum(b - a for a, b in silences) / 3600, 2),
        "window_hours_missing": _of_the_window(outage, silences),
        **{k: v for k, v in worst.items() if not k.startswith("_")},
        "covered": bool(
            worst["window_share"] >= _WINDOW_COVERED and worst["place_share"] >= _PLACE_COVERED
        ),
    }


def _of_target(
    outage: Outage,
    target: Target,
    fixes: pl.DataFrame,
    start: float,
    steps: int,
    settings: Settings,
) -> dict[str, Any]:
    stations = _stations(target, outage)
    area_m = settings.attribution.area_km * 1000
    # A place and step is heard or not: a thousand fixes in one say no more than one.
    near = (
        _near(fixes, target, stations, area_m)
        .with_columns(
            step=((pl.col("s") - start) // _STEP_S).cast(pl.Int32).clip(0, steps - 1),
            gx=(pl.col("lon") * 20).floor().cast(pl.Int32),
            gy=(pl.col("lat") * 40).floor().cast(pl.Int32),
        )
        .group_by("step", "gx", "gy")
        .agg(
            pl.col("lon", "lat").mean(),
            pl.len(),
            pl.col("mmsi").unique(),
            first_s=pl.col("s").min(),
            last_s=pl.col("s").max(),
        )
        .sort("step", "gx", "gy")
    )
    x, y = project(target.transformer, near["lon"].to_numpy(), near["lat"].to_numpy())
    points: Any = shapely.points(stations)
    tree = shapely.STRtree(points)
    cell, station = tree.query(shapely.points(x, y), predicate="dwithin", distance=area_m)
    heard = np.zeros((len(stations), steps), dtype=bool)
    heard[station, near["step"].to_numpy()[cell]] = True
    heard = np.array([_without_usual_silences(row) for row in heard])
    weights = _weights(outage, start, steps)
    share = float(heard.mean(axis=0) @ weights)
    window_share = float(heard.any(axis=0) @ weights)
    of_places = share / window_share if window_share > 0 else float(heard.any(axis=1).mean())
    used = np.unique(cell)
    return {
        "window_share": round(window_share, 4),
        "place_share": round(of_places, 4),
        "share": round(share, 4),
        "missing_places": _places(target, stations[heard @ weights < _PLACE_COVERED]),
        "fixes": int(near["len"].to_numpy()[used].sum()),
        "hulls": int(near[used]["mmsi"].explode().n_unique()) if len(used) else 0,
        "_silences": _silences(
            np.asarray(heard.any(axis=0)),
            near["first_s"].to_numpy()[used],
            near["last_s"].to_numpy()[used],
            start,
        ),
    }


def _without_usual_silences(heard: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which steps of a place count as heard: none of a silence that is unusual there."""
    at = np.flatnonzero(heard)
    if not len(at):
        return heard
    between = np.diff(at)
    # The lower of two: the silence in question is not among what is usual.
    usual = np.quantile(between, _USUAL_SHARE, method="lower") if len(between) else 1.0
    limit = np.clip(np.ceil(_UNUSUAL * usual), _LEAST, _MOST)
    filled = heard.copy()
    filled[max(at[0] - _EDGE, 0) : at[-1] + _EDGE + 1] = True
    for begin, length in zip(at[:-1][between > limit], between[between > limit], strict=True):
        filled[begin + _EDGE + 1 : begin + length - _EDGE] = False
    return filled


def _weights(outage: Outage, start: float, steps: int) -> NDArray[np.float64]:
    """Return the share of the window in each step."""
    edges = start + _STEP_S * np.arange(steps + 1)
    inside = np.minimum(edges[1:], outage.latest_s) - np.maximum(edges[:-1], outage.earliest_s)
    inside = np.maximum(inside, 0.0)
    if not inside.sum() > 0:
        inside[int(np.clip((outage.earliest_s - start) // _STEP_S, 0, steps - 1))] = 1.0
    return np.asarray(inside / inside.sum())


def _stations(target: Target, outage: Outage) -> NDArray[np.float64]:
    """Return points along the asset, or around the fault where it is located, local m."""
    if outage.located and target.fault_lon is not None:
        x, y = project(target.transformer, target.fault_lon, target.fault_lat)
        return np.array([[float(x), float(y)]])
    points = []
    for part in shapely.get_parts(target.line):
        count = max(2, int(np.ceil(part.length / (_CELL_KM * 1000))) + 1)
        at = shapely.line_interpolate_point(part, np.linspace(0, 1, count), normalized=True)
        points.append(shapely.get_coordinates(at))
    return np.unique(np.concatenate(points), axis=0)


def _near(
    fixes: pl.DataFrame, target: Target, stations: NDArray[np.float64], pad: float
) -> pl.DataFrame:
    """Return the fixes in the box around the stations, on either side of 180 degrees."""
    shifts = [np.array([dx, dy]) for dx in (-pad, pad) for dy in (-pad, pad)]
    corners = np.concatenate([stations + shift for shift in shifts])
    lon, lat = unproject(target.transformer, corners[:, 0], corners[:, 1])
    east = _wrapped(lon - lon[0])
    lon_from = _wrapped(pl.col("lon") - float(lon[0]))
    inside = lon_from.is_between(float(east.min()), float(east.max()))
    return fixes.filter(inside & pl.col("lat").is_between(float(lat.min()), float(lat.max())))


def _wrapped(degrees: Any) -> Any:
    """Return differences of longitude from -180 to 180 degrees."""
    return (degrees + 540.0) % 360.0 - 180.0


def _of_the_window(outage: Outage, silences: Sequence[tuple[float, float]]) -> list[str]:
    """Return the parts of silences that lie in the window."""
    first, last = outage.earliest_s, max(outage.latest_s, outage.earliest_s + 1.0)
    return [_between(max(a, first), min(b, last)) for a, b in silences if a < last and b > first]


def _places(target: Target, stations: NDArray[np.float64]) -> list[str]:
    if not len(stations):
        return []
    lon, lat = unproject(target.transformer, stations[:, 0], stations[:, 1])
    order = np.lexsort((lat, lon))[:_SHOWN]
    return [f"{lat[i]:.2f} N {lon[i]:.2f} E" for i in order]


def _iso(s: float) -> str | None:
    from datetime import UTC, datetime

    return iso(datetime.fromtimestamp(round(s), UTC))


def _silences(
    heard: NDArray[np.bool_],
    first_s: NDArray[np.float64],
    last_s: NDArray[np.float64],
    start: float,
) -> list[tuple[float, float]]:
    """Return the spans from one fix to the next in which there are steps not heard.

    Parameters
    ----------
    heard
        Of each step, anywhere along the asset.
    first_s, last_s
        First and last fix of each place and step, Unix seconds.
    start
        Of the first step.
    """
    silent = np.flatnonzero(~heard)
    if not len(silent):
        return []
    spans = []
    for run in np.split(silent, np.flatnonzero(np.diff(silent) > 1) + 1):
        middle = start + _STEP_S * (run[0] + run[-1] + 1) / 2
        before, after = last_s[last_s < middle], first_s[first_s > middle]
        spans.append(
            (
                float(before.max()) if len(before) else start,
                float(after.min()) if len(after) else start + _STEP_S * len(heard),
            )
        )
    return spans


def _between(a: float, b: float) -> str:
    return f"{_iso(a)}/{_iso(b)}"


def _words(span: str) -> str:
    """Return a span of time as the notes print it."""
    return span.replace("/", " to ").replace("T", " ").replace(":00Z", "Z")


def coverage_notes(coverage: dict[str, Any]) -> list[str]:
    """Return sentences on what the AIS cannot have seen."""
    notes = []
    if coverage["first_fix"] is None:
        return ["there is no AIS at all: nothing is concluded about any ship"]
    for row in coverage["windows"]:
        if row["share"] >= 1:
            continue
        span = _words(f"{coverage['first_fix']}/{coverage['last_fix']}")
        if row["fixes"] == 0:
            notes.append(
                f"{row['name']}: not covered. No ship was heard within {coverage['area_km']:g} km "
                f"of it from {_words(row['from'] + '/' + row['to'])} (the AIS spans {span}); "
                "nothing is concluded about ships, and 'no ship' least of all"
            )
            continue
        parts = []
        if row["window_hours_missing"]:
            spans = (_words(s) for s in row["window_hours_missing"][:4])
            parts.append("no AIS from " + ", ".join(spans))
        if row["missing_places"]:
            more = " and elsewhere" if len(row["missing_places"]) > 3 else ""
            parts.append("no ship heard near " + ", ".join(row["missing_places"][:3]) + more)
        notes.append(
            f"{row['name']}: {'' if row['covered'] else 'not '}covered, "
            f"to {100 * row['share']:.0f} %; " + "; ".join(parts)
        )
    return notes
