"""From AIS to candidates: the one place that knows the order of the steps of a scan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import polars as pl

from ..ais import AisData
from ..ais.filters import Filter
from ..ais.ingest import Recipe
from ..ais.remote import InputFile
from ..audit import Audit
from ..bathymetry import Bathymetry
from ..catalogue import load_assets, load_places
from ..crossings import find_crossings
from ..drag import detect
from ..settings import Settings
from ..tables import ASSETS, CROSSINGS, TRACKS, VESSELS
from ..tracks import clean_and_lost, gaps
from ..weather import Waves
from .depths import look_at_ships, open_depths
from .executors import open_executor
from .inputs import open_input, work_folder
from .manifest import Stopwatch
from .pipeline import run_parts
from .progress import Progress, ship_gauge, silent
from .result import Frame, ScanResult, counts_of, make_result
from .waves import look_at_time, open_waves

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["make_frame", "run", "run_steps", "scan"]


#: Takes tracks and their crossings.
Crossed = Callable[[pl.DataFrame, pd.DataFrame], None]


def nothing(tracks: pl.DataFrame, crossings: pd.DataFrame) -> None:
    """Begin nothing with the crossings of a run."""


def scan(
    paths: Sequence[str | InputFile] | AisData,
    *,
    assets: gpd.GeoDataFrame | Path | None = None,
    settings: Settings | None = None,
    t_from: datetime | None = None,
    t_to: datetime | None = None,
    bbox: tuple[float, float, float, float] | None = None,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    start: datetime | None = None,
    rate: float | None = None,
    bathymetry: str | Path | Bathymetry | None = None,
    weather: str | Path | Waves | None = None,
    engine: str = "local",
    workers: int | None = None,
    work: str | Path | None = None,
    keep_tracks: bool = False,
    progress: Progress = silent,
) -> ScanResult:
    """Look for episodes that are consistent with a dragged anchor.

    Parameters
    ----------
    paths
        AIS files (see :func:`baltic.read_ais`), one store, or data already read.
    assets
        A table or a file that replaces the shipped catalogue.
    settings
        Frozen settings; the defaults when left out.
    t_from, t_to
        Keep fixes of this time span (aware datetimes).
    bbox
        Keep fixes inside west, south, east, north (degrees).
    format, mapping
        Name of the reader, and ``{"our column": "column in the file"}``.
    start, rate
        Time of the first message and messages a second, for one NMEA log without times.
    bathymetry
        A grid of water depths (GeoTIFF, NetCDF or ESRI ASCII); without it the reach of
        anchors is unknown.
    weather
        Waves (CSV or NetCDF, see :func:`baltic.weather.open_weather`): taken out of the
        expected speed where too few neighbours tell it.
    engine, workers
        Where large inputs are worked on, see :func:`baltic.engine.executors.open_executor`.
    work
        Folder for intermediate tables: a run that was broken off goes on from there, and a
        cluster's workers meet there.  Left out, a scratch folder.
    keep_tracks
        Hold all cleaned fixes in the result, whatever the size.
    progress
        Called with a sentence as each step begins.

    Returns
    -------
    ScanResult
        Candidates with their ledger, all crossings, the tracks and the audit.

    Raises
    ------
    InputError
        A file that cannot be read, or holds no usable row.

    Examples
    --------
    >>> from baltic.catalogue import load_track, track_vessels
    >>> from baltic.ais import AisData
    >>> found = scan(AisData.of(load_track("eagle-s-2024"), track_vessels()))
    >>> trip = found.crossings[found.crossings.asset_id == "estlink-2"].t.iloc[0]
    >>> print(trip.round("s"))
    2024-12-25 10:26:00+00:00
    """
    settings = settings or Settings()
    frame = make_frame("scan", settings, assets, bathymetry, weather)
    window = Filter(t_from, t_to, bbox)
    recipe = Recipe(format, dict(mapping or {}), start, rate, window, settings)
    return run(
        paths, recipe, frame, progress,
        engine=engine, workers=workers, work=work, keep_tracks=keep_tracks,
    )  # fmt: skip


def make_frame(
    command: str,
    settings: Settings,
    assets: gpd.GeoDataFrame | Path | None,
    bathymetry: str | Path | Bathymetry | None,
    weather: str | Path | Waves | None,
) -> Frame:
    """Open all that a run needs besides ships; faulty files are refused before long steps."""
    watch = Stopwatch()
    grid, sea = open_depths(bathymetry, settings), open_waves(weather, settings)
    table, asset_file = _assets_of(assets)
    ASSETS.check(table)
    return Frame(command, settings, table, watch, asset_file, grid, sea)


def run(
    paths: Sequence[str | InputFile] | AisData,
    recipe: Recipe,
    frame: Frame,
    progress: Progress,
    *,
    engine: str = "local",
    workers: int | None = None,
    work: str | Path | None = None,
    keep_tracks: bool = False,
    crossed: Crossed = nothing,
) -> ScanResult:
    """Scan what was named: in one piece where it is small, else in parts.

    Parameters and errors are those of :func:`scan`.

    Parameters
    ----------
    crossed
        Called with all cleaned fixes and their crossings as soon as they are known: what needs
        no more than these can begin.
    """
    if isinstance(paths, AisData):
        return run_steps(paths, frame, progress, crossed)
    in_parts = work is not None or engine != "local"
    with work_folder(work) as folder, open_executor(engine, workers) as executor:
        data = open_input(paths, recipe, folder, executor, progress, in_parts=in_parts)
        frame.watch.lap("read")
        if isinstance(data, AisData):
            return run_steps(data, frame, progress, crossed)
        found = run_parts(data, frame, folder, executor, progress, keep_tracks=keep_tracks)
    # Its workers had all cores.
    crossed(found.tracks, found.crossings)
    return found


def _assets_of(assets: gpd.GeoDataFrame | Path | None) -> tuple[gpd.GeoDataFrame, str | None]:
    if assets is None:
        return load_assets(), None
    if isinstance(assets, (str, Path)):
        return load_assets(Path(assets)), str(assets)
    return assets, "a table of the caller"


def run_steps(
    data: AisData, frame: Frame, progress: Progress, crossed: Crossed = nothing
) -> ScanResult:
    """Run clean -> segments -> crossings -> drag on fixes already read."""
    settings, assets, watch = frame.settings, frame.assets, frame.watch
    VESSELS.check(data.vessels)
    audit = Audit()
    audit.merge(data.audit)
    progress(f"cleaning {data.fixes.height:,} fixes of {data.fixes['mmsi'].n_unique():,} ships")
    tracks, lost = clean_and_lost(data.fixes, audit, settings)
    TRACKS.check(tracks)
    silences = gaps(tracks, settings)
    audit.check()
    watch.lap("clean")
    progress(f"crossing {tracks.height:,} fixes with {len(assets)} assets")
    crossings = find_crossings(tracks, assets, settings)
    CROSSINGS.check(crossings)
    watch.lap("cross")
    crossed(tracks, crossings)
    progress(f"looking for drags ({len(crossings):,} crossings)")
    sounded = [] if frame.grid is None else look_at_ships(frame.grid, tracks)
    detection = detect(
        tracks, data.known, crossings, assets, load_places(), settings,
        lost=lost, depth=frame.grid, sea=frame.sea, told=ship_gauge(progress),
    )  # fmt: skip
    watch.lap("detect")
    notes = [*data.notes, *sounded, *look_at_time(frame.sea, tracks), *detection.notes]
    return make_result(
        frame,
        detection=detection,
        crossings=crossings,
        tracks=tracks,
        vessels=data.vessels,
        known=data.known,
        gaps=silences,
        audit=audit,
        counts=counts_of(tracks),
        inputs=data.inputs,
        notes=notes,
    )
