"""Pictures of a back-test, with matplotlib (an extra)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import MissingExtraError
from ..extras import extra_command
from .measure_words import class_words

__all__ = ["write_plots"]

_OURS, _PEER, _GREY = "#0b6e99", "#c2570c", "#7a8791"


def write_plots(document: dict[str, Any], folder: Path) -> list[str]:
    """Write ``rates.png``, ``reliability.png`` and ``classes.png``; return their names.

    Parameters
    ----------
    document
        As :func:`~baltic.evaluation.backtest` returns it; what it does not hold is not drawn.
    folder
        Where to write.

    Returns
    -------
    list of str
        Names of the files written.

    Raises
    ------
    MissingExtraError
        matplotlib is not installed; nothing is written.

    Examples
    --------
    >>> import tempfile
    >>> part = {"n": 9, "stated": 0.9, "observed": 0.8, "observed_low": 0.5, "observed_high": 0.9}
    >>> document = {"operating_points": [], "breakdown": [],
    ...             "calibration": {"equal": {"ece": 0.1, "bins": [part]}}}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_plots(document, Path(folder))
    ['reliability.png']
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError("plots need matplotlib", hint=extra_command("plots")) from error
    made = []
    for name, draw in (("rates", _rates), ("reliability", _reliability), ("classes", _classes)):
        figure = Figure(figsize=(6.4, 4.4), layout="constrained")
        if draw(figure.subplots(), document):
            # No date and no version inside: the same numbers give the same file.
            figure.savefig(folder / f"{name}.png", dpi=120, metadata={"Software": None})
            made.append(f"{name}.png")
    return made


def _rates(axes: Any, document: dict[str, Any]) -> bool:
    """Share found against false alarms: ours as a line, the peers as points."""
    fixed = [
        p for p in document["operating_points"] if p["kind"] == "rate" and p["found"] is not None
    ]
    if not fixed:
        return False
    x = [p["rate"] for p in fixed]
    axes.plot(x, [p["found"] for p in fixed], "o-", color=_OURS, label="baltic, fixed rates")
    axes.fill_between(
        x,
        [p["found_low"] for p in fixed],
        [p["found_high"] for p in fixed],
        color=_OURS,
        alpha=0.15,
        lw=0,
    )
    for p in document["operating_points"]:
        if p["kind"] == "shipped" and p["found"] is not None:
            at = max(p["false_per_1000"] or 0.0, 0.2)
            axes.plot([at], [p["found"]], "s", color=_OURS)
            axes.annotate(p["name"], (at, p["found"]), xytext=(5, -10), textcoords="offset points")
    for mark, p in zip("xv^D*P", document["peers"], strict=False):
        if p["found"] is not None:
            at = max(p["false_per_1000"] or 0.0, 0.2)
            axes.plot([at], [p["found"]], mark, color=_PEER, label=p["name"])
    axes.legend(loc="upper left", fontsize=8, frameon=False)
    axes.set(
        xscale="log", ylim=(0, 1.02), xlabel="false alarms per 1,000 vessel-days",
        ylabel="share of drags found", title=_title(document),
    )  # fmt: skip
    axes.grid(color=_GREY, alpha=0.25)
    return True


def _title(document: dict[str, Any]) -> str:
    real = document["data"] != "simulated"
    kind = "given tracks, injected drags" if real else f"simulated, world {document['world']}"
    size = f"{document['vessel_days']:,.0f} vessel-days, {document['drags']} drags"
    return f"{kind}: {size}"


def _reliability(axes: Any, document: dict[str, Any]) -> bool:
    """Observed share against stated probability, drags and ordinary weighted alike."""
    table = document["calibration"]["equal"]
    if table is None:
        return False
    bins = [b for b in table["bins"] if b["n"]]
    x, y = [b["stated"] for b in bins], [b["observed"] for b in bins]
    low = [max(b["observed"] - b["observed_low"], 0.0) for b in bins]
    high = [max(b["observed_high"] - b["observed"], 0.0) for b in bins]
    axes.plot([0, 1], [0, 1], color=_GREY, lw=1)
    axes.errorbar(x, y, yerr=[low, high], fmt="o", color=_OURS, capsize=3)
    axes.set(
        xlim=(0, 1), ylim=(0, 1), xlabel="stated probability", ylabel="observed share",
        title=f"Reliability, equal shares: ECE {table['ece']:.3f}",
    )  # fmt: skip
    return True


def _classes(axes: Any, document: dict[str, Any]) -> bool:
    """Share found at `watch` by class."""
    rows = document["breakdown"]
    if not rows:
        return False
    names = [f"{r['split']}: {class_words(r)} ({r['drags']})" for r in rows]
    found = [r["found"]["watch"] for r in rows]
    at = range(len(rows))
    axes.errorbar(
        [f["found"] for f in found], at,
        xerr=[
            [max(f["found"] - f["low"], 0.0) for f in found],
            [max(f["high"] - f["found"], 0.0) for f in found],
        ],
        fmt="o", color=_OURS, capsize=2,
    )  # fmt: skip
    axes.set_yticks(list(at), names, fontsize=7)
    axes.invert_yaxis()
    axes.set(xlim=(0, 1.02), xlabel="share found at watch", title="Which drags are found")
    axes.grid(color=_GREY, alpha=0.25, axis="x")
    return True
