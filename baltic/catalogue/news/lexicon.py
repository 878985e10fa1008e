"""The words that are looked for, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Lexicon", "lexicon"]

Pattern = re.Pattern[str]


@dataclass(frozen=True)
class Lexicon:
    """Patterns by name, and tables of patterns by label; see ``lexicon.yaml``."""

    words: dict[str, Pattern]
    tables: dict[str, dict[str, Pattern]]
    seas: tuple[tuple[Pattern, tuple[float, float, float, float] | None], ...]
    countries: dict[str, tuple[str, ...]]

    def find(self, name: str, text: str) -> re.Match[str] | None:
        """Return the first place of a group of words."""
        return self.words[name].search(text)

    def label(self, table: str, text: str) -> tuple[str, re.Match[str]] | None:
        """Return the first label of a table whose words are in the text, and where."""
        for label, pattern in self.tables[table].items():
            if match := pattern.search(text):
                return label, match
        return None

    def labels(self, table: str, text: str) -> set[str]:
        """Return all labels of a table whose words are in the text."""
        return {k for k, pattern in self.tables[table].items() if pattern.search(text)}


@cache
def lexicon() -> Lexicon:
    """Return the lexicon.

    Examples
    --------
    >>> lexicon().label("kinds", "an optical cable")[0]
    'telecom'
    """
    raw: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("lexicon.yaml").read_text(encoding="utf-8")
    )
    raw["baltic_waters"] = "|".join(raw["baltic_seas"])
    seas = tuple((_whole(k), tuple(v) if v else None) for k, v in raw.pop("baltic_seas").items())
    countries = {k: tuple(v) for k, v in raw.pop("countries").items()}
    tables = {
        name: {str(k): _whole(v) for k, v in part.items()}
        for name, part in raw.items()
        if isinstance(part, dict)
    }
    words = {name: _whole(part) for name, part in raw.items() if isinstance(part, str)}
    return Lexicon(words, tables, seas, countries)


def _whole(words: str) -> Pattern:
    """Return a pattern of whole words."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
