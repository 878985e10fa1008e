"""Every crossing of every asset by every vessel, as a table."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from numpy.typing import NDArray

from ..geo import DEG_M, angle_between
from ..seam import NATURAL, find_seam
from ..settings import Crossings, Settings
from ..tables import CROSSINGS, PROVENANCES
from .meeting import Meetings, Track, find_meetings
from .mercator import latitude, rhumb_length_m, rhumb_share, to_plane
from .pieces import Mask, Pieces, cut_assets
from .timing import passage, time_sd_s

__all__ = ["find_crossings"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Legs looked at in one go; bounds the memory to about 200 MB.
_CHUNK = 2_000_000


def find_crossings(
    tracks: pl.DataFrame, assets: gpd.GeoDataFrame, settings: Settings
) -> pd.DataFrame:
    """Return every crossing of every asset line by every leg between two fixes.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``.
    assets
        Contract ``ASSETS``; planned and cancelled ones are crossed too.  Where the column
        ``branches_accuracy`` gives a branch its own accuracy, that is used.
    settings
        Section ``crossings``: longest leg, noise, when a fix lies on a line.

    Returns
    -------
    pandas.DataFrame
        Contract ``CROSSINGS``, sorted by t, mmsi, asset_id.

    Notes
    -----
    A leg joins two consecutive fixes of one MMSI and hull at most ``max_gap_h`` apart,
    across segment gaps too; ``gap_s`` tells.  Legs are rhumb lines, assets straight in
    lon/lat.  A fix within ``touch_m`` of a line is on it: one crossing at that fix, not
    interpolated; running along a line is one crossing at the first contact, touching and
    turning back too (its side tells where the ship came from).  A ship swinging over a
    line at anchor crosses it many times, and every time is in the table: that is where
    its antenna was.  Passing near a line is no crossing here.

    Examples
    --------
    >>> from baltic.tables import ASSETS, TRACKS
    >>> import geopandas as gpd, shapely
    >>> frame = {c: ["x"] for c in ASSETS.names} | {"accuracy_km": [1.0]}
    >>> line = shapely.LineString([(20, 57), (21, 57)])
    >>> assets = gpd.GeoDataFrame(frame | {"geometry": [line]}, crs=4326)
    >>> len(find_crossings(TRACKS.empty(), assets, Settings()))
    0
    """
    rules = settings.crossings
    tracks, assets = _side_by_side(tracks, assets)
    pieces = cut_assets(assets) if len(assets) else None
    if tracks.height < 2 or pieces is None or not len(pieces):
        return _empty()
    legs, joined = _legs_near(tracks, pieces, rules)
    if not len(legs):
        return _empty()
    # Only fixes at the ends of such legs are brought to the plane.
    ends = np.zeros(tracks.height, bool)
    ends[legs] = ends[legs + 1] = True
    rows = np.flatnonzero(ends)
    some = tracks[rows]
    near = joined[rows[:-1]] & (np.diff(rows) == 1)
    x, y = to_plane(some["lon"].to_numpy(), some["lat"].to_numpy())
    track = Track(x, y, near)
    found = find_meetings(track, np.flatnonzero(near), pieces, rules.touch_m)
    return _table(found, track, some, pieces, assets, rules)


def _side_by_side(
    tracks: pl.DataFrame, assets: gpd.GeoDataFrame
) -> tuple[pl.DataFrame, gpd.GeoDataFrame]:
    """Return both with longitudes beyond 180 where a leg or a line is torn there.

    In the plane a leg or a line from 179 E to 179 W would else lead round the world, over
    all that lies there.
    """
    parts = shapely.get_parts(assets.geometry.to_numpy())
    points, line = shapely.get_coordinates(parts, return_index=True)
    inside = np.diff(line) == 0
    if not (_jumps(points[:, 0])[inside].any() or _jumps(tracks["lon"].to_numpy()).any()):
        return tracks, assets
    lines = [shapely.get_coordinates(part) for part in parts]
    seam = find_seam(tracks["lon"].floor().unique(), lines)

    def whole(line: shapely.LineString) -> shapely.LineString:
        return line if line.is_empty else shapely.LineString(seam.line(line.coords))

    shapes = [
        geometry
        if geometry is None
        else shapely.MultiLineString([whole(part) for part in shapely.get_parts(geometry)])
        for geometry in assets.geometry
    ]
    moved = tracks.with_columns(lon=pl.Series(seam.points(tracks["lon"])))
    return moved, assets.set_geometry(gpd.GeoSeries(shapes, index=assets.index, crs=assets.crs))


def _jumps(lon: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which steps between neighbours lead round the other side of the world."""
    return np.asarray(np.abs(np.diff(lon)) > 180.0)


def _legs_near(
    tracks: pl.DataFrame, pieces: Pieces, rules: Crossings
) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the legs that may meet a piece, and which neighbours are legs at all."""
    ship = tracks.select(pl.col("mmsi").cast(pl.Int64) * 256 + pl.col("hull")).to_series()
    key, t = ship.to_numpy(), tracks["t"].dt.epoch("us").to_numpy()
    lon, lat = tracks["lon"].to_numpy(), tracks["lat"].to_numpy()
    mask = Mask(pieces, 4 * rules.touch_m / DEG_M)
    longest = round(rules.max_gap_h * 3.6e9)
    joined = np.zeros(len(key) - 1, bool)
    near = []
    for start in range(0, len(joined), _CHUNK):
        stop = min(start + _CHUNK, len(joined))
        part = slice(start, stop + 1)
        dt = np.diff(t[part])
        joined[start:stop] = (np.diff(key[part]) == 0) & (dt > 0) & (dt <= longest)
        joined[start:stop] &= ~_jumps(lon[part])
        hits = np.flatnonzero(mask.near(lon[part], lat[part]) & joined[start:stop])
        near.append(hits + start)
    return np.concatenate(near), joined


def _table(
    found: Meetings,
    track: Track,
    fixes: pl.DataFrame,
    pieces: Pieces,
    assets: gpd.GeoDataFrame,
    rules: Crossings,
) -> pd.DataFrame:
    """Return the table of crossings: where a ship's way meets a line, when, and how sure."""
    leg, piece, here = found.leg, found.piece, np.maximum(found.contact, 0)
    on = found.contact >= 0
    x0, y0, x1, y1 = track.x[leg], track.y[leg], track.x[leg + 1], track.y[leg + 1]
    lon, lat = _place(found, track)
    micros = fixes["t"].dt.epoch("us").to_numpy()
    dt = (micros[leg + 1] - micros[leg]) / 1e6
    sog = fixes["sog_kn"].cast(pl.Float64).to_numpy()
    way = rhumb_share(y0, y1, found.u)
    length = rhumb_length_m(x0, y0, x1, y1)
    passed = passage(way, length, dt, sog[leg], sog[leg + 1], rules)
    t = np.where(on, micros[here], micros[leg] + np.round(passed.share * dt * 1e6).astype(np.int64))
    course = np.degrees(np.arctan2(x1 - x0, y1 - y0)) % 360.0
    angle = _angle_deg(course, pieces, piece)
    gap = np.where(on, 0.0, dt)
    accuracy = _accuracy_km(assets)[pieces.asset[piece], pieces.part[piece]]
    said = np.where(on & ~np.isnan(sog[here]), sog[here], passed.sog_kn)
    table = pd.DataFrame(
        {
            "mmsi": fixes["mmsi"].to_numpy()[leg],
            "hull": fixes["hull"].to_numpy()[leg],
            "asset_id": assets["asset_id"].to_numpy()[pieces.asset[piece]],
            "part": pieces.part[piece].astype(np.uint16),
            "t": pd.to_datetime(t, unit="us", utc=True).as_unit("us"),
            "t_sd_s": time_sd_s(passed, way, gap, angle, accuracy, rules),
            "lon": lon,
            "lat": lat,
            "kp_km": pieces.kp_km(piece, lon, lat),
            "sog_kn": said,
            "cog_deg": course,
            "angle_deg": angle,
            "gap_s": gap,
            "interpolated": ~on,
            "side": np.where(found.from_left, "LR", "RL"),
            "p_cross": np.ones(len(leg)),
            "provenance": _provenance(fixes, np.where(on, here, leg), np.where(on, here, leg + 1)),
        }
    )
    order = ["t", "mmsi", "asset_id", "hull", "part", "kp_km"]
    table = table.astype({"asset_id": "str", "side": "str", "provenance": "str"})
    return table.sort_values(order, kind="stable", ignore_index=True)[CROSSINGS.names]


def _place(found: Meetings, track: Track) -> tuple[Floats, Floats]:
    """Return where each way meets its line, degrees: at a fix that lies on it, else on the leg."""
    leg, here, on = found.leg, np.maximum(found.contact, 0), found.contact >= 0
    x0, y0, x1, y1 = track.x[leg], track.y[leg], track.x[leg + 1], track.y[leg + 1]
    lon = np.where(on, np.degrees(track.x[here]), np.degrees(x0 + found.u * (x1 - x0)))
    lat = latitude(np.where(on, track.y[here], y0 + found.u * (y1 - y0)))
    return NATURAL.points(lon), lat


def _angle_deg(course: Floats, pieces: Pieces, piece: Ints) -> Floats:
    """Return the angle between courses and lines, whichever way these run, 0 to 90."""
    east, north = pieces.bx[piece] - pieces.ax[piece], pieces.by[piece] - pieces.ay[piece]
    line = np.degrees(np.arctan2(east, north))
    return angle_between(course, line)


def _accuracy_km(assets: gpd.GeoDataFrame) -> Floats:
    """Return accuracy by asset row and part."""
    own = assets["accuracy_km"].to_numpy(float)
    branches = assets["branches_accuracy"].tolist() if "branches_accuracy" in assets else []
    told = [list(b) if isinstance(b, (list, tuple, np.ndarray)) else [] for b in branches]
    parts = [len(getattr(g, "geoms", [g])) if g is not None else 1 for g in assets.geometry]
    table = np.repeat(own[:, None], max([*parts, 1]), axis=1)
    for i, accuracies in enumerate(told):
        for k, km in enumerate(accuracies[: table.shape[1] - 1]):
            if km is not None and np.isfinite(km):
                table[i, k + 1] = km
    return table


def _provenance(fixes: pl.DataFrame, a: Ints, b: Ints) -> NDArray[np.str_]:
    """Return the weaker word of the two fixes."""
    words = np.array(PROVENANCES)
    rank = {word: i for i, word in enumerate(PROVENANCES)}
    rows = fixes["provenance"]
    of = np.array(
        [rank.get(w, len(rank) - 1) for w in rows.gather(np.concatenate([a, b])).to_list()],
        np.int64,
    )
    return np.asarray(words[np.maximum(of[: len(a)], of[len(a) :])])


def _empty() -> pd.DataFrame:
    frame = pd.DataFrame(CROSSINGS.empty().to_pandas())
    texts = {"asset_id": "str", "side": "str", "provenance": "str"}
    return frame.astype(texts).astype({"interpolated": bool})
