"""Episodes of all legs with the fixes, bins and crossings of their ships: the drafts of cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .. import geo
from ..settings import Settings
from ..tracks import GnssWatch
from .case import Draft, Own, Ship, Track, own_of
from .context import Context
from .crossed import Crossed
from .episodes import Episode, Leg, find_episodes
from .kinds import kind_of_ship
from .ships import ships_at

__all__ = ["make_drafts"]

Floats = NDArray[np.float64]

_MINUTE_S = 60.0
#: Fixes further apart than this, and no more than that, have the speed made good between them, s.
_FAR_S, _TOO_FAR_S = 150.0, 700.0
_FIXES = ("t", "sog_kn", "nav_status", "lon", "lat")
_BINS = ("t_s", "v_kn", "lon", "lat", "status", "muted")


def make_drafts(
    legs: list[Leg], tracks: pl.DataFrame, gnss: GnssWatch, shared: Context
) -> list[Draft]:
    """Return the episodes of all legs, ship by ship.

    Parameters
    ----------
    legs
        Moving bins that are worth a look.
    tracks
        Contract ``TRACKS``, sorted by mmsi, hull, t; only first hulls are read.
    gnss
        Which of these fixes are not to be believed: their speeds are left out.
    shared
        Vessels, crossings and bins (sorted by ship and time).
    """
    rules = shared.settings
    begins = np.array([leg.t[0] for leg in legs])
    ships = ships_at(shared.vessels, [leg.mmsi for leg in legs], begins)
    norms = [_norm(ship, leg, rules) for ship, leg in zip(ships, legs, strict=True)]
    found = find_episodes(legs, rules, norms)
    by_ship: dict[int, list[Episode]] = {}
    for leg, episodes in zip(legs, found, strict=True):
        by_ship.setdefault(leg.mmsi, []).extend(episodes)
    fixes, bins = _Slices(tracks, _FIXES), _Slices(shared.bins, _BINS)
    words = _words_sent(tracks, list(by_ship))
    then = _then([e for episodes in found for e in episodes], shared)
    out: list[Draft] = []
    for mmsi, episodes in sorted(by_ship.items()):
        if not episodes:
            continue
        muted = gnss.muted[fixes.rows[mmsi]]
        track = _track(fixes.of(mmsi), muted, bins.of(mmsi), words[mmsi])
        mine = shared.crossings.get(mmsi, Crossed.none())
        out.extend(Draft(e, *then[id(e)], track, mine) for e in episodes)
    return out


def _then(episodes: list[Episode], shared: Context) -> dict[int, tuple[Ship, Own | None]]:
    """Return the ship as it was when each episode began, by the episode's id."""
    begins = np.array([e.leg.t[e.first] for e in episodes])
    ships = ships_at(shared.vessels, [e.leg.mmsi for e in episodes], begins)
    own = {id(ship): own_of(ship) for ship in ships}
    return {id(e): (ship, own[id(ship)]) for e, ship in zip(episodes, ships, strict=True)}


def _words_sent(tracks: pl.DataFrame, ships: list[int]) -> dict[int, str]:
    """Return the commonest provenance of each ship's fixes; mostly there is but one."""
    words = tracks["provenance"].unique()
    if len(words) == 1:
        return dict.fromkeys(ships, str(words[0]))
    some = tracks.lazy().filter((pl.col("hull") == 0) & pl.col("mmsi").is_in(ships))
    common = some.group_by("mmsi").agg(pl.col("provenance").mode().sort().first()).collect()
    return {ship: str(word) for ship, word in common.iter_rows()}


class _Slices:
    """Columns of a table in order of ship (and hull) and time, cut ship by ship."""

    def __init__(self, table: pl.DataFrame, names: tuple[str, ...]) -> None:
        self._columns = {name: _plain(table[name]) for name in names}
        mmsi = table["mmsi"].to_numpy()
        starts = np.flatnonzero(np.r_[True, mmsi[1:] != mmsi[:-1]][: len(mmsi)])
        ends = np.r_[starts[1:], len(mmsi)][: len(starts)]
        if "hull" in table.columns and (table["hull"] > 0).any():
            single = np.r_[0, np.cumsum(table["hull"].to_numpy() == 0)]
            ends = starts + single[ends] - single[starts]
        pairs = zip(starts.tolist(), ends.tolist(), strict=True)
        self.rows = {int(mmsi[a]): slice(a, b) for a, b in pairs}

    def of(self, mmsi: int) -> dict[str, Floats]:
        rows = self.rows[mmsi]
        cut = {name: column[rows].astype(np.float64) for name, column in self._columns.items()}
        if "t" in cut:
            cut["t"] /= 1e6
        return cut


def _plain(column: pl.Series) -> NDArray[Any]:
    """Return a column as numbers, nulls as NaN; times as microseconds."""
    return np.asarray(column.to_physical().to_numpy())


def _norm(ship: Ship, leg: Leg, settings: Settings) -> float | None:
    """Return the usual cruise for cargo ships and tankers long enough to have one.

    A ship that sent neither type nor length is taken for one of them: it is told so.
    """
    kind = kind_of_ship(ship.ship_type)
    short = ship.loa_m < settings.episodes.norm_loa_m
    if (
        kind not in ("merchant", "unknown")
        or short
        or (kind == "merchant" and ship.loa_m != ship.loa_m)
    ):
        return None
    base = settings.baseline
    return base.norm_large_kn if leg.large else base.norm_small_kn


def _speed_of_positions(
    t: Floats,
    lon: Floats,
    lat: Floats,
) -> Floats:
    """Return the speed (kn) over a minute or more where none was sent."""
    minute = np.floor(t / _MINUTE_S)
    kept = np.flatnonzero(np.r_[True, minute[1:] != minute[:-1]])
    if len(kept) < 2:
        return np.full(len(t), np.nan)
    step = geo.haversine_m(lon[kept[:-1]], lat[kept[:-1]], lon[kept[1:]], lat[kept[1:]])
    middle = 0.5 * (t[kept[:-1]] + t[kept[1:]])
    speed = step / np.diff(t[kept]) / geo.KN_MS
    return np.asarray(np.interp(t, middle, speed))


def _with_speeds_between(
    t: Floats, v: Floats, lon: Floats, lat: Floats
) -> tuple[Floats, Floats]:
    """Return times and speeds of the fixes and, where they are far apart, of the way between.

    How quickly the speed fell shows in the way that was made good while nothing was heard.
    """
    dt = np.diff(t)
    far = np.flatnonzero((dt > _FAR_S) & (dt <= _TOO_FAR_S) & np.isfinite(v[:-1] + v[1:]))
    if not len(far):
        return t, v
    step = geo.haversine_m(lon[far], lat[far], lon[far + 1], lat[far + 1])
    between = 0.5 * (t[far] + t[far + 1]), step / dt[far] / geo.KN_MS
    return np.insert(t, far + 1, between[0]), np.insert(v, far + 1, between[1])


def _track(
    fixes: dict[str, Floats],
    muted: NDArray[np.bool_],
    bins: dict[str, Floats],
    provenance: str,
) -> Track:
    t, v = fixes["t"], np.where(muted, np.nan, fixes["sog_kn"])
    if np.isnan(v).mean() > 0.5:
        v = _speed_of_positions(t, fixes["lon"], fixes["lat"])
    s_t, s_v = _with_speeds_between(t, v, fixes["lon"], fixes["lat"])
    return Track(
        t=t,
        v=v,
        s_t=s_t,
        s_v=s_v,
        status=fixes["nav_status"],
        b_t=bins["t_s"],
        b_v=bins["v_kn"],
        b_lon=bins["lon"],
        b_lat=bins["lat"],
        b_status=bins["status"],
        provenance=provenance,
        b_muted=bins["muted"],
    )
