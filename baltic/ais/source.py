"""Where AIS comes from: globs, folders and packed files, opened as plain byte streams.

Packing is told by the first bytes, never by the name.  A cut or damaged archive,
or one that unpacks beyond the limits, is an error before anything is written.
"""

from __future__ import annotations

import glob
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from ..errors import InputError, OutputError
from ..settings import Limits

__all__ = ["AIS_SUFFIXES", "Source", "expand_paths", "list_sources"]

#: Names taken from a folder; a file named outright may be called anything.
AIS_SUFFIXES = (
    *(".csv", ".tsv", ".txt", ".gpx", ".parquet", ".geoparquet"),
    *(".json", ".geojson", ".ndjson", ".jsonl", ".jsonlines"),
    *(".nmea", ".nm4", ".log", ".ais", ".aivdm"),
)
_PACKED = (".gz", ".zip", ".zst", ".zstd")

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_ZIP_EMPTY = b"PK\x05\x06"
_ZSTD = b"\x28\xb5\x2f\xfd"
_OTHER = {b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"7z\xbc\xaf": "7-Zip", b"Rar!": "RAR"}

#: Archives smaller than this unpacked are never held to the ratio limit.
_RATIO_FROM_BYTES = 100_000_000


@dataclass(frozen=True)
class Source:
    """One stream of AIS data: a file, or one member of a zip archive."""

    path: Path
    member: str | None = None

    @property
    def name(self) -> str:
        """Name for messages, manifest and audit."""
        return str(self.path) if self.member is None else f"{self.path}!{self.member}"

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
                stream = _unpack(raw, self, limits)
                with stream:
                    yield stream
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


def _unpack(raw: IO[bytes], source: Source, limits: Limits) -> IO[bytes]:
    magic = raw.read(6)
    raw.seek(0)
    packed = source.path.stat().st_size
    stream: Any
    if source.member is not None:
        archive = zipfile.ZipFile(raw)
        packed = archive.getinfo(source.member).compress_size
        stream = archive.open(source.member)
        inner = stream.peek(6) if hasattr(stream, "peek") else b""
        if inner.startswith(_GZIP):
            stream = gzip.GzipFile(fileobj=stream)
    elif magic.startswith(_GZIP):
        stream = gzip.GzipFile(fileobj=raw)
    elif magic.startswith(_ZSTD):
        import pyarrow as pa

        stream = pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")
    else:
        for mark, kind in _OTHER.items():
            if magic.startswith(mark):
                raise InputError(f"is packed with {kind}", file=source.name, hint="unpack it first")
        return io.BufferedReader(raw)  # type: ignore[type-var]
    return io.BufferedReader(_Metered(stream, source, limits, packed), 1 << 20)


def list_sources(path: Path) -> list[Source]:
    """Return the streams in one file: the file itself, or the members of a zip.

    Raises
    ------
    InputError
        No such file, an empty file, a cut archive, or an archive without data.
    """
    path = Path(path)
    try:
        with path.open("rb") as raw:
            magic = raw.read(4)
    except FileNotFoundError as error:
        raise InputError("no such file", file=path, hint="check the path") from error
    except IsADirectoryError as error:
        raise InputError("is a folder", file=path, hint="use expand_paths") from error
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=path) from error
    if not magic:
        raise InputError("is empty (0 bytes)", file=path, hint="fetch the file again")
    if not magic.startswith((_ZIP, _ZIP_EMPTY)):
        return [Source(path)]
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise InputError(
            f"is a truncated or damaged zip: {error}", file=path, hint="fetch the file again"
        ) from error
    members = sorted(i.filename for i in infos if not i.is_dir() and _wanted(i.filename))
    if not members:
        raise InputError(
            "holds no AIS table",
            file=path,
            example=infos[0].filename if infos else None,
            hint="members must end in " + " ".join(AIS_SUFFIXES),
        )
    if any(i.flag_bits & 1 for i in infos):
        raise InputError("is encrypted", file=path, hint="unpack it first")
    return [Source(path, member) for member in members]


def _wanted(name: str) -> bool:
    parts = Path(name).parts
    if any(p.startswith((".", "__MACOSX")) for p in parts):
        return False
    low = name.lower()
    return low.removesuffix(".gz").endswith(AIS_SUFFIXES)


def _in_folder(folder: Path) -> list[Path]:
    endings = (".zip", *(s + p for s in AIS_SUFFIXES for p in ("", *_PACKED)))
    return sorted(
        p
        for p in folder.rglob("*")
        if p.is_file()
        and p.name.lower().endswith(endings)
        and not any(part.startswith(".") for part in p.relative_to(folder).parts)
    )


def expand_paths(patterns: Iterable[str | Path]) -> list[Path]:
    """Return the files that paths, folders and globs name, each once, in a steady order.

    Parameters
    ----------
    patterns
        File paths, folders (searched for AIS file names) and globs (``**`` allowed).

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
    found: dict[Path, Path] = {}
    patterns = [patterns] if isinstance(patterns, (str, Path)) else list(patterns)
    if not patterns:
        raise InputError("no AIS input was named", hint="give at least one file")
    for pattern in patterns:
        path = Path(pattern).expanduser()
        if path.is_dir():
            hits = _in_folder(path)
            what = "holds no AIS file"
        elif path.exists():
            hits = [path]
            what = ""
        elif glob.has_magic(str(path)):
            hits = sorted(Path(p) for p in glob.glob(str(path), recursive=True))  # noqa: PTH207
            hits = [h for h in hits if h.is_file()]
            what = "matches no file"
        else:
            raise InputError("no such file", file=path, hint="check the path")
        if not hits:
            raise InputError(
                what, file=path, hint="AIS files end in " + " ".join((*AIS_SUFFIXES, ".zip", ".gz"))
            )
        for hit in hits:
            found.setdefault(hit.resolve(), hit)
    return list(found.values())
