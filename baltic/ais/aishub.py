"""AISHub, the exchange of volunteers' receivers: answers of its web service, one or many.

An answer is a list of two: a head that names the units (``FORMAT``, ``HUMAN`` or ``AIS``),
and the ships, each with its newest position and its static data.  One document is read as
it is, a recording has an answer a line.  Times are UTC, marked ``GMT``, or seconds since 1970
in the units of AIS; the rate of turn is the number that AIS sends in both.  As CSV it has no
such head: its columns have these names, and longitudes beyond 180 tell the units of AIS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..errors import InputError
from .columns import Column, Plan
from .generic import Converter
from .head import Format, Head, Options, seed_of
from .json_values import parse
from .known_tables import KnownTable
from .objects import read_objects, to_cells
from .rows import Chunk
from .source import Source

__all__ = ["AISHUB"]

_HUMAN: Plan = {
    "mmsi": Column("MMSI"),
    "t": Column("TIME"),
    "lon": Column("LONGITUDE"),
    "lat": Column("LATITUDE"),
    "sog": Column("SOG"),
    "cog": Column("COG"),
    "heading": Column("HEADING"),
    "rot": Column("ROT", "raw"),
    "nav_status": Column("NAVSTAT"),
    "imo": Column("IMO"),
    "name": Column("NAME"),
    "callsign": Column("CALLSIGN"),
    "ship_type": Column("TYPE"),
    "draught": Column("DRAUGHT"),
    "to_bow": Column("A"),
    "to_stern": Column("B"),
    "to_port": Column("C"),
    "to_starboard": Column("D"),
    "destination": Column("DEST"),
}
_AIS: Plan = _HUMAN | {
    "t": Column("TIME", "epoch_s"),
    "lon": Column("LONGITUDE", "min10000"),
    "lat": Column("LATITUDE", "min10000"),
    "sog": Column("SOG", "tenths"),
    "cog": Column("COG", "tenths"),
    "draught": Column("DRAUGHT", "dm"),
}
#: What the table calls otherwise than the documents do.
_TIMES = ("TIME", "TSTAMP")
_PLANS = {"HUMAN": _HUMAN, "AIS": _AIS}
#: The service gives 1024 for no speed where AIS sends 1023.
_NO_SPEED = (102.4, 1024)


def _table(units: str) -> KnownTable:
    """Return the table as CSV, in one kind of units."""
    columns = {
        column.name.lower(): field + (f":{column.unit}" if column.unit else "")
        for field, column in _PLANS[units].items()
    }
    times = {name.lower(): "t:utc" if units == "HUMAN" else "t:epoch_s" for name in _TIMES}
    return KnownTable(
        "aishub",
        f"AISHub as CSV in {units} units",
        signs=tuple(frozenset({"mmsi", t, "longitude", "navstat", "type", "dest"}) for t in times),
        columns=columns | times,
    )


_TABLES = {units: _table(units) for units in _PLANS}


def _table_of(head: Head) -> KnownTable | None:
    """Return the table that a head is of, None where it is none of AISHub."""
    found = None if head.is_binary else _TABLES["HUMAN"].header(head)
    if found is None:
        return None
    separator, header = found
    at = next(i for i, name in enumerate(header) if name.upper() == "LONGITUDE")
    first = head.lines[head.first_line[0] :]
    cells = [row.split(separator)[at].strip('" ') for row in first if row.count(separator) >= at]
    far = any(re.fullmatch(r"-?\d{4,}", cell) for cell in cells)
    return _TABLES["AIS" if far else "HUMAN"]


def _recognise(head: Head, options: Options) -> str | None:
    table = _table_of(head)
    if table is not None:
        return table.recognise(head, options)
    if options.mapping or head.is_binary:
        return None
    units = _units(head)
    return units and f"begins with the head of an answer of AISHub, in {units} units"


def _units(head: Head) -> str | None:
    """Return the units that the first answer names; the document itself may be cut."""
    text = head.text.lstrip()
    first = parse(text[text.find("{") : text.find("}") + 1]) if text.startswith("[") else None
    if not isinstance(first, dict) or "ERROR" not in first:
        return None
    if first["ERROR"]:
        raise InputError(
            "is an error that AISHub sent, not ships",
            file=head.source.name,
            example=first.get("ERROR_MESSAGE"),
            hint="ask again: once a minute at most, and with a username",
        )
    return str(first.get("FORMAT")) if first.get("FORMAT") in _PLANS else None


def _chunks(source: Source, head: Head, options: Options) -> Iterator[Chunk]:
    table = _table_of(head)
    if table is not None:
        yield from table.chunks(source, head, options)
        return
    units = _units(head) or "HUMAN"
    plan = _PLANS[units]
    converter = Converter(plan, source.name, options)
    for batch in read_objects(
        source, head, options.settings, seed_of("aishub"), unfold=lambda d: _ships(d, units)
    ):
        cells = to_cells([_message(v) for v in batch.values], plan, batch.at)
        yield batch.chunk(*converter.convert(cells))
    converter.check()


def _message(ship: Any) -> dict[str, Any] | None:
    if not isinstance(ship, dict):
        return None
    return {**ship, "SOG": None} if ship.get("SOG") in _NO_SPEED else ship


def _ships(answer: Any, units: str) -> list[Any] | None:
    """Return the ships of an answer: none of an error, unreadable ones if in other units."""
    first = answer[0] if isinstance(answer, list) and answer else None
    if not isinstance(first, dict) or "ERROR" not in first:
        return None
    ships = answer[1] if len(answer) > 1 and isinstance(answer[1], list) else []
    return ships if first.get("FORMAT") == units else [None] * len(ships)


#: The format's entry in the registry.
AISHUB = Format("aishub", "answers of AISHub's web service (JSON or CSV)", _recognise, _chunks)
