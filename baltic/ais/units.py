"""Whether the numbers of a column can be in the unit that its name implies.

A unit the user stated is never doubted.  What is looked for are the agreed values for
"not available" (M.1371-5 table 45), which betray a unit, and values no unit allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from ..errors import InputError
from ..settings import Settings
from .columns import Plan, map_words
from .fields import FIELDS
from .fixes import in_home_box
from .sizes import DRAUGHT_M

__all__ = ["UnitsSeen"]

#: Largest value in the implied unit, sentinels included.
_LARGEST = {"sog": 102.35, "cog": 360.05, "heading": 511.5, "draught": DRAUGHT_M}
#: All twelve bits of a course set, as some receivers write "none".
_COG_ALL_ONES = 409.5
#: "Not available" in the raw units of AIS.
_RAW_NONE = {"sog": 1023, "cog": 3600}
#: The same for a speed in metres a second: 102.3 kn.
_NONE_MS = (52.6, 52.65)
_TURN_RAD = 6.2832
#: So many different values tell a unit; a single ship on one course may stay below.
_ENOUGH = 20
_DEG = {"lon": 181.0, "lat": 91.0}


@dataclass
class _Column:
    """What was seen of one column."""

    total: int = 0
    beyond: int = 0
    broken: int = 0  # not a whole number
    fine: int = 0  # not a whole tenth
    raw_none: int = 0
    none_ms: int = 0
    low: float = 0.0
    high: float = 0.0
    values: set[float] = field(default_factory=set)


@dataclass
class UnitsSeen:
    """Watches the numbers of one table and refuses it when a unit is another.

    Parameters
    ----------
    plan
        Which column gives which field; those with a stated unit are not watched.
    """

    plan: Plan
    file: str
    settings: Settings
    seen: dict[str, _Column] = field(default_factory=dict)
    positions: int = 0
    at_home: int = 0
    swapped_home: int = 0
    beyond_pole: int = 0
    first: tuple[float, float] | None = None

    def add(self, values: pl.DataFrame) -> None:
        """Look at a block of numbers as they stand in the table."""
        for name in _LARGEST:
            if name in values.columns and self._watched(name):
                self._add(name, values[name].drop_nulls())
        if {"lon", "lat"} <= set(values.columns) and {"lon", "lat"} <= set(self.plan):
            self._add_places(values)

    def check(self, share: float | None = None) -> None:
        """Raise InputError when more than `share` of the values are in another unit."""
        limit = self.settings.reading.other_unit_share if share is None else share
        self._check_places()
        for name, column in self.seen.items():
            self._check_numbers(name, column, limit)

    def _watched(self, name: str) -> bool:
        """Return whether a column has the implied unit, and that by its name alone."""
        column = self.plan.get(name)
        if column is None or (column.explicit and column.unit):
            return False
        return column.unit in (None, next(iter(FIELDS[name].units or ("",))))

    def _add(self, name: str, sent: pl.Series) -> None:
        column = self.seen.setdefault(name, _Column())
        if not len(sent):
            return
        column.total += len(sent)
        beyond = sent.abs() > _LARGEST[name]
        if name == "cog":
            beyond &= (sent - _COG_ALL_ONES).abs() > 1e-6
        column.beyond += int(beyond.sum())
        column.broken += int((sent != sent.round()).sum())
        tenths = sent * 10
        column.fine += int(((tenths - tenths.round()).abs() > 1e-6).sum())
        if name in _RAW_NONE:
            column.raw_none += int((sent == _RAW_NONE[name]).sum())
        column.none_ms += int(sent.is_between(*_NONE_MS).sum())
        column.low = min(column.low, float(sent.min()))  # type: ignore[arg-type]
        column.high = max(column.high, float(sent.max()))  # type: ignore[arg-type]
        if len(column.values) < _ENOUGH:
            column.values.update(sent.unique().sort().head(_ENOUGH).to_list())

    def _check_numbers(self, name: str, column: _Column, limit: float) -> None:
        if column.beyond > limit * column.total:
            implied, *others = FIELDS[name].units or ("",)
            what = f"{column.beyond} of {column.total} values exceed {_LARGEST[name]:.0f}"
            what += ": the unit is another, or they stand for none"
            raise self._error(name, what, [*others, implied], column.high)
        if column.raw_none and not column.broken:
            what = f"whole numbers with {_RAW_NONE[name]} for none: these look like tenths"
            raise self._error(name, what, ["tenths", "kn" if name == "sog" else "deg"])
        if name == "sog" and column.high < _NONE_MS[1] and column.none_ms > 1:
            what = "nothing is faster than 52.6, which is the 102.3 kn for none in m/s"
            raise self._error(name, what, ["ms", "kn"])
        radians = column.high <= _TURN_RAD and column.low >= -_TURN_RAD / 2
        many = len(column.values) >= _ENOUGH and column.fine > column.total / 2
        if name in ("cog", "heading") and radians and many:
            raise self._error(name, "all values lie within one turn of radians", ["rad", "deg"])

    def _error(
        self, name: str, what: str, units: list[str], example: float | None = None
    ) -> InputError:
        column = self.plan[name].name
        says = " or ".join(map_words((f"{name}:{unit}", column)) for unit in units)
        return InputError(
            what,
            file=self.file,
            column=column,
            example=None if example is None else f"{example:.10g}",
            hint=f"say the unit with {says}",
        )

    def _add_places(self, values: pl.DataFrame) -> None:
        lon, lat = pl.col("lon"), pl.col("lat")
        sent = values.filter(lon.is_not_null() & lat.is_not_null() & (lat != 91) & (lon != 181))
        if not sent.height:
            return
        box = self.settings.reading.home_box
        counts = sent.select(
            in_home_box(lon, lat, box).sum().alias("home"),
            in_home_box(lat, lon, box).sum().alias("swapped"),
            ((lat.abs() > 91) | (lon.abs() > 181)).sum().alias("beyond"),
        ).row(0)
        self.positions += sent.height
        self.at_home += counts[0]
        self.swapped_home += counts[1]
        self.beyond_pole += counts[2]
        if self.first is None and counts[2]:
            far = sent.filter((lat.abs() > 91) | (lon.abs() > 181)).select(lon, lat)
            self.first = far.row(0)

    def _check_places(self) -> None:
        if not self.positions:
            return
        names = {axis: self.plan[axis].name for axis in ("lon", "lat")}
        share = self.settings.reading.swapped_share
        if self.swapped_home >= share * self.positions and not self.at_home:
            raise InputError(
                "lat and lon look swapped",
                file=self.file,
                column=f"{names['lon']}, {names['lat']}",
                hint="if they are say so with "
                + map_words(("lon", names["lat"]), ("lat", names["lon"])),
            )
        if self.first is None or self.beyond_pole <= 0.5 * self.positions:
            return
        lon, lat = self.first
        hints = _readings(lon, lat, names)
        if self._watched("lon") and self._watched("lat") and hints:
            raise InputError(
                "most positions lie beyond 90 or 180: lat and lon are swapped, or no degrees",
                file=self.file,
                column=f"{names['lon']}, {names['lat']}",
                example=f"{lon:.10g}, {lat:.10g}",
                hint="say what is true: " + "; ".join(hints),
            )


def _readings(lon: float, lat: float, names: Mapping[str, str]) -> list[str]:
    """Return how a position may be meant, each with the words for it and where it lies."""
    found = []
    if abs(lon) <= 90 and abs(lat) <= 180:
        found.append(f"{map_words(('lon', names['lat']), ('lat', names['lon']))} (swapped)")
    for unit, factor in (FIELDS["lon"].units or {}).items():
        x, y = lon * factor, lat * factor
        if unit in ("deg", "rad") or abs(x) > _DEG["lon"] or abs(y) > _DEG["lat"]:
            continue
        words = map_words((f"lon:{unit}", names["lon"]), (f"lat:{unit}", names["lat"]))
        found.append(f"{words} ({abs(y):.4f} {'NS'[y < 0]} {abs(x):.4f} {'EW'[x < 0]})")
    return found
