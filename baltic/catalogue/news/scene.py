"""A sentence with what is to be seen in it."""

from __future__ import annotations

from dataclasses import dataclass

from .geography import Place
from .mentions import Mention
from .sentences import Sentence

__all__ = ["Scene"]


@dataclass(frozen=True)
class Scene:
    """A sentence, the places that it names, and the assets that lie in the Baltic."""

    sentence: Sentence
    places: list[Place]
    mentions: list[Mention]

    @property
    def text(self) -> str:
        """Its plain text."""
        return self.sentence.text

    @property
    def is_elsewhere(self) -> bool:
        """Whether it names a place that is not of the Baltic."""
        return any(p.kind in ("other", "land") for p in self.places)
