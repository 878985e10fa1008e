"""Ships that a ranking leaves out: excluded, for all but loosely dated outages, or in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["LeftOut", "left_out"]


class LeftOut(NamedTuple):
    """Ships that are not ranked, by why.

    ``excluded`` are excluded for every outage, ``loose_only`` for those of known time: they fit
    one that is known to a window of days.  ``unjudged`` were heard too little to tell.
    """

    excluded: list[dict[str, Any]]
    loose_only: list[dict[str, Any]]
    unjudged: list[dict[str, Any]]


def left_out(document: Mapping[str, Any] | None) -> LeftOut:
    """Return the ships that ``attribution.json`` does not rank.

    Parameters
    ----------
    document
        The document as a dict; None or one without such ships gives empty lists.

    Examples
    --------
    >>> rows = [{"mmsi": 1, "kind": "not_near"}, {"mmsi": 2, "kind": "loose_only"}]
    >>> [[row["mmsi"] for row in rows] for rows in left_out({"excluded": rows})]
    [[1], [2], []]
    """
    document = document or {}
    rows = [dict(row) for row in document.get("excluded") or ()]
    loose = [row for row in rows if row.get("kind") == "loose_only"]
    plain = [row for row in rows if row.get("kind") != "loose_only"]
    return LeftOut(plain, loose, [dict(row) for row in document.get("unjudged") or ()])
