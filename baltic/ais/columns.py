"""Which column of a generic table means what, in which unit.

Well-known names are mapped by themselves; a column whose unit is not evident from its
name is never guessed at, but refused with a hint to say it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import InputError, nearest

__all__ = ["FIELDS", "REQUIRED", "Column", "Field", "Plan", "left_out", "make_plan", "recognised"]


@dataclass(frozen=True)
class Field:
    """A canonical field: column names known to mean it, and its units.

    Names are written as :func:`_bare` leaves them; best first.  ``named_units`` are names
    that carry a unit other than the first of ``units``.
    """

    names: tuple[str, ...]
    units: Mapping[str, float] | None = None
    named_units: Mapping[str, str] | None = None
    unclear: tuple[str, ...] = ()


_SPEED = {"kn": 1.0, "ms": 3600.0 / 1852.0, "kmh": 1.0 / 1.852, "tenths": 0.1}
_ANGLE = {"deg": 1.0, "tenths": 0.1, "rad": 57.29577951308232}
_LENGTH = {"m": 1.0, "dm": 0.1}

#: Columns a table must have.
REQUIRED = ("mmsi", "t", "lon", "lat")

FIELDS: Mapping[str, Field] = {
    "mmsi": Field(("mmsi", "mmsinumber", "shipmmsi", "vesselmmsi", "userid")),
    "t": Field(
        (
            "t",
            "tutc",
            "timeutc",
            "timestamputc",
            "datetimeutc",
            "datetimeutc",
            "utc",
            "basedatetime",
            "datetime",
            "timestamp",
            "time",
            "msgtime",
            "ts",
            "epoch",
            "unixtime",
            "epochs",
            "epochms",
            "timestampms",
            "tepochs",
            "tepochms",
        ),
        named_units={
            "tutc": "utc",
            "timeutc": "utc",
            "timestamputc": "utc",
            "datetimeutc": "utc",
            "utc": "utc",
            "epochs": "epoch_s",
            "tepochs": "epoch_s",
            "epochms": "epoch_ms",
            "tepochms": "epoch_ms",
            "timestampms": "epoch_ms",
        },
    ),
    "lon": Field(("lon", "longitude", "londeg", "longitudedeg", "long", "lng")),
    "lat": Field(("lat", "latitude", "latdeg", "latitudedeg")),
    "sog": Field(
        (
            "sogkn",
            "sog",
            "sogknots",
            "sogkts",
            "speedoverground",
            "speedovergroundkn",
            "speedknots",
            "speedkn",
            "speedkts",
            "sogms",
            "speedms",
            "sogkmh",
            "speedkmh",
        ),
        _SPEED,
        {"sogms": "ms", "speedms": "ms", "sogkmh": "kmh", "speedkmh": "kmh"},
        ("speed", "velocity"),
    ),
    "cog": Field(("cogdeg", "cog", "courseoverground", "courseovergrounddeg", "course"), _ANGLE),
    "heading": Field(("headingdeg", "heading", "trueheading", "hdg", "headingtrue"), _ANGLE),
    # Bare "rot" may be the raw AIS number or degrees a minute: left out unless mapped.
    "rot": Field(("rotdegmin", "rotdegpermin"), {"deg_min": 1.0, "raw": 0.0}),
    "nav_status": Field(("navstatus", "navigationalstatus", "navstat", "status")),
    "source": Field(("source", "transceiverclass", "typeofmobile", "aisclass")),
    "provenance": Field(("provenance",)),
    "imo": Field(("imo", "imonumber")),
    "name": Field(("name", "vesselname", "shipname")),
    "callsign": Field(("callsign",)),
    "ship_type": Field(("shiptype", "vesseltype", "shiptypecode")),
    "loa": Field(("loam", "loa", "lengthm", "length"), _LENGTH),
    "beam": Field(("beamm", "beam", "widthm", "width"), _LENGTH),
    "draught": Field(("draughtm", "draught", "draftm", "draft"), _LENGTH),
    "to_bow": Field(("tobowm", "tobow", "dimensiontobow", "a"), _LENGTH),
    "to_stern": Field(("tosternm", "tostern", "dimensiontostern", "b"), _LENGTH),
    "to_port": Field(("toportm", "toport", "dimensiontoport", "c"), _LENGTH),
    "to_starboard": Field(("tostarboardm", "tostarboard", "dimensiontostarboard", "d"), _LENGTH),
    "destination": Field(("destination",)),
}

#: Spellings of a field with its unit, as the canonical tables have them.
_ALIASES = {
    "sog_kn": "sog:kn",
    "cog_deg": "cog:deg",
    "heading_deg": "heading:deg",
    "rot_deg_min": "rot:deg_min",
    "loa_m": "loa:m",
    "beam_m": "beam:m",
    "draught_m": "draught:m",
    "to_bow_m": "to_bow:m",
}
_TIME_UNITS = ("utc", "iso", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns")


@dataclass(frozen=True)
class Column:
    """A column taken for a field; ``unit`` None = what the field's name implies."""

    name: str
    unit: str | None = None
    explicit: bool = False


Plan = dict[str, Column]


def _bare(name: str) -> str:
    """Return a column name as lower-case letters and digits."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def recognised(header: Sequence[str]) -> list[str]:
    """Return the fields that a header's names are known to mean.

    Examples
    --------
    >>> recognised(["MMSI", "BaseDateTime", "LAT", "LON", "Weather"])
    ['mmsi', 't', 'lon', 'lat']
    """
    bare = {_bare(h) for h in header}
    return [f for f, field in FIELDS.items() if bare.intersection(field.names)]


def make_plan(
    header: Sequence[str], mapping: Mapping[str, str], *, file: str, given: Sequence[str] = ()
) -> Plan:
    """Return which column gives which field.

    Parameters
    ----------
    header
        The table's column names.
    mapping
        ``field`` or ``field:unit`` to column, from the user; goes before known names.
    given
        Fields that the format itself supplies (a geometry gives lon and lat).

    Raises
    ------
    InputError
        Unknown field, unit or column; no column for a needed field; a speed without unit.
    """
    plan: Plan = {}
    for key, column in mapping.items():
        name, unit = _key(key, file)
        if name in given:
            raise InputError(f"{name} comes from the geometry", file=file, example=key)
        plan[name] = Column(_find(column, header, file), unit, explicit=True)
    taken = {c.name for c in plan.values()}
    by_bare: dict[str, list[str]] = {}
    for column in header:
        by_bare.setdefault(_bare(column), []).append(column)
    for field_name, field in FIELDS.items():
        if field_name in plan or field_name in given:
            continue
        for bare in field.names:
            hits = [n for n in by_bare.get(bare, []) if n not in taken]
            if len(hits) > 1 or (hits and header.count(hits[0]) > 1):
                raise InputError(
                    f"several columns may be {field_name}: " + ", ".join(hits),
                    file=file,
                    hint=f"name one with --map {field_name}=COLUMN",
                )
            if hits:
                plan[field_name] = Column(hits[0], (field.named_units or {}).get(bare))
                taken.add(hits[0])
                break
    _check(plan, header, file, given)
    return plan


def left_out(header: Sequence[str], plan: Plan) -> list[str]:
    """Return columns that look useful but whose meaning is not evident: a rate of turn."""
    if "rot" in plan:
        return []
    return [h for h in header if _bare(h) in ("rot", "rateofturn")]


def _key(key: str, file: str) -> tuple[str, str | None]:
    key = _ALIASES.get(key.strip(), key.strip())
    field, _, unit = key.partition(":")
    if field not in FIELDS:
        near = nearest(field, FIELDS)
        raise InputError(
            f"unknown field {field!r} in the column mapping",
            file=file,
            hint=(f"did you mean {near[0]}? " if near else "") + "fields: " + ", ".join(FIELDS),
        )
    if not unit:
        return field, None
    units = list(FIELDS[field].units or ())
    if field == "t":
        units = list(_TIME_UNITS)
        if "%" in unit:
            return field, unit
    if unit not in units:
        known = ", ".join(f"{field}:{u}" for u in units) or f"{field} has none"
        raise InputError(f"unknown unit {unit!r} of {field}", file=file, hint="units: " + known)
    return field, unit


def _find(column: str, header: Sequence[str], file: str) -> str:
    for test in (str, str.casefold, _bare):
        hits = [h for h in header if test(h) == test(column)]
        if len(hits) == 1:
            return hits[0]
    near = nearest(column, header)
    raise InputError(
        f"no column {column!r}",
        file=file,
        hint=(f"did you mean {near[0]}? " if near else "") + "columns: " + ", ".join(header)[:200],
    )


def _check(plan: Plan, header: Sequence[str], file: str, given: Sequence[str]) -> None:
    missing = [f for f in REQUIRED if f not in plan and f not in given]
    if missing:
        raise InputError(
            "no column for " + ", ".join(missing),
            file=file,
            example=", ".join(header),
            hint="name it with --map " + ",".join(f"{f}=COLUMN" for f in missing),
        )
    if "sog" not in plan:
        for name in header:
            if _bare(name) in FIELDS["sog"].unclear:
                raise InputError(
                    "the unit of the speed is not evident",
                    file=file,
                    column=name,
                    hint=f"say it with --map sog:kn={name} (or sog:ms, sog:kmh, sog:tenths)",
                )
