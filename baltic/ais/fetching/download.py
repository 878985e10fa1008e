"""One file: continued where it broke off, checked, and there only when it is whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import OutputError
from ...settings import Limits
from .faults import FetchError, PassingError
from .listing import Entry
from .part import Part
from .verify import Checked, DamagedError, check_zip
from .web import Web

if TYPE_CHECKING:
    import httpx

__all__ = ["Got", "download"]

_DIGITS = re.compile(r"[0-9]{1,18}")
_RANGE = re.compile(r"bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\*)")


@dataclass(frozen=True)
class Got:
    """A file that is there and whole.

    Attributes
    ----------
    url, path
        Where it came from, and where it is.
    size
        Bytes.
    checked
        Its SHA-256, and what could not be checked.
    etag
        The server's mark of this version; None where it sent none.
    resumed
        Whether an earlier run had fetched its begin.
    already_there
        Whether nothing was fetched, because it was whole.

    Examples
    --------
    >>> got = Got("http://a/2024-12-25.zip", Path("2024-12-25.zip"), 5, Checked(""), None)
    >>> got.resumed, got.already_there
    (False, False)
    """

    url: str
    path: Path
    size: int
    checked: Checked
    etag: str | None
    resumed: bool = False
    already_there: bool = False


class _Download:
    """The state of one download over its attempts."""

    def __init__(
        self,
        web: Web,
        url: str,
        entry: Entry,
        part: Part,
        check: Callable[[Path, str | None], Checked],
        shown: Callable[[str, int, int], None],
    ) -> None:
        self.web, self.url, self.entry, self.part = web, url, entry, part
        self._check, self._shown = check, shown
        self.resumed = False
        self.damaged = 0

    def attempt(self) -> Checked:
        """Fetch what is missing and check the whole; only a whole file passes."""
        kept = self.part.size()
        if kept > self.entry.size:
            self.part.drop()
            kept = 0
        self.resumed = kept > 0
        etag = self.part.etag if 0 < kept == self.entry.size else self._pull(kept)
        self.web.say(f"checking {self.entry.name}")
        try:
            return self._check(self.part.path, etag)
        except DamagedError as fault:
            self.part.drop()
            self.damaged += 1
            what = f"arrived damaged: {fault.what}"
            if fault.as_served or self.damaged > 1:
                raise FetchError(
                    what, file=self.url, hint="it may be damaged there; run again later"
                ) from fault
            raise PassingError(what) from fault

    def _pull(self, kept: int) -> str | None:
        """Write the rest of the body, and return the ETag that it must fit."""
        headers = {}
        if kept and self.part.etag:
            headers = {"Range": f"bytes={kept}-", "If-Range": self.part.etag}
        with self.web.get(self.url, headers=headers) as answer:
            start = self._start(answer, kept)
            etag = answer.headers.get("ETag")
            self.resumed = start > 0
            done = start
            with self.part.open(start, etag) as stream:
                for block in answer.iter_raw():
                    done += len(block)
                    if done > self.entry.size:
                        break
                    stream.write(block)
                    self._shown(self.entry.name, done, self.entry.size)
        if done > self.entry.size:
            self.part.drop()
            raise PassingError(f"sends more than the {self.entry.size:,} bytes of the listing")
        if done < self.entry.size:
            raise PassingError(f"ended after {done:,} of {self.entry.size:,} bytes")
        return etag or self.entry.etag

    def _start(self, answer: httpx.Response, kept: int) -> int:
        """Return the byte that the body begins with: `kept`, or 0 to begin anew."""
        if answer.status_code == 200:
            said = answer.headers.get("Content-Length", "")
            self._fits(int(said) if _DIGITS.fullmatch(said) else None)
            return 0
        match = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        same = answer.headers.get("ETag") == self.part.etag
        if answer.status_code != 206 or match is None or int(match.group(1)) != kept or not same:
            # Bytes of another place or version: nothing of them can be used.
            self.part.drop()
            raise PassingError("cannot continue the file; it is begun anew")
        self._fits(None if match.group(2) == "*" else int(match.group(2)))
        return kept

    def _fits(self, size: int | None) -> None:
        if size is not None and size != self.entry.size:
            raise PassingError(
                f"sends a file of {size:,} bytes, the listing says {self.entry.size:,}",
                hint="run again: the file may have been replaced just now",
            )


def download(
    web: Web,
    base: str,
    entry: Entry,
    folder: Path,
    *,
    unpack: bool,
    limits: Limits,
    shown: Callable[[str, int, int], None] = lambda *_: None,
) -> Got:
    """Return a file that is whole, fetched unless it is there already.

    Parameters
    ----------
    web, base
        Connection, and address of the bucket.
    entry
        The object.
    folder
        Where it goes; an unfinished file stays there as ``NAME.part``.
    unpack, limits
        As in :func:`~baltic.ais.fetching.verify.check_zip`.
    shown
        Told the name, the bytes there and the bytes in all.

    Raises
    ------
    FetchError
        It cannot be had; no file of this name appears.
    OutputError
        The disk is full or cannot be written; the part stays.
    """
    url = f"{base.rstrip('/')}/{entry.key}"
    target = folder / entry.name

    def check(path: Path, etag: str | None) -> Checked:
        return check_zip(path, entry.size, etag, unpack=unpack, limits=limits)

    if target.is_dir():
        raise OutputError("a folder is in the way", file=target, hint="name another --out")
    if target.exists():
        web.say(f"checking {entry.name}, which is there")
        try:
            there = check(target, entry.etag)
            return Got(url, target, entry.size, there, _bare(entry.etag), already_there=True)
        except DamagedError:
            pass  # not the file of the listing: it is replaced when the right one is whole
    part = Part(target, entry.etag)
    run = _Download(web, url, entry, part, check, shown)
    checked = web.persist(run.attempt, url, mark=part.size)
    etag = part.etag or entry.etag
    part.finish()
    return Got(url, target, entry.size, checked, _bare(etag), resumed=run.resumed)


def _bare(etag: str | None) -> str | None:
    return None if etag is None else etag.removeprefix("W/").strip('"')
