"""exactEarth and Spire: satellite AIS, every message type in one table.

exactEarth has 139 quoted columns and times ``YYYYMMDD_HHMMSS``, UTC: in base station
reports of a real file they follow the station's own UTC by seconds.  Speeds are knots,
courses degrees, ``None`` where AIS says so; rates of turn are degrees a minute, where
exactly 10, which no raw value gives, stands for "faster"; draughts are tenths of a metre.
Milliseconds are left out: fixes are to the second.

Spire's extracts have ISO times.  What Spire writes of ``rot`` (degrees a minute in one
place, -127 to 127 in another) and ``draught`` differs, so both are left out unless mapped.
"""

from __future__ import annotations

from .known_tables import KnownTable

__all__ = ["EXACT_EARTH", "SPIRE"]

#: Entries in the registry.
EXACT_EARTH = KnownTable(
    "exactearth",
    "exactEarth",
    signs=(frozenset({"messageid", "repeatindicator", "time", "millisecond"}),),
    columns={
        "mmsi": "mmsi",
        "messageid": "message",
        "time": "t:%Y%m%d_%H%M%S",
        "longitude": "lon:deg",
        "latitude": "lat:deg",
        "sog": "sog:kn",
        "cog": "cog:deg",
        "heading": "heading:deg",
        "rot": "rot:deg_min_10",
        "navigationalstatus": "nav_status",
        "vesselname": "name",
        "callsign": "callsign",
        "imo": "imo",
        "shiptype": "ship_type",
        "dimensiontobow": "to_bow:m",
        "dimensiontostern": "to_stern:m",
        "dimensiontoport": "to_port:m",
        "dimensiontostarboard": "to_starboard:m",
        "draught": "draught:dm",
        "destination": "destination",
    },
).as_format()

SPIRE = KnownTable(
    "spire",
    "Spire",
    signs=(
        frozenset({"timestamp", "msgtype", "shipandcargotype"}),
        frozenset({"timestamp", "msgtype", "collectiontype"}),
    ),
    columns={
        "mmsi": "mmsi",
        "msgtype": "message",
        "timestamp": "t:utc",
        "longitude": "lon:deg",
        "latitude": "lat:deg",
        "speed": "sog:kn",
        "course": "cog:deg",
        "heading": "heading:deg",
        "status": "nav_status",
        "name": "name",
        "callsign": "callsign",
        "imo": "imo",
        "shipandcargotype": "ship_type",
        "length": "loa:m",
        "width": "beam:m",
        "destination": "destination",
    },
    ignored=("createdat",),
    unclear={
        "rot": ("rot:raw", "rot:deg_min"),
        "draught": ("draught:m", "draught:dm"),
    },
).as_format()
