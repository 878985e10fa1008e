"""Times of generic tables: read only when format and zone are evident, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any

import polars as pl

from ..errors import InputError
from ..settings import Settings
from .columns import map_words
from .rows import ROUNDED, map_distinct
from .time_hints import guess_patterns, refuse_times

__all__ = ["TimeForm", "TimesSeen", "classify", "epoch_times", "find_form", "read_times"]

#: ASCII digits alone, which are found faster.
_DD = "[0-9][0-9]"
_ISO = rf"^({_DD}{_DD}-{_DD}-{_DD})[T ]({_DD}:{_DD}(?::{_DD})?)([.,][0-9]{{1,9}})?[0-9]*\s*"
_ZONE = rf"(Z|z|UTC|GMT|[+-]{_DD}(?::?{_DD})?)$"
_ZONED = _ISO + _ZONE
_NAIVE = _ISO + "$"
_DATE = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
#: Seconds since 1970 that fall between 1990 and 2100, and the powers of 1000 above.
_EPOCH_LOW, _EPOCH_HIGH = 631_152_000.0, 4_102_444_800.0
_SHAPES_FROM = 1000
_EPOCH_UNITS = {"epoch_s": 1.0, "epoch_ms": 1e3, "epoch_us": 1e6, "epoch_ns": 1e9}


@dataclass(frozen=True)
class TimeForm:
    """How a column writes times: ``zoned``, ``utc``, ``epoch_s|ms|us|ns`` or a strptime pattern."""

    kind: str
    pattern: str | None = None

    @property
    def words(self) -> str:
        """The form in words."""
        return {
            "zoned": "ISO 8601 with zone",
            "utc": "ISO 8601 without zone, declared UTC",
            "epoch_s": "seconds since 1970",
            "epoch_ms": "milliseconds since 1970",
            "epoch_us": "microseconds since 1970",
            "epoch_ns": "nanoseconds since 1970",
        }.get(self.kind, self.pattern or self.kind)


def classify(column: str) -> pl.Expr:
    """Return what each cell of a text column looks like.

    ``zoned``, ``naive``, ``epoch_*``, ``number``, ``date`` (some other calendar form),
    ``rounded`` (a number short of digits), ``other`` or null for an empty cell.

    Examples
    --------
    >>> cells = ["2024-12-25T10:26:00Z", "2024-12-25 10:26", "1735122360", "25/12/2024 10:26", "x"]
    >>> pl.DataFrame({"t": cells}).select(classify("t")).to_series().to_list()
    ['zoned', 'naive', 'epoch_s', 'date', 'other']
    """
    text = pl.col(column).str.strip_chars()
    value = text.cast(pl.Float64, strict=False)
    chain = (
        pl.when((text == "").fill_null(True))
        .then(None)
        .when(text.str.contains(ROUNDED))
        .then(pl.lit("rounded"))
        .when(value.is_finite() & value.is_not_null())
    )
    kind = pl.lit("number")
    for name, factor in _EPOCH_UNITS.items():
        within = value.is_between(_EPOCH_LOW * factor, _EPOCH_HIGH * factor)
        kind = pl.when(within).then(pl.lit(name)).otherwise(kind)
    return (
        chain.then(kind)
        .when(text.str.contains(_ZONED))
        .then(pl.lit("zoned"))
        .when(text.str.contains(_NAIVE))
        .then(pl.lit("naive"))
        .when(text.str.contains(_DATE))
        .then(pl.lit("date"))
        .otherwise(pl.lit("other"))
        .alias("form")
    )


def find_form(
    cells: pl.Series,
    *,
    declared: str | None,
    file: str,
    column: str,
    header: Sequence[str] = (),
    peek: Callable[[str], Sequence[str]] | None = None,
) -> TimeForm:
    """Return how the times of a column are to be read.

    Parameters
    ----------
    cells
        The first texts of the column.
    declared
        What the mapping or the column's name says: ``utc`` (then also times of another form
        that can be read in one way only), ``epoch_s``, ``epoch_ms``,
        ``iso`` or a strptime pattern with ``%``; None when nothing.
    header, peek
        The names of all columns and the first cells of any, for a better hint.

    Raises
    ------
    InputError
        No zone, or a form that cannot be told with certainty.
    """
    if declared is not None and "%" in declared:
        return _declared_pattern(cells, declared, file, column)
    if declared in _EPOCH_UNITS:
        return TimeForm(declared)
    table = cells.alias("t").to_frame().with_columns(classify("t"))
    counts = Counter(f for f in table["form"].to_list() if f is not None)
    if not counts:
        raise InputError("the time column is empty", file=file, column=column)
    form = counts.most_common(1)[0][0]
    if form == "naive" and declared == "utc":
        return TimeForm("utc")
    if form == "zoned" or form in _EPOCH_UNITS:
        return TimeForm(form)
    like = table.filter(pl.col("form") == form)["t"].to_list()
    if declared == "utc" and form in ("date", "other"):
        patterns = guess_patterns(like)
        if len(patterns) == 1 and "%z" not in patterns[0]:
            return TimeForm("pattern", patterns[0])
    raise refuse_times(form, like, file=file, column=column, header=header, peek=peek)


def _declared_pattern(cells: pl.Series, pattern: str, file: str, column: str) -> TimeForm:
    form = TimeForm("pattern", pattern)
    if "%Z" in pattern:
        raise InputError(
            "a zone by name (%Z) says no offset for certain",
            file=file,
            column=column,
            hint="write the letters themselves if they mean UTC, or use %z for +01:00",
        )
    filled = cells.filter(cells.str.strip_chars() != "").drop_nulls()
    read = read_times(filled, form)
    if len(filled) and read.null_count() == len(read):
        better = guess_patterns(filled.to_list())
        raise InputError(
            f"no time fits the pattern {pattern}",
            file=file,
            column=column,
            example=filled[0],
            hint=f"perhaps {map_words((f't:{better[0]}', column))}" if better else None,
        )
    return form


def read_times(cells: pl.Series, form: TimeForm) -> pl.Series:
    """Return texts as UTC times; those of any other form become null.

    Each different text is looked at once: many ships are heard in one second.

    Examples
    --------
    >>> cells = pl.Series("t", ["2024-12-25T12:26:00.5+02:00", "2024-12-25 10:26"])
    >>> [str(t) for t in read_times(cells, TimeForm("zoned"))]
    ['2024-12-25 10:26:00.500000+00:00', 'None']
    """
    return map_distinct(cells.alias("t").to_frame(), partial(_read, form=form)).to_series()


def _read(table: pl.DataFrame, form: TimeForm) -> pl.DataFrame:
    if form.kind in ("zoned", "utc"):
        return _iso(table, zoned=form.kind == "zoned")
    read = _patterned if form.kind == "pattern" else epoch_times
    return table.select(read("t", str(form.pattern or form.kind)).alias("t"))


def epoch_times(column: str, kind: str) -> pl.Expr:
    """Return a text column of numbers, ``epoch_s|ms|us|ns``, as times; others become null.

    Examples
    --------
    >>> table = pl.DataFrame({"t": ["1735122360", "12"]})
    >>> [str(t) for t in table.select(epoch_times("t", "epoch_s")).to_series()]
    ['2024-12-25 10:26:00+00:00', 'None']
    """
    text, unit = pl.col(column).str.strip_chars(), _EPOCH_UNITS[kind]
    factor = 1e6 / unit
    whole = text.cast(pl.Int64, strict=False)
    exact = whole * round(factor) if factor >= 1 else whole // round(1 / factor)
    value = text.cast(pl.Float64, strict=False)
    parts = (value * factor).round().cast(pl.Int64, strict=False)
    t = pl.coalesce(exact, parts).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    # A number that is of our time in another unit only is no time of this column.
    return pl.when(value.is_between(_EPOCH_LOW * unit, _EPOCH_HIGH * unit)).then(t)


def _patterned(column: str, pattern: str) -> pl.Expr:
    # chrono takes %f for whole nanoseconds; what follows a point is %.f
    pattern = pattern.replace(".%f", "%.f")
    text = pl.col(column).str.strip_chars()
    t = text.str.to_datetime(pattern, strict=False, time_unit="us", exact=True)
    return t.dt.convert_time_zone("UTC") if "%z" in pattern else t.dt.replace_time_zone("UTC")


def _iso(table: pl.DataFrame, *, zoned: bool) -> pl.DataFrame:
    cells = table["t"].str.strip_chars()
    # Taken apart once: in one expression each part would be searched for anew.
    parts = cells.str.extract_groups(_ZONED if zoned else _NAIVE).struct.unnest()
    date, clock, fraction = (pl.col(n) for n in ("1", "2", "3"))
    clock = pl.when(clock.str.len_bytes() == 5).then(clock + ":00").otherwise(clock)
    local = (date + "T" + clock).str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us")
    digits = fraction.str.slice(1, 6).str.pad_end(6, "0").cast(pl.Int64, strict=False)
    t = local + pl.duration(microseconds=digits.fill_null(0), time_unit="us")
    if zoned:
        zone = pl.col("4")
        sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
        figures = zone.str.replace(":", "", literal=True)
        hours = figures.str.slice(1, 2).cast(pl.Int64, strict=False).fill_null(0)
        minutes = figures.str.slice(3, 2).cast(pl.Int64, strict=False).fill_null(0)
        t = t - pl.duration(minutes=sign * (hours * 60 + minutes), time_unit="us")
    return parts.select(t.dt.replace_time_zone("UTC").alias("t"))


def _shape(cells: pl.Series) -> pl.Series:
    """Return texts with every digit as 9."""
    return cells.str.replace_all(r"\d", "9")


@dataclass
class TimesSeen:
    """Counts the times of a column that are written in another form than the rest.

    A few are rows that cannot be read; many make the whole column doubtful.
    """

    file: str
    column: str
    settings: Settings
    total: int = 0
    usual: str = ""
    shapes: set[str] = field(default_factory=set)
    strange: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    _lock: Any = field(default_factory=Lock, repr=False)

    def add(self, texts: pl.Series, read: pl.Series, usual: str) -> None:
        """Count a block: the cells, and whether each was read.  Blocks may come in any order."""
        with self._lock:
            self._add(texts, read, usual)

    def _add(self, texts: pl.Series, read: pl.Series, usual: str) -> None:
        self.total += len(texts)
        self.usual = usual
        self.shapes.update(_shape(texts.filter(read).head(_SHAPES_FROM)).unique().to_list())
        lost = texts.filter(~read)
        if not len(lost):
            return
        cells = pl.DataFrame({"t": lost, "shape": _shape(lost)}).with_columns(classify("t"))
        other = ["other", "number", "rounded"]
        cells = cells.filter(pl.col("form").is_not_null() & ~pl.col("form").is_in(other))
        for shape, count, example in (
            cells.group_by("shape").agg(pl.len().alias("n"), pl.col("t").min()).iter_rows()
        ):
            known = shape in self.strange or len(self.strange) < _SHAPES_FROM
            key = shape if known else ""  # garbage may come in any number of shapes
            self.strange[key] += count
            self.examples[key] = min(example, self.examples.get(key, example))

    def check(self) -> None:
        """Raise InputError when times of several formats are mixed."""
        # The usual shape with an impossible value (hour 27) is a bad row, no other format.
        odd = {shape: n for shape, n in self.strange.items() if shape not in self.shapes}
        count = sum(odd.values())
        if count > self.settings.reading.mixed_times_share * self.total and count < self.total:
            raise InputError(
                f"mixed time formats: {count} of {self.total} distinct rows are not {self.usual}",
                file=self.file,
                column=self.column,
                example=self.examples[min(odd)],
                hint="write all times in one format",
            )
