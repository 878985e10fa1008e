"""Notices, tables and timelines: their lines as sentences, each with the line it came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .damage import damage_word
from .labels import label_blocks
from .mentions import AssetNames
from .noted import Noted
from .sentences import Sentence, split_sentences
from .stamps import spelled_out, stamped_lists
from .tables import table_blocks

__all__ = ["Lines", "read_lines", "without_lines"]


@dataclass(frozen=True)
class Lines:
    """A text, its lines of notices read as such.

    Attributes
    ----------
    sentences
        All of the text, in order.
    prose
        The text with what was read so blanked, of its length.
    has_cases
        Whether a notice, a row of a table or a dated list tells of damage.
    """

    sentences: list[Sentence]
    prose: str
    has_cases: bool


def read_lines(plain: str, names: AssetNames) -> Lines:
    """Return the sentences of a text, lines of notices read as such, and its prose alone.

    Parameters
    ----------
    plain
        Plain text.
    names
        Names of the assets: a block of lines that is of none of them stays as it is.

    Examples
    --------
    >>> text = "Asset: Kontek\\nStart: 3 May 2025\\nStatus: down\\nRepair: not started"
    >>> read = read_lines(text, AssetNames([{"asset_id": "kontek", "name": "Kontek",
    ...     "kind": "power"}]))
    >>> [s.text for s in read.sentences]
    ['Kontek cable, status: down; start: 3 May 2025.', 'Repairs have not begun: not started.']
    """
    noted: list[Noted] = []
    prose = plain
    for find in (label_blocks, table_blocks, stamped_lists):
        found = find(prose, names)
        noted += found
        prose = without_lines(prose, found)
    rest = list(prose)
    for start, end in (span for block in noted for span in block.kept):
        rest[start:end] = plain[start:end]
    return Lines(_merged(split_sentences(prose), noted), "".join(rest), _has_cases(noted))


def _has_cases(noted: Sequence[Noted]) -> bool:
    """Return whether lines tell of damage to assets that they name."""
    told = [s for block in noted for s in block.sentences if s.is_case or block.is_case]
    return any(damage_word(s.text) for s in told)


#: What begins or ends a line beside what was read of it: signs, a number, a letter.
_NO_WORD = re.compile(r"[\W\d_]*(?:[^\W\d_][\W\d_]+)?")


def without_lines(plain: str, noted: Sequence[Noted]) -> str:
    """Return a text with some lines blanked, of the same length.

    Examples
    --------
    >>> without_lines("a\\n(1) bcd\\ne", [Noted(6, 9, ())])
    'a\\n\\n\\n     \\ne'
    """
    parts: list[str] = []
    at = 0
    for block in sorted(noted, key=lambda b: b.start):
        line = plain.rfind("\n", 0, block.start) + 1
        start = line if _NO_WORD.fullmatch(plain, line, block.start) else block.start
        stop = plain.find("\n", block.end)
        stop = len(plain) if stop < 0 else stop
        end = stop if _NO_WORD.fullmatch(plain, block.end, stop) else block.end
        start = max(start, at)
        size = end - start
        parts += [plain[at:start], ("\n\n" + " " * size)[:size]]
        at = end
    return "".join([*parts, plain[at:]])


def _merged(prose: list[Sentence], noted: Sequence[Noted]) -> list[Sentence]:
    """Return all sentences in order, the paragraphs counted anew."""
    told = [(replace(s, text=spelled_out(s.text)), (0, s.paragraph)) for s in prose]
    told += [(s, (i + 1, s.paragraph)) for i, b in enumerate(noted) for s in b.sentences]
    told.sort(key=lambda x: x[0].start)
    groups = groupby(told, key=lambda x: x[1])
    return [replace(s, paragraph=n) for n, (_, group) in enumerate(groups) for s, _ in group]
