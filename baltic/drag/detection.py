"""What was found: candidates, what was weighed, and what could not be seen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from ..records import Candidate, Reading
from ..settings import Settings
from ..tracks.gnss import State as GnssState
from .span import Span, notes_of

__all__ = ["Detection", "gather"]


@dataclass(frozen=True)
class Detection:
    """What was found.

    Attributes
    ----------
    candidates
        Episodes of level note, watch or alert, highest evidence first.
    episodes
        All weighed episodes, also those below note (level ``none``), in the same order.
    vessel_days
        24 h of a cargo ship or tanker (or a ship of unknown type) under way.
    notes
        Sentences for the report: what could not be seen and why.
    dark
        Crossings that silences may hide (contract ``DARK_CROSSINGS``).
    degraded
        Where and when GNSS was disturbed: bounds, times, hulls heard and flagged.
    readings
        Other readings of stretches (:class:`~baltic.records.Reading`), which overlap an
        episode that tells more.

    Examples
    --------
    >>> Detection([], [], 0.0).notes
    []
    """

    candidates: list[Candidate]
    episodes: list[Candidate]
    vessel_days: float
    notes: list[str] = field(default_factory=list)
    dark: pd.DataFrame = field(default_factory=pd.DataFrame)
    degraded: pd.DataFrame = field(default_factory=pd.DataFrame)
    readings: list[Candidate] = field(default_factory=list)

    @property
    def every_reading(self) -> list[Candidate]:
        """All episodes and, after them, the other readings of the same stretches."""
        return [*self.episodes, *self.readings]


def gather(
    found: Iterable[Candidate],
    spans: Iterable[Span],
    days: Iterable[tuple[float, float]],
    dark: pd.DataFrame,
    state: GnssState,
    settings: Settings,
    *,
    sounded: bool,
) -> Detection:
    """Put together what was found of all ships.

    Parameters
    ----------
    found
        Candidates of any level.
    spans, days, dark
        Of all parts.
    sounded
        Whether water depths were given.
    """
    total, unknown = (math.fsum(column) for column in zip(*days, strict=True))
    notes = notes_of(Span.joined(spans), total, unknown) + state.notes(settings)
    weighed = sorted(found, key=lambda c: (-c.llr, c.mmsi, c.t_start))
    readings: list[Candidate] = [c for c in weighed if isinstance(c, Reading)]
    episodes = [c for c in weighed if not isinstance(c, Reading)]
    candidates = [c for c in episodes if c.level != "none"]
    if not sounded and candidates:
        notes.append("no water depths given: whether the anchors could touch is unknown")
    return Detection(candidates, episodes, total, notes, dark, state.degraded.to_pandas(), readings)
