"""What a run reads: tables in memory, files small enough for it, or a store in parts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from ..ais import AisData, read_fixes
from ..ais.filters import Filter
from ..ais.ingest import Recipe
from ..ais.inputs import is_store
from ..ais.parts import Part, audit_of, inputs_of, load_part, notes_of, statics_of
from ..ais.remote import InputFile, as_file
from ..ais.settling import HEARD
from ..ais.sieve import refuse_nothing, refuse_useless
from ..ais.store import Commit, Store
from ..errors import InputError
from ..folders import Folder, is_url
from ..settings import Settings
from ..tables import FIXES, VESSELS
from .executors import Executor
from .foresight import are_small
from .ingestion import ingest_files
from .progress import Progress, row_gauge

__all__ = ["Stored", "open_input", "read_store", "work_folder"]


@dataclass(frozen=True)
class Stored:
    """A store to be read in parts; `notes` are remarks on inputs that gave nothing."""

    store: Store
    commits: tuple[Commit, ...]
    window: Filter
    notes: tuple[str, ...] = ()


def _the_store(paths: Sequence[str | InputFile]) -> Store | None:
    """Return the store that is named in place of files, None where files are named.

    Raises
    ------
    InputError
        A store among other inputs.
    """
    stores = [p for p in paths if is_store(p)]
    if stores and len(paths) > 1:
        raise InputError(
            "is a store among other inputs", file=stores[0], hint="ingest the others into it"
        )
    return Store.open(str(stores[0])) if stores else None


def open_input(
    paths: Sequence[str | InputFile],
    recipe: Recipe,
    scratch: Folder | None,
    executor: Executor,
    progress: Progress,
    *,
    in_parts: bool,
) -> AisData | Stored:
    """Return what a run reads, in memory where it is small.

    Parameters
    ----------
    paths
        Files, or one store.
    scratch
        Folder for the store of a run that reads large files.
    in_parts
        Asked for whatever the size.

    Raises
    ------
    InputError
        One line: what is wrong with which file.
    """
    settings, window = recipe.settings, recipe.window
    window.check()
    store = _the_store(paths)
    if store is not None:
        if recipe.format or recipe.mapping or recipe.start:
            raise InputError(
                "a store needs no format and no column mapping", file=store.folder.where
            )
        commits = _commits_of(store)
        rows = sum(f.rows for c in commits for f in c.files)
        if in_parts or rows > settings.engine.part_rows:
            return Stored(store, tuple(commits), window)
        progress(f"reading {rows:,} rows of a store")
        return read_store(store, window, settings)
    files = [as_file(p) for p in paths]
    recipe.reading([]).check(len(files))
    if not in_parts and are_small(files, settings):
        progress("reading")
        return read_fixes(files, **_reading(recipe), told=row_gauge(progress))
    assert scratch is not None
    store = Store.create(f"{scratch.where}/store", buckets=settings.engine.scratch_buckets)
    recipe = replace(recipe, by_name=True)
    executor.warm()
    done = ingest_files(files, store, recipe, executor, progress)
    ids = [i.id for i in done if i.id is not None]
    known = {c.id: c for c in store.commits()}
    commits = [known[i] for i in dict.fromkeys(ids)]
    # The filter was met while reading.
    notes = refuse_useless([i.useless for i in done if i.useless], len(done))
    return Stored(store, tuple(commits), Filter(), tuple(notes))


def read_store(store: Store, window: Filter, settings: Settings) -> AisData:
    """Return all fixes of a store that lie inside a filter, in memory.

    Raises
    ------
    InputError
        No usable row.
    """
    commits = _commits_of(store)
    audit, fixes, heard = audit_of(commits), [], []
    for bucket in range(store.buckets):
        part = load_part(store, commits, Part((bucket,)), settings, window)
        audit.merge(part.audit)
        fixes.append(part.fixes)
        heard.append(part.heard)
    audit.check()
    refuse_nothing(audit, str(commits[0].entry["file"]))
    statics = statics_of(store, commits)
    times = pl.concat(heard) if heard else pl.DataFrame(schema=HEARD)
    table = pl.concat(fixes).sort("mmsi", "t", maintain_order=True)
    vessels = statics.vessels(times.sort("mmsi"), audit)
    FIXES.check(table)
    VESSELS.check(vessels)
    history = statics.history(vessels)
    return AisData(table, vessels, audit, inputs_of(commits), notes_of(commits), history)


def _commits_of(store: Store) -> list[Commit]:
    """Return what a store holds, by file; an empty store is an error."""
    commits = store.commits()
    if not commits:
        raise InputError("is an empty store", file=store.folder.where, hint="ingest files")
    return sorted(commits, key=lambda c: (str(c.entry["file"]), c.id))


def _reading(recipe: Recipe) -> dict[str, Any]:
    window = recipe.window
    return {
        "format": recipe.format,
        "mapping": recipe.mapping,
        "t_from": window.t_from,
        "t_to": window.t_to,
        "bbox": window.bbox,
        "settings": recipe.settings,
        "start": recipe.start,
        "rate": recipe.rate,
    }


@contextmanager
def work_folder(work: str | Path | None) -> Iterator[Folder]:
    """Yield the folder named for intermediate tables, or a scratch one that goes afterwards."""
    if work is not None:
        if not is_url(work):
            Path(work).mkdir(parents=True, exist_ok=True)
        yield Folder(work)
        return
    with tempfile.TemporaryDirectory(prefix="baltic-") as name:
        yield Folder(name)
