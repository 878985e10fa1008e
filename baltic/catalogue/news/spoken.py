"""An asset spoken of before its damage: "The cable runs to Gotland. It was cut on Sunday."."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .gathered import Part, kind_group, sure_part
from .mentions import Mention
from .resolve import Gazetteer
from .sentences import Sentence

__all__ = ["Spoken", "stands_for_asset"]

#: Paragraphs over which "the line" may mean what was spoken of last.
_NEAR = 2
_STANDS = re.compile(
    r"\b(?:the|this|that|its) (?:\d[\d.,]*(?:-| )[a-z]+ |same |old |whole |entire )?"
    r"(?:line|link|pipe|wire|connection|route|system|interconnection)\b"
    r"|^\W*(?:(?:at|on) )?\d[\dT:.Z-]{3,}\b|^\W*loss of light\b"
    r"|^\W*it (?:was|is|has been|had been|broke|failed|tripped|stopped|went|snapped|lost)\b",
    re.IGNORECASE,
)


def stands_for_asset(text: str) -> bool:
    """Return whether a sentence without an asset may speak of one told before.

    Examples
    --------
    >>> stands_for_asset("The line was damaged on 7 October."), stands_for_asset("It said so.")
    (True, False)
    """
    return bool(_STANDS.search(text))


@dataclass(frozen=True)
class Spoken:
    """The last asset that a text spoke of without telling of damage."""

    mention: Mention
    part: Part
    sentence: Sentence

    def is_near(self, sentence: Sentence) -> bool:
        """Return whether a later sentence may still mean it."""
        return sentence.paragraph - self.sentence.paragraph <= _NEAR

    def told_by(self, sentence: Sentence) -> tuple[Mention, Part]:
        """Return it as what a sentence without a noun for it tells of."""
        part = replace(self.part, sentences=[sentence, self.sentence])
        return replace(self.mention, is_definite=True), part

    def complete(self, mention: Mention, part: Part, gazetteer: Gazetteer) -> None:
        """Give "the cable" of a later sentence what was said of it here."""
        if not mention.is_definite or mention.is_further or part.said.ids or part.said.pairs:
            return
        if not kind_group(part.said.kind) & kind_group(self.part.said.kind):
            return
        part.said = self.part.said.joined(sure_part(part.said, self.part.said))
        if self.part.said.ids:
            part.words = self.part.words
            part.sentences.insert(0, self.sentence)
        else:
            part.sentences.append(self.sentence)
        part.ask(gazetteer)
