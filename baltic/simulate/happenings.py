"""The truth about what concerned more than one ship."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ..records import iso
from .groups import Group
from .regional import Area, Regional
from .voyages import Berth

__all__ = ["tell_happenings"]


def tell_happenings(
    regional: Regional, groups: Sequence[Group], berths: Sequence[Berth], start: datetime
) -> list[dict[str, Any]]:
    """Return one dict an area (kind, times, disc) and one a group (kind, MMSIs).

    Parameters
    ----------
    berths
        All ships, in order of their numbers.
    start
        Start of the simulation, UTC.
    """
    told = [_area(area, start) for area in regional.all]
    told += [
        {"kind": group.kind, "mmsi": sorted({berths[i].ship.mmsi for i in group.ships})}
        for group in groups
    ]
    return told


def _area(area: Area, start: datetime) -> dict[str, Any]:
    return {
        "kind": area.kind,
        "t_start": iso(start + timedelta(seconds=round(area.begin_s))),
        "t_end": iso(start + timedelta(seconds=round(area.end_s))),
        "lon": round(area.lon, 4),
        "lat": round(area.lat, 4),
        "radius_km": round(area.radius_m / 1000.0, 1),
    }
