"""Renders one dict of plain strings to HTML and Markdown.

Every value passes an escape when it is printed (``finalize``), a missing one is an error
(``StrictUndefined``), and values are never rendered a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from . import words

__all__ = ["as_plain", "render"]

_FUNCTIONS: dict[str, Callable[..., str]] = {
    "utc": words.utc,
    "number": words.number,
    "count": words.count,
    "distance": words.distance,
    "left_over": words.left_over,
    "likelihood": words.likelihood,
    "portion": words.portion,
    "degrees": words.degrees,
    "odds": words.odds,
    "identity": words.identity,
    "provenance": words.provenance_word,
    "span_words": words.span_words,
}


def _plain(function: Callable[..., str]) -> Callable[..., str]:
    """Return a function whose text is our own Markdown: numbers, times, fixed words."""

    def call(*args: Any, **options: Any) -> str:
        return words.Plain(function(*args, **options))

    return call


@cache
def _environment(kind: str) -> Environment:
    finalize: Callable[[Any], Any] = words.html if kind == "html" else words.md
    environment = Environment(
        loader=PackageLoader("baltic.reports", "templates"),
        autoescape=kind == "html",
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = words.Plain
    for name, function in _FUNCTIONS.items():
        environment.globals[name] = function if kind == "html" else _plain(function)
    return environment


def render(name: str, data: Mapping[str, Any]) -> dict[str, str]:
    """Return ``report.html`` and ``report.md`` of one kind of report.

    Parameters
    ----------
    name
        ``scan`` or ``investigation``.
    data
        Cleaned values; charts are markup of our own and appear in HTML only.

    Returns
    -------
    dict
        Text by file name.

    Examples
    --------
    >>> from baltic.reports import scan_page
    >>> page = scan_page({"candidates_document": {"candidates": [], "vessel_days": 3.0}})
    >>> sorted(render("scan", page))
    ['report.html', 'report.md']
    """
    return {
        f"report.{kind}": _environment(kind).get_template(f"{name}.{kind}.j2").render(data)
        for kind in ("html", "md")
    }


def as_plain(kind: str, page: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page as the document of ``report.json``: every number, no drawing.

    Parameters
    ----------
    kind
        ``scan`` or ``investigation``.
    page
        What the templates get.

    Returns
    -------
    dict
        Plain JSON.

    Examples
    --------
    >>> from baltic.reports import scan_page
    >>> page = scan_page({"candidates_document": {"candidates": [], "vessel_days": 3.0}})
    >>> as_plain("scan", page)["vessel_days"]
    3.0
    """
    return {"schema": "baltic-report/1", "kind": kind, **_undrawn(page)}


def _undrawn(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _undrawn(v) for k, v in value.items() if not isinstance(v, Markup)}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_undrawn(v) for v in value if not isinstance(v, Markup)]
    return value
