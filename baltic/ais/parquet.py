"""Parquet and GeoParquet, one row a fix; a point geometry gives lon and lat."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pyarrow as pa

from ..errors import InputError
from .columns import Plan, make_plan
from .generic import Converter
from .head import Format, Head, Options, seed_of
from .places import to_degrees
from .rows import Chunk
from .source import Source

if TYPE_CHECKING:
    import pyarrow.parquet as pq

__all__ = ["PARQUET"]

_MAGIC = b"PAR1"
_BATCH_ROWS = 250_000
#: Seconds since 1970 of the years 1 and 9999, a week within.
_FIRST_S, _LAST_S = -62_135_000_000, 253_401_600_000
_WGS84 = "OGC:CRS84"


def _recognise(head: Head, _: Options) -> str | None:
    if not head.data.startswith(_MAGIC):
        return None
    return "its first bytes are those of Parquet"


def _chunks(source: Source, _: Head, options: Options) -> Iterator[Chunk]:
    with source.open(options.settings.limits) as stream:
        plain = source.member is None and stream.seekable()
        file = _open(stream if plain else io.BytesIO(stream.read()), source)
        header, geometry, crs = _schema(file, source)
        given = ("lon", "lat") if geometry and not _mapped(options) else ()
        if not given:
            geometry = None
        plan = make_plan(header, options.mapping, file=source.name, given=given)
        converter = Converter(plan, source.name, options, header)
        seed = seed_of("parquet", *header, *(f"{f}={c}" for f, c in plan.items()))
        first = 1
        for batch in _batches(file, source):
            yield _chunk(batch, plan, converter, geometry, crs, seed, first, source)
            first += batch.num_rows
    converter.check()


def _mapped(options: Options) -> bool:
    return any(key.split(":")[0] in ("lon", "lat") for key in options.mapping)


def _open(stream: IO[bytes], source: Source) -> pq.ParquetFile:
    from pyarrow.parquet import ParquetFile

    try:
        return ParquetFile(stream)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(source, error) from error


def _damaged(source: Source, error: Exception) -> InputError:
    return InputError(
        f"is truncated or damaged Parquet: {str(error).splitlines()[0]}",
        file=source.name,
        hint="fetch or write the file again",
    )


def _batches(file: pq.ParquetFile, source: Source) -> Iterator[pa.RecordBatch]:
    batches = file.iter_batches(batch_size=_BATCH_ROWS)
    while True:
        try:
            batch = next(batches, None)
        except (pa.ArrowException, OSError) as error:
            raise _damaged(source, error) from error
        if batch is None:
            return
        yield batch


def _schema(file: pq.ParquetFile, source: Source) -> tuple[list[str], str | None, Any]:
    """Return all other columns, and name and CRS of the geometry if one is declared."""
    try:
        schema = file.schema_arrow
        # A list or struct is no cell of a row.
        names = [str(f.name) for f in schema if not pa.types.is_nested(f.type)]
    except (pa.ArrowException, ValueError) as error:
        raise _damaged(source, error) from error
    twice = next((n for n, count in Counter(schema.names).items() if count > 1), None)
    if twice is not None:
        raise InputError("has several columns of one name", file=source.name, example=twice)
    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        return names, None, None
    try:
        geo = json.loads(raw)
        name = geo["primary_column"]
        column = geo["columns"][name]
        encoding = str(column["encoding"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError("has broken GeoParquet metadata", file=source.name) from error
    if encoding.upper() != "WKB":
        raise InputError(
            f"has its geometry encoded as {encoding}, not WKB",
            file=source.name,
            hint="write it with the WKB encoding, or map lon and lat columns",
        )
    if name not in schema.names:
        raise InputError("lacks the geometry column it declares", file=source.name)
    if not _is_binary(schema.field(name).type):
        raise InputError(
            f"has a geometry column of {schema.field(name).type}, which is no WKB",
            file=source.name,
            column=str(name),
        )
    return [n for n in names if n != name], str(name), column.get("crs", _WGS84)


def _is_binary(kind: pa.DataType) -> bool:
    types = pa.types
    tests = (types.is_binary, types.is_large_binary, types.is_binary_view)
    return any(test(kind) for test in tests)


def _chunk(
    batch: pa.RecordBatch,
    plan: Plan,
    converter: Converter,
    geometry: str | None,
    crs: Any,
    seed: int,
    first: int,
    source: Source,
) -> Chunk:
    flat = [n for n in batch.schema.names if not pa.types.is_nested(batch.schema.field(n).type)]
    table = _table(batch, flat, source)
    keys = table.hash_rows(seed=seed).alias("key")
    at = keys.is_first_distinct().arg_true().cast(pl.UInt32).alias("at")
    distinct = table[at]
    raw = pl.DataFrame([_cells(distinct[c.name]).alias(f) for f, c in plan.items()])
    spoiled = pl.Series("spoiled", np.zeros(len(at), bool))
    if geometry is not None:
        lon, lat, spoiled = _points(distinct[geometry], crs, source)
        raw = raw.with_columns(lon, lat)
    rows, static = converter.convert(raw.with_columns(at))
    rows = rows.with_columns(pl.col("bad") | spoiled)
    shown = [c.name for c in plan.values() if c.name in flat]

    def text(i: int) -> str:
        return ", ".join(f"{c.name}={_shown(c)}" for c in table[i].select(shown))

    numbers = np.arange(first, first + table.height, dtype=np.int64)
    return Chunk(rows, static, keys, numbers, text)


def _table(batch: pa.RecordBatch, columns: list[str], source: Source) -> pl.DataFrame:
    """Return columns of a batch, checked first: Polars trusts Arrow data and metadata."""
    try:
        batch.validate(full=True)
        bare = [pa.field(n, batch.schema.field(n).type) for n in columns]
        arrow = pa.Table.from_arrays([batch.column(n) for n in columns], schema=pa.schema(bare))
        return pl.DataFrame(pl.from_arrow(arrow))
    except (pa.ArrowException, pl.exceptions.PolarsError, ValueError) as error:
        raise _damaged(source, error) from error


def _cells(column: pl.Series) -> pl.Series:
    """Return a column as text, numbers or times: what is neither becomes empty."""
    if column.dtype == pl.Binary:  # text of writers that do not say so
        texts = (None if b is None else b.decode("utf-8", "replace") for b in column)
        return pl.Series(column.name, list(texts), pl.String)
    if column.dtype == pl.Duration:
        return pl.Series(column.name, [None] * len(column), pl.String)
    bounds = _bounds(column.dtype)
    if bounds is None:
        return column
    return column.set(~column.to_physical().is_between(*bounds), None)


def _bounds(kind: pl.DataType) -> tuple[int, int] | None:
    """Return the numbers of a time within the years 1 to 9999: beyond, Polars fails."""
    if isinstance(kind, pl.Datetime):
        unit = {"ns": 10**9, "us": 10**6, "ms": 10**3}[kind.time_unit]
        return max(_FIRST_S * unit, -(2**63)), min(_LAST_S * unit, 2**63 - 1)
    if kind == pl.Date:
        return _FIRST_S // 86400, _LAST_S // 86400
    return (0, 86400 * 10**9 - 1) if kind == pl.Time else None


def _shown(cell: pl.Series) -> str:
    """Return a column of one row as text."""
    value = _cells(cell)[0]
    return str(cell.to_physical()[0] if value is None else value)


def _points(cells: pl.Series, crs: Any, source: Source) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Return lon, lat and whether a geometry is none of a point."""
    import shapely

    shapes = shapely.from_wkb(cells.to_numpy(), on_invalid="ignore")
    filled = cells.is_not_null().to_numpy()
    spoiled = filled & (shapely.get_type_id(shapes) != 0)
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    lon, lat = to_degrees(x, y, crs, file=source.name)
    columns = [pl.Series(n, v, nan_to_null=True) for n, v in (("lon", lon), ("lat", lat))]
    return columns[0], columns[1], pl.Series("spoiled", spoiled)


#: The format's entry in the registry.
PARQUET = Format("parquet", "Parquet or GeoParquet, one row a fix", _recognise, _chunks)
