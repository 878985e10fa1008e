"""Ships that sail together: a convoy in ice, a tow, a ship alongside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .. import geo
from ..days import ByDay
from .case import Case
from .evidence import Measure

__all__ = ["FIELD", "ORDER", "Field", "company_measures", "field_of", "without_shared"]

Floats = NDArray[np.float64]

_NEAR_KM, _BESIDE_KM = 10.0, 0.6
#: Speeds this near (ln) are one speed; below the floor both lie still.
_SAME_SPEED, _STILL_KN = 0.15, 0.8
#: Share of the episode that a companion is there and goes the same speed.
_SHARE = 0.6
_MOST = 4
_HALF_BIN_S = 300.0
#: Loss of speed (ln) from which keeping pace means to be slowed together.
_SLOWED = 0.12
#: What a group does together says nothing of one anchor.
_TOGETHER = frozenset(
    ("ramp", "shape", "release_ramp", "release_shape", "roughness", "stop", "stop_and_recovery")
)


#: Columns of bins that company is looked for in.
FIELD = ("mmsi", "t_s", "lon", "lat", "v_kn")
#: How they are sorted: a span of time is then a slice of a day.
ORDER = ("t_s", "mmsi")


def field_of(bins: pl.DataFrame) -> pl.DataFrame:
    """Return the bins of some ships in which their speed is known, columns :data:`FIELD`."""
    return bins.filter(pl.col("v_kn").is_finite()).select(FIELD)


@dataclass(frozen=True)
class Field:
    """The bins of all ships (:func:`field_of`), by day, each day in :data:`ORDER`."""

    days: ByDay

    @classmethod
    def of(cls, bins: pl.DataFrame) -> Field:
        """Hold a table of bins (``BINS``) that is in memory."""
        return cls(ByDay.of(field_of(bins), pl.col("t_s"), ORDER))

    def between(self, begin_s: float, end_s: float) -> pl.DataFrame:
        """Return the rows of a span of time, both ends included, sorted by time and ship."""
        parts = []
        for rows in self.days.between(begin_s, end_s):
            t = rows["t_s"].to_numpy()
            a, b = np.searchsorted(t, [begin_s, np.nextafter(end_s, np.inf)])
            parts.append(rows.slice(int(a), int(b - a)))
        return pl.concat(parts) if parts else pl.DataFrame(schema=self.days.schema)


def company_measures(case: Case, others: Field) -> list[Measure]:
    """Return whether others went the same way at the same speed beside the ship.

    A ship that is slowed by its own anchor keeps no pace with others; a convoy, a tow and a
    transfer from ship to ship do.  One ship alone may as well be an escort that was sent to
    look: it counts less.
    """
    if case.drop < _SLOWED:
        return []  # at its usual speed a ship has company in every lane
    near = _companions(case, others)
    if not len(near):
        return []
    out = []
    count = min(len(near), _MOST)
    text = f"{len(near)} other ship{'s' if len(near) > 1 else ''} kept within 10 km at its speed"
    out.append(Measure("company", "company", float(count), float(len(near)), "ships", text))
    if float(near.min()) <= _BESIDE_KM:
        text = f"another ship lay or sailed {1000 * near.min():.0f} m off: a transfer or a tow"
        out.append(
            Measure("alongside", "alongside_llr", 1.0, round(float(near.min()), 2), "km", text)
        )
    return out


def without_shared(measures: list[Measure], beside: list[Measure]) -> list[Measure]:
    """Return the measures that a group of three or more does not explain together."""
    if not any(m.item == "company" and m.x >= 2 for m in beside):
        return measures
    return [m for m in measures if m.item not in _TOGETHER]


def _companions(case: Case, others: Field) -> Floats:
    """Return the median distance (km) of every ship that kept company."""
    track = case.track
    inside = (track.b_t >= case.t_start_s) & (track.b_t <= case.t_end_s) & np.isfinite(track.b_v)
    own_t = track.b_t[inside]
    if len(own_t) < 3:
        return np.zeros(0)
    table = others.between(own_t[0], own_t[-1])
    t, other_lon, other_lat, other_v = (table[c].to_numpy() for c in ("t_s", "lon", "lat", "v_kn"))
    mmsi = table["mmsi"].to_numpy()
    # The ship's own bins may begin at other minutes than those of all ships.
    at = np.searchsorted(0.5 * (own_t[1:] + own_t[:-1]), t)
    lon, lat, v = (np.interp(t, own_t, x[inside]) for x in (track.b_lon, track.b_lat, track.b_v))
    near = (np.abs(own_t[at] - t) <= _HALF_BIN_S) & (mmsi != case.ship.mmsi)
    near &= np.abs(other_lat - lat) < _NEAR_KM / 110.0
    rows = np.flatnonzero(near)
    far = geo.haversine_m(lon[rows], lat[rows], other_lon[rows], other_lat[rows]) / 1000.0
    other = other_v[rows]
    floor = np.maximum(np.minimum(v[rows], other), 0.05)
    pace = np.log(np.maximum(np.maximum(v[rows], other), 0.05) / floor) < _SAME_SPEED
    pace |= np.maximum(v[rows], other) < _STILL_KN
    keep = (far < _NEAR_KM) & pace
    ships, which = np.unique(mmsi[rows][keep], return_inverse=True)
    count = np.bincount(which, minlength=len(ships))
    long_enough = np.flatnonzero(count >= _SHARE * len(own_t))
    return np.array([float(np.median(far[keep][which == k])) for k in long_enough])
