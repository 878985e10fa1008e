"""Norwegian Coastal Administration (Kystverket) and Statsat: one row a message, ``;`` between.

Statsat documents UTC, knots and degrees; of ``rot`` only that it is a whole number, so it
is left out unless mapped.  ``source`` says ground or space, not the class of the ship,
which follows from ``message_nr``.  Some extracts lack ``rot`` or have the length.
"""

from __future__ import annotations

from .known_tables import KnownTable

__all__ = ["KYSTVERKET"]

#: The format's entry in the registry.
KYSTVERKET = KnownTable(
    "kystverket",
    "Kystverket or Statsat",
    signs=(
        frozenset({"datetimeutc", "trueheading"}),
        frozenset({"datetimeutc", "messagenr"}),
    ),
    columns={
        "mmsi": "mmsi",
        "datetimeutc": "t:utc",
        "lon": "lon:deg",
        "lat": "lat:deg",
        "sog": "sog:kn",
        "cog": "cog:deg",
        "trueheading": "heading:deg",
        "navstatus": "nav_status",
        "messagenr": "message",
        "imonr": "imo",
        "length": "loa:m",
    },
    ignored=("source",),
).as_format()
