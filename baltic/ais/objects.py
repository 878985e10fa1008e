"""JSON as batches of objects: one object a line, or a document that is read whole.

A broken line, or an element that is no object, is one unreadable row.  Line numbers are
those of the lines; in a document those of its elements, counted from 1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import orjson
import polars as pl
from numpy.typing import NDArray

from ..errors import InputError
from ..settings import Settings
from .columns import Plan
from .generic import Converter
from .head import Head, Options, seed_of
from .lines import read_blocks, to_text
from .rows import Chunk
from .source import Source

__all__ = [
    "Batch",
    "Look",
    "flatten",
    "look",
    "parse",
    "read_messages",
    "read_objects",
    "to_cells",
    "with_keys",
]

_SAMPLE = 50
#: Values of a document have on average more text than this, or they would fill the memory.
_LEAST_BYTES = 20
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Look:
    """What the first bytes of a JSON file show.

    Parameters
    ----------
    kind
        ``lines``, ``array``, ``features`` (a FeatureCollection) or ``object``.
    sample
        The first objects, features not yet flattened.
    """

    kind: str
    sample: list[dict[str, Any]]

    @property
    def words(self) -> str:
        """The kind in words."""
        return {
            "lines": "JSON lines whose objects",
            "array": "a JSON list whose objects",
            "features": "a FeatureCollection whose features",
        }.get(self.kind, "a JSON object that")


@dataclass(frozen=True)
class Batch:
    """The objects of one block or document.

    Parameters
    ----------
    values
        The distinct objects; None where one cannot be read.
    at
        Index of each distinct object among all of the batch.
    keys, lines, text
        As in :class:`~baltic.ais.rows.Chunk`.
    document
        The whole document with its outermost names, None for lines.
    """

    values: list[Any]
    at: pl.Series
    keys: pl.Series
    lines: NDArray[np.int64]
    text: Callable[[int], str]
    document: Any = None

    def chunk(self, rows: pl.DataFrame, static: pl.DataFrame) -> Chunk:
        """Return what the reader hands over."""
        return Chunk(rows, static, self.keys, self.lines, self.text)


def parse(text: str | bytes) -> Any:
    """Return a JSON value, or None when it cannot be read.

    NaN and infinite numbers, which JSON has not but programs write, become null; the mark
    before each object of a text sequence (RFC 7464) is passed over.

    Examples
    --------
    >>> parse('{"sog": NaN, "name": "EAGLE S"}'), parse('{"sog":')
    ({'sog': None, 'name': 'EAGLE S'}, None)
    """
    try:
        return _parse(text.lstrip("\x1e") if isinstance(text, str) else text)
    except (ValueError, RecursionError):
        return None


def _parse(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        first = error
    try:
        loose = json.loads(text, parse_constant=lambda _: None)
        # A second round rids it of half characters and of numbers too large to hold.
        tidy = json.dumps(loose, ensure_ascii=False).encode("utf-8", "replace")
        return json.loads(tidy, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise first from None


def look(head: Head) -> Look | None:
    """Return the kind of a JSON file and its first objects; None when it is no JSON."""
    if head.is_binary:
        return None
    filled = [line for line in head.lines if line.strip()][:_SAMPLE]
    whole = [v for v in map(parse, filled) if isinstance(v, dict)]
    if 2 * len(whole) > len(filled):
        features = whole[0].get("features")
        if isinstance(features, list):
            return _look("features", features[:_SAMPLE])
        return Look("lines", whole)
    text = head.text.lstrip()
    if text.startswith("["):
        return _look("array", _elements(text, 1))
    if not text.startswith("{"):
        return None
    name = text.find('"features"')
    start = text.find("[", name)
    if name >= 0 and start >= 0:
        return _look("features", _elements(text, start + 1))
    return _look("object", _elements(text, 0))


def _look(kind: str, values: Sequence[Any]) -> Look:
    return Look(kind, [v for v in values if isinstance(v, dict)])


def _elements(text: str, start: int) -> list[Any]:
    """Return the first elements of a list that may be cut."""
    found: list[Any] = []
    while len(found) < _SAMPLE:
        while start < len(text) and text[start] in ", \t\r\n":
            start += 1
        try:
            value, start = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        found.append(value)
    return found


def read_objects(
    source: Source,
    head: Head,
    settings: Settings,
    seed: int,
    *,
    read_line: Callable[[str], Any] = parse,
    unfold: Callable[[Any], list[Any] | None] | None = None,
) -> Iterator[Batch]:
    """Yield the objects of a file, as its form asks for.

    Parameters
    ----------
    seed
        Of the hash of each object's text.
    read_line
        Gives the object of one line.
    unfold
        Gives the objects of one document of the feed, of which several may stand one a
        line; None for what is no such document.  Left out: the features of a collection.

    Raises
    ------
    InputError
        A document that is broken or larger than ``limits.max_json_bytes``.
    """
    seen = look(head)
    if unfold is None and (seen is None or seen.kind == "lines"):
        yield from _read_lines(source, settings, seed, read_line)
    else:
        yield from _read_documents(source, settings, seed, unfold or _features)


def _features(document: Any) -> list[Any] | None:
    """Return the features of a collection."""
    features = document.get("features") if isinstance(document, dict) else None
    return features if isinstance(features, list) else None


def read_messages(
    source: Source,
    head: Head,
    options: Options,
    plan: Plan,
    message: Callable[[Any], dict[str, Any] | None],
    name: str,
) -> Iterator[Chunk]:
    """Yield the rows of a feed whose names and units are known.

    Parameters
    ----------
    plan
        Which name gives which field, in which unit.
    message
        Gives an object of the feed under the names of the plan; None = it cannot be read.
    name
        Of the format.
    """
    converter = Converter(plan, source.name, options)
    for batch in read_objects(source, head, options.settings, seed_of(name)):
        cells = to_cells([message(v) for v in batch.values], plan, batch.at)
        yield batch.chunk(*converter.convert(cells))
    converter.check()


def _read_lines(
    source: Source, settings: Settings, seed: int, read_line: Callable[[str], Any]
) -> Iterator[Batch]:
    size = min(settings.reading.block_bytes, settings.reading.json_block_bytes)
    small = replace(settings, reading=replace(settings.reading, block_bytes=size))
    with source.open(settings.limits) as stream:
        for block in read_blocks(stream, source.name, small):
            lines = block.data.decode().split("\n")
            full = [i for i, line in enumerate(lines) if line.strip()]
            if full:
                numbers = block.first_line + np.array(full, np.int64)
                yield _batch([lines[i] for i in full], numbers, seed, read_line)


def _batch(
    texts: list[str],
    numbers: NDArray[np.int64],
    seed: int,
    read_line: Callable[[str], Any] | None,
    values: list[Any] | None = None,
    document: Any = None,
) -> Batch:
    keys = pl.Series("key", texts, pl.String).hash(seed=seed)
    at = keys.is_first_distinct().arg_true().cast(pl.UInt32).alias("at")
    if read_line is not None:
        distinct = [read_line(texts[i]) for i in at]
    else:
        distinct = [(values or [])[i] for i in at]
    return Batch(distinct, at, keys, numbers, texts.__getitem__, document)


def _read_documents(
    source: Source, settings: Settings, seed: int, unfold: Callable[[Any], list[Any] | None]
) -> Iterator[Batch]:
    first = 1
    for document in _documents(_whole(source, settings), source, unfold):
        values = unfold(document)
        if values is None and isinstance(document, list):
            values = document
        elif values is None:
            values = [document if isinstance(document, dict) else None]
        if len(values) * _LEAST_BYTES > settings.limits.max_json_bytes:
            raise _too_many(source)
        if values:
            numbers = np.arange(first, first + len(values), dtype=np.int64)
            yield _batch([_text(v) for v in values], numbers, seed, None, values, document)
            first += len(values)


def _whole(source: Source, settings: Settings) -> bytes:
    most = settings.limits.max_json_bytes
    with source.open(settings.limits) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise InputError(
            f"is one JSON document of more than {most} bytes, which has to be read whole",
            file=source.name,
            hint="write one object a line (jq -c '.[]' or '.features[]'), "
            "or raise limits.max_json_bytes",
        )
    if (data.count(b"{") + data.count(b"[")) * _LEAST_BYTES > most:
        raise _too_many(source)
    return to_text(data.removeprefix(b"\xef\xbb\xbf"))


def _too_many(source: Source) -> InputError:
    return InputError(
        "is one JSON document of too many tiny values: no AIS table",
        file=source.name,
        hint="write one object a line",
    )


def _documents(data: bytes, source: Source, unfold: Callable[[Any], list[Any] | None]) -> list[Any]:
    """Return the one document of a file, or several that unfold, one a line."""
    try:
        return [_parse(data)]
    except ValueError as error:
        broken = error
    found = [parse(line) for line in data.split(b"\n") if line.strip()]
    if 2 * sum(unfold(d) is not None for d in found) > len(found):
        return found
    raise InputError(
        f"is truncated or broken JSON: {broken}",
        file=source.name,
        line=getattr(broken, "lineno", None),
        hint="fetch it again; several objects must stand one a line",
    ) from broken


def _text(value: Any) -> str:
    """Return a value as text that is the same for any order of its names."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:  # nested deeper than orjson writes, or a number beyond 64 bits
        pass
    try:
        return json.dumps(value, sort_keys=True, ensure_ascii=False)
    except RecursionError:
        return "nested too deeply"


def flatten(value: Any, lon: str = "lon", lat: str = "lat") -> dict[str, Any] | None:
    """Return a GeoJSON feature as one flat object; any other object as it is.

    Parameters
    ----------
    lon, lat
        Names under which the coordinates of a point are put.

    Examples
    --------
    >>> point = {"type": "Point", "coordinates": [25.5, 59.5]}
    >>> flatten({"type": "Feature", "mmsi": 5, "geometry": point, "properties": {"sog": 1}})
    {'sog': 1, 'mmsi': 5, 'lon': 25.5, 'lat': 59.5}
    """
    if not isinstance(value, dict):
        return None
    if value.get("type") != "Feature":
        return value
    properties = value.get("properties")
    flat = dict(properties) if isinstance(properties, dict) else {}
    if "mmsi" in value:
        flat.setdefault("mmsi", value["mmsi"])
    geometry = value.get("geometry")
    if geometry is not None:
        flat[lon], flat[lat] = _point(geometry)
    return flat


def _point(geometry: Any) -> tuple[Any, Any]:
    """Return the coordinates of a point; a geometry of another kind is no number."""
    spoiled = ("no point", "no point")
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return spoiled
    place = geometry.get("coordinates")
    if not isinstance(place, list) or len(place) < 2:
        return spoiled
    numbers = all(type(v) in (int, float) for v in place[:2])
    return (place[0], place[1]) if numbers else spoiled


def to_cells(values: Sequence[Mapping[str, Any] | None], plan: Plan, at: pl.Series) -> pl.DataFrame:
    """Return objects as text columns, one a field of the plan, and ``at``.

    An object that cannot be read (None) gives a row of nulls.
    """
    known: list[Mapping[str, Any]] = [{} if v is None else v for v in values]
    columns = [
        pl.Series(field, [_cell(v.get(column.name)) for v in known], pl.String)
        for field, column in plan.items()
    ]
    return pl.DataFrame([*columns, at.alias("at")])


def _cell(value: Any) -> str | None:
    kind = type(value)
    if kind is str:
        return str(value)
    if value is None or kind is dict or kind is list:
        return None
    return str(value)


def with_keys(sample: Sequence[Mapping[str, Any] | None], *names: str) -> int:
    """Return how many objects have all these names."""
    return sum(v is not None and all(n in v for n in names) for v in sample)
