"""Rows of tables copied as text: one case a row, read by the head of its column or by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .damage import damage_word
from .dates import find_dates
from .labels import asset_words, with_asset
from .lexicon import lexicon
from .mentions import AssetNames
from .noted import (
    BULLETS,
    Cell,
    Noted,
    each_line,
    is_silent,
    label_of,
    lines_above,
    plain_words,
    sentences_of,
)
from .sentences import Sentence
from .statements import find_cause

__all__ = ["table_blocks"]

_BULLET = re.compile(rf"[ \t]*(?:[{BULLETS}]|\(?\d{{1,3}}[.)])?[ \t]*(?=\S)")
_RULE = re.compile(r"[\s|:+=_-]*")
#: What stands between the cells of a row; dashes only with blanks around them.
_BETWEEN = tuple(map(re.compile, (r"\|", r"\t", r"[ \t]{3,}", r" [-–—]+ ", r",")))
#: Blanks (tags leave some) and commas stand in prose too: these need a head.
_STRICT = (2, 4)
#: Cells of a row.
_LEAST, _MOST = 3, 40
#: Characters above a table in which its title stands, and of the title at most.
_ABOVE, _TITLE_CHARS = 400, 90
#: Share of a cell that is its date.
_DATE = 0.6


def table_blocks(plain: str, names: AssetNames) -> list[Noted]:
    """Return the rows of tables that tell of damage to an asset.

    Parameters
    ----------
    plain
        Plain text.
    names
        Names of the assets.

    Examples
    --------
    >>> text = "Kontek | 3 May 2025 | broken | repaired 9 May\\n"
    >>> found = table_blocks(text, AssetNames([{"asset_id": "kontek", "name": "Kontek",
    ...     "kind": "power"}]))
    >>> [s.text for s in found[0].sentences]
    ['Kontek cable, broken; start: 3 May 2025.', 'The damage has been repaired: repaired 9 May.']
    """
    found: list[Noted] = []
    for sign, lines in _runs(plain):
        title = _title(plain, lines[0][0][0])
        found += _rows(lines, names, title, is_strict=sign in _STRICT)
    return found


def _title(plain: str, at: int) -> Cell | None:
    """Return the word of damage of the line right above a table: what its rows are of."""
    lines = [m for m in lines_above(plain, at, _ABOVE) if re.search(r"\w{2}", m[0])]
    if not lines or len(lines[-1][0]) > _TITLE_CHARS:
        return None
    word = damage_word(lines[-1][0])
    if word is None or word.is_denied:
        return None
    return Cell("state", word.word[0], lines[-1].start(), lines[-1].end())


_Line = list[tuple[int, int, str]]


def _runs(plain: str) -> Iterator[tuple[int, list[_Line]]]:
    """Yield lines with the same signs between their cells that follow one another."""
    run: list[_Line] = []
    sign_before = -1
    for start, line in each_line(plain):
        if not line.strip() or _RULE.fullmatch(line):
            continue
        sign, cells = _cut(line, start)
        if sign != sign_before or sign < 0:
            if run:
                yield sign_before, run
            run = []
        if sign >= 0:
            run.append(cells)
        sign_before = sign
    if run:
        yield sign_before, run


def _cut(line: str, offset: int) -> tuple[int, _Line]:
    """Return the number of the sign between the cells of a line, and its cells; -1 without."""
    begin, end = _inside(line)
    for number, sign in enumerate(_BETWEEN):
        spans = _between(line, sign, begin, end)
        # Words are made of cells only where there are enough of them: most signs cut nothing.
        if not _LEAST <= len(spans) <= _MOST:
            continue
        cells = [(offset + a, offset + b, plain_words(line[a:b])) for a, b in spans]
        if sum(bool(text) for *_, text in cells) >= _LEAST:
            return number, cells
    return -1, []


def _inside(line: str) -> tuple[int, int]:
    """Return where the cells of a line begin and end: within its bullet, blanks and outer bars."""
    lead = _BULLET.match(line)
    begin = lead.end() if lead else 0
    begin += line[begin : begin + 1] == "|"
    end = len(line.rstrip())
    end -= end > begin and line[end - 1] == "|"
    return begin, end


def _between(line: str, sign: re.Pattern[str], begin: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of a line that a sign leaves between its occurrences."""
    cuts = [m.span() for m in sign.finditer(line, begin, end)]
    starts = [begin, *(stop for _, stop in cuts)]
    return list(zip(starts, [*(start for start, _ in cuts), end], strict=True))


def _rows(
    lines: Sequence[_Line], names: AssetNames, title: Cell | None, *, is_strict: bool
) -> Iterator[Noted]:
    """Yield the rows of one table; one without a head only where it tells of a case.

    ``is_strict``: each row has a cell below each of a head.
    """
    columns: list[Cell] = []
    heads: list[tuple[int, int]] = []
    told: list[Noted] = []
    for cells in lines:
        span = cells[0][0], max(cells[-1][1], cells[0][0] + 1)
        head = _head(cells, names)
        if head and (not is_strict or sum(bool(c.field) for c in head) >= _LEAST):
            columns = head
            heads.append(span)
            continue
        is_under = bool(columns) and len(cells) <= len(columns)
        if is_strict and len(cells) != len(columns):
            continue
        row = _under(columns, cells) if is_under else _by_words(cells, names)
        found = _case(with_asset(row, names), span, title)
        if found or is_under:
            told.append(Noted(*span, tuple(found)))
    if any(block.sentences for block in told):
        yield from told
        yield from (Noted(*span, ()) for span in heads)


def _case(cells: list[Cell], span: tuple[int, int], title: Cell | None) -> list[Sentence]:
    """Return what a row says, of the damage that its title tells where it tells of none."""
    found = sentences_of(cells, span, is_case=True)
    day = next((d for c in cells if c.field == "start" for d in find_dates(c.text, None)), None)
    is_silent_on_it = not any(c.field == "state" for c in cells)
    # A year beside a name may be that of its laying.
    if found or title is None or not (is_silent_on_it and day and day.is_exact):
        return found
    also = title.start, title.end
    return sentences_of([*cells, title], span, is_case=True, also=also)


def _head(cells: _Line, names: AssetNames) -> list[Cell]:
    """Return the columns that a row names; empty where it is no head."""
    columns = [Cell(_column(text), "", start, end, text) for start, end, text in cells]
    is_head = sum(bool(c.field) for c in columns) > 1
    is_value = any(find_dates(c.label, None) or names.noun_for(c.label) for c in columns)
    return columns if is_head and not is_value else []


def _column(text: str) -> str:
    """Return what the head of a column is of: in a table of cases any day is that of the case."""
    return "start" if lexicon().words["day_heads"].fullmatch(text) else label_of(text)


def _under(columns: Sequence[Cell], cells: _Line) -> list[Cell]:
    """Return the cells of a row below a head, those of unknown columns left out."""
    return [
        Cell(column.field, text, start, max(end, start + 1), column.label)
        for (start, end, text), column in zip(cells, columns, strict=False)
        if column.field
    ]


def _by_words(cells: _Line, names: AssetNames) -> list[Cell]:
    """Return the cells of a row without a head, each by what its words are; empty without a day."""
    found: dict[str, Cell] = {}
    for start, end, text in cells:
        field = _field_of(text, found, names) if text and not is_silent(text) else ""
        if field:
            found.setdefault(field, Cell(field, text, start, end))
    if not {"asset", "start"} <= found.keys():
        return []
    return list(found.values())


def _field_of(text: str, found: dict[str, Cell], names: AssetNames) -> str:
    """Return what a cell is of by its words; empty where they do not say so."""
    dates = find_dates(text, None)
    if dates and dates[0].end - dates[0].start >= _DATE * len(text):
        return "start"
    if "asset" not in found and asset_words(Cell("asset", text, 0, 0), names):
        return "asset"
    if lexicon().find("mending", text) or lexicon().words["not_mended"].match(text):
        return "repair"
    if damage_word(text):
        return "cause" if find_cause(text) and "state" in found else "state"
    return "cause" if find_cause(text) else ""
