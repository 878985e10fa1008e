"""The one place where foreign text is made safe to show.

Ship names, destinations and incident prose are code until escaped: branca
re-parses rendered script text as a Jinja template, so braces matter as much as
angle brackets; a spreadsheet runs a cell that begins with ``=``.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

__all__ = ["csv_cell", "json_script", "kml", "markdown", "printable", "text", "xml"]

_ENTITIES = {
    "{": "&#123;",
    "}": "&#125;",
    "`": "&#96;",
    "\\": "&#92;",
    "$": "&#36;",
    "\r": " ",
    "\n": " ",
    "\u2028": " ",
    "\u2029": " ",
}
_TABLE = str.maketrans(_ENTITIES)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&$:@])")


def printable(value: object) -> str:
    r"""Mark control characters and lone surrogates, drop direction overrides.

    Parameters
    ----------
    value
        Anything; None is empty.

    Returns
    -------
    str
        A control character or surrogate becomes a replacement mark.

    Examples
    --------
    >>> printable("A\u202eB"), printable(None)
    ('AB', '')
    """
    return _BIDI.sub("", _CONTROL.sub("\ufffd", "" if value is None else str(value)))


def text(value: object) -> str:
    """Escape foreign text for HTML, script strings and Jinja templates alike.

    Parameters
    ----------
    value
        Anything; None is empty.

    Returns
    -------
    str
        On one line, for text and for quoted attributes.

    Examples
    --------
    >>> text("<b>{{ 7*7 }}")
    '&lt;b&gt;&#123;&#123; 7*7 &#125;&#125;'
    """
    return html.escape(printable(value), quote=True).translate(_TABLE)


def json_script(value: Any) -> str:
    r"""Serialise for a ``<script type="application/json">`` element.

    Parameters
    ----------
    value
        Plain JSON; NaN and infinities are a ``ValueError``.

    Returns
    -------
    str
        ASCII.

    Examples
    --------
    >>> json_script({"name": "</script>{{x"})
    '{"name":"\\u003c/script>\\u007b\\u007bx"}'
    """
    raw = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    # Only braces inside strings are foreign: structural ones stay.
    inside = re.compile(r'"(?:[^"\\]|\\.)*"')
    return inside.sub(
        lambda m: m.group().replace("<", "\\u003c").replace("{", "\\u007b").replace("}", "\\u007d"),
        raw,
    )


def markdown(value: object) -> str:
    r"""Escape foreign text for Markdown: no link, emphasis, table cell or HTML survives.

    Parameters
    ----------
    value
        Anything; None is empty.

    Returns
    -------
    str
        On one line.

    Examples
    --------
    >>> print(markdown("[a](http)"))
    \[a\]\(http\)
    """
    return _MARKDOWN.sub(r"\\\1", " ".join(printable(value).split()))


def csv_cell(value: object) -> object:
    """Disarm a text cell that a spreadsheet would run as a formula; other types pass.

    Parameters
    ----------
    value
        Of any type.

    Returns
    -------
    object
        Text on one line, after a quote where it would be a formula; what is no text as it was.

    Examples
    --------
    >>> csv_cell("=1+1"), csv_cell(-2.0)
    ("'=1+1", -2.0)
    """
    if not isinstance(value, str):
        return value
    clean = " ".join(printable(value).split())
    return "'" + clean if clean[:1] in ("=", "+", "-", "@", "\t") else clean


def kml(value: object) -> str:
    """Return foreign text for KML, to be escaped once more for XML by what writes it.

    Viewers show names and descriptions as HTML, put features' fields in place of ``$[...]``
    and make links of addresses; none of these survives.

    Parameters
    ----------
    value
        Anything; None is empty.

    Returns
    -------
    str
        On one line.

    Examples
    --------
    >>> kml("<b>A</b> $[name] http://x")
    '‹b›A‹/b› $ [name] http: //x'
    """
    clean = " ".join(printable(value).split())
    clean = clean.replace("<", "‹").replace(">", "›").replace("&", "＆").replace("$[", "$ [")
    return re.sub(r"(?i)(:)(?=//)|(?<=www)(\.)|((?:java|vb)script:|data:)", r"\g<0> ", clean)


def xml(value: object) -> str:
    """Escape foreign text for XML (KML).

    Parameters
    ----------
    value
        Anything; None is empty.

    Returns
    -------
    str
        For text and for quoted attributes.

    Examples
    --------
    >>> xml("A & <B>")
    'A &amp; &lt;B&gt;'
    """
    return html.escape(printable(value), quote=True)
