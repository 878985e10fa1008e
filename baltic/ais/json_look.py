"""What the first bytes of a JSON file show: which kind it is, and its first objects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .json_values import parse

if TYPE_CHECKING:
    from .head import Head

__all__ = ["Look", "look", "with_keys"]

_SAMPLE = 50
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Look:
    """What the first bytes of a JSON file show.

    Parameters
    ----------
    kind
        ``lines``, ``array``, ``features`` (a FeatureCollection) or ``object``.
    sample
        The first objects, features not yet flattened.
    """

    kind: str
    sample: list[dict[str, Any]]

    @property
    def words(self) -> str:
        """The kind in words."""
        return {
            "lines": "JSON lines whose objects",
            "array": "a JSON list whose objects",
            "features": "a FeatureCollection whose features",
        }.get(self.kind, "a JSON object that")


def look(head: Head) -> Look | None:
    """Return the kind of a JSON file and its first objects; None when it is no JSON."""
    if head.is_binary:
        return None
    filled = [line for line in head.lines if line.strip()][:_SAMPLE]
    whole = [v for v in map(parse, filled) if isinstance(v, dict)]
    if 2 * len(whole) > len(filled):
        features = whole[0].get("features")
        if isinstance(features, list):
            return _look("features", features[:_SAMPLE])
        return Look("lines", whole)
    text = head.text.lstrip()
    if text.startswith("["):
        return _look("array", _elements(text, 1))
    if not text.startswith("{"):
        return None
    name = text.find('"features"')
    start = text.find("[", name)
    if name >= 0 and start >= 0:
        return _look("features", _elements(text, start + 1))
    return _look("object", _elements(text, 0))


def _look(kind: str, values: Sequence[Any]) -> Look:
    return Look(kind, [v for v in values if isinstance(v, dict)])


def _elements(text: str, start: int) -> list[Any]:
    """Return the first elements of a list that may be cut."""
    found: list[Any] = []
    while len(found) < _SAMPLE:
        while start < len(text) and text[start] in ", \t\r\n":
            start += 1
        try:
            value, start = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def with_keys(sample: Sequence[Mapping[str, Any] | None], *names: str) -> int:
    """Return how many objects have all these names."""
    return sum(v is not None and all(n in v for n in names) for v in sample)
