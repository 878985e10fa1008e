"""The answer of an investigation in a few sentences, with what weakens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .coverage_words import together_words, uncovered_words, unseen_words
from .words import count, likelihood, provenance_word

__all__ = ["answer", "count_loose"]


def answer(rows: Sequence[Mapping[str, Any]], document: Mapping[str, Any]) -> list[str]:
    """Return the answer in a few sentences, with what weakens it.

    Parameters
    ----------
    rows
        Ranked explanations, the first one first.
    document
        ``attribution.json`` as a dict.

    Examples
    --------
    >>> answer([], {})
    ['No hypothesis was evaluated.']
    """
    if not rows:
        return ["No hypothesis was evaluated."]
    ship = next((r for r in rows if r["kind"] == "vessel"), None)
    said = _first(rows[0], ship)
    excluded, unjudged = (document.get(key) or [] for key in ("excluded", "unjudged"))
    unseen = unseen_words(document, ranked=ship is not None)
    if unseen:
        said.append(unseen)
    elif ship is None and count_loose(excluded):
        said.append("No passage in this AIS fits an outage of known time.")
    elif ship is None:
        said.append(
            "Nobody in this AIS could have done it: no passage of the failed assets fits window, "
            "place and depth."
        )
    said += [
        together_words(document),
        *_not_ranked(excluded, len(unjudged), is_one_ranked=ship is not None),
        uncovered_words(document),
        _stability(document),
    ]
    return [sentence for sentence in said if sentence]


def _first(top: Mapping[str, Any], ship: Mapping[str, Any] | None) -> list[str]:
    """Return the sentences on what ranks first, and on the first ship where that is none."""
    if top["kind"] == "vessel":
        return [_lead(top)]
    said = [
        f"No ship of this AIS ranks first: the likeliest single explanation is {_named(top)}, "
        f"{likelihood(top['posterior'])}."
    ]
    if ship is not None:
        said.append(f"The first ship is {_named(ship)} at {likelihood(ship['posterior'])}.")
    return said


def _lead(top: Mapping[str, Any]) -> str:
    """Return the sentence on the ship that leads: what of its passages was heard."""
    posterior = (
        f"its posterior is {likelihood(top['posterior'])} ({likelihood(top['bare'])} without any "
        "drag evidence)."
    )
    whose = f"The {provenance_word(top['provenance'])} track of {_named(top)}"
    if not top["hit"]:
        return (
            f"{whose} shows it at none of {count(top['of'], 'outage')}: it could have been there "
            f"only while it was not heard, or by the line's error; {posterior}"
        )
    return f"{whose} is consistent with {top['hit']} of {count(top['of'], 'outage')}; {posterior}"


def _named(row: Mapping[str, Any]) -> str:
    """Return the label of a hypothesis as it stands in a sentence."""
    nameless = row["kind"] == "vessel" and not row.get("name")
    return f"an {row['label']}" if nameless else str(row["label"])


def count_loose(excluded: Sequence[Mapping[str, Any]]) -> int:
    """Return how many excluded ships fit an outage that is known to a window of days.

    Examples
    --------
    >>> count_loose([{"kind": "not_near"}, {"kind": "loose_only"}])
    1
    """
    return sum(row.get("kind") == "loose_only" for row in excluded)


def _not_ranked(
    excluded: Sequence[Mapping[str, Any]], unjudged: int, *, is_one_ranked: bool
) -> list[str]:
    """Return the sentences on the ships that are excluded and those that could not be judged."""
    if excluded:
        how = "is excluded, with its" if len(excluded) == 1 else "are excluded, each with its"
        loose = count_loose(excluded)
        fits = f" ({loose} {'fits' if loose == 1 else 'fit'} a loosely dated outage)"
        reason = f"reason{fits if loose else ''}"
        said = [f"{count(len(excluded), 'ship')} in the area and time {how} {reason}."]
    elif not is_one_ranked and not unjudged:
        said = ["No ship was heard in the area and time, so none could be excluded."]
    else:
        said = ["No ship in the area and time could be excluded."]
    if unjudged:
        said.append(
            f"{count(unjudged, 'further ship')} could not be judged: heard elsewhere "
            "only, each could have been there unheard."
        )
    return said


def _stability(document: Mapping[str, Any]) -> str:
    """Return whether the first rank outlives other priors; empty where that was not tried."""
    stable = (document.get("sensitivity") or {}).get("top_unchanged")
    if stable is None:
        return ""
    if stable:
        return "The first rank stays the same under all varied priors."
    return "The first rank changes when the priors are varied: see Sensitivity."
