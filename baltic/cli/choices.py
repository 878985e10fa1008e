"""Options of which only some words are right: another word is wrong usage, and exit 2."""

from __future__ import annotations

from collections.abc import Callable

import typer

from ..errors import did_you_mean, nearest

__all__ = ["one_of"]


def one_of(what: str, *known: str, like: str | None = None) -> Callable[[str | None], str | None]:
    """Return the callback of an option that takes one of some words.

    Parameters
    ----------
    what
        What the word names, as in ``unknown engine``.
    *known
        The words.
    like
        The beginning of further words that are right, such as ``dask=``.

    Examples
    --------
    >>> one_of("engine", "local", "dask", like="dask=")("dask=tcp://host:1")
    'dask=tcp://host:1'
    """

    def check(value: str | None) -> str | None:
        if value is None or value in known or (like and value.startswith(like)):
            return value
        words = ", ".join([*known, *([f"{like}ADDRESS"] if like else [])])
        hint = did_you_mean(nearest(value, known, 1), f"known: {words}")
        raise typer.BadParameter(f"unknown {what} {value!r}; {hint}")

    return check
