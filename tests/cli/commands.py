"""Walks over every command of the program."""

from __future__ import annotations

import shlex
from typing import Any

import typer

from baltic.cli.app import app

__all__ = ["COMMANDS", "PAGES", "parse"]


def _walk(command: Any, path: tuple[str, ...]) -> dict[str, Any]:
    found = {" ".join(path): command}
    for name, part in getattr(command, "commands", {}).items():
        found |= _walk(part, (*path, name))
    return found


#: Words after ``baltic`` -> command, groups and the program itself included.
PAGES = _walk(typer.main.get_command(app), ())
#: Those that do something.
COMMANDS = {path: c for path, c in PAGES.items() if not hasattr(c, "commands")}


def parse(line: str) -> str:
    """Parse a command line as the program would, run nothing, and return the command's words."""
    name, *words = shlex.split(line.partition(" > ")[0])
    assert name == "baltic", line
    command, path = PAGES[""], []
    context = command.make_context("baltic", list(words))
    while hasattr(command, "commands"):
        rest = [*context._protected_args, *context.args]
        word, command, rest = command.resolve_command(context, rest)
        path.append(word)
        context = command.make_context(word, rest, parent=context)
    return " ".join(path)
