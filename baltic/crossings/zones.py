"""When ships were in the zone around an asset: entered, were nearest, left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from numpy.typing import NDArray

from ..geo import distance_m, haversine_m
from ..settings import Settings
from ..tables import ZONE_EVENTS
from .mercator import latitude, to_plane
from .pieces import Mask, Pieces, cut_assets

__all__ = ["find_zone_events"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_EQUATOR_M = 6_378_137.0
#: A leg is looked at this often a zone's half width; entry and exit are set between looks.
_LOOKS = 4
_MOST_LOOKS = 400
_EVENTS = ("enter", "in_zone", "exit")


class _Line:
    """The pieces of one asset in the plane, to be asked for the nearest."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        ends = [np.c_[pieces.ax, pieces.ay], np.c_[pieces.bx, pieces.by]]
        shapes: Any = shapely.linestrings(np.stack(ends, axis=1))
        self.shapes = shapes
        self.tree = shapely.STRtree(self.shapes)

    def nearest(self, shapes: Any) -> tuple[Any, Floats, Floats]:
        """Return the shortest lines from shapes to the asset, their length (m) and the KP."""
        order, piece = self.tree.query_nearest(shapes, all_matches=False)
        found = np.zeros(len(shapes), np.int64)
        found[order] = piece
        ways = shapely.shortest_line(shapes, self.shapes[found])
        ends = shapely.get_coordinates(ways).reshape(-1, 2, 2)
        lon, lat = np.degrees(ends[..., 0]), latitude(ends[..., 1])
        dist = distance_m(lon[:, 0], lat[:, 0], lon[:, 1], lat[:, 1])
        return ends[:, 0], dist, self.pieces.kp_km(found, lon[:, 1], lat[:, 1])


@dataclass(frozen=True)
class _Looks:
    """Places along legs near one asset, in order of ship and time."""

    leg: Ints
    x: Floats
    y: Floats
    seconds: Floats
    sog: Floats
    dist_m: Floats
    kp_km: Floats


@dataclass(frozen=True)
class _Spots:
    """One place a visit: a share of the way from look a to look b."""

    a: Ints
    b: Ints
    share: Floats
    dist_m: Floats
    kp_km: Floats
    seen: Bools


@dataclass(frozen=True)
class _Track:
    """Fixes as arrays; a leg joins a fix to the next of the same unbroken stretch."""

    lon: Floats
    lat: Floats
    seconds: Floats
    sog: Floats
    joined: Bools


def find_zone_events(
    tracks: pl.DataFrame, assets: gpd.GeoDataFrame, settings: Settings
) -> pd.DataFrame:
    """Return when ships entered, were nearest in, and left the zones around assets.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``, sorted by mmsi, hull, t; thinned ones will do.
    assets
        Contract ``ASSETS``: those to be looked at.
    settings
        ``crossings.zone_km``: half width of a zone about the charted line.

    Returns
    -------
    pandas.DataFrame
        Contract ``ZONE_EVENTS``, sorted by visit: three rows each.  A silence (a new
        segment) ends a visit.  ``seen`` is false where the ship was already, or still, in
        the zone at the end of what was heard: then the time is that of the fix.

    Notes
    -----
    Ships are taken straight between fixes; entries and exits are set between places a
    quarter of the half width apart.  The error of the charted line is not in the distances.

    Examples
    --------
    >>> from baltic.tables import TRACKS
    >>> import geopandas as gpd, shapely
    >>> line = shapely.LineString([(20, 57), (21, 57)])
    >>> assets = gpd.GeoDataFrame({"asset_id": ["x"]}, geometry=[line], crs=4326)
    >>> len(find_zone_events(TRACKS.empty(), assets, Settings()))
    0
    """
    found = []
    if tracks.height and len(assets):
        track = _track(tracks)
        for row, asset_id in enumerate(assets.asset_id):
            pieces = cut_assets(assets.iloc[[row]])
            if len(pieces):
                found += _events(track, tracks, pieces, str(asset_id), settings.crossings.zone_km)
    if not found:
        return ZONE_EVENTS.empty().to_pandas()
    table = pd.concat(found, ignore_index=True)
    first = table.groupby(["asset_id", "visit"], sort=False)["t"].transform("min")
    table = table.assign(first=first, order=table["event"].map(_EVENTS.index))
    table = table.sort_values(["first", "mmsi", "hull", "asset_id", "visit", "order"])
    table["visit"] = np.arange(len(table)) // len(_EVENTS) + 1
    return table[ZONE_EVENTS.names].reset_index(drop=True)


def _track(tracks: pl.DataFrame) -> _Track:
    same = np.diff(tracks["segment"].to_numpy().astype(np.int64)) == 0
    for name in ("mmsi", "hull"):
        same &= np.diff(tracks[name].to_numpy().astype(np.int64)) == 0
    return _Track(
        tracks["lon"].to_numpy(),
        tracks["lat"].to_numpy(),
        tracks["t"].dt.epoch("us").to_numpy() / 1e6,
        tracks["sog_kn"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        np.append(same, False),
    )


def _events(
    track: _Track, tracks: pl.DataFrame, pieces: Pieces, asset_id: str, zone_km: float
) -> list[pd.DataFrame]:
    """Return the visits to the zone of one asset, as at most one table."""
    line, zone_m = _Line(pieces), zone_km * 1000.0
    looks = _looks(track, line, zone_m)
    inside = looks.dist_m <= zone_m
    if not inside.any():
        return []
    # A visit is a run of looks inside, within one unbroken stretch of one ship.
    stretch = np.r_[0, np.cumsum(~track.joined[:-1])][looks.leg]
    apart = np.r_[True, (np.diff(looks.leg) > 1) | (np.diff(stretch) != 0), True]
    before, after = np.r_[False, inside[:-1]] & ~apart[:-1], np.r_[inside[1:], False] & ~apart[1:]
    first, last = np.flatnonzero(inside & ~before), np.flatnonzero(inside & ~after)
    came, went = ~apart[first], ~apart[last + 1]
    spots = {
        "enter": _edge(looks, first - came, first, zone_m, came),
        "in_zone": _lowest(
            looks, line, np.flatnonzero(inside), inside & ~before, apart, zone_m / _LOOKS
        ),
        "exit": _edge(looks, last, last + went, zone_m, went),
    }
    nearest = spots["in_zone"].dist_m / 1000
    tables = [
        _rows(looks, tracks, event, spot).assign(min_distance_km=nearest, asset_id=asset_id)
        for event, spot in spots.items()
    ]
    return [pd.concat(tables, ignore_index=True)]


def _edge(looks: _Looks, a: Ints, b: Ints, zone_m: float, seen: Bools) -> _Spots:
    """Return where the edge of the zone lies between looks, one of them inside."""
    rise = looks.dist_m[b] - looks.dist_m[a]
    share = np.where(rise == 0, 0.0, (zone_m - looks.dist_m[a]) / np.where(rise == 0, 1, rise))
    share = np.clip(share, 0.0, 1.0)
    kp = looks.kp_km[a] + share * (looks.kp_km[b] - looks.kp_km[a])
    return _Spots(a, b, share, looks.dist_m[a] + share * rise, kp, seen)


def _shapes(a: Floats, b: Floats) -> Any:
    """Return lines between points, a point where both are the same: GEOS loses such lines."""
    shapes: Any = shapely.linestrings(np.stack([a, b], axis=1))
    still = (a == b).all(axis=1)
    shapes[still] = shapely.points(a[still])
    return shapes


def _lowest(
    looks: _Looks, line: _Line, rows: Ints, starts: Bools, apart: Bools, step_m: float
) -> _Spots:
    """Return where each visit was nearest to the line, between looks too."""
    visit = np.cumsum(starts)[rows]
    least = pd.Series(looks.dist_m[rows]).groupby(visit).transform("min").to_numpy()
    # Looks are at most a step apart, so the nearest place lies behind one of these.
    maybe = looks.dist_m[rows] <= least + 1.5 * step_m
    rows, visit = rows[maybe], visit[maybe]
    after = np.where(apart[rows + 1], rows, rows + 1)
    ends = [np.c_[looks.x[i], looks.y[i]] for i in (rows, after)]
    spot, dist, kp = line.nearest(_shapes(*ends))
    best = pd.Series(dist).groupby(visit, sort=True).idxmin().to_numpy()
    way, gone = ends[1][best] - ends[0][best], spot[best] - ends[0][best]
    long = (way**2).sum(axis=1)
    share = np.where(long > 0, (way * gone).sum(axis=1) / np.where(long > 0, long, 1), 0.0)
    seen = np.ones(len(best), bool)
    return _Spots(rows[best], after[best], np.clip(share, 0, 1), dist[best], kp[best], seen)


def _rows(looks: _Looks, tracks: pl.DataFrame, event: str, spot: _Spots) -> pd.DataFrame:
    """Return one row a visit."""

    def mix(values: Floats) -> Floats:
        return np.asarray(values[spot.a] + spot.share * (values[spot.b] - values[spot.a]))

    told = tracks[looks.leg[np.where(spot.share < 1, spot.a, spot.b)]]
    micros = np.round(mix(looks.seconds) * 1e6).astype("int64")
    return pd.DataFrame(
        {
            "visit": np.arange(len(spot.a)),
            "mmsi": told["mmsi"].to_numpy(),
            "hull": told["hull"].to_numpy(),
            "event": event,
            "t": pd.to_datetime(micros, unit="us", utc=True).as_unit("us"),
            "lon": np.degrees(mix(looks.x)),
            "lat": latitude(mix(looks.y)),
            "kp_km": spot.kp_km,
            "distance_km": spot.dist_m / 1000,
            "sog_kn": mix(looks.sog),
            "cog_deg": told["cog_deg"].cast(pl.Float64).to_numpy(),
            "seen": spot.seen,
            "provenance": told["provenance"].to_list(),
        }
    )


def _looks(track: _Track, line: _Line, zone_m: float) -> _Looks:
    """Return places along the legs that come near the line, the ends of legs among them."""
    pieces = line.pieces
    north = np.abs(np.r_[pieces.lat_a, pieces.lat_b]).max() + 1.0
    margin = 1.02 * zone_m / (_EQUATOR_M * np.cos(np.radians(min(float(north), 85.0))))
    x, y = to_plane(track.lon, track.lat)
    # The last fix of a stretch has a leg of no length: a ship heard once may be in the zone.
    end = np.arange(len(x)) + track.joined
    # One look at a grid is enough for most.
    mask = Mask(pieces, float(np.degrees(margin)))
    close = mask.near(np.r_[track.lon, track.lon[-1]], np.r_[track.lat, track.lat[-1]])
    maybe = np.flatnonzero(close)
    legs = _shapes(*(np.c_[x[i], y[i]] for i in (maybe, end[maybe])))
    near = maybe[np.unique(line.tree.query(legs, predicate="dwithin", distance=margin)[0])]
    # The fix after a near leg closes it: its own first look is the leg's last place.
    near = np.unique(np.r_[near, end[near]]).astype(np.int64)
    length = haversine_m(
        track.lon[near], track.lat[near], track.lon[end[near]], track.lat[end[near]]
    )
    count = np.clip(np.ceil(length * _LOOKS / zone_m), 1, _MOST_LOOKS).astype(np.int64)
    leg, times = np.repeat(near, count), np.repeat(count, count)
    share = (np.arange(len(leg)) - np.repeat(np.cumsum(count) - count, count)) / times

    def mix(values: Floats) -> Floats:
        return np.asarray(values[leg] + share * (values[end[leg]] - values[leg]))

    px, py = mix(x), mix(y)
    _, dist, kp = line.nearest(shapely.points(px, py))
    return _Looks(leg, px, py, mix(track.seconds), mix(track.sog), dist, kp)
