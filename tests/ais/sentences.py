"""NMEA lines made on the spot: payloads by pyais, checksums by the rule."""

from __future__ import annotations

from functools import reduce
from pathlib import Path
from typing import Any

from pyais.messages import MSG_CLASS

from .shapes import write_bytes

__all__ = [
    *("T0", "at", "log", "message", "parts", "pghp", "position", "sentence", "ship", "tag", "wrap")
]


T0 = 1735120800  # 2024-12-25 10:00:00 UTC


def checksum(body: str) -> str:
    return f"{reduce(lambda a, b: a ^ b, body.encode(), 0):02X}"


def wrap(body: str) -> str:
    """Return a sentence body between its mark and checksum."""
    return f"{body[0]}{body[1:]}*{checksum(body[1:])}"


def tag(text: str) -> str:
    return f"\\{text}*{checksum(text)}\\"


def at(second: int, line: str, more: str = "") -> str:
    """Return a line with a tag block of this time."""
    return tag(f"{more}c:{T0 + second}") + line


def message(kind: int, **values: Any) -> tuple[str, int]:
    """Return payload and fill bits of a message."""
    payload, fill = MSG_CLASS[kind].create(msg_type=kind, **values).encode()
    return payload, fill


def sentence(
    payload: str, fill: int = 0, *, talker: str = "AIVDM", channel: str = "A", of: str = "1,1,"
) -> str:
    return wrap(f"!{talker},{of},{channel},{payload},{fill}")


def position(mmsi: int = 219000001, **values: Any) -> str:
    """Return a class A position report as one sentence."""
    given = {"lon": 25.5, "lat": 59.5, "speed": 9.5, "course": 251.3, "heading": 250} | values
    talker, channel = given.pop("talker", "AIVDM"), given.pop("channel", "A")
    return sentence(*message(1, mmsi=mmsi, **given), talker=talker, channel=channel)


def parts(payload: str, fill: int, *, sequence: str = "3", talker: str = "AIVDM") -> list[str]:
    """Return a payload cut into sentences of 40 characters."""
    pieces = [payload[i : i + 40] for i in range(0, len(payload), 40)]
    return [
        sentence(
            piece,
            fill if i == len(pieces) else 0,
            talker=talker,
            of=f"{len(pieces)},{i},{sequence}",
        )
        for i, piece in enumerate(pieces, 1)
    ]


def ship(mmsi: int = 219000001, **values: Any) -> list[str]:
    """Return a type 5 message as two sentences."""
    given = {
        "imo": 9329760,
        "shipname": "EAGLE S",
        "callsign": "E5U1234",
        "ship_type": 80,
        "to_bow": 189,
        "to_stern": 40,
        "to_port": 12,
        "to_starboard": 20,
        "draught": 12.5,
        "destination": "PORT SAID",
    }
    return parts(*message(5, mmsi=mmsi, **(given | values)))


def pghp(second: int, ms: int = 0, *, means: str = "00") -> str:
    return wrap(f"$PGHP,1,2024,12,25,10,0,{second},{ms},219,,2190067,1,{means}")


def log(path: Path, lines: list[str], *, end: str = "\n") -> Path:
    return write_bytes(path, (end.join(lines) + end).encode("utf-8", "surrogateescape"))
