"""Episodes that are consistent with a dragged anchor, and the ledger behind each."""

from __future__ import annotations

from .detection import Detection
from .detector import detect

__all__ = ["Detection", "detect"]
