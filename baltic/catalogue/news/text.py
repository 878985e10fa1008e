"""A news text as it came, and the same with its markup blanked: offsets are the same in both."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError

__all__ = ["MAX_BYTES", "News", "read_news"]

#: More than any article; a wrong file (a dump, a log) is refused, not chewed on.
MAX_BYTES = 20_000_000

_OPEN = re.compile(r"<(script|style|head)\b", re.I)
_BREAK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|article|section|blockquote)\b", re.I)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_QUOTES = str.maketrans("‘’‛`´“”„«»\u00a0\u2009\u202f‐‑", "'''''\"\"\"\"\"   --")


@dataclass(frozen=True)
class News:
    """A text.

    Attributes
    ----------
    original
        As it came; evidence is quoted from here.
    plain
        Of the same length: markup, entities and control characters blanked, quotation
        marks and hyphens made plain.
    """

    original: str
    plain: str

    @classmethod
    def of(cls, text: str) -> News:
        """Return a text with its plain form.

        Examples
        --------
        >>> News.of("<p>A&amp;B</p>").plain
        '\\n\\n A&    B\\n\\n  '
        """
        plain = text
        if "<" in text:
            plain = _without_blocks(plain)
            plain = _TAG.sub(_blank_tag, plain)
        if "&" in plain:
            plain = _ENTITY.sub(_entity, plain)
        plain = _CONTROL.sub(" ", plain).replace("\r", " ").translate(_QUOTES)
        return cls(text, plain)

    def quote(self, start: int, end: int) -> str:
        """Return the words between two offsets, as they came."""
        return self.original[start:end]


def _without_blocks(text: str) -> str:
    """Blank what stands between the tags of scripts, styles and heads."""
    folded = text.casefold() if text.isascii() else re.sub(r"[^\x00-\x7f]", "?", text).lower()
    parts, at = [], 0
    endless: set[str] = set()
    for match in _OPEN.finditer(text):
        name = match[1].lower()
        if match.start() < at or name in endless:
            continue
        stop = folded.find(f"</{name}", match.end())
        if stop < 0:
            endless.add(name)
            continue
        parts += [text[at : match.start()], " " * (stop - match.start())]
        at = stop
    return "".join([*parts, text[at:]])


def _blank_tag(match: re.Match[str]) -> str:
    size = len(match[0])
    return ("\n\n" + " " * size)[:size] if _BREAK.match(match[0]) else " " * size


def _entity(match: re.Match[str]) -> str:
    letter = html.unescape(match[0])
    size = len(match[0])
    return (letter + " " * size)[:size] if len(letter) == 1 else " " * size


def read_news(path: Path) -> str:
    """Return the text of a file.

    Bytes that are no UTF-8 become a replacement mark; UTF-16 is known by its byte order mark.

    Raises
    ------
    InputError
        No file, too large, or no text.
    """
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "no such file"
        raise InputError(what, file=path, hint="give a text file with the news")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise InputError(
            f"{size:,} bytes is too large for a news text", file=path, hint=f"at most {MAX_BYTES:,}"
        )
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    if raw.count(b"\x00") > len(raw) // 100:
        raise InputError("is no text", file=path, hint="save the news as plain text, UTF-8")
    return raw.decode("utf-8-sig", "replace")
