"""Ships that are not ranked as a report shows them: one reason in full, others by letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..records import SHORT_REASONS
from .words import letter, likelihood

__all__ = ["set_aside_row"]

_BECAUSE = "excluded because "


def set_aside_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return such a ship with its ``reason`` for one outage and ``also``, what of the others.

    Parameters
    ----------
    row
        Of ``excluded`` or ``unjudged`` of ``attribution.json``.

    Returns
    -------
    dict
        The row; outages in ``also`` go by the letter that the report gives them.  Where the row
        does not tell which outage its reason speaks of, it is left as it is, and ``also`` empty.

    Examples
    --------
    >>> of = {"state": "excluded", "kind": "not_near", "reason": "excluded because it was far"}
    >>> two = [{"window": k, "leads": k == 1, **of} for k in range(2)]
    >>> set_aside_row({"reason": "…", "by_outage": two})["also"]
    ['A: not in the area around the window']
    """
    entries = row.get("by_outage") or []
    lead = next((e for e in entries if e.get("leads")), None)
    if lead is None:
        return {**row, "also": []}
    groups: dict[str, list[str]] = {}
    for entry in entries:
        if entry is not lead:
            groups.setdefault(_words(entry), []).append(letter(int(entry["window"])))
    also = [f"{', '.join(letters)}: {words}" for words, letters in groups.items()]
    which = f"{letter(int(lead['window']))}: " if also else ""
    return {**row, "reason": which + str(lead["reason"]), "also": also}


def _words(entry: Mapping[str, Any]) -> str:
    """Return what is told of one more outage, short."""
    if entry["state"] == "possible":
        alone, together = (entry.get(f"posterior_{how}") for how in ("alone", "together"))
        return (
            f"fits, {likelihood(alone)} looked at alone, {likelihood(together)} beside the others"
        )
    short = SHORT_REASONS.get(entry["kind"])
    return str(entry["reason"]).removeprefix(_BECAUSE) if short is None else short.note
