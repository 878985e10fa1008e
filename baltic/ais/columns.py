"""Which column of a generic table means what, in which unit.

Well-known names are mapped by themselves; a column whose unit is not evident from its
name is never guessed at, but refused with a hint to say it.  The words of a mapping
are those of :mod:`baltic.ais.fields`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..errors import InputError, nearest
from .fields import ALIASES, FIELDS, PAIRS, REQUIRED, TIME_UNITS, Field

__all__ = [
    "FIELDS",
    "REQUIRED",
    "Column",
    "Field",
    "Plan",
    "bare",
    "decimal_comma",
    "doubtful",
    "make_plan",
    "map_words",
    "plan_words",
    "recognised",
]

_LISTED = 12
#: Names that begin so hold a speed or a course, in whatever unit the rest of them means.
_SPEED_LIKE = re.compile(r"sog|speedoverground|groundspeed")
_COURSE_LIKE = re.compile(r"cog|courseoverground")
#: A pattern with none of these gives the time of day only.
_DATE_PARTS = ("%d", "%e", "%m", "%b", "%B", "%j", "%y", "%Y", "%F", "%D", "%s", "%x", "%c")


@dataclass(frozen=True)
class Column:
    """A column taken for a field; ``unit`` None = what the field's name implies.

    ``explicit`` says that the user named it.
    """

    name: str
    unit: str | None = None
    explicit: bool = False


Plan = dict[str, Column]


def bare(name: str) -> str:
    """Return a column name as lower-case letters and digits.

    Examples
    --------
    >>> bare("# Timestamp")
    'timestamp'
    """
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def map_words(*pairs: tuple[str, str]) -> str:
    """Return the options that map columns, to be typed as they are.

    Examples
    --------
    >>> map_words(("sog:kn", "Speed over ground"), ("lat", "y"))
    "--map 'sog:kn=Speed over ground' --map lat=y"
    """
    return " ".join("--map " + shlex.quote(f"{ours}={theirs}") for ours, theirs in pairs)


def recognised(header: Sequence[str]) -> list[str]:
    """Return the fields that a header's names are known to mean.

    Examples
    --------
    >>> recognised(["MMSI", "BaseDateTime", "LAT", "LON", "Weather"])
    ['mmsi', 't', 'lon', 'lat']
    """
    names = {bare(h) for h in header}
    return [f for f, field in FIELDS.items() if names.intersection(field.names)]


def decimal_comma(mapping: Mapping[str, str], file: str) -> bool:
    """Return whether the user says that numbers have decimal commas.

    Examples
    --------
    >>> decimal_comma({"decimal": "comma"}, "a.csv")
    True
    """
    word = mapping.get("decimal", "point")
    if word not in ("comma", "point"):
        raise InputError(
            f"unknown decimal mark {word!r}", file=file, hint="write --map decimal=comma"
        )
    return word == "comma"


def make_plan(
    header: Sequence[str],
    mapping: Mapping[str, str],
    *,
    file: str,
    given: Sequence[str] = (),
    defaults: Mapping[str, Column] | None = None,
    ignored: Collection[str] = (),
) -> Plan:
    """Return which column gives which field.

    Parameters
    ----------
    header
        The table's column names.
    mapping
        ``field`` or ``field:unit`` to column, from the user; goes before all else.
    given
        Fields that the format itself supplies (a geometry gives lon and lat).
    defaults
        Columns that a known format declares; go before well-known names.
    ignored
        Columns that a known format declares to be no field.

    Raises
    ------
    InputError
        Unknown field, unit or column; no column for a needed field; a speed without unit.
    """
    plan = _mapped(header, mapping, file, given)
    taken = {c.name for c in plan.values()} | set(ignored)
    for name, column in (defaults or {}).items():
        if name not in plan and name not in given and column.name not in taken:
            plan[name] = column
            taken.add(column.name)
    by_bare: dict[str, list[str]] = {}
    for column_name in header:
        by_bare.setdefault(bare(column_name), []).append(column_name)
    for field_name, field in FIELDS.items():
        if field_name in plan or field_name in given:
            continue
        found = _by_name(field_name, field, by_bare, taken, header, file)
        if found:
            plan[field_name] = found
            taken.add(found.name)
    _check(plan, header, file, given, taken)
    return plan


def _mapped(
    header: Sequence[str], mapping: Mapping[str, str], file: str, given: Sequence[str]
) -> Plan:
    plan: Plan = {}
    for key, column in mapping.items():
        if key == "decimal":
            continue
        name, unit = _key(key, file)
        if name in given:
            raise InputError(f"{name} comes from the geometry", file=file, example=key)
        if name in plan:
            raise InputError(f"{name} is mapped twice", file=file, example=key)
        plan[name] = Column(_find(column, header, file), unit, explicit=True)
    return plan


def _by_name(
    name: str,
    field: Field,
    by_bare: Mapping[str, list[str]],
    taken: Collection[str],
    header: Sequence[str],
    file: str,
) -> Column | None:
    for known in field.names:
        hits = [n for n in by_bare.get(known, []) if n not in taken]
        if len(hits) > 1 or (hits and header.count(hits[0]) > 1):
            distinct = list(dict.fromkeys(hits))
            say = " or ".join(map_words((name, h)) for h in distinct)
            raise InputError(
                f"several columns may be {name}: " + ", ".join(hits),
                file=file,
                hint=f"name one with {say}" if len(distinct) > 1 else "rename one of them",
            )
        if hits:
            return Column(hits[0], (field.named_units or {}).get(known))
    return None


def doubtful(header: Sequence[str], plan: Plan) -> dict[str, str]:
    """Return columns that look useful but whose unit is not evident, and how to say it.

    Examples
    --------
    >>> doubtful(["mmsi", "ROT"], {"mmsi": Column("mmsi")})
    {'ROT': '--map rot:deg_min=ROT or --map rot:raw=ROT'}
    """
    if "rot" in plan:
        return {}
    found = [h for h in header if bare(h) in FIELDS["rot"].unclear]
    return {h: f"{map_words(('rot:deg_min', h))} or {map_words(('rot:raw', h))}" for h in found}


def plan_words(plan: Plan, header: Sequence[str]) -> str:
    """Return in words which column was taken for what, and which were left out.

    Examples
    --------
    >>> plan_words({"mmsi": Column("MMSI"), "sog": Column("SOG")}, ["MMSI", "SOG", "Draft"])
    'mmsi = MMSI, sog = SOG [kn]; left out: Draft'
    """
    parts = []
    for name, column in plan.items():
        unit = column.unit or next(iter(FIELDS[name].units or ("",)))
        parts.append(f"{name} = {column.name}" + (f" [{unit}]" if unit and name != "t" else ""))
    used = {c.name for c in plan.values()}
    rest = [h for h in header if h and h not in used]
    more = f" and {len(rest) - _LISTED} more" if len(rest) > _LISTED else ""
    left = "; left out: " + ", ".join(rest[:_LISTED]) + more if rest else ""
    return ", ".join(parts) + left


def _key(key: str, file: str) -> tuple[str, str | None]:
    key = key.strip()
    key = PAIRS.get(key, ALIASES.get(key, key))
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
        units = list(TIME_UNITS)
        if "%" in unit:
            return ("t" if any(p in unit for p in _DATE_PARTS) else "clock"), unit
    if unit not in units:
        pairs = [p for p in PAIRS if p.startswith(field + ":")]
        known = ", ".join([f"{field}:{u}" for u in units] + pairs) or f"{field} has none"
        raise InputError(f"unknown unit {unit!r} of {field}", file=file, hint="units: " + known)
    return field, unit


def _find(column: str, header: Sequence[str], file: str) -> str:
    for test in (str, str.casefold, bare):
        hits = [h for h in header if test(h) == test(column)]
        if len(hits) == 1:
            return hits[0]
    near = nearest(column, header)
    raise InputError(
        f"no column {column!r}",
        file=file,
        hint=(f"did you mean {near[0]}? " if near else "") + "columns: " + ", ".join(header)[:200],
    )


def _check(
    plan: Plan, header: Sequence[str], file: str, given: Sequence[str], taken: Collection[str]
) -> None:
    missing = [f for f in REQUIRED if f not in plan and f not in given]
    if missing:
        raise InputError(
            "no column for " + ", ".join(missing),
            file=file,
            example=", ".join(header),
            hint="name it with " + map_words(*((f, "COLUMN") for f in missing)),
        )
    if "clock" in plan and "%" not in (plan["t"].unit or ""):
        raise InputError(
            "a time of day is mapped, but not how its date is written",
            file=file,
            column=plan["t"].name,
            hint="say it too, for example " + map_words(("t:%d/%m/%Y", plan["t"].name)),
        )
    free = [h for h in header if h not in taken]
    if "sog" not in plan:
        _check_unit("sog", "speed", _SPEED_LIKE, free, file)
    if "cog" not in plan:
        _check_course(plan, free, file)


def _check_unit(
    field: str, what: str, like: re.Pattern[str], free: Sequence[str], file: str
) -> None:
    """Refuse a column that holds a field, but in a unit that its name does not tell."""
    units = list(FIELDS[field].units or ())
    for name in free:
        if bare(name) in FIELDS[field].unclear or like.match(bare(name)):
            rest = ", ".join(f"{field}:{unit}" for unit in units[1:])
            raise InputError(
                f"the unit of the {what} is not evident",
                file=file,
                column=name,
                hint=f"say it with {map_words((f'{field}:{units[0]}', name))} (or {rest})",
            )


def _check_course(plan: Plan, free: Sequence[str], file: str) -> None:
    if not {"cog_sin", "cog_cos"} & set(plan):
        parts = (*FIELDS["cog_sin"].unclear, *FIELDS["cog_cos"].unclear)
        whole = [name for name in free if bare(name) not in parts]
        _check_unit("cog", "course", _COURSE_LIKE, whole, file)
    sine, cosine = (
        next((h for h in free if bare(h) in FIELDS[f].unclear), None)
        for f in ("cog_sin", "cog_cos")
    )
    if sine is not None and cosine is not None and not {"cog_sin", "cog_cos"} & set(plan):
        raise InputError(
            "the course is given by a sine and a cosine, and from where it turns is not evident",
            file=file,
            column=f"{sine}, {cosine}",
            hint="if clockwise from north say so with "
            + map_words(("cog:sin", sine), ("cog:cos", cosine)),
        )
    if len({"cog_sin", "cog_cos"} & set(plan)) == 1:
        raise InputError(
            "only one of sine and cosine of the course is mapped",
            file=file,
            hint="name both with " + map_words(("cog:sin", "COLUMN"), ("cog:cos", "COLUMN")),
        )
