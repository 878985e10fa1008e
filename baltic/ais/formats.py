"""The formats this program reads, and how it decides which one a file is."""

from __future__ import annotations

from ..errors import InputError, nearest
from .aishub import AISHUB
from .aisstream import AISSTREAM
from .barentswatch import BARENTSWATCH
from .digitraffic import DIGITRAFFIC
from .dma import DMA
from .geojson import GEOJSON
from .gpx import GPX
from .head import Format, Head, Options
from .jsonlines import JSON
from .kystverket import KYSTVERKET
from .marine_cadastre import MARINE_CADASTRE
from .nmea import NMEA
from .parquet import PARQUET
from .spire import EXACT_EARTH, SPIRE
from .tabular import TABULAR

__all__ = ["FORMATS", "decide"]

#: Asked in this order; the first that recognises a file reads it.
FORMATS: tuple[Format, ...] = (
    PARQUET,
    *(DIGITRAFFIC, AISSTREAM, BARENTSWATCH, AISHUB),  # before other JSON and GeoJSON
    *(GEOJSON, JSON, GPX),
    *(DMA, MARINE_CADASTRE, KYSTVERKET, EXACT_EARTH, SPIRE),
    *(NMEA, TABULAR),
)


_SAVE = "save it as CSV (UTF-8)"
_INSIDE = ("holds an archive inside", "unpack the outer one first")
_PAGE = ("is a web page, as servers send for an error", "look into it, then fetch the file again")
#: What files of other kinds begin with, what they are and what to do.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook, whatever its name", _SAVE),
    *((mark, *_INSIDE) for mark in (b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh")),
    (b"%PDF-", "is a PDF document", "ask for the table itself"),
    (b"<!DOCTYPE html", *_PAGE),
    (b"<!doctype html", *_PAGE),
    (b"<html", *_PAGE),
    (b"<HTML", *_PAGE),
    (b"ARROW1", "is an Arrow (Feather) file", "write it as Parquet"),
    (b"SQLite format 3", "is an SQLite database", "export its table as CSV or Parquet"),
)


def decide(head: Head, options: Options, name: str | None = None) -> tuple[Format, str]:
    """Return the format of a file and, in words, why.

    Parameters
    ----------
    head
        The file's first bytes.
    options
        With a column mapping only generic tables come into question.
    name
        The user's word for it (``--format``), which is obeyed.

    Raises
    ------
    InputError
        Unknown name, a format known but not read, or no known format.
    """
    chosen, why = _chosen(head, options, name)
    if options.start is not None and chosen is not NMEA:
        raise InputError(
            f"is no NMEA log but {chosen.title}; --start and --rate are for logs without times",
            file=head.source.name,
            hint="leave them out",
        )
    return chosen, why


def _chosen(head: Head, options: Options, name: str | None) -> tuple[Format, str]:
    if name is not None:
        known = {f.name: f for f in FORMATS}
        if name not in known:
            near = nearest(name, known)
            raise InputError(
                f"unknown format {name!r}",
                hint=(f"did you mean {near[0]}? " if near else "") + "known: " + ", ".join(known),
            )
        return known[name], "you said so"
    for candidate in FORMATS:
        why = candidate.recognise(head, options)
        if why:
            return candidate, why
    raise _unknown(head)


def _unknown(head: Head) -> InputError:
    start = head.data.lstrip()
    other = next((found for mark, *found in _OTHERS if start.startswith(mark)), None)
    if other is not None or head.data[257:262] == b"ustar":
        what, hint = other or ("is a tar archive", "unpack it first")
        return InputError(what, file=head.source.name, hint=hint)
    known = "; ".join(f"{f.name} = {f.title}" for f in FORMATS)
    if head.is_binary:
        what = "is no AIS table: binary data"
        return InputError(what, file=head.source.name, hint="formats read: " + known)
    line_number, line = head.first_line
    if line.startswith(("!", "\\", "$")):
        what = "holds NMEA 0183 sentences, but none of AIS (!AIVDM, !BSVDM ...)"
    elif line.lstrip().startswith(("{", "[")):
        what = "holds JSON whose names are those of no known AIS format"
    else:
        what = "is in no known AIS format"
    return InputError(
        what,
        file=head.source.name,
        line=line_number,
        example=line,
        hint="formats read: " + known,
    )
