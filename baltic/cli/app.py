"""``baltic``: the command groups, and the one place where errors become exit codes."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from .. import __version__
from ..errors import BalticError
from ..escape import terminal
from .assets import app as assets_app
from .atlas import atlas
from .backtest import backtest
from .demo import demo
from .doctor import doctor
from .fetch import app as fetch_app
from .incidents import app as incidents_app
from .ingest import ingest
from .investigate import investigate
from .scan import scan
from .simulate import simulate

__all__ = ["app", "main"]

app = typer.Typer(
    name="baltic",
    help="Which ship could have broken this Baltic cable, which could not, how sure, and why.\n\n"
    "Output is evidence for a person, never a verdict.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(show: bool) -> None:
    if show:
        print(f"baltic {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """Hold the options of the program itself."""


app.command()(demo)
app.command()(scan)
app.command()(investigate)
app.command()(ingest)
app.command()(atlas)
app.add_typer(incidents_app, name="incidents")
app.add_typer(assets_app, name="assets")
app.add_typer(fetch_app, name="fetch")
app.command()(simulate)
app.command()(backtest)
app.command()(doctor)


def main() -> None:
    """Run the program: exit 0 done, 1 the input or the work failed, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no degree sign gets a question mark, not an error.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except BalticError as error:
        _fail(error.one_line())
    except KeyboardInterrupt:
        _fail("interrupted; nothing was written")
    except MemoryError:
        _fail("out of memory; use fewer files, --from/--to or --bbox")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{error.strerror or error}; nothing was written")
    except Exception as error:
        if os.environ.get("BALTIC_DEBUG"):
            raise
        _fail(
            f"defect in the program ({type(error).__name__}: {' '.join(str(error).split())[:300]})"
            "; please report it; BALTIC_DEBUG=1 shows where"
        )


def _fail(line: str) -> None:
    print(f"baltic: {terminal(line)}", file=sys.stderr)
    sys.exit(1)
