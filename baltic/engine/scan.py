"""From AIS to candidates: the one place that knows the order of the steps of a scan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl

from ..ais import AisData, read_fixes
from ..audit import Audit
from ..bathymetry import Bathymetry
from ..catalogue import load_assets, load_places
from ..crossings import find_crossings
from ..drag import Detection, detect
from ..records import as_json
from ..settings import Settings
from ..tables import ASSETS, CROSSINGS, TRACKS, VESSELS
from ..tracks import clean_and_lost, gaps
from ..weather import Waves
from .depths import depth_facts, look_at_ships, open_depths
from .manifest import Stopwatch, make_manifest, result_hash
from .waves import look_at_time, open_waves, wave_facts

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Progress", "ScanResult", "run_steps", "scan"]

#: Called with a short sentence at the beginning of each step.
Progress = Callable[[str], None]

SCHEMA = "baltic-candidates/1"


def _silent(_: str) -> None:
    return None


@dataclass(frozen=True)
class ScanResult:
    """Everything a scan found; :meth:`document` is ``candidates.json``."""

    detection: Detection
    tracks: pl.DataFrame
    vessels: pl.DataFrame
    gaps: pl.DataFrame
    crossings: pd.DataFrame
    assets: gpd.GeoDataFrame
    audit: Audit
    manifest: dict[str, Any]
    settings: Settings
    notes: list[str] = field(default_factory=list)

    @cached_property
    def candidates(self) -> list[dict[str, Any]]:
        """Candidates as plain JSON, highest evidence first."""
        return [as_json(c) for c in self.detection.candidates]

    def document(self) -> dict[str, Any]:
        """Return the document of ``candidates.json``."""
        return {
            "schema": SCHEMA,
            "manifest": self.manifest,
            "vessel_days": round(self.detection.vessel_days, 4),
            "candidates": self.candidates,
        }


def scan(
    paths: Sequence[str | Path] | AisData,
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
    progress: Progress = _silent,
) -> ScanResult:
    """Look for episodes that are consistent with a dragged anchor.

    Parameters
    ----------
    paths
        AIS files, folders or globs (see :func:`baltic.read_ais`), or data already read.
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
    watch = Stopwatch()
    grid = open_depths(bathymetry, settings)
    sea = open_waves(weather, settings)
    progress("reading")
    data = (
        paths
        if isinstance(paths, AisData)
        else read_fixes(
            [Path(p) for p in paths],
            format=format,
            mapping=mapping,
            start=start,
            rate=rate,
            t_from=t_from,
            t_to=t_to,
            bbox=bbox,
            settings=settings,
        )
    )
    watch.lap("read")
    table, asset_file = _assets_of(assets)
    return run_steps(data, table, settings, watch, progress, "scan", asset_file, grid, sea)


def _assets_of(assets: gpd.GeoDataFrame | Path | None) -> tuple[gpd.GeoDataFrame, str | None]:
    if assets is None:
        return load_assets(), None
    if isinstance(assets, (str, Path)):
        return load_assets(Path(assets)), str(assets)
    return assets, "a table of the caller"


def run_steps(
    data: AisData,
    assets: gpd.GeoDataFrame,
    settings: Settings,
    watch: Stopwatch,
    progress: Progress,
    command: str,
    asset_file: str | None,
    grid: Bathymetry | None = None,
    sea: Waves | None = None,
) -> ScanResult:
    """Run clean -> segments -> crossings -> drag on fixes already read."""
    ASSETS.check(assets)
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
    progress(f"looking for drags ({len(crossings):,} crossings)")
    sounded = [] if grid is None else look_at_ships(grid, tracks)
    detection = detect(
        tracks, data.vessels, crossings, assets, load_places(), settings,
        lost=lost, depth=grid, sea=sea,
    )  # fmt: skip
    watch.lap("detect")
    notes = [*data.notes, *sounded, *look_at_time(sea, tracks), *detection.notes]
    candidates = [as_json(c) for c in detection.candidates]
    manifest = make_manifest(
        command=command,
        settings=settings,
        inputs=data.inputs,
        counts=_counts(audit, tracks, crossings, detection, assets),
        watch=watch,
        assets_from=asset_file,
        bathymetry=depth_facts(grid),
        weather=wave_facts(sea),
        notes=notes,
        result=result_hash(candidates, crossings.to_json(date_format="iso", date_unit="us")),
    )
    return ScanResult(
        detection=detection,
        tracks=tracks,
        vessels=data.vessels,
        gaps=silences,
        crossings=crossings,
        assets=assets,
        audit=audit,
        manifest=manifest,
        settings=settings,
        notes=notes,
    )


def _counts(
    audit: Audit,
    tracks: pl.DataFrame,
    crossings: pd.DataFrame,
    detection: Detection,
    assets: gpd.GeoDataFrame,
) -> dict[str, Any]:
    span = tracks.select(pl.col("t").min().alias("first"), pl.col("t").max().alias("last"))
    first, last = span.row(0)
    levels = [c.level for c in detection.candidates]
    return {
        "rows_in": audit.rows_in,
        "rows_used": audit.rows_used,
        "fixes": tracks.height,
        "vessels": tracks["mmsi"].n_unique(),
        "segments": tracks["segment"].n_unique(),
        "provenance": {
            str(word): int(rows)
            for word, rows in tracks["provenance"].value_counts(sort=True).rows()
        },
        "first_fix": as_json(first),
        "last_fix": as_json(last),
        "assets": len(assets),
        "crossings": len(crossings),
        "vessel_days": round(detection.vessel_days, 4),
        "candidates": {level: levels.count(level) for level in ("alert", "watch", "note")},
    }
