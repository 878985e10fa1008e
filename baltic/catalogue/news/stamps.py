"""Lines that begin with a day or a clock time: a timeline of one case, or a list of cases."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .damage import damage_word
from .dates import find_dates
from .letters import compile_names
from .mentions import AssetNames, find_mentions
from .noted import BULLETS, Noted, each_line, lines_above, plain_words
from .sentences import Sentence, split_sentences

__all__ = ["spelled_out", "stamped_lists"]

_BULLET = rf"(?:[{BULLETS}–—-]+[ \t]+|\(?\d{{1,2}}[.)][ \t]+)?"
_ITEM = re.compile(rf"[ \t]*[{BULLETS}–—-][ \t]+\S")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = (
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:[0-3]?\d(?:st|nd|rd|th)?[ -]{_MONTH}"
    rf"(?:[, -]{{1,2}}(?:19|20)\d\d)?|{_MONTH} [0-3]?\d(?:st|nd|rd|th)?(?:,? (?:19|20)\d\d)?(?!\d)"
    rf"|(?:19|20)\d\d-\d\d-\d\d|[0-3]?\d\.[01]?\d\.(?:19|20)\d\d|{_MONTH} (?:19|20)\d\d"
    r"|(?:19|20)\d\d(?=\s?[:–—]|\s-\s))"
)
_ZONE = r"(?: ?\(?(?:UTC|GMT|CES?T|EES?T|MSK|Z)(?: ?[+-] ?\d{1,2}(?::?\d\d)?)?\)?| local time)?"
_HOUR = rf"[0-2]?\d[:.][0-5]\d(?::[0-5]\d)?(?: ?[ap]\.?m\.?)?{_ZONE}"
_STAMP = (
    rf"(?P<day>{_DAY})(?:[ ,T]+(?:at )?(?P<hour>{_HOUR}))?"
    rf"|(?P<hour2>{_HOUR})(?:[ ,]+(?P<day2>{_DAY}))?"
)
_SIGNS = r"[*_`]{0,3}"
_AROUND = _SIGNS + r"[\[(]?"
#: Between a stamp and what happened then: a bracket, a colon, a dash.
_THEN = rf"(?:{_SIGNS}[\])]{_SIGNS}[ \t]*[:–—|-]*|{_SIGNS}[ \t]*(?::|[–—|]|-(?=\s))){_SIGNS}[ \t]*"
_LINE = compile_names(
    rf"[ \t]*{_BULLET}{_AROUND}(?:{_STAMP})"
    rf"{_THEN}(?P<text>\S[^\n]*)"
)
#: A stamp by itself, under what happened then.
_ALONE = compile_names(rf"[ \t]*{_AROUND}(?:{_STAMP})[\])]?[*_`]{{0,3}}[ \t.]*")
#: "Known cases: Oct 2023, a pipe was torn; Nov 2024, a cable was cut; ..."
_PIECE = compile_names(rf"(?:^|(?<=[;:]\s))(?P<day>{_DAY})(?:,|:| [–—-])\s+(?P<text>[^;\n]+)")
_LEAST = 2
#: "Investigating - We lost ...": of the work on a case, before what is told of it.
_STAGE = re.compile(r"(?:[A-Z][a-z]+ed|[A-Z][a-z]+ing|Update)\s*(?:[:–—]|-(?=\s))\s*")


@dataclass(frozen=True)
class _Line:
    """What happened, when, and where both are told."""

    start: int
    end: int
    day: str
    hour: str
    text: str
    also: tuple[int, int] | None = None


def stamped_lists(plain: str, names: AssetNames) -> list[Noted]:
    """Return timelines and dated lists.

    Parameters
    ----------
    plain
        Plain text.
    names
        Names of the assets: lines on several are cases of their own.

    Examples
    --------
    >>> text = "04:00 UTC - The cable goes dark.\\n05:10 UTC - A ship sails.\\n"
    >>> [s.text for s in stamped_lists(text, AssetNames([]))[0].sentences]
    ['At 04:00 UTC, the cable goes dark.', 'At 05:10 UTC, a ship sails.']
    """
    runs = [run for run in (*_runs(plain), *_pieces(plain)) if len(run) >= _LEAST]
    return [_noted(_dated(run, plain), names) for run in runs]


#: Characters and lines above hours in which their day stands.
_ABOVE, _TITLES = 600, 2


def _dated(run: list[_Line], plain: str) -> list[_Line]:
    """Return lines with hours alone with the only day that a title right above them tells."""
    if any(line.day for line in run):
        return run
    above = [m for m in lines_above(plain, run[0].start, _ABOVE) if _WORD.search(m[0])]
    for title in reversed(above[-_TITLES:]):
        days = [d for d in find_dates(title[0], None) if d.first and d.first == d.last]
        if len(days) == 1:
            return [replace(line, day=days[0].words, also=title.span()) for line in run]
    return run


_WORD = re.compile(r"[^\W\d_]{2}")


def _runs(plain: str) -> Iterator[list[_Line]]:
    """Yield stamped lines that follow one another, blank lines between them or not."""
    run: list[_Line] = []
    before: tuple[int, str] | None = None
    for start, line in each_line(plain):
        if not line.strip():
            continue
        if match := _LINE.fullmatch(line):
            run.append(_stamped(match, start, start + len(line.rstrip()), match["text"]))
        elif before and (match := _ALONE.fullmatch(line)):
            run.append(_stamped(match, before[0], start + len(line.rstrip()), before[1]))
            before = None
            continue
        elif _ITEM.match(line):
            before = start, line
            continue
        elif before and line[:1] in " \t":
            before = before[0], f"{before[1]} {line}"
            continue
        elif run and line[:1] in " \t":
            last = run.pop()
            end = start + len(line.rstrip())
            run.append(_Line(last.start, end, last.day, last.hour, f"{last.text} {line.strip()}"))
        else:
            yield run
            run = []
        before = None
    yield run


def _pieces(plain: str) -> Iterator[list[_Line]]:
    """Yield the dated pieces of sentences that list cases between semicolons."""
    for line in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", plain):
        if line[0].count(";") < 1:
            continue
        found = []
        for piece in _PIECE.finditer(line[0]):
            spans = split_sentences(piece["text"])
            end = piece.start("text") + (spans[0].end if spans else 0)
            text = spans[0].text if spans else ""
            found.append(_Line(line.start() + piece.start(), line.start() + end,
                               piece["day"], "", text))  # fmt: skip
        yield found


def _stamped(match: re.Match[str], start: int, end: int, text: str) -> _Line:
    lead = len(match.string[: match.end()]) - len(match.string.lstrip()) if text else 0
    day, hour = match["day"] or match["day2"] or "", match["hour"] or match["hour2"] or ""
    return _Line(start + max(0, lead), end, day, hour, plain_words(text))


def _noted(run: list[_Line], names: AssetNames) -> Noted:
    """Return stamped lines as sentences: of one case in one paragraph, or a case each."""
    assets = {m.ids for line in run for m in find_mentions(line.text, names) if m.ids}
    is_list = len(assets) > 1
    if _is_newest_first(run):
        run = [replace(line, hour="") for line in run]
    found: list[Sentence] = []
    for number, line in enumerate(run):
        if not (told := split_sentences(line.text)):
            continue
        first, *rest = told
        paragraph = number if is_list else 0
        lead = _lead(line)
        text = f"{lead}{_lowered(_STAGE.sub('', first.text))}"
        text += "" if text[-1:] in ".!?\"'" else "."
        found.append(
            Sentence(line.start, line.end, text, paragraph, False, is_list, is_list, line.also)
        )
        found += [
            Sentence(min(line.start + s.start + 1, line.end - 1), line.end, s.text, paragraph,
                     False, False)
            for s in rest
        ]  # fmt: skip
    is_case = any(
        damage_word(line.text) and any(m.ids for m in find_mentions(line.text, names))
        for line in run
    )
    return Noted(run[0].start, run[-1].end, tuple(found), is_case=is_case)


#: Lines from which their order tells that their hours are those of posts.
_POSTS = 3


def _is_newest_first(run: list[_Line]) -> bool:
    """Return whether lines go back in time: their hours are those at which they were posted.

    "13:20 – The cable has been dead since 03:12" failed at no twenty past one.
    """
    hours = [tuple(map(int, re.findall(r"\d+", line.hour)[:2])) for line in run if line.hour]
    if len(hours) < max(_POSTS, len(run)) or any("m" in line.hour for line in run):
        return False
    return all(one >= two for one, two in itertools.pairwise(hours)) and hours[0] > hours[-1]


def _lead(line: _Line) -> str:
    if not line.day and not line.hour:
        return ""
    day = re.sub(r"(?<=\d)-(?=[A-Z])|(?<=[a-z])-(?=\d)", " ", line.day)
    if day and line.hour:
        return f"At {line.hour} on {day}, "
    if line.hour:
        return f"At {line.hour}, "
    return f"{'On' if _ONE_DAY.search(day) else 'In'} {day}, "


_ONE_DAY = re.compile(r"\b[0-3]?\d(?:st|nd|rd|th)?\b(?!\d)")


def _lowered(text: str) -> str:
    """Return words without the capital that only the beginning of a line gave them."""
    first = text.split(" ", 1)[0]
    return text[0].lower() + text[1:] if first in _LITTLE else text


_LITTLE = frozenset("A An The Its Their This That Some Two Three Both We It".split())  # noqa: SIM905


#: "091230 UTC OCT 24", "091230ZOCT24": day, hour and minute, month and year of a warning to ships.
_GROUP = re.compile(
    r"\b(?P<d>[0-3]\d)(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d) ?(?:UTC|Z) ?(?P<month>JAN|FEB|MAR|APR|MAY"
    r"|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]* ?(?P<y>(?:20)?\d\d)\b"
)


def spelled_out(text: str) -> str:
    """Return a sentence with the date-time groups of warnings to ships as prose has them.

    Parameters
    ----------
    text
        Sentence.

    Examples
    --------
    >>> spelled_out("BROKEN 091230 UTC OCT 24 IN 59-04N")
    'BROKEN 09 Oct 2024 at 12:30 UTC IN 59-04N'
    """
    return _GROUP.sub(
        lambda m: f"{m['d']} {m['month'].title()} 20{m['y'][-2:]} at {m['h']}:{m['m']} UTC", text
    )
