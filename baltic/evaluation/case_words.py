"""Sections of a back-test on single cases: set scenes, documented tracks, false alarms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .markdown import number, table

__all__ = ["documented_section", "false_alarms_section", "scenes_section"]


def scenes_section(document: dict[str, Any]) -> str:
    """Return how set scenes over charted cables are told; empty without any."""
    scenes = document["scenes"]
    if not scenes:
        return ""
    names = list(dict.fromkeys((s["group"], s["name"]) for s in scenes))
    peers = list(scenes[0]["peers"])
    signs = list(dict.fromkeys(s["signs"] for s in scenes))
    rows = []
    for group, name in names:
        mine = [s for s in scenes if (s["group"], s["name"]) == (group, name)]
        cells = [
            _share([s["level"] in ("watch", "alert") for s in mine if s["signs"] == w])
            for w in signs
        ]
        cells += [_share([s["peers"][p] for s in mine]) for p in peers]
        rows.append((name, *cells))
    steady = document["steady"]
    tail = ""
    if steady:
        tail = (
            f"\n\nInnocent ships of constant speed from the same generator: "
            f"{steady['vessel_days']:,.0f} vessel-days, {steady['alert']} `alert`, "
            f"{steady['watch']} `watch`."
        )
    return (
        "## One ship over a charted cable\n\n3 h at 11 kn, 4 h at the speed given, 2 h at 11 kn, a "
        "fix a minute; then profiles like known cases. Cases at `watch` or `alert` (a case is a "
        "charted asset and a direction), and cases in which a peer's rule fires.\n\n"
        + table(("drag at", *(f"baltic, {w}" for w in signs), *peers), rows)
        + tail
    )


def _share(hits: list[bool]) -> str:
    return f"{sum(hits)} of {len(hits)}"


def documented_section(document: dict[str, Any]) -> str:
    """Return what shipped tracks and innocent controls raise; empty without any."""
    tracks, controls = document["documented"], document["controls"]
    if not tracks:
        return ""
    first = [
        (
            t["track"],
            t["provenance"] + (", key-frames only" if t["key_frames_only"] else ""),
            f"{t['fixes']:,}",
            f"`{t['level']}`",
            number(t["llr"], "+.1f") if t["llr"] is not None else "no episode",
        )
        for t in tracks
    ]
    second = [
        (
            c["incident_id"],
            c["why"],
            str(c["asset_id"] or "none"),
            c["not_run"] or f"`{c['level']}`",
            "" if c["not_run"] else f"`{c['elsewhere']['level']}`",
        )
        for c in controls
    ]
    return (
        "## Documented cases\n\nShipped tracks, scanned alone:\n\n"
        + table(("track", "provenance", "fixes", "level", "LLR"), first)
        + "\n\nRecords without a drag, or that name cleared ships: *simulated* innocent ships "
        "through the asset and window (no ship's own track). The highest level of a slow stretch "
        "over that asset in that window should be `none` or `note`. "
        + _elsewhere(controls)
        + table(("record", "why", "asset", "highest level there", "elsewhere"), second)
    )


def _elsewhere(controls: Sequence[dict[str, Any]]) -> str:
    """Return how many alarms the same ships raised over other places or at other hours."""
    run = [c for c in controls if not c["not_run"]]
    count = sum(c["elsewhere"]["alert"] + c["elsewhere"]["watch"] for c in run)
    days = sum(c["vessel_days"] for c in run)
    return (
        f"Elsewhere, and twelve hours before and after, these ships raised {count} in "
        f"{days:.0f} vessel-days, where 5 per 1,000 would be {0.005 * days:.1f}.\n\n"
    )


def false_alarms_section(document: dict[str, Any]) -> str:
    """Return what ordinary ships did when they raised an alarm; empty without any."""
    rows = [
        (state.replace("_", " "), str(n)) for state, n in document["false_alarm_states"].items()
    ]
    if not rows or document["data"] != "simulated":
        return ""
    return (
        "## What false alarms were\n\nTrue state of ordinary ships at `watch` and above.\n\n"
        + table(("state", "episodes"), rows)
    )
