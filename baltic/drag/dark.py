"""Silences that may hide the crossing of an asset, and what such a silence says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from numpy.typing import NDArray

from ..catalogue import is_real
from ..clock import times_at, unix_seconds
from ..crossings.pieces import cut_assets
from ..days import ByDay
from ..geo import KN_MS
from ..records import Evidence
from ..settings import Settings
from ..tables import DARK_CROSSINGS, PROVENANCES
from .case import Case
from .coast import land_at
from .hidden_paths import Reach, cross_shares, reach_of
from .silences import CELLS, Silences, cell_time, cells_of, find_silences, who_was_heard

__all__ = ["Dark", "dark_cells", "find_dark_crossings", "silence_item"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def dark_cells(tracks: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return which ships were heard or silent where: what others' silences are judged by.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``, sorted by mmsi, hull, t, of any whole ships.

    Returns
    -------
    polars.DataFrame
        Columns of ``silences.CELLS``.
    """
    if tracks.height < 2:
        return pl.DataFrame(schema=CELLS)
    fixes = _first_hulls(tracks)
    return cells_of(fixes, find_silences(fixes, settings), settings)


def find_dark_crossings(
    tracks: pl.DataFrame,
    assets: gpd.GeoDataFrame,
    settings: Settings,
    around: ByDay | None = None,
) -> pd.DataFrame:
    """Return the crossings that silences of ships under way may hide.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``, sorted by mmsi, hull, t; hulls that share an MMSI are left out.
    assets
        Contract ``ASSETS``; planned and cancelled ones are not there to be crossed.
    settings
        Section ``dark``, path noise of section ``crossings``, reach of ``attribution``.
    around
        :func:`dark_cells` of all ships by day, when these tracks are only some of them.

    Returns
    -------
    pandas.DataFrame
        Contract ``DARK_CROSSINGS``, sorted by t_start, mmsi, asset_id: one row a silence
        and asset in reach that at least ``dark.least_p`` of the sampled paths cross.

    Notes
    -----
    A silence whose straight way meets an asset stands in the table of crossings as well
    (``interpolated``, the same ``gap_s``, ``p_cross`` 1): there the way is taken to be
    straight and the row says when; here the way is taken to be unknown and the row says
    how likely, marked ``straight``.  Rows that are not ``straight`` stand only here, and
    so do silences longer than ``crossings.max_gap_h``.

    Only a silence in which others around were heard is evidence: ``llr`` is 0 elsewhere
    (method note 4.3).  A ship that was not heard again, or not before, has no silence here.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> from baltic.tables import TRACKS
    >>> len(find_dark_crossings(TRACKS.empty(), load_assets(), Settings()))
    0
    """
    real = assets[[is_real(s) for s in assets["status"]]]
    if tracks.height < 2 or not len(real):
        return _empty()
    fixes = _first_hulls(tracks)
    every = find_silences(fixes, settings)
    if not len(every):
        return _empty()
    pieces = cut_assets(real)
    reach = reach_of(every, pieces)
    near = np.unique(reach.silence)
    if not len(near):
        return _empty()
    found = every.take(near)
    silence, asset, share, feasible = cross_shares(found, pieces, land_at, settings)
    straight = _straight(found.take(silence), asset, real)
    keep = straight | (share >= settings.dark.least_p)
    silence, asset = silence[keep], asset[keep]
    one = found.take(silence)
    if around is None:
        around = ByDay.of(cells_of(fixes, every, settings), cell_time(settings))
    hulls, silent = _heard_around(found, silence, around, settings)
    early_s, late_s = _bounds_s(reach, one, near[silence], asset, len(real))
    table = pd.DataFrame(
        {
            **_silence_columns(one),
            "asset_id": real["asset_id"].to_numpy()[asset],
            "t_earliest": times_at(early_s), "t_latest": times_at(late_s),
            "straight": straight[keep], "p_cross": share[keep],
            "share_feasible": feasible[silence],
            "assets_in_reach": np.bincount(reach.silence, minlength=len(every))[near[silence]],
            "hulls_heard": hulls, "share_silent": silent,
            "provenance": _provenance(fixes, one.row),
        }
    )  # fmt: skip
    table["llr"] = _llr(_silent(table), one.slack_min, settings)
    table = table.astype({"asset_id": "str", "provenance": "str"})
    order = ["t_start", "mmsi", "asset_id"]
    return table.sort_values(order, kind="stable", ignore_index=True)[DARK_CROSSINGS.names]


def _silence_columns(one: Silences) -> dict[str, Any]:
    """Return what a table tells of silences themselves, whatever they may hide."""
    return {
        "mmsi": one.mmsi, "hull": np.zeros(len(one), np.uint8),
        "t_start": times_at(one.t0_s), "t_end": times_at(one.t1_s), "gap_s": one.gap_s,
        "lon_start": one.lon0, "lat_start": one.lat0, "lon_end": one.lon1, "lat_end": one.lat1,
        "dist_m": one.dist_m, "need_kn": one.need_kn, "expected_kn": one.expected_kn,
        "reach_kn": one.reach_kn, "slack_min": one.slack_min, "under_way": one.moving,
    }  # fmt: skip


def _heard_around(
    found: Silences, silence: Ints, around: ByDay, settings: Settings
) -> tuple[Ints, Floats]:
    """Return by row how many ships were heard around its silence, and the share silent there."""
    # Several rows may be of one silence: each is asked for once.
    asked, back = np.unique(silence, return_inverse=True)
    hulls, silent = who_was_heard(found.take(asked), around, settings)
    return hulls[back], silent[back]


def _bounds_s(
    reach: Reach, one: Silences, silence: Ints, asset: Ints, assets: int
) -> tuple[Floats, Floats]:
    """Return by row when a ship may have crossed at the earliest and at the latest."""
    at = _pair_rows(reach.silence, reach.asset, silence, asset, assets)
    known = at >= 0
    early_s = np.where(known, reach.early_s[at], one.t0_s)
    return early_s, np.where(known, reach.late_s[at], one.t1_s)


def _first_hulls(tracks: pl.DataFrame) -> pl.DataFrame:
    fixes = tracks.select("mmsi", "t", "lon", "lat", "sog_kn", "provenance")
    if (tracks["hull"] > 0).any():
        return fixes.filter(tracks["hull"] == 0)
    return fixes


def _empty() -> pd.DataFrame:
    frame = pd.DataFrame(DARK_CROSSINGS.empty().to_pandas())
    return frame.astype(
        {"asset_id": "str", "provenance": "str", "under_way": bool, "straight": bool}
    )


def _pair_rows(a: Ints, b: Ints, want_a: Ints, want_b: Ints, width: int) -> Ints:
    """Return where the wanted pairs stand among sorted pairs, -1 where they do not."""
    key, want = a * width + b, want_a * width + want_b
    order = np.argsort(key, kind="stable")
    at = np.clip(np.searchsorted(key[order], want), 0, max(len(key) - 1, 0))
    return np.where(key[order][at] == want, order[at], -1)


def _straight(one: Silences, asset: Ints, real: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Return whether the straight line between both fixes meets the asset."""
    ends = np.stack([one.lon0, one.lat0, one.lon1, one.lat1], axis=1).reshape(-1, 2, 2)
    if not len(one):
        return np.zeros(0, bool)
    return np.asarray(
        shapely.intersects(shapely.linestrings(ends), real.geometry.to_numpy()[asset])
    )


def _provenance(fixes: pl.DataFrame, row: Ints) -> NDArray[np.str_]:
    """Return the weaker word of the fixes around each silence."""
    rank = {word: i for i, word in enumerate(PROVENANCES)}
    a, b = (fixes["provenance"].gather(k).to_list() for k in (row, row + 1))
    weaker = [max(rank.get(x, 2), rank.get(y, 2)) for x, y in zip(a, b, strict=True)]
    return np.array(PROVENANCES)[np.array(weaker, dtype=np.int64)]


@dataclass(frozen=True)
class _Silent:
    """What the weight of silences rests on, as arrays of one length."""

    hulls: Floats
    share: Floats
    under_way: NDArray[np.bool_]


def _llr(silent: _Silent, slack_min: Floats, settings: Settings) -> Floats:
    """Return what each silence says for a drag, nats: 0 to ``evidence.gap_cap``.

    ``ln[P(silent | drag) / P(silent | others around)] + ln[p(slack | drag) / p(slack |
    normal)]``.  Nothing is said where too few others were heard, where these were as often
    silent, or of the slack of a ship that lay still at either end.
    """
    rules, cap = settings.dark, settings.evidence.gap_cap
    others = silent.hulls >= settings.baseline.neighbour_hulls
    share = np.where(others, silent.share, 1.0)
    cause = np.minimum(np.log(rules.p_silent_drag / share), cap)
    steps = rules.slack_llr
    lost = np.interp(slack_min, [k[0] for k in steps], [k[1] for k in steps])
    lost = np.where(np.isfinite(slack_min) & silent.under_way, lost, 0.0)
    return np.where(others & (cause > 0.0), np.clip(cause + lost, 0.0, cap), 0.0)


def _silent(table: pd.DataFrame) -> _Silent:
    hulls, share = (table[c].to_numpy(float) for c in ("hulls_heard", "share_silent"))
    return _Silent(hulls, share, table["under_way"].to_numpy(bool))


@dataclass(frozen=True)
class Dark:
    """Rows of contract ``DARK_CROSSINGS``, found by ship."""

    table: pd.DataFrame
    begin_s: Floats
    end_s: Floats
    gap_s: Floats
    dist_m: Floats
    p_cross: Floats
    silent: _Silent
    rows: dict[int, Ints]

    @classmethod
    def of(cls, table: pd.DataFrame) -> Dark:
        """Take a table apart.

        Examples
        --------
        >>> Dark.of(_empty()).rows
        {}
        """
        begin, end = (unix_seconds(table[c]) for c in ("t_start", "t_end"))
        gap, dist, p = (table[c].to_numpy(float) for c in ("gap_s", "dist_m", "p_cross"))
        mmsi = table["mmsi"].to_numpy()
        order = np.argsort(mmsi, kind="stable")
        ships, starts = np.unique(mmsi[order], return_index=True)
        parts = np.split(order, starts[1:]) if len(ships) else []
        rows = {int(s): part for s, part in zip(ships, parts, strict=True)}
        return cls(table, begin, end, gap, dist, p, _silent(table), rows)


def silence_item(case: Case, dark: Dark, settings: Settings) -> Evidence | None:
    """Return the item of a silence over an asset during an episode, None when it says nothing.

    Parameters
    ----------
    case
        The episode; the time left over is that against its expected speed, since the cruise
        before a silence inside a drag is that of the drag.
    dark
        Silences of any ships.
    settings
        Sections ``dark`` and ``evidence``.

    Notes
    -----
    The strongest silence counts, times the chance that it hides a crossing.
    """
    own = dark.rows.get(case.ship.mmsi)
    if own is None:
        return None
    own = own[(dark.begin_s[own] <= case.t_end_s) & (dark.end_s[own] >= case.t_start_s)]
    if not len(own):
        return None
    sails_s = dark.dist_m[own] / (max(case.v_ref_kn, 0.1) * KN_MS)
    slack = (dark.gap_s[own] - sails_s) / 60.0
    silent = _Silent(*(column[own] for column in vars(dark.silent).values()))
    told = _llr(silent, slack, settings) * dark.p_cross[own]
    at = int(np.argmax(told))
    if told[at] <= 0.0:
        return None
    row: Any = dark.table.iloc[own[at]]
    minutes, p = float(row["gap_s"]) / 60.0, float(row["p_cross"])
    lost = f"; it took {slack[at]:.0f} min more than sailing on would" if slack[at] > 20.0 else ""
    # The share of others' time is no minutes, so it stands in the sentence alone.
    share = 100.0 * float(row["share_silent"])
    ways = "over 99.9" if p > 0.999 else f"{100 * p:.0f}"
    return Evidence(
        item="silence_at_asset",
        value=round(minutes, 0),
        unit="min",
        neighbours=None,
        llr=float(told[at]),
        text=f"silent for {minutes:.0f} min around {row['asset_id']} while {row['hulls_heard']} "
        f"other ships around were heard (silent for {share:.1f} % of their time); {ways} % of the "
        f"possible ways cross it{lost}",
    )
