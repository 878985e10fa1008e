"""The window of time and the box that a run was asked to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from ..errors import InputError
from ..records import iso

__all__ = ["Filter"]


@dataclass(frozen=True)
class Filter:
    """The window of time (both ends included) and the box (west, south, east, north) asked for."""

    t_from: datetime | None = None
    t_to: datetime | None = None
    bbox: tuple[float, float, float, float] | None = None

    def check(self) -> None:
        """Raise InputError when it can never be met."""
        for t, name in ((self.t_from, "t_from"), (self.t_to, "t_to")):
            if t is not None and t.tzinfo is None:
                raise InputError(f"{name} has no time zone", example=t, hint="write it with Z")
        if self.t_from and self.t_to and self.t_from > self.t_to:
            raise InputError(
                f"the time window ends before it begins: {iso(self.t_from)} to {iso(self.t_to)}",
                hint="give the earlier time first",
            )
        if self.bbox is not None:
            west, south, east, north = self.bbox
            if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
                raise InputError(
                    "the box is empty or out of degrees",
                    example=self.bbox,
                    hint="give west, south, east, north",
                )

    def outside_time(self) -> pl.Expr:
        t, out = pl.col("t"), pl.lit(False)
        if self.t_from is not None:
            out = out | (t < self.t_from)
        if self.t_to is not None:
            out = out | (t > self.t_to)
        return out

    def outside_area(self) -> pl.Expr:
        if self.bbox is None:
            return pl.lit(False)
        west, south, east, north = self.bbox
        return ~(pl.col("lon").is_between(west, east) & pl.col("lat").is_between(south, north))
