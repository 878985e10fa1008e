"""Text tables as blocks of whole raw lines.

Every line is one row: a stray quote can spoil its own line only, never the rest of the
file.  Equal lines are found by a hash of the whole raw line, and each distinct line is
split into cells once.  Splitting is left to Polars; the few lines with quotes go
through the csv module one at a time.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import IO, Any

import numpy as np
import polars as pl
import polars.selectors as cs
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ..errors import InputError
from ..settings import Settings
from .rows import Chunk, count_copies

__all__ = ["Block", "Lines", "read_blocks", "to_text"]


@dataclass(frozen=True)
class Block:
    """Whole UTF-8 lines, each ended by LF, and the 1-based number of the first."""

    data: bytes
    first_line: int

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """Where the LF of every line is."""
        return np.flatnonzero(np.frombuffer(self.data, np.uint8) == 10)


def to_text(data: bytes) -> bytes:
    """Return bytes as UTF-8 with LF line ends; a line that is not UTF-8 is taken as Latin-1.

    Examples
    --------
    >>> to_text(b"\\xc5\\r\\n").decode()
    'Å\\n'
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if data.isascii():
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return b"\n".join(_line_text(line) for line in data.split(b"\n"))
    return data


def _line_text(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1").encode("utf-8")
    return line


def read_blocks(
    stream: IO[bytes], name: str, settings: Settings, *, skip_lines: int = 0
) -> Iterator[Block]:
    """Yield the lines of a stream in blocks of bounded size.

    The next block is read (and unpacked) while the caller works on this one.

    Raises
    ------
    InputError
        A line longer than ``limits.max_line_bytes``.
    """
    size, longest = settings.reading.block_bytes, settings.limits.max_line_bytes
    rest, number = b"", 1
    with ThreadPoolExecutor(1) as ahead:
        coming = ahead.submit(stream.read, size)
        while True:
            piece = coming.result()
            if piece:
                coming = ahead.submit(stream.read, size)
            cut = piece.rfind(b"\n") + 1 if piece else 0
            if piece and not cut:
                data, rest = b"", rest + piece
            else:
                data, rest = b"".join((rest, memoryview(piece)[:cut])), piece[cut:]
            if len(rest) > longest:
                raise InputError(
                    f"a line is longer than {longest} bytes",
                    file=name,
                    line=number + data.count(b"\n"),
                    hint="is this a text table with one row a line?",
                )
            if data and not data.endswith(b"\n"):
                data += b"\n"
            if data:
                block = _block(data, number, skip_lines)
                yield block
                number = block.first_line + len(block.ends)
            if not piece:
                return


def _block(data: bytes, number: int, skip_lines: int) -> Block:
    if number == 1 and data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    while number <= skip_lines and data:
        data = data[data.index(b"\n") + 1 :]
        number += 1
    return Block(to_text(data), number)


class Lines:
    """The rows of one block: every line's hash, and the distinct lines to split.

    Parameters
    ----------
    block
        Whole lines.
    separator, columns
        Cell separator and how many cells a line must have.
    seed
        Tells kinds of tables apart: equal lines under different headers are not duplicates.
    """

    def __init__(self, block: Block, *, separator: str, columns: int, seed: int) -> None:
        data = block.data
        ends = block.ends
        offsets = np.concatenate(([0], ends + 1)).astype(np.int64)
        lines = pa.LargeStringArray.from_buffers(
            len(ends), pa.py_buffer(offsets), pa.py_buffer(data)
        )
        self.numbers: NDArray[np.int64] = block.first_line + np.arange(len(ends), dtype=np.int64)
        full = np.diff(offsets) > 1
        if not full.all():
            lines, self.numbers = _take(lines, np.flatnonzero(full)), self.numbers[full]
        self._every = lines
        self._separator, self._columns = separator, columns
        text = pl.Series("line", lines)
        self.keys: pl.Series = text.hash(seed=seed)
        #: Index of each distinct line among all of this block, and how many lines equal it.
        self.at, self.copies = count_copies(self.keys)
        self._distinct = lines if len(self.at) == len(lines) else _take(lines, self.at)
        distinct = pl.Series("line", self._distinct)
        count = _count_in_lines(self._distinct, separator)
        quoted = np.zeros(len(distinct), bool)
        if b'"' in data:
            quoted = distinct.str.contains('"', literal=True).to_numpy()
        self._plain: NDArray[np.bool_] = (count == columns - 1) & ~quoted
        self._split: dict[int, list[str]] = {}
        for i in np.flatnonzero(quoted):
            cells = self._cells(self._distinct[int(i)].as_py())
            if cells is not None:
                self._split[int(i)] = cells
        #: False where a distinct line has the wrong number of cells.
        self.whole: NDArray[np.bool_] = self._plain.copy()
        self.whole[list(self._split)] = True

    def __len__(self) -> int:
        return len(self._every)

    def text(self, i: int) -> str:
        """Return raw line `i` (of all lines of the block)."""
        return str(self._every[i].as_py()).rstrip("\n")

    def chunk(self, rows: pl.DataFrame, static: pl.DataFrame) -> Chunk:
        """Return what was made of these lines as a chunk."""
        return Chunk(rows, static, self.keys, self.numbers, self.text, (self.at, self.copies))

    @property
    def distinct(self) -> pl.Series:
        """The distinct raw lines, each with its LF."""
        return pl.Series("line", self._distinct)

    def _cells(self, line: str) -> list[str] | None:
        line = line.rstrip("\n")
        try:
            cells = next(csv.reader((line,), delimiter=self._separator))
        except (csv.Error, StopIteration):
            cells = []
        if len(cells) != self._columns:
            cells = line.split(self._separator)
        return cells if len(cells) == self._columns else None

    def table(
        self,
        wanted: Mapping[int, str],
        *,
        where: NDArray[np.bool_] | None = None,
        numbers: Mapping[str, Any] | None = None,
    ) -> pl.DataFrame:
        """Split the distinct lines (or those of them in `where`) that have all their cells.

        Parameters
        ----------
        numbers
            Columns of numbers and their types.  They come as such where all of their cells
            are finite numbers or empty, else as texts: those are for :func:`.rows.to_numbers`.

        Returns
        -------
        polars.DataFrame
            One string column for each wanted cell (empty = null) and ``at``, the index of
            the line in the block; lines with quotes come last.
        """
        quoted = self._quoted(wanted, where)
        kinds = _kinds_of(quoted, numbers or {})
        plain = self._plain if where is None else self._plain & where
        if where is None:
            # Splitting the few odd lines too, and wrongly, is cheaper than copying the others.
            table = self._parse(self._distinct, wanted, kinds)
            table = table if plain.all() else table.filter(pl.Series(plain))
        else:
            table = self._parse(_take(self._distinct, np.flatnonzero(plain)), wanted, kinds)
        table = table.with_columns(pl.Series("at", self.at[plain], pl.UInt32))
        if not quoted.height:
            return table
        return pl.concat([table, quoted.cast({c: table.schema[c] for c in kinds})])

    def _quoted(self, wanted: Mapping[int, str], where: NDArray[np.bool_] | None) -> pl.DataFrame:
        """Return the lines with quotes (or those of them in `where`) in the form of a table."""
        quoted = [i for i in self._split if where is None or where[i]]
        return pl.DataFrame(
            [[self._split[i][k] for i in quoted] for k in wanted],
            schema=dict.fromkeys(wanted.values(), pl.String),
            orient="col",
        ).with_columns(pl.all().replace("", None), pl.Series("at", self.at[quoted], pl.UInt32))

    def _parse(
        self, picked: pa.LargeStringArray, wanted: Mapping[int, str], numbers: Mapping[str, Any]
    ) -> pl.DataFrame:
        names = [wanted.get(k, f"_{k}") for k in range(self._columns)]
        schema: dict[str, Any] = dict.fromkeys(names, pl.String)
        if not len(picked):
            return pl.DataFrame(schema=schema).select(list(wanted.values()))
        offsets = np.frombuffer(picked.buffers()[1], np.int64)
        offsets = offsets[picked.offset : picked.offset + len(picked) + 1]
        body = memoryview(picked.buffers()[2])[int(offsets[0]) : int(offsets[-1])]
        head = self._separator.join(names) + "\n"
        data = b"".join((head.encode(), body))
        read = partial(_read, data, self._separator, [names[k] for k in sorted(wanted)])
        table = _only_numbers(read, {**schema, **numbers}) if numbers else None
        if table is None:
            table = read(schema)
        if table.height != len(picked):  # never seen; the slow way is always right
            width, none = self._columns, [""] * self._columns
            lines = (line.rstrip("\n").split(self._separator) for line in picked.to_pylist())
            cells = [(line + none)[:width] for line in lines]
            table = pl.DataFrame(cells, schema=schema, orient="row").with_columns(
                pl.all().replace("", None)
            )
        return table.select(list(wanted.values()))


def _read(data: bytes, separator: str, columns: list[str], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.read_csv(
        data,
        separator=separator,
        schema=schema,
        columns=columns,
        quote_char=None,
        infer_schema=False,
        truncate_ragged_lines=True,
    )


def _kinds_of(texts: pl.DataFrame, numbers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return `numbers` where all cells of these columns are such, else nothing."""
    read = texts.select(pl.col(c).cast(kind, strict=False) for c, kind in numbers.items())
    same = all(read[c].null_count() == texts[c].null_count() for c in numbers)
    return numbers if same and _are_finite(read) else {}


def _are_finite(table: pl.DataFrame) -> bool:
    finite = table.select(cs.float().is_finite().all())
    return all(all(row) for row in finite.iter_rows())


def _only_numbers(
    read: Callable[[dict[str, Any]], pl.DataFrame], schema: dict[str, Any]
) -> pl.DataFrame | None:
    """Return a table with columns of numbers; None where a cell there is no finite number.

    Making numbers of texts afterwards takes half as long as all of the splitting.
    """
    try:
        table = read(schema)
    except pl.exceptions.ComputeError:
        return None
    return table if _are_finite(table) else None


def _take(lines: pa.LargeStringArray, at: NDArray[Any]) -> pa.LargeStringArray:
    # From its buffer: ``pa.array`` of a NumPy array would load all of pandas.
    index = np.ascontiguousarray(at, np.uint32)
    where = pa.Array.from_buffers(pa.uint32(), len(index), [None, pa.py_buffer(index)])
    return lines.take(where)


def _count_in_lines(lines: pa.LargeStringArray, mark: str) -> NDArray[np.int64]:
    """Return how often one ASCII character stands in each line.

    Ones are counted 64 at a time and summed up to each line's end: half the time of a search
    line by line.
    """
    if not len(lines):
        return np.zeros(0, np.int64)
    offsets = np.frombuffer(lines.buffers()[1], np.int64)[lines.offset :][: len(lines) + 1]
    data = np.frombuffer(lines.buffers()[2], np.uint8)
    bits = np.packbits(data == ord(mark), bitorder="little")
    words = np.zeros(len(bits) // 8 + 2, "<u8")
    words.view(np.uint8)[: len(bits)] = bits
    before = np.r_[0, np.cumsum(np.bitwise_count(words), dtype=np.int64)]
    word, bit = offsets // 64, (offsets % 64).astype(np.uint64)
    inside = words[word] & ((np.uint64(1) << bit) - np.uint64(1))
    return np.asarray(np.diff(before[word] + np.bitwise_count(inside)))


# pyarrow.compute registers the kernels that ``take`` needs.
_ = pc.take
