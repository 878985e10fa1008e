"""Episodes that are consistent with a dragged anchor, and the ledger behind each."""

from __future__ import annotations

from .detector import Detection, detect

__all__ = ["Detection", "detect"]
