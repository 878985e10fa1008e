"""What AIS messages say: positions and ships from payloads, decoded by pyais.

Types 1-3, 18, 19 and 27 (and 11, a ship's answer with time and place) give positions; 5, 19
and 24 tell who the ship is.  Of all others only the sender is read.  Field widths are those of
ITU-R M.1371-5, annex 8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from .vessels import dimensions, words

__all__ = ["decode"]

#: Bits up to the end of the last field that is read; a shorter message is no message.
_BITS = {1: 137, 2: 137, 3: 137, 5: 422, 11: 134, 18: 133, 19: 301, 24: 160, 27: 94}
_SENDER_BITS = 38
_PART_B_BITS = 162
_SIDES = ("to_bow", "to_stern", "to_port", "to_starboard")
_TYPES = range(1, 29)
#: Base station, SAR aircraft, DGNSS station, aid to navigation.
_NO_SHIP = (4, 9, 17, 21)

_POSITION = {
    "i": pl.UInt32,
    "mmsi": pl.UInt32,
    "lon": pl.Float64,
    "lat": pl.Float64,
    "sog_kn": pl.Float32,
    "cog_deg": pl.Float32,
    "heading_deg": pl.Float32,
    "turn": pl.Int16,
    "nav_status": pl.UInt8,
    "source": pl.String,
    "station": pl.Boolean,
}
_SHIP = {
    "i": pl.UInt32,
    "imo": pl.Int64,
    "name": pl.String,
    "callsign": pl.String,
    "ship_type": pl.UInt8,
    "a": pl.UInt16,
    "b": pl.UInt16,
    "c": pl.UInt16,
    "d": pl.UInt16,
    "draught": pl.Float32,
    "destination": pl.String,
}


def decode(payloads: Iterable[str], fills: Iterable[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what distinct payloads say.

    Parameters
    ----------
    payloads
        Armoured payloads of whole messages, of armouring characters only.
    fills
        Fill bits at the end of each.

    Returns
    -------
    rows, ships
        One row a payload that could be decoded; ``i`` is its index.  Values of motion are as
        sent, in knots and degrees; "not available" stays what class A sends for it.

    Examples
    --------
    >>> rows, _ = decode(["13mb9U0P00PRk8fT5nw>4?wj2006"], [0])
    >>> rows.select("mmsi", "sog_kn", "source").row(0)
    (257591700, 0.0, 'class-a')
    """
    from pyais.bit_vector import bit_vector
    from pyais.exceptions import AISBaseException
    from pyais.messages import MSG_CLASS

    rows: list[tuple[Any, ...]] = []
    ships: list[tuple[Any, ...]] = []
    faults = (AISBaseException, ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
    for i, (payload, fill) in enumerate(zip(payloads, fills, strict=True)):
        bits = bit_vector(payload.encode(), fill)
        kind = bits.get(0, 6)
        size = len(bits)
        if kind not in _TYPES or size < _BITS.get(kind, _SENDER_BITS):
            continue
        try:
            if kind in (1, 2, 3):
                m: Any = MSG_CLASS[kind].from_vector(bits)
                rows.append(
                    (i, m.mmsi, m.lon, m.lat, m.speed, m.course, m.heading,
                     bits.get_num(42, 8, True), m.status, "class-a", False)
                )  # fmt: skip
            elif kind in _BITS:
                m = MSG_CLASS[kind].from_vector(bits)
                told = _ship(kind, m, size)
                if told is None and kind in (5, 24):
                    continue
                rows.append((i, int(m.mmsi), *_POSITIONS[kind](m)))
                if told is not None:
                    ships.append((i, *told))
            else:
                unknown = (None,) * 8
                rows.append((i, bits.get(8, 30), *unknown, True if kind in _NO_SHIP else None))
        except faults:
            continue
    return _rows(rows), _ships(ships)


def _class_b(m: Any) -> tuple[Any, ...]:
    return m.lon, m.lat, m.speed, m.course, m.heading, None, None, "class-b", False


def _long_range(m: Any) -> tuple[Any, ...]:
    # Its own "not available" (63 kn, 511 degrees) in the numbers of class A.
    sog = 102.3 if m.speed == 63 else m.speed
    cog = 360.0 if m.course == 511 else m.course
    return m.lon, m.lat, sog, cog, None, None, int(m.status), "class-a-long-range", False


def _answer(m: Any) -> tuple[Any, ...]:
    return m.lon, m.lat, None, None, None, None, None, "class-a", None


def _nowhere(m: Any) -> tuple[Any, ...]:  # noqa: ARG001
    return (*((None,) * 8), False)


_POSITIONS: dict[int, Callable[[Any], tuple[Any, ...]]] = {
    5: _nowhere,
    11: _answer,
    18: _class_b,
    19: _class_b,
    24: _nowhere,
    27: _long_range,
}


def _ship(kind: int, m: Any, size: int) -> tuple[Any, ...] | None:
    """Return what a message says of the ship, in the order of _SHIP; None when nothing."""
    # A tender names its mother ship where others tell their size (type 24, part B).
    sides = tuple(getattr(m, s, None) for s in _SIDES)
    if kind == 5:
        return m.imo, m.shipname, m.callsign, int(m.ship_type), *sides, m.draught, m.destination
    if kind == 19:
        return None, m.shipname, None, int(m.ship_type), *sides, None, None
    if kind == 24 and m.partno == 0:
        return None, m.shipname, *((None,) * 8)
    if kind == 24 and size >= _PART_B_BITS:
        return None, None, m.callsign, int(m.ship_type), *sides, None, None
    return None


def _table(rows: list[tuple[Any, ...]], schema: dict[str, Any]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pl.DataFrame(
        [
            pl.Series(name, cells, dtype, strict=False)
            for (name, dtype), cells in zip(schema.items(), columns, strict=True)
        ]
    )


def _rows(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    # M.1371-5 table 45: turn = 4.733 sqrt(degrees a minute), with its sign; 127 and 128 stand
    # for "not known" and become 720 and 731.4, which clean_values takes out.
    turn = pl.col("turn").cast(pl.Float32)
    rate = (turn / 4.733) ** 2 * turn.sign()
    return _table(rows, _POSITION).with_columns(rate.alias("rot_deg_min")).drop("turn")


def _ships(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    kind, draught = pl.col("ship_type"), pl.col("draught")
    return _table(rows, _SHIP).select(
        "i",
        "imo",
        words("name"),
        words("callsign"),
        pl.when(kind > 0).then(kind).alias("ship_type"),
        *dimensions("a", "b", "c", "d"),
        pl.when(draught > 0).then(draught).alias("draught_m"),
        words("destination"),
    )
