"""Turns columns of a generic table into rows: the part that text, Parquet and GeoJSON share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from ..errors import InputError
from ..tables import PROVENANCES
from .columns import FIELDS, Plan, left_out
from .fixes import MOBILE_WORDS, NAV_STATUS_WORDS, STATION_WORDS
from .head import Options
from .rows import to_codes, to_numbers
from .times import TimeForm, TimesSeen, find_form, parse_times
from .vessels import SHIP_TYPE_WORDS, STATIC, dimensions, words

__all__ = ["Converter"]

_SAMPLE_ROWS = 2000
_MOTION = {"sog": "sog_kn", "cog": "cog_deg", "heading": "heading_deg", "rot": "rot_deg_min"}
_SIZES = ("loa", "beam", "draught", "to_bow", "to_stern", "to_port", "to_starboard")
#: Largest value that the unit allows; more of them than this share: another unit.
_LARGEST = {"sog": 102.35, "cog": 360.05}
_BEYOND_SHARE = 0.02


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
    """

    plan: Plan
    file: str
    options: Options
    header: Sequence[str] = ()
    form: TimeForm | None = None
    seen: TimesSeen | None = None
    beyond: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in left_out(self.header, self.plan):
            self.options.notes.append(
                f"{self.file}: column {column} was left out, its unit is not evident "
                f"(--map rot:deg_min={column} or rot:raw={column})"
            )

    def convert(self, raw: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return rows and static rows.

        Parameters
        ----------
        raw
            One column a field (named so), of text, numbers or times, and ``at``.
        """
        raw = raw.with_columns(_as_text(raw[c]) for c in raw.columns if c not in ("at", "t"))
        t = self._times(raw["t"])
        names = [f for f in ("mmsi", "lon", "lat", *_MOTION, *_SIZES, "imo") if f in raw.columns]
        if "imo" in names:
            raw = raw.with_columns(pl.col("imo").str.replace(r"(?i)^\s*imo[\s:.#-]*", ""))
        values = to_numbers(raw.select(names), whole=[n for n in ("mmsi", "imo") if n in names])
        self._look_at_units(values)
        values = values.with_columns(self._scaled(f) for f in names if self._has_factor(f))
        lost = [
            values[c].is_null() & (raw[c].str.strip_chars() != "").fill_null(False)
            for c in ("mmsi", "lon", "lat")
        ]
        parts = [
            raw["at"],
            t.alias("t"),
            values["mmsi"].cast(pl.UInt32, strict=False),
            values["lon"],
            values["lat"],
            (lost[0] | lost[1] | lost[2] | t.is_null()).alias("bad"),
        ]
        parts += [values[f].cast(pl.Float32).alias(n) for f, n in _MOTION.items() if f in names]
        return pl.DataFrame(parts + self._words(raw)), self._static(raw, values)

    def check(self) -> None:
        """Raise InputError when the whole table shows that something is not what it seemed."""
        if self.seen:
            self.seen.check()
        for name, (count, total) in self.beyond.items():
            if count > _BEYOND_SHARE * total:
                column = self.plan[name].name
                raise InputError(
                    f"{count} of {total} values exceed {_LARGEST[name]:.0f}: the unit is another",
                    file=self.file,
                    column=column,
                    hint=f"if these are tenths say so with --map {name}:tenths={column}",
                )

    def _times(self, cells: pl.Series) -> pl.Series:
        column = self.plan["t"]
        if isinstance(cells.dtype, pl.Datetime):
            if cells.dtype.time_zone is None:
                if column.unit != "utc":
                    raise InputError(
                        "times have no zone",
                        file=self.file,
                        column=column.name,
                        example=_as_text(cells.drop_nulls().head(1)).first(),
                        hint=f"if they are UTC say so with --map t:utc={column.name}",
                    )
                cells = cells.dt.replace_time_zone("UTC")
            return cells.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
        texts = _as_text(cells)
        if self.form is None:
            sample = texts.drop_nulls().head(_SAMPLE_ROWS)
            if not len(sample):
                return pl.Series("t", [None] * len(texts), pl.Datetime("us", "UTC"))
            self.form = find_form(sample, declared=column.unit, file=self.file, column=column.name)
            self.seen = TimesSeen(self.file, column.name, self.options.settings)
        t = texts.alias("t").to_frame().select(parse_times("t", self.form).alias("t")).to_series()
        if self.seen:
            self.seen.add(texts, t.is_not_null(), self.form.words)
        return t

    def _has_factor(self, name: str) -> bool:
        unit = self.plan[name].unit if name in self.plan else None
        return unit is not None and name != "t" and FIELDS[name].units is not None

    def _scaled(self, name: str) -> pl.Expr:
        unit = self.plan[name].unit or ""
        value = pl.col(name)
        if (name, unit) == ("rot", "raw"):
            # M.1371-5: raw = 4.733 sqrt(degrees a minute), with the sign of the turn.
            turn = (value / 4.733) ** 2 * value.sign()
            return pl.when(value.abs() < 127).then(turn).alias(name)
        return (value * (FIELDS[name].units or {})[unit]).alias(name)

    def _look_at_units(self, values: pl.DataFrame) -> None:
        for name, largest in _LARGEST.items():
            if name in values.columns and not self.plan[name].explicit:
                count, total = self.beyond.get(name, (0, 0))
                sent = values[name].drop_nulls()
                self.beyond[name] = (count + int((sent > largest).sum()), total + len(sent))

    def _words(self, raw: pl.DataFrame) -> list[pl.Series]:
        found = []
        if "nav_status" in raw.columns:
            found.append(_code(raw["nav_status"], NAV_STATUS_WORDS).alias("nav_status"))
        if "source" in raw.columns:
            own = raw.select(words("source")).to_series()
            classes = to_codes(own, MOBILE_WORDS, pl.String)
            found.append(classes.fill_null(own).alias("source"))
            found.append(to_codes(own, STATION_WORDS, pl.Boolean).alias("station"))
        if "provenance" in raw.columns:
            found.append(self._provenance(raw["provenance"]))
        return found

    def _provenance(self, texts: pl.Series) -> pl.Series:
        told = texts.str.strip_chars().str.to_lowercase().replace("", None)
        strange = told.filter(~told.is_in(PROVENANCES)).drop_nulls()
        if len(strange):
            raise InputError(
                "the provenance is none of " + ", ".join(PROVENANCES),
                file=self.file,
                column=self.plan["provenance"].name,
                example=strange[0],
            )
        return told.alias("provenance")

    def _static(self, raw: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
        found: list[pl.Series] = [raw["at"]]
        found += [
            raw.select(words(c)).to_series()
            for c in ("name", "callsign", "destination")
            if c in raw.columns
        ]
        if "imo" in values.columns:
            found.append(values["imo"])
        if "ship_type" in raw.columns:
            code = _code(raw["ship_type"], SHIP_TYPE_WORDS)
            found.append(code.set(code == 0, None).alias("ship_type"))
        found += _sizes(values)
        table = pl.DataFrame(found)
        if len(table.columns) == 1:
            return table.head(0)
        table = table.cast({c: t for c, t in STATIC.items() if c in table.columns})
        return table.filter(pl.any_horizontal(pl.exclude("at").is_not_null()))


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


def _as_text(cells: pl.Series) -> pl.Series:
    if cells.dtype == pl.String:
        return cells
    if cells.dtype == pl.Null or not cells.dtype.is_nested():
        return cells.cast(pl.String, strict=False)
    return pl.Series(cells.name, [None] * len(cells), pl.String)


def _code(texts: pl.Series, known: Mapping[str, int]) -> pl.Series:
    """Return numbers, or the words' numbers, up to 99; others become null."""
    named = {str(n): n for n in range(100)} | {f"{n}.0": n for n in range(100)}
    named.update(known)
    return to_codes(texts, named, pl.UInt8)
