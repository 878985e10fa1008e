"""Times, numbers and ships' numbers as a reader sees them; foreign text made harmless.

HTML passes :func:`baltic.escape.text`, Markdown :func:`baltic.escape.markdown`, Typst
:func:`baltic.escape.typst`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from .. import escape
from ..catalogue import FIRST_SIMULATED_MMSI, is_placeholder

__all__ = [
    "Plain",
    "clean",
    "count",
    "degrees",
    "distance",
    "failed_when",
    "html",
    "identity",
    "left_over",
    "letter",
    "likelihood",
    "md",
    "number",
    "odds",
    "parse",
    "portion",
    "provenance_word",
    "share",
    "span_words",
    "typ",
    "utc",
]

DASH = "–"
_TEXT_CHARS = 600
_NAME_CHARS = 60


class Plain(str):
    """Our own Markdown or Typst, already safe."""

    __slots__ = ()


def clean(value: Any, chars: int = _TEXT_CHARS) -> Any:
    """Return plain JSON without control characters, NaN or endless text.

    Examples
    --------
    >>> clean({"name": "A" * 9, "x": float("nan")}, chars=4)
    {'name': 'AAA…', 'x': None}
    """
    if isinstance(value, str):
        return escape.line(value, chars)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        # AIS sends 20 characters of a ship's name; a table cell of 600 hides the rest.
        least = min(chars, _NAME_CHARS) if "mmsi" in value else chars
        return {
            str(clean(str(k), chars)): clean(v, least if k == "name" else chars)
            for k, v in value.items()
        }
    if isinstance(value, Sequence):
        return [clean(v, chars) for v in value]
    return value


def html(value: Any) -> Any:
    """Return a template value escaped for HTML; markup of our own passes."""
    if isinstance(value, Markup):
        return value
    return Markup(escape.text(value))


def md(value: Any) -> str:
    """Return a template value escaped for Markdown; our own Markdown passes.

    Examples
    --------
    >>> md("a|b [x](http://y) <i>")
    'a\\\\|b \\\\[x\\\\](http\\\\:/\\\\/y) \\\\<i>'
    """
    if isinstance(value, Plain):
        return str(value)
    return escape.markdown(value)


def typ(value: Any) -> str:
    """Return a template value escaped for Typst; our own Typst passes, a chart is a drawing.

    Examples
    --------
    >>> typ('";#read(x)'), typ(Markup("<svg><title>Sum</title></svg>"))
    ('#"\\\\";#read(x)";', '#drawing("<svg><title>Sum</title></svg>", "Sum");')
    """
    if isinstance(value, Plain):
        return str(value)
    if isinstance(value, Markup):
        return _drawing(value)
    return escape.typst(value)


def _drawing(chart: Markup) -> str:
    """Return a chart in Typst, with its title for who hears the page."""
    if not chart:
        return ""
    title = chart.partition("<title>")[2].partition("</title>")[0]
    words = escape.typst_string(Markup(title).unescape())
    return f"#drawing({escape.typst_string(str(chart))}, {words});"


def utc(t: Any, *, seconds: bool = True) -> str:
    """Return an ISO time as the reader sees it, rounded to the second as reasons are.

    Examples
    --------
    >>> utc("2024-12-25T10:26:00.9Z"), utc(None)
    ('2024-12-25 10:26:01Z', '–')
    """
    moment = parse(t)
    if moment is None:
        return DASH
    if not seconds:
        return f"{moment:%Y-%m-%d %H:%MZ}"
    return f"{datetime.fromtimestamp(round(moment.timestamp()), UTC):%Y-%m-%d %H:%M:%SZ}"


def span_words(a: Any, b: Any, between: str = "{} to {}") -> str:
    """Return a span of time in words; one that is shown as a single time is that time.

    Parameters
    ----------
    a, b
        ISO times.
    between
        How two times stand together.

    Examples
    --------
    >>> span_words("2024-12-25T10:26:00Z", "2024-12-25T10:26:00Z")
    '2024-12-25 10:26:00Z'
    >>> span_words("2024-12-25T10:26:00Z", None, "between {} and {}")
    'between 2024-12-25 10:26:00Z and –'
    """
    first, last = utc(a), utc(b)
    return first if first == last else between.format(first, last)


def failed_when(window: Mapping[str, Any]) -> str:
    """Return when an asset failed, in words.

    Examples
    --------
    >>> when = "2024-12-25T10:26:00Z"
    >>> failed_when({"t_earliest": when, "t_latest": when})
    'at 2024-12-25 10:26:00Z'
    """
    words = span_words(window.get("t_earliest"), window.get("t_latest"), "between {} and {}")
    return words if words.startswith("between") else f"at {words}"


def parse(t: Any) -> datetime | None:
    """Return an aware UTC time of ISO text; None when absent or unreadable."""
    if not isinstance(t, str):
        return None
    try:
        moment = datetime.fromisoformat(t)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def number(value: Any, digits: int = 1, unit: str = "", *, sign: bool = False) -> str:
    """Return a number with its unit, a dash when it is not known.

    Examples
    --------
    >>> number(8.27, 1, "kn"), number(None, 1, "kn"), number(1234567, 0), number(2.5, sign=True)
    ('8.3 kn', '–', '1,234,567', '+2.5')
    >>> number(-0.01)
    '0.0'
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return DASH
    # What rounds to nothing has no sign of its own.
    shown = round(value, digits) + 0.0
    text = f"{shown:{'+' if sign else ''},.{digits}f}"
    return f"{text} {unit}" if unit else text


def left_over(minutes: Any) -> str:
    """Return the time that a silence leaves over, or by how much the way needs more.

    Examples
    --------
    >>> left_over(62.7), left_over(-264.6), left_over(-0.2), left_over(None)
    ('63 min', 'none, 265 min short', '0 min', '–')
    """
    if isinstance(minutes, (int, float)) and minutes < -0.5:
        return f"none, {number(-minutes, 0, 'min')} short"
    return number(minutes, 0, "min")


def distance(km: Any, digits: int = 1) -> str:
    """Return a distance or an error of one: in metres where kilometres would round it away.

    Examples
    --------
    >>> distance(12.34), distance(0.3, 2), distance(0.01), distance(0.0004), distance(None)
    ('12.3 km', '0.30 km', '10 m', '< 1 m', '–')
    """
    if not isinstance(km, (int, float)) or not math.isfinite(km) or not 0 < km < 0.0995:
        return number(km, digits, "km")
    return "< 1 m" if km < 0.001 else f"{1000 * km:.0f} m"


def likelihood(p: Any) -> str:
    """Return a probability in percent, never as certainty.

    Parameters
    ----------
    p
        Share, 0 to 1, such as a posterior.

    Returns
    -------
    str
        With a percent sign; a dash for what is no number.

    Examples
    --------
    >>> likelihood(0.9999), likelihood(0.123), likelihood(1e-9)
    ('> 99.9 %', '12.3 %', '< 0.1 %')
    """
    if not isinstance(p, (int, float)) or not math.isfinite(p):
        return DASH
    if p > 0.999:
        return "> 99.9 %"
    return "< 0.1 %" if p < 0.001 else f"{100 * p:.1f} %"


def portion(share: Any) -> str:
    """Return a measured share in percent: unlike a probability it may be all or nothing.

    Examples
    --------
    >>> portion(1.0), portion(0.9996), portion(0.375), portion(0.0)
    ('100 %', '99.9 %', '37.5 %', '0 %')
    """
    if not isinstance(share, (int, float)) or not math.isfinite(share):
        return DASH
    if share <= 0 or share >= 1:
        return "0 %" if share <= 0 else "100 %"
    return f"{min(max(100 * share, 0.1), 99.9):.1f} %"


def share(value: Any) -> Plain:
    """Return a share as a number of Typst's code, between nothing and all.

    Examples
    --------
    >>> share(0.25), share(None), share(7)
    ('0.2500', '0.0000', '1.0000')
    """
    known = isinstance(value, (int, float)) and math.isfinite(value)
    return Plain(f"{min(max(value, 0.0), 1.0) if known else 0.0:.4f}")


def count(number: Any, noun: str) -> str:
    """Return a number and what it counts.

    Examples
    --------
    >>> count(1, "outage"), count(1200, "ship"), count(None, "ship")
    ('1 outage', '1,200 ships', '– ships')
    """
    if not isinstance(number, int):
        return f"{DASH} {noun}s"
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def letter(number: int) -> str:
    """Return the mark of an outage by its place in the list: A, B ... Z, A1, B1 ...

    Examples
    --------
    >>> letter(0), letter(27)
    ('A', 'B1')
    """
    again, place = divmod(number, 26)
    return f"{chr(65 + place)}{again or ''}"


def odds(llr: Any) -> str:
    """Return a log-likelihood ratio as a factor for or against.

    Examples
    --------
    >>> odds(2.3), odds(-0.7)
    ('about 10 times likelier under a drag', 'about 2 times likelier in ordinary sailing')
    """
    if not isinstance(llr, (int, float)) or not math.isfinite(llr):
        return DASH
    factor = math.exp(min(abs(llr), 20.0))
    text = f"{factor:.1f}" if factor < 1.95 else f"{factor:,.0f}"
    if abs(llr) < 0.05:
        return "no weight either way"
    side = "under a drag" if llr > 0 else "in ordinary sailing"
    return f"about {text} times likelier {side}"


def degrees(lon: Any, lat: Any) -> str:
    """Return a position in degrees and minutes.

    Examples
    --------
    >>> degrees(25.5, 59.7575)
    '59°45.45′N 025°30.00′E'
    """
    if not all(isinstance(v, (int, float)) and math.isfinite(v) for v in (lon, lat)):
        return DASH

    def part(value: float, width: int, signs: str) -> str:
        whole, minutes = divmod(round(abs(value) * 6000), 6000)
        return f"{whole:0{width}d}°{minutes / 100:05.2f}′{signs[value < 0]}"

    return f"{part(float(lat), 2, 'NS')} {part(float(lon), 3, 'EW')}"


def identity(mmsi: Any) -> str:
    """Return an MMSI, or what stands in for one; a number of ours is never printed as a fact.

    Examples
    --------
    >>> identity(518998865), identity(200000001), identity(200100007)
    ('518998865', 'placeholder', 'simulated')
    """
    try:
        value = int(mmsi)
    except (TypeError, ValueError):
        return DASH
    if not is_placeholder(value):
        return str(value)
    return "simulated" if value >= FIRST_SIMULATED_MMSI else "placeholder"


def provenance_word(value: Any) -> str:
    """Return how a track is known, in one word (or two joined ones)."""
    words = [w for w in str(value or "").split("+") if w]
    known = [w for w in words if w in ("measured", "reconstructed", "simulated")]
    return " and ".join(known) if known else "not stated"
