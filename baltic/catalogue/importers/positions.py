"""A list of positions along a cable, as operators keep it: CSV, one point a row, in order."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import shapely

from ...errors import AssetError, like_file
from ..asset_files import slug
from .rows import Rows

__all__ = ["degrees", "read_positions"]

_GIVE = "give CSV whose first line names a latitude and a longitude column"
_LAT, _LON = ("lat", "latitude"), ("lon", "long", "longitude", "lng")
#: Columns that tell the cable; a `name` is that of the point, such as a joint.
_CABLE = ("cable", "cable_id", "cable_name", "asset", "asset_id", "asset_name", "route")
#: Columns that may tell the cable or the point.
_EITHER = ("id", "feature_id", "name", "line", "line_id", "segment")
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_ANGLE = re.compile(
    rf"([NSEW])?\s*([+-])?{_NUMBER}\s*(?:[°º:\s-]\s*(?:{_NUMBER}\s*['′’]?\s*)?(?:[:\s]?{_NUMBER}\s*"
    rf"(?:[\"″”]|'')?\s*)?)?([NSEW])?",
    re.IGNORECASE,
)


def read_positions(path: Path) -> Rows:
    """Return the cables of a list of positions, each drawn through its points in their order.

    Degrees are decimal (with comma where the cells are parted by another sign) or with minutes
    and seconds.  Without a column for the cable all points are one, named as the file; an id or a
    name that stands in row after row is the cable's.

    Raises
    ------
    AssetError
        No such list, a position that cannot be read, or a ``kp`` that goes back and forth.
    """
    head, first, rows = _table(path)
    lat, lon = (_column(head, names) for names in (_LAT, _LON))
    if lat is None or lon is None:
        raise AssetError("names no latitude and longitude column", file=path, hint=_GIVE)
    cable, kp = _cable_column(head, rows), _column(head, ("kp", "kp_km", "kp_m"))
    found = Rows()
    points: dict[str, list[tuple[float, float]]] = {}
    chain: dict[str, list[float]] = {}
    for line, cells in enumerate(rows, start=first):
        if any(cell.strip() for cell in cells[len(head) :]):
            hint = "with decimal commas part the cells by ; or tab"
            what = "has more cells than the header"
            raise AssetError(what, file=path, line=line, example=",".join(cells)[:40], hint=hint)
        held = [*cells, *[""] * (len(head) - len(cells))]
        if not held[lat].strip() and not held[lon].strip():
            found.left_out["a row without a position"] += 1
            continue
        name = (held[cable].strip() if cable is not None else "") or path.stem
        place = _degrees_at(held[lon], "EW", path, line), _degrees_at(held[lat], "NS", path, line)
        points.setdefault(name, []).append(place)
        if kp is not None and (told := re.fullmatch(_NUMBER, held[kp].strip())):
            chain.setdefault(name, []).append(float(told[1].replace(",", ".")))
    for name, steps in chain.items():
        if steps not in (sorted(steps), sorted(steps, reverse=True)):
            raise AssetError(
                "kp goes back and forth", file=path, example=name, hint="sort the rows"
            )
    for name, line_points in points.items():
        if len(set(line_points)) < 2:
            found.left_out["a line of one point"] += 1
            continue
        geometry = shapely.LineString(line_points)
        row = {"asset_id": slug(name), "name": name, "kind": None, "status": "unknown"}
        found.rows.append({**row, "geometry": geometry})
    return found


def _table(path: Path) -> tuple[list[str], int, list[list[str]]]:
    """Return the header, the line after it (from 1) and the rows of a list."""
    if not path.is_file():
        raise AssetError("no such file", file=path, hint=like_file(path, _GIVE))
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise AssetError("is not UTF-8 text", file=path, hint="save it as UTF-8") from error
    except OSError as error:
        raise AssetError(f"cannot be read: {error.strerror}", file=path) from error
    for number, line in enumerate(lines[:50]):
        for sign in (";", "\t", ","):
            head = [_bare(cell) for cell in next(csv.reader([line], delimiter=sign), [])]
            if _column(head, _LAT) is not None and _column(head, _LON) is not None:
                rows = [next(csv.reader([row], delimiter=sign), []) for row in lines[number + 1 :]]
                return head, number + 2, rows
    raise AssetError("names no latitude and longitude column", file=path, hint=_GIVE)


def _bare(cell: str) -> str:
    """Return the name of a column without its unit.

    Examples
    --------
    >>> _bare(" Latitude (WGS84)")
    'latitude'
    """
    return re.split(r"[(\[]", cell)[0].strip().casefold().replace(" ", "_")


def _cable_column(head: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Return the column that tells the cable: by its name, or since it says the same in row after
    row.

    Points of several cables must not become one line; what differs from row to row, or comes
    back later, is of the points.
    """
    named = _column(head, _CABLE)
    return named if named is not None else _repeating(head, rows)


def _repeating(head: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    for at in (i for i, name in enumerate(head) if name in _EITHER):
        cells = [row[at].strip() for row in rows if len(row) > at and any(c.strip() for c in row)]
        runs = [(key, len(list(group))) for key, group in groupby(cells)]
        if runs and all(key and n > 1 for key, n in runs) and len(dict(runs)) == len(runs):
            return at
    return None


def _column(head: Sequence[str], names: Sequence[str]) -> int | None:
    return next((i for i, name in enumerate(head) if name in names), None)


def _degrees_at(cell: str, halves: str, path: Path, line: int) -> float:
    value = degrees(cell, halves)
    if value is None or abs(value) > (90 if halves == "NS" else 180):
        hint = "write degrees such as 59.5083 or 59°30.50'N"
        raise AssetError("is no position", file=path, line=line, example=cell[:40], hint=hint)
    return value


def degrees(cell: str, halves: str) -> float | None:
    """Return an angle as people write it, in degrees; None where it cannot be read.

    Parameters
    ----------
    cell
        Decimal degrees, or degrees and minutes, or these and seconds.
    halves
        ``NS`` or ``EW``: the letters that may stand with it.

    Examples
    --------
    >>> degrees("59°30.6'N", "NS"), degrees("24,5", "EW"), degrees("W 024 30 36", "EW")
    (59.51, 24.5, -24.51)
    >>> degrees("59 75.0 N", "NS"), degrees("59.5 N", "EW"), degrees("about 59", "NS")
    (None, None, None)
    """
    match = _ANGLE.fullmatch(cell.strip())
    if match is None:
        return None
    before, sign, *told, after = match.groups()
    half = (before or after or "").upper()
    whole, minutes, seconds = (float((n or "0").replace(",", ".")) for n in told)
    if (before and after) or (half and (half not in halves or sign)) or max(minutes, seconds) >= 60:
        return None
    value = whole + minutes / 60 + seconds / 3600
    return round(-value if sign == "-" or half in ("S", "W") else value, 9)
