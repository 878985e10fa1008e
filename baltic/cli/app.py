"""``baltic``: the command groups, and the one place where errors become exit codes."""

from __future__ import annotations

import gc
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
from .helping import Command, new_app, usage_line
from .incidents import app as incidents_app
from .ingest import ingest
from .investigate import investigate
from .scan import scan
from .simulate import simulate

__all__ = ["app", "main"]

#: Typer carries its own copy of click from some version on.
_Misuse: type[Exception] = typer.BadParameter.__mro__[2]
#: Blocks of a reader are as large as those before them: memory that is freed is kept for some
#: seconds, else a twentieth of the time goes to giving it back and being handed it again.
_KEEP = "dirty_decay_ms:5000,muzzy_decay_ms:5000"
_ALLOCATOR = "_RJEM_MALLOC_CONF"
#: Collections of the middle generation before a full one, whose default is ten.
_FULL_COLLECTION = 1000
_INTERRUPTED = "interrupted; what was complete before is kept, nothing is half-written"

app = new_app(
    """Which ship could have broken this Baltic cable, which could not, how sure, and why.

    Output is evidence for a person, never a verdict. `baltic COMMAND --help` tells more of
    each command; `baltic --install-completion` lets the tab key complete commands and ids.

    Examples:
      baltic demo
      baltic scan aisdk-2024-12-25.zip --out drags
      baltic investigate estlink2-eagle-s-2024 aisdk-2024-12-25.zip --out case
    """,
    name="baltic",
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


app.command(cls=Command)(demo)
app.command(cls=Command)(scan)
app.command(cls=Command)(investigate)
app.command(cls=Command)(ingest)
app.command(cls=Command)(atlas)
app.add_typer(incidents_app, name="incidents")
app.add_typer(assets_app, name="assets")
app.add_typer(fetch_app, name="fetch")
app.command(cls=Command)(simulate)
app.command(cls=Command)(backtest)
app.command(cls=Command)(doctor)


def main() -> None:
    """Run the program: exit 0 done, 1 the input or the work failed, 2 wrong usage."""
    # A look at all objects of all libraries takes a fifteenth of a second, and frees nothing.
    gc.set_threshold(*gc.get_threshold()[:2], _FULL_COLLECTION)
    # Before anything loads Polars, which reads it once; what the user has set goes first.
    aside = ",background_thread:true" if sys.platform == "linux" else ""
    os.environ.setdefault(_ALLOCATOR, _KEEP + aside)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no degree sign gets a question mark, not an error.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        # Named by itself: under `python -m` completion would ask for another variable.
        code = app(prog_name="baltic", standalone_mode=False)
    except _Misuse as error:
        _misused(error)
    except BalticError as error:
        _fail(error.one_line())
    except (KeyboardInterrupt, typer.Abort):
        _fail(_INTERRUPTED)
    except ModuleNotFoundError as error:
        _fail(f"the package {error.name} is missing; baltic doctor tells how to install it")
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

    if code == 130:  # what Typer makes of Ctrl-C
        _fail(_INTERRUPTED)
    # The last collection would look at every object of every library once more: a tenth of a
    # second, after which the system takes all of them at once.
    gc.freeze()
    sys.exit(code if isinstance(code, int) else 0)


def _misused(error: Exception) -> None:
    """Say what is wrong with the command line; a group without a command gets its help."""
    if type(error).__name__ == "NoArgsIsHelpError":
        print(str(error), file=sys.stderr)
        sys.exit(2)
    _fail(usage_line(error), code=2)


def _fail(line: str, code: int = 1) -> None:
    print(f"baltic: {terminal(line)}", file=sys.stderr)
    sys.exit(code)
