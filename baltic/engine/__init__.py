"""Runs the steps in order, in one piece or in parts, here or on many machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import lazily

if TYPE_CHECKING:
    from .ingestion import ingest as ingest
    from .investigation import Investigation as Investigation
    from .investigation import investigate as investigate
    from .result import ScanResult as ScanResult
    from .scanning import scan as scan

__all__ = ["Investigation", "ScanResult", "ingest", "investigate", "scan"]

__getattr__ = lazily(
    __name__,
    {
        "ingestion": ["ingest"],
        "investigation": ["Investigation", "investigate"],
        "result": ["ScanResult"],
        "scanning": ["scan"],
    },
)
