"""What is gathered on one event, and whether two descriptions can be of one asset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo

from .dates import DateFound
from .lexicon import lexicon
from .mentions import Mention
from .resolve import Description, Gazetteer
from .sentences import Sentence

__all__ = [
    "Event",
    "Part",
    "fits",
    "has_own",
    "is_umbrella_of",
    "kind_group",
    "length_of",
    "overlap",
    "span_of",
    "sure_part",
]

#: Confidence of all candidates from which their common kind is that of the asset.
_SURE_KIND = 0.4
#: What is said of one event beyond this many sentences is left unread.
_MOST_SENTENCES = 400


@dataclass
class Part:
    """One asset (or several alike) of an event, with the sentences about it.

    ``places``: where in a sentence it stands, by the sentence's offset; ``zones``: those of
    the lands in which its candidates come ashore.
    """

    said: Description
    count: int
    words: str
    sentences: list[Sentence]
    resolved: dict[str, float]
    when: DateFound | None = None
    when_sentence: Sentence | None = None
    taken: int = 0
    worth: float = 1.0
    damage: str | None = None
    places: dict[int, int] = field(default_factory=dict)
    zones: tuple[str, ...] = ()

    def ask(self, gazetteer: Gazetteer) -> None:
        """Resolve anew what is said by now."""
        found = gazetteer.resolve(self.said)
        if found:
            self.resolved = {k: round(v * self.worth, 2) for k, v in found.items()}
        elif len(self.said.pairs) == 1 and not self.said.ids:
            # Its ends are told, and nothing in the table has them: no place beside them has, too.
            self.resolved = {}

    def settle_kind(self, gazetteer: Gazetteer, sentences: Sequence[Sentence]) -> None:
        """Tell "a cable" by what its loss did, or by the assets that it can be.

        Parameters
        ----------
        gazetteer
            Assets with their kinds.
        sentences
            Those of the event.
        """
        if self.said.kind not in ("cable", "pipeline"):
            return
        kinds = gazetteer.names.kinds
        of_assets = {kinds[i] for i in self.resolved if i in kinds}
        if len(of_assets) == 1 and sum(self.resolved.values()) >= _SURE_KIND:
            self.said = replace(self.said, kind=of_assets.pop())
            return
        fitting = kind_group(self.said.kind)
        told = {k for s in sentences[:8] for k in lexicon().labels("effects", s.text)} & fitting
        if len(told) == 1:
            self.said = replace(self.said, kind=told.pop())
            self.ask(gazetteer)


@dataclass
class Event:
    """What befell one or several assets at a time.

    Attributes
    ----------
    parts
        Assets.
    sentences
        All sentences about it, in order.
    is_background, is_recalled
        An earlier case, by its date or by the words that it is told in; by those words.
    is_dated_around
        Its day stands in another sentence than its damage.
    text, own
        All sentences of the article, in order; those about it but what recalls a case before.
    publisher
        Who put the text out, where it is a notice.
    operators
        Companies named in the text, with their places.
    zone
        That which the text tells for all its times.
    is_denied, denial
        The text says that there was no damage, and where.
    is_sound
        The text says that the asset itself has no damage, though its service failed.
    """

    parts: list[Part]
    sentences: list[Sentence]
    is_background: bool = False
    is_recalled: bool = False
    is_denied: bool = False
    is_sound: bool = False
    denial: Sentence | None = None
    when: DateFound | None = None
    when_sentence: Sentence | None = None
    days: tuple[date, date] | None = None
    damage: tuple[str, Sentence] | None = None
    is_title_only: bool = False
    is_found_later: bool = False
    is_dated_around: bool = False
    text: Sequence[Sentence] = ()
    own: Sequence[Sentence] = ()
    publisher: str | None = None
    operators: Sequence[tuple[int, str]] = ()
    zone: tzinfo | None = None

    def add(self, sentence: Sentence) -> None:
        """Note a sentence once."""
        if sentence.start not in self._starts and len(self.sentences) < _MOST_SENTENCES:
            self._starts.add(sentence.start)
            self.sentences.append(sentence)

    def drop(self, sentence: Sentence) -> None:
        """Take a sentence out that is of another event."""
        if sentence.start in self._starts:
            self._starts.remove(sentence.start)
            self.sentences.remove(sentence)

    def is_outage(self) -> bool:
        """Return whether what failed is told as the service of an asset, not as damage to it."""
        outage = lexicon().words["outage"]
        return bool(self.damage and outage.fullmatch(self.damage[0]))

    def clear(self, sentence: Sentence, *, of_asset: bool = False) -> None:
        """Note that a sentence tells of no damage; of the asset alone where service failed."""
        self.denial = sentence
        if of_asset and self.is_outage() and not self.is_denied:
            self.is_sound = True
        else:
            self.is_denied = True

    def date_it(self, when: DateFound | None, sentence: Sentence) -> None:
        """Take the day that a sentence tells; a single asset has no other."""
        self.when, self.when_sentence, self.days = when, sentence, span_of(when)
        if len(self.parts) == 1:
            self.parts[0].when = None

    def __post_init__(self) -> None:
        self._starts = {s.start for s in self.sentences}


def is_umbrella_of(known: Part, part: Part) -> bool:
    """Return whether "two cables" was said before, and this is one of them."""
    return known.count > 1 and not known.said.ids and 0 < part.count < known.count


def sure_part(new: Description, known: Description) -> Description:
    """Return what may narrow a known description: no place beside it once its ends are told."""
    return replace(new, areas=(), towns=()) if known.pairs or known.ids else new


def fits(one: Part, two: Part, mention: Mention) -> bool:
    """Return whether two descriptions can be of one asset."""
    a, b = kind_group(one.said.kind), kind_group(two.said.kind)
    if not (a & b):
        return False
    if mention.is_further and not mention.ids:
        return False
    if one.said.ids and two.said.ids:
        return bool(set(one.said.ids) & set(two.said.ids))
    if one.count and two.count and one.count != two.count and not mention.is_definite:
        return False
    if mention.is_definite and not (one.said.ids or one.said.pairs or one.said.of_countries):
        return True
    if _are_apart(one.said, two.said):
        return False
    if one.resolved and two.resolved:
        return bool(set(one.resolved) & set(two.resolved))
    return True


def _are_apart(a: Description, b: Description) -> bool:
    """Return whether the countries told of both ends differ: Sweden-Estonia, Estonia-Finland."""
    if not (a.pairs and b.pairs) or (a.ids and b.ids):
        return False
    lands = [
        {frozenset(end[0] for end in pair) for pair in x.pairs if _is_of_countries(pair)}
        for x in (a, b)
    ]
    return bool(lands[0] and lands[1]) and not lands[0] & lands[1]


def _is_of_countries(pair: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    return all(len(end) == 1 and len(end[0]) == 2 for end in pair)


def kind_group(kind: str) -> set[str]:
    return {"cable": {"telecom", "power"}, "pipeline": {"gas", "oil"}}.get(kind, {kind})


def overlap(a: tuple[date, date] | None, b: tuple[date, date] | None) -> bool:
    return a is None or b is None or (a[0] <= b[1] and b[0] <= a[1])


def span_of(when: DateFound | None) -> tuple[date, date] | None:
    return (when.first, when.last) if when and when.first and when.last else None


def length_of(days: tuple[date, date]) -> int:
    return (days[1] - days[0]).days


def has_own(part: Part) -> bool:
    """Return whether a text says of an asset by itself which one it is."""
    said = part.said
    return bool(said.ids or said.pairs or said.of_countries or said.towns or said.areas)
