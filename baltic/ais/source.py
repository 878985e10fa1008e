"""Where AIS comes from: globs, folders and packed files, opened as plain byte streams.

Packing is told by the first bytes, never by the name.  A cut or damaged archive,
or one that unpacks beyond the limits, is an error before anything is written.
"""

from __future__ import annotations

import codecs
import glob
import gzip
import io
import itertools
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ..errors import InputError, OutputError, like_file
from ..folders import is_url
from ..settings import Limits
from .remote import InputFile, as_file, remote_files

__all__ = ["AIS_SUFFIXES", "Meter", "Source", "expand_paths", "list_sources"]

#: Names taken from a folder; a file named outright may be called anything.
AIS_SUFFIXES = (
    *(".csv", ".tsv", ".txt", ".gpx", ".parquet", ".geoparquet"),
    *(".json", ".geojson", ".ndjson", ".jsonl", ".jsonlines"),
    *(".nmea", ".nm4", ".log", ".ais", ".aivdm"),
)
_PACKED = (".gz", ".zip", ".zst", ".zstd")
#: How a member of an archive may be packed once more, and how not.
_PACKED_TABLE = (".gz", ".zst", ".zstd")
_NESTED = (".zip", ".ZIP", ".tar", ".tgz", ".tar.gz", ".7z", ".rar")

#: Files that lie beside data and are none.
_WORDS = re.compile(
    r"(?:read[-_ ]?me|licen[cs]e|terms|copying|changelog|checksums?)(?![a-z])[^/]*\.txt$"
)

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_ZIP_EMPTY = b"PK\x05\x06"
_ZSTD = b"\x28\xb5\x2f\xfd"
_OTHER = {b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"7z\xbc\xaf": "7-Zip", b"Rar!": "RAR"}

#: Archives smaller than this unpacked are never held to the ratio limit.
_RATIO_FROM_BYTES = 100_000_000


class Meter:
    """Tells how many bytes of a file, packed as it lies there, have been read."""

    def __init__(self) -> None:
        self._raw: IO[bytes] | None = None
        self._most = 0

    def watch(self, raw: IO[bytes]) -> None:
        """Look at this stream from now on."""
        self._raw = raw

    def bytes(self) -> int:
        """Return the furthest place so far; another thread may be reading meanwhile."""
        try:
            self._most = max(self._most, self._raw.tell() if self._raw is not None else 0)
        except (OSError, ValueError):  # closed
            self._raw = None
        return self._most


@dataclass(frozen=True)
class Source:
    """One stream of AIS data: a file, or one member of a zip archive."""

    path: InputFile
    member: str | None = None
    meter: Meter | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """Name for messages, manifest and audit."""
        # Bytes of a file name that are no UTF-8 would break the writing of any message.
        path = os.fsencode(self.path).decode("utf-8", "backslashreplace")
        return path if self.member is None else f"{path}!{self.member}"

    @property
    def label(self) -> str:
        """Lower-case file name without the packing suffix: a hint at the format."""
        name = Path(self.member or self.path.name).name.lower()
        for suffix in _PACKED:
            name = name.removesuffix(suffix)
        return name

    @contextmanager
    def open(self, limits: Limits) -> Iterator[IO[bytes]]:
        """Yield the unpacked bytes as a stream.

        Raises
        ------
        InputError
            Missing, unreadable, truncated, damaged, or larger than the limits when unpacked.
        """
        try:
            with self.path.open("rb") as raw:
                if self.meter is not None:
                    self.meter.watch(raw)
                stream = _as_utf8(_unpack(raw, self, limits))
                with stream:
                    yield stream
                    if self.meter is not None:
                        self.meter.bytes()
        except (InputError, OutputError):
            raise
        except EOFError as error:
            raise self._damaged("is truncated: the packed data ends too early") from error
        except (gzip.BadGzipFile, zipfile.BadZipFile, zlib.error) as error:
            raise self._damaged(f"is damaged or truncated: {error}") from error
        except (NotImplementedError, RuntimeError) as error:
            raise self._damaged(f"cannot be unpacked: {error}") from error
        except OSError as error:
            text = str(error.strerror or error)
            if "runcated" in text or "decompress" in text.lower() or "zstd" in text.lower():
                raise self._damaged(f"is truncated or damaged: {text}") from error
            raise InputError(f"cannot be read: {text}", file=self.name) from error

    def _damaged(self, what: str) -> InputError:
        return InputError(what, file=self.name, hint="fetch or unpack the file again")


class _Metered(io.RawIOBase):
    """A stream that refuses to grow beyond the limits (zip bombs)."""

    def __init__(self, stream: Any, source: Source, limits: Limits, packed: int) -> None:
        self._stream, self._source, self._limits = stream, source, limits
        self._packed, self._seen = max(packed, 1), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        self._seen += len(data)
        if self._seen > self._limits.max_unzipped_bytes:
            raise InputError(
                f"unpacks to more than {self._limits.max_unzipped_bytes} bytes",
                file=self._source.name,
                hint="raise limits.max_unzipped_bytes if the file is genuine",
            )
        ratio = self._seen / self._packed
        if self._seen > _RATIO_FROM_BYTES and ratio > self._limits.max_zip_ratio:
            raise InputError(
                f"unpacks to more than {self._limits.max_zip_ratio:g} times its size",
                file=self._source.name,
                hint="raise limits.max_zip_ratio if the file is genuine",
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Recoded(io.RawIOBase):
    """UTF-16 text, as spreadsheets save it, read as UTF-8."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._rest = stream, b""
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            data = self._stream.read(1 << 16)
            self._rest = self._decoder.decode(data, final=not data).encode("utf-8", "replace")
            if not data:
                break
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _as_utf8(stream: IO[bytes]) -> IO[bytes]:
    """Return a stream of UTF-8 where the first bytes are the mark of UTF-16."""
    start = stream.peek(2)[:2] if isinstance(stream, io.BufferedReader) else b""
    if start not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return stream
    return io.BufferedReader(_Recoded(stream), 1 << 20)


def _unpack(raw: IO[bytes], source: Source, limits: Limits) -> IO[bytes]:
    magic = raw.read(6)
    raw.seek(0)
    packed = source.path.stat().st_size
    stream: Any
    if source.member is not None:
        archive = zipfile.ZipFile(raw)
        # the directory of an archive may lie about sizes, the size of the file does not
        packed = min(packed, archive.getinfo(source.member).compress_size)
        member = archive.open(source.member)
        magic = member.peek(6) if hasattr(member, "peek") else b""
        stream = _plain(member, magic) or member
    else:
        stream = _plain(raw, magic)
    if stream is None:
        for mark, kind in _OTHER.items():
            if magic.startswith(mark):
                raise InputError(f"is packed with {kind}", file=source.name, hint="unpack it first")
        return io.BufferedReader(raw)  # type: ignore[type-var]
    return io.BufferedReader(_Metered(stream, source, limits, packed), 1 << 20)


def _plain(packed: IO[bytes], magic: bytes) -> Any:
    """Return a gzip or Zstandard stream unpacked, None for any other."""
    if magic.startswith(_GZIP):
        return gzip.GzipFile(fileobj=packed)
    if magic.startswith(_ZSTD):
        import pyarrow as pa

        return pa.CompressedInputStream(pa.PythonFile(packed, mode="r"), "zstd")
    return None


def list_sources(path: InputFile, limits: Limits | None = None) -> list[Source]:
    """Return the streams in one file: the file itself, or the members of a zip.

    Raises
    ------
    InputError
        No such file, no plain file (a pipe could be read only once), an empty file, a cut
        archive, an archive without data, or one beyond the limits.
    """
    path = as_file(path)
    try:
        kind = path.stat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
            raise InputError("is a pipe or device", file=path, hint="write it to a file first")
        with path.open("rb") as raw:
            magic = raw.read(4)
    except FileNotFoundError as error:
        raise InputError("no such file", file=path, hint=like_file(path)) from error
    except IsADirectoryError as error:
        raise InputError("is a folder", file=path, hint="use expand_paths") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from error
    if not magic:
        raise InputError("is empty (0 bytes)", file=path, hint="fetch the file again")
    if not magic.startswith((_ZIP, _ZIP_EMPTY)):
        return [Source(path)]
    try:
        with path.open("rb") as raw, zipfile.ZipFile(raw) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise InputError(
            f"is a truncated or damaged zip: {error}", file=path, hint="fetch the file again"
        ) from error
    return [Source(path, member) for member in _members(path, infos, limits or Limits())]


def _members(path: InputFile, infos: list[zipfile.ZipInfo], limits: Limits) -> list[str]:
    """Return the names of an archive's tables, which are never written to disk by name."""
    wanted = [i for i in infos if not i.is_dir() and _wanted(i.filename)]
    if any(i.filename == "xl/workbook.xml" for i in infos):
        raise InputError(
            "is an Excel workbook, whatever its name", file=path, hint="save it as CSV (UTF-8)"
        )
    # An hour in which nothing was heard: no bytes by the archive's own account.
    wanted = [i for i in wanted if i.file_size] or wanted
    members = sorted(i.filename for i in wanted)
    nested = [i.filename for i in infos if _visible(i.filename) and i.filename.endswith(_NESTED)]
    if nested:
        raise InputError(
            "holds archives inside", file=path, example=nested[0], hint="unpack the outer one first"
        )
    if not members:
        raise InputError(
            "holds no AIS table",
            file=path,
            example=infos[0].filename if infos else None,
            hint="members must end in " + " ".join(AIS_SUFFIXES),
        )
    if any(i.flag_bits & 1 for i in infos):
        raise InputError("is encrypted", file=path, hint="unpack it first")
    twice = next((a for a, b in itertools.pairwise(members) if a == b), None)
    if twice is not None:
        raise InputError(
            "holds two members of one name", file=path, example=twice, hint="unpack it first"
        )
    if len(members) > limits.max_zip_members:
        raise InputError(
            f"holds {len(members)} tables, more than {limits.max_zip_members}",
            file=path,
            hint="unpack it, or raise limits.max_zip_members",
        )
    total = sum(i.file_size for i in wanted)
    if total > max(_RATIO_FROM_BYTES, limits.max_zip_ratio * path.stat().st_size):
        raise InputError(
            f"unpacks to more than {limits.max_zip_ratio:g} times its size",
            file=path,
            hint="raise limits.max_zip_ratio if the file is genuine",
        )
    return members


def _visible(name: str) -> bool:
    parts = [p for p in Path(name).parts if p != ".."]
    return not any(p.startswith((".", "__MACOSX")) for p in parts)


def _wanted(name: str) -> bool:
    low = name.lower()
    for suffix in _PACKED_TABLE:
        low = low.removesuffix(suffix)
    return _visible(name) and low.endswith(AIS_SUFFIXES) and not _is_words(low)


def _is_words(name: str) -> bool:
    """Return whether a file's name says that it is about the data, not data."""
    return _WORDS.match(name.rpartition("/")[2]) is not None


def _endings() -> tuple[str, ...]:
    return (".zip", *(s + p for s in AIS_SUFFIXES for p in ("", *_PACKED)))


def _is_result(folder: Path) -> bool:
    """Return whether a folder holds what this program wrote: no AIS, whatever the names."""
    return (folder / "audit.json").is_file() and (folder / "candidates.json").is_file()


def _in_folder(folder: Path) -> list[Path]:
    every = list(folder.rglob("*"))
    results = {p.parent for p in every if p.name == "manifest.json" and _is_result(p.parent)}
    return sorted(
        p
        for p in every
        if p.is_file()
        and p.parent not in results
        and not _is_words(p.name.lower())
        and p.name.lower().endswith(_endings())
        and not any(part.startswith(".") for part in p.relative_to(folder).parts)
    )


def expand_paths(patterns: Iterable[str | Path]) -> list[InputFile]:
    """Return the files that paths, folders and globs name, each once, in a steady order.

    Parameters
    ----------
    patterns
        File paths, folders (searched for AIS file names) and globs (``**`` allowed); addresses
        in object stores (``s3://bucket/2025/*.zip``) likewise.

    Returns
    -------
    list of InputFile
        Local paths and files in object stores, absolute.

    Raises
    ------
    InputError
        A path that does not exist, or a folder or glob without any file.

    Examples
    --------
    >>> expand_paths(["no-such-file.csv"])
    Traceback (most recent call last):
    baltic.errors.InputError: no-such-file.csv: no such file; check the path
    """
    found: dict[InputFile, InputFile] = {}
    patterns = [patterns] if isinstance(patterns, (str, Path)) else list(patterns)
    if not patterns:
        raise InputError("no AIS input was named", hint="give at least one file")
    for pattern in patterns:
        if is_url(pattern):
            found.update((file, file) for file in remote_files(str(pattern), _endings()))
            continue
        path = Path(pattern)
        try:
            hits, what = _hits(path)
        except (OSError, RuntimeError, ValueError) as error:  # too long, no such user, a zero byte
            text = getattr(error, "strerror", None) or error
            raise InputError(f"is no path: {text}", file=path, hint="check the path") from error
        if not hits:
            raise InputError(
                what, file=path, hint="AIS files end in " + " ".join((*AIS_SUFFIXES, ".zip", ".gz"))
            )
        for hit in hits:
            found.setdefault(hit.resolve(), hit)
    return list(found.values())


def _hits(path: Path) -> tuple[list[Path], str]:
    """Return the files that one path, folder or glob names, and what to say if there are none."""
    path = path.expanduser()
    if path.is_dir():
        return _in_folder(path), "holds no AIS file"
    if path.exists():
        return [path], ""
    if glob.has_magic(str(path)):
        hits = sorted(Path(p) for p in glob.glob(str(path), recursive=True))  # noqa: PTH207
        return [h for h in hits if h.is_file()], "matches no file"
    raise InputError("no such file", file=path, hint=like_file(path))
