"""The back-test in plain words: ``backtest.md`` from the document, nothing else."""

from __future__ import annotations

from typing import Any

from .case_words import documented_section, false_alarms_section, scenes_section
from .limits import fixes_words, limits
from .markdown import interval_words, number, table
from .measure_words import (
    calibration_section,
    classes_section,
    latency_section,
    sampling_section,
)

__all__ = ["main_table", "report"]

#: Rates shown for the drags that cost speed alone, too.
_SLOWED_RATES = (1.0, 5.0)


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
        calibration_section(document),
        latency_section(document),
        classes_section(document),
        sampling_section(document),
        scenes_section(document),
        documented_section(document),
        false_alarms_section(document),
        _limits(document),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _setting(document: dict[str, Any]) -> str:
    """Return what was run: on which data, how much of it, with which settings."""
    manifest = document["manifest"]
    where = (
        f"{document['blocks']} simulated seas of world {document['world']}"
        if document["data"] == "simulated"
        else f"{_days(document['blocks'])} of the given files ({fixes_words(document)}), with "
        f"drags injected by the physics (priors of world {document['world']})"
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
    return table(head, rows)


def _main_row(name: str, p: dict[str, Any]) -> tuple[str, ...]:
    return (
        name,
        number(p["found"]) + interval_words(p, "found"),
        number(p["false_per_1000"], ".1f") + interval_words(p, "false", ".1f"),
        f"{p['vessel_days']:,.0f}",
    )


def _headline(document: dict[str, Any]) -> str:
    """Return the aims, and whether each was reached."""
    words = {True: "yes", False: "no", None: "too little run to tell"}
    rows = [
        (
            r["name"],
            f"{number(r['value'], '.3g')} {r['unit']}".strip(),
            r["aim"],
            words[r["reached"]],
        )
        for r in document["headline"]
    ]
    return "## Against what was aimed for\n\n" + table(("measure", "value", "aim", "reached"), rows)


def _limits(document: dict[str, Any]) -> str:
    return "## What this does not show\n\n" + "\n".join(f"- {line}" for line in limits(document))
