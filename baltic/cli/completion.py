"""What the shell offers after the tab key; nothing heavy is loaded for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

__all__ = [
    "FORMAT_NAMES",
    "asset_ids",
    "engines",
    "formats",
    "incident_ids",
    "own_incident_ids",
    "words",
]

#: Names of the readers; tests hold them equal to ``baltic.ais.formats.FORMATS``, whose
#: import takes longer than a shell should wait.
FORMAT_NAMES = (
    *(
        "parquet",
        "digitraffic",
        "aisstream",
        "barentswatch",
        "aishub",
        "geojson",
        "json",
        "gpx",
        "dma",
    ),
    *("marine-cadastre", "kystverket", "exactearth", "spire", "nmea", "csv"),
)
_ENGINES = ("local", "dask", "dask=tcp://")
_ID, _TITLE = re.compile(r"^- id: (\S+)$"), re.compile(r"^  title: (.+)$")

_Words = list[tuple[str, str]]


def words(*known: str) -> Callable[[str], list[str]]:
    """Return the completion of a choice of words.

    Examples
    --------
    >>> words("geojson", "csv")("g")
    ['geojson']
    """

    def complete(incomplete: str) -> list[str]:
        return [word for word in known if word.startswith(incomplete)]

    return complete


def formats(incomplete: str) -> list[str]:
    """Return the names of readers."""
    return words(*FORMAT_NAMES)(incomplete)


def engines(incomplete: str) -> list[str]:
    """Return the engines."""
    return words(*_ENGINES)(incomplete)


def incident_ids(ctx: Any, incomplete: str) -> _Words:
    """Return ids and titles of the shipped incidents and of the user's own."""
    own = own_incident_ids(ctx.params.get("catalogue"))
    return _begin([*_shipped_incidents(), *((i, "own record") for i in own)], incomplete)


def own_incident_ids(folder: Path | None) -> list[str]:
    """Return the ids of a catalogue folder: the names of its files."""
    from ..catalogue.own import own_files, own_folder

    try:
        return [p.stem for p in own_files(own_folder(folder))]
    except OSError:
        return []


def asset_ids(incomplete: str) -> _Words:
    """Return ids and names of the shipped assets."""
    from ..data import data_file

    rows = json.loads(data_file("assets.geojson").read_bytes())["features"]
    about = (row["properties"] for row in rows)
    return _begin([(p["asset_id"], p["name"]) for p in about], incomplete)


def _shipped_incidents() -> _Words:
    """Return ids and titles by the lines of the file; parsing all its YAML is too slow."""
    from ..data import data_file

    rows: _Words = []
    for line in data_file("incidents.yaml").read_text(encoding="utf-8").splitlines():
        if found := _ID.match(line):
            rows.append((found[1], ""))
        elif rows and not rows[-1][1] and (found := _TITLE.match(line)):
            rows[-1] = (rows[-1][0], found[1].strip("'\""))
    return rows


def _begin(rows: Iterable[tuple[str, str]], incomplete: str) -> _Words:
    return [row for row in rows if row[0].startswith(incomplete)]
