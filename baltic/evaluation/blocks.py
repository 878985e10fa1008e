"""What one piece of traffic gives an evaluation: a few numbers, small enough to keep."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..simulate.drags import log_drop

__all__ = ["Block", "DragScore", "Ordinary", "PeerScore"]

#: Score of a drag that left no weighed episode at all.
MISSED = -math.inf


@dataclass(frozen=True)
class Ordinary:
    """One weighed episode of a ship that does not drag.

    Attributes
    ----------
    llr
        Ledger sum, nats.
    rough
        Whether it began in rough weather; None when the weather is not known.
    state
        What the ship really did then (``truth_state``), where that is known.
    """

    llr: float
    mmsi: int
    t_start: datetime
    rough: bool | None = None
    state: str | None = None


@dataclass(frozen=True)
class DragScore:
    """One drag of the truth, and the best episode that overlaps it.

    Attributes
    ----------
    llr
        Of the best overlapping episode; minus infinity when none was weighed.
    level
        Its level, ``none`` when there is none.
    truth
        The drag as the truth tells it.
    rough
        Whether it was dropped in rough weather.
    """

    llr: float
    level: str
    truth: dict[str, Any]
    rough: bool | None = None

    @property
    def drop_ln(self) -> float:
        """``ln(speed before / speed while dragging)``."""
        return log_drop(float(self.truth["v_before_kn"]), float(self.truth["v_during_kn"]))

    @property
    def hours(self) -> float:
        """Hours from the drop to the end."""
        begin, end = (datetime.fromisoformat(self.truth[k]) for k in ("t_drop", "t_end"))
        return (end - begin).total_seconds() / 3600.0


@dataclass(frozen=True)
class PeerScore:
    """One rule on one block: ships without a drag that it fires on, and drags that it fires in."""

    ordinary_ships: int
    found: tuple[bool, ...]


@dataclass(frozen=True)
class Block:
    """One sea, or one day of real traffic: what is drawn again as a whole by the bootstrap.

    Attributes
    ----------
    name
        Seed of the sea, or date.
    vessel_days
        Of the ships that do not drag.
    rough_days
        The part of them in rough weather; None when the weather is not known.
    ordinary, drags
        Episodes of ordinary ships, and the drags.
    peers
        Rule -> what it did here.
    fixes
        Fixes judged.
    """

    name: str
    vessel_days: float
    rough_days: float | None
    ordinary: tuple[Ordinary, ...]
    drags: tuple[DragScore, ...]
    peers: dict[str, PeerScore] = field(default_factory=dict)
    fixes: int = 0
