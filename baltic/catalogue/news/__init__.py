"""From the text of a news article to draft incident records: by rules, with evidence.

The files in the order in which a text goes through them:

- text: ``text``, ``language``, ``links``, ``sentences``; words in ``lexicon.yaml``
- lines that are no prose: ``notices``, of ``labels``, ``tables``, ``stamps`` (a timeline);
  ``noted`` is what one of their values says
- days and hours: ``dates``, ``datelines`` (of the text), ``damagedays`` (of the damage),
  ``clocks``, ``telling``, ``moment``, ``timing``, ``sharing`` (among several assets)
- assets: ``mentions``, ``geography``, ``resolve`` (which are meant), ``scene``, ``locating``
  (in the Baltic or not), ``parts``
- damage: ``damage``, ``damaged``, ``beside`` (only compared), ``denying``
- events: ``matters`` sets other matters aside, ``events`` reads sentence by sentence,
  ``reading`` is what is known on the way, ``tale`` what a sentence tells, ``spoken``, ``adding``,
  ``joining``, ``following``, ``refining``, ``mended``, ``gathered`` what came of it, ``settling``
  its end; ``staged`` knows rehearsals and stories
- ships: ``namings``, ``ships``, ``shipsof`` (an event), ``whose``, ``hulls`` (numbers), ``roles``,
  ``letgo``, ``officials``
- who says what: ``somebody``, ``sources``, ``speakers``, ``quoting``, ``charged``, ``statements``,
  ``echoing``, ``publisher``, ``turns``, ``persons``, ``claims``
- drafts: ``fields``, ``atlarge``, ``details``, ``repairs``, ``known`` (records), ``draft``
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd

from ...errors import InputError
from ..assets import load_assets
from ..incident_files import load_incidents
from ..incidents import Incident
from .datelines import article_date, article_month, statement_date
from .dates import DateFound
from .draft import draft_record
from .events import MOST_EVENTS, find_events
from .gathered import Event
from .language import is_english
from .lexicon import lexicon
from .links import without_links
from .notices import Lines, read_lines
from .resolve import Gazetteer
from .text import MAX_BYTES, News, read_news

__all__ = ["MAX_BYTES", "Extraction", "Gazetteer", "extract_incidents", "read_news"]


#: What lies behind this many characters is not read: an article has some thousand.
MOST_CHARS = 500_000


@dataclass(frozen=True)
class Extraction:
    """What a text tells.

    Attributes
    ----------
    drafts
        Records in the shape of an incident file, ``record_status`` ``draft``.
    note
        Why there is none, or what was left unread; empty otherwise.

    Examples
    --------
    >>> Extraction([], "the text is empty").drafts
    []
    """

    drafts: list[dict[str, Any]]
    note: str = ""


def extract_incidents(
    text: str,
    *,
    published: date | None = None,
    assets: gpd.GeoDataFrame | Gazetteer | None = None,
    catalogue: Mapping[str, Incident] | None = None,
) -> Extraction:
    """Return drafts of the incidents that a news text tells of.

    Every value is read from a sentence that is quoted with its character offsets; where the
    text is silent the value is ``unknown``.  Nothing is looked up but the asset table (for
    names, landings, operators) and the catalogue (for links to known records).

    Parameters
    ----------
    text
        English prose, HTML or not.
    published
        Day of the article, for words like "on Sunday"; None: as the text itself says.
    assets
        Asset table, or a :class:`Gazetteer` made of one, for many texts; None for the
        shipped one.
    catalogue
        Known records; None for the shipped ones.

    Returns
    -------
    Extraction
        Drafts to be confirmed by a person, or a note on why there is none.

    Raises
    ------
    InputError
        More than :data:`MAX_BYTES` characters.

    Examples
    --------
    >>> told = extract_incidents("TALLINN, Jan 27, 2025 - The power link between Finland and "
    ...     "Estonia tripped on Sunday, the operator said.")
    >>> told.drafts[0]["assets"][0]["asset_id"], told.drafts[0]["date_utc_start"]
    (['estlink-1', 'estlink-2'], '2025-01-26')
    """
    if len(text) > MAX_BYTES:
        raise InputError(f"{len(text):,} characters is too long for a news text")
    # Markup may be most of a page; what lies further on cannot be among what is read.
    news = News.of(text[: 4 * MOST_CHARS])
    if not news.plain.strip():
        return Extraction([], "the text is empty")
    if not isinstance(assets, Gazetteer):
        assets = Gazetteer.of(load_assets() if assets is None else assets)
    lines = read_lines(news.plain[:MOST_CHARS], assets.names)
    # A table is all names and numbers: where its words of damage were read, it is English.
    if not (lines.has_cases or is_english(news.plain)):
        return Extraction([], "the text does not read as English; only English is understood")
    known = load_incidents() if catalogue is None else catalogue
    events, when = _events(lines, _published(lines.prose, published), assets)
    drafts = [draft_record(event, news, when, known) for event in events]
    _number(drafts)
    note = _left_unread(len(news.plain) > MOST_CHARS or len(text) > 4 * MOST_CHARS, len(drafts))
    if not drafts:
        rest = f" (its first {MOST_CHARS:,} characters)" if note else ""
        return Extraction([], _NONE + rest)
    if note:
        for draft in drafts:
            draft["extraction"]["note"] = note
    return Extraction(drafts, note)


def _events(
    lines: Lines, when: DateFound | None, assets: Gazetteer
) -> tuple[list[Event], DateFound | None]:
    """Return the events of a text, and its day."""
    sentences = without_links(lines.sentences)
    when = when or statement_date(sentences)
    by = None if when else article_month(lines.prose, lexicon().words["damage"])
    return find_events(sentences, assets, when.first if when else None, by), when


def _left_unread(is_cut: bool, events: int) -> str:
    """Return what was left unread; empty where it was read to its end."""
    if events >= MOST_EVENTS:
        return f"only the first {MOST_EVENTS} incidents were read"
    return f"only the first {MOST_CHARS:,} characters were read" if is_cut else ""


_NONE = "no incident of Baltic cables, power links or pipelines is told in the text"


def _published(prose: str, named: date | None) -> DateFound | None:
    if named is not None:
        return DateFound(0, 0, named, named, named.isoformat(), True)
    return article_date(prose, lexicon().words["damage"])


def _number(drafts: list[dict[str, Any]]) -> None:
    """Give drafts that would share an id one each."""
    seen: dict[str, int] = {}
    for draft in drafts:
        count = seen[draft["id"]] = seen.get(draft["id"], 0) + 1
        if count > 1:
            draft["id"] += f"-{count}"
