"""Whether the assets of a sentence lie in the Baltic, and which sea a text is in."""

from __future__ import annotations

from .geography import Place, sea_at
from .lexicon import lexicon
from .mentions import Mention
from .reading import Reading
from .scene import Scene

__all__ = ["come_to_the_baltic", "in_the_baltic", "set_aside"]


def in_the_baltic(
    mentions: list[Mention], text: str, places: list[Place], state: Reading
) -> list[Mention]:
    """Return the assets of a sentence that lie in the Baltic."""
    local = [m for m in mentions if _is_baltic(m, text, places, state)]
    if any(m.ids for m in local) and not any(p.kind in ("other", "land") for p in places):
        # "EstLink 2 and four data cables" lie together.
        return mentions
    return local


def _is_baltic(mention: Mention, text: str, places: list[Place], state: Reading) -> bool:
    if mention.ids:
        return True
    here = _sea_told(mention, text, places, state) or state.paragraph_sea or state.sea
    if here is None:
        return any(p.kind in ("country", "town") for p in places)
    return here == "baltic"


def _sea_told(mention: Mention, text: str, places: list[Place], state: Reading) -> str | None:
    """Return ``baltic`` or ``other`` where the sentence itself tells the sea of an asset."""
    is_known = mention.is_definite and state.focus is not None
    here = sea_at(mention.head, text, places, is_known=is_known)
    if here is None and any(p.kind == "country" for p in places):
        adjectives = [p for p in places if mention.start <= p.start < mention.end]
        here = "baltic" if adjectives and state.paragraph_sea != "other" else None
    if here is None and state.paragraph_sea is None and not mention.is_definite:
        # A new thing in a new paragraph with a land elsewhere lies there: "Taiwan detained ...".
        named = lexicon().find("other_places", text)
        here = "other" if named and named[0][0].isupper() else None
    return here


def come_to_the_baltic(scene: Scene, state: Reading) -> None:
    """Note that a text speaks of the Baltic; "elsewhere": it only brings that up."""
    state.is_elsewhere = state.sea == "other" and (
        state.is_elsewhere
        or bool(lexicon().find("background", scene.text))
        or any(p.kind == "other" for p in scene.places)
    )
    state.paragraph_sea = "baltic"
    state.sea = "other" if state.is_elsewhere else "baltic"


def set_aside(scene: Scene, state: Reading) -> None:
    """Leave a sentence on a thing elsewhere; where no place is told it may yet be of use."""
    is_told = scene.is_elsewhere or "other" in (state.paragraph_sea, state.sea)
    if not is_told and not lexicon().find("other_places", scene.text):
        state.pending.append(scene.sentence)
        return
    state.paragraph_sea = state.sea = "other"
    state.focus = None
