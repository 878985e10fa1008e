"""The back-test in plain words: ``backtest.md`` from the document, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["class_words", "limits", "main_table", "report"]

#: Rates shown for the drags that cost speed alone, too.
_SLOWED_RATES = (1.0, 5.0)

_LIMITS = (
    "Ships, weather and drags of a *simulated* sea follow assumptions; a real sea has more kinds "
    "of ordinary behaviour. Shares found and false alarms on real traffic are not shown by this.",
    "World B differs from world A, in which weights and thresholds are set, but the same program "
    "makes both: what neither holds, neither tests.",
    "A false alarm is one episode of a ship that drags nothing; vessel-days are 24 h of a cargo "
    "ship or tanker under way. Episodes of all ships count, also of trawlers, tugs and ferries.",
    "A drag is found when an episode of its ship overlaps the time from the drop to the end of "
    "the recovery stop, however small its loss of speed. No drag is left out as too small.",
    "Intervals draw whole seas (or days) again, and where these are few are never narrower than "
    "those of the counts (Wilson). They say how much the draw matters, not how far "
    "the simulation is from the sea.",
    "The rules of other programs are written anew from their descriptions and get the same "
    "cleaned tracks; their programs may do better or worse. A ship counts once for them, however "
    "often a rule fires on it.",
)
_REAL_LIMIT = (
    "Drags are injected into tracks of the given files: positions stay on the real path, speeds "
    "follow the physics. What the given ships really did is not known: any alarm on a ship "
    "without an injected drag counts as false, also a right one."
)


_NOT_MEASURED = (
    "The given files are not all measured: false alarms of made-up tracks are those of what made "
    "them, not of the sea"
)


def report(document: dict[str, Any]) -> str:
    """Return ``backtest.md``.

    Parameters
    ----------
    document
        As :func:`~baltic.evaluation.backtest.backtest` returns it.
    """
    parts = [
        "# How well drags are found",
        _setting(document),
        main_table(document),
        _headline(document),
        _calibration(document),
        _latency(document),
        _classes(document),
        _samplings(document),
        _scenes(document),
        _documented(document),
        _causes(document),
        _limits(document),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def _number(value: float | None, form: str = ".2f") -> str:
    return "unknown" if value is None else format(value, form)


def _span(row: dict[str, Any], name: str, form: str = ".2f") -> str:
    low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
    return "" if low is None or high is None else f" [{low:{form}}, {high:{form}}]"


def _setting(document: dict[str, Any]) -> str:
    manifest = document["manifest"]
    where = (
        f"{document['blocks']} simulated seas of world {document['world']}"
        if document["data"] == "simulated"
        else f"{_days(document['blocks'])} of the given files ({_fixes(document)}), with drags "
        f"injected by the physics (priors of world {document['world']})"
    )
    size = document["size"]
    if document["world"] == "A" and document["data"] == "simulated":
        where += " (in which weights and thresholds were set: expect better than it is)"
    made = (
        f" ({size['ships']} ships, {size['hours']:g} h, a fix every {size['interval_s']:g} s)"
        if document["data"] == "simulated"
        else ""
    )
    return (
        f"{where}{made}: {document['vessel_days']:,.0f} vessel-days of ordinary sailing and "
        f"{document['drags']:,} drags. First seed {document['seed']}, settings "
        f"{manifest['settings_hash'][:12]}, thresholds measured on "
        f"{manifest['levels']['measured_on']}."
    )


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _fixes(document: dict[str, Any]) -> str:
    """Return what the fixes of the files are, in words."""
    told = [f"{count:,} {word}" for word, count in document["provenance"].items()]
    return f"fixes: {', '.join(told)}" if told else "no fixes"


def main_table(document: dict[str, Any]) -> str:
    """Return the main table: ours at its levels and at fixed rates, and the peers' rules.

    Parameters
    ----------
    document
        As :func:`~baltic.evaluation.backtest` returns it.

    Returns
    -------
    str
        Markdown, one row a rule: share of the drags found and false alarms per 1,000
        vessel-days, each with its 95 % interval.

    Examples
    --------
    >>> rule = {"name": "a rule", "found": 0.5, "found_low": 0.2, "found_high": 0.8,
    ...         "false_per_1000": 30.0, "vessel_days": 1000.0}
    >>> document = {"operating_points": [], "operating_points_slowed": [], "peers": [rule]}
    >>> print(main_table(document).splitlines()[-1])
    | a rule | 0.50 [0.20, 0.80] | 30.0 | 1,000 |
    """
    rows = []
    for p in document["operating_points"]:
        name = f"`{p['name']}`" if p["kind"] == "shipped" else f"at {p['rate']:g} per 1,000"
        if not p["resolved"]:
            name += " (too few vessel-days to tell)"
        rows.append(_main_row(f"baltic, {name}", p))
    for p in document["operating_points_slowed"]:
        if p["kind"] == "rate" and p["rate"] in _SLOWED_RATES and p["resolved"]:
            rows.append(_main_row(f"the same at {p['rate']:g}, drags that cost 15 % or more", p))
    rows += [_main_row(p["name"], p) for p in document["peers"]]
    head = (
        "rule",
        "drags found [95 %]",
        "false alarms per 1,000 vessel-days [95 %]",
        "vessel-days",
    )
    return _table(head, rows)


def _main_row(name: str, p: dict[str, Any]) -> tuple[str, ...]:
    return (
        name,
        _number(p["found"]) + _span(p, "found"),
        _number(p["false_per_1000"], ".1f") + _span(p, "false", ".1f"),
        f"{p['vessel_days']:,.0f}",
    )


def _headline(document: dict[str, Any]) -> str:
    words = {True: "yes", False: "no", None: "too little run to tell"}
    rows = [
        (
            r["name"],
            f"{_number(r['value'], '.3g')} {r['unit']}".strip(),
            r["aim"],
            words[r["reached"]],
        )
        for r in document["headline"]
    ]
    return "## Against what was aimed for\n\n" + _table(
        ("measure", "value", "aim", "reached"), rows
    )


def _calibration(document: dict[str, Any]) -> str:
    c = document["calibration"]
    if c.get("natural") is None:
        return ""
    rows = [
        (
            {"natural": "as they come", "equal": "weighted to equal shares"}[mix],
            f"{c[mix]['prior_odds']:.4g}",
            f"{c[mix]['ece']:.3f}",
            f"{c[mix]['brier']:.3f}",
            _number(c[mix]["brier_skill"]),
            f"{c[mix]['log_score']:.3f}",
        )
        for mix in ("natural", "equal")
    ]
    bins = [
        (
            f"{b['low']:.1f} to {b['high']:.1f}",
            f"{b['n']:,}",
            _number(b["stated"]),
            _number(b["observed"]) + _span(b, "observed"),
        )
        for b in c["equal"]["bins"]
        if b["n"]
    ]
    return (
        "## Do the numbers mean what they say?\n\n"
        "A ledger sum (LLR) is meant as the logarithm of how much likelier an episode is with a "
        "drag than without; P = 1 / (1 + exp(-LLR) / prior odds). Prior odds are those of the "
        f"episodes evaluated ({c['drags']:,} of drags, {c['ordinary']:,} ordinary); drags that "
        "left no episode are not in here.\n\n"
        + _table(("episodes", "prior odds", "ECE", "Brier", "Brier skill", "log score"), rows)
        + "\n\nReliability, weighted to equal shares:\n\n"
        + _table(("stated P", "episodes", "mean stated", "observed [95 %]"), bins)
    )


def _latency(document: dict[str, Any]) -> str:
    told = document["latency"]
    if told is None:
        return ""
    rows = []
    for level, row in told["levels"].items():
        q = row["quartiles_min"]
        rows.append(
            (
                f"`{level}`",
                f"{row['found']} of {told['drags']}",
                _number(row["median_min"], ".0f"),
                "unknown" if q is None else f"{q[0]:.0f} to {q[1]:.0f}",
                f"{row['before_first_asset']} of {row['crossing']}",
            )
        )
    return (
        "## How soon?\n\n"
        "The whole sea is cut at times after the drop and scanned as if the record ended there. "
        f"Medians are of drags found within {told['last_cut_min']:g} min.\n\n"
        + _table(
            (
                "level",
                "found so far",
                "median, min",
                "quartiles, min",
                "seen before their first asset",
            ),
            rows,
        )
    )


def class_words(row: dict[str, Any]) -> str:
    """Return the range of a class in words.

    Examples
    --------
    >>> class_words({"low": None, "high": 3}), class_words({"low": 3, "high": 5})
    ('under 3', '3 to 5')
    """
    if "label" in row:
        return str(row["label"])
    low, high = row["low"], row["high"]
    if low is None:
        return f"under {high:g}"
    return f"{low:g} and more" if high is None else f"{low:g} to {high:g}"


def _classes(document: dict[str, Any]) -> str:
    rows = []
    for row in document["breakdown"]:
        span = f"{class_words(row)} {row['unit']}".strip()
        false = row.get("false_per_1000", {}).get("watch")
        found = [
            f"{row['found'][level]['found']:.2f} [{row['found'][level]['low']:.2f}, "
            f"{row['found'][level]['high']:.2f}]"
            for level in ("watch", "alert")
        ]
        rows.append(
            (row["split"], span, str(row["drags"]), *found, "" if false is None else f"{false:.1f}")
        )
    if not rows:
        return ""
    head = (
        "class",
        "range",
        "drags",
        "found, `watch`",
        "found, `alert`",
        "false `watch` per 1,000",
    )
    return "## Which drags?\n\n" + _table(head, rows)


def _samplings(document: dict[str, Any]) -> str:
    rows = []
    for row in document["sampling"]:
        points = {p["name"]: p for p in row["points"]}
        rows.append(
            (
                f"{row['interval_s']:g} s",
                str(row["seas"]),
                *(
                    _number(points[w]["found"]) + _span(points[w], "found")
                    for w in ("watch", "alert")
                ),
                *(_number(points[w]["false_per_1000"], ".1f") for w in ("watch", "alert")),
            )
        )
    if not rows:
        return ""
    head = (
        "a fix every",
        "seas",
        "found, `watch`",
        "found, `alert`",
        "false `watch`",
        "false `alert`",
    )
    return "## Sampling\n\nThe same seas heard more or less often.\n\n" + _table(head, rows)


def _scenes(document: dict[str, Any]) -> str:
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
        + _table(("drag at", *(f"baltic, {w}" for w in signs), *peers), rows)
        + tail
    )


def _share(hits: list[bool]) -> str:
    return f"{sum(hits)} of {len(hits)}"


def _documented(document: dict[str, Any]) -> str:
    tracks, controls = document["documented"], document["controls"]
    if not tracks:
        return ""
    first = [
        (
            t["track"],
            t["provenance"] + (", key-frames only" if t["key_frames_only"] else ""),
            f"{t['fixes']:,}",
            f"`{t['level']}`",
            _number(t["llr"], "+.1f") if t["llr"] is not None else "no episode",
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
        + _table(("track", "provenance", "fixes", "level", "LLR"), first)
        + "\n\nRecords without a drag, or that name cleared ships: *simulated* innocent ships "
        "through the asset and window (no ship's own track). The highest level of a slow stretch "
        "over that asset in that window should be `none` or `note`. "
        + _elsewhere(controls)
        + _table(("record", "why", "asset", "highest level there", "elsewhere"), second)
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


def _causes(document: dict[str, Any]) -> str:
    rows = [
        (state.replace("_", " "), str(n)) for state, n in document["false_alarm_states"].items()
    ]
    if not rows or document["data"] != "simulated":
        return ""
    return (
        "## What false alarms were\n\nTrue state of ordinary ships at `watch` and above.\n\n"
        + _table(("state", "episodes"), rows)
    )


def limits(document: dict[str, Any]) -> list[str]:
    """Return what a back-test does not show, one sentence or two each.

    Parameters
    ----------
    document
        As :func:`~baltic.evaluation.backtest` returns it.

    Returns
    -------
    list of str
        Those of the method first, then notes of this run.

    Examples
    --------
    >>> told = limits({"data": "simulated", "manifest": {"notes": ["few seas"]}})
    >>> told[0][:37], told[-1]
    ('Ships, weather and drags of a *simula', 'few seas')
    """
    told = list(_LIMITS) if document["data"] == "simulated" else [_REAL_LIMIT, *_LIMITS[2:]]
    if set(document.get("provenance") or ()) - {"measured"}:
        told.insert(0, f"{_NOT_MEASURED} ({_fixes(document)}).")
    return [*told, *document["manifest"]["notes"]]


def _limits(document: dict[str, Any]) -> str:
    return "## What this does not show\n\n" + "\n".join(f"- {line}" for line in limits(document))
