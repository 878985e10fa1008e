"""Digitraffic, the Finnish open AIS feed: REST answers and recordings of its MQTT topics.

Read are ``/api/ais/v1/locations`` (a FeatureCollection, or its list of features),
``/api/ais/v1/vessels`` (static data), messages of the first MQTT version (features) and
of the second, where the MMSI stands in the topic only.  Times are ``timestampExternal``
(milliseconds) or ``time`` (seconds); ``timestamp`` of a position is a second of the
minute and never read, that of static data is milliseconds.  ``rot`` is the number that
AIS sends, draught is in decimetres, the packed ETA is ignored.

``locations`` keeps the last row of every ship it ever heard: what is older than
``reading.stale_h`` before the newest row of the same snapshot is marked stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from ..errors import InputError
from ..settings import Settings
from .columns import Column, Plan
from .features import flatten
from .generic import Converter
from .head import Format, Head, Options, seed_of
from .json_look import look, with_keys
from .json_values import parse
from .objects import Batch, read_objects, to_cells
from .rows import Chunk
from .source import Source

__all__ = ["DIGITRAFFIC"]

_PLAN: Plan = {
    "mmsi": Column("mmsi"),
    "t": Column("_ms", "epoch_ms"),
    "lon": Column("lon"),
    "lat": Column("lat"),
    "sog": Column("sog"),
    "cog": Column("cog"),
    "heading": Column("heading"),
    "rot": Column("rot", "raw"),
    "nav_status": Column("navStat"),
    "imo": Column("imo"),
    "name": Column("name"),
    "callsign": Column("callSign"),
    "ship_type": Column("shipType"),
    "draught": Column("draught", "dm"),
    "to_bow": Column("referencePointA"),
    "to_stern": Column("referencePointB"),
    "to_port": Column("referencePointC"),
    "to_starboard": Column("referencePointD"),
    "destination": Column("destination"),
}
#: Names of static data in the second MQTT version, and in the first.
_RENAMED = {"type": "shipType", **{f"ref{x}": f"referencePoint{x}" for x in "ABCD"}}

_TOPIC = re.compile(r"vessels(?:-v2)?/(\d{1,9})/(?:locations?|metadata)$")
_TOPIC_LINE = re.compile(r"(?:\S+[ \t]+)?(vessels(?:-v2)?/\S+)[ \t]+(\{.*)", re.DOTALL)
_PAYLOADS = ("payload", "message")

#: What tells a message: names that it must have, and what it is.
_REST = ("mmsi", "navStat", "timestampExternal")
_MQTT_2 = ("sog", "cog", "navStat", "time")
_STATIC_1 = ("callSign", "shipType", "referencePointA")
_STATIC_2 = ("callSign", "refA")

#: Changes the key of a stale row: what is stale in one snapshot was news in an earlier one,
#: so the two are no duplicates, whichever file comes first.
_STALE_KEY = 0x5354414C45


def _recognise(head: Head, options: Options) -> str | None:
    if options.mapping or head.is_binary:
        return None
    lines = [line for line in head.lines if line.strip()][:50]
    topics = sum(_TOPIC_LINE.match(line) is not None for line in lines)
    if 2 * topics > len(lines):
        return "its lines are topics of Digitraffic and their payloads: an MQTT recording"
    seen = look(head)
    if seen is None or not seen.sample:
        return None
    half = len(seen.sample) / 2
    told = [v for v in seen.sample if _TOPIC.search(str(v.get("topic")))]
    if len(told) >= half and any(with_keys(told, p) for p in _PAYLOADS):
        return f"{seen.words} have a topic of Digitraffic and its payload: an MQTT recording"
    flat = [flatten(v) for v in seen.sample]
    if with_keys(flat, *_REST) >= half:
        return f"{seen.words} have mmsi, navStat and timestampExternal: Digitraffic locations"
    if with_keys(flat, "mmsi", *_MQTT_2) >= half:
        return f"{seen.words} have mmsi, navStat and time: Digitraffic locations"
    if with_keys(flat, *_MQTT_2) >= half:
        raise InputError(
            "holds payloads of Digitraffic's vessels-v2 without topic: the MMSI stands only there",
            file=head.source.name,
            line=head.first_line[0],
            example=head.first_line[1],
            hint="record topic and payload together, as mosquitto_sub -v does",
        )
    static = with_keys(flat, "mmsi", *_STATIC_1) + with_keys(flat, "mmsi", *_STATIC_2)
    if static >= half:
        return f"{seen.words} have mmsi, callSign and reference points: Digitraffic vessels"
    return None


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    converter = Converter(_PLAN, source.name, options)
    settings, seed = options.settings, seed_of("digitraffic")
    for batch in read_objects(source, head, settings, seed, read_line=_read_line):
        _refuse_other_crs(batch.document, source)
        flat = [_message(v) for v in batch.values]
        rows, static = converter.convert(to_cells(flat, _PLAN, batch.at))
        if batch.document is not None:
            batch, rows = _mark_stale(batch, rows, settings)
        yield batch.chunk(rows, static)
    converter.check()


def _refuse_other_crs(document: Any, source: Source) -> None:
    if isinstance(document, dict) and document.get("crs") is not None:
        if any(known in str(document["crs"]) for known in ("CRS84", "4326")):
            return
        raise InputError(
            "declares another coordinate system than Digitraffic's",
            file=source.name,
            example=document["crs"],
            hint="read it with --format geojson --map t=timestampExternal",
        )


def _read_line(line: str) -> Any:
    """Return the object of a line, which may begin with its topic."""
    told = _TOPIC_LINE.match(line)
    return {"topic": told[1], "payload": parse(told[2])} if told else parse(line)


def _message(value: Any) -> dict[str, Any] | None:
    """Return a message under the names of the plan; None when it is none of a ship.

    A message whose topic names another MMSI than itself cannot be read.
    """
    mmsi = None
    if isinstance(value, dict) and isinstance(value.get("topic"), str):
        topic = _TOPIC.search(value["topic"])
        if topic is None:
            return None
        mmsi = int(topic[1])
        value = next((value[p] for p in _PAYLOADS if p in value), None)
        if isinstance(value, str):
            value = parse(value)
    flat = flatten(value)
    if flat is None:
        return None
    if mmsi is not None and str(flat.setdefault("mmsi", mmsi)) != str(mmsi):
        return None
    if "timestampExternal" in flat:
        flat["_ms"] = flat["timestampExternal"]
    elif "time" in flat:
        flat["_ms"] = _thousandfold(flat["time"])
    elif "lat" not in flat and "callSign" in flat:
        flat["_ms"] = flat.get("timestamp")
    else:
        flat["_ms"] = None
    for theirs, ours in _RENAMED.items():
        if theirs in flat:
            flat.setdefault(ours, flat[theirs])
    return flat


def _thousandfold(seconds: Any) -> Any:
    return seconds * 1000 if type(seconds) in (int, float) else None


def _mark_stale(batch: Batch, rows: pl.DataFrame, settings: Settings) -> tuple[Batch, pl.DataFrame]:
    """Mark the rows that are old within a snapshot.

    A snapshot has one position a ship; a list with more of them is a recording, whose old
    rows are history.
    """
    reading = settings.reading
    plausible = pl.col("t").dt.year().is_between(reading.first_year, reading.last_year)
    sent = rows.filter(plausible & pl.col("lat").is_not_null() & pl.col("mmsi").is_not_null())
    if not sent.height or sent["mmsi"].n_unique() < sent.select("mmsi", "t").n_unique():
        return batch, rows
    oldest = sent.select(pl.col("t").max() - pl.duration(seconds=3600 * reading.stale_h)).item()
    stale = (pl.col("t") < oldest) & pl.col("lat").is_not_null()
    rows = rows.with_columns(stale.fill_null(False).alias("stale"))
    old = batch.keys.gather(rows.filter("stale")["at"])
    other = pl.when(pl.col("key").is_in(old.implode())).then(pl.col("key") ^ _STALE_KEY)
    keys = pl.select(batch.keys.alias("key")).select(other.otherwise(pl.col("key"))).to_series()
    return replace(batch, keys=keys), rows


#: The format's entry in the registry.
DIGITRAFFIC = Format("digitraffic", "Finnish feed, REST or MQTT recording", _recognise, _chunks)
