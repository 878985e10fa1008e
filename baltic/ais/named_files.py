"""Which files, and which members of archives, are meant by what a user names.

A path, a folder or a glob names files, a zip holds members.  An archive that is cut or damaged,
or would unpack beyond the limits, is an error before anything is written.
"""

from __future__ import annotations

import glob
import itertools
import re
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path

from ..errors import InputError, like_file
from ..folders import is_url
from ..settings import Limits
from .remote import InputFile, as_file, remote_files
from .source import PACKED, RATIO_FROM_BYTES, Source

__all__ = ["AIS_SUFFIXES", "expand_paths", "list_sources"]

#: Names taken from a folder; a file named outright may be called anything.
AIS_SUFFIXES = (
    *(".csv", ".tsv", ".txt", ".gpx", ".parquet", ".geoparquet"),
    *(".json", ".geojson", ".ndjson", ".jsonl", ".jsonlines"),
    *(".nmea", ".nm4", ".log", ".ais", ".aivdm"),
)
#: How a member of an archive may be packed once more, and how not.
_PACKED_TABLE = (".gz", ".zst", ".zstd")
_NESTED = (".zip", ".ZIP", ".tar", ".tgz", ".tar.gz", ".7z", ".rar")
#: Files that lie beside data and are none.
_WORDS = re.compile(
    r"(?:read[-_ ]?me|licen[cs]e|terms|copying|changelog|checksums?)(?![a-z])[^/]*\.txt$"
)
_ZIP = b"PK\x03\x04"
_ZIP_EMPTY = b"PK\x05\x06"


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
    _check_size(path, wanted, limits)
    return members


def _check_size(path: InputFile, wanted: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive of too many tables, or of more than it can honestly hold."""
    if len(wanted) > limits.max_zip_members:
        raise InputError(
            f"holds {len(wanted)} tables, more than {limits.max_zip_members}",
            file=path,
            hint="unpack it, or raise limits.max_zip_members",
        )
    total = sum(i.file_size for i in wanted)
    if total > max(RATIO_FROM_BYTES, limits.max_zip_ratio * path.stat().st_size):
        raise InputError(
            f"unpacks to more than {limits.max_zip_ratio:g} times its size",
            file=path,
            hint="raise limits.max_zip_ratio if the file is genuine",
        )


def _visible(name: str) -> bool:
    """Return whether a member is none of those that programs hide beside the data."""
    parts = [p for p in Path(name).parts if p != ".."]
    return not any(p.startswith((".", "__MACOSX")) for p in parts)


def _wanted(name: str) -> bool:
    """Return whether a member is a table of AIS by its name."""
    low = name.lower()
    for suffix in _PACKED_TABLE:
        low = low.removesuffix(suffix)
    return _visible(name) and low.endswith(AIS_SUFFIXES) and not _is_words(low)


def _is_words(name: str) -> bool:
    """Return whether a file's name says that it is about the data, not data."""
    return _WORDS.match(name.rpartition("/")[2]) is not None


def _endings() -> tuple[str, ...]:
    """Return how the names of AIS files end, packed or not."""
    return (".zip", *(s + p for s in AIS_SUFFIXES for p in ("", *PACKED)))


def _is_result(folder: Path) -> bool:
    """Return whether a folder holds what this program wrote: no AIS, whatever the names."""
    return (folder / "audit.json").is_file() and (folder / "candidates.json").is_file()


def _in_folder(folder: Path) -> list[Path]:
    """Return the AIS files at any depth of a folder, results of this program left out."""
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
