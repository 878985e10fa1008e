"""The canonical fix: what AIS sends instead of "unknown", and who is no ship.

Values that mean "not available" become null here and nowhere else (ITU-R M.1371-5,
tables 45 and 46; MMSI forms from ITU-R M.585-9).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from ..tables import FIXES

__all__ = [
    "MOBILE_WORDS",
    "NAV_STATUS_WORDS",
    "POSITION",
    "STATION_WORDS",
    "clean_values",
    "in_home_box",
    "no_position",
    "odd_identity",
    "odd_values",
    "settle_ties",
    "ties",
    "without_ship",
]

#: Names of the columns a fix must be able to give.
POSITION = ("mmsi", "t", "lon", "lat")

#: Navigational status as the Danish feed words it (M.1371-5 table 45); 15 is "not defined".
NAV_STATUS_WORDS: Mapping[str, int] = {
    "under way using engine": 0,
    "at anchor": 1,
    "not under command": 2,
    "restricted maneuverability": 3,
    "restricted manoeuverability": 3,
    "constrained by her draught": 4,
    "moored": 5,
    "aground": 6,
    "engaged in fishing": 7,
    "under way sailing": 8,
    "reserved for future amendment [hsc]": 9,
    "reserved for future amendment [wig]": 10,
    "power-driven vessel towing astern": 11,
    "power-driven vessel pushing ahead or towing alongside": 12,
    "reserved for future use": 13,
    "ais-sart is active": 14,
    "ais-sart (active)": 14,
    "ais-sart": 14,
}

#: Station classes in the words of feeds.
MOBILE_WORDS: Mapping[str, str] = {
    "class a": "class-a",
    "class-a": "class-a",
    "a": "class-a",
    "class b": "class-b",
    "class-b": "class-b",
    "b": "class-b",
}

#: Whether a word for the station means no ship; other words leave it to the MMSI.
STATION_WORDS: Mapping[str, bool] = {
    **dict.fromkeys(MOBILE_WORDS, False),
    **dict.fromkeys(
        (
            "base station",
            "aton",
            "sar airborne",
            "search and rescue transponder",
            "search and rescue transmitter",
            "ais-sart",
            "man overboard device",
            "epirb",
        ),
        True,
    ),
}

#: SOG 102.3 kn means "not available"; 102.2 means "or more" and is kept.
_SOG_NONE = 102.25
#: Rate of turn 126 raw is 708 degrees a minute; +-127 ("faster, no indicator") and -128 are none.
_ROT_NONE = 708.9
#: The -128 itself, where a feed passes it on: no number that AIS sends gives this rate.
_ROT_RAW_NONE = -128.0


def clean_values() -> list[pl.Expr]:
    """Return expressions that turn sentinels and impossible values of motion into null.

    Examples
    --------
    >>> row = pl.DataFrame({"sog_kn": [102.3], "cog_deg": [360.0], "heading_deg": [511.0],
    ...                     "rot_deg_min": [-731.4], "nav_status": [15]})
    >>> row.select(clean_values()).row(0)
    (None, None, None, None, None)
    """

    def within(name: str, low: float, below: float) -> pl.Expr:
        col = pl.col(name)
        return pl.when((col >= low) & (col < below)).then(col).alias(name)

    rot = pl.col("rot_deg_min")
    status = pl.col("nav_status")
    return [
        within("sog_kn", 0.0, _SOG_NONE),
        within("cog_deg", 0.0, 360.0),
        within("heading_deg", 0.0, 360.0),
        pl.when((rot.abs() < _ROT_NONE) & (rot != _ROT_RAW_NONE)).then(rot).alias("rot_deg_min"),
        pl.when(status <= 14).then(status).alias("nav_status"),
    ]


def odd_values() -> dict[str, pl.Expr]:
    """Return the remarks on rows: values that are neither valid nor the agreed "unknown".

    ``lat_91`` counts every row whose latitude says "not available".
    """
    lat, lon, sog = pl.col("lat"), pl.col("lon"), pl.col("sog_kn")
    cog, heading = pl.col("cog_deg"), pl.col("heading_deg")
    return {
        "lat_91": lat == 91,
        "position_out_of_range": ((lat.abs() > 90) & (lat != 91))
        | ((lon.abs() > 180) & (lon != 181)),
        "position_zero": (lat == 0) & (lon == 0),
        "sog_out_of_range": (sog < 0) | (sog > 102.35),
        "cog_out_of_range": (cog < 0) | (cog > 360.0),
        "heading_out_of_range": (heading < 0) | ((heading > 360) & (heading != 511)),
    }


def no_position() -> pl.Expr:
    """Return whether a row has no usable position: none sent, 91/181, out of range, or 0/0.

    The Danish feed writes lat 91 with lon 0; exactly 0 N 0 E is an unset receiver.
    """
    lat, lon = pl.col("lat"), pl.col("lon")
    bad = (lat.abs() > 90) | (lon.abs() > 180) | ((lat == 0) & (lon == 0))
    return bad.fill_null(True) | lat.is_null() | lon.is_null()


def without_ship() -> pl.Expr:
    """Return whether a row comes from no ship.

    ``station`` is what the feed's own words say (true: no ship, false: a ship, null: silent).
    MMSI 111 (SAR aircraft), 970, 972, 974 (distress beacons), 99 (aids to navigation) and,
    where the feed is silent, 00MID (coast stations) are no ships.  Tenders (98MID), hand-held
    sets (8MID) and sets with a mistyped MMSI stay, as do 111111111 and 999999999 where the feed
    calls them ships: a wrong number must not hide a ship.

    Examples
    --------
    >>> rows = pl.DataFrame({"mmsi": [2190064, 992111840, 111219501, 982190001, 219000001],
    ...                      "station": [None] * 5}, schema_overrides={"station": pl.Boolean})
    >>> rows.select(without_ship()).to_series().to_list()
    [True, True, True, False, False]
    """
    mmsi, station = pl.col("mmsi"), pl.col("station")
    device = (
        mmsi.is_between(990_000_000, 999_999_999)
        | mmsi.is_between(111_000_000, 111_999_999)
        | (mmsi // 1_000_000).is_in([970, 972, 974])
    )
    # What is typed in where a ship has no number yet.
    blank = mmsi.is_in([111_111_111, 999_999_999]) & ~station.fill_null(True)
    coast = mmsi.is_between(2_010_000, 7_759_999) & station.is_null()
    return station.fill_null(False) | (device & ~blank) | coast


def odd_identity() -> pl.Expr:
    """Return whether a ship's MMSI is none that a ship station may have."""
    mmsi = pl.col("mmsi")
    ship = mmsi.is_between(200_000_000, 799_999_999)
    return ~(ship | mmsi.is_between(980_000_000, 989_999_999))


def in_home_box(lon: pl.Expr, lat: pl.Expr, box: tuple[tuple[float, ...], ...]) -> pl.Expr:
    """Return whether positions lie in a box ((west, south), (east, north))."""
    (west, south), (east, north) = box
    return lon.is_between(west, east) & lat.is_between(south, north)


def settle_ties(rows: pl.DataFrame) -> pl.DataFrame:
    """Return fixes that are sorted by mmsi and t in their one order: ties by all other columns.

    The order of rows, files and splits of the input leaves no trace then.  Only rows that
    tie are sorted by all columns: doing so to the whole table costs several times as much.
    """
    tied = ties(rows).arg_true()
    if not len(tied):
        return rows
    names = [c for c in FIXES.names if c in rows.columns]
    again = rows[tied].with_columns(tied.alias("_i")).sort(names, nulls_last=True)
    order = np.arange(rows.height)
    order[tied.to_numpy()] = again["_i"].to_numpy()
    return rows[order]


def ties(rows: pl.DataFrame) -> pl.Series:
    """Return which rows of a table sorted by mmsi, t share both with a neighbour."""
    same = (pl.col("mmsi") == pl.col("mmsi").shift(1)) & (pl.col("t") == pl.col("t").shift(1))
    after = rows.select(same.fill_null(False).alias("tie")).to_series()
    return after | after.shift(-1).fill_null(False)
