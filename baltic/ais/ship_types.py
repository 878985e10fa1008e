"""Kinds of ships in words: what registers and web services call them, as the codes of AIS."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SHIP_TYPE_WORDS", "ship_type_of"]

#: AIS ship types (M.1371-5 table 53) as the Danish feed words them, second digit dropped.
SHIP_TYPE_WORDS: Mapping[str, int] = {
    "wig": 20,
    "fishing": 30,
    "towing": 31,
    "towing long/wide": 32,
    "dredging": 33,
    "diving": 34,
    "military": 35,
    "sailing": 36,
    "pleasure": 37,
    "reserved": 38,
    "hsc": 40,
    "pilot": 50,
    "sar": 51,
    "tug": 52,
    "port tender": 53,
    "anti-pollution": 54,
    "law enforcement": 55,
    "spare 1": 56,
    "spare 2": 57,
    "medical": 58,
    "not party to conflict": 59,
    "passenger": 60,
    "cargo": 70,
    "tanker": 80,
    "other": 90,
}

#: Parts of longer words, the first that fits counts: a fish carrier carries, a ro-ro
#: passenger ship is a ferry, a tanker with supplies is a tanker.
_PARTS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (70, ("fish carrier", "livestock")),
    (30, ("fish", "trawl")),
    (33, ("dredg", "underwater operation")),
    (34, ("diving",)),
    (50, ("pilot",)),
    (51, ("search and rescue", "search & rescue", "rescue", "lifeboat")),
    (54, ("pollution",)),
    (55, ("law enforce", "police", "patrol", "coast guard", "coastguard")),
    (58, ("medical", "hospital")),
    (35, ("military", "naval", "navy", "warship")),
    (53, ("port tender",)),
    (36, ("sailing",)),
    (37, ("pleasure", "yacht")),
    (40, ("high speed", "high-speed", "hydrofoil")),
    (20, ("wing in ground",)),
    (60, ("passenger", "ferry", "cruise", "ro-pax", "ropax")),
    (52, ("tug", "pusher")),
    (31, ("towing",)),
    (80, ("tanker", "gas carrier", "lng", "lpg")),
    (90, ("offshore", "supply", "research", "survey", "icebreaker", "cable", "crane", "buoy")),
    (
        70,
        (
            *("cargo", "bulk", "container", "ro-ro", "roro", "reefer", "refrigerat"),
            *("carrier", "freight", "coaster", "cement", "heavy load", "heavy lift"),
        ),
    ),
    (90, ("other", "special", "training")),
)


def ship_type_of(word: str) -> int | None:
    """Return the AIS code of a kind of ship in words or figures, None for any other word.

    Parameters
    ----------
    word
        ``70``, ``70.0``, ``Cargo``, ``General Cargo Ship``, ``Oil/Chemical Tanker`` ...

    Returns
    -------
    int or None
        0 to 99; 0 is "not available".

    Examples
    --------
    >>> [ship_type_of(w) for w in ("80.0", "Fishing vessel", "Ro-Ro/Passenger Ship", "Undefined")]
    [80, 30, 60, None]
    """
    text = word.strip().casefold()
    if text in SHIP_TYPE_WORDS:
        return SHIP_TYPE_WORDS[text]
    figures = text.removesuffix(".0")
    if figures.isascii() and figures.isdigit():
        # As a number is written: 07 and 007 are no codes.
        return int(figures) if str(int(figures)) == figures and int(figures) < 100 else None
    return next((code for code, parts in _PARTS if any(p in text for p in parts)), None)
