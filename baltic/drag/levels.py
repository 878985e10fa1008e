"""How much is a note, a watch, an alert; and how much sailing that is measured against."""

from __future__ import annotations

import polars as pl

from ..catalogue import at_time
from ..settings import Levels, Settings

__all__ = ["LEVELS", "level_of", "merchant_types", "vessel_days"]

#: From the lowest on; "none" is not listed in candidates.json.
LEVELS = ("none", "note", "watch", "alert")

_DAY_S = 86_400.0


def level_of(llr: float, levels: Levels) -> str:
    """Return the level of a ledger sum.

    Examples
    --------
    >>> level_of(-4.0, Levels()), level_of(99.0, Levels())
    ('none', 'alert')
    """
    for word in ("alert", "watch", "note"):
        if llr >= getattr(levels, f"{word}_llr"):
            return word
    return "none"


def merchant_types() -> pl.Expr:
    """Return the test for cargo ships, tankers and ships whose type was not heard."""
    kind = pl.col("ship_type")
    return kind.is_null() | (kind == 0) | kind.is_between(70, 89)


def vessel_days(
    tracks: pl.DataFrame, vessels: pl.DataFrame, settings: Settings
) -> tuple[float, float]:
    """Return vessel-days, and how many of them are of ships of unknown type.

    A vessel-day is 24 h of any cargo ship or tanker (AIS types 70-89) under way: faster
    than ``baseline.moving_kn``, not at anchor or moored by its own word, heard without a
    longer silence than a segment allows.  Ships that never sent a type count as well, so
    that data without static messages still have a scale; twin hulls count once.  Of an MMSI
    that changed its type each fix counts by the type it had then.

    Examples
    --------
    >>> from baltic.tables import TRACKS, VESSELS
    >>> vessel_days(TRACKS.empty(), VESSELS.empty(), Settings())
    (0.0, 0.0)
    """
    same = (pl.col("mmsi") == pl.col("mmsi").shift(-1)) & (
        pl.col("segment") == pl.col("segment").shift(-1)
    )
    step = (pl.col("t").shift(-1) - pl.col("t")).dt.total_microseconds() / 1e6
    sailing = (pl.col("sog_kn").fill_null(99.0) > settings.baseline.moving_kn) & ~pl.col(
        "nav_status"
    ).is_in([1, 5]).fill_null(False)
    sailed = (
        tracks.lazy()
        .filter(pl.col("hull") == 0)
        .select("mmsi", "t", pl.when(same & sailing).then(step).otherwise(0.0).alias("s"))
    )
    per_ship = (
        _by_type(sailed, vessels)
        .filter(merchant_types())
        .with_columns((pl.col("ship_type").fill_null(0) == 0).alias("unknown"))
    )
    total = float(per_ship["s"].sum()) / _DAY_S
    unknown = float(per_ship.filter("unknown")["s"].sum()) / _DAY_S
    return total, unknown


def _by_type(sailed: pl.LazyFrame, vessels: pl.DataFrame) -> pl.DataFrame:
    """Return ``ship_type`` and the sum of ``s``; fixes are looked up where a type changed only."""
    kinds = vessels.group_by("mmsi").agg(
        pl.col("ship_type").first(), (pl.col("ship_type").n_unique() > 1).alias("changed")
    )
    changed = pl.col("mmsi").is_in(kinds.filter("changed")["mmsi"].implode())
    total = pl.col("s").sum()
    plain = sailed.filter(~changed).group_by("mmsi").agg(total).collect()
    plain = plain.join(kinds.select("mmsi", "ship_type"), on="mmsi", how="left")
    some = sailed.filter(changed).collect()
    some = some.hstack(at_time(vessels, some["mmsi"], some["t"], ["ship_type"]))
    some = some.group_by("mmsi", "ship_type").agg(total)
    return pl.concat([plain.select("mmsi", "ship_type", "s"), some])
