"""Lines "Label: value" of an operator's notice, a market message, a status page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .dates import find_dates
from .letters import compile_names
from .lexicon import lexicon
from .mentions import AssetNames, find_mentions
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

__all__ = ["asset_words", "label_blocks", "with_asset"]

_BULLET = rf"(?:[{BULLETS}–—-]+[ \t]+|\(?(?:\d{{1,2}}|[A-Za-z])[.)][ \t]+|>[ \t]*)?"
_LINE = compile_names(
    rf"[ \t]*\|?[ \t]*{_BULLET}[*_`]{{0,3}}(?P<label>[A-Za-z][^\n:\t|=<>]{{0,44}}?)"
    r"[*_`]{0,3}[ \t]*(?:[:\uff1a][*_`]{0,3}|\t|\|| {3,})(?P<value>[^\n]*)"
)
#: "Asset: Estlink 1; From: ...; Reason: ...": labels on one line.
_PIECE = compile_names(r"(?:^|(?<=[.;]\s))(?P<label>[A-Z][^\n:;.]{1,40}):\s+(?P<value>[^\n;]+)")
_MOST_PIECES = 2
#: Labels that make a notice, and those of them that are known.
_LEAST, _KNOWN = 3, 2
#: Words of a value that is prose, though its label is not known.
_PROSE = re.compile(r"(?:\S+\s+){5,}\S+[.!?][\"']?\s*$")


def label_blocks(plain: str, names: AssetNames) -> list[Noted]:
    """Return the blocks of labelled lines that tell of an asset.

    Parameters
    ----------
    plain
        Plain text.
    names
        Names of the assets.

    Examples
    --------
    >>> text = "Asset: Kontek\\nStart: 3 May 2025\\nStatus: tripped\\nColour: red\\n"
    >>> found = label_blocks(text, AssetNames([{"asset_id": "kontek", "name": "Kontek",
    ...     "kind": "power"}]))
    >>> [s.text for s in found[0].sentences]
    ['Kontek cable, tripped; start: 3 May 2025.']
    """
    found = []
    for run in (*_blocks(plain), *_one_line(plain)):
        cases = _cases(run)
        read = (_read(plain, cells, names, is_case=len(cases) > 1) for cells in cases)
        found += [block for block in read if block]
    return found


def _cases(cells: list[Cell]) -> list[list[Cell]]:
    """Return the cells of a run, cut where its first known label comes again."""
    first = next((c.label for c in cells if c.field), "")
    cuts = [i for i, c in enumerate(cells) if first and c.label == first]
    if len(cuts) < 2:
        return [cells]
    return [cells[a:b] for a, b in itertools.pairwise([0, *cuts[1:], len(cells)])]


def _blocks(plain: str) -> Iterator[list[Cell]]:
    """Yield the cells of each run of labelled lines; a blank line does not end it."""
    run: list[Cell] = []
    blank = 0
    for start, line in each_line(plain):
        if not line.strip(" \t\r*•▪-|"):
            blank += 1
            continue
        match = _LINE.fullmatch(line)
        if match is None and run and not blank and line[:1] in " \t":
            # A value goes on in the next line, farther in.
            last = run[-1]
            run[-1] = Cell(last.field, f"{last.text} {plain_words(line)}", last.start,
                           start + len(line.rstrip()), last.label)  # fmt: skip
            continue
        if match is None or blank > _MOST_BLANK:
            yield run
            run = []
        if match:
            run.append(_cell(match, start))
        blank = 0
    yield run


_MOST_BLANK = 2


def _cell(match: re.Match[str], offset: int) -> Cell:
    label = plain_words(match["label"])
    size = len(match[0]) - len(match[0].lstrip())
    end = offset + len(match[0].rstrip())
    start = min(offset + size, end - 1)
    return Cell(label_of(label), plain_words(match["value"]), start, end, label)


def _one_line(plain: str) -> Iterator[list[Cell]]:
    """Yield the cells of lines that hold several labels between semicolons."""
    for line in re.finditer(r"[^\n]+", plain):
        if line[0].count(";") < _MOST_PIECES:
            continue
        yield [
            Cell(label_of(m["label"]), plain_words(m["value"]), line.start() + m.start(),
                 line.start() + m.end(), plain_words(m["label"]))
            for m in _PIECE.finditer(line[0])
        ]  # fmt: skip


def _read(plain: str, cells: list[Cell], names: AssetNames, *, is_case: bool) -> Noted | None:
    """Return a block as sentences, or None where it is no notice of damage to an asset."""
    known = {c.field for c in cells if _is_of_use(c)}
    if len(cells) < _LEAST or len(known) < _KNOWN or _is_of_upkeep(cells):
        return None
    start, end = cells[0].start, cells[-1].end
    cells = [_with_prose(c) for c in cells]
    also = None
    if not (told := with_asset(cells, names)) and (title := _title(plain, start, names)):
        # Places of the title stand before those of the block: evidence of the asset.
        told = with_asset([title, *(c for c in cells if c.field != "asset")], names)
        also = title.start, title.end
    found = sentences_of(told, (start, end), is_case=is_case, also=also)
    kept = tuple((c.start, c.end) for c in cells if not c.field)
    return Noted(start, end, tuple(found), kept, is_case=True) if found else None


def _is_of_use(cell: Cell) -> bool:
    """Return whether a value says something of a case: "From: the control room" does not."""
    if cell.field in ("", "by", "note"):
        return False
    return cell.field != "start" or bool(find_dates(cell.text, None))


def _is_of_upkeep(cells: Sequence[Cell]) -> bool:
    """Return whether a value says that what happened was meant to."""
    words = lexicon()
    told = [f"{c.label}: {c.text}" for c in cells if c.field in ("state", "cause", "what", "asset")]
    return any(words.find(name, text) for text in told for name in ("upkeep", "fiction"))


def _with_prose(cell: Cell) -> Cell:
    """Return a cell of an unknown label as a note where its value is a sentence."""
    if cell.field or not _PROSE.match(cell.text):
        return cell
    return replace(cell, field="note", text=f"{cell.label}: {cell.text}")


def with_asset(cells: Sequence[Cell], names: AssetNames) -> list[Cell]:
    """Return cells of which one is an asset that can be read as such; empty without one.

    Parameters
    ----------
    cells
        Of one case; ``what`` is the asset where it names one, else what happened.
    names
        Names of the assets.

    Examples
    --------
    >>> [c.text for c in with_asset([Cell("asset", "Blue Heron", 0, 9, "Cable")],
    ...     AssetNames([]))]
    ['the cable Blue Heron']
    """
    found: list[Cell] = []
    is_named = any(c.field == "asset" and asset_words(c, names) for c in cells)
    for cell in cells:
        if cell.field == "what":
            is_asset = not is_named and bool(find_mentions(cell.text, names))
            found.append(replace(cell, field="asset" if is_asset else "state"))
        elif cell.field != "asset":
            found.append(cell)
        elif text := asset_words(cell, names):
            found.append(replace(cell, text=text))
    return found if any(c.field == "asset" for c in found) else []


def asset_words(cell: Cell, names: AssetNames) -> str:
    """Return the words of an asset in a cell as prose has them; empty where there are none.

    A name that is a word too ("Aurora") is one of an asset in prose only beside a noun.

    Parameters
    ----------
    cell
        A value, its label.
    names
        Names of the assets.

    Examples
    --------
    >>> names = AssetNames([{"asset_id": "aurora", "name": "Aurora", "kind": "telecom"}])
    >>> asset_words(Cell("asset", "Aurora", 0, 6, "Object"), names)
    'Aurora cable'
    """
    bare = re.sub(r"\s*\([^()]*\)$", "", cell.text)
    spelled = (cell.text, f"{bare} {names.noun_for(bare)}", f"the {cell.label.lower()} {cell.text}")
    if is_silent(cell.text):
        return ""
    return next((text for text in spelled if find_mentions(text, names)), "")


def _title(plain: str, at: int, names: AssetNames) -> Cell | None:
    """Return the only asset that a line right above a notice names."""
    lines = [m for m in lines_above(plain, at, _ABOVE) if m[0].strip()]
    for line in reversed(lines[-_TITLES:]):
        named = [m for m in find_mentions(line[0], names) if m.ids]
        if len({m.ids for m in named}) == 1:
            text = line[0][named[0].start : named[0].end]
            return Cell("asset", text, line.start(), line.end())
    return None


#: Characters above a notice in which its title stands.
_ABOVE = 600
#: Lines above a notice that may name its asset.
_TITLES = 2
