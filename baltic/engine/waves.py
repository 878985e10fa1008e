"""The waves of a run: opened before anything is read, told in the manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ..files import sha256
from ..settings import Settings
from ..weather import Waves, open_weather

__all__ = ["look_at_time", "open_waves", "wave_facts"]

#: Positions that are compared with the file: enough for a share, cheap to look up.
_PLACES = 2000


def open_waves(given: str | Path | Waves | None, settings: Settings) -> Waves | None:
    """Return the open file; one that is none is refused here, before the long steps."""
    if given is None or isinstance(given, Waves):
        return given
    return open_weather(given, settings.weather)


def look_at_time(sea: Waves | None, tracks: pl.DataFrame) -> list[str]:
    """Return a note when the file covers little of what was sailed."""
    if sea is None or not tracks.height:
        return []
    some = tracks.gather_every(max(tracks.height // _PLACES, 1))
    t = some["t"].dt.epoch("us").to_numpy() / 1e6
    height, origin = sea(some["lon"].to_numpy(), some["lat"].to_numpy(), t)
    known = float((np.isfinite(height) & np.isfinite(origin)).mean())
    if known >= 0.95:
        return []
    facts = sea.facts()
    return [
        f"the weather file covers {100 * known:.0f} % of the positions (it goes from "
        f"{facts['first']} to {facts['last']}); waves are unknown elsewhere"
    ]


def wave_facts(sea: Waves | None) -> dict[str, Any] | None:
    """Return the manifest's words about the file: name, size, hash, span and box."""
    if sea is None:
        return None
    size = sea.path.stat().st_size
    return {"file": str(sea.path), "size": size, "sha256": sha256(sea.path), **sea.facts()}
