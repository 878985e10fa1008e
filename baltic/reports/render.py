"""Renders one dict of plain strings to HTML, Markdown and, for paper, Typst.

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

__all__ = ["as_plain", "render", "typst_source"]

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


_ESCAPES: dict[str, Callable[[Any], Any]] = {
    "html": words.html,
    "md": words.md,
    "typ": words.typ,
}


@cache
def _environment(kind: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("baltic.reports", "templates"),
        autoescape=kind == "html",
        undefined=StrictUndefined,
        finalize=_ESCAPES[kind],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = words.Plain
    environment.globals["share"] = words.share
    for name, function in _FUNCTIONS.items():
        environment.globals[name] = _plain(function) if kind == "md" else function
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


def typst_source(name: str, data: Mapping[str, Any]) -> str:
    """Return what is printed of a report, in the language of Typst.

    Parameters
    ----------
    name
        ``investigation``: only the case of an incident is set on paper.
    data
        As for :func:`render`; every value of it is a string of Typst's, never code.

    Returns
    -------
    str
        One source with all that it needs.

    Examples
    --------
    >>> from baltic.reports import investigation_page
    >>> document = {"incident_id": "#mine", "windows": [], "hypotheses": []}
    >>> page = investigation_page({"attribution_document": document})
    >>> '= #"#mine";' in typst_source("investigation", page)
    True
    """
    return _environment("typ").get_template(f"{name}.typ.j2").render(data)


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
