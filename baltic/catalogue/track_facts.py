"""What sources publish of a ship's way and of a drag: plain mappings whose values are checked.

They stay mappings, not objects: a record holds what was said, and keeps unknown keys.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, with_config
from typing_extensions import TypedDict  # that of typing serves pydantic from Python 3.12 on

from .amounts import Amount, Course, Latitude, Longitude
from .moments import Day, day_bounds, parse_time

__all__ = ["DragFacts", "PositionEstimate", "TrackFact"]


@with_config({"extra": "allow"})
class _TrackFact(TypedDict, total=False):
    time_utc: Day
    time_utc_end: Day
    lat: Latitude
    lon: Longitude
    sog_kn: Amount
    cog_deg: Course
    what: str | None
    confidence: Any
    sources: Any


def _in_order(fact: _TrackFact) -> _TrackFact:
    """Refuse a span that ends before it begins."""
    start, end = fact.get("time_utc"), fact.get("time_utc_end")
    first, last = day_bounds(start), day_bounds(end)
    reversed_ = bool(first and last and first[0] > last[1])
    if start and end and min(len(start), len(end)) > 10:
        begin, finish = parse_time(start), parse_time(end)
        reversed_ |= bool(begin and finish and begin > finish)
    if reversed_:
        raise ValueError("time_utc is after time_utc_end")
    return fact


#: A published position, time or speed of a ship.
TrackFact = Annotated[_TrackFact, AfterValidator(_in_order)]


@with_config({"extra": "allow"})
class DragFacts(TypedDict, total=False):
    """Published figures of a drag; begin and end are told in words.

    Examples
    --------
    >>> DragFacts(distance_km=90, end="off Porkkala")["distance_km"]
    90
    """

    distance_km: Amount
    distance_km_other_claims: list[Amount] | None
    duration_h: Amount
    start: str | None
    end: str | None
    anchor_mass_t: Amount
    chain_length_m: Amount
    speed_before_kn: Amount
    speed_during_kn: Amount
    speed_during_range_kn: list[Amount] | None
    speed_after_kn: Amount
    notes: str | None
    sources: Any


@with_config({"extra": "allow"})
class PositionEstimate(TypedDict, total=False):
    """Where a third party takes a break to be, and from what.

    Examples
    --------
    >>> PositionEstimate(lon=26.2, lat=59.9, uncertainty_km=10)["uncertainty_km"]
    10
    """

    lat: Latitude
    lon: Longitude
    uncertainty_km: Amount
    basis: str | None
    source: Any
