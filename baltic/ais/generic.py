"""Turns columns of a generic table into rows: the part that text, Parquet and GeoJSON share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
import polars.selectors as cs

from ..errors import InputError
from .columns import FIELDS, Plan, decimal_comma, doubtful, map_words, plan_words
from .fixes import MOBILE_WORDS, NAV_STATUS_WORDS, STATION_WORDS
from .head import Options
from .implied import implied_unit
from .not_numbers import NotNumbers
from .rows import ROUNDED, by_word, lost_numbers, map_distinct, to_codes, to_numbers, to_provenance
from .ship_types import ship_type_of
from .times import TimeForm, TimesSeen, find_form, read_times
from .units import UnitsSeen
from .vessels import STATIC, dimensions, words

__all__ = ["Converter"]

_SAMPLE_ROWS = 2000
_MOTION = {"sog": "sog_kn", "cog": "cog_deg", "heading": "heading_deg", "rot": "rot_deg_min"}
_SIZES = ("loa", "beam", "draught", "to_bow", "to_stern", "to_port", "to_starboard")
_NAMES = ("name", "callsign", "destination")
_TEXTS = (*_NAMES, "ship_type")
#: Sine and cosine may be rounded to one decimal.
_ROUNDED = 0.1
_COURSE_PARTS = ("cog_sin", "cog_cos")
#: M.1371-5: rate of turn as sent = 4.733 times the root of degrees a minute.
_ROT_ROOT = 4.733
_NUMBERS = ("mmsi", "lon", "lat", *_MOTION, *_COURSE_PARTS, *_SIZES)
_WHOLE = (pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt16, pl.UInt32)
#: Words for "not known" in columns of text.
_NO_WORDS = ("unknown", "undefined", "none", "null", "nan")
#: The same in columns of numbers, as databases and data frames write it.
_NO_NUMBER = (*_NO_WORDS, "na", "n/a", "<na>", "nil", "\\n", "-")
#: AIS message types (M.1371-5 table 43) sent by class A, by class B, and by no ship.
_CLASS_OF_MESSAGE = {
    **{str(n): "class-a" for n in (1, 2, 3, 5)},
    **{str(n): "class-b" for n in (18, 19, 24)},
}
_STATION_OF_MESSAGE = {
    **dict.fromkeys(_CLASS_OF_MESSAGE, False),
    **dict.fromkeys(("4", "9", "16", "17", "20", "21", "22", "23"), True),
}


@dataclass
class Converter:
    """Converts block after block of one table by one plan.

    Parameters
    ----------
    plan
        Which column gives which field.
    file
        Name for messages.
    header
        All column names of the table.
    comma
        Numbers have decimal commas.
    unclear
        Columns that a known format has in a unit that is not evident, and the words for them.
    peek
        Gives the first cells of any column.
    """

    plan: Plan
    file: str
    options: Options
    header: Sequence[str] = ()
    comma: bool = False
    unclear: Mapping[str, str] = field(default_factory=dict)
    peek: Callable[[str], Sequence[str]] | None = None
    form: TimeForm | None = None
    seen: TimesSeen | None = None
    compared: bool = False

    def __post_init__(self) -> None:
        self.comma = self.comma or decimal_comma(self.options.mapping, self.file)
        self.units = UnitsSeen(self.plan, self.file, self.options.settings)
        self.others = NotNumbers(self.plan, self.file)
        for column, say in {**doubtful(self.header, self.plan), **self.unclear}.items():
            self.options.notes.append(
                f"{self.file}: column {column} was left out, its unit is not evident ({say})"
            )
        self.options.decided.append(plan_words(self.plan, self.header))
        if self.comma:
            self.options.decided.append("decimal commas")

    def convert(self, raw: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return rows and static rows.

        Parameters
        ----------
        raw
            One column a field (named so), of text, numbers or times, and ``at``.
        """
        self._check_floats(raw)
        raw = _as_texts(raw)
        t = self._times(raw)
        values, sent = self._numbers(raw)
        self.units.add(values)
        self.others.add(raw, values)
        self._check_speeds(values, t)
        values = values.with_columns(self._scaled(f) for f in sent if self._has_factor(f))
        if set(_COURSE_PARTS) <= set(sent) and "cog" not in sent:
            values = values.with_columns(_course(values).alias("cog"))
        lost = [_spoiled(raw[c], values[c]) for c in ("mmsi", "lon", "lat")]
        bad = lost[0] | lost[1] | lost[2] | t.is_null()
        parts = [
            raw["at"],
            t.alias("t"),
            values["mmsi"].cast(pl.UInt32, strict=False),
            values["lon"],
            values["lat"],
            bad.alias("bad"),
        ]
        parts += [
            values[f].cast(pl.Float32).alias(n) for f, n in _MOTION.items() if f in values.columns
        ]
        return pl.DataFrame(parts + self._words(raw, bad)), _static(raw, values)

    def check(self) -> None:
        """Raise InputError when the whole table shows that something is not what it seemed."""
        if self.seen:
            self.seen.check()
        self.units.check()
        self.others.check()
        self.options.notes.extend(self.others.notes())

    def _check_floats(self, raw: pl.DataFrame) -> None:
        for name in ("mmsi", "t"):
            if name in raw.columns and raw[name].dtype == pl.Float32:
                raise InputError(
                    "numbers are 32-bit floats, which hold seven digits: the others are lost",
                    file=self.file,
                    column=self.plan[name].name,
                    example=_as_text(raw[name].drop_nulls().head(1)).first(),
                    hint="write whole numbers or 64-bit floats",
                )

    def preview(self, raw: pl.DataFrame) -> None:
        """Raise InputError when the first rows show that most values are in another unit.

        A file of gigabytes is refused at once, then, and not when it has been read.
        """
        raw = _as_texts(raw)
        trial = UnitsSeen(self.plan, self.file, self.options.settings)
        values = self._numbers(raw)[0]
        trial.add(values)
        trial.check(share=0.5)
        others = NotNumbers(self.plan, self.file)
        others.add(raw, values)
        others.check()

    def _check_speeds(self, values: pl.DataFrame, t: pl.Series) -> None:
        """Raise InputError when the positions of the first block show another unit of speed."""
        column = self.plan.get("sog")
        if self.compared or column is None or column.unit or "sog" not in values.columns:
            return
        self.compared = True
        found = implied_unit(values.select("mmsi", t.alias("t"), "lon", "lat", "sog"))
        if found is not None:
            unit, sent, gone = found
            say = " or ".join(map_words((f"sog:{u}", column.name)) for u in (unit, "kn"))
            raise InputError(
                f"speeds are not knots by the positions: {sent:.3g} where ships went {gone:.3g} kn",
                file=self.file,
                column=column.name,
                hint=f"say the unit with {say}",
            )

    def _numbers(self, raw: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
        """Return all numbers as they stand in the table, and which fields they are."""
        names = ("mmsi", "lon", "lat", *_MOTION, *_COURSE_PARTS, *_SIZES, "imo")
        sent = [f for f in names if f in raw.columns]
        if "imo" in sent:
            raw = raw.with_columns(pl.col("imo").str.replace(r"(?i)^\s*imo[\s:.#-]*", ""))
        if self.comma:
            texts = cs.string() & cs.by_name(*sent)
            raw = raw.with_columns(texts.str.replace(",", ".", literal=True))
        if raw["mmsi"].dtype == pl.String and raw["mmsi"].str.contains(ROUNDED).any():
            whole = ~pl.col("mmsi").str.contains(ROUNDED)
            raw = raw.with_columns(pl.when(whole).then("mmsi").alias("mmsi"))
        return to_numbers(raw.select(sent), whole=[n for n in ("mmsi", "imo") if n in sent]), sent

    def _times(self, raw: pl.DataFrame) -> pl.Series:
        cells = raw["t"]
        column = self.plan["t"]
        if isinstance(cells.dtype, pl.Datetime):
            return self._typed_times(cells)
        texts, declared = _as_text(cells), column.unit
        if "clock" in raw.columns:
            texts = texts + " " + raw["clock"]
            declared = f"{declared} {self.plan['clock'].unit}"
        if self.form is None:
            sample = texts.drop_nulls().head(_SAMPLE_ROWS)
            if not len(sample):
                return pl.Series("t", [None] * len(texts), pl.Datetime("us", "UTC"))
            self.form = find_form(
                sample,
                declared=declared,
                file=self.file,
                column=column.name,
                header=self.header,
                peek=self.peek,
            )
            zone = "" if self.form.kind == "utc" else ", read as UTC"
            self.options.decided.append(f"times: {self.form.words}{zone}")
            self.seen = TimesSeen(self.file, column.name, self.options.settings)
        t = read_times(texts, self.form)
        if self.seen:
            self.seen.add(texts, t.is_not_null(), self.form.words)
        return t

    def _typed_times(self, cells: pl.Series) -> pl.Series:
        column = self.plan["t"]
        if cells.dtype.time_zone is None:  # type: ignore[attr-defined]
            if column.unit != "utc":
                raise InputError(
                    "times have no zone",
                    file=self.file,
                    column=column.name,
                    example=_as_text(cells.drop_nulls().head(1)).first(),
                    hint=f"if they are UTC say so with {map_words(('t:utc', column.name))}",
                )
            cells = cells.dt.replace_time_zone("UTC")
        return cells.dt.convert_time_zone("UTC").dt.cast_time_unit("us")

    def _has_factor(self, name: str) -> bool:
        unit = self.plan[name].unit if name in self.plan else None
        return unit is not None and name != "t" and FIELDS[name].units is not None

    def _scaled(self, name: str) -> pl.Expr:
        unit = self.plan[name].unit or ""
        value = pl.col(name)
        if (name, unit) == ("rot", "raw"):
            turn = (value / _ROT_ROOT) ** 2 * value.sign()
            return pl.when(value.abs() < 127).then(turn).alias(name)
        if (name, unit) == ("rot", "deg_min_10"):
            return pl.when(value.abs() != 10.0).then(value).alias(name)
        if name in ("lon", "lat") and unit != "deg":
            # the sentinels 181 and 91 come out whole, whatever the unit
            return (value * (FIELDS[name].units or {})[unit]).round(9).alias(name)
        return (value * (FIELDS[name].units or {})[unit]).alias(name)

    def _words(self, raw: pl.DataFrame, bad: pl.Series) -> list[pl.Series]:
        found = []
        if "nav_status" in raw.columns:
            found.append(_code(raw["nav_status"], NAV_STATUS_WORDS).alias("nav_status"))
        if "source" in raw.columns:
            own = map_distinct(raw.select("source"), lambda t: t.select(words("source")))["source"]
            classes = to_codes(own, MOBILE_WORDS, pl.String)
            found.append(classes.fill_null(own).alias("source"))
            found.append(to_codes(own, STATION_WORDS, pl.Boolean).alias("station"))
        elif "message" in raw.columns:
            kind = raw["message"].str.strip_chars().str.replace(r"\.0+$", "")
            found.append(to_codes(kind, _CLASS_OF_MESSAGE, pl.String).alias("source"))
            found.append(to_codes(kind, _STATION_OF_MESSAGE, pl.Boolean).alias("station"))
        if "provenance" in raw.columns:
            column = self.plan["provenance"].name
            # A header line again, where files were put one behind the other, says nothing.
            told = raw["provenance"].set(bad, None)
            found.append(to_provenance(told, file=self.file, column=column))
        return found


def _static(raw: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """Return what rows say of the ship itself, for those that say anything."""
    texts = [c for c in _TEXTS if c in raw.columns]
    numbers = [c for c in ("imo", *_SIZES) if c in values.columns]
    said = pl.DataFrame([*(raw[c] for c in texts), *(values[c] for c in numbers)])
    at = raw.select("at")
    if not _known(said.head(0)).columns:
        return at.head(0)
    # A ship says the same in row after row.
    told = map_distinct(said, _known)
    return at.hstack(told).filter(pl.any_horizontal(pl.exclude("at").is_not_null()))


def _known(told: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of :data:`~baltic.ais.vessels.STATIC` that a table has."""
    found = [told.select(_named(c)).to_series() for c in _NAMES if c in told.columns]
    if "imo" in told.columns:
        found.append(told["imo"])
    if "ship_type" in told.columns:
        code = by_word(told["ship_type"], ship_type_of, pl.UInt8)
        found.append(code.set(code == 0, None).alias("ship_type"))
    table = pl.DataFrame(found + _sizes(told))
    return table.cast({c: t for c, t in STATIC.items() if c in table.columns})


def _spoiled(texts: pl.Series, values: pl.Series) -> pl.Series:
    """Return where a cell holds something that is neither a number nor a word for none."""
    lost = lost_numbers(texts, values)
    if not lost.any():
        return lost
    return lost & ~texts.str.strip_chars().str.to_lowercase().is_in(_NO_NUMBER).fill_null(False)


def _named(column: str) -> pl.Expr:
    text = words(column)
    return pl.when(~text.str.to_lowercase().is_in(_NO_WORDS)).then(text).alias(column)


def _course(values: pl.DataFrame) -> pl.Series:
    """Return degrees from sine and cosine; a pair that is no direction gives none."""
    sine, cosine = (values[c].to_numpy() for c in _COURSE_PARTS)
    degrees = np.degrees(np.arctan2(sine, cosine)) % 360.0
    fit = np.abs(np.hypot(sine, cosine) - 1.0) < _ROUNDED
    return pl.Series("cog", np.where(fit, degrees, np.nan), nan_to_null=True)


def _sizes(values: pl.DataFrame) -> list[pl.Series]:
    found: dict[str, pl.Series] = {}
    if {"to_bow", "to_stern", "to_port", "to_starboard"} <= set(values.columns):
        for s in values.select(dimensions("to_bow", "to_stern", "to_port", "to_starboard")):
            found[s.name] = s
    for name in ("loa", "beam", "draught", "to_bow"):
        if name in values.columns:
            size = values[name].set(values[name] <= 0, None).cast(pl.Float32).alias(f"{name}_m")
            known = found.get(size.name)
            found[size.name] = size if known is None else known.fill_null(size)
    return list(found.values())


def _as_texts(raw: pl.DataFrame) -> pl.DataFrame:
    """Return a table with all columns but ``at`` and the time as text.

    Fields of numbers that are whole or finite 64-bit numbers already stay what they are: as text
    they would only be read again.
    """
    kinds = raw.drop("at", "t", strict=False).schema
    return raw.with_columns(
        pl.col(name).cast(pl.Int64 if name == "mmsi" else pl.Float64)
        if name in _NUMBERS and _is_number(raw[name])
        else _text(name, kind)
        for name, kind in kinds.items()
    )


def _is_number(cells: pl.Series) -> bool:
    if cells.dtype == pl.Float64:
        return cells.name != "mmsi" and bool(cells.is_finite().all())
    return cells.dtype in _WHOLE


def _as_text(cells: pl.Series) -> pl.Series:
    return cells.to_frame().with_columns(_text(cells.name, cells.dtype)).to_series()


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column as text; a list or a struct is none."""
    if kind.is_nested():
        return pl.lit(None, pl.String).alias(name)
    return pl.col(name).cast(pl.String, strict=False)


def _code(texts: pl.Series, known: Mapping[str, int]) -> pl.Series:
    """Return numbers, or the words' numbers, up to 99; others become null."""
    named = {str(n): n for n in range(100)} | {f"{n}.0": n for n in range(100)}
    named.update(known)
    return to_codes(texts, named, pl.UInt8)
