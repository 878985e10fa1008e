"""The Danish archive: the files of some days, from wherever in the bucket they lie."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ...errors import OutputError, SettingsError
from ...settings import Fetch, Settings
from .days import Span, month_of
from .download import Got, download
from .faults import FetchError
from .listing import Entry
from .note import LICENCE, write_note, write_source
from .shelf import Shelf, choose, read_shelf
from .web import Web

__all__ = ["Fetched", "fetch_dma"]


@dataclass(frozen=True)
class Fetched:
    """What a run has fetched or found there.

    Attributes
    ----------
    files
        One a day or month, in their order.
    notes
        Sentences: days that are not there, what could not be checked.
    licence
        The terms of the archive.

    Examples
    --------
    >>> Fetched([]).document()["files"]
    []
    """

    files: list[Got]
    notes: list[str] = field(default_factory=list)
    licence: str = LICENCE

    def document(self) -> dict[str, Any]:
        """Return the document of ``--json``.

        Returns
        -------
        dict
            ``files`` (url, path, size in bytes, sha256, etag, resumed, already_there), ``licence``,
            ``notes``.
        """
        return {
            "files": [
                {
                    "url": got.url,
                    "path": str(got.path),
                    "size": got.size,
                    "sha256": got.checked.sha256,
                    "etag": got.etag,
                    "resumed": got.resumed,
                    "already_there": got.already_there,
                }
                for got in self.files
            ],
            "licence": self.licence,
            "notes": self.notes,
        }


def fetch_dma(
    span: Span,
    out: Path,
    *,
    settings: Settings | None = None,
    verify: bool = True,
    progress: Callable[[str], None] = lambda _: None,
    shown: Callable[[str, int, int], None] = lambda *_: None,
    today: date | None = None,
    sleep: Callable[[float], None] = time.sleep,
    jitter: Callable[[], float] = random.random,
) -> Fetched:
    """Fetch the Danish AIS of some days into a folder.

    Parameters
    ----------
    span
        The days; see :func:`~baltic.ais.fetching.parse_span`.
    out
        The folder; made when it is not there. Whole files only have their own name; an
        unfinished one is ``NAME.part`` and is continued by the next run.
    settings
        Section ``fetch``: addresses and patience.
    verify
        Unpack each zip once to check it (also ``fetch.verify``).
    progress
        Told each step in a sentence.
    shown
        Told the name of a file, its bytes so far and in all.
    today, sleep, jitter
        For tests.

    Returns
    -------
    Fetched
        The files, whole and checked.

    Raises
    ------
    FetchError
        Days that are not there, a server that cannot be reached, a file that cannot be had.
    OutputError
        No room, or a folder that cannot be written.

    Examples
    --------
    >>> fetch_dma(Span(date(1999, 1, 1), date(1999, 1, 1)), Path("ais"))
    Traceback (most recent call last):
    baltic.ais.fetching.faults.FetchError: 1999-01-01 lies before the Danish archive begins; ...
    """
    settings = settings or Settings()
    s = settings.fetch
    _refuse_impossible(span, s, today or datetime.now(UTC).date())
    with Web(s, sleep=sleep, jitter=jitter, say=progress) as web:
        progress(f"looking for {span} in the Danish archive")
        shelf = _first_shelf(web, span)
        entries, notes = choose(shelf, span, s)
        for note in notes:
            progress(note)
        made = _make(out)
        files: list[Got] = []
        try:
            _refuse_full(entries, out, s)
            for entry in entries:
                progress(f"fetching {entry.key}, {entry.size / 1e6:,.1f} MB")
                got = download(
                    web,
                    shelf.base,
                    entry,
                    out,
                    unpack=verify and s.verify,
                    limits=settings.limits,
                    shown=shown,
                )
                if not files:
                    write_note(out)
                write_source(got)
                files.append(got)
        finally:
            if made and not any(out.iterdir()):
                out.rmdir()
    unsure = [f"{got.path.name}: {note}" for got in files for note in got.checked.notes]
    return Fetched(files, notes + unsure)


def _refuse_impossible(span: Span, s: Fetch, today: date) -> None:
    """Refuse what needs no look at the archive."""
    if month_of(span.first) < s.first_month:
        raise FetchError(
            f"{span} lies before the Danish archive begins",
            hint=f"its first month is {s.first_month}; ask for that or later",
        )
    if span.last > today:
        newest = today - timedelta(days=s.lag_days)
        past = f"{span.first}..{newest}" if span.first < newest else str(newest)
        raise FetchError(
            f"{span} reaches into the future: today is {today}",
            hint=f"days appear about {s.lag_days} days later; ask for {past}",
        )


def _first_shelf(web: Web, span: Span) -> Shelf:
    """Return the shelf of the first address that can be listed."""
    bases = [base for base in (web.settings.url, web.settings.second_url) if base]
    if not bases:
        raise SettingsError("fetch.url is empty", hint="leave it out to have the default")
    faults: list[FetchError] = []
    for base in bases:
        try:
            return read_shelf(web, base, span)
        except FetchError as fault:
            faults.append(fault)
    first, *others = faults
    also = "".join(f"; {other.file}: {other.what}" for other in others)
    raise FetchError(
        first.what + also, file=first.file, example=first.example, hint=first.hint
    ) from first


def _make(out: Path) -> bool:
    """Make the folder, and tell whether it was new."""
    if out.exists() and not out.is_dir():
        raise OutputError("the output folder is a file", file=out, hint="name another --out")
    made = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write there: {error.strerror}", file=out) from error
    return made


def _refuse_full(entries: list[Entry], out: Path, s: Fetch) -> None:
    """Refuse to begin what the disk cannot hold."""
    need = 0
    for entry in entries:
        target = out / entry.name
        part = target.with_name(target.name + ".part")
        if not (target.is_file() and target.stat().st_size == entry.size):
            # A wrong file of that name stays until the right one is whole.
            need += max(0, entry.size - (part.stat().st_size if part.is_file() else 0))
    free = shutil.disk_usage(out).free
    if need and need + s.spare_bytes > free:
        raise OutputError(
            f"no room: {need / 1e9:.2f} GB more are needed and {free / 1e9:.2f} GB are free",
            file=out,
            hint="make room, name another --out, or ask for fewer days",
        )
