"""Help that shows how a command is called, and errors that offer what was meant."""

from __future__ import annotations

import inspect
import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from ..errors import did_you_mean, nearest
from .settings_option import add_settings_option

__all__ = ["Command", "Group", "examples_of", "new_app", "usage_line"]

_HEAD = "Examples:"
#: Names that are kept for what comes, and what to do meanwhile.
_LATER = {"watch": "record the feed to a file and use baltic scan"}


def _split(text: str | None) -> tuple[str, str]:
    """Return a help text without its examples, and the examples."""
    words, _, examples = inspect.cleandoc(text or "").partition(f"\n{_HEAD}\n")
    return words.rstrip(), inspect.cleandoc(examples)


def examples_of(command: Any) -> list[str]:
    """Return the command lines that a command's help shows."""
    return [line.strip() for line in str(command.epilog or "").splitlines() if line.strip()]


class _Helped:
    """Prints the examples last, as they are, so that they can be copied."""

    def __init__(self, *words: Any, **named: Any) -> None:
        named["help"], named["epilog"] = _split(named.get("help"))
        super().__init__(*words, **named)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the examples."""
        with formatter.section(_HEAD.removesuffix(":")):
            for line in examples_of(self):
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class Command(_Helped, TyperCommand):
    """A command whose help ends in examples, and which takes ``--settings``."""

    def __init__(self, *words: Any, **named: Any) -> None:
        super().__init__(*words, **named)
        add_settings_option(self)


class Group(_Helped, TyperGroup):
    """Commands under one name; a mistyped one is answered with the nearest."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each command with the whole first sentence of its help."""
        rows = [(name, _first(self.commands[name].help)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the words name.

        Raises
        ------
        UsageError
            There is none; the nearest is offered, also of the groups below.
        """
        word = args[0]
        if ctx.resilient_parsing or word.startswith("-") or word in self.commands:
            return super().resolve_command(ctx, args)
        if word in _LATER:
            raise typer.BadParameter(f"{word} comes in a later version; {_LATER[word]}", ctx=ctx)
        hint = did_you_mean(_like(self, ctx.command_path, word), f"see {ctx.command_path} --help")
        raise typer.BadParameter(f"no such command {word!r}; {hint}", ctx=ctx)


def new_app(help: str, **named: Any) -> typer.Typer:
    """Return a group of commands."""
    return typer.Typer(
        cls=Group,
        help=help,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        **named,
    )


def _first(text: str | None) -> str:
    """Return the first sentence or paragraph of a help text."""
    return " ".join((text or "").split("\n\n")[0].split()).removesuffix(".")


def _like(group: Any, path: str, word: str) -> list[str]:
    """Return the commands that a word may have meant, best first."""
    word = word.casefold()
    if word in ("help", "version"):
        return [f"{path.split()[0]} --{word}"]
    near = [f"{path} {n}" for n in nearest(word, group.commands) if len(word) > 2][:1]
    below = [
        f"{path} {name} {word}"
        for name, part in group.commands.items()
        if word in getattr(part, "commands", ())
    ]
    return below or near


def usage_line(error: Any) -> str:
    """Return what is wrong with a command line, where, and what to do, on one line."""
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "baltic"
    option = _unknown_option(error)
    if option and ctx is not None:
        known = [name for p in ctx.command.params for name in (*p.opts, *p.secondary_opts)]
        known = [name for name in known if name.startswith("--")]
        # The dashes that all options have in common make none like another.
        bare = {name.lstrip("-"): name for name in known}
        near = nearest(option.lstrip("-"), bare, 1) if len(option) > 2 else []
        near = [bare[name] for name in near]
        words = f"no such option {option}; {did_you_mean(near, f'see {path} --help')}"
    else:
        words = error.format_message().strip().rstrip(".")
        words = re.sub(r"^Invalid value(: | for )", "", words)
        if "; " not in words:
            words += f"; see {path} --help"
        words = words[:1].lower() + words[1:] if re.match(r"[A-Z][a-z]", words) else words
    where = path.partition(" ")[2]
    return f"{where}: {words}" if where else words


def _unknown_option(error: Any) -> str | None:
    """Return the option that a command does not have, None where something else is wrong."""
    if type(error).__name__ == "NoSuchOption":
        return str(error.option_name)
    # A command that takes negative numbers is given what looks like an option as a word.
    extra = re.search(r"extra argument.*\((--[a-z][\w-]*)", error.format_message())
    return extra[1] if extra else None
