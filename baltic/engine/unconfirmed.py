"""What a result rests on that no person has confirmed: drafts, and fields named so."""

from __future__ import annotations

import re

from ..catalogue import Incident, remarks_on

__all__ = ["unconfirmed_notes"]

#: Fields of an entry that decide which ships can be ranked, in words.
_DECIDING = {
    "asset_id": "which asset failed",
    "t_earliest": "when it failed",
    "t_latest": "when it failed",
    "t_sd_s": "how well the time was read",
    "lon": "where it failed",
    "lat": "where it failed",
    "kp_km": "where it failed",
    "damaged": "whether it failed",
}
_FIELD = re.compile(r"assets\[(\d{1,6})\]\.(\w+)")


def unconfirmed_notes(record: Incident) -> list[str]:
    """Return what the readers of a ranking are to know of its incident record.

    Parameters
    ----------
    record
        Checked.

    Returns
    -------
    list of str
        A sentence for a draft, with the times and assets to be confirmed, and one for each
        field of an asset that is misspelt and thus not used; none for a record in order.

    Examples
    --------
    >>> when = "2024-12-25T10:26:00Z"
    >>> failed = {"asset_id": "estlink-2", "t_earliest": when, "t_latest": when}
    >>> record = Incident(
    ...     id="mine", record_status="draft", assets=[{"name": "EstLink 2", **failed}],
    ...     unconfirmed=["assets[0].t_earliest", "legal_status"])
    >>> unconfirmed_notes(record)[0].partition("; ")[2]
    'not confirmed: when it failed (EstLink 2, assets[0].t_earliest)'
    """
    misspelt = [
        f"incident record: {sentence}"
        for sentence in remarks_on(record)
        if sentence.startswith("assets[") and "did you mean" in sentence
    ]
    return [*_draft(record), *misspelt]


def _draft(record: Incident) -> list[str]:
    if record.record_status != "draft":
        return []
    words = [told for field in record.unconfirmed if (told := _told(record, field))]
    what = "not confirmed: " + ", ".join(words) if words else "no person has confirmed it"
    return [f"the record {record.id} is a draft and its ranking is as sure as the draft is; {what}"]


def _told(record: Incident, field: str) -> str | None:
    """Return a deciding field in words; None for one that changes no rank."""
    found = _FIELD.fullmatch(field)
    if field == "assets":
        return "which assets failed (assets)"
    if not found or found[2] not in _DECIDING or int(found[1]) >= len(record.assets):
        return None
    entry = record.assets[int(found[1])]
    name = entry.name or " or ".join(entry.asset_ids)
    return (
        f"{_DECIDING[found[2]]} ({name}, {field})" if name else f"{_DECIDING[found[2]]} ({field})"
    )
