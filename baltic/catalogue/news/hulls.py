"""Numbers of a ship that a text prints behind its name: IMO, MMSI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..vessels import imo_is_valid
from .sentences import Sentence

__all__ = ["numbers_of"]

_IMO = re.compile(r"\bIMO(?:[- ](?:number|no\.?|nr\.?))?[\s:#-]{0,3}(\d{7})(?!\d)", re.IGNORECASE)
_MMSI = re.compile(r"\bMMSI(?:[- ](?:number|no\.?|nr\.?))?[\s:#-]{0,3}(\d{9})(?!\d)", re.IGNORECASE)
#: Characters behind a ship's name in which its numbers stand.
_NEAR = 90


def numbers_of(name: str, sentences: Iterable[Sentence], others: Iterable[str]) -> dict[str, Any]:
    """Return the numbers told of a ship: ``imo``, ``mmsi``, or an IMO that cannot be one.

    Parameters
    ----------
    name, sentences
        Of the ship, and those that name it.
    others
        Names of the other ships of the text: behind one of these the numbers are its own.

    Returns
    -------
    dict
        ``imo`` and ``mmsi`` as integers; ``imo_as_told`` where its check digit is wrong.

    Examples
    --------
    >>> told = [Sentence(0, 31, "The tanker Alma (IMO 9074729).", 0, False, False)]
    >>> numbers_of("Alma", told, [])
    {'imo': 9074729}
    """
    found: dict[str, Any] = {}
    for sentence in sentences:
        at = sentence.text.find(name)
        if at < 0:
            continue
        behind = sentence.text[at + len(name) : at + len(name) + _NEAR]
        stops = [p for other in others if other != name and (p := behind.find(other)) >= 0]
        behind = behind[: min(stops, default=_NEAR)]
        if imo := _IMO.search(behind):
            key = "imo" if imo_is_valid(int(imo[1])) else "imo_as_told"
            found.setdefault(key, int(imo[1]))
        if (mmsi := _MMSI.search(behind)) and int(mmsi[1]):
            found.setdefault("mmsi", int(mmsi[1]))
    return found
