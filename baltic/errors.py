"""The error tree: everything that ends a command in one clear line.

Every error says what is wrong, where (file, line, column, an example) and what
to do about it.  The command line prints :meth:`BalticError.one_line` and exits 1;
a library user catches :class:`BalticError`.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from pathlib import Path

from .escape import terminal

__all__ = [
    "AssetError",
    "BalticError",
    "CatalogueError",
    "DataNotFoundError",
    "IncidentError",
    "InputError",
    "MissingExtraError",
    "OutputError",
    "SettingsError",
    "TableError",
    "UnknownIdError",
    "did_you_mean",
    "like_file",
    "nearest",
]

_EXAMPLE_CHARS = 80
#: Enough for every sentence of our own; foreign text inside one may be of any length.
_SENTENCE_CHARS = 1000


class BalticError(Exception):
    """Base of all errors raised on purpose.

    Parameters
    ----------
    what
        What is wrong, as one sentence without a full stop.
    file, line, column, example
        Where it was seen; each may be left out.
    hint
        What the user can do.

    Examples
    --------
    >>> print(BalticError("no such column", file="a.csv", line=1, hint="use --map").one_line())
    a.csv, line 1: no such column; use --map
    """

    def __init__(
        self,
        what: str,
        *,
        file: str | os.PathLike[str] | None = None,
        line: int | None = None,
        column: str | None = None,
        example: object | None = None,
        hint: str | None = None,
    ) -> None:
        self.what = what
        self.file = None if file is None else str(file)
        self.line = line
        self.column = column
        self.example = None if example is None else terminal(example, _EXAMPLE_CHARS)
        self.hint = hint
        super().__init__(self.one_line())

    def one_line(self) -> str:
        """Return the whole message on one line: where, what, example, hint.

        Returns
        -------
        str
            Without line breaks or control characters, foreign text clipped.
        """
        where = [
            part
            for part in (
                self.file and terminal(self.file, 300),
                self.line is not None and f"line {self.line}",
                self.column and f"column {terminal(self.column, _EXAMPLE_CHARS)}",
            )
            if part
        ]
        text = ", ".join(where) + ": " if where else ""
        text += terminal(" ".join(self.what.split()), _SENTENCE_CHARS)
        if self.example is not None:
            text += f" (for example {self.example!r})"
        if self.hint:
            text += "; " + terminal(" ".join(self.hint.split()), _SENTENCE_CHARS)
        return text


class InputError(BalticError):
    """A file from outside cannot be read as what it is said to be.

    Examples
    --------
    >>> raise InputError("speed without a unit", file="a.csv", line=1, example="SOG")
    Traceback (most recent call last):
    baltic.errors.InputError: a.csv, line 1: speed without a unit (for example 'SOG')
    """


class CatalogueError(InputError):
    """An asset, incident or place file breaks its contract.

    Examples
    --------
    >>> raise CatalogueError("longitude must be a number", file="places.geojson", column="lon")
    Traceback (most recent call last):
    baltic.errors.CatalogueError: places.geojson, column lon: longitude must be a number
    """


class AssetError(CatalogueError):
    """An asset file or id is wrong.

    Examples
    --------
    >>> raise AssetError("has no line", file="mine.geojson")
    Traceback (most recent call last):
    baltic.errors.AssetError: mine.geojson: has no line
    """


class IncidentError(CatalogueError):
    """An incident file or id is wrong.

    Examples
    --------
    >>> raise IncidentError("t_latest is before t_earliest", file="mine.json")
    Traceback (most recent call last):
    baltic.errors.IncidentError: mine.json: t_latest is before t_earliest
    """


class UnknownIdError(BalticError):
    """An id that is not in the catalogue; the message offers the nearest ones.

    Examples
    --------
    >>> raise UnknownIdError("no asset 'estlink'", hint="did you mean estlink-1, estlink-2?")
    Traceback (most recent call last):
    baltic.errors.UnknownIdError: no asset 'estlink'; did you mean estlink-1, estlink-2?
    """


class SettingsError(BalticError):
    """A settings file holds an unknown name or a value of the wrong type.

    Examples
    --------
    >>> raise SettingsError("unknown setting 'gap'", hint="did you mean gap_h?")
    Traceback (most recent call last):
    baltic.errors.SettingsError: unknown setting 'gap'; did you mean gap_h?
    """


class TableError(BalticError):
    """A table lacks a column of its contract, or holds the wrong type.

    Examples
    --------
    >>> raise TableError("table fixes: column mmsi is missing")
    Traceback (most recent call last):
    baltic.errors.TableError: table fixes: column mmsi is missing
    """


class OutputError(BalticError):
    """Results could not be written; nothing half-written is left.

    Examples
    --------
    >>> raise OutputError("the output file is a folder", file="out", hint="name a file")
    Traceback (most recent call last):
    baltic.errors.OutputError: out: the output file is a folder; name a file
    """


class DataNotFoundError(BalticError):
    """The shipped data could not be found; the message names every place tried.

    Examples
    --------
    >>> raise DataNotFoundError("shipped file a.yaml is missing", hint="reinstall")
    Traceback (most recent call last):
    baltic.errors.DataNotFoundError: shipped file a.yaml is missing; reinstall
    """


class MissingExtraError(BalticError):
    """An optional package is not installed; the hint is the exact command.

    Examples
    --------
    >>> raise MissingExtraError("report.pdf needs typst", hint="pip install typst")
    Traceback (most recent call last):
    baltic.errors.MissingExtraError: report.pdf needs typst; pip install typst
    """


def nearest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return the known words closest to `word`, best first.

    Parameters
    ----------
    word
        As the user wrote it.
    known
        All that would be right.
    limit
        Most words returned.

    Returns
    -------
    list of str
        Those that contain the word, then those spelled like it; may be empty.

    Examples
    --------
    >>> nearest("estlink2", ["estlink-1", "estlink-2", "nordbalt"])[0]
    'estlink-2'
    """
    known = list(known)
    folded = {k.casefold(): k for k in known}
    hits = [k for k in known if word.casefold() in k.casefold()][:limit]
    for match in difflib.get_close_matches(word.casefold(), folded, n=limit, cutoff=0.5):
        if folded[match] not in hits:
            hits.append(folded[match])
    return hits[:limit]


def did_you_mean(near: Iterable[str], otherwise: str) -> str:
    """Return the hint that offers the nearest words, or another where nothing is near.

    Parameters
    ----------
    near
        The nearest words, best first; may be empty.
    otherwise
        The hint where there is none.

    Returns
    -------
    str
        For ``hint`` of an error.

    Examples
    --------
    >>> did_you_mean(["scan", "assets"], "see --help"), did_you_mean([], "see --help")
    ('did you mean scan or assets?', 'see --help')
    """
    words = " or ".join(near)
    return f"did you mean {words}?" if words else otherwise


def like_file(path: str | os.PathLike[str], otherwise: str = "check the path") -> str:
    """Return the hint on a file that is not there: the nearest name in its folder.

    Parameters
    ----------
    path
        As the user wrote it.
    otherwise
        The hint where nothing of the folder is like it.

    Returns
    -------
    str
        For ``hint`` of an error.

    Examples
    --------
    >>> like_file("no-such-folder/a.csv")
    'there is no folder no-such-folder'
    """
    wanted = Path(path).expanduser()
    try:
        if not wanted.parent.is_dir():
            return f"there is no folder {wanted.parent}"
        # What was named is there, but no file: it is no hint to itself.
        names = [
            p.name
            for p in wanted.parent.iterdir()
            if not p.name.startswith(".") and p.name != wanted.name
        ]
    except (OSError, ValueError):
        return otherwise
    near = difflib.get_close_matches(wanted.name, names, n=1, cutoff=0.6)
    if not near:  # another ending, a packed file
        stem = wanted.name.split(".")[0].casefold()
        near = sorted(n for n in names if n.split(".")[0].casefold() == stem)[:1]
    return did_you_mean([str(wanted.parent / n) for n in near], otherwise)
