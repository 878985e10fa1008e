"""What the AIS can and cannot have seen: times and sea areas without any ship heard.

Silence of every ship is silence of the receiver until shown otherwise, so an
uncovered window never counts as "no ship".  What counts as heard is that of
:mod:`baltic.attribution.heard`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from ..geo import project, unproject
from ..records import iso
from .heard import around, heard_spans, seconds_within, silences_between, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .targets import Target
    from .windows import Outage

__all__ = ["cover", "coverage_notes", "few_places", "seldom_heard"]

_CELL_KM = 40.0
_SHOWN = 12
#: Places in a sentence.
_TOLD = 3
_WINDOW_COVERED = 0.95
_PLACE_COVERED = 0.5
#: Fixes are counted by steps in time; the first and last of a step keep their own.
_STEP_S = 300.0
#: A window without width is looked at for so long.
_LEAST_WINDOW_S = 1.0


def cover(outages: Sequence[Outage], tracks: pl.DataFrame, settings: Settings) -> dict[str, Any]:
    """Return, for each window, which times and stretches of asset have no AIS.

    Returns
    -------
    dict
        ``covered`` (all windows), ``share`` (least of the windows), ``first_fix``,
        ``last_fix``, ``windows``: one dict each with ``hours`` (span looked at),
        ``hours_missing`` (spans in it), ``window_hours_missing`` (in the window itself),
        ``window_share`` (of the window, at any place), ``place_share`` (of the places, while
        the window is heard), ``missing_places`` (heard for less than half of that),
        ``unheard_places`` (of these, those not heard in it at all), ``fixes``, ``hulls``,
        ``share`` (of times and places together), ``covered``.
    """
    second = pl.col("t").dt.epoch("us") / 1e6
    fixes = tracks.select("mmsi", "lon", "lat", second.alias("s"))
    first, last = tracks.select(a=pl.col("t").min(), b=pl.col("t").max()).row(0)
    margin_s = 3600 * settings.attribution.margin_h
    cells: dict[tuple[float, float], pl.DataFrame] = {}
    rows = []
    for outage in outages:
        span = outage.earliest_s - margin_s, outage.latest_s + margin_s
        # Several assets often failed in one window.
        if span not in cells:
            cells[span] = _cells(fixes, *span)
        rows.append(_of_window(outage, span, cells[span], settings))
    return {
        "covered": all(r["covered"] for r in rows),
        "share": min(r["share"] for r in rows),
        "first_fix": iso(first),
        "last_fix": iso(last),
        "area_km": settings.attribution.area_km,
        "margin_h": settings.attribution.margin_h,
        "windows": rows,
    }


def _cells(fixes: pl.DataFrame, start: float, end: float) -> pl.DataFrame:
    """Return the places and steps of time in which ships were heard, and how much.

    A place and step is heard or not: a thousand fixes in one say no more than one.
    """
    return (
        fixes.lazy()
        .filter(pl.col("s").is_between(start, end))
        .with_columns(
            step=((pl.col("s") - start) // _STEP_S).cast(pl.Int32),
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
        .collect()
    )


def _of_window(
    outage: Outage, span: tuple[float, float], cells: pl.DataFrame, settings: Settings
) -> dict[str, Any]:
    start, end = span
    results = [_of_target(outage, t, cells, settings) for t in outage.targets]
    # Several assets are possible: the one seen worst limits what can be said.
    worst = min(results, key=lambda r: float(r["share"]))
    silences = silences_between(worst.pop("_spans"), start, end)
    return {
        "name": outage.name,
        "asset_ids": list(outage.window.asset_ids),
        "from": _iso(start),
        "to": _iso(end),
        "hours": round((end - start) / 3600, 1),
        "hours_missing": [_between(*span) for span in silences],
        "hours_missing_count": round(sum(b - a for a, b in silences) / 3600, 2),
        "window_hours_missing": _of_the_window(outage, silences),
        **worst,
        "covered": bool(
            worst["window_share"] >= _WINDOW_COVERED and worst["place_share"] >= _PLACE_COVERED
        ),
    }


def _of_target(
    outage: Outage, target: Target, cells: pl.DataFrame, settings: Settings
) -> dict[str, Any]:
    stations = _stations(target, outage)
    area_m = settings.attribution.area_km * 1000
    near = _near(cells, target, stations, area_m)
    x, y = project(target.transformer, near["lon"].to_numpy(), near["lat"].to_numpy())
    points: Any = shapely.points(stations)
    tree = shapely.STRtree(points)
    cell, station = tree.query(shapely.points(x, y), predicate="dwithin", distance=area_m)
    record = cells.select(pl.col("first_s").min(), pl.col("last_s").max()).row(0)
    spans = _spans(near, cell, station, len(stations), record)
    heard = together(spans)
    shares = np.array([_share_of_window(outage, around(s, heard)) for s in spans])
    window_share = _share_of_window(outage, heard)
    # Of the time that ships were heard at all; where there is none, of any time.
    of_time = shares / window_share if window_share > 0 else np.array([len(s) > 0 for s in spans])
    used = np.unique(cell)
    return {
        "window_share": round(window_share, 4),
        "place_share": round(float(of_time.mean()), 4),
        "share": round(float(shares.mean()), 4),
        "missing_places": _places(target, stations[of_time < _PLACE_COVERED]),
        "unheard_places": _places(target, stations[of_time == 0]),
        "fixes": int(near["len"].to_numpy()[used].sum()),
        "hulls": int(near[used]["mmsi"].explode().n_unique()) if len(used) else 0,
        "_spans": heard,
    }


def _spans(
    near: pl.DataFrame,
    cell: NDArray[np.int64],
    station: NDArray[np.int64],
    count: int,
    record: tuple[float, float],
) -> list[NDArray[np.float64]]:
    """Return the heard spans of each station, from the cells near it."""
    steps = (
        near.select("step", "first_s", "last_s")[cell]
        .with_columns(station=pl.Series(station, dtype=pl.Int64))
        .group_by("station", "step")
        .agg(pl.col("first_s").min(), pl.col("last_s").max())
        .sort("station", "step")
    )
    bounds = np.searchsorted(steps["station"].to_numpy(), np.arange(count + 1))
    first, last = steps["first_s"].to_numpy(), steps["last_s"].to_numpy()
    return [heard_spans(first[a:b], last[a:b], record) for a, b in pairwise(bounds)]


def _share_of_window(outage: Outage, spans: NDArray[np.float64]) -> float:
    first, last = _window(outage)
    return seconds_within(spans, first, last) / (last - first)


def _window(outage: Outage) -> tuple[float, float]:
    return outage.earliest_s, max(outage.latest_s, outage.earliest_s + _LEAST_WINDOW_S)


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
    cells: pl.DataFrame, target: Target, stations: NDArray[np.float64], pad: float
) -> pl.DataFrame:
    """Return the cells in the box around the stations, on either side of 180 degrees."""
    shifts = [np.array([dx, dy]) for dx in (-pad, pad) for dy in (-pad, pad)]
    corners = np.concatenate([stations + shift for shift in shifts])
    lon, lat = unproject(target.transformer, corners[:, 0], corners[:, 1])
    east = _wrapped(lon - lon[0])
    lon_from = _wrapped(pl.col("lon") - float(lon[0]))
    inside = lon_from.is_between(float(east.min()), float(east.max()))
    return cells.filter(inside & pl.col("lat").is_between(float(lat.min()), float(lat.max())))


def _wrapped(degrees: Any) -> Any:
    """Return differences of longitude from -180 to 180 degrees."""
    return (degrees + 540.0) % 360.0 - 180.0


def _of_the_window(outage: Outage, silences: Sequence[tuple[float, float]]) -> list[str]:
    """Return the parts of silences that lie in the window."""
    first, last = _window(outage)
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


def _between(a: float, b: float) -> str:
    return f"{_iso(a)}/{_iso(b)}"


def _words(span: str) -> str:
    """Return a span of time as the notes print it."""
    return span.replace("/", " to ").replace("T", " ").replace(":00Z", "Z")


def coverage_notes(coverage: dict[str, Any], rows_of_other_times: int = 0) -> list[str]:
    """Return sentences on what the AIS cannot have seen.

    Parameters
    ----------
    coverage
        From :func:`cover`.
    rows_of_other_times
        Rows that were read and left out as they are of other times.

    Examples
    --------
    >>> coverage_notes({"first_fix": None})
    ['there is no AIS at all: nothing is concluded about any ship']
    >>> coverage_notes({"first_fix": None}, 11508)[0].partition(":")[0]
    'there is no AIS of the time of the windows (11,508 rows are of other times)'
    """
    notes = []
    if coverage["first_fix"] is None:
        what = (
            f"of the time of the windows ({rows_of_other_times:,} rows are of other times)"
            if rows_of_other_times
            else "at all"
        )
        return [f"there is no AIS {what}: nothing is concluded about any ship"]
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
        notes.append(f"{row['name']}: " + "; ".join([_portion(row), *_what_is_missing(row)]))
    return notes


def _portion(row: dict[str, Any]) -> str:
    """Return how much is covered; never all of it, and never none where there is some."""
    percent = min(np.floor(100 * row["share"]), 99)
    words = f"{percent:.0f} %" if percent >= 1 else "less than 1 %" if row["share"] > 0 else "none"
    return f"{words} of it is covered" + ("" if row["covered"] else ", which is not enough")


def _what_is_missing(row: dict[str, Any]) -> list[str]:
    """Return the hours and places of a window that the AIS does not show, in words."""
    parts = []
    if row["window_hours_missing"]:
        spans = (_words(s) for s in row["window_hours_missing"][:4])
        parts.append("no AIS from " + ", ".join(spans))
    if row["unheard_places"]:
        parts.append(f"no ship heard near {few_places(row['unheard_places'])}")
    if seldom := seldom_heard(row):
        parts.append(f"heard for less than half of the window near {few_places(seldom)}")
    return parts


def seldom_heard(row: dict[str, Any]) -> list[str]:
    """Return the places of a window where ships were heard, but for less than half of it.

    Examples
    --------
    >>> seldom_heard({"missing_places": ["a", "b"], "unheard_places": ["b"]})
    ['a']
    """
    return [p for p in row["missing_places"] if p not in row["unheard_places"]]


def few_places(places: Sequence[str]) -> str:
    """Return the first of some places in words.

    Examples
    --------
    >>> few_places(["57.90 N 20.00 E"]), few_places(["a", "b", "c", "d"])
    ('57.90 N 20.00 E', 'a, b, c and elsewhere')
    """
    return ", ".join(places[:_TOLD]) + (" and elsewhere" if len(places) > _TOLD else "")
