"""One picture of what happened when: outages, passages, slow stretches, hours without AIS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from .svg import EPISODE, FOR, MARK, WINDOW, clock, grid_line, hatched, label, rect, svg, unix
from .words import utc

__all__ = ["silences", "timeline_chart"]

_LONG_S = 12 * 3600.0
_SILENCE_S = 1800.0
_NAME_CHARS = 40
_WIDTH, _LEFT, _ROW, _TOP = 760, 244, 30, 10
_LINES = 14

Span = tuple[float, float]


def timeline_chart(
    windows: Sequence[Mapping[str, Any]],
    passages: Sequence[Mapping[str, Any]],
    ships: Sequence[Mapping[str, Any]] = (),
) -> Markup:
    """Return one row a failed asset and one a ship, over one time axis in UTC.

    Parameters
    ----------
    windows
        ``name``, ``t_earliest``, ``t_latest`` of ``attribution.json``; ``holes`` (spans of
        ISO times without AIS) may stand beside them.
    passages
        ``window`` (row number), ``t``, ``rank`` of the ship: numbered ticks.  ``span`` (two
        ISO times) in place of ``t`` where a passage has no single time: a dashed line.
    ships
        ``label``, ``episode`` (two ISO times or None), ``passages`` (ISO times, or dicts as above),
        ``holes``.

    Returns
    -------
    markupsafe.Markup
        Empty when neither a window nor a ship has a time.  A window of days is cut off, as
        it would press the minutes of the others together; its ends are then written on it.

    Examples
    --------
    >>> when = "2024-12-25T10:26:00Z"
    >>> chart = timeline_chart([{"name": "EstLink 2", "t_earliest": when, "t_latest": when}], [])
    >>> "EstLink 2" in chart, timeline_chart([], []) == ""
    (True, True)
    """
    ships = ships[:_LINES]
    axis = _axis(windows, passages, ships)
    if axis is None:
        return Markup("")
    t0, t1 = axis
    rows = len(windows) + len(ships)
    height = _TOP + _ROW * rows + 40

    def at(t: float) -> float:
        return _LEFT + (t - t0) / (t1 - t0) * (_WIDTH - _LEFT - 12)

    body = clock(t0, t1, at, height - 34, height)
    for i, window in enumerate(windows):
        body += _window(window, _TOP + i * _ROW, axis, at)
    for number, p in enumerate(passages):
        row = int(p["window"])
        if 0 <= row < len(windows):
            body += _passage(p, _TOP + row * _ROW, axis, at, (p["rank"], number))
    for i, ship in enumerate(ships, len(windows)):
        body += _ship(ship, _TOP + i * _ROW, axis, at)
    return svg(_WIDTH, height, "Outage windows and passages of the ranked ships", body)


def _axis(
    windows: Sequence[Mapping[str, Any]],
    passages: Sequence[Mapping[str, Any]],
    ships: Sequence[Mapping[str, Any]],
) -> Span | None:
    known = [s for w in windows if (s := _span(w.get("t_earliest"), w.get("t_latest")))]
    short = [s for s in known if s[1] - s[0] <= _LONG_S] or known
    spans = [*short, *(s for ship in ships if (s := _span(*(ship.get("episode") or (None,) * 2))))]
    told = [*passages, *(p for ship in ships for p in _of(ship))]
    moments = [t for t in map(unix, (p.get("t") for p in told)) if t is not None]
    # A span of many hours, like a window of days, would press the minutes together.
    spans += [] if spans or moments else [s for p in told if (s := _span(*_ends(p)))]
    if not spans and not moments:
        return None
    low, high = min([a for a, _ in spans] + moments), max([b for _, b in spans] + moments)
    pad = max(0.06 * (high - low), 300.0)
    return low - pad, high + pad


def _span(a: Any, b: Any) -> Span | None:
    first, last = unix(a), unix(b)
    return (first, last) if first is not None and last is not None else None


def _name(words: Any, y: float) -> list[str]:
    name = str(words)
    short = name if len(name) <= _NAME_CHARS else name[: _NAME_CHARS - 1] + "…"
    return [
        grid_line(_LEFT, _WIDTH - 12, y + 24),
        label(_LEFT - 8, y + 18, short, anchor="end"),
    ]


def _window(
    window: Mapping[str, Any], y: float, axis: Span, at: Callable[[float], float]
) -> list[str]:
    body = _name(window.get("name"), y)
    span = _span(window.get("t_earliest"), window.get("t_latest"))
    if span is not None and (shown := _inside(span, axis)):
        x0, x1 = at(shown[0]), at(shown[1])
        body.append(rect(x0, y + 6, max(x1 - x0, 2.5), 15, WINDOW, "#8a6d1a"))
    body += _holes(window, y, axis, at)
    if span is not None and span[0] < axis[0] and span[1] > axis[1]:
        words = f"← from {utc(window['t_earliest'], seconds=False)}"
        body.append(label(_LEFT + 4, y + 17, words, kind="soft"))
        words = f"to {utc(window['t_latest'], seconds=False)} →"
        body.append(label(_WIDTH - 16, y + 17, words, anchor="end", kind="soft"))
    return body


def _ship(ship: Mapping[str, Any], y: float, axis: Span, at: Callable[[float], float]) -> list[str]:
    body = _name(ship.get("label"), y)
    episode = _span(*(ship.get("episode") or (None, None)))
    if episode is not None and (shown := _inside(episode, axis)):
        body.append(rect(at(shown[0]), y + 8, at(shown[1]) - at(shown[0]), 11, EPISODE, FOR))
    body += _holes(ship, y, axis, at)
    for p in _of(ship):
        body += _passage(p, y, axis, at)
    return body


def _holes(row: Mapping[str, Any], y: float, axis: Span, at: Callable[[float], float]) -> list[str]:
    spans = [s for hole in row.get("holes") or [] if len(hole) == 2 and (s := _span(*hole))]
    shown = [inside for s in spans[:200] if (inside := _inside(s, axis))]
    return [hatched(at(a), y + 8, at(b) - at(a), 11) for a, b in shown]


def _inside(span: Span, axis: Span) -> Span | None:
    a, b = max(span[0], axis[0]), min(span[1], axis[1])
    return (a, b) if b >= a else None


def _of(ship: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = ship.get("passages") or []
    return [p if isinstance(p, Mapping) else {"t": p} for p in found]


def _ends(passage: Mapping[str, Any]) -> tuple[Any, Any]:
    a, b = passage.get("span") or (None, None)
    return a, b


def _passage(
    passage: Mapping[str, Any],
    y: float,
    axis: Span,
    at: Callable[[float], float],
    rank: tuple[Any, int] | None = None,
) -> list[str]:
    """Return a tick at the time of a passage; a dashed line over the span it may lie in.

    ``rank`` is the mark with its place in the list: spans overlap, their marks must not.
    """
    moment, span = unix(passage.get("t")), _span(*_ends(passage))
    if moment is not None and axis[0] <= moment <= axis[1]:
        mark, x = _tick(at(moment), y), at(moment) + 3
    elif moment is None and span is not None and (shown := _inside(span, axis)):
        a, b = at(shown[0]), at(shown[1])
        step = 14 * rank[1] if rank else 0
        mark, x = _dashed(a, b, y), a + 4 + (step % max(b - a - 12, 1.0))
    else:
        return []
    return [mark] if rank is None else [mark, label(x, y + 12, rank[0], kind="mark")]


def _dashed(x0: float, x1: float, y: float) -> str:
    return (
        f'<line x1="{x0:.1f}" x2="{max(x1, x0 + 2):.1f}" y1="{y + 14}" y2="{y + 14}" '
        f'stroke="{MARK}" stroke-width="1.6" stroke-dasharray="4 3"/>'
    )


def _tick(x: float, y: float) -> str:
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y + 3}" y2="{y + 24}" stroke="{MARK}" '
        'stroke-width="1.6"/>'
    )


def silences(series: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Return the spans of over half an hour in which a ship was not heard, ISO times.

    Long spans before the first and after the last fix stand with open years' ends.

    Examples
    --------
    >>> silences({"t": ["2024-12-25T10:00:00Z", "2024-12-25T12:00:00Z"]})[1]
    ('2024-12-25T10:00:00Z', '2024-12-25T12:00:00Z')
    """
    times = [str(t) for t in (series or {}).get("t") or [] if unix(t) is not None]
    if not times:
        return []
    times.sort(key=lambda t: unix(t) or 0.0)
    found = [(a, b) for a, b in pairwise(times) if (unix(b) or 0.0) - (unix(a) or 0.0) > _SILENCE_S]
    return [("1970-01-01T00:00:00Z", times[0]), *found, (times[-1], "2200-01-01T00:00:00Z")]
