"""When ships were in the zone around an asset: entered, were nearest, left."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from numpy.typing import NDArray

from ..clock import times_at
from ..geo import distance_m, haversine_m
from ..records import SILENT_S
from ..settings import Settings
from ..tables import ZONE_EVENTS
from .mercator import EQUATOR_M, latitude, to_plane
from .pieces import Mask, Pieces, cut_assets

__all__ = ["find_zone_events"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: A leg is looked at this often a zone's half width; entry and exit are set between looks.
_LOOKS = 4
_MOST_LOOKS = 400
_EVENTS = ("enter", "in_zone", "exit")


class _Line:
    """The pieces of one asset in the plane, to be asked for the nearest, and its zone."""

    def __init__(self, pieces: Pieces, zone_m: float) -> None:
        self.pieces, self.zone_m = pieces, zone_m
        north = np.abs(np.r_[pieces.lat_a, pieces.lat_b]).max() + 1.0
        #: What a metre is in the plane, at least.
        self.per_m = 1.02 / (EQUATOR_M * np.cos(np.radians(min(float(north), 85.0))))
        ends = [np.c_[pieces.ax, pieces.ay], np.c_[pieces.bx, pieces.by]]
        shapes: Any = shapely.linestrings(np.stack(ends, axis=1))
        self.shapes = shapes
        self.tree = shapely.STRtree(self.shapes)

    def may_meet(self, track: _Track) -> bool:
        """Return whether the box of all fixes comes near the box of the asset."""
        west, south, east, north = shapely.total_bounds(self.shapes)
        least_x, least_y, most_x, most_y = track.box
        reach = self.zone_m * self.per_m
        return bool(
            least_x <= east + reach
            and most_x >= west - reach
            and least_y <= north + reach
            and most_y >= south - reach
        )

    def nearest(self, shapes: Any) -> _Ways:
        """Return the shortest ways from shapes to the asset."""
        # Pieces in the zone and a look beyond are compared at once; the tree is walked for
        # the shapes that have none, which takes longer for each.
        reach = (1 + 1 / _LOOKS) * self.zone_m * self.per_m
        row, piece = self.tree.query(shapes, predicate="dwithin", distance=reach)
        order = np.lexsort((shapely.distance(shapes[row], self.shapes[piece]), row))
        row, first = np.unique(row[order], return_index=True)
        found = np.full(len(shapes), -1)
        found[row] = piece[order[first]]
        left = np.flatnonzero(found < 0)
        row, piece = self.tree.query_nearest(shapes[left], all_matches=False)
        found[left[row]] = piece
        ends = shapely.get_coordinates(shapely.shortest_line(shapes, self.shapes[found]))
        return _Ways(found, ends.reshape(-1, 2, 2))

    def kp_km(self, ways: _Ways) -> Floats:
        """Return the KP of the ends of ways."""
        return self.pieces.kp_km(
            ways.piece, np.degrees(ways.ends[:, 1, 0]), latitude(ways.ends[:, 1, 1])
        )


@dataclass(frozen=True)
class _Ways:
    """Shortest ways from shapes to an asset: the piece met, and both ends in the plane."""

    piece: Ints
    ends: Floats

    @property
    def length_m(self) -> Floats:
        lon, lat = np.degrees(self.ends[..., 0]), latitude(self.ends[..., 1])
        return np.asarray(distance_m(lon[:, 0], lat[:, 0], lon[:, 1], lat[:, 1]))

    def take(self, rows: Ints) -> _Ways:
        return _Ways(self.piece[rows], self.ends[rows])


@dataclass(frozen=True)
class _Looks:
    """Places along legs near one asset, in order of ship and time."""

    leg: Ints
    x: Floats
    y: Floats
    seconds: Floats
    sog: Floats
    ways: _Ways
    dist_m: Floats


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
    x: Floats
    y: Floats
    seconds: Floats
    sog: Floats
    joined: Bools

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east and north end of all fixes in the plane, worked out once."""
        return self.x.min(), self.y.min(), self.x.max(), self.y.max()


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
        Contract ``ZONE_EVENTS``, sorted by visit: three rows each.  A long silence (a new
        segment) ends a visit.  ``seen`` is false where the ship was already, or still, in
        the zone at the end of what was heard: then the time is that of the fix.  An event
        between two fixes more than a quarter of an hour apart has their times.

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
    lon, lat = tracks["lon"].to_numpy(), tracks["lat"].to_numpy()
    return _Track(
        lon,
        lat,
        *to_plane(lon, lat),
        tracks["t"].dt.epoch("us").to_numpy() / 1e6,
        tracks["sog_kn"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        np.append(same, False),
    )


def _events(
    track: _Track, tracks: pl.DataFrame, pieces: Pieces, asset_id: str, zone_km: float
) -> list[pd.DataFrame]:
    """Return the visits to the zone of one asset, as at most one table."""
    line = _Line(pieces, zone_km * 1000.0)
    if not line.may_meet(track):
        return []
    looks = _looks(track, line)
    inside = looks.dist_m <= line.zone_m
    if not inside.any():
        return []
    # A visit is a run of looks inside, within one unbroken stretch of one ship.
    stretch = np.r_[0, np.cumsum(~track.joined[:-1])][looks.leg]
    apart = np.r_[True, (np.diff(looks.leg) > 1) | (np.diff(stretch) != 0), True]
    before, after = np.r_[False, inside[:-1]] & ~apart[:-1], np.r_[inside[1:], False] & ~apart[1:]
    first, last = np.flatnonzero(inside & ~before), np.flatnonzero(inside & ~after)
    came, went = ~apart[first], ~apart[last + 1]
    spots = {
        "enter": _edge(looks, line, first - came, first, came),
        "in_zone": _lowest(looks, line, np.flatnonzero(inside), inside & ~before, apart),
        "exit": _edge(looks, line, last, last + went, went),
    }
    nearest = spots["in_zone"].dist_m / 1000
    tables = [
        _rows(looks, track, tracks, event, spot).assign(min_distance_km=nearest, asset_id=asset_id)
        for event, spot in spots.items()
    ]
    return [pd.concat(tables, ignore_index=True)]


def _edge(looks: _Looks, line: _Line, a: Ints, b: Ints, seen: Bools) -> _Spots:
    """Return where the edge of the zone lies between looks, one of them inside."""
    rise = looks.dist_m[b] - looks.dist_m[a]
    share = np.where(rise == 0, 0.0, (line.zone_m - looks.dist_m[a]) / np.where(rise == 0, 1, rise))
    share = np.clip(share, 0.0, 1.0)
    kp_a, kp_b = (line.kp_km(looks.ways.take(rows)) for rows in (a, b))
    kp = kp_a + share * (kp_b - kp_a)
    return _Spots(a, b, share, looks.dist_m[a] + share * rise, kp, seen)


def _shapes(a: Floats, b: Floats) -> Any:
    """Return lines between points, a point where both are the same: GEOS loses such lines."""
    shapes: Any = shapely.linestrings(np.stack([a, b], axis=1))
    still = (a == b).all(axis=1)
    shapes[still] = shapely.points(a[still])
    return shapes


def _lowest(looks: _Looks, line: _Line, rows: Ints, starts: Bools, apart: Bools) -> _Spots:
    """Return where each visit was nearest to the line, between looks too."""
    visit = np.cumsum(starts)[rows]
    least = pd.Series(looks.dist_m[rows]).groupby(visit).transform("min").to_numpy()
    # Looks are at most a step apart, so the nearest place lies behind one of these.
    maybe = looks.dist_m[rows] <= least + 1.5 * line.zone_m / _LOOKS
    rows, visit = rows[maybe], visit[maybe]
    after = np.where(apart[rows + 1], rows, rows + 1)
    ends = [np.c_[looks.x[i], looks.y[i]] for i in (rows, after)]
    ways = line.nearest(_shapes(*ends))
    dist = ways.length_m
    best = pd.Series(dist).groupby(visit, sort=True).idxmin().to_numpy()
    ways = ways.take(best)
    way, gone = ends[1][best] - ends[0][best], ways.ends[:, 0] - ends[0][best]
    long = (way**2).sum(axis=1)
    share = np.where(long > 0, (way * gone).sum(axis=1) / np.where(long > 0, long, 1), 0.0)
    seen = np.ones(len(best), bool)
    return _Spots(rows[best], after[best], np.clip(share, 0, 1), dist[best], line.kp_km(ways), seen)


def _rows(
    looks: _Looks, track: _Track, tracks: pl.DataFrame, event: str, spot: _Spots
) -> pd.DataFrame:
    """Return one row a visit."""

    def mix(values: Floats) -> Floats:
        return np.asarray(values[spot.a] + spot.share * (values[spot.b] - values[spot.a]))

    told = tracks[looks.leg[np.where(spot.share < 1, spot.a, spot.b)]]
    seconds = mix(looks.seconds)
    first, last = _silence(track, looks.leg[spot.a], seconds)
    return pd.DataFrame(
        {
            "visit": np.arange(len(spot.a)),
            "mmsi": told["mmsi"].to_numpy(),
            "hull": told["hull"].to_numpy(),
            "event": event,
            "t": times_at(seconds),
            "lon": np.degrees(mix(looks.x)),
            "lat": latitude(mix(looks.y)),
            "kp_km": spot.kp_km,
            "distance_km": spot.dist_m / 1000,
            "sog_kn": mix(looks.sog),
            "cog_deg": told["cog_deg"].cast(pl.Float64).to_numpy(),
            "seen": spot.seen,
            "silent_from": times_at(first),
            "silent_to": times_at(last),
            "provenance": told["provenance"].to_list(),
        }
    )


def _silence(track: _Track, leg: Ints, seconds: Floats) -> tuple[Floats, Floats]:
    """Return the fixes around events in silences, Unix s; NaN where an event was heard."""
    first, last = track.seconds[leg], track.seconds[leg + track.joined[leg]]
    silent = (last - first > SILENT_S) & (seconds > first) & (seconds < last)
    return np.where(silent, first, np.nan), np.where(silent, last, np.nan)


def _looks(track: _Track, line: _Line) -> _Looks:
    """Return places along the legs that come near the line, the ends of legs among them."""
    # The last fix of a stretch has a leg of no length: a ship heard once may be in the zone.
    end = np.arange(len(track.x)) + track.joined
    near = _legs_near(track, line, end)
    # The fix after a near leg closes it: its own first look is the leg's last place.
    near = np.unique(np.r_[near, end[near]])
    count = np.ceil(_length_m(track, near, end[near]) * _LOOKS / line.zone_m)
    count = np.clip(count, 1, _MOST_LOOKS).astype(np.int64)
    leg, times = np.repeat(near, count), np.repeat(count, count)
    share = (np.arange(len(leg)) - np.repeat(np.cumsum(count) - count, count)) / times

    def mix(values: Floats) -> Floats:
        return np.asarray(values[leg] + share * (values[end[leg]] - values[leg]))

    x, y = mix(track.x), mix(track.y)
    ways = line.nearest(shapely.points(x, y))
    return _Looks(leg, x, y, mix(track.seconds), mix(track.sog), ways, ways.length_m)


def _length_m(track: _Track, a: Ints, b: Ints) -> Floats:
    return haversine_m(track.lon[a], track.lat[a], track.lon[b], track.lat[b])


def _legs_near(track: _Track, line: _Line, end: Ints) -> Ints:
    """Return legs that may come into the zone, by their first fixes."""
    # One look at a grid is enough for most.
    mask = Mask(line.pieces, float(np.degrees(line.zone_m * line.per_m)))
    close = mask.near(np.r_[track.lon, track.lon[-1]], np.r_[track.lat, track.lat[-1]])
    legs = np.flatnonzero(close)
    ends = [np.c_[track.x[i], track.y[i]] for i in (legs, end[legs])]
    length = _length_m(track, legs, end[legs])
    # A short leg is near where its first fix is, or no further than the leg is long.
    short = length <= line.zone_m / _LOOKS
    reach = np.where(short, line.zone_m + length, line.zone_m) * line.per_m
    shapes = np.empty(len(legs), dtype=object)
    shapes[short] = shapely.points(ends[0][short])
    shapes[~short] = _shapes(*(e[~short] for e in ends))
    found, _ = line.tree.query(shapes, predicate="dwithin", distance=reach)
    return np.asarray(legs[np.unique(found)])
