"""What the AIS at hand cannot say of an outage, in the words that every report and map uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["limits", "together_words", "uncovered_words", "unseen_words"]


def unseen_words(document: Mapping[str, Any], *, ranked: bool) -> str:
    """Return what it means that no failed asset was in sight in its window, empty if one was.

    Parameters
    ----------
    document
        ``attribution.json`` as a dict.
    ranked
        A ship is among the hypotheses.

    Examples
    --------
    >>> unseen_words({"coverage": {"share": 0.0}}, ranked=False)
    'This AIS shows nothing of a failed asset in its window: it says nothing about ships.'
    >>> unseen_words({"coverage": {"share": 0.4}}, ranked=True)
    ''
    """
    if float((document.get("coverage") or {}).get("share", 1.0)) > 0:
        return ""
    said = (
        "what ships are ranked by is only where they were before and after"
        if ranked
        else "it says nothing about ships"
    )
    return f"This AIS shows nothing of a failed asset in its window: {said}."


def uncovered_words(document: Mapping[str, Any]) -> str:
    """Return what it means that windows or places lack AIS, empty where they do not.

    Examples
    --------
    >>> uncovered_words({"covered": False}).split(":")[0], uncovered_words({})
    ('Not covered', '')
    """
    if document.get("covered", True):
        return ""
    return (
        "Not covered: part of the windows or places has no AIS, so this data cannot support "
        "'no ship', and a ship not heard may be behind the outage."
    )


def together_words(document: Mapping[str, Any]) -> str:
    """Return how many ships could have passed all failed assets, as a sentence; may be empty.

    Examples
    --------
    >>> together_words({"finding": {"all_of_it": "2 ships could have passed both"}})
    '2 ships could have passed both.'
    """
    said = str((document.get("finding") or {}).get("all_of_it") or "")
    return f"{said[0].upper()}{said[1:]}." if said else ""


def limits(document: Mapping[str, Any] | None) -> list[str]:
    """Return the sentences that must stand beside any ranking, strongest first.

    Examples
    --------
    >>> limits({"covered": True, "hypotheses": []}), limits(None)
    ([], [])
    """
    if not document:
        return []
    ranked = any(h.get("kind") == "vessel" for h in document.get("hypotheses") or ())
    said = (
        unseen_words(document, ranked=ranked),
        uncovered_words(document),
        together_words(document),
    )
    return [words for words in said if words]
