"""What a scan found, and the manifest that goes with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl

from ..audit import Audit
from ..bathymetry import Bathymetry
from ..drag import Detection
from ..records import as_json
from ..settings import Settings
from ..tracks import thin
from ..weather import Waves
from .depths import depth_facts
from .manifest import Stopwatch, make_manifest, result_hash
from .waves import wave_facts

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Counts", "Frame", "ScanResult", "counts_of", "make_result"]

SCHEMA = "baltic-candidates/1"


@dataclass(frozen=True)
class ScanResult:
    """Everything a scan found; :meth:`document` is ``candidates.json``.

    Attributes
    ----------
    tracks
        Contract ``TRACKS``: all cleaned fixes; of a run in parts those that a map needs
        (see :attr:`thinned`), unless all were asked for.
    known
        What ships are looked up in by MMSI and time (see ``AisData.known``).
    detection
        Candidates, all weighed episodes, vessel-days, silences.
    vessels, gaps, crossings, assets
        Contracts ``VESSELS``, ``GAPS`` (Polars), ``CROSSINGS`` (pandas), ``ASSETS`` (GeoPandas).
    audit, manifest
        What became of each row; what ran on what.
    settings
        Those of the run.
    notes
        Sentences for the report.
    map_tracks
        Tracks thinned already, of a run in parts; else None.

    Examples
    --------
    >>> import pandas as pd
    >>> from baltic import AisData, scan
    >>> t = pd.to_datetime(["2024-12-25T10:00Z", "2024-12-25T10:10Z"])
    >>> ais = AisData.of(pd.DataFrame({"mmsi": 230000001, "t": t, "lon": [25, 25.01], "lat": 59.9}))
    >>> found = scan(ais)
    >>> found.document()["candidates"], found.tracks.height
    ([], 2)
    """

    detection: Detection
    tracks: pl.DataFrame
    vessels: pl.DataFrame
    known: pl.DataFrame
    gaps: pl.DataFrame
    crossings: pd.DataFrame
    assets: gpd.GeoDataFrame
    audit: Audit
    manifest: dict[str, Any]
    settings: Settings
    notes: list[str] = field(default_factory=list)
    map_tracks: pl.DataFrame | None = None

    @cached_property
    def candidates(self) -> list[dict[str, Any]]:
        """Candidates as plain JSON, highest evidence first."""
        return [as_json(c) for c in self.detection.candidates]

    @cached_property
    def thinned(self) -> pl.DataFrame:
        """The fixes that a map and charts need (:func:`baltic.tracks.thin`)."""
        return thin(self.tracks, self.settings) if self.map_tracks is None else self.map_tracks

    @property
    def in_parts(self) -> bool:
        """Whether the fixes were worked on in parts, for which there may have been processes."""
        return self.map_tracks is not None

    def document(self) -> dict[str, Any]:
        """Return the document of ``candidates.json``.

        Returns
        -------
        dict
            Plain JSON: ``schema``, ``manifest``, ``vessel_days``, ``candidates`` by evidence.
        """
        return {
            "schema": SCHEMA,
            "manifest": self.manifest,
            "vessel_days": round(self.detection.vessel_days, 4),
            "candidates": self.candidates,
        }


@dataclass(frozen=True)
class Frame:
    """What a run has besides ships: settings, assets, depths, waves, inputs, a watch."""

    command: str
    settings: Settings
    assets: gpd.GeoDataFrame
    watch: Stopwatch
    asset_file: str | None = None
    grid: Bathymetry | None = None
    sea: Waves | None = None


@dataclass(frozen=True)
class Counts:
    """Numbers of the cleaned tracks."""

    fixes: int
    vessels: int
    segments: int
    provenance: dict[str, int]
    first: Any
    last: Any


def counts_of(tracks: pl.DataFrame) -> Counts:
    """Return the numbers of a table of contract ``TRACKS``."""
    span = tracks.select(pl.col("t").min().alias("first"), pl.col("t").max().alias("last"))
    words = tracks["provenance"].value_counts(sort=True).rows()
    return Counts(
        tracks.height,
        tracks["mmsi"].n_unique(),
        tracks["segment"].n_unique(),
        {str(word): int(rows) for word, rows in words},
        *span.row(0),
    )


def make_result(
    frame: Frame,
    *,
    detection: Detection,
    crossings: pd.DataFrame,
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    known: pl.DataFrame,
    gaps: pl.DataFrame,
    audit: Audit,
    counts: Counts,
    inputs: list[dict[str, Any]],
    notes: list[str],
    map_tracks: pl.DataFrame | None = None,
) -> ScanResult:
    """Return the result of a scan with its manifest; the same for any engine and split."""
    candidates = [as_json(c) for c in detection.candidates]
    manifest = make_manifest(
        command=frame.command,
        settings=frame.settings,
        inputs=inputs,
        counts=_counted(audit, counts, crossings, detection, len(frame.assets)),
        watch=frame.watch,
        assets_from=frame.asset_file,
        bathymetry=depth_facts(frame.grid),
        weather=wave_facts(frame.sea),
        notes=notes,
        result=result_hash(candidates, crossings.to_json(date_format="iso", date_unit="us")),
    )
    return ScanResult(
        detection=detection,
        tracks=tracks,
        vessels=vessels,
        known=known,
        gaps=gaps,
        crossings=crossings,
        assets=frame.assets,
        audit=audit,
        manifest=manifest,
        settings=frame.settings,
        notes=notes,
        map_tracks=map_tracks,
    )


def _counted(
    audit: Audit, counts: Counts, crossings: pd.DataFrame, detection: Detection, assets: int
) -> dict[str, Any]:
    levels = [c.level for c in detection.candidates]
    return {
        "rows_in": audit.rows_in,
        "rows_used": audit.rows_used,
        "fixes": counts.fixes,
        "vessels": counts.vessels,
        "segments": counts.segments,
        "provenance": counts.provenance,
        "first_fix": as_json(counts.first),
        "last_fix": as_json(counts.last),
        "assets": assets,
        "crossings": len(crossings),
        "vessel_days": round(detection.vessel_days, 4),
        "candidates": {level: levels.count(level) for level in ("alert", "watch", "note")},
    }
