"""From an incident and AIS to ranked and excluded vessels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..ais import AisData
from ..ais.filters import Filter
from ..ais.ingest import Recipe
from ..ais.remote import InputFile
from ..audit import Tally
from ..bathymetry import Bathymetry
from ..catalogue import Incident, load_incident
from ..errors import IncidentError
from ..records import Window
from ..settings import Settings
from ..weather import Waves
from .ahead import load_ahead
from .manifest import spent
from .processes import beside
from .progress import Progress, silent
from .result import Frame, ScanResult
from .scanning import make_frame, run
from .unconfirmed import unconfirmed_notes
from .visits import find_visits, watch_assets

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import polars as pl

    from ..attribution import Attribution

__all__ = ["Investigation", "investigate"]


@dataclass(frozen=True)
class Investigation:
    """An incident, the scan of the ships around it, and what could have done it.

    Attributes
    ----------
    incident
        The record used.
    scan
        Of the fixes around its times; all the ships' tracks, crossings and episodes.
    attribution
        Hypotheses and excluded ships.
    visits
        Contract ``ZONE_EVENTS``: when ships were near the assets that failed.

    Examples
    --------
    Without AIS of the time and place nothing is said about ships.

    >>> import pandas as pd
    >>> from baltic.catalogue import IncidentAsset
    >>> when = "2024-12-25T10:26:00Z"
    >>> failed = IncidentAsset(asset_id="estlink-2", t_earliest=when, t_latest=when)
    >>> t = pd.to_datetime(["2024-12-25T08:00Z", "2024-12-25T08:10Z"])
    >>> ais = AisData.of(pd.DataFrame({"mmsi": 230000001, "t": t, "lon": [25, 25.01], "lat": 59.9}))
    >>> found = investigate(Incident(id="mine", assets=[failed]), ais)
    >>> found.scan.tracks.height, found.document()["finding"]["code"]
    (2, 'not_covered')
    """

    incident: Incident
    scan: ScanResult
    attribution: Attribution
    visits: pd.DataFrame

    def document(self) -> dict[str, Any]:
        """Return the document of ``attribution.json``.

        Returns
        -------
        dict
            Plain JSON: that of the attribution, and the ``manifest``.
        """
        return {**self.attribution.as_dict(), "manifest": self.scan.manifest}


def investigate(
    incident: str | Path | Incident,
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
    progress: Progress = silent,
) -> Investigation:
    """Rank the vessels that could have caused the outages of one incident.

    Parameters
    ----------
    incident
        Catalogue id, a YAML or JSON file, or a record already loaded.
    paths, assets, settings, t_from, t_to, bbox, format, mapping, start, rate, bathymetry, weather
        As for :func:`baltic.scan`.
    engine, workers, work, progress
        As for :func:`baltic.scan`.  Without `t_from` and `t_to` the fixes from
        ``attribution.before_h`` before the first to ``after_h`` after the last
        possible failure are used.

    Returns
    -------
    Investigation
        Hypotheses (vessels, a vessel not heard, no vessel) with posteriors,
        excluded vessels with the reason, coverage and sensitivity.

    Raises
    ------
    IncidentError
        The record names no damaged asset with a time.
    UnknownIdError
        No such incident or asset; the nearest ids are offered.

    Examples
    --------
    One ship, ten minutes, far from the time of the outage: nothing can be said.

    >>> import pandas as pd
    >>> from baltic.catalogue import IncidentAsset
    >>> when = "2024-12-25T10:26:00Z"
    >>> failed = IncidentAsset(asset_id="estlink-2", t_earliest=when, t_latest=when)
    >>> t = pd.to_datetime(["2024-12-25T08:00Z", "2024-12-25T08:10Z"])
    >>> ais = AisData.of(pd.DataFrame({"mmsi": 230000001, "t": t, "lon": [25, 25.01], "lat": 59.9}))
    >>> found = investigate(Incident(id="mine", assets=[failed]), ais)
    >>> found.attribution.covered, found.attribution.excluded
    (False, ())
    """
    settings = settings or Settings()
    frame = make_frame("investigate", settings, assets, bathymetry, weather)
    record, windows = _record(incident, frame)
    window = Filter(*_times(windows, settings, t_from, t_to), bbox)
    recipe = Recipe(format, dict(mapping or {}), start, rate, window, settings)
    failed = {asset for w in windows for asset in w.asset_ids}
    load_ahead("baltic.attribution")
    with _VisitsBeside(frame, failed, workers) as visits:
        # Who could have been where is asked of every fix, not only of those that a map needs.
        found = run(
            paths, recipe, frame, progress,
            engine=engine, workers=workers, work=work, keep_tracks=True, crossed=visits.begin,
        )  # fmt: skip
        from ..attribution import attribute

        progress(f"ranking {found.tracks['mmsi'].n_unique():,} ships")
        ranked = attribute(
            record,
            found.tracks,
            found.known,
            found.crossings,
            found.detection.every_reading,
            found.assets,
            settings,
            depth=frame.grid,
            dark=found.detection.dark,
            rows_of_other_times=found.audit.dropped.get("outside_time", Tally()).count,
        )
        near = visits.found()
    ranked = replace(ranked, notes=(*unconfirmed_notes(record), *ranked.notes))
    frame.watch.lap("rank")
    found = replace(found, manifest={**found.manifest, **spent(frame.watch)})
    return Investigation(incident=record, scan=found, attribution=ranked, visits=near)


def _record(incident: str | Path | Incident, frame: Frame) -> tuple[Incident, list[Window]]:
    """Return the record and its windows; one without any asks nothing that a ship could answer."""
    known = set(frame.assets.asset_id)
    record = (
        incident if isinstance(incident, Incident) else load_incident(incident, known_assets=known)
    )
    windows = record.windows()
    if not windows:
        raise IncidentError(
            f"incident {record.id} names no damaged asset at sea with a time, so no ship ranks",
            hint="give assets[].asset_id, t_earliest and t_latest; see baltic incidents show ID",
        )
    return record, windows


def _times(
    windows: Sequence[Window],
    settings: Settings,
    t_from: datetime | None,
    t_to: datetime | None,
) -> tuple[datetime, datetime]:
    """Return from when to when fixes are used: as asked, else some hours around all windows."""
    before = timedelta(hours=settings.attribution.before_h)
    after = timedelta(hours=settings.attribution.after_h)
    return (
        t_from or min(w.t_earliest for w in windows) - before,
        t_to or max(w.t_latest for w in windows) + after,
    )


class _VisitsBeside(ExitStack):
    """Finds who was near the assets that failed in a process beside the detector and the ranking.

    A table that is small enough for one part of a run is not worth a second process.
    """

    def __init__(self, frame: Frame, failed: set[str], workers: int | None) -> None:
        super().__init__()
        self.frame, self.failed, self.workers = frame, failed, workers

    def begin(self, tracks: pl.DataFrame, crossings: pd.DataFrame) -> None:
        """Begin with all cleaned fixes and their crossings; `found` then waits for the visits."""
        frame = self.frame
        watched = watch_assets(tracks, crossings, frame.assets, frame.settings, self.failed)
        alone = tracks.height <= frame.settings.engine.part_rows
        self.found = self.enter_context(beside(find_visits, watched, 1 if alone else self.workers))
