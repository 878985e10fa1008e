"""What one label, cell or line of a notice holds, and the sentences that say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .damage import damage_word
from .dates import find_dates
from .lexicon import lexicon
from .sentences import Sentence, split_sentences
from .statements import find_cause

__all__ = ["BULLETS", "Cell", "Noted", "each_line", "is_silent", "label_of", "lines_above",
           "plain_words", "sentences_of"]  # fmt: skip

#: Signs before the items of a list, for a class of characters; dashes mean more than that.
BULLETS = "•*▪▫◦‣●○■□►▶➤·"
#: Signs of emphasis, of quotation and of bullets around a label or value.
_AROUND = ' \t\n*_`"|#>~'
_EMPHASIS = re.compile(r"(?<!\w)[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?!\w)")
_LEAST_OF_A_SENTENCE = 6


@dataclass(frozen=True)
class Noted:
    """Lines of a text that are no prose, and the sentences that they stand for.

    ``kept``: places in them that say something else: when a notice was published;
    ``is_case``: they are a notice or row on damage to an asset.
    """

    start: int
    end: int
    sentences: tuple[Sentence, ...]
    kept: tuple[tuple[int, int], ...] = ()
    is_case: bool = False


@dataclass(frozen=True)
class Cell:
    """A value of a notice: what it is of (``asset``, ``start``, ...), its words and place."""

    field: str
    text: str
    start: int
    end: int
    label: str = ""


def each_line(plain: str) -> Iterator[tuple[int, str]]:
    """Yield where each line of a text begins, and the line.

    Examples
    --------
    >>> list(each_line("a\\nbc"))
    [(0, 'a'), (2, 'bc')]
    """
    at = 0
    for line in plain.split("\n"):
        yield at, line
        at += len(line) + 1


def lines_above(plain: str, at: int, most: int) -> list[re.Match[str]]:
    """Return the lines, but empty ones, in so many characters above a place.

    Examples
    --------
    >>> [m[0] for m in lines_above("Title\\n\\nKontek: broken", 7, 600)]
    ['Title']
    """
    return list(re.compile(r"[^\n]+").finditer(plain, max(0, at - most), at))


def plain_words(text: str) -> str:
    """Return a label or value without the signs of emphasis around its words.

    Examples
    --------
    >>> plain_words("**Status:** *down*")
    'Status: down'
    """
    return " ".join(_EMPHASIS.sub("", text).strip(_AROUND).split())


def label_of(words: str) -> str:
    """Return what a label is of; empty for one that is not known.

    Examples
    --------
    >>> label_of("Affected asset"), label_of("Colour")
    ('asset', '')
    """
    bare = plain_words(words).rstrip(": ")
    table = lexicon().tables["labels"]
    return next((name for name, pattern in table.items() if pattern.fullmatch(bare)), "")


def is_silent(value: str) -> bool:
    """Return whether a value says that there is none, or that it is not known.

    Examples
    --------
    >>> is_silent("n/a"), is_silent("not yet known"), is_silent("anchor")
    (True, True, False)
    """
    bare = plain_words(value).strip(" -–—.?")
    return not bare or bool(lexicon().words["silent_values"].fullmatch(bare))


def sentences_of(
    cells: Sequence[Cell],
    span: tuple[int, int],
    *,
    is_case: bool,
    also: tuple[int, int] | None = None,
) -> list[Sentence]:
    """Return the sentences that say what the cells of a notice or row hold; none without damage.

    Parameters
    ----------
    cells
        Values of one case.
    span
        Offsets of all of it: evidence of what it says as a whole.
    is_case
        One row of several cases.
    also
        Offsets of a title that names the asset.
    """
    told = {name: [c for c in cells if c.field == name] for name in {c.field for c in cells}}
    head = _head(told)
    if not head:
        return []
    found = [Sentence(*span, head, 0, is_title=False, is_item=is_case, is_case=is_case, also=also)]
    for cell in sorted(cells, key=lambda c: c.start):
        for text in _said(cell):
            # Places tell sentences apart; the first has that of the whole.
            start = max(cell.start, found[-1].start + 1)
            found.append(Sentence(min(start, cell.end - 1), cell.end, text, 0, False, False))
    return found


def _head(told: dict[str, list[Cell]]) -> str:
    """Return the sentence on what failed and when; empty where nothing did."""
    asset = next((c.text for c in told.get("asset", ()) if not is_silent(c.text)), "")
    states = [_state(c) for c in told.get("state", ()) if not is_silent(c.text)]
    reasons = [c.text for c in told.get("cause", ()) if damage_word(c.text)]
    # "Severed: 3 May 2025" is both.
    labels = [c.label.lower() for c in told.get("start", ()) if damage_word(c.label)]
    states = [s for s in states if damage_word(s)] or reasons or states or labels
    if not asset or (states and not any(map(damage_word, states))):
        return ""
    where = [c.text for c in told.get("place", ()) if not is_silent(c.text)]
    # No colon behind the asset: it is none who says something.
    said = ", ".join([asset, *where, *dict.fromkeys(states)])
    when = next((c.text for c in told.get("start", ()) if find_dates(c.text, None)), "")
    said += f"; start: {when}" if when else ""
    return said.rstrip(".") + "." if damage_word(said) else ""


def _state(cell: Cell) -> str:
    text = cell.text.rstrip(". ")
    is_status = lexicon().words["status_labels"].fullmatch(cell.label)
    return f"status: {text}" if is_status and not damage_word(text) else text


def _said(cell: Cell) -> Iterator[str]:
    """Yield what a cell says besides what failed and when."""
    text = cell.text.rstrip(". ")
    if is_silent(text):
        if cell.field == "cause" and lexicon().find("open_values", text):
            yield "The cause is not known."
        return
    if cell.field == "cause" and find_cause(f"Cause: {text}"):
        yield f"Cause: {text}."
    elif cell.field == "ship":
        # Type and flag behind the name could be read as names.
        yield f"The {_ship_lead(cell.label)} {re.split(r'[,;(]', text)[0].strip()}."
    elif cell.field in ("repair", "repaired", "back", "state"):
        step = _step(cell)
        if step or cell.field == "repair":
            yield f"{_SAID.get(step, cell.label.capitalize() or 'Repair')}: {text}."
    elif cell.field == "by":
        # As its line has it: there it is looked for who put the notice out.
        yield f"{cell.label}: {text}"
    elif cell.field == "note":
        yield from (s.text for s in split_sentences(cell.text))


def _ship_lead(label: str) -> str:
    """Return what a label says that its ships are."""
    if lexicon().find("service_types", label):
        return "repair ship"
    return "suspected ship" if lexicon().find("suspected_labels", label) else "ship"


_SAID = {
    "completed": "The damage has been repaired",
    "under way": "Repairs are under way",
    "planned": "Repairs are planned",
    "not begun": "Repairs have not begun",
}


def _step(cell: Cell) -> str:
    """Return the state of repair that a value tells; empty for none."""
    found = lexicon().label("repair_values", cell.text)
    if cell.field == "state":
        is_of_repair = lexicon().words["status_labels"].fullmatch(cell.label)
        return "completed" if is_of_repair and found and found[0] == "completed" else ""
    if cell.field == "back":
        # A day on which it should be back is a plan, whatever goes before it.
        is_done = found and found[0] == "completed"
        return "" if is_done or not find_dates(cell.text, None) else "planned"
    if cell.field == "repaired" and find_dates(cell.text, None):
        return "completed"
    return found[0] if found else ""
