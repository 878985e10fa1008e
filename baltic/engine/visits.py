"""When ships were in the zones of some assets, heard or not: the event log of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..crossings import find_zone_events, with_unheard

if TYPE_CHECKING:
    from collections.abc import Collection

    import geopandas as gpd
    import pandas as pd
    import polars as pl

    from ..settings import Settings

__all__ = ["Watched", "find_visits", "watch_assets"]

#: What is asked of a track.  The other columns need not go along to another process.
_COLUMNS = ("mmsi", "hull", "segment", "t", "lon", "lat", "sog_kn", "cog_deg", "provenance")


class Watched(NamedTuple):
    """Tracks, the assets that they are held against, and the crossings of these."""

    tracks: pl.DataFrame
    crossings: pd.DataFrame
    assets: gpd.GeoDataFrame
    settings: Settings


def watch_assets(
    tracks: pl.DataFrame,
    crossings: pd.DataFrame,
    assets: gpd.GeoDataFrame,
    settings: Settings,
    asset_ids: Collection[str] | None = None,
) -> Watched:
    """Return what :func:`find_visits` is to look at.

    Parameters
    ----------
    tracks, crossings, assets
        Contracts ``TRACKS`` (Polars; of all ships, or some of them), ``CROSSINGS`` and
        ``ASSETS`` (pandas).
    settings
        Of the crossings.
    asset_ids
        Only these assets; None for all.
    """
    if asset_ids is not None:
        assets = assets[assets.asset_id.isin(set(asset_ids))].reset_index(drop=True)
        crossings = crossings[crossings.asset_id.isin(set(asset_ids))]
    crossings = crossings[crossings.mmsi.isin(tracks["mmsi"].unique().to_numpy())]
    return Watched(tracks.select(_COLUMNS), crossings, assets, settings)


def find_visits(watched: Watched) -> pd.DataFrame:
    """Return when ships were in the zones of assets, and crossed them unheard.

    Returns
    -------
    pandas.DataFrame
        Contract ``ZONE_EVENTS``: ``enter``, ``in_zone``, ``exit`` of each visit, and one row
        ``unheard`` for each crossing in a long silence.

    Examples
    --------
    >>> from baltic.catalogue import load_track, track_vessels
    >>> from baltic.ais import AisData
    >>> from baltic.engine import scan
    >>> found = scan(AisData.of(load_track("eagle-s-2024"), track_vessels()))
    >>> watched = watch_assets(
    ...     found.tracks, found.crossings, found.assets, found.settings, ["estlink-2"])
    >>> find_visits(watched)["event"].to_list()[:3]
    ['enter', 'in_zone', 'exit']
    """
    events = find_zone_events(watched.tracks, watched.assets, watched.settings)
    return with_unheard(events, watched.crossings, watched.tracks)
