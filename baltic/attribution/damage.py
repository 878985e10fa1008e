"""What the words on a damaged asset say of its cause: outer force, inner fault, no ship.

Words are looked for clause by clause.  A text that holds marks of two causes that exclude
each other says nothing of which it was.
"""

from __future__ import annotations

import re

__all__ = ["damage_state", "says_both"]

_OTHER = ("explos", "excavat", "dug ", "digging", "storm", "ice ridge", "landslide", "earth works")
#: Weather is the circumstance in which anchors are dragged, too.
_WEATHER = ("storm", "ice ridge")
_INTERNAL = ("internal", "substation", "converter", "onshore", "flash-over", "technical")
#: A cable that is cut or severed may be so by ice, abrasion or a slide: that says no cause.
_EXTERNAL = ("external", "torn", "sheath", "dragged", "displaced")
#: A buoy is anchored, and ships wait at an anchorage.
_ANCHOR = re.compile(r"\banchors?\b")
#: "torn by a landslide" names the cause, "torn in a storm" when it was.
_BY_OTHER = re.compile(rf"\bby (?:[\w-]+ ){{0,2}}(?:{'|'.join(_OTHER)})")
#: "not damaged by an anchor", "anchor ruled out by survey"; "no longer in service" denies nothing.
_DENIED = re.compile(
    r"\b(?:no(?! longer\b)|not|never|without|nothing|neither|nor|unlikely|cannot)\b"
    r"|\bexclud(?:e[sd]?|ing)\b|n't\b|\brul\w+ out\b|\bfree of\b"
)
_WHOLE = r"\b(?:unharmed|undamaged|intact|unaffected|untouched|unscathed)\b"
_CLAUSES = re.compile(rf"[,;:.]|\b(?:but|and|though|while|whereas)\b|\bwith\b(?=[^,;:.]*{_WHOLE})")
#: Where the part at sea is whole, that on shore is not.
_SEA_WHOLE = re.compile(
    rf"\b(?:undersea|subsea|submarine|sea|offshore|marine) (?:[\w-]+ ){{0,3}}{_WHOLE}"
)
#: "12 km from the converter station": where it was measured from, not what failed.
_FROM = re.compile(
    r"\bfrom (?:(?!(?:internal|technical|flash)\b)[\w-]+ ){0,3}?(?:onshore|converter|substation)\b"
    r"(?: converter| substation)?"
)


def damage_state(words: str | None) -> str:
    """Return what a description of damage says of the cause: external, internal, other, unknown.

    ``other`` is an outer cause that is no ship (explosion, digging, storm).  Words that
    contradict each other say ``unknown`` (see :func:`says_both`); a stated anchor counts
    whatever the weather was.

    Examples
    --------
    >>> damage_state("outer sheath torn"), damage_state("internal fault"), damage_state(None)
    ('external', 'internal', 'unknown')
    >>> damage_state("anchor ruled out by survey"), damage_state("no anchor scar, sheath torn")
    ('unknown', 'external')
    >>> damage_state("torn by an anchor in a storm"), damage_state("sheath torn, internal fault")
    ('external', 'unknown')
    """
    causes = _causes(words)
    return causes[0] if len(causes) == 1 else "unknown"


def says_both(words: str | None) -> bool:
    """Return whether a description holds marks of an outer force and of a cause that is no ship.

    Examples
    --------
    >>> says_both("sheath torn, internal fault"), says_both("torn by an anchor in a storm")
    (True, False)
    """
    return len(_causes(words)) > 1


def _causes(words: str | None) -> tuple[str, ...]:
    """Return the causes that a description holds marks of: none, one, or two that contradict."""
    clauses = _CLAUSES.split(_FROM.sub(" ", (words or "").casefold()))
    # A clause that denies something says what it was not.
    told = [f" {clause} " for clause in clauses if not _DENIED.search(clause)]
    text = " ".join(clause for clause in told if not re.search(_WHOLE, clause))
    ashore = any(_SEA_WHOLE.search(clause) for clause in told)
    anchor = bool(_ANCHOR.search(text))
    external = anchor or _holds(text, _EXTERNAL)
    other = [mark for mark in _OTHER if mark in text]
    if anchor and set(other) <= set(_WEATHER):
        other = []
    elif other and not anchor and _BY_OTHER.search(text):
        external = False
    no_ship = "other" if other else "internal" if ashore or _holds(text, _INTERNAL) else ""
    return (("external",) if external else ()) + ((no_ship,) if no_ship else ())


def _holds(text: str, marks: tuple[str, ...]) -> bool:
    return any(mark in text for mark in marks)
