"""``baltic doctor``: versions, data, extras, machine, and what to do about each."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import typer

from .. import __version__
from .options import Json, Quiet, SettingsFile
from .talk import Talk

if TYPE_CHECKING:
    from .checks import Check

__all__ = ["doctor"]

_MARKS = {True: "ok", False: "FAIL", None: "note"}


def doctor(settings: SettingsFile = None, json: Json = False, quiet: Quiet = False) -> None:
    """Tell what is installed, where the data is, and the command that mends what is missing.

    `ok` is as it should be, a `note` is about something that the program works without,
    `FAIL` is why it cannot run. Exit 0 unless the program cannot run.

    Examples:
      baltic doctor
      baltic doctor --json
      baltic doctor --settings mine.toml
    """
    from .checks import all_checks

    talk = Talk(quiet=quiet, as_json=json)
    checks = all_checks(settings)
    can_run = all(check.ok is not False for check in checks)
    for group, some in itertools.groupby(checks, key=lambda check: check.group):
        _print_group(talk, group, list(some))
    talk.say("baltic can run here" if can_run else "baltic cannot run here: see FAIL above")
    documents = [check.document() for check in checks]
    talk.document({"version": __version__, "can_run": can_run, "checks": documents})
    if not can_run:
        raise typer.Exit(1)


def _print_group(talk: Talk, group: str, checks: list[Check]) -> None:
    """Print what was found; of the many packages only what is amiss is told singly."""
    talk.say(group)
    if group == "packages":
        good = [f"{c.what} {c.found}" for c in checks if c.ok]
        checks = [c for c in checks if not c.ok]
        if good:
            talk.mark("ok", ", ".join(good), _COLOURS["ok"])
    for check in checks:
        mark = _MARKS[check.ok]
        talk.mark(mark, f"{check.what}: {check.found}", _COLOURS[mark])
        if check.do:
            talk.copyable(check.do)


_COLOURS = {"ok": "green", "FAIL": "bold red", "note": "yellow"}
