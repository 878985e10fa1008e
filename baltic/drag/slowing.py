"""Where ships slow down: what others did at the place at which one ship lost its speed.

Fairways, limits of speed and traffic schemes slow every ship at the same place, whatever the
hour; an anchor does not.  So a fall of speed is held against the passages of all other ships
over that place on that course, of the whole record.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..records import Evidence
from ..settings import Settings
from .case import Case
from .evidence import Measure

__all__ = ["Place", "Slowing", "shared_places", "slowing_cells", "slowing_measures"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Cells of four to five kilometres, and sectors of the course.
_LAT_DEG, _LON_DEG, _SECTOR_DEG = 0.04, 0.08, 30.0
_SECTORS = round(360.0 / _SECTOR_DEG)
#: Speeds half an hour before and after are compared, in bins, which lie within an hour.
_BINS, _WITHIN_S = 3, 3600.0
#: Share of the loss of speed from which another ship slowed, or sped up, as well.
_AS_WELL = 0.5
_LEAST_HULLS = 3
#: Share of ships that slow where there is no reason to, as a prior worth one ship.
_USUAL = 0.2
#: Time on either side in which the course at a change of speed is read.
_ABOUT_S = 900.0
#: Other ships sailed the same way if they came by where this one was so long after its fall.
_ON_S = 5400.0
_ITEM = "place_of_change"


def slowing_cells(moving: pl.DataFrame) -> pl.DataFrame:
    """Return how the speed of each ship changed in each cell that it came through.

    Parameters
    ----------
    moving
        Bins of ``baseline.find_legs``, of any whole ships.

    Returns
    -------
    polars.DataFrame
        ``mmsi``, ``x, y, sector`` (of the cell and the course), ``least, most``: change of
        ln speed over half an hour, its extremes there.
    """
    t, y = pl.col("t_s"), pl.col("y")
    before = y.shift(1).rolling_median(_BINS).over("leg")
    after = y.rolling_median(_BINS).shift(1 - _BINS).over("leg")
    near = (t.shift(1 - _BINS).over("leg") - t.shift(_BINS).over("leg")) <= _WITHIN_S
    return (
        moving.with_columns(pl.when(near).then(after - before).alias("step"))
        .filter(pl.all_horizontal(pl.col("step", "lon", "lat", "cog").is_finite()))
        .select("mmsi", "step", *_cell())
        .group_by("mmsi", "x", "y", "sector", maintain_order=True)
        .agg(pl.col("step").min().alias("least"), pl.col("step").max().alias("most"))
        .with_columns(pl.col("least", "most").cast(pl.Float32))
    )


def _cell() -> list[pl.Expr]:
    return [
        (pl.col("lon") / _LON_DEG).floor().cast(pl.Int32).alias("x"),
        (pl.col("lat") / _LAT_DEG).floor().cast(pl.Int32).alias("y"),
        ((pl.col("cog") / _SECTOR_DEG).round() % _SECTORS).cast(pl.Int8).alias("sector"),
    ]


@dataclass(frozen=True)
class Place:
    """Where a ship was, degrees, and the course it sailed; NaN where unknown."""

    lon: float
    lat: float
    course_deg: float

    @property
    def known(self) -> bool:
        return math.isfinite(self.lon + self.lat + self.course_deg)


@dataclass(frozen=True)
class Slowing:
    """Changes of speed of all ships by cell, sorted by a key of the cell."""

    key: Ints
    mmsi: Ints
    sector: Ints
    least: Floats
    most: Floats

    @classmethod
    def of(cls, cells: pl.DataFrame) -> Slowing:
        """Hold the cells (:func:`slowing_cells`) of all ships."""
        key = _key(cells["x"].to_numpy(), cells["y"].to_numpy())
        order = np.argsort(key, kind="stable")
        columns = (cells[c].to_numpy()[order] for c in ("mmsi", "sector", "least", "most"))
        mmsi, sector, least, most = columns
        return cls(key[order], mmsi.astype(np.int64), sector.astype(np.int64), least, most)

    def others(self, mmsi: int, at: Place, on: Place, *, faster: bool) -> Floats:
        """Return the largest change of ln speed of each other ship around a place.

        Parameters
        ----------
        mmsi
            The ship itself, left out.
        at
            Where it changed its speed; others came by on its course, within 45 degrees.
        on
            A place of its slow sailing.  Where lanes part only those that came by there as
            well sailed the same way; they alone are asked if they are enough.
        faster
            Whether a gain of speed is asked for; else a loss.

        Returns
        -------
        ndarray
            One a ship, positive = as asked.
        """
        rows = self._rows(mmsi, at)
        if on.known:
            same = rows[np.isin(self.mmsi[rows], self.mmsi[self._rows(mmsi, on)])]
            rows = same if len(np.unique(self.mmsi[same])) >= _LEAST_HULLS else rows
        change = self.most[rows] if faster else -self.least[rows]
        ships, which = np.unique(self.mmsi[rows], return_inverse=True)
        largest = np.full(len(ships), -np.inf)
        np.maximum.at(largest, which, change)
        return largest

    def _rows(self, mmsi: int, place: Place) -> Ints:
        """Return the rows of other ships in the cells around a place, on its course."""
        x0, y0 = math.floor(place.lon / _LON_DEG), math.floor(place.lat / _LAT_DEG)
        dx, dy = (a.ravel() for a in np.meshgrid([-1, 0, 1], [-1, 0, 1]))
        keys = _key(x0 + dx, y0 + dy)
        ends = zip(*(np.searchsorted(self.key, keys, s) for s in ("left", "right")), strict=True)
        rows = np.concatenate([np.arange(a, b) for a, b in ends])
        turn = (self.sector[rows] - round(place.course_deg / _SECTOR_DEG) + 1) % _SECTORS
        return np.asarray(rows[(turn <= 2) & (self.mmsi[rows] != mmsi)])


def _key(x: Ints, y: Ints) -> Ints:
    return (np.asarray(x, np.int64) << 32) + np.asarray(y, np.int64)


def slowing_measures(case: Case, all_ships: Slowing, settings: Settings) -> list[Measure]:
    """Return whether others lose (or regain) speed where the ship did.

    Of a record that begins in the slow stretch it is the return to speed that is compared.
    """
    e = case.episode
    if case.drop < settings.episodes.least_drop or e.seed != "speed" or e.reference == "norm":
        return []
    faster = e.reference == "after"
    a, b = case.t_start_s, case.t_end_s
    at, on = (b, max(b - _ON_S, a)) if faster else (a, min(a + _ON_S, b))
    changed = _place(case, at)
    if not changed.known:
        return []
    changes = all_ships.others(case.ship.mmsi, changed, _place(case, on), faster=faster)
    if len(changes) < _LEAST_HULLS:
        return []
    count = int((changes >= _AS_WELL * case.drop).sum())
    x = (count + _USUAL) / (len(changes) + 1.0)
    does = "sped up" if faster else "slowed"
    text = f"{count} of {len(changes)} other ships that came by on this course {does} here as well"
    return [Measure(_ITEM, "locked", x, round(count / len(changes), 2), "share", text)]


def shared_places(ledger: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the ordinary reason that lies in the place, where others show that there is one."""
    return tuple(
        f"{line.text}: a fairway, a limit of speed or a traffic scheme"
        for line in ledger
        if line.item == _ITEM and line.llr < 0.0
    )


def _place(case: Case, t_s: float) -> Place:
    """Return where the ship was at a time, and on which course."""
    b = case.track
    known = np.isfinite(b.b_lon + b.b_lat)
    if not known.any():
        return Place(math.nan, math.nan, math.nan)
    lon, lat = (float(np.interp(t_s, b.b_t[known], v[known])) for v in (b.b_lon, b.b_lat))
    leg = case.episode.leg
    near = np.abs(leg.t - t_s) <= _ABOUT_S
    sail = np.exp(1j * np.radians(leg.cog[near & np.isfinite(leg.cog)]))
    course = math.degrees(float(np.angle(sail.mean()))) % 360.0 if len(sail) else math.nan
    return Place(lon, lat, course)
