"""``--settings`` of commands that set nothing: the file is checked, as everywhere, and that is all.

One settings file can then be given to every command of a series.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["add_settings_option"]

_NAME = "--settings"


def add_settings_option(command: Any) -> None:
    """Give a command the option where it has none of its own."""
    if any(_NAME in parameter.opts for parameter in command.params):
        return
    common = [n for n, p in enumerate(command.params) if "--json" in p.opts]
    command.params.insert(common[0] if common else len(command.params), _option())


def _check(value: Path | None) -> None:
    """Read the file: what is wrong in it is an error here too."""
    if value is None:
        return
    from ..settings import load_settings

    load_settings(value)


@cache
def _option() -> Any:
    """Return the option, made by Typer itself: the class behind it differs between versions."""
    made = typer.Typer(add_completion=False)

    @made.command()
    def _only(
        settings: Annotated[
            Path | None,
            typer.Option(
                _NAME,
                metavar="FILE.toml",
                help="is checked; this command has nothing to set",
                callback=_check,
                expose_value=False,
            ),
        ] = None,
    ) -> None:
        """Hold the option."""

    (option,) = (p for p in typer.main.get_command(made).params if _NAME in p.opts)
    return option
