"""Files into a store that is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from ..ais.ingest import Ingested, Recipe, ingest_path
from ..ais.parts import audit_of
from ..ais.remote import InputFile, as_file
from ..ais.sieve import refuse_useless
from ..ais.store import Store
from ..ais.telling import Telling
from ..errors import InputError
from ..settings import Settings
from .executors import Executor, open_executor
from .progress import Progress, counted, note_of, row_gauge, silent

__all__ = ["Told", "ingest", "ingest_files"]

SCHEMA = "baltic-ingest/1"


@dataclass(frozen=True)
class Told:
    """What an ingest did.

    Attributes
    ----------
    inputs
        One dict an input: file, rows, used, already (it was there before).
    rows_in, fixes
        Rows read now, and how many of them are fixes in the store.
    dropped
        Rows read now that no input has twice and that are no fixes, by reason.
    """

    store: str
    inputs: list[dict[str, Any]]
    rows_in: int
    fixes: int
    dropped: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "schema": SCHEMA,
            "store": self.store,
            "rows_in": self.rows_in,
            "fixes": self.fixes,
            "dropped": self.dropped,
            "inputs": self.inputs,
            "notes": self.notes,
        }


def ingest(
    files: Sequence[str | InputFile],
    store: str | Path,
    *,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    start: datetime | None = None,
    rate: float | None = None,
    settings: Settings | None = None,
    buckets: int | None = None,
    engine: str = "local",
    workers: int | None = None,
    progress: Progress = silent,
) -> Told:
    r"""Put AIS files into a store.

    Parameters
    ----------
    files
        AIS files of any format.
    store
        Folder, or an address that fsspec opens (``s3://...``).
    format, mapping, start, rate
        As for :func:`baltic.scan`.
    settings
        Sections ``limits``, ``reading`` and ``engine``; None for the defaults.
    buckets
        Of a new store; a store that is there keeps its own.
    engine, workers
        Where files are read.
    progress
        Told each step in a sentence.

    Returns
    -------
    Told
        Rows read, fixes kept, rows dropped by reason, and which inputs were there already.

    Raises
    ------
    InputError
        A file that cannot be read; the inputs before it stay in the store.
    OutputError
        The store cannot be written; it stays valid, and the same command goes on.

    Examples
    --------
    >>> import tempfile
    >>> rows = "mmsi,t,lon,lat\n230000001,2024-12-25T10:00:00Z,25.0,59.9\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "day.csv"
    ...     _ = file.write_text(rows)
    ...     told = [ingest([file], Path(folder) / "store", buckets=1) for _ in range(2)]
    >>> [t.fixes for t in told], told[1].inputs[0]["already"]
    ([1, 0], True)
    """
    settings = settings or Settings()
    recipe = Recipe(format, dict(mapping or {}), start, rate, settings=settings)
    recipe.reading([]).check(len(files))
    place = Store.create(store, buckets=buckets or settings.engine.buckets)
    if buckets is not None and buckets != place.buckets:
        raise InputError(
            f"has {place.buckets} buckets, not {buckets}", file=store, hint="leave out --buckets"
        )
    place.sweep()
    with open_executor(engine, workers) as executor:
        done = ingest_files([as_file(f) for f in files], place, recipe, executor, progress)
    notes = refuse_useless([i.useless for i in done if i.useless], len(done))
    fresh = {i.id for i in done if i.id is not None and not i.already}
    commits = [c for c in place.commits() if c.id in fresh]
    audit = audit_of(commits)
    fixes = sum(i.used for i in done if not i.already)
    dropped = {reason: t.count for reason, t in audit.dropped.items() if t.count}
    rest = audit.rows_in - fixes - sum(dropped.values())
    if rest:
        dropped["non_ship, no_position or static_only"] = rest
    inputs = [
        {"file": i.file, "id": i.id, "rows": i.rows, "used": i.used, "already": i.already}
        for i in done
    ]
    notes += [note for c in commits for note in c.notes]
    return Told(str(store), inputs, audit.rows_in, fixes, dropped, notes)


def ingest_files(
    files: Sequence[InputFile],
    store: Store,
    recipe: Recipe,
    executor: Executor,
    progress: Progress,
) -> list[Ingested]:
    """Read files into a store: one map over them.

    Returns
    -------
    list of Ingested
        One entry an input (a member of a zip is one), in the order of the files.

    Raises
    ------
    InputError
        One line on the first file that cannot be read; inputs that were complete before
        stay in the store.
    """
    done: list[Ingested] = []
    note = note_of(progress)
    step = partial(ingest_path, store=store, recipe=recipe)
    progress(f"reading {files[0].name}" if len(files) == 1 else f"reading {len(files)} files")
    if executor.is_here(len(files)):  # what shows the rows cannot go to another process
        coming = _read_here(files, step, row_gauge(progress))
    else:
        coming = counted(executor.map(step, files), len(files), progress, "files")
    for number, found in enumerate(coming, start=1):
        rows = sum(i.rows for i in found)
        note(f"read {files[number - 1].name}: {rows:,} rows ({number} of {len(files)})")
        done += found
    return done


def _read_here(
    files: Sequence[InputFile],
    step: Callable[..., list[Ingested]],
    told: Callable[[int, float], None],
) -> Iterator[list[Ingested]]:
    """Read files one after the other, and tell of the rows and bytes of all together."""
    telling = Telling.of(told, files)
    for file in files:
        found = step(file, told=telling)
        telling(0, 0)
        yield found
