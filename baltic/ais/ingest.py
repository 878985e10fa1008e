"""One input into a store: the first of the two map phases, a pure function of a path."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from ..audit import Audit
from ..files import sha256
from ..settings import Settings
from .filters import Filter
from .head import Options
from .named_files import list_sources
from .read import read_source
from .remote import InputFile
from .sieve import Sieve, Useless
from .source import Source
from .spilling import Spill
from .store import Commit, Store, commit_id
from .telling import Telling

__all__ = ["Ingested", "Recipe", "ingest_path"]


@dataclass(frozen=True)
class Recipe:
    """How inputs are read; the same for all inputs of a run.

    Parameters
    ----------
    format, mapping
        As for :func:`baltic.ais.read.read_fixes`.
    start, rate
        Of one log without times.
    window
        Rows outside are counted, not kept.
    settings
        Sections ``limits``, ``reading`` and ``engine``.
    by_name
        Two files of equal content are two inputs: all rows of the second are duplicates.
        A store that is kept takes a content once, whatever it is called.
    """

    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    start: datetime | None = None
    rate: float | None = None
    window: Filter = field(default_factory=Filter)
    settings: Settings = field(default_factory=Settings)
    by_name: bool = False

    def how(self, path: InputFile) -> dict[str, Any]:
        """Return all that may change what a content gives, as plain JSON."""
        return {
            "format": self.format,
            "mapping": dict(self.mapping),
            "start": [str(self.start), str(self.rate)],
            "window": {k: str(v) for k, v in asdict(self.window).items()},
            "reading": asdict(self.settings.reading),
            "file": str(path) if self.by_name else None,
        }

    def reading(self, notes: list[str]) -> Options:
        """Return what a reader is told."""
        return Options(self.settings, dict(self.mapping), notes, start=self.start, rate=self.rate)


@dataclass(frozen=True)
class Ingested:
    """What became of one stream of an input.

    Attributes
    ----------
    id
        Its commit; None when it was useless.
    already
        It was in the store before.
    used
        Fixes that it gave, duplicates of other inputs included.
    """

    file: str
    id: str | None
    already: bool = False
    rows: int = 0
    used: int = 0
    useless: Useless | None = None


def ingest_path(
    path: InputFile,
    store: Store,
    recipe: Recipe,
    told: Telling | None = None,
) -> list[Ingested]:
    """Read one file (all members of a zip) into a store.

    Parameters
    ----------
    path
        A file, packed or not.
    store
        Commits are made one a member, each when all its rows are written.
    told
        Called now and then with how far the file is; at its end it counts as read before.

    Returns
    -------
    list of Ingested
        In order of the members.

    Raises
    ------
    InputError
        One line: what is wrong with which file.  Members before it stay in the store.
    OutputError
        The store cannot be written; it stays valid.
    """
    sources = list_sources(path, recipe.settings.limits)
    with ThreadPoolExecutor(1) as aside:
        digest = aside.submit(sha256, path)
        size = path.stat().st_size
        if any(c.entry.get("size") == size for c in store.commits()):
            digest.result()  # perhaps nothing is to be read at all
        found = list(_ingest(sources, digest, store, recipe, told))
        if told is not None:
            told.add(0, size)
        return found


def _ingest(
    sources: list[Source], digest: Future[str], store: Store, recipe: Recipe, told: Telling | None
) -> Iterator[Ingested]:
    for source in sources:
        if digest.done():
            id_ = commit_id(digest.result(), source.member, recipe.how(source.path))
            if store.holds(id_):
                yield Ingested(source.name, id_, already=True)
                continue
        found = _ingest_source(source, digest, store, recipe, told)
        if told is not None:
            told.add(found.rows, 0)
        yield found


def _ingest_source(
    source: Source, digest: Future[str], store: Store, recipe: Recipe, told: Telling | None
) -> Ingested:
    notes: list[str] = []
    spill = Spill(store, uuid.uuid4().hex[:16], recipe.settings.engine.spill_rows)
    try:
        sieve = Sieve(recipe.settings, recipe.window, Audit(), notes, spill)
        entry = read_source(source, recipe.format, recipe.reading(notes), sieve, told)
        spill.flush()
        if sieve.useless:
            spill.forget()
            return Ingested(source.name, None, rows=entry["rows"], useless=sieve.useless[0])
        sieve.audit.drop("exact_duplicate", spill.duplicates)
        entry["sha256"] = digest.result()
        id_ = commit_id(entry["sha256"], source.member, recipe.how(source.path))
        commit = Commit(id_, entry, sieve.audit, tuple(spill.files), tuple(notes))
        store.commit(commit, sieve.statics.table())
    except BaseException:
        spill.forget()
        raise
    return Ingested(source.name, id_, rows=entry["rows"], used=spill.used)
