"""Episodes of all legs with the fixes, bins and crossings of their ships: the drafts of cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..settings import Settings
from ..tracks import GnssWatch
from .case import Draft, Own, Ship, Track, own_of
from .context import Context
from .crossed import Crossed
from .episode_search import find_episodes
from .episodes import Episode
from .kinds import kind_of_ship
from .legs import Leg
from .ships import ships_at
from .speeds import speeds_made_good, with_speeds_between

__all__ = ["make_drafts"]

Floats = NDArray[np.float64]

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


def _track(
    fixes: dict[str, Floats],
    muted: NDArray[np.bool_],
    bins: dict[str, Floats],
    provenance: str,
) -> Track:
    t, v = fixes["t"], np.where(muted, np.nan, fixes["sog_kn"])
    lon, lat = fixes["lon"], fixes["lat"]
    if np.isnan(v).mean() > 0.5:
        s_t, s_v = speeds_made_good(t, lon, lat)
        v = np.asarray(np.interp(t, s_t, s_v))
    else:
        s_t, s_v = with_speeds_between(t, v, lon, lat)
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
