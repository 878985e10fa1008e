"""The store: fixes of any number of inputs as Parquet, by bucket of ships and by day.

::

    store.json                                   schema, number of buckets
    commits/COMMIT.json                          one input: what it is, its counts, its files
    bucket=07/day=2024-12-25/COMMIT-0.parquet    fixes, sorted by mmsi and t
    rest/bucket=07/COMMIT-0.parquet              rows that are no fixes: key and reason only
    statics/COMMIT.parquet                       distinct static messages

Only what a commit names belongs to the store.  A commit is written last and at once, so a
process that is killed at any moment leaves a valid store, and files that nobody names are
swept up by the next one.  The name of a commit is a hash of the input's content and of how
it was read: the same file again changes nothing.  Rows that two inputs share are told by the
hash of their raw line when they are read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from ..audit import Audit
from ..errors import InputError
from ..folders import Folder, is_url
from .inputs import STORE_HEAD, is_store
from .settling import JUDGED

__all__ = ["Commit", "Store", "StoredFile", "commit_id"]

SCHEMA = "baltic-store/1"

#: What is kept of a row that is no fix: enough to count it once.
REST = ("mmsi", "t", "reason", "transmission", "key", "line")
#: What is kept of a fix.
FIX = tuple(n for n in JUDGED if n not in ("reason", "file"))


@dataclass(frozen=True)
class StoredFile:
    """One Parquet file of a commit; ``day`` is None for rows that are no fixes."""

    name: str
    bucket: int
    day: str | None
    rows: int


@dataclass(frozen=True)
class Commit:
    """What one input gave.

    Attributes
    ----------
    id
        Hash of the content and of how it was read.
    entry
        Its row in the manifest: file, size, sha256, format, why, rows.
    audit
        Rows in, unreadable rows, duplicates within the input, examples, flags.
    files
        Where its rows are.
    notes
        Remarks for the reader of a report.
    """

    id: str
    entry: dict[str, Any]
    audit: Audit
    files: tuple[StoredFile, ...] = ()
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "input": self.entry,
            "audit": self.audit.as_dict(),
            "files": [asdict(f) for f in self.files],
            "notes": list(self.notes),
        }

    @classmethod
    def of(cls, document: dict[str, Any]) -> Commit:
        return cls(
            id=str(document["id"]),
            entry=dict(document["input"]),
            audit=Audit.of(document["audit"]),
            files=tuple(StoredFile(**f) for f in document["files"]),
            notes=tuple(document["notes"]),
        )


def commit_id(sha256: str, member: str | None, how: dict[str, Any]) -> str:
    """Return the name of what a content gives when it is read in one way.

    Parameters
    ----------
    sha256
        Of the whole file, packed as it is.
    member
        Of a zip.
    how
        Format, mapping, filter and settings of reading.
    """
    text = json.dumps([sha256, member, how], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


@dataclass
class Store:
    """A store that is open.

    Examples
    --------
    >>> store = Store.create("memory://doctest-store", buckets=4)
    >>> Store.open("memory://doctest-store").buckets
    4
    >>> store.commits()
    []
    """

    folder: Folder
    buckets: int
    _known: dict[str, Commit] = field(default_factory=dict, repr=False)

    @classmethod
    def create(cls, where: str | Path, *, buckets: int) -> Store:
        """Open the store there, or make an empty one.

        Raises
        ------
        InputError
            The folder holds other things.
        OutputError
            It cannot be written.
        """
        if is_store(where):
            return cls.open(where)
        folder = Folder(where)
        if not is_url(where) and Path(where).exists():
            path = Path(where)
            if not path.is_dir():
                raise InputError("is a file, not a folder for a store", file=path)
            # What a killed first run left is no reason to refuse.
            if any(not p.name.startswith((".", "bucket=")) for p in path.iterdir()):
                raise InputError(
                    "holds other files and is no store", file=path, hint="name a new folder"
                )
        folder.write_json(STORE_HEAD, {"schema": SCHEMA, "buckets": int(buckets)})
        return cls(folder, int(buckets))

    @classmethod
    def open(cls, where: str | Path) -> Store:
        """Open a store.

        Raises
        ------
        InputError
            There is none, or one of another version.
        """
        folder = Folder(where)
        if not folder.exists(STORE_HEAD):
            raise InputError("is no store", file=where, hint="make one with baltic ingest --store")
        head = folder.read_json(STORE_HEAD)
        if not isinstance(head, dict) or head.get("schema") != SCHEMA:
            raise InputError(
                "is a store of another version", file=where, hint=f"this one reads {SCHEMA}"
            )
        buckets = head.get("buckets")
        if not isinstance(buckets, int) or buckets < 1:
            raise InputError("has a damaged store.json", file=where)
        return cls(folder, buckets)

    def holds(self, id_: str) -> bool:
        """Return whether a commit is there."""
        return id_ in self._known or self.folder.exists(_commit_name(id_))

    def commits(self) -> list[Commit]:
        """Return all commits in the steady order of their names.

        Raises
        ------
        InputError
            A commit is damaged.
        """
        for name in self.folder.names("commits/"):
            id_ = name.removeprefix("commits/").removesuffix(".json")
            if id_ in self._known or not name.endswith(".json"):
                continue
            try:
                self._known[id_] = Commit.of(self.folder.read_json(name))
            except (KeyError, TypeError, ValueError) as error:
                raise InputError("is a damaged commit", file=self.folder.path(name)) from error
        return [self._known[id_] for id_ in sorted(self._known)]

    def commit(self, commit: Commit, statics: pl.DataFrame) -> None:
        """Make one input part of the store; everything it names is there already."""
        if statics.height:
            self.folder.write_table(_statics_name(commit.id), statics)
        self.folder.write_json(_commit_name(commit.id), commit.as_dict())
        self._known[commit.id] = commit

    def statics(self, commits: Iterable[Commit]) -> list[pl.DataFrame]:
        """Return the distinct static messages of some commits."""
        there = set(self.folder.names("statics/"))
        names = [_statics_name(c.id) for c in commits]
        return [self.folder.read_table(n) for n in names if n in there]

    def sweep(self) -> int:
        """Remove files that no commit names (a killed process left them); return how many.

        Not while others write to the store.
        """
        named = {f.name for c in self.commits() for f in c.files}
        named |= {_statics_name(c.id) for c in self.commits()}
        stray = [
            name
            for prefix in ("bucket=", "rest/", "statics/")
            for name in self.folder.names(prefix)
            if name not in named
        ]
        for name in stray:
            self.folder.remove(name)
        return len(stray)


def _commit_name(id_: str) -> str:
    return f"commits/{id_}.json"


def _statics_name(id_: str) -> str:
    return f"statics/{id_}.parquet"


def bucket_of(mmsi: pl.Expr, buckets: int) -> pl.Expr:
    """Return the bucket of a ship.

    Numbers of one class differ in few digits: the last ones alone would fill few buckets.
    """
    return (mmsi.cast(pl.UInt64) * 2_654_435_761 // 65_536 % buckets).cast(pl.UInt16)
