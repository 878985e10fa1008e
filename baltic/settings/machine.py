"""How work is cut into pieces: none of these changes a result."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import setting as _s

__all__ = ["Engine"]


@dataclass(frozen=True)
class Engine:
    """Sizes of the store, of the parts of a run, and of what is held in memory.

    Examples
    --------
    >>> Engine(buckets=512).buckets
    512
    """

    buckets: int = _s(
        64, "1", "buckets of a new store: a year has parts of a million fixes", "own choice"
    )
    scratch_buckets: int = _s(16, "1", "buckets of a scan's own scratch store", "measured")
    spill_rows: int = _s(
        1_500_000, "rows", "rows of one input held before they are written", "measured"
    )
    part_rows: int = _s(600_000, "rows", "rows of the ships looked at together", "measured")
    memory_bytes: int = _s(
        200_000_000, "bytes", "smaller inputs are read in one piece, without a store", "measured"
    )
    unpacks_to: float = _s(8.0, "1", "size of packed AIS when unpacked", "AIS_FORMATS section 1")
