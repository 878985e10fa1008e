"""What looks amiss in the dates of a valid record: slips of a year, a month, an order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from .incidents import Incident
from .moments import day_bounds

__all__ = ["odd_dates"]

#: A window that ends at midnight ends on the next day, and a date may be a local one.
_SLACK = timedelta(days=1)


def odd_dates(record: Incident) -> Iterator[str]:
    """Yield a sentence for each date that does not go with the others, or with today.

    Parameters
    ----------
    record
        Checked.

    Examples
    --------
    >>> entry = {"asset_id": "estlink-2", "t_earliest": "2024-12-25T10:26:00Z",
    ...     "t_latest": "2024-12-25T10:27:00Z"}
    >>> list(odd_dates(Incident(id="mine", date_utc_start="2023-12-25", assets=[entry])))
    ['assets[0] failed in a window that lies outside of date_utc_start to date_utc_end']
    """
    first = day_bounds(record.date_utc_start)
    last = day_bounds(record.date_utc_end) or first
    for number, entry in enumerate(record.assets):
        if entry.t_earliest is None or entry.t_latest is None:
            continue
        early = first is not None and entry.t_latest.date() + _SLACK < first[0]
        late = last is not None and entry.t_earliest.date() - _SLACK > last[1]
        if early or late:
            where = f"assets[{number}] failed in a window that lies outside of"
            yield f"{where} date_utc_start to date_utc_end"
    yield from _in_the_future(record)
    days = [bounds[0] for step in record.legal_history if (bounds := day_bounds(step.date))]
    if days != sorted(days):
        yield "legal_history is not in the order of its dates, oldest first"


def _in_the_future(record: Incident) -> Iterator[str]:
    dates = [("date_utc_start", record.date_utc_start), ("date_utc_end", record.date_utc_end)]
    dates += [(f"legal_history[{n}].date", s.date) for n, s in enumerate(record.legal_history)]
    dates += [
        (f"attribution_claims[{n}].date", c.date) for n, c in enumerate(record.attribution_claims)
    ]
    today: date = datetime.now(UTC).date() + _SLACK
    for where, told in dates:
        if (bounds := day_bounds(told)) and bounds[0] > today:
            yield f"{where} {told} lies in the future"
