"""JSON as batches of objects: one object a line, or a document that is read whole.

A broken line, or an element that is no object, is one unreadable row.  Line numbers are
those of the lines; in a document those of its elements, counted from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..errors import InputError
from ..settings import Settings
from .columns import Plan
from .generic import Converter
from .head import Head, Options, seed_of
from .json_look import look
from .json_values import parse, parse_strictly, same_text
from .lines import read_blocks, to_text
from .rows import Chunk
from .source import Source

__all__ = ["Batch", "read_messages", "read_objects", "to_cells"]

#: Values of a document have on average more text than this, or they would fill the memory.
_LEAST_BYTES = 20


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
            yield _batch([same_text(v) for v in values], numbers, seed, None, values, document)
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
        return [parse_strictly(data)]
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
