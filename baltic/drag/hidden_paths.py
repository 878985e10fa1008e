"""Paths that a silence may hide: what lies in reach, and how many paths cross it.

The reach is the space-time prism of the method note 4.3: a point x can have been visited
if ``|x - a| + |b - x| <= Vm T``.  The paths are sampled with the path noise of section
``crossings``: mostly near the straight way, some with a turn in them, and a few that use
the time left for a detour to anywhere in reach.  The same shapes serve every silence, in
pairs that mirror each other, so that the answer depends on nothing but the silence itself
and does not change when the whole sea is shifted in time or mirrored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..crossings.meeting import Track, find_meetings
from ..crossings.mercator import latitude, to_plane
from ..crossings.pieces import Mask, Pieces
from ..geo import DEG_M, KN_MS
from ..settings import Settings
from .silences import Silences

__all__ = ["Reach", "cross_shares", "reach_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
#: Whether positions (degrees) lie on land.
Land = Callable[[Floats, Floats], Bools]

_EARTH_M = 6_371_008.8
_SEED = 20241117
#: Pairs of mirrored paths of each sort, and straight steps of a path.
_PAIRS = 8
_STEPS = 8
_DETOUR_PAIRS = 16
#: Assets are known by points this far apart when the reach is measured, km.
_SPACING_KM = 4.0
#: Silences looked at in one go: bounds the memory to about 100 MB.
_CHUNK = 2000


@dataclass(frozen=True)
class Reach:
    """Pairs of a silence and an asset in its prism.

    Attributes
    ----------
    silence, asset
        Numbers of the silence and of the asset.
    early_s, late_s
        Earliest and latest time at which the ship can have been over it.
    """

    silence: Ints
    asset: Ints
    early_s: Floats
    late_s: Floats


def reach_of(found: Silences, pieces: Pieces) -> Reach:
    """Return which assets lie inside the prism of each silence.

    Lengths are chords of the sphere: 0.5 % from the geodesic, far inside what a reach is
    known to; an asset counts when it comes within 2 km of the prism.
    """
    keep = _thin(pieces)
    point = _unit(pieces.lon_a[keep], pieces.lat_a[keep])
    starts = np.flatnonzero(np.diff(pieces.asset[keep], prepend=-1))
    which = pieces.asset[keep][starts]
    parts = []
    for begin in range(0, len(found), _CHUNK):
        some = found.take(np.arange(begin, min(begin + _CHUNK, len(found))))
        v = (some.reach_kn * KN_MS)[:, None]
        out, back = (
            _chord_m(_unit(lon, lat), point) / v
            for lon, lat in ((some.lon0, some.lat0), (some.lon1, some.lat1))
        )
        spare = some.gap_s[:, None] + 500.0 * _SPACING_KM / v - out - back
        inside = np.maximum.reduceat(spare, starts, axis=1) >= 0.0
        out, back = (np.where(spare >= 0.0, x, np.inf) for x in (out, back))
        soon, late = (np.minimum.reduceat(x, starts, axis=1)[inside] for x in (out, back))
        silence, column = np.nonzero(inside)
        t0, t1 = some.t0_s[silence], some.t1_s[silence]
        parts.append(
            (silence + begin, which[column], np.minimum(t0 + soon, t1), np.maximum(t1 - late, t0))
        )
    if not parts:
        return Reach(*(np.zeros(0, kind) for kind in (np.int64, np.int64, float, float)))
    return Reach(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _thin(pieces: Pieces) -> Ints:
    """Return the pieces whose first ends stand for their asset, some kilometres apart."""
    # The first piece of every part, and each that begins another stretch of the spacing.
    stretch = np.floor(pieces.kp_a_km / _SPACING_KM)
    change = (np.diff(pieces.asset) != 0) | (np.diff(pieces.part) != 0) | (np.diff(stretch) != 0)
    return np.flatnonzero(np.r_[True, change])


def _unit(lon: Floats, lat: Floats) -> Floats:
    x, y = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(y) * np.cos(x), np.cos(y) * np.sin(x), np.sin(y)])


def _chord_m(a: Floats, b: Floats) -> Floats:
    # Not a matrix product: that rounds by how many silences are asked for at once.
    inner = sum(a[:, k, None] * b[None, :, k] for k in range(3))
    return np.asarray(_EARTH_M * np.sqrt(np.maximum(2.0 - 2.0 * inner, 0.0)))


def cross_shares(
    found: Silences, pieces: Pieces, land: Land | None, settings: Settings
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return the share of sampled paths that cross each asset.

    Parameters
    ----------
    found
        Silences.
    pieces
        Cut lines of the assets.
    land
        Land test; paths over land are left out (all kept where every path would go).
    settings
        Sections ``crossings`` (path noise) and ``dark`` (share of detours).

    Returns
    -------
    silence, asset, share
        One row a pair with any crossing, sorted; weighted share of the feasible paths.
    feasible
        By silence: weighted share of the paths that stay off land and in reach.
    """
    mask = Mask(pieces, 4 * settings.crossings.touch_m / DEG_M)
    parts, feasible = [], [np.zeros(0)]
    for begin in range(0, len(found), _CHUNK):
        some = found.take(np.arange(begin, min(begin + _CHUNK, len(found))))
        silence, asset, share, ok = _chunk(some, pieces, mask, land, settings)
        parts.append((silence + begin, asset, share))
        feasible.append(ok)
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), feasible[0]
    silence, asset, share = (np.concatenate(column) for column in zip(*parts, strict=True))
    return silence, asset, share, np.concatenate(feasible)


def _chunk(
    some: Silences, pieces: Pieces, mask: Mask, land: Land | None, settings: Settings
) -> tuple[Ints, Ints, Floats, Floats]:
    lon, lat, weight = _paths(some, settings)
    paths, points = lon.shape[1:]
    ok = _in_reach(some, lon, lat)
    path, asset = _met(lon.reshape(-1, points), lat.reshape(-1, points), pieces, mask, settings)
    if land is not None and len(path):
        # Only silences that may hide something are worth asking the coast about.
        ask = np.unique(path // paths)
        wet = _off_land(lon[ask], lat[ask], land)
        ok[ask] &= wet
    share_ok = (ok * weight).sum(axis=1)
    lost = share_ok <= 0.0
    ok[lost] = True
    total = (ok * weight).sum(axis=1)
    silence, number = path // paths, path % paths
    crossed = np.where(ok[silence, number], weight[number], 0.0) / total[silence]
    pair, where = np.unique(np.column_stack([silence, asset]), axis=0, return_inverse=True)
    share = np.bincount(where.ravel(), weights=crossed, minlength=len(pair))
    return pair[:, 0], pair[:, 1], np.minimum(share, 1.0), share_ok


def _paths(some: Silences, settings: Settings) -> tuple[Floats, Floats, Floats]:
    """Return positions (silences, paths, points) and the weight of each path."""
    rules, detours = settings.crossings, settings.dark.detour_share
    shape = _shapes()
    u = np.linspace(0.0, 1.0, _STEPS + 1)
    x0, y0 = to_plane(some.lon0, some.lat0)
    x1, y1 = to_plane(some.lon1, some.lat1)
    lon0 = np.degrees(x0[:, None] + u * (x1 - x0)[:, None])
    lat0 = latitude(y0[:, None] + u * (y1 - y0)[:, None])
    root = np.sqrt(some.gap_s)[:, None, None, None]
    noise = np.concatenate([rules.sigma_m_sqrt_s * shape, rules.sigma_turn_m_sqrt_s * shape])
    # Along and across the way, so that a mirrored sea has mirrored paths.
    along, across = (root * noise[None])[..., 0], (root * noise[None])[..., 1]
    course = np.arctan2(x1 - x0, y1 - y0)[:, None, None]
    east = along * np.sin(course) + across * np.cos(course)
    north = along * np.cos(course) - across * np.sin(course)
    lat = np.clip(lat0[:, None] + north / DEG_M, -85.0, 85.0)
    lon = lon0[:, None] + east / (DEG_M * np.maximum(np.cos(np.radians(lat0)), 0.1)[:, None])
    d_lon, d_lat = _detours(some)
    quiet, turns = (1 - detours) * (1 - rules.turn_share), (1 - detours) * rules.turn_share
    each = 2 * _PAIRS
    weight = np.repeat(
        [quiet / each, turns / each, detours / (2 * _DETOUR_PAIRS)],
        [each, each, 2 * _DETOUR_PAIRS],
    )
    return np.concatenate([lon, d_lon], 1), np.concatenate([lat, d_lat], 1), weight


def _shapes() -> Floats:
    """Return standard Brownian bridges (paths, points, [along, across]) in mirrored pairs."""
    rng = np.random.default_rng(_SEED)
    steps = rng.normal(size=(_PAIRS, _STEPS, 2)) / np.sqrt(_STEPS)
    walk = np.concatenate([np.zeros((_PAIRS, 1, 2)), np.cumsum(steps, axis=1)], axis=1)
    u = np.linspace(0.0, 1.0, _STEPS + 1)[:, None]
    bridge = walk - u * walk[:, -1:]
    return np.concatenate([bridge, bridge * np.array([1.0, -1.0])])


def _detours(some: Silences) -> tuple[Floats, Floats]:
    """Return paths by way of one point drawn evenly from the reach."""
    rng = np.random.default_rng(_SEED + 1)
    angle = np.pi * rng.random(_DETOUR_PAIRS)
    radius = np.sqrt(rng.random(_DETOUR_PAIRS))
    angle, radius = np.concatenate([angle, -angle]), np.tile(radius, 2)
    mean = 0.5 * (some.lat0 + some.lat1)
    wide = DEG_M * np.maximum(np.cos(np.radians(mean)), 0.1)
    dx, dy = (some.lon1 - some.lon0) * wide, (some.lat1 - some.lat0) * DEG_M
    apart = np.hypot(dx, dy)
    longest = np.maximum(some.reach_kn * KN_MS * some.gap_s, 1.001 * apart)
    half, short = 0.5 * longest, 0.5 * np.sqrt(longest**2 - apart**2)
    course = np.arctan2(dx, dy)[:, None]
    along, across = half[:, None] * radius * np.cos(angle), short[:, None] * radius * np.sin(angle)
    east = along * np.sin(course) + across * np.cos(course)
    north = along * np.cos(course) - across * np.sin(course)
    lon = 0.5 * (some.lon0 + some.lon1)[:, None] + east / wide[:, None]
    lat = np.clip(mean[:, None] + north / DEG_M, -85.0, 85.0)
    step = np.linspace(0.0, 1.0, _STEPS // 2 + 1)
    out = []
    for a, via, b in ((some.lon0, lon, some.lon1), (some.lat0, lat, some.lat1)):
        first = a[:, None, None] + step * (via - a[:, None])[..., None]
        second = via[..., None] + step[1:] * (b[:, None] - via)[..., None]
        out.append(np.concatenate([first, second], axis=-1))
    return out[0], out[1]


def _in_reach(some: Silences, lon: Floats, lat: Floats) -> Bools:
    """Return which paths keep to the prism, by the length of the way along their points."""
    wide = np.cos(np.radians(lat[..., 1:]))
    way = DEG_M * np.hypot(np.diff(lon) * wide, np.diff(lat))
    # The corners of a sampled path are no way sailed: half of what noise adds is allowed for.
    longest = 1.05 * some.reach_kn * KN_MS * some.gap_s + 500.0
    return np.asarray(way.sum(axis=-1) <= longest[:, None])


def _off_land(lon: Floats, lat: Floats, land: Land) -> Bools:
    """Return which paths have no inner point on land; a cell of a kilometre is asked once."""
    x, y = np.floor(lon[..., 1:-1] / 0.02), np.floor(lat[..., 1:-1] / 0.01)
    cells, at = np.unique((x * 1e5 + y).ravel(), return_inverse=True)
    column = np.floor((cells + 5e4) / 1e5)
    dry = land((column + 0.5) * 0.02, (cells - column * 1e5 + 0.5) * 0.01)
    return np.asarray(~dry[at.ravel()].reshape(x.shape).any(axis=-1))


def _met(
    lon: Floats, lat: Floats, pieces: Pieces, mask: Mask, settings: Settings
) -> tuple[Ints, Ints]:
    """Return pairs (path, asset) that cross, each once."""
    paths, points = lon.shape
    flat_lon, flat_lat = lon.ravel(), lat.ravel()
    near = mask.near(flat_lon, flat_lat)
    near &= (np.arange(1, paths * points) % points) != 0
    legs = np.flatnonzero(near)
    if not len(legs):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    rows = np.unique(np.concatenate([legs, legs + 1]))
    x, y = to_plane(flat_lon[rows], flat_lat[rows])
    joined = near[rows[:-1]] & (np.diff(rows) == 1)
    track = Track(x, y, joined)
    met = find_meetings(track, np.flatnonzero(joined), pieces, settings.crossings.touch_m)
    pairs = np.unique(np.column_stack([rows[met.leg] // points, pieces.asset[met.piece]]), axis=0)
    return pairs[:, 0], pairs[:, 1]
