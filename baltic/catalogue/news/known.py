"""Which record of the catalogue an event of a text is, when asset and date agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from ..incidents import Incident
from ..moments import day_bounds

__all__ = ["known_records"]

#: Days by which a text and a record may differ: clocks, and news of the next morning.
_SLACK = timedelta(days=1)


def known_records(
    catalogue: Mapping[str, Incident],
    assets: Iterable[str],
    days: tuple[date, date] | None,
    ships: Iterable[str] = (),
) -> list[str]:
    """Return the ids of records with an asset (or a ship) in common at the same date.

    Where the text tells no date, both have to agree.

    Examples
    --------
    >>> from baltic.catalogue import load_incidents
    >>> known_records(load_incidents(), ["estlink-2"], (date(2024, 12, 25), date(2024, 12, 25)))
    ['estlink2-eagle-s-2024']
    """
    wanted, named = set(assets), {s.casefold() for s in ships}
    found = []
    for key, record in catalogue.items():
        theirs = {i for entry in record.assets for i in entry.asset_ids}
        hulls = {(v.name or "").casefold() for v in record.suspected_vessels}
        agrees = bool(wanted & theirs), bool(named & hulls)
        if all(agrees) if days is None else any(agrees) and _is_at(record, days):
            found.append(key)
    return found


def _is_at(record: Incident, days: tuple[date, date]) -> bool:
    begin = day_bounds(record.date_utc_start)
    end = day_bounds(record.date_utc_end) or begin
    if begin is None or end is None:
        return False
    return begin[0] <= days[1] + _SLACK and days[0] - _SLACK <= end[1]
