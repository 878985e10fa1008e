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

    Examples
    --------
    >>> from baltic.catalogue import load_incidents
    >>> known_records(load_incidents(), ["estlink-2"], (date(2024, 12, 25), date(2024, 12, 25)))
    ['estlink2-eagle-s-2024']
    """
    if days is None:
        return []
    wanted, named = set(assets), {s.casefold() for s in ships}
    found = []
    for key, record in catalogue.items():
        begin = day_bounds(record.date_utc_start)
        end = day_bounds(record.date_utc_end) or begin
        if begin is None or end is None:
            continue
        if begin[0] > days[1] + _SLACK or days[0] - _SLACK > end[1]:
            continue
        theirs = {i for entry in record.assets for i in entry.asset_ids}
        hulls = {(v.name or "").casefold() for v in record.suspected_vessels}
        if wanted & theirs or named & hulls:
            found.append(key)
    return found
