"""Recordings of aisstream.io: one envelope a line, with the decoded message inside.

The time is that of reception, ``MetaData.time_utc``.  The position of the envelope is the
ship's last known one and not read: only the message's own is.  A message that its sender
calls invalid cannot be read.  ``RateOfTurn`` is the number that AIS sends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .columns import Column, Plan
from .head import Format, Head, Options
from .json_look import look, with_keys
from .objects import read_messages
from .rows import Chunk
from .source import Source

__all__ = ["AISSTREAM"]

_PLAN: Plan = {
    "mmsi": Column("mmsi"),
    "t": Column("time_utc"),
    "lon": Column("Longitude"),
    "lat": Column("Latitude"),
    "sog": Column("Sog"),
    "cog": Column("Cog"),
    "heading": Column("TrueHeading"),
    "rot": Column("RateOfTurn", "raw"),
    "nav_status": Column("NavigationalStatus"),
    "source": Column("class"),
    "imo": Column("ImoNumber"),
    "name": Column("Name"),
    "callsign": Column("CallSign"),
    "ship_type": Column("Type"),
    "draught": Column("MaximumStaticDraught"),
    "to_bow": Column("A"),
    "to_stern": Column("B"),
    "to_port": Column("C"),
    "to_starboard": Column("D"),
    "destination": Column("Destination"),
}

#: Messages of ships, whose motion is read, and the class that sends them.
_SHIPS = {
    "PositionReport": "Class A",
    "LongRangeAisBroadcastMessage": None,
    "StandardClassBPositionReport": "Class B",
    "ExtendedClassBPositionReport": "Class B",
}
_STATIONS = {
    "BaseStationReport": "Base station",
    "AidsToNavigationReport": "AtoN",
    "StandardSearchAndRescueAircraftReport": "SAR airborne",
}
_PLACE = ("Longitude", "Latitude")
_MOTION = (*_PLACE, "Sog", "Cog", "TrueHeading", "RateOfTurn", "NavigationalStatus")
_WHO = ("ImoNumber", "Name", "CallSign", "Type", "MaximumStaticDraught", "Destination")


def _recognise(head: Head, options: Options) -> str | None:
    seen = None if options.mapping else look(head)
    if seen is None or not seen.sample:
        return None
    enveloped = sum(with_keys(seen.sample, "MessageType", "Message", m) for m in _META)
    if 2 * enveloped < len(seen.sample):
        return None
    return f"{seen.words} have MessageType, MetaData and Message: a recording of aisstream.io"


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    return read_messages(source, head, options, _PLAN, _message, "aisstream")


_META = ("MetaData", "Metadata")


def _part(value: Any, *names: str) -> Mapping[str, Any]:
    """Return the first of these parts of an object, empty when there is none."""
    if isinstance(value, dict):
        for name in names:
            if isinstance(value.get(name), dict):
                return dict(value[name])
    return {}


def _message(value: Any) -> dict[str, Any] | None:
    """Return a message under the names of the plan; None when it is none, or invalid."""
    kind = value.get("MessageType") if isinstance(value, dict) else None
    if not isinstance(kind, str):
        return None
    meta = _part(value, *_META)
    body = _part(_part(value, "Message"), kind)
    mmsi = body.get("UserID", meta.get("MMSI"))
    if not body or body.get("Valid") is False or str(meta.get("MMSI", mmsi)) != str(mmsi):
        return None
    # Go writes "2026-07-12 12:00:00.5 +0000 UTC": the zone twice.
    received = meta.get("time_utc")
    t = received.removesuffix(" UTC") if isinstance(received, str) else None
    flat = {"mmsi": mmsi, "time_utc": t, "class": _SHIPS.get(kind) or _STATIONS.get(kind)}
    if kind in _SHIPS:
        flat |= {name: body.get(name) for name in _MOTION}
    elif kind in _STATIONS:
        flat |= {name: body.get(name) for name in _PLACE}
    if kind == "LongRangeAisBroadcastMessage":
        # Its own numbers for "not available" (M.1371-5, message 27): 63 kn and 511 degrees.
        flat["Sog"] = None if flat["Sog"] == 63 else flat["Sog"]
        flat["Cog"] = None if flat["Cog"] == 511 else flat["Cog"]
    flat |= _who(kind, body)
    flat["Name"] = flat.get("Name") or meta.get("ShipName")
    return flat


def _who(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a message says of the ship itself."""
    if kind == "StaticDataReport":
        parts = [_part(body, name) for name in ("ReportA", "ReportB")]
        name, rest = ({} if p.get("Valid") is False else p for p in parts)
        known = {"CallSign": rest.get("CallSign"), "Type": rest.get("ShipType")}
        return {"Name": name.get("Name"), **known, **_part(rest, "Dimension")}
    if kind in ("ShipStaticData", "ExtendedClassBPositionReport"):
        return {n: body[n] for n in _WHO if n in body} | {**_part(body, "Dimension")}
    return {}


#: The format's entry in the registry.
AISSTREAM = Format("aisstream", "recording of aisstream.io", _recognise, _chunks)
