"""Reports and files for people, written from plain JSON-like dicts, never from live objects.

Any report can be redrawn from the files beside it.  Shape of the dict taken by
:func:`scan_report` and :func:`investigation_report`::

    {
      "candidates_document": {...},    # candidates.json (scan; helpful for investigations)
      "attribution_document": {...},   # attribution.json (investigation only)
      "incident": {...},               # the incident file, optional
      "audit": {...},                  # audit.json
      "manifest": {...},               # manifest.json
      "notes": [text, ...],
      "assets": {asset_id: {"name", "kind", "status", "accuracy_km", "accuracy_class"}},
      "dark_crossings": {"total", "silences", "rows": [...]},   # scan only, optional
      "lines": {asset_id: [[[lon, lat], ...], ...]},            # for the small map
      "series": {candidate_id or mmsi (as text): {"t": [...], "sog_kn": [...], ...}},
    }

:func:`scan_page` and :func:`investigation_page` make of it the one dict behind every form of
a report: :func:`render` writes ``report.html`` and ``report.md`` from it, :func:`as_plain`
``report.json``, :func:`report_pdf` (of an investigation) ``report.pdf``.  Beside them stand
:func:`write_candidates` (``candidates.json``, ``.csv``, ``.geojson``, ``.parquet``),
:func:`attribution_geojson`, :func:`tracks_kml`, :func:`events_csv` and
:func:`attribution_stix`.  Every text from outside passes an escape; no script, no font, no
picture is fetched.
"""

from __future__ import annotations

from .attribution_geojson import attribution_geojson, geojson_text
from .charts import ledger_bars, speed_chart
from .events_csv import events_csv
from .investigation_report import investigation_page, investigation_report
from .pdf import report_pdf
from .render import as_plain, render
from .scan_report import scan_page, scan_report
from .stix import attribution_stix
from .timeline import timeline_chart
from .tracks_kml import tracks_kml
from .words import likelihood
from .writers import candidates_csv, candidates_geojson, candidates_table, write_candidates

__all__ = [
    "as_plain",
    "attribution_geojson",
    "attribution_stix",
    "candidates_csv",
    "candidates_geojson",
    "candidates_table",
    "events_csv",
    "geojson_text",
    "investigation_page",
    "investigation_report",
    "ledger_bars",
    "likelihood",
    "render",
    "report_pdf",
    "scan_page",
    "scan_report",
    "speed_chart",
    "timeline_chart",
    "tracks_kml",
    "write_candidates",
]
