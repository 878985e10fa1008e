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
      "series": {candidate_id or mmsi (as text): {"t": [...], "sog_kn": [...], ...}},
    }

Both return ``{"report.html": text, "report.md": text}``; :func:`write_candidates` writes
``candidates.json``, ``.csv``, ``.geojson`` and ``.parquet``.  Every text from outside passes
an escape; no script, no font, no picture is fetched.
"""

from __future__ import annotations

from .charts import ledger_bars, speed_chart
from .investigation_report import investigation_page, investigation_report
from .pdf import report_pdf
from .render import as_plain, render
from .scan_report import scan_page, scan_report
from .timeline import timeline_chart
from .writers import candidates_csv, candidates_geojson, candidates_table, write_candidates

__all__ = [
    "as_plain",
    "candidates_csv",
    "candidates_geojson",
    "candidates_table",
    "investigation_page",
    "investigation_report",
    "ledger_bars",
    "render",
    "report_pdf",
    "scan_page",
    "scan_report",
    "speed_chart",
    "timeline_chart",
    "write_candidates",
]
