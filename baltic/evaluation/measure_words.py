"""Sections of a back-test on what was measured: calibration, latency, classes, sampling."""

from __future__ import annotations

from typing import Any

from .markdown import interval_words, number, table

__all__ = [
    "calibration_section",
    "class_words",
    "classes_section",
    "latency_section",
    "sampling_section",
]


def calibration_section(document: dict[str, Any]) -> str:
    """Return whether the sums of the ledger mean what they say; empty if not measured."""
    c = document["calibration"]
    if c.get("natural") is None:
        return ""
    rows = [
        (
            {"natural": "as they come", "equal": "weighted to equal shares"}[mix],
            f"{c[mix]['prior_odds']:.4g}",
            f"{c[mix]['ece']:.3f}",
            f"{c[mix]['brier']:.3f}",
            number(c[mix]["brier_skill"]),
            f"{c[mix]['log_score']:.3f}",
        )
        for mix in ("natural", "equal")
    ]
    bins = [
        (
            f"{b['low']:.1f} to {b['high']:.1f}",
            f"{b['n']:,}",
            number(b["stated"]),
            number(b["observed"]) + interval_words(b, "observed"),
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
        + table(("episodes", "prior odds", "ECE", "Brier", "Brier skill", "log score"), rows)
        + "\n\nReliability, weighted to equal shares:\n\n"
        + table(("stated P", "episodes", "mean stated", "observed [95 %]"), bins)
    )


def latency_section(document: dict[str, Any]) -> str:
    """Return how soon drags are found; empty if not measured."""
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
                number(row["median_min"], ".0f"),
                "unknown" if q is None else f"{q[0]:.0f} to {q[1]:.0f}",
                f"{row['before_first_asset']} of {row['crossing']}",
            )
        )
    return (
        "## How soon?\n\n"
        "The whole sea is cut at times after the drop and scanned as if the record ended there. "
        f"Medians are of drags found within {told['last_cut_min']:g} min.\n\n"
        + table(
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


def classes_section(document: dict[str, Any]) -> str:
    """Return how many drags of each class are found; empty without any."""
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
    return "## Which drags?\n\n" + table(head, rows)


def sampling_section(document: dict[str, Any]) -> str:
    """Return how the time between fixes matters; empty if not measured."""
    rows = []
    for row in document["sampling"]:
        points = {p["name"]: p for p in row["points"]}
        rows.append(
            (
                f"{row['interval_s']:g} s",
                str(row["seas"]),
                *(
                    number(points[w]["found"]) + interval_words(points[w], "found")
                    for w in ("watch", "alert")
                ),
                *(number(points[w]["false_per_1000"], ".1f") for w in ("watch", "alert")),
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
    return "## Sampling\n\nThe same seas heard more or less often.\n\n" + table(head, rows)
