"""What was aimed for, and what was measured: one short list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["headline"]

_ALARMS = ("watch", "alert")


def headline(numbers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each aim with its value and whether it is reached.

    Parameters
    ----------
    numbers
        The numbers of a back-test's document.

    Returns
    -------
    list of dict
        ``name``, ``value``, ``unit``, ``aim`` (in words) and ``reached`` (None when too
        little was run to tell).
    """
    return [
        *_scenes(numbers["scenes"], numbers["steady"]),
        *_rates(numbers["operating_points"], "all drags"),
        *_rates(numbers["operating_points_slowed"], "drags that cost 15 % of the speed or more"),
        *_calibrated(numbers["calibration"]),
        *_soon(numbers["latency"]),
        *_documented(numbers["documented"], numbers["controls"]),
    ]


def _row(name: str, value: float | None, unit: str, limit: float, *, least: bool) -> dict[str, Any]:
    aim = f"at {'least' if least else 'most'} {limit:g}"
    reached = None if value is None else bool(value >= limit if least else value <= limit)
    shown = None if value is None else round(value, 4)
    return {"name": name, "value": shown, "unit": unit, "aim": aim, "reached": reached}


def _scenes(scenes: Sequence[Mapping[str, Any]], steady: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Speeds and profiles of which every case is seen, and alerts on ships that only sail."""
    out = []
    for group, what in (("grid", "drag speeds of the grid"), ("profile", "profiles")):
        for signs in dict.fromkeys(s["signs"] for s in scenes):
            mine = [s for s in scenes if s["group"] == group and s["signs"] == signs]
            names = list(dict.fromkeys(s["name"] for s in mine))
            seen = sum(
                all(s["level"] in _ALARMS for s in mine if s["name"] == name) for name in names
            )
            name = f"{what} seen in every case, {signs}"
            out.append(_row(name, seen, f"of {len(names)}", len(names), least=True))
    days = steady.get("vessel_days", 0.0)
    if days:
        rate = 1000.0 * steady["alert"] / days
        name = "alerts on steady ships of the same generator"
        row = _row(name, rate, "per 1,000 vessel-days", 1.0, least=False)
        # No alarm in a few days says nothing about one in a thousand.
        out.append({**row, "reached": None} if row["reached"] and days < 1000.0 else row)
    return out


def _rates(points: Sequence[Mapping[str, Any]], which: str) -> list[dict[str, Any]]:
    out = []
    for rate, aim in ((5.0, 0.80), (1.0, 0.65)):
        point = next(p for p in points if p["rate"] == rate)
        name = f"found at {rate:g} false alarms per 1,000 vessel-days, {which}"
        row = _row(name, point["found"], "share", aim, least=True)
        out.append(row if point["resolved"] else {**row, "reached": None})
    return out


def _calibrated(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    words = {"natural": "as they come", "equal": "equal shares"}
    return [
        _row(
            f"expected calibration error, {words[mix]}",
            None if told[mix] is None else told[mix]["ece"],
            "",
            0.05,
            least=False,
        )
        for mix in words
    ]


def _soon(told: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    if told is None:
        return []
    median = told["levels"]["watch"]["median_min"]
    return [_row("median time from the drop to `watch`", median, "min", 60.0, least=False)]


def _documented(
    tracks: Sequence[Mapping[str, Any]], controls: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    whole = [t for t in tracks if not t["key_frames_only"]]
    run = [c for c in controls if c["not_run"] is None]
    out = []
    if whole:
        seen = sum(t["level"] in _ALARMS for t in whole)
        name = "documented tracks at `watch` or `alert`"
        out.append(_row(name, seen, f"of {len(whole)}", len(whole), least=True))
    if run:
        alarms = sum(c["level"] in _ALARMS for c in run)
        name = "records without a drag: `watch` or `alert` over the asset in the window"
        out.append(_row(name, alarms, f"of {len(run)}", 0.0, least=False))
    return out
