"""Ship tracks as one canvas layer: a Folium element holding packed polylines.

A marker a point costs 500 bytes; a packed fix costs about five.  The browser
unpacks the columns (``js/tracks.js``) and draws them on one canvas (``js/tracklayer.js``).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import TableError
from ..seam import NATURAL, Seam
from ..tables import PROVENANCES
from .codec import pack

__all__ = ["FULL_DETAIL_FIXES", "encode_density", "encode_tracks"]

#: Up to this many fixes every one keeps course, heading and 1e-5 degree (1 m).
FULL_DETAIL_FIXES = 220_000

_FINE, _COARSE = 100_000, 10_000
_NO_SPEED, _NO_COURSE = 1023, 360
_RASTER_CELLS = 360
#: A step is foretold over at most this many times the time of the step before.
_LONGEST_GUESS = 8

Ints = NDArray[np.int64]


def encode_tracks(tracks: pd.DataFrame, *, fine: bool, seam: Seam = NATURAL) -> dict[str, Any]:
    """Pack thinned fixes into unbroken lines of one ship, hull, segment and provenance.

    Parameters
    ----------
    tracks
        Columns ``mmsi t lon lat``, and where known ``sog_kn cog_deg heading_deg provenance
        hull segment``; any order.
    fine
        Keep 1e-5 degree, course and heading; else 1e-4 degree (11 m) and no directions,
        which the browser then takes from the movement.
    seam
        Where the map is cut open; longitudes are counted from there.

    Returns
    -------
    dict
        ``fixes`` (packed columns t, lon, lat, speed and with `fine` course, heading; lon and
        lat as surprises over dead reckoning),
        ``lines`` (packed columns ship, size, provenance, hull), ``ships`` (MMSI), ``scale``,
        ``t0`` (Unix seconds of time 0).

    Examples
    --------
    >>> frame = pd.DataFrame({"mmsi": [1, 1], "lon": [20.0, 20.1], "lat": [59.0, 59.0],
    ...     "t": pd.to_datetime(["2024-12-25T10:00Z", "2024-12-25T10:10Z"])})
    >>> encode_tracks(frame, fine=True)["fixes"]["n"]
    2
    """
    _check(tracks)
    frame = _sorted(tracks)
    scale = _FINE if fine else _COARSE
    rows, starts, kinds = _lines(frame)
    seconds = _seconds(frame["t"])
    t0 = int(seconds.min()) if len(seconds) else 0
    mmsi, ships = pd.factorize(frame["mmsi"].to_numpy())
    lon = seam.lines(frame["lon"].to_numpy(float)[rows], starts)
    lat = frame["lat"].to_numpy(float)[rows]
    times = seconds[rows] - t0
    columns = [
        times,
        _surprises(np.rint(lon * scale).astype(np.int64), times, starts),
        _surprises(np.rint(lat * scale).astype(np.int64), times, starts),
        _whole(frame, "sog_kn", 10, _NO_SPEED)[rows],
    ]
    if fine:
        for name in ("cog_deg", "heading_deg"):
            columns.append(_whole(frame, name, 1, _NO_COURSE)[rows])
    sizes = np.diff(np.append(starts, len(rows)).astype(np.int64))
    hull = _column(frame, "hull", 0).to_numpy(np.int64)[rows]
    lines = [mmsi[rows][starts], sizes, kinds, hull[starts]]
    return {
        "fixes": pack(columns, plain=(1, 2)),
        "lines": pack(lines),
        "ships": [int(m) for m in ships],
        "scale": scale,
        "t0": t0,
    }


def _surprises(values: Ints, times: Ints, starts: Ints) -> Ints:
    """Return each step less the step foretold by going on at the speed of the one before.

    Ships mostly go straight on, so what is left is small and packs well.  Whole-number
    arithmetic, so that the browser foretells exactly the same (``js/tracks.js``).
    """
    step = np.diff(values, prepend=0)
    time = np.diff(times, prepend=0)
    before, time_before = np.roll(step, 1), np.roll(time, 1)
    usable = (time > 0) & (time_before > 0) & (time <= _LONGEST_GUESS * time_before)
    usable[starts] = False
    second = starts + 1
    usable[second[second < len(values)]] = False
    foretold = np.where(usable, before * time // np.maximum(time_before, 1), 0)
    return np.asarray(step - foretold)


def encode_density(tracks: pd.DataFrame, *, seam: Seam = NATURAL) -> dict[str, Any]:
    """Count fixes in cells of an even grid, 360 by 360 over where nearly all of them are.

    The grid goes on beyond that, so that one stray fix does not make all cells large.

    Parameters
    ----------
    tracks
        Columns ``mmsi t lon lat``; rows without a place are left out.
    seam
        Where the map is cut open.

    Returns
    -------
    dict
        ``west south dlon dlat`` (degrees), ``fixes``, ``most`` (in one cell), and packed
        ``cells``: column, row, count.

    Examples
    --------
    >>> frame = pd.DataFrame({"mmsi": 1, "t": pd.Timestamp("2024-12-25T10:00Z"),
    ...     "lon": [20.0, 20.0, 21.0], "lat": [59.0, 59.0, 59.5]})
    >>> found = encode_density(frame)
    >>> found["fixes"], found["most"], found["cells"]["n"]
    (3, 2, 2)
    """
    _check(tracks)
    lon, lat = tracks["lon"].to_numpy(float), tracks["lat"].to_numpy(float)
    known = np.isfinite(lon) & np.isfinite(lat)
    lon, lat = seam.points(lon[known]), lat[known]
    west, dlon, column = _cells(lon)
    south, dlat, row = _cells(lat)
    first, width = column.min(), int(np.ptp(column)) + 1
    filled, counts = np.unique(row * width + (column - first), return_counts=True)
    return {
        "west": west,
        "south": south,
        "dlon": dlon,
        "dlat": dlat,
        "fixes": len(lon),
        "most": int(counts.max()),
        "cells": pack([filled % width + first, filled // width, counts]),
    }


def _cells(degrees: NDArray[np.float64]) -> tuple[float, float, Ints]:
    """Return where cells begin, how large they are, and the cell of each coordinate."""
    low, high = np.quantile(degrees, (0.001, 0.999))
    size = max(float(high - low) / _RASTER_CELLS, 1e-4)
    return float(low), size, np.floor((degrees - low) / size).astype(np.int64)


def _check(tracks: pd.DataFrame) -> None:
    missing = [c for c in ("mmsi", "t", "lon", "lat") if c not in tracks.columns]
    if missing:
        raise TableError(
            "table tracks: column " + ", ".join(missing) + " is missing",
            hint="a map needs mmsi, t, lon and lat",
        )


def _sorted(tracks: pd.DataFrame) -> pd.DataFrame:
    keys = [k for k in ("mmsi", "hull", "t") if k in tracks.columns]
    usable = np.isfinite(tracks["lon"].to_numpy(float)) & np.isfinite(tracks["lat"].to_numpy(float))
    frame = tracks if usable.all() else tracks[usable]
    return frame.sort_values(keys, kind="stable", ignore_index=True)


def _column(frame: pd.DataFrame, name: str, default: Any) -> pd.Series[Any]:
    if name in frame.columns:
        return frame[name]
    return pd.Series(default, index=frame.index)


def _seconds(times: pd.Series[Any]) -> Ints:
    stamps = times.dt.tz_convert("UTC").dt.tz_localize(None) if times.dt.tz is not None else times
    return np.asarray(stamps.to_numpy("datetime64[s]").astype(np.int64))


def _whole(frame: pd.DataFrame, name: str, scale: float, missing: int) -> Ints:
    values = pd.to_numeric(_column(frame, name, np.nan)).to_numpy(float, na_value=np.nan)
    whole = np.rint(np.nan_to_num(values) * scale).astype(np.int64)
    whole = whole % 360 if missing == _NO_COURSE else np.clip(whole, 0, missing - 1)
    return np.asarray(np.where(np.isfinite(values), whole, missing))


def _provenance(frame: pd.DataFrame) -> Ints:
    codes, words = pd.factorize(_column(frame, "provenance", PROVENANCES[0]))
    place = {word: i for i, word in enumerate(PROVENANCES)}
    table = np.array([place.get(str(w), len(PROVENANCES)) for w in words] + [len(PROVENANCES)])
    return np.asarray(table[codes], np.int64)


def _lines(frame: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
    """Return the rows to draw (joints twice), where each line starts, its provenance.

    Within a segment a leg between fixes of two provenances is drawn as the less
    certain of the two, so the fix at the joint belongs to both lines.
    """
    count = len(frame)
    if not count:
        empty = np.zeros(0, np.int64)
        return empty, empty, empty
    kind = _provenance(frame)
    broken = np.ones(count, bool)
    broken[1:] = False
    for name in ("mmsi", "hull", "segment"):
        values = _column(frame, name, 0).to_numpy()
        broken[1:] |= values[1:] != values[:-1]
    step = np.diff(kind, prepend=kind[0])
    worse, better = ~broken & (step > 0), ~broken & (step < 0)
    repeats = np.ones(count, np.int64) + better
    repeats[:-1] += worse[1:]
    place = np.cumsum(repeats) - repeats
    starts = np.concatenate([place[broken], place[worse] - 1, place[better] + 1])
    kinds = np.concatenate([kind[broken], kind[worse], kind[better]])
    order = np.argsort(starts, kind="stable")
    return np.repeat(np.arange(count), repeats), starts[order], kinds[order]
