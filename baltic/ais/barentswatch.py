"""BarentsWatch, the Norwegian AIS service: live streams and historic tracks.

JSON lists or lines, or GeoJSON features (``modelFormat=Geojson``); a track comes newest
first.  ``msgtime`` carries its zone.  ``rateOfTurn`` is the number that AIS sends: the
service gives -7 and -9, which no rounding of degrees a minute yields.  ``draught`` is in
decimetres, as AIS sends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .columns import Column, Plan
from .features import flatten
from .head import Format, Head, Options
from .json_look import look, with_keys
from .objects import read_messages
from .rows import Chunk
from .source import Source

__all__ = ["BARENTSWATCH"]

_PLAN: Plan = {
    "mmsi": Column("mmsi"),
    "t": Column("msgtime"),
    "lon": Column("longitude"),
    "lat": Column("latitude"),
    "sog": Column("speedOverGround"),
    "cog": Column("courseOverGround"),
    "heading": Column("trueHeading"),
    "rot": Column("rateOfTurn", "raw"),
    "nav_status": Column("navigationalStatus"),
    "source": Column("_class"),
    "imo": Column("imoNumber"),
    "name": Column("name"),
    "callsign": Column("callSign"),
    "ship_type": Column("shipType"),
    "loa": Column("shipLength"),
    "beam": Column("shipWidth"),
    "draught": Column("draught", "dm"),
    "to_bow": Column("dimensionA"),
    "to_stern": Column("dimensionB"),
    "to_port": Column("dimensionC"),
    "to_starboard": Column("dimensionD"),
    "destination": Column("destination"),
}
_TOLD_BY = ("courseOverGround", "speedOverGround", "trueHeading", "imoNumber", "messageType")


def _recognise(head: Head, options: Options) -> str | None:
    seen = None if options.mapping else look(head)
    if seen is None or not seen.sample:
        return None
    flat = [flatten(v) for v in seen.sample]
    told = [v for v in flat if v is not None and any(n in v for n in _TOLD_BY)]
    if 2 * with_keys(told, "mmsi", "msgtime") < len(flat):
        return None
    found = next(n for n in _TOLD_BY if with_keys(told, n))
    return f"{seen.words} have mmsi, msgtime and {found}: BarentsWatch"


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    return read_messages(source, head, options, _PLAN, _message, "barentswatch")


def _message(value: Any) -> dict[str, Any] | None:
    flat = flatten(value, "longitude", "latitude")
    if flat is not None:
        flat["_class"] = "AtoN" if flat.get("type") == "Aton" else flat.get("reportClass")
    return flat


#: The format's entry in the registry.
BARENTSWATCH = Format("barentswatch", "Norwegian service, live or historic", _recognise, _chunks)
