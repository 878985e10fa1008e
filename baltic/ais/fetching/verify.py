"""Whether a fetched zip is what the archive holds."""

from __future__ import annotations

import hashlib
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from ...errors import OutputError
from ...settings import Limits

__all__ = ["Checked", "DamagedError", "check_zip"]

_PLAIN_MD5 = re.compile(r'"?([0-9a-f]{32})"?')
#: The method of large zips made by Windows, which Python cannot unpack.
_DEFLATE64 = 9

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    EOFError,
    OSError,
)


class DamagedError(Exception):
    """The bytes on disk are not a whole zip.

    Parameters
    ----------
    what
        What is wrong.
    as_served
        The bytes are proven to be those of the server: to fetch them again is useless.
    """

    def __init__(self, what: str, *, as_served: bool = False) -> None:
        super().__init__(what)
        self.what, self.as_served = what, as_served


@dataclass(frozen=True)
class Checked:
    """The hash of a file that passed, what it passed, and what could not be checked."""

    sha256: str
    passed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def check_zip(path: Path, size: int, etag: str | None, *, unpack: bool, limits: Limits) -> Checked:
    """Return the hash of a zip that is whole.

    Parameters
    ----------
    path
        The file.
    size
        Bytes by the listing.
    etag
        Of the server; when it is the MD5 of an object uploaded in one piece, it must fit.
    unpack
        Read every member through and compare its CRC; memory stays bounded.
    limits
        Bounds of what is unpacked.

    Raises
    ------
    DamagedError
        Another size, another MD5, no zip, no member, a CRC that is wrong, or a bomb.
    OutputError
        The file cannot be read back.
    """
    try:
        sha256, md5 = _hashes(path)
        found = path.stat().st_size
    except OSError as error:
        raise OutputError(f"cannot be read back: {error.strerror}", file=path) from error
    if found != size:
        raise DamagedError(f"has {found:,} bytes, the listing says {size:,}")
    plain = _PLAIN_MD5.fullmatch(etag or "")
    if plain and plain.group(1) != md5:
        raise DamagedError("its MD5 is not the server's")
    try:
        with zipfile.ZipFile(path) as archive:
            notes = _look_inside(archive, unpack, limits)
    except _BROKEN as error:
        raise DamagedError(f"is no whole zip: {str(error)[:120]}", as_served=bool(plain)) from error
    passed = ["size"] + ["MD5 of the server"] * bool(plain) + ["directory of the zip"]
    if not notes:
        passed.append("CRC of every member")
    return Checked(sha256, tuple(passed), notes)


def _look_inside(archive: zipfile.ZipFile, unpack: bool, limits: Limits) -> tuple[str, ...]:
    members = [m for m in archive.infolist() if not m.is_dir()]
    if not members:
        raise ValueError("it holds no file")
    if not unpack:
        return ("the members were not unpacked to check them",)
    for member in members:
        if member.file_size > limits.max_unzipped_bytes:
            raise ValueError(f"a member unpacks to {member.file_size:,} bytes")
    if any(m.compress_type == _DEFLATE64 for m in members):
        return ("packed with Deflate64, which Python cannot unpack: not checked inside",)
    if bad := archive.testzip():
        raise ValueError(f"the CRC of {bad[:60]!r} is wrong")
    return ()


def _hashes(path: Path, chunk: int = 1 << 20) -> tuple[str, str]:
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as stream:
        while block := stream.read(chunk):
            sha256.update(block)
            md5.update(block)
    return sha256.hexdigest(), md5.hexdigest()
