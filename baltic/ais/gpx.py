"""GPX tracks: points with a time, of a ship whose MMSI the track names or the user gives.

The MMSI is read where it is labelled so: an element ``mmsi`` in ``extensions``, or
``MMSI 219000001`` in the track's name, comment or description; a name that is nothing but
the nine digits of a ship's MMSI is one too.  ``speed`` (GPX 1.0, and
Garmin's TrackPointExtension) is metres a second by its schema, ``course`` degrees, times
are UTC and end in Z.  Waypoints and routes are no tracks.

XML can attack who reads it: a document type, and with it every entity of its own, is
refused; nothing outside the file is ever opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

import numpy as np
import polars as pl

from ..errors import InputError
from ..settings import Settings
from .columns import Plan, make_plan
from .generic import Converter
from .head import Format, Head, Options, seed_of
from .objects import to_cells
from .rows import Chunk
from .source import Source

__all__ = ["GPX"]

#: Names of a point's values, as the table of columns knows them.
_HEADER = ("mmsi", "time", "lon", "lat", "speed_ms", "course")
_SPEEDS = {"speed": "speed_ms", "course": "course"}
_GARMIN = "http://www.garmin.com/xmlschemas/TrackPointExtension/"
_TOPOGRAFIX = "http://www.topografix.com/GPX/"
_LABELLED = re.compile(r"\bMMSI\b(?:\s*(?:no\.?|nr\.?|number))?[\s:=#]*(\d{9})\b", re.IGNORECASE)
_SHIP = re.compile(r"\s*([2-7]\d{8})\s*")
_NUMBER = re.compile(r"\s*(\d{9})\s*")
_GIVEN = "mmsi:const"

_PIECE = 1 << 18
_DEEPEST = 100
#: Text comes in pieces of 8 kB; more of them are no name, number or time.
_TEXT_PIECES = 4
_BLOCK_POINTS = 50_000


def _recognise(head: Head, _: Options) -> str | None:
    if head.is_binary or not head.text.lstrip().startswith("<"):
        return None
    if re.search(r"<(?:\w+:)?gpx[\s>]", head.text):
        return "its outermost element is gpx"
    return None


def _chunks(source: Source, _: Head, options: Options) -> Iterator[Chunk]:
    mapping = dict(options.mapping)
    given = mapping.pop(_GIVEN, None)
    if given is not None and not _NUMBER.fullmatch(given):
        raise InputError("the MMSI given has not nine digits", file=source.name, example=given)
    plan = make_plan(_HEADER, mapping, file=source.name)
    converter = Converter(plan, source.name, options)
    points = _Points(source, given)
    for piece in _pieces(source, options.settings):
        points.feed(piece, options.settings.limits.max_line_bytes)
        if len(points.found) >= _BLOCK_POINTS or (not piece and points.found):
            found, lines = points.take()
            yield _chunk(found, lines, plan, converter)
    if points.others:
        options.notes.append(
            f"{source.name}: {points.others} waypoints and points of routes are no track, left out"
        )
    converter.check()


def _pieces(source: Source, settings: Settings) -> Iterator[bytes]:
    """Yield the bytes of a file, an empty piece last."""
    with source.open(settings.limits) as stream:
        piece = b"-"
        while piece:
            piece = stream.read(_PIECE)
            yield piece


def _chunk(
    found: list[dict[str, Any]], lines: list[int], plan: Plan, converter: Converter
) -> Chunk:
    texts = [", ".join(f"{k}={v}" for k, v in point.items()) for point in found]
    keys = pl.Series("key", texts, pl.String).hash(seed=seed_of("gpx"))
    at = keys.is_first_distinct().arg_true().cast(pl.UInt32).alias("at")
    rows, static = converter.convert(to_cells([found[i] for i in at], plan, at))
    return Chunk(rows, static, keys, np.array(lines, np.int64), texts.__getitem__)


class _Points:
    """Gathers track points while XML is fed in pieces; holds no tree."""

    def __init__(self, source: Source, given: str | None) -> None:
        self.found: list[dict[str, Any]] = []
        self.others = 0
        self._file, self._given = source.name, given
        self._lines: list[int] = []
        self._path: list[str] = []
        self._point: dict[str, Any] | None = None
        self._named = ""
        self._mmsi: str | None = None
        self._text: list[str] = []
        self._fed = 0
        # A space cannot stand in a name: "namespace element".
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self._parser = parser

    def take(self) -> tuple[list[dict[str, Any]], list[int]]:
        """Return the points found so far with their lines, and forget them."""
        found, lines = self.found, self._lines
        self.found, self._lines = [], []
        return found, lines

    def feed(self, piece: bytes, longest: int) -> None:
        """Parse the next piece; an empty one ends the file.

        Raises
        ------
        InputError
            No well-formed XML, a document type, a tag longer than `longest` bytes, or a
            track of a ship that nobody names.
        """
        try:
            self._parser.Parse(piece, not piece)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise self._error(f"is truncated or broken XML: {error}") from error
        self._fed += len(piece)
        if self._fed - self._parser.CurrentByteIndex > longest + _PIECE:
            raise self._error(f"holds an element or text longer than {longest} bytes")

    def _error(self, what: str, hint: str = "fetch it again", example: str | None = None) -> Any:
        line = self._parser.CurrentLineNumber
        return InputError(what, file=self._file, line=line, example=example, hint=hint)

    def _refuse_doctype(self, *_: Any) -> None:
        raise self._error("declares a document type, which GPX has not", "remove its DOCTYPE")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._text = []
        if len(self._path) >= _DEEPEST:
            raise self._error(f"is nested deeper than {_DEEPEST} elements")
        if not self._path and local != "gpx":
            raise self._error("is XML, but no GPX", "its outermost element must be gpx", local)
        if local in _SPEEDS and not (
            space.startswith(_GARMIN) or (space.startswith(_TOPOGRAFIX) and self._within("trkpt"))
        ):
            local = ""  # in no known unit
        self._path.append(local)
        if local == "trk":
            self._named, self._mmsi = "", None
        elif local in ("wpt", "rtept"):
            self.others += 1
        elif local == "trkpt":
            self._point = {"lon": attributes.get("lon"), "lat": attributes.get("lat")}
            self._line = self._parser.CurrentLineNumber

    def _within(self, parent: str) -> bool:
        return bool(self._path) and self._path[-1] == parent

    def _characters(self, data: str) -> None:
        if len(self._text) < _TEXT_PIECES:
            self._text.append(data)

    def _end(self, _: str) -> None:
        local = self._path.pop()
        text, self._text = "".join(self._text).strip(), []
        if local == "trkpt":
            self._keep()
        elif local.casefold() == "mmsi" and "trk" in self._path:
            self._name_ship(_NUMBER.fullmatch(text))
        elif self._point is None:
            if local in ("name", "cmt", "desc") and self._within("trk"):
                self._named = self._named or text
                if local == "name":
                    self._name_ship(_SHIP.fullmatch(text))
                for label in _LABELLED.finditer(text):
                    self._name_ship(label)
        elif local == "time" and self._within("trkpt"):
            self._point["time"] = text
        elif local in _SPEEDS:
            self._point[_SPEEDS[local]] = text

    def _name_ship(self, found: re.Match[str] | None) -> None:
        if found is None:
            return
        mmsi = found[1]
        known = self._given or self._mmsi
        if self._point is not None and self._given is None:
            self._point["mmsi"] = mmsi
        elif known not in (None, mmsi):
            raise self._error(
                f"a track names MMSI {mmsi}, but {known} was "
                + ("given" if self._given else "named before"),
                "give no MMSI for this file" if self._given else "name one ship a track",
            )
        else:
            self._mmsi = mmsi

    def _keep(self) -> None:
        point, self._point = self._point or {}, None
        mmsi = point.get("mmsi") or self._given or self._mmsi
        if mmsi is None:
            raise self._error(
                "a track names no MMSI",
                f"if you know the ship say so with --map {_GIVEN}=219000001",
                self._named or None,
            )
        self.found.append({name: mmsi if name == "mmsi" else point.get(name) for name in _HEADER})
        self._lines.append(self._line)


#: The format's entry in the registry.
GPX = Format("gpx", "GPX tracks of a named ship", _recognise, _chunks)
