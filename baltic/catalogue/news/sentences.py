"""Paragraphs and sentences with their places in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .letters import compile_names

__all__ = ["LABEL_LINE", "Sentence", "split_sentences"]

#: A line that ends a sentence may end a paragraph too; blank lines always do.
_OPEN_QUOTES = (',"', ",'", ",”", ",’")
_PARAGRAPH = re.compile(
    r"\n[ \t]*(?:\n[ \t]*)+|(?<=[.!?\"')\]])[ \t]*\n(?=[ \t]*\S)|\n(?=[ \t]*[•*\-–—]\s)"
)
#: A text with a longer line is not wrapped: each of its lines is a paragraph, a headline too.
_WRAP = 140
_LINE = re.compile(r"\n\s*")
_END = re.compile(r"[.!?]+[\"')\]]*(?=\s)|[.!?]+[\"')\]]*$|\n(?=[ \t]*[•]\s)|\s(?=•\s)")
_SHORT = compile_names(
    r"(?:^|[\s(\"'])(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Prof|Gen|Col|Lt|Capt|Cmdr|Adm|Sgt|Gov|Sen|Rep|Jr|Sr|No"
    r"|approx|ca|e\.g|i\.e|etc|vs|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Mon|Tue|Wed|Thu|Fri|Sat|Sun|U\.S|U\.K|E\.U|a\.m|p\.m|km|nm|M/V|M\.V|S\.S|Fig|Art)$",
)
_HALF_DAY = re.compile(r"\d\s?[ap]\.m$")
_OF_A_CLOCK = re.compile(
    r"(?:Mon|Tues?|Wed|Thu|Fri|Sat|Sun)[a-z.]*\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"[a-z.]*\b|[A-Z]{2,4}\b|[A-Z][a-z]+ (?:[A-Z]?[a-z]+ ){0,2}[Tt]ime\b|[^A-Z]"
)
_DAY = (
    r"(?:[0-3]?\d(?:st|nd|rd|th)? [A-Z][a-z]+\.?|[A-Z][a-z]{2,8}\.? [0-3]?\d"
    r"|(?:19|20)\d\d-\d\d-\d\d)(?:,? (?:19|20)\d\d)?"
)
_AGENCY = r"\([^)\n]{1,40}\)"
#: "HELSINKI, Dec 27 (Wire) - ", "Dec 27 (Wire) - "
_DATELINE = compile_names(
    rf"^(\W{{0,3}}(?:(?:[A-Z][\w./'-]*[ ,/]+){{1,6}}(?:{_DAY}\s*(?:{_AGENCY})?|{_AGENCY})"
    rf"|{_DAY}\s*{_AGENCY}))\s*(?:--|[-–—:])\s+(?=\S)"
)
#: A sentence longer than this is cut: nothing reads a page as one sentence.
_LONGEST = 1500


@dataclass(frozen=True)
class Sentence:
    """One sentence.

    Attributes
    ----------
    start, end
        Offsets in the text, without blanks around.
    text
        Its plain form, of length ``end - start`` in prose; what a line of a notice says in words.
    paragraph
        Number of its paragraph.
    is_title
        A paragraph by itself without a full stop.
    is_item
        Begins a list item.
    is_case
        Tells one case of a table or list of several.
    also
        Offsets of a title above it that tells a part of what it says; None for none.
    """

    start: int
    end: int
    text: str
    paragraph: int
    is_title: bool
    is_item: bool
    is_case: bool = False
    also: tuple[int, int] | None = None


def split_sentences(plain: str) -> list[Sentence]:
    """Return all sentences of a plain text, in order.

    Examples
    --------
    >>> [s.text for s in split_sentences("Dr. No sank 3.5 km off. It was Dec. 25.\\n\\nNext")]
    ['Dr. No sank 3.5 km off.', 'It was Dec. 25.', 'Next']
    """
    found: list[Sentence] = []
    number = 0
    for start, end in _paragraphs(plain):
        spans = list(_sentences(plain, start, end))
        if spans and (lead := _DATELINE.match(plain[spans[0][0] : spans[0][1]])):
            # "HELSINKI, Dec 27 (Wire) - A cable ...": the line is no part of the sentence.
            a, b = spans[0]
            found.append(Sentence(a, a + len(lead[1]), lead[1], number, True, False))
            spans[0] = (a + lead.end(), b)
        for a, b in spans:
            text = plain[a:b]
            title = len(spans) == 1 and len(text) < 250 and text[-1:] not in ".!?\"'"
            title = title and not _is_notice(text)
            found.append(Sentence(a, b, text, number, title, text[0] in "•*-–—"))
        number += bool(spans)
    return found


def _is_notice(text: str) -> bool:
    """Return whether the labelled lines of a notice are its text, and no headline."""
    return sum(bool(LABEL_LINE.match(line)) for line in text.split("\n")) >= _NOTICE_LINES


def _paragraphs(plain: str) -> list[tuple[int, int]]:
    """Return the paragraphs: what blank lines part, and in an unwrapped text all lines."""
    spans, start = [], 0
    is_wrapped = max(map(len, plain.split("\n"))) <= _WRAP
    for match in (_PARAGRAPH if is_wrapped else _LINE).finditer(plain):
        if plain[: match.start()].endswith(_OPEN_QUOTES) and plain[match.end() :][:1].islower():
            # '"... of it,"' in a block by itself, and 'said its chief' in the next.
            continue
        spans.append((start, match.start()))
        start = match.end()
    return _joined_notices(plain, [*spans, (start, len(plain))])


#: "Event start: 14.11.2026 03:47 CET": a line of an operator's notice.
LABEL_LINE = compile_names(r"[ \t]*[A-Z][\w /()-]{2,34}:[ \t]+\S")
_NOTICE_LINES = 3


def _joined_notices(plain: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the paragraphs with those of a notice, label by label, in one."""
    found: list[tuple[int, int]] = []
    notice = 0
    for start, end in spans:
        lines = [line for line in plain[start:end].split("\n") if line.strip()]
        labels = sum(bool(LABEL_LINE.match(line)) for line in lines)
        is_notice = 2 * labels > len(lines) or (bool(lines) and notice >= _NOTICE_LINES
                                                and bool(LABEL_LINE.match(lines[0])))  # fmt: skip
        if is_notice and notice and end - found[-1][0] < _LONGEST:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        notice = notice + labels if is_notice else 0
    return found


def _sentences(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    begin = start
    for match in _END.finditer(plain, start, end):
        stop = match.end()
        before = plain[max(begin, match.start() - 12) : match.start()]
        if match[0].startswith(".") and _SHORT.search(before) and stop < end:
            follows = plain[stop : stop + 40].lstrip()
            # "Dec. 25", "St. Petersburg" go on; "... on 3 Dec. The ship" does not.
            is_over = bool(re.match(r"(?:The|A|An|It|He|She|They|In|On|But)\s", follows))
            if _HALF_DAY.search(before):
                # "at 6 a.m. Sunday", "at 6 a.m. Kyiv time"; but "at 6 a.m. Nobody saw it."
                is_over = is_over or not _OF_A_CLOCK.match(follows)
            if not is_over:
                continue
        following = plain[stop : stop + 3].lstrip()
        if following[:1].islower():
            continue
        spans.append((begin, stop))
        begin = stop
    spans.append((begin, end))
    return [piece for a, b in spans for piece in _pieces(plain, a, b)]


def _pieces(plain: str, a: int, b: int) -> list[tuple[int, int]]:
    """Return the span without blanks around; one that is too long in pieces."""
    pieces = []
    for cut in range(a, b, _LONGEST):
        stop = min(b, cut + _LONGEST)
        part = plain[cut:stop]
        left = cut + len(part) - len(part.lstrip())
        right = cut + len(part.rstrip())
        if left < right:
            pieces.append((left, right))
    return pieces
