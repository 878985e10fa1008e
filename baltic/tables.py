"""Column contracts of every table that passes between steps.

Units stand in the names, times are ``datetime[us, UTC]``, coordinates WGS84 degrees.
A contract checks pandas, GeoPandas and Polars tables alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from .errors import TableError

__all__ = [
    "ASSETS",
    "CROSSINGS",
    "DARK_CROSSINGS",
    "FIXES",
    "GAPS",
    "PLACES",
    "PROVENANCES",
    "TRACKS",
    "VESSELS",
    "ZONE_EVENTS",
    "Column",
    "Table",
]

#: How a row of a track is known; told apart everywhere.
PROVENANCES = ("measured", "reconstructed", "simulated")

UTC = pl.Datetime("us", "UTC")


@dataclass(frozen=True)
class Column:
    """One column of a contract.

    Attributes
    ----------
    name
        With the unit, where it has one: ``sog_kn``.
    dtype
        Polars type.
    meaning
        A phrase for the reader.
    nullable
        Whether it may be empty.

    Examples
    --------
    >>> Column("sog_kn", pl.Float64, "speed over ground, knots").kind
    'float'
    """

    name: str
    dtype: Any
    meaning: str
    nullable: bool = True

    @property
    def kind(self) -> str:
        """Coarse type: ``int``, ``float``, ``text``, ``bool``, ``time`` or ``other``."""
        return _kind(self.dtype)


@dataclass(frozen=True)
class Table:
    """A named list of columns; more columns are allowed, fewer are not.

    Attributes
    ----------
    name
        For messages.
    columns
        In their order.

    Examples
    --------
    >>> "sog_kn" in FIXES.names, FIXES.schema["mmsi"]
    (True, UInt32)
    """

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Names of the columns, in their order."""
        return [c.name for c in self.columns]

    @property
    def schema(self) -> dict[str, Any]:
        """Return the Polars schema."""
        return {c.name: c.dtype for c in self.columns}

    def empty(self) -> pl.DataFrame:
        """Return a Polars table with these columns and no rows.

        Returns
        -------
        polars.DataFrame
            Height 0.

        Examples
        --------
        >>> CROSSINGS.empty().height
        0
        """
        return pl.DataFrame(schema=self.schema)

    def check(self, frame: Any) -> None:
        """Raise :class:`TableError` unless `frame` keeps this contract; all faults at once.

        Parameters
        ----------
        frame
            pandas, GeoPandas or Polars table.

        Raises
        ------
        TableError
            Columns are missing, of another type, or empty where they must not be.

        Examples
        --------
        >>> FIXES.check(FIXES.empty())
        """
        faults = []
        have = list(frame.columns)
        for column in self.columns:
            if column.name not in have:
                faults.append(f"column {column.name} is missing")
                continue
            kind = _kind_of(frame, column.name)
            if not _fits(kind, column.kind, len(frame) == 0):
                faults.append(f"column {column.name} is {kind}, not {column.kind}")
            elif not column.nullable and _nulls(frame, column.name):
                faults.append(f"column {column.name} has empty values")
        if faults:
            raise TableError(
                f"table {self.name}: " + "; ".join(faults),
                hint="columns of this table: " + ", ".join(self.names),
            )


def _kind(dtype: Any) -> str:
    if dtype.is_integer():
        return "int"
    if dtype.is_float():
        return "float"
    if dtype == pl.Boolean:
        return "bool"
    if isinstance(dtype, pl.Datetime):
        return "time" if dtype.time_zone == "UTC" else "time without zone"
    if dtype in (pl.String, pl.Categorical) or isinstance(dtype, pl.Enum):
        return "text"
    return "other"


def _kind_of(frame: Any, name: str) -> str:
    if isinstance(frame, pl.DataFrame):
        return _kind(frame.schema[name])
    import pandas as pd

    dtype = frame[name].dtype
    if isinstance(dtype, pd.DatetimeTZDtype):
        return "time" if str(dtype.tz) == "UTC" else "time not in UTC"
    if isinstance(dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(dtype):
        return "text"
    for kind, test in (
        ("bool", pd.api.types.is_bool_dtype),
        ("int", pd.api.types.is_integer_dtype),
        ("float", pd.api.types.is_float_dtype),
        ("time without zone", pd.api.types.is_datetime64_any_dtype),
    ):
        if test(dtype):
            return kind
    return "other"


def _fits(kind: str, wanted: str, is_empty: bool) -> bool:
    if kind == wanted or wanted == "other":
        return True
    if wanted == "float" and kind == "int":
        return True
    # pandas turns whole-number columns with gaps into floats, and all-empty text into objects.
    return (wanted == "int" and kind == "float") or (
        kind == "other" and (is_empty or wanted == "text")
    )


def _nulls(frame: Any, name: str) -> bool:
    if isinstance(frame, pl.DataFrame):
        return frame[name].null_count() > 0
    return bool(frame[name].isna().any())


_SHIP = (
    Column("mmsi", pl.UInt32, "Maritime Mobile Service Identity", False),
    Column("t", UTC, "time of the fix", False),
    Column("lon", pl.Float64, "longitude, degrees", False),
    Column("lat", pl.Float64, "latitude, degrees", False),
    Column("sog_kn", pl.Float32, "speed over ground, knots; null = not sent"),
    Column("cog_deg", pl.Float32, "course over ground, degrees 0-360; null = not sent"),
    Column("heading_deg", pl.Float32, "true heading, degrees 0-360; null = not sent"),
    Column("rot_deg_min", pl.Float32, "rate of turn, degrees a minute; null = not sent"),
    Column("nav_status", pl.UInt8, "AIS navigational status 0-14; null = not sent"),
    Column("source", pl.String, "class-a, class-b, or the feed's own word"),
    Column("provenance", pl.String, "measured, reconstructed or simulated", False),
)

#: One row a position report, as a reader returns it.
FIXES = Table("fixes", _SHIP)

#: Cleaned fixes, sorted by mmsi, hull, t.
TRACKS = Table(
    "tracks",
    (
        *_SHIP,
        Column("hull", pl.UInt8, "0 the ship; 1.. others or several sharing the MMSI", False),
        Column("segment", pl.UInt32, "number of the unbroken stretch, over the whole table", False),
    ),
)

#: One row an MMSI and ship that carried it (more than one where its IMO number, or name and
#: call sign changed), from static messages; join by MMSI and time: ``catalogue.at_time``.
VESSELS = Table(
    "vessels",
    (
        Column("mmsi", pl.UInt32, "Maritime Mobile Service Identity", False),
        Column("imo", pl.UInt32, "IMO number; null = not sent or bad check digit"),
        Column("name", pl.String, "ship's name as sent (foreign text)"),
        Column("callsign", pl.String, "call sign as sent (foreign text)"),
        Column("ship_type", pl.UInt8, "AIS ship type code 0-99"),
        Column("loa_m", pl.Float32, "length over all, m"),
        Column("beam_m", pl.Float32, "beam, m"),
        Column("draught_m", pl.Float32, "draught as sent, m"),
        Column("to_bow_m", pl.Float32, "antenna to bow (A), m"),
        Column("flag", pl.String, "country of the MID, ISO 3166 alpha-2; shown, never scored"),
        Column("destination", pl.String, "destination as sent (foreign text)"),
        Column("first_t", UTC, "first time heard as this ship; null = always"),
        Column("last_t", UTC, "last time heard as this ship; null = always"),
        Column(
            "former_names",
            pl.String,
            "earlier names, oldest first, then others sent beside it: A; B",
        ),
    ),
)

#: Submarine assets; a GeoDataFrame in WGS84 with LineString or MultiLineString.
ASSETS = Table(
    "assets",
    (
        Column("asset_id", pl.String, "stable id", False),
        Column("name", pl.String, "name", False),
        Column("kind", pl.String, "telecom, power, gas or oil", False),
        Column("subtype", pl.String, "telecom_cable, power_cable_hvdc, ..."),
        Column("operator", pl.String, "operator or owner"),
        Column("status", pl.String, "in_service, planned, cancelled, ...", False),
        Column("accuracy_km", pl.Float64, "honest one-sigma guess of the line's error, km", False),
        Column("accuracy_class", pl.String, "surveyed, charted, traced or schematic", False),
        Column("route_licence", pl.String, "licence of the line"),
        Column("geometry", pl.Object, "line in WGS84", False),
    ),
)

#: Anchorages and ports: innocent reasons to slow down.
PLACES = Table(
    "places",
    (
        Column("kind", pl.String, "anchorage or port", False),
        Column("name", pl.String, "name; null = unnamed"),
        Column("lon", pl.Float64, "longitude, degrees", False),
        Column("lat", pl.Float64, "latitude, degrees", False),
        Column("radius_km", pl.Float64, "radius of equal area, km", False),
    ),
)

#: Every crossing of every asset by every vessel.
CROSSINGS = Table(
    "crossings",
    (
        Column("mmsi", pl.UInt32, "Maritime Mobile Service Identity", False),
        Column("hull", pl.UInt8, "as in tracks", False),
        Column("asset_id", pl.String, "asset", False),
        Column("part", pl.UInt16, "line of the asset: 0 trunk, 1.. branches", False),
        Column("t", UTC, "interpolated time of the antenna over the line", False),
        Column(
            "t_sd_s",
            pl.Float64,
            "standard deviation of t, s (route error and interpolation)",
            False,
        ),
        Column("lon", pl.Float64, "longitude, degrees", False),
        Column("lat", pl.Float64, "latitude, degrees", False),
        Column("kp_km", pl.Float64, "kilometre point along the part from its first vertex", False),
        Column("sog_kn", pl.Float64, "speed over ground at the crossing, knots", False),
        Column("cog_deg", pl.Float64, "course over ground of the crossing leg, degrees", False),
        Column("angle_deg", pl.Float64, "angle between course and line, 0-90 degrees", False),
        Column("gap_s", pl.Float64, "time between the two fixes around it, s", False),
        Column("interpolated", pl.Boolean, "false when a fix lies on the line", False),
        Column("side", pl.String, "from left to right of the line's direction: LR or RL", False),
        Column("p_cross", pl.Float64, "probability that the leg crossed at all", False),
        Column("provenance", pl.String, "measured, reconstructed or simulated", False),
    ),
)

#: Crossings that silences of ships under way may hide: one row a silence and asset in reach.
DARK_CROSSINGS = Table(
    "dark_crossings",
    (
        Column("mmsi", pl.UInt32, "Maritime Mobile Service Identity", False),
        Column("hull", pl.UInt8, "as in tracks; always 0", False),
        Column("asset_id", pl.String, "asset", False),
        Column("t_start", UTC, "last fix before the silence", False),
        Column("t_end", UTC, "first fix after it", False),
        Column("gap_s", pl.Float64, "length of the silence, s", False),
        Column("lon_start", pl.Float64, "degrees", False),
        Column("lat_start", pl.Float64, "degrees", False),
        Column("lon_end", pl.Float64, "degrees", False),
        Column("lat_end", pl.Float64, "degrees", False),
        Column("dist_m", pl.Float64, "geodesic distance across the silence, m", False),
        Column("t_earliest", UTC, "earliest time at which it can have been there", False),
        Column("t_latest", UTC, "latest time at which it can have been there", False),
        Column("need_kn", pl.Float64, "mean speed that the distance asks for, knots", False),
        Column("expected_kn", pl.Float64, "its cruise before, else after; null = never seen"),
        Column("reach_kn", pl.Float64, "speed that bounds the reach, knots", False),
        Column("slack_min", pl.Float64, "time left over at expected_kn, min; null = unknown"),
        Column("under_way", pl.Boolean, "under way at both ends of the silence", False),
        Column("straight", pl.Boolean, "the straight way crosses: also in crossings", False),
        Column("p_cross", pl.Float64, "share of the sampled paths that cross", False),
        Column("share_feasible", pl.Float64, "share of the paths off land and in reach", False),
        Column("assets_in_reach", pl.Int64, "assets inside the space-time prism", False),
        Column("hulls_heard", pl.Int64, "other ships heard around the way meanwhile", False),
        Column("share_silent", pl.Float64, "share of others' time also silent; null = no others"),
        Column("provenance", pl.String, "measured, reconstructed or simulated", False),
        Column("llr", pl.Float64, "what the silence says for a drag, nats; 0 = nothing", False),
    ),
)

#: Silences between two segments of one hull.
GAPS = Table(
    "gaps",
    (
        Column("mmsi", pl.UInt32, "Maritime Mobile Service Identity", False),
        Column("hull", pl.UInt8, "as in tracks", False),
        Column("t_start", UTC, "last fix before", False),
        Column("t_end", UTC, "first fix after", False),
        Column("lon_start", pl.Float64, "degrees", False),
        Column("lat_start", pl.Float64, "degrees", False),
        Column("lon_end", pl.Float64, "degrees", False),
        Column("lat_end", pl.Float64, "degrees", False),
        Column("dist_m", pl.Float64, "geodesic distance across the gap, m", False),
    ),
)

#: Ships in the zone around an asset: three rows a visit, when they entered, were nearest, left; or
#: one, ``unheard``, where the straight way through a silence crosses the line.
ZONE_EVENTS = Table(
    "zone_events",
    (
        Column("visit", pl.Int64, "number of the visit, by time of entry", False),
        Column("mmsi", pl.UInt32, "Maritime Mobile Service Identity", False),
        Column("hull", pl.UInt8, "as in tracks", False),
        Column("asset_id", pl.String, "asset", False),
        Column("event", pl.String, "enter, in_zone (nearest to the line), exit; unheard", False),
        Column("t", UTC, "time of the event", False),
        Column("lon", pl.Float64, "longitude, degrees", False),
        Column("lat", pl.Float64, "latitude, degrees", False),
        Column("kp_km", pl.Float64, "kilometre point of the nearest point of the line", False),
        Column("distance_km", pl.Float64, "distance from the charted line", False),
        Column("min_distance_km", pl.Float64, "smallest distance during the visit", False),
        Column("sog_kn", pl.Float64, "speed over ground, knots; null = not sent"),
        Column("cog_deg", pl.Float64, "course over ground, degrees; null = not sent"),
        Column("seen", pl.Boolean, "false: it was in the zone when first or last heard", False),
        Column("silent_from", UTC, "fix before a silence that holds the event; null = heard"),
        Column("silent_to", UTC, "fix after that silence"),
        Column("provenance", pl.String, "measured, reconstructed or simulated", False),
    ),
)
