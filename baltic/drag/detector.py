"""From tracks to candidates: the only file that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import polars as pl

from ..days import ByDay
from ..settings import Settings
from ..tables import ASSETS, CROSSINGS, PLACES, TRACKS, VESSELS
from ..tracks.gnss import State as GnssState
from ..tracks.gnss import find_state, watch_of
from ..tracks.gnss_crowds import find_crowds, with_crowds
from ..tracks.gnss_flags import flag_own
from ..tracks.gnss_told import tell
from .baseline import find_legs, suspicious_legs
from .bins import make_bins
from .candidates import make_candidate
from .company import Field
from .context import Context, Weighed
from .crossed import crossed_by_ship, real_assets
from .dark import Dark, dark_cells, find_dark_crossings
from .detection import Detection, gather
from .exposure import Depth
from .known import Around, Binned, Sea, Sight
from .levels import vessel_days
from .muting import mute_silences, telling_silences
from .phases import legs_to_weigh, weigh_legs, weigh_near
from .places import learn_places, make_places
from .sea_state import SeaState
from .silences import cell_time
from .slowing import Slowing
from .span import span_of

__all__ = ["bin_tracks", "detect", "see", "weigh_episodes", "weigh_ships"]


def detect(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    assets: gpd.GeoDataFrame,
    places: pd.DataFrame,
    settings: Settings,
    *,
    depth: Depth | None = None,
    sea: SeaState | None = None,
    lost: pl.DataFrame | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Detection:
    """Find episodes that are consistent with a dragged anchor.

    Parameters
    ----------
    tracks, vessels
        Polars tables of contracts ``TRACKS`` (sorted by mmsi, hull, t) and ``VESSELS``; of an
        MMSI with several rows each time has the one valid then.
    crossings, places
        pandas tables of contracts ``CROSSINGS`` and ``PLACES``.
    assets
        GeoDataFrame of contract ``ASSETS``; planned and cancelled ones raise nothing.
    settings
        Sections ``baseline``, ``episodes``, ``evidence``, ``levels``.
    depth
        Water depth (m, positive down) at arrays of longitude and latitude; left out, the
        reach of the anchor is unknown and said to be so.
    sea
        Waves at longitudes, latitudes and times; used where neighbours are too few.
    lost
        Fixes that cleaning set aside (second table of ``clean_and_lost``): most of what a
        jammed ship sent is there.
    told
        Called with how many ships are weighed, and of how many.

    Returns
    -------
    Detection
        The order of rows does not matter, and ids are made from content.

    Raises
    ------
    TableError
        A table that does not keep its contract.

    Examples
    --------
    >>> from baltic.catalogue import load_assets, load_places
    >>> empty = pd.DataFrame({c: [] for c in CROSSINGS.names})
    >>> found = detect(TRACKS.empty(), VESSELS.empty(), empty, load_assets(), load_places(),
    ...                Settings())
    >>> found.candidates, found.vessel_days
    ([], 0.0)
    """
    state, weighed, shared, binned, sight = _run(
        tracks, vessels, crossings, Sea(assets, places, depth, sea), settings, lost, told
    )
    found = [] if shared is None else [make_candidate(w, shared) for w in weighed]
    return gather(
        found, [sight.span], [binned.days], binned.dark, state, settings, sounded=depth is not None
    )


def weigh_episodes(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    assets: gpd.GeoDataFrame,
    places: pd.DataFrame,
    settings: Settings,
    *,
    lost: pl.DataFrame | None = None,
) -> list[Weighed]:
    """Return every episode with its measures: what the ledger is fitted on.

    Parameters and errors are those of :func:`detect`.
    """
    weighed = _run(tracks, vessels, crossings, Sea(assets, places), settings, lost)[1]
    return [w for w in weighed if not w.hidden]


def _run(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    sea: Sea,
    settings: Settings,
    lost: pl.DataFrame | None,
    told: Callable[[int, int], None] | None = None,
) -> tuple[GnssState, list[Weighed], Context | None, Binned, Sight]:
    """Run all steps on all ships at once."""
    _check(tracks, vessels, crossings, sea.assets, sea.places)
    tracks = _in_order(tracks)
    sight = see(tracks, settings)
    hits = find_crowds(sight.own.crowds, settings)
    flags = with_crowds(tracks, sight.own.flags, hits, settings)
    state = find_state(tell(tracks, flags, settings, lost), settings)
    cells = ByDay.of(sight.cells, cell_time(settings))
    binned = bin_tracks(tracks, vessels, flags, state, cells, sea.assets, settings, lost)
    weighed, shared = weigh_ships(
        tracks, vessels, crossings, binned, Around.of(binned), sea, settings, told
    )
    return state, weighed, shared, binned, sight


def see(tracks: pl.DataFrame, settings: Settings) -> Sight:
    """Return what whole ships say alone.

    Parameters
    ----------
    tracks
        Contract ``TRACKS``, sorted by mmsi, hull, t: all fixes of each of their ships.
    """
    own = flag_own(tracks, settings)
    return Sight(own, dark_cells(tracks, settings), span_of(tracks, own.flags["contradiction"]))


def bin_tracks(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    flags: pl.DataFrame,
    state: GnssState,
    cells: ByDay,
    assets: gpd.GeoDataFrame,
    settings: Settings,
    lost: pl.DataFrame | None,
) -> Binned:
    """Return the bins of whole ships, their legs worth a look, and their dark crossings.

    Parameters
    ----------
    tracks, flags, lost
        As :func:`see` took them; the flags complete.
    state, cells
        Of all ships.
    """
    gnss = watch_of(tracks, flags, state, settings, lost)
    bins = make_bins(tracks, settings, gnss)
    moving = find_legs(bins, vessels, settings)
    chosen = suspicious_legs(moving, vessels, settings)
    found = find_dark_crossings(tracks, assets, settings, cells)
    dark = mute_silences(found, gnss, settings)
    days = vessel_days(tracks, vessels, settings)
    return Binned(gnss, bins, moving, chosen, dark, days)


def weigh_ships(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    binned: Binned,
    around: Around,
    sea: Sea,
    settings: Settings,
    told: Callable[[int, int], None] | None = None,
) -> tuple[list[Weighed], Context | None]:
    """Weigh the episodes of whole ships; of a ship's overlapping ones keep the best.

    Returns
    -------
    weighed, context
        The context is None where no leg was worth a look.
    """
    legs = legs_to_weigh(
        binned.moving, binned.chosen, vessels, around.halves, sea.waves, settings
    )  # fmt: skip
    if not legs:
        return [], None
    real = real_assets(sea.assets)
    shared = Context(
        vessels=vessels,
        crossings=crossed_by_ship(crossings, real),
        assets=real,
        places=make_places(sea.places, learn_places(around.stopped)),
        slowing=Slowing.of(around.slowing),
        field=Field(around.field),
        bins=binned.bins,
        depth=sea.depth,
        dark=Dark.of(telling_silences(binned.dark, binned.gnss, settings)),
        settings=settings,
    )
    found = weigh_legs(legs, tracks, binned.gnss, shared, told)
    return weigh_near(found, tracks, binned.gnss, around.halves, sea.waves, shared), shared


def _check(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    assets: gpd.GeoDataFrame,
    places: pd.DataFrame,
) -> None:
    for contract, frame in ((TRACKS, tracks), (VESSELS, vessels), (ASSETS, assets)):
        contract.check(frame)
    PLACES.check(places)
    if len(crossings):
        CROSSINGS.check(crossings)


def _in_order(tracks: pl.DataFrame) -> pl.DataFrame:
    """Return the tracks sorted by ship, hull and time; to look is cheaper than to sort."""
    ship, hull, t = (pl.col(c) for c in ("mmsi", "hull", "t"))
    same = (ship == ship.shift()) & (hull == hull.shift())
    later = (same & (t >= t.shift())) | (ship > ship.shift())
    later |= (ship == ship.shift()) & (hull > hull.shift())
    if tracks.select(later.slice(1).all()).item():
        return tracks
    return tracks.sort("mmsi", "hull", "t", maintain_order=True)
