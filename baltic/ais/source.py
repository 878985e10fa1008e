"""One source of AIS, a file or a member of an archive, opened as a plain byte stream.

Packing is told by the first bytes, never by the name.  What unpacks beyond the limits is an error.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ..errors import InputError, OutputError
from ..settings import Limits
from .remote import InputFile

__all__ = ["PACKED", "RATIO_FROM_BYTES", "Meter", "Source"]

#: How names of packed files end.
PACKED = (".gz", ".zip", ".zst", ".zstd")
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_OTHER = {b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"7z\xbc\xaf": "7-Zip", b"Rar!": "RAR"}

#: Archives smaller than this unpacked are never held to the ratio limit.
RATIO_FROM_BYTES = 100_000_000


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
        for suffix in PACKED:
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
        if self._seen > RATIO_FROM_BYTES and ratio > self._limits.max_zip_ratio:
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
