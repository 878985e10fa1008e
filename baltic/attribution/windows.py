"""Outages: a window of time, the assets that may have failed in it, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from .likelihood import time_support

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..records import Window
    from .targets import Target

__all__ = ["Outage", "called", "seconds"]


@dataclass(frozen=True)
class Outage:
    """One window: when, on which of the possible assets, and how well that is known."""

    number: int
    window: Window
    targets: tuple[Target, ...]
    earliest_s: float
    latest_s: float
    reading_sd_s: float
    delay_s: float
    place_sd_km: float
    state: str
    place_radius_km: float = 0.0
    scar_deg: float | None = None
    says_both: bool = False
    label: str = ""

    @property
    def name(self) -> str:
        """What it is called in words: one name for one outage, see :func:`called`."""
        return self.label or self.window.name

    @property
    def located(self) -> bool:
        return any(t.fault_kp_km is not None for t in self.targets)

    def support_s(self, sd_s: Any = 0.0) -> tuple[Any, Any]:
        """Return the first and last crossing that could explain it, for an error of its time, s."""
        sd = np.hypot(self.reading_sd_s, sd_s)
        return time_support(sd, self.earliest_s, self.latest_s, self.delay_s)


def called(outages: Sequence[Outage]) -> list[str]:
    """Return what each outage is called: its name, and its time where others have that name."""
    names = [o.window.name for o in outages]
    told = [
        name if names.count(name) == 1 else f"{name} ({o.window.t_latest:%d %b %H:%MZ})"
        for name, o in zip(names, outages, strict=True)
    ]
    return [n if told.count(n) == 1 else f"{n}, entry {i}" for i, n in enumerate(told, 1)]


def seconds(t: datetime) -> float:
    """Return a time as Unix seconds."""
    return t.astimezone(UTC).timestamp()
