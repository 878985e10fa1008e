"""One field of a draft: its value, how sure, and the sentences it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .sentences import Sentence
from .text import News

__all__ = ["UNKNOWN", "FieldRead", "as_record"]

UNKNOWN = "unknown"


@dataclass(frozen=True)
class FieldRead:
    """A value read from a text, or ``unknown`` where the text is silent."""

    field: str
    value: Any = UNKNOWN
    sentences: tuple[Sentence, ...] = ()
    confidence: float | None = None


def as_record(read: FieldRead, news: News) -> dict[str, Any]:
    """Return a field as plain JSON, its evidence quoted with character offsets."""
    record: dict[str, Any] = {"field": read.field, "value": read.value}
    if read.confidence is not None:
        record["confidence"] = read.confidence
    spans = (span for s in read.sentences for span in (s.also, (s.start, s.end)) if span)
    record["evidence"] = [_quoted(*span, news) for span in dict.fromkeys(spans)]
    return record


def _quoted(start: int, end: int, news: News) -> dict[str, Any]:
    start, end = news.span(start, end)
    return {"sentence": news.original[start:end], "start": start, "end": end}
