"""What the AIS can and cannot have seen: hours and sea areas without any ship heard.

Silence of every ship is silence of the receiver until shown otherwise, so an
uncovered window never counts as "no ship".
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
_EDGE_S = 600.0


def cover(outages: Sequence[Outage], tracks: pl.DataFrame, settings: Settings) -> dict[str, Any]:
    """Return, for each window, which hours and stretches of asset have no AIS.

    Returns
    -------
    dict
        ``covered`` (all windows), ``share`` (least of the windows), ``first_fix``,
        ``last_fix``, ``windows``: one dict each with ``hours`` (span looked at),
        ``hours_missing``, ``window_share`` (of the window itself), ``place_share``,
        ``missing_places``, ``fixes``, ``hulls``, ``share``, ``covered``.
    """
    second = pl.col("t").dt.epoch("us") / 1e6
    fixes = tracks.select("mmsi", "lon", "lat", second.alias("s"))
    first, last = tracks.select(a=pl.col("t").min(), b=pl.col("t").max()).row(0)
    # Between reports of a thinned feed nothing is missing yet.
    span = (first.timestamp() - _EDGE_S, last.timestamp() + _EDGE_S) if first else (0.0, 0.0)
    rows = [_of_window(outage, fixes, span, settings) for outage in outages]
    return {
        "covered": all(r["covered"] for r in rows),
        "share": min(r["share"] for r in rows),
        "first_fix": iso(first),
        "last_fix": iso(last),
        "area_km": settings.attribution.area_km,
        "margin_h": settings.attribution.margin_h,
        "windows": rows,
    }


def _of_window(
    outage: Outage, fixes: pl.DataFrame, span: tuple[float, float], settings: Settings
) -> dict[str, Any]:
    margin = settings.attribution.margin_h * 3600
    start, end = outage.earliest_s - margin, outage.latest_s + margin
    hours = max(1, int(np.ceil((end - start) / 3600)))
    some = fixes.filter(pl.col("s").is_between(start, end))
    results = [_of_target(outage, t, some, start, hours, span, settings) for t in outage.targets]
    # Several assets are possible: the one seen worst limits what can be said.
    worst = min(results, key=lambda r: float(r["share"]))
    heard = np.any([r.pop("_heard") for r in results], axis=0)
    window = worst.pop("_window")
    return {
        "name": outage.window.name,
        "asset_ids": list(outage.window.asset_ids),
        "from": _iso(start),
        "to": _iso(start + hours * 3600),
        "hours": hours,
        "hours_missing": _spans(start, np.flatnonzero(~heard)),
        "hours_missing_count": int((~heard).sum()),
        "window_hours_missing": _window_missing(outage, start, window[~heard[window]], span),
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
    hours: int,
    span: tuple[float, float],
    settings: Settings,
) -> dict[str, Any]:
    stations = _stations(target, outage)
    area_m = settings.attribution.area_km * 1000
    x0, y0, x1, y1 = _degrees(target, stations, area_m)
    near = fixes.filter(pl.col("lon").is_between(x0, x1) & pl.col("lat").is_between(y0, y1))
    # A place and hour is heard or not: a thousand fixes in one say no more than one.
    near = (
        near.with_columns(
            h=((pl.col("s") - start) // 3600).cast(pl.Int32).clip(0, hours - 1),
            gx=(pl.col("lon") * 20).floor().cast(pl.Int32),
            gy=(pl.col("lat") * 40).floor().cast(pl.Int32),
        )
        .group_by("h", "gx", "gy")
        .agg(pl.col("lon").mean(), pl.col("lat").mean(), pl.len(), pl.col("mmsi").unique())
        .sort("h", "gx", "gy")
    )
    x, y = project(target.transformer, near["lon"].to_numpy(), near["lat"].to_numpy())
    points: Any = shapely.points(stations)
    tree = shapely.STRtree(points)
    cell, station = tree.query(shapely.points(x, y), predicate="dwithin", distance=area_m)
    heard = np.zeros((len(stations), hours), dtype=bool)
    heard[station, near["h"].to_numpy()[cell]] = True
    window = _window_hours(outage, start, hours)
    inside = heard[:, window]
    share = inside.any(axis=0) @ _on_air(outage, np.asarray(start + 3600.0 * window), span)
    used = np.unique(cell)
    return {
        "window_share": round(float(share), 4),
        "place_share": round(float(heard.any(axis=1).mean()), 4),
        "share": round(float(share * heard.any(axis=1).mean()), 4),
        "missing_places": _places(target, stations[~heard.any(axis=1)]),
        "fixes": int(near["len"].to_numpy()[used].sum()),
        "hulls": int(near[used]["mmsi"].explode().n_unique()) if len(used) else 0,
        "_heard": heard.any(axis=0),
        "_window": window,
    }


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


def _degrees(
    target: Target, stations: NDArray[np.float64], pad: float
) -> tuple[float, float, float, float]:
    shifts = [np.array([dx, dy]) for dx in (-pad, pad) for dy in (-pad, pad)]
    corners = np.concatenate([stations + shift for shift in shifts])
    lon, lat = unproject(target.transformer, corners[:, 0], corners[:, 1])
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _window_hours(outage: Outage, start: float, hours: int) -> NDArray[np.int64]:
    a = int(np.clip((outage.earliest_s - start) // 3600, 0, hours - 1))
    b = int(np.clip(np.ceil((outage.latest_s - start) / 3600), a + 1, hours))
    return np.arange(a, b)


def _on_air(
    outage: Outage, begins: NDArray[np.float64], span: tuple[float, float]
) -> NDArray[np.float64]:
    """Return the share of the window in each hour between the ends of this AIS.

    An hour in which a ship is heard is no heard hour when the AIS begins at its end.
    """
    a = np.maximum(begins, outage.earliest_s)
    b = np.maximum(np.minimum(begins + 3600.0, outage.latest_s), a)
    length = b - a
    if not length.sum() > 0:
        return np.full(len(begins), float(span[0] <= outage.earliest_s <= span[1]) / len(begins))
    seen = np.maximum(np.minimum(b, span[1]) - np.maximum(a, span[0]), 0.0)
    return np.asarray(seen / length.sum())


def _window_missing(
    outage: Outage, start: float, silent: NDArray[np.int64], span: tuple[float, float]
) -> list[str]:
    """Return the parts of the window without AIS: silent hours, and what lies off its ends."""
    first, last = outage.earliest_s, max(outage.latest_s, outage.earliest_s + 1.0)
    holes = [(start + 3600.0 * h, start + 3600.0 * (h + 1)) for h in silent.tolist()]
    holes += [(first, span[0] + _EDGE_S)] * (first < span[0])
    holes += [(span[1] - _EDGE_S, last)] * (last > span[1])
    merged: list[tuple[float, float]] = []
    for a, b in sorted((max(a, first), min(b, last)) for a, b in holes):
        if b <= a:
            continue
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return [f"{_iso(a)}/{_iso(b)}" for a, b in merged]


def _places(target: Target, stations: NDArray[np.float64]) -> list[str]:
    if not len(stations):
        return []
    lon, lat = unproject(target.transformer, stations[:, 0], stations[:, 1])
    order = np.lexsort((lat, lon))[:_SHOWN]
    return [f"{lat[i]:.2f} N {lon[i]:.2f} E" for i in order]


def _iso(s: float) -> str | None:
    from datetime import UTC, datetime

    return iso(datetime.fromtimestamp(round(s), UTC))


def _spans(start: float, hours: NDArray[np.int64]) -> list[str]:
    """Return runs of hours as ``from/to``."""
    if not len(hours):
        return []
    runs = np.split(hours, np.flatnonzero(np.diff(hours) > 1) + 1)
    return [f"{_iso(start + 3600 * r[0])}/{_iso(start + 3600 * (r[-1] + 1))}" for r in runs]


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
