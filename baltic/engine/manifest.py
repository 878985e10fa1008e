"""The manifest: what ran, on what, with which settings, how long, how big."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .. import __version__
from ..data import data_file
from ..files import sha256
from ..records import as_json, iso
from ..settings import Settings

__all__ = ["Stopwatch", "assets_hash", "make_manifest", "peak_memory_bytes", "result_hash", "spent"]

_LEVELS = {"alert": 1.0, "watch": 5.0, "note": 20.0}


class Stopwatch:
    """Times the named steps of a run."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self.steps: dict[str, float] = {}

    def lap(self, step: str) -> None:
        """Close a step at this moment."""
        now = time.perf_counter()
        self.steps[step] = self.steps.get(step, 0.0) + round(now - self._last, 3)
        self._last = now

    @property
    def seconds(self) -> float:
        return round(time.perf_counter() - self._start, 3)


def peak_memory_bytes() -> int | None:
    """Return the largest memory of this process so far; None where it is not known."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else peak * 1024)


def result_hash(*parts: Any) -> str:
    """Return a hash of results that does not depend on files, splits or row order."""
    text = json.dumps(as_json(list(parts)), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def assets_hash(assets: Any) -> str:
    """Return a hash of the lines of a table of assets and of what a scan reads of them."""
    told = assets[["asset_id", "status", "accuracy_km"]].to_json(orient="values")
    digest = hashlib.sha256(told.encode())
    for shape in assets.geometry:
        digest.update(b"" if shape is None else shape.wkb)
    return digest.hexdigest()


def _assets_facts(assets_from: str | None) -> dict[str, Any]:
    """Return the file of the assets with size and hash; a caller's own table has neither."""
    path = Path(assets_from) if assets_from else data_file("assets.geojson")
    known = path.is_file()
    return {
        "file": assets_from or "shipped catalogue",
        "size": path.stat().st_size if known else None,
        "sha256": sha256(path) if known else None,
    }


def spent(watch: Stopwatch) -> dict[str, Any]:
    """Return what a run has cost so far: seconds by step and in all, and memory."""
    return {
        "steps_s": dict(watch.steps),
        "duration_s": watch.seconds,
        "peak_memory_bytes": peak_memory_bytes(),
    }


def make_manifest(
    *,
    command: str,
    settings: Settings,
    inputs: list[dict[str, Any]],
    counts: dict[str, Any],
    watch: Stopwatch,
    assets_from: str | None = None,
    bathymetry: dict[str, Any] | None = None,
    weather: dict[str, Any] | None = None,
    notes: list[str] | None = None,
    result: str | None = None,
) -> dict[str, Any]:
    """Return ``manifest.json`` of one run.

    Parameters
    ----------
    command
        What ran: ``scan``, ``investigate`` ...
    settings
        All values used; their hash stands beside them.
    inputs
        One row a file: file, size, sha256, format, why, rows.
    counts
        Rows, vessels, segments, crossings, candidates ...
    watch
        The run's stopwatch.
    assets_from
        A user's asset file, when it replaced the shipped catalogue.
    bathymetry
        File, size, hash and reading of the depth grid, when one was given.
    weather
        File, size, hash, span and box of the waves, when they were given.
    notes
        Sentences for the reader.
    result
        Hash of the result tables.
    """
    return {
        "program": "baltic",
        "version": __version__,
        "command": command,
        "created": iso(datetime.now(UTC).replace(microsecond=0)),
        "inputs": inputs,
        "assets": _assets_facts(assets_from),
        "bathymetry": bathymetry,
        "weather": weather,
        "settings_hash": settings.hash(),
        "settings": as_json(settings.as_dict()),
        "levels": {
            "false_alarms_per_1000_vessel_days": _LEVELS,
            "thresholds_llr": {
                "alert": settings.levels.alert_llr,
                "watch": settings.levels.watch_llr,
                "note": settings.levels.note_llr,
            },
            "measured_on": settings.levels.basis,
        },
        "counts": counts,
        "notes": notes or [],
        "result_hash": result,
        **spent(watch),
        "python": sys.version.split()[0],
        "platform": sys.platform,
    }
