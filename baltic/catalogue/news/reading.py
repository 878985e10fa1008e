"""What is known while a text is read from its first sentence to its last."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .damage import is_all_clear
from .damagedays import asks_when, event_date
from .dates import DateFound
from .gathered import Event, Part
from .lexicon import lexicon
from .resolve import Gazetteer
from .sentences import Sentence
from .spoken import Spoken

__all__ = ["Reading"]

#: From here on a description means its asset.
_MEANT = 0.8


@dataclass
class Reading:
    """The events so far, the one in hand, and where the text is.

    ``apart``: the text says that what it tells of are cases without a connection;
    ``alarmed``: it speaks of an alarm; ``is_elsewhere``: it is about another sea, and only
    brings up the Baltic; ``mended``: assets of whose repair it tells, with the sentences of
    their paragraph up to there; ``here``: those of the paragraph in hand;
    ``is_history``: it tells of earlier cases, by the headline that it stands under;
    ``other_matters``: paragraphs that have nothing to do with an asset;
    ``unnamed``: sentences on damage to assets that they do not tell apart;
    ``is_asked``, ``is_answer``: a sentence asks when it happened, or follows one that does.
    """

    gazetteer: Gazetteer
    article: date | None
    by: date | None = None
    apart: bool = False
    alarmed: bool = False
    events: list[Event] = field(default_factory=list)
    focus: Event | None = None
    focus_paragraph: int = -9
    sea: str | None = None
    is_elsewhere: bool = False
    is_history: bool = False
    paragraph: int = -1
    paragraph_sea: str | None = None
    pending: list[Sentence] = field(default_factory=list)
    seen: list[tuple[Sentence, Part]] = field(default_factory=list)
    spoken: Spoken | None = None
    unnamed: list[Sentence] = field(default_factory=list)
    mended: list[tuple[list[Sentence], Part]] = field(default_factory=list)
    here: list[Sentence] = field(default_factory=list)
    other_matters: frozenset[int] = frozenset()
    is_answer: bool = False
    is_asked: bool = False

    def come_to(self, sentence: Sentence) -> None:
        """Forget what was said of the paragraph before, where a new one begins."""
        self.is_answer, self.is_asked = self.is_asked, asks_when(sentence.text)
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.paragraph_sea = sentence.paragraph, None
            self.is_elsewhere = False
            self.pending, self.here = [], []
        self.here.append(sentence)
        if sentence.is_title:
            heading = lexicon().words["history_heading"]
            self.is_history = bool(self.events and heading.fullmatch(sentence.text.strip()))

    def give_earlier(self, event: Event) -> None:
        """Give an event what was told before it: in its paragraph, or of its named asset."""
        for sentence in self.pending:
            event.add(sentence)
            if is_all_clear(sentence.text) and len(event.parts) == 1:
                event.clear(sentence)
        ids = {i for p in event.parts for i in p.said.ids}
        # "The pipeline between Finland and Estonia" was named before.
        ids |= {i for p in event.parts for i, sure in p.resolved.items() if sure >= _MEANT}
        for sentence, part in self.seen:
            if ids & set(part.said.ids):
                event.add(sentence)
        event.sentences.sort(key=lambda s: s.start)
        self.pending, self.seen = [], []

    def when(self, text: str) -> DateFound | None:
        """Return the date in a sentence that belongs to the damage."""
        return event_date(text, self.article, self.told_days(), self.by)

    def written(self) -> date | None:
        """Return the day of the article, or that by which it was written."""
        return self.article or self.by

    def told_days(self) -> tuple[date, date] | None:
        """Return the days of the event told last, from which "two days later" counts."""
        return next((e.days for e in reversed(self.events) if e.days), None)
