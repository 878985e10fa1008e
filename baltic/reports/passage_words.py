"""What a passage shows, in words: one that was heard is told apart from one only possible.

``how`` of a passage says how it is known: ``crossing`` (the track meets the charted line),
``near`` (heard beside the line, whose error lets it lie on the other side), ``gap`` (a silence
of its AIS hides it) or ``unheard`` (before the first or after the last fix).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..records import SILENT_S
from .svg import finite
from .words import DASH, degrees, distance, likelihood, number, parse, utc

__all__ = [
    "heard",
    "passage_error",
    "passage_place",
    "passage_span",
    "passage_stay",
    "passage_tag",
    "passage_what",
    "passage_when",
    "passage_words",
    "possible_only",
    "silence_tag",
    "silent_there",
]

#: An error longer than this is told in minutes, then in hours.
_SECONDS_MOST, _MINUTES_MOST = 90.0, 5400.0
_TAGS = {"near": "passed near", "gap": "in an AIS gap", "unheard": "not heard"}


def heard(passage: Mapping[str, Any]) -> bool:
    """Return whether AIS was heard at a passage, be it beside the line.

    Examples
    --------
    >>> heard({"how": "near"}), heard({"how": "gap"}), heard({})
    (True, False, True)
    """
    return passage.get("how") not in ("gap", "unheard")


def silent_there(passage: Mapping[str, Any]) -> bool:
    """Return whether the fixes around a passage lie so far apart that its time is a guess.

    Examples
    --------
    >>> silent_there({"gap_s": 3600.0}), silent_there({"gap_s": 60.0}), silent_there({})
    (True, False, False)
    """
    gap: Any = passage.get("gap_s")
    return finite(gap) and gap >= SILENT_S


def possible_only(passage: Mapping[str, Any]) -> bool:
    """Return whether the ship's track does not meet the charted line at a passage.

    Examples
    --------
    >>> possible_only({"how": "near"}), possible_only({"how": "crossing"}), possible_only({})
    (True, False, False)
    """
    return passage.get("how") in _TAGS


def passage_tag(passage: Mapping[str, Any]) -> str:
    """Return a mark for a table or a label, empty when the track meets the line.

    Examples
    --------
    >>> passage_tag({"how": "unheard"}), passage_tag({"how": "crossing"})
    ('possible only: not heard', '')
    """
    tag = _TAGS.get(str(passage.get("how")))
    return f"possible only: {tag}" if tag else ""


def silence_tag(passage: Mapping[str, Any]) -> str:
    """Return the same mark, or for how long the ship was not heard around its passage.

    Examples
    --------
    >>> silence_tag({"gap_s": 9060.0}), silence_tag({"gap_s": 60.0}), silence_tag({"how": "near"})
    ('not heard for 151 min', '', 'possible only: passed near')
    """
    if not silent_there(passage):
        return passage_tag(passage)
    return passage_tag(passage) or f"not heard for {number(passage['gap_s'] / 60, 0, 'min')}"


def passage_span(passage: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ISO times that bound a passage: one, or two where no single time is known.

    Examples
    --------
    >>> when = {"t": "2025-01-15T12:00:00Z", "t_from": "2025-01-15T11:00:00Z"}
    >>> passage_span({**when, "t_to": "2025-01-15T13:00:00Z"})
    ('2025-01-15T11:00:00Z', '2025-01-15T13:00:00Z')
    >>> passage_span({"t": "2025-01-15T12:00:00Z"}), passage_span({})
    (('2025-01-15T12:00:00Z',), ())
    """
    low, high = (parse(passage.get(key)) for key in ("t_from", "t_to"))
    if low is not None and high is not None and low < high:
        return str(passage["t_from"]), str(passage["t_to"])
    return (str(passage["t"]),) if parse(passage.get("t")) is not None else ()


def passage_when(passage: Mapping[str, Any]) -> str:
    """Return when a passage was: a moment and its error, or the span it may lie in.

    Examples
    --------
    >>> passage_when({"t": "2025-01-15T12:00:00Z", "t_sd_s": 30.0})
    'at 2025-01-15 12:00:00Z, give or take 30 s'
    >>> span = {"t_from": "2025-01-15T11:00:00Z", "t_to": "2025-01-15T13:00:00Z"}
    >>> passage_when({**span, "how": "gap"})
    'between 2025-01-15 11:00:00Z and 2025-01-15 13:00:00Z'
    >>> passage_when({**span, "how": "crossing"})
    'at no certain time from 2025-01-15 11:00:00Z to 2025-01-15 13:00:00Z'
    >>> passage_when({**span, "how": "crossing", "gap_s": 60.0})
    'on it or along it from 2025-01-15 11:00:00Z to 2025-01-15 13:00:00Z'
    """
    span = [utc(t) for t in passage_span(passage)]
    if len(span) == 2 and possible_only(passage):
        return f"between {span[0]} and {span[1]}"
    if len(span) == 2:
        return f"{passage_stay(passage)} from {span[0]} to {span[1]}"
    error = passage_error(passage)
    when = f"at {span[0]}" if span else "at no known time"
    return f"{when}, give or take {error}" if error and heard(passage) else when


def passage_stay(passage: Mapping[str, Any]) -> str:
    """Return what a span of time means for a passage that the track shows.

    Examples
    --------
    >>> passage_stay({"gap_s": 60.0}), passage_stay({"gap_s": 3600.0})
    ('on it or along it', 'at no certain time')
    """
    stayed = finite(passage.get("gap_s")) and not silent_there(passage)
    return "on it or along it" if stayed else "at no certain time"


def passage_error(passage: Mapping[str, Any]) -> str:
    """Return the error of the time of a passage, empty where there is none.

    Examples
    --------
    >>> [passage_error({"t_sd_s": s}) for s in (30.0, 1210.0, 9000.0, 0.0, None)]
    ['30 s', '20 min', '2.5 h', '', '']
    """
    s: Any = passage.get("t_sd_s")
    if not finite(s) or not s >= 0.5:
        return ""
    if s < _SECONDS_MOST:
        return number(s, 0, "s")
    return number(s / 60, 0, "min") if s < _MINUTES_MOST else number(s / 3600, 1, "h")


def passage_what(passage: Mapping[str, Any], asset: str) -> str:
    """Return what a ship did by its passage, or could have done, without the time.

    Examples
    --------
    >>> passage_what({"how": "unheard"}, "Alpha"), passage_what({}, "Alpha")
    ('could have crossed Alpha unheard', 'over Alpha')
    >>> passage_what({"how": "near", "distance_km": 0.42}, "Alpha")
    'passed 0.4 km from the charted line of Alpha and may have crossed the true one'
    """
    if not heard(passage):
        return f"could have crossed {asset} unheard"
    if not possible_only(passage):
        return f"over {asset}"
    away = distance(passage.get("distance_km"))
    how_far = "near" if away == DASH else f"{away} from"
    return f"passed {how_far} the charted line of {asset} and may have crossed the true one"


def passage_words(passage: Mapping[str, Any], asset: str) -> str:
    """Return what a passage shows, with its time, and how probable it is where only possible.

    Examples
    --------
    >>> passage_words({"t": "2025-01-15T12:00:00Z", "t_sd_s": 0.0}, "Alpha")
    'over Alpha at 2025-01-15 12:00:00Z'
    >>> passage_words({"t": "2025-01-15T12:00:00Z", "how": "gap", "p_cross": 0.25}, "Alpha")
    'could have crossed Alpha unheard at 2025-01-15 12:00:00Z (chance that it crossed: 25.0 %)'
    """
    words = f"{passage_what(passage, asset)} {passage_when(passage)}"
    chance = likelihood(passage.get("p_cross"))
    told = possible_only(passage) and chance != DASH
    return f"{words} (chance that it crossed: {chance})" if told else words


def passage_place(passage: Mapping[str, Any]) -> str:
    """Return where a passage was, in degrees; a place that nothing was heard at is none.

    Examples
    --------
    >>> passage_place({"how": "unheard", "lon": 20.0, "lat": 57.5})
    'not known'
    >>> passage_place({"lon": 20.0, "lat": 57.5})
    '57°30.00′N 020°00.00′E'
    """
    return degrees(passage.get("lon"), passage.get("lat")) if heard(passage) else "not known"
