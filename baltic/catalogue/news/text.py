"""A news text as it came, and the same without markup, with the way back to its places."""

from __future__ import annotations

import bisect
import html
import re
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError, like_file

__all__ = ["MAX_BYTES", "News", "read_news"]

#: More than any article; a wrong file (a dump, a log) is refused, not chewed on.
MAX_BYTES = 20_000_000

_AS_TEXT = "save the news as plain text, UTF-8"
_OPEN = re.compile(r"<(script|style|head)\b", re.I)
_BREAK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|article|section|blockquote)\b", re.I)
#: A cell of a table stands apart from the one before it.
_CELL = re.compile(r"<t[dh]\b", re.I)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,8});")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069"
    r"\ud800-\udfff\ufeff\ufffe\uffff]"
)
#: Marks of emphasis around a word or some: "*Edda*", "_Edda_"; a dot of a list has a blank behind.
_EMPHASIS = re.compile(
    r"(?<![\w*_])(?P<mark>\*\*?|__?)(?P<inner>\w(?:[^*_\n]{0,78}[\w.!?])?)(?P=mark)(?![\w*_])"
)
_LONE_CR = re.compile(r"\r(?!\n)")
#: How files begin that word processors and printers make, and what they are.
_NO_TEXTS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a document of a word processor, or another archive"),
    (b"{\\rtf", "a document of a word processor"),
    (b"\xd0\xcf\x11\xe0", "a document of a word processor"),
)
_PLAIN = str.maketrans("‘’‛`´“”„«»\u00a0\u2009\u202f‐‑", "'''''\"\"\"\"\"   --")
#: Full-width letters, digits and signs, as wide fonts have them.
_PLAIN |= {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}


@dataclass(frozen=True)
class News:
    """A text.

    Attributes
    ----------
    original
        As it came; evidence is quoted from here.
    plain
        Markup and control characters blanked, entities resolved, quotation marks, hyphens and
        full-width letters made plain.
    shifts
        Places in `plain` behind an entity, and how much longer the original is up to there.
    """

    original: str
    plain: str
    shifts: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    @classmethod
    def of(cls, text: str) -> News:
        """Return a text with its plain form.

        Examples
        --------
        >>> News.of("<p>A&amp;B</p>").plain
        '\\n\\n A&B\\n\\n  '
        """
        plain = text
        if "<" in text:
            plain = _without_blocks(plain)
            plain = _TAG.sub(_blank_tag, plain)
        plain, shifts = _without_entities(plain)
        # A line may end in CR LF, or, long ago, in CR alone.
        plain = _LONE_CR.sub("\n", plain).replace("\r", " ")
        plain = _CONTROL.sub(" ", plain).translate(_PLAIN)
        if "*" in plain or "_" in plain:
            plain = _EMPHASIS.sub(_without_marks, plain)
        return cls(text, plain, shifts)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return two offsets of `plain` as offsets of the original."""
        places, by = self.shifts
        first, last = (bisect.bisect_right(places, x) - 1 for x in (start, end))
        return start + (by[first] if first >= 0 else 0), end + (by[last] if last >= 0 else 0)

    def quote(self, start: int, end: int) -> str:
        """Return the words between two offsets of `plain`, as they came."""
        a, b = self.span(start, end)
        return self.original[a:b]


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


def _without_marks(match: re.Match[str]) -> str:
    """Return emphasised words without their marks, at their places."""
    blank = " " * len(match["mark"])
    return f"{blank}{match['inner']}{blank}"


def _blank_tag(match: re.Match[str]) -> str:
    size = len(match[0])
    if _CELL.match(match[0]):
        return "\t" + " " * (size - 1)
    return ("\n\n" + " " * size)[:size] if _BREAK.match(match[0]) else " " * size


def _without_entities(text: str) -> tuple[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return a text with its entities resolved, and where it got shorter."""
    parts: list[str] = []
    places: list[int] = []
    by: list[int] = []
    at = size = 0
    for match in _ENTITY.finditer(text) if "&" in text else ():
        letter = html.unescape(match[0])
        if letter == match[0]:
            continue
        parts += [text[at : match.start()], letter]
        size += match.start() - at + len(letter)
        at = match.end()
        places.append(size)
        by.append(at - size)
    return "".join([*parts, text[at:]]), (tuple(places), tuple(by))


def read_news(path: Path) -> str:
    """Return the text of a file.

    Bytes that are no UTF-8 become a replacement mark; UTF-16 is known by its byte order mark.

    Parameters
    ----------
    path
        At most :data:`MAX_BYTES` bytes.

    Returns
    -------
    str
        The whole text, markup included.

    Raises
    ------
    InputError
        No file, too large, or no text.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "article.txt"
    ...     _ = file.write_text("A cable failed.")
    ...     read_news(file)
    'A cable failed.'
    """
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "no such file"
        raise InputError(what, file=path, hint=like_file(path, "give a text file with the news"))
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise InputError(
            f"{size:,} bytes is too large for a news text", file=path, hint=f"at most {MAX_BYTES:,}"
        )
    raw = path.read_bytes()
    for begin, what in _NO_TEXTS:
        if raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(begin):
            raise InputError(f"is {what}, no text", file=path, hint=_AS_TEXT)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace")
    if raw.count(b"\x00") > len(raw) // 100:
        raise InputError("is no text", file=path, hint=_AS_TEXT)
    return raw.decode("utf-8-sig", "replace")
