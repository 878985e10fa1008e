"""``baltic fetch``: downloads that can be continued and are checked."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import BalticError, InputError
from .helping import Command, new_app
from .options import Json, OutFolder, Quiet, SettingsFile
from .talk import Talk

__all__ = ["app"]

app = new_app(
    """Download AIS: continued where it broke off, checked, polite.

    Examples:
      baltic fetch dma 2024-12-25 --out ais
    """
)

#: What comes later may be asked for with any options; the answer is the same.
_ANY = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.command(cls=Command)
def dma(
    date: Annotated[
        str,
        typer.Argument(metavar="DATE", help="2024-12-25, 2024-12 or 2024-12-24..2024-12-26"),
    ],
    out: OutFolder,
    verify: Annotated[
        bool, typer.Option("--verify/--no-verify", help="unpack each zip once to check it")
    ] = True,
    settings: SettingsFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Download days of the Danish AIS archive (3 to 17 E, 53 to 59 N; about 0.9 GB a day).

    A file has its own name only when it is whole; until then it is NAME.part, and the
    same command continues it. A file that is there already is checked, not fetched.
    NAME.source beside it tells address, size, SHA-256 and time. The data are free to
    download, but not to be passed on: see LICENCE-NOTE.md in DIR.

    Examples:
      baltic fetch dma 2024-12-25 --out ais
      baltic fetch dma 2024-12-24..2024-12-26 --out ais
    """
    from ..ais.fetching import fetch_dma, parse_span
    from ..settings import load_settings

    try:
        span = parse_span(date)
    except InputError as error:
        raise typer.BadParameter(error.one_line(), param_hint="DATE") from error
    talk = Talk(quiet=quiet, as_json=json)
    try:
        with talk.progress() as bars:
            found = fetch_dma(
                span,
                out,
                settings=load_settings(settings),
                verify=verify,
                progress=bars,
                shown=lambda _, done, size: bars.gauge(done, size, "bytes"),
            )
    except KeyboardInterrupt as stop:
        raise BalticError(
            "interrupted", hint="what was fetched is kept; the same command continues it"
        ) from stop
    for got in found.files:
        how = "already there" if got.already_there else "continued" if got.resumed else "fetched"
        talk.file(how, got.path)
        talk.say(f"  {got.size:,} bytes, SHA-256 {got.checked.sha256}")
    for note in found.notes:
        talk.say(f"note: {note}")
    talk.say(found.licence)
    talk.document(found.document())


def _later(what: str, hint: str) -> BalticError:
    return BalticError(f"fetch {what} comes in a later version", hint=hint)


@app.command(cls=Command, context_settings=_ANY)
def assets(json: Json = False, quiet: Quiet = False) -> None:  # noqa: ARG001
    """Comes in a later version (routes of cables and pipelines; a catalogue is shipped).

    Examples:
      baltic fetch assets --out assets
    """
    raise _later(
        "assets",
        "the shipped catalogue is used meanwhile (baltic assets list); --assets FILE takes another",
    )


@app.command(cls=Command, context_settings=_ANY)
def bathymetry(json: Json = False, quiet: Quiet = False) -> None:  # noqa: ARG001
    """Comes in a later version (water depths; --bathymetry FILE takes a grid).

    Examples:
      baltic fetch bathymetry --out depths
    """
    raise _later(
        "bathymetry",
        "download a grid of EMODnet Bathymetry (https://emodnet.ec.europa.eu/geoviewer/) or GEBCO "
        "(https://download.gebco.net/) by hand and name it with --bathymetry FILE",
    )


@app.command(cls=Command, context_settings=_ANY)
def digitraffic(json: Json = False, quiet: Quiet = False) -> None:  # noqa: ARG001
    """Comes in a later version (the last position of each ship off Finland; no history).

    Examples:
      baltic fetch digitraffic --out ais
    """
    raise _later(
        "digitraffic",
        "by hand: curl --compressed -H 'Digitraffic-User: YOU/baltic' "
        "https://meri.digitraffic.fi/api/ais/v1/locations -o locations.geojson (gzip is mandatory, "
        "else 406; 60 requests a minute; the last position of each ship, no history)",
    )
