"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..records import iso
from .choices import one_of
from .completion import FORMAT_NAMES, engines, formats, words

if TYPE_CHECKING:
    from ..ais.remote import InputFile
    from ..settings import Settings

__all__ = [
    "AisFiles",
    "AssetsFile",
    "Bathymetry",
    "Bbox",
    "Catalogue",
    "Engine",
    "FormatName",
    "FromTime",
    "Json",
    "Mapping_",
    "OutFolder",
    "Quiet",
    "Rate",
    "SettingsFile",
    "Start",
    "ToTime",
    "Weather",
    "Work",
    "Workers",
    "World",
    "named_inputs",
    "parse_bbox",
    "parse_mapping",
    "parse_time",
    "parse_window",
    "reading_options",
]


def parse_time(text: str | None, option: str | None = None) -> datetime | None:
    """Return an aware UTC time; a time without a zone is refused, and the option named.

    Examples
    --------
    >>> parse_time("2024-12-25T10:26:00Z").isoformat()
    '2024-12-25T10:26:00+00:00'
    """
    if text is None:
        return None
    try:
        t = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no ISO 8601 time; write for example 2024-12-25T10:26:00Z",
            param_hint=option,
        ) from error
    if t.tzinfo is None:
        utc = f"{text}Z" if "T" in text else f"{text}T00:00:00Z"
        raise typer.BadParameter(
            f"{text!r} has no time zone; write {utc} if it is UTC", param_hint=option
        )
    return t.astimezone(UTC)


def parse_window(from_: str | None, to: str | None) -> tuple[datetime | None, datetime | None]:
    """Return the times of ``--from`` and ``--to``; a window that ends before it begins is refused.

    Examples
    --------
    >>> [t.hour for t in parse_window("2024-12-25T10:00Z", "2024-12-25T14:00+02:00")]
    [10, 12]
    """
    first, last = parse_time(from_, "--from"), parse_time(to, "--to")
    if first and last and first > last:
        raise typer.BadParameter(
            f"the time window ends before it begins: {iso(first)} to {iso(last)}; give the "
            "earlier time first",
            param_hint="--from",
        )
    return first, last


def parse_bbox(text: str | None) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north in degrees.

    Examples
    --------
    >>> parse_bbox("24,59,27,60.5")
    (24.0, 59.0, 27.0, 60.5)
    """
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is not W,S,E,N in degrees; write for example 14,55,17,56",
            param_hint="--bbox",
        ) from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise typer.BadParameter(
            f"{text!r} is not W,S,E,N with W < E and S < N in degrees; write for example "
            "14,55,17,56",
            param_hint="--bbox",
        )
    return west, south, east, north


def parse_mapping(pairs: list[str] | None) -> dict[str, str] | None:
    """Return ``{"our column": "column in the file"}`` from OURS=THEIRS words.

    The words are those of :mod:`baltic.ais.fields`.

    Examples
    --------
    >>> parse_mapping(["t:utc=Time", "sog:ms = Speed"])
    {'t:utc': 'Time', 'sog:ms': 'Speed'}
    """
    if not pairs:
        return None
    mapping = {}
    for pair in pairs:
        ours, mark, theirs = pair.partition("=")
        if not (ours and mark and theirs):
            raise typer.BadParameter(
                f"{pair!r} is not OURS=THEIRS; write for example sog_kn=Speed",
                param_hint="--map",
            )
        mapping[ours.strip()] = theirs.strip()
    return mapping


def reading_options(
    *,
    from_: str | None,
    to: str | None,
    bbox: str | None,
    map_: list[str] | None,
    format_: str | None,
    engine: str,
    work: str | None,
    bathymetry: Path | None,
    weather: Path | None,
    workers: int | None,
    start: str | None = None,
    rate: float | None = None,
) -> dict[str, Any]:
    """Return what ``scan`` and ``investigate`` read AIS with, from their options."""
    t_from, t_to = parse_window(from_, to)
    options = {
        "t_from": t_from,
        "t_to": t_to,
        "bbox": parse_bbox(bbox),
        "mapping": parse_mapping(map_),
        "format": format_,
        "start": parse_time(start, "--start"),
        "rate": rate,
        "bathymetry": bathymetry,
        "weather": weather,
        "engine": engine,
        "workers": workers,
        "work": work,
    }
    if workers:
        os.environ.setdefault("POLARS_MAX_THREADS", str(workers))
    return options


def named_inputs(
    ais: list[str],
    settings: Path | None,
    reading: dict[str, Any],
    *,
    last: str,
    always: bool = False,
) -> tuple[list[str | InputFile], Settings]:
    """Return the inputs that were named and the settings; workers begin to start meanwhile.

    `last` is the module with what one of these is to do beside this process, `always` or only
    where the inputs are large.
    """
    from ..ais.inputs import expand_inputs
    from ..engine.foresight import prepare
    from ..settings import load_settings

    told, paths = load_settings(settings), expand_inputs(ais)
    engine, workers = reading["engine"], reading["workers"]
    prepare(paths, told, engine=engine, workers=workers, last=last, always=always)
    return paths, told


AisFiles = Annotated[
    list[str],
    typer.Argument(metavar="AIS", help="AIS files (packed or not), folders, globs, or one store"),
]
OutFolder = Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for the results")]
FromTime = Annotated[
    str | None, typer.Option("--from", metavar="T", help="keep fixes from this UTC time on")
]
ToTime = Annotated[
    str | None, typer.Option("--to", metavar="T", help="keep fixes up to this UTC time")
]
Bbox = Annotated[
    str | None, typer.Option("--bbox", metavar="W,S,E,N", help="keep fixes inside these degrees")
]
AssetsFile = Annotated[
    Path | None,
    typer.Option("--assets", metavar="FILE", help="asset lines that replace the shipped catalogue"),
]
Catalogue = Annotated[
    Path | None,
    typer.Option(
        "--catalogue",
        metavar="DIR",
        help="your own incidents (default: $BALTIC_CATALOGUE, else your data folder)",
    ),
]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="reader to use instead of the detected one",
        autocompletion=formats,
        callback=one_of("format", *FORMAT_NAMES),
    ),
]
Mapping_ = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="OURS=THEIRS",
        help="column of a table and its unit: t:utc=Time, sog:ms=Speed; once for each column",
    ),
]
Start = Annotated[
    str | None,
    typer.Option("--start", metavar="T", help="UTC time of the first message of an untimed log"),
]
Rate = Annotated[
    float | None, typer.Option("--rate", metavar="N", help="its messages a second, with --start")
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, help="processes to use (default: one a core)"),
]
Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="where to run: local, dask (here), dask=tcp://HOST:PORT",
        autocompletion=engines,
        callback=one_of("engine", "local", "dask", like="dask="),
    ),
]
Work = Annotated[
    str | None,
    typer.Option(
        "--work", metavar="DIR", help="keep intermediate tables here; a broken run goes on"
    ),
]
Bathymetry = Annotated[
    Path | None,
    typer.Option(
        "--bathymetry", metavar="FILE", help="water depths: GeoTIFF, NetCDF or ESRI ASCII grid"
    ),
]
Weather = Annotated[
    Path | None,
    typer.Option(
        "--weather",
        metavar="FILE",
        help="waves: CSV (t,lon,lat,hs_m,wave_from_deg) or NetCDF of Copernicus or ERA5",
    ),
]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE.toml", help="overlay of any setting")
]
World = Annotated[
    str,
    typer.Option(
        "--world",
        metavar="A|B",
        help="set of assumptions",
        autocompletion=words("A", "B"),
        callback=one_of("world", "A", "B"),
    ),
]
Json = Annotated[bool, typer.Option("--json", help="one JSON document on stdout, nothing else")]
Quiet = Annotated[bool, typer.Option("--quiet", help="no progress and no messages")]
