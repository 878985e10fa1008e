"""The one place where foreign text is made safe to show.

Ship names, destinations, asset files, incident prose and file names are code until escaped:
branca re-parses rendered script text as a Jinja template, so braces matter as much as angle
brackets; a spreadsheet runs a cell that begins with ``=``; a terminal obeys control codes.

What people see of a foreign text is the same everywhere, :func:`printable`: nothing that
steers a screen, turns the direction of what stands beside it, hides, or piles up over its
neighbours.  Each function after it adds what one kind of output needs.  Files of data
(JSON, GeoJSON, Parquet) keep the text whole; :func:`json_text` writes there as JSON escapes
what :func:`printable` would take away.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

__all__ = [
    "csv_cell",
    "json_safe",
    "json_script",
    "json_text",
    "kml",
    "line",
    "markdown",
    "printable",
    "terminal",
    "text",
    "typst",
    "typst_string",
    "xml",
]

# Control codes (the second set, too: 9B begins an escape sequence), halves of pairs,
# and what Unicode calls no character.
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}" for p in range(1, 17)
)
# Signs of direction, and signs nobody sees; the two joiners that scripts and emoji need stay.
_HIDDEN = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_BREAKS = "\u2028\u2029"
# Marks over and under any letter; those of one script (its vowels) are others.
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"

_NO_CONTROL = re.compile(f"[{_CONTROL}]")
_NO_HIDDEN = re.compile(f"[{_HIDDEN}]")
_NO_BREAK = re.compile(f"[{_BREAKS}]")
_NO_PILE = re.compile(f"({_MARK}{{4}}){_MARK}+")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_ENTITIES = {
    "{": "&#123;",
    "}": "&#125;",
    "`": "&#96;",
    "\\": "&#92;",
    "$": "&#36;",
    "\r": " ",
    "\n": " ",
}
_TABLE = str.maketrans(_ENTITIES)

# A "<" that could begin a tag, a comment or an end of a script.
_JSON_UNSAFE = re.compile(f"<(?=[/!?A-Za-z])|[{_CONTROL}{_HIDDEN}{_BREAKS}]")
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')

_MARKDOWN = re.compile(
    r"[\\`*_{}\[\]|<~&$@]|:(?=//)|(?<=/)/|(?<=www)\.|(?<=\w)\.(?=[^\W\d_])", re.I
)
_MARKDOWN_FIRST = re.compile(r"([-+=>#])|(\d+)(?=[.)](?:\s|$))")

# In an Asian locale the wide forms count as well; where a spreadsheet takes ";" for the
# border of cells, each part of a cell is one.
_FORMULA = re.compile(r"(^|;\s*)('*[=+\-@＝＋－＠﹢﹣﹦﹫])")
_NEGATIVE = re.compile(r"-\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")

_KML_LINK = re.compile(r"(:)(?=//)|(?<=www)(\.)|((?:java|vb)script:|data:|mailto:)", re.I)
_KML = str.maketrans({"<": "‹", ">": "›", "&": "＆"})


def printable(value: object) -> str:
    r"""Return foreign text as people should see it.

    Control codes, lone surrogates and noncharacters become U+FFFD; signs of direction and
    signs without a shape go; line and paragraph separators become line feeds; of a pile of
    marks on one letter four stay.  Nothing is escaped yet.

    Parameters
    ----------
    value
        Anything; None is empty.

    Returns
    -------
    str
        Of any number of lines.

    Examples
    --------
    >>> printable("Eagle S"), printable("A\x1b[31m"), printable("\u202egnp.exe"), printable(None)
    ('Eagle S', 'A�[31m', 'gnp.exe', '')
    """
    words = "" if value is None else str(value)
    if words.isascii() and words.isprintable():
        return words
    words = _NO_HIDDEN.sub("", _NO_CONTROL.sub("\ufffd", words))
    return _NO_PILE.sub(r"\1", _NO_BREAK.sub("\n", words))


def line(value: object, chars: int | None = None) -> str:
    r"""Return foreign text on one line, cut to a number of characters.

    Parameters
    ----------
    value
        Anything; None is empty.
    chars
        Most characters; None for all.

    Returns
    -------
    str
        Cut text ends in an ellipsis.

    Examples
    --------
    >>> line("two\n lines"), line("A" * 9, chars=4)
    ('two lines', 'AAA…')
    """
    words = " ".join(printable(value).split())
    return words if chars is None or len(words) <= chars else words[: chars - 1] + "…"


def terminal(value: object, chars: int | None = None) -> str:
    r"""Return foreign text fit for a terminal: one line, nothing that steers it.

    What is left out elsewhere shows here as U+FFFD: whoever looks for a file by its name
    must see that there was something.

    Parameters
    ----------
    value
        Anything; None is empty.
    chars
        Most characters; None for all.

    Returns
    -------
    str
        Cut text ends in an ellipsis.

    Examples
    --------
    >>> terminal("a\x9b31m\nb"), terminal("A" * 9, chars=4)
    ('a�31m b', 'AAA…')
    """
    words = _NO_PILE.sub(r"\1", "" if value is None else str(value))
    if not words.isprintable():
        words = "".join(_cell(c) for c in words)
    return words if chars is None or len(words) <= chars else words[: chars - 1] + "…"


def _cell(sign: str) -> str:
    if sign.isprintable():
        return sign
    if sign in "\u200c\u200d":
        return ""
    return " " if sign.isspace() and sign not in "\x0b\x0c\x1c\x1d\x1e\x1f\x85" else "\ufffd"


def text(value: object) -> str:
    """Escape foreign text for HTML, script strings and Jinja templates alike.

    Text of a right-to-left script is isolated: the numbers beside it keep their order.

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
    >>> text("<b>{{ 7*7 }}")
    '&lt;b&gt;&#123;&#123; 7*7 &#125;&#125;'
    """
    return html.escape(_isolated(printable(value)), quote=True).translate(_TABLE)


def _isolated(words: str) -> str:
    return f"\u2068{words}\u2069" if _RIGHT_TO_LEFT.search(words) else words


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
    return _JSON_STRING.sub(
        lambda m: m.group().replace("<", "\\u003c").replace("{", "\\u007b").replace("}", "\\u007d"),
        raw,
    )


def json_text(value: Any, *, indent: int | None = 1) -> str:
    r"""Serialise for a file or a terminal: reads back the same, acts nowhere.

    Parameters
    ----------
    value
        Plain JSON values.
    indent
        Spaces a level; None for no white space at all.

    Returns
    -------
    str
        JSON.

    Raises
    ------
    ValueError
        A number that is not finite.

    Examples
    --------
    >>> json_text({"name": "</script>\x9b31m < 1"}, indent=None)
    '{"name":"\\u003c/script>\\u009b31m < 1"}'
    """
    separators = (",", ":") if indent is None else None
    return json_safe(
        json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    )


def json_safe(raw: str) -> str:
    r"""Write as JSON escapes what steers a screen, hides, or ends a script, in JSON text.

    Parameters
    ----------
    raw
        JSON.

    Returns
    -------
    str
        JSON that reads back the same.

    Examples
    --------
    >>> json_safe('{"name": "</script>"}')
    '{"name": "\\u003c/script>"}'
    """
    return _JSON_UNSAFE.sub(_code, raw)


def _code(found: re.Match[str]) -> str:
    point = ord(found.group())
    if point < 0x10000:
        return f"\\u{point:04x}"
    high, low = divmod(point - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def markdown(value: object) -> str:
    r"""Escape foreign text for Markdown: no link, mark, table cell, list or HTML survives.

    Only what would act is escaped, so that the plain file stays readable.

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
    >>> markdown("a|b [x](http://y) <i>")
    'a\\|b \\[x\\](http\\:/\\/y) \\<i>'
    >>> markdown("- 1.5 kn"), markdown("2024-12-25 10:26Z")
    ('\\- 1.5 kn', '2024-12-25 10:26Z')
    """
    words = _isolated(line(value))
    safe = _MARKDOWN.sub(r"\\\g<0>", words)
    # Some programs make links of addresses and names of people after they took the
    # backslash away; an unseen joiner keeps the sign apart.
    safe = re.sub(r"@(?=\w)", "@\u2060", safe)
    first = _MARKDOWN_FIRST.match(safe)
    if first is None:
        return safe
    return f"{first[2] or ''}\\{safe[len(first[2] or '') :]}"


def csv_cell(value: object) -> object:
    """Disarm a text cell that a spreadsheet would run as a formula; other types pass.

    An apostrophe stands before what would begin a formula (and before apostrophes that
    stand there already: taking one away gives the text back).  A text that is a negative
    number stays one.

    Parameters
    ----------
    value
        Of any type.

    Returns
    -------
    object
        Text on one line; what is no text as it was.

    Examples
    --------
    >>> csv_cell("=1+1"), csv_cell("-3.5"), csv_cell(-3.5), csv_cell("a;=1"), csv_cell("'=1")
    ("'=1+1", '-3.5', -3.5, "a;'=1", "''=1")
    """
    if not isinstance(value, str):
        return value
    clean = line(value)
    return clean if _NEGATIVE.fullmatch(clean) else _FORMULA.sub(r"\1'\2", clean)


def typst_string(value: object) -> str:
    r"""Return a text as a string of Typst's code, where nothing in it is code or markup.

    Parameters
    ----------
    value
        Anything; None is empty.

    Returns
    -------
    str
        In quotes.

    Examples
    --------
    >>> print(typst_string('";#import'), typst_string("\\u{41}"))
    "\";#import" "\\u{41}"
    """
    words = printable(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{words}"'


def typst(value: object) -> str:
    """Escape foreign text for Typst: a string that is printed as it is, on one line.

    Parameters
    ----------
    value
        Anything; None is empty.

    Returns
    -------
    str
        For markup.  The semicolon ends it, so that no bracket or dot behind it belongs to it.

    Examples
    --------
    >>> typst("*A* #eval($x$)"), typst("a\\nb")
    ('#"*A* #eval($x$)";', '#"a b";')
    """
    return f"#{typst_string(_isolated(line(value)))};"


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
    clean = line(value).translate(_KML).replace("$[", "$ [")
    return _KML_LINK.sub(r"\g<0> ", clean)


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
