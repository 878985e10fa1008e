"""Marine Cadastre (NOAA): 17 columns a fix, one a minute and ship.

The data dictionary says UTC, knots, degrees and metres; times bear no zone.  Files of
2025 on have lower-case names and longitude before latitude.
"""

from __future__ import annotations

from .known_tables import KnownTable

__all__ = ["MARINE_CADASTRE"]

#: The format's entry in the registry.
MARINE_CADASTRE = KnownTable(
    "marine-cadastre",
    "Marine Cadastre (NOAA)",
    signs=(frozenset({"mmsi", "basedatetime"}),),
    columns={
        "mmsi": "mmsi",
        "basedatetime": "t:utc",
        "lat": "lat:deg",
        "latitude": "lat:deg",
        "lon": "lon:deg",
        "longitude": "lon:deg",
        "sog": "sog:kn",
        "cog": "cog:deg",
        "heading": "heading:deg",
        "vesselname": "name",
        "imo": "imo",
        "callsign": "callsign",
        "vesseltype": "ship_type",
        "status": "nav_status",
        "length": "loa:m",
        "width": "beam:m",
        "draft": "draught:m",
        "transceiverclass": "source",
        "transceiver": "source",
    },
).as_format()
