"""The back-test of attribution in Markdown: every number from the document."""

from __future__ import annotations

from typing import Any

from ..escape import markdown
from .markdown import table

__all__ = ["incident_report", "incident_table"]


def _number(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _chance(p: float | None, digits: int = 2) -> str:
    """Return a posterior, never as certainty or as nothing."""
    if p is None:
        return ""
    text, least = f"{p:.{digits}f}", 10.0**-digits
    if float(text) >= 1:
        return f"> {1 - least:.{digits}f}"
    return f"< {least:.{digits}f}" if float(text) <= 0 else text


def _share(row: dict[str, Any], digits: int = 2) -> str:
    if row["share"] is None:
        return "not measured"
    return f"{row['share']:.{digits}f} ({row['low']:.{digits}f}-{row['high']:.{digits}f})"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def incident_table(document: dict[str, Any]) -> str:
    """Return the main table: outages with a known cause, by kind."""
    return table(
        ["outage", "n", "true ship first", "target", "with priors of 70/10/20", "first among ships",
         "without drag evidence", "mean posterior", "95 % set"],
        [
            [
                row["kind"], str(row["first"]["n"]), _share(row["first"]),
                f"{row['target']:g}", _share(row["first_told_fixed"]),
                _share(row["first_among_ships"]),
                _share(row["first_without_drag"]), _chance(row["mean_posterior"]),
                _number(row["set_size"], 1),
            ]
            for row in document["outages"]
        ],
    )  # fmt: skip


def incident_report(document: dict[str, Any]) -> str:
    """Return the whole report."""
    parts = [
        "# Back-test of attribution",
        f"World {document['world']}, seed {document['seed']}. {_sentence(document['data'])}. "
        "Evidence to check, never a verdict.",
        "## Outages with a known cause",
        "Simulated seas of 100 crossings a day of one charted asset. Shares with 95 % Wilson "
        "intervals; *true ship first* is among all hypotheses, a ship not heard and no ship "
        "among them.",
        incident_table(document),
        "## Do the posteriors mean what they say?",
        "The largest posterior against how often it is right. Causes are weighted to the shares "
        "of the priors, and to 70 % ship, 10 % not heard, 20 % no ship; *told* ranks with priors "
        "of just these shares, where the others keep the rates of the settings.",
        table(
            ["mix", "outage", "ECE", "target", "Brier", "log score"],
            [
                [c["mix"], c["kind"], _number(c["ece"], 3), f"{c['target_ece']:g}",
                 _number(c["brier"], 3), _number(c["log_score"])]
                for c in document["calibration"]
            ],
        ),
        "## Outages at random places and times",
        "No ship drags. The share in which no ship's posterior is above 0.5.",
        table(
            ["outage", "n", "no ship above 0.5", "target", "highest posterior"],
            [
                [p["kind"], str(p["no_ship_leads"]["n"]), _share(p["no_ship_leads"]),
                 f"{p['target']:g}", _chance(p["highest"])]
                for p in document["pseudo"]
            ],
        ),
    ]  # fmt: skip
    if document["cases"]:
        parts += _cases(document)
    return "\n\n".join(parts) + "\n"


def _cases(document: dict[str, Any]) -> list[str]:
    summary = document["case_summary"]
    rows, left_out = [], []
    for case in document["cases"]:
        if case["not_run"]:
            left_out.append(f"- {markdown(case['incident_id'])}: {markdown(case['not_run'])}")
        for v in case["variants"]:
            rows.append(
                [
                    markdown(case["incident_id"]), case["group"], case["provenance"], v["name"],
                    "" if v["rank"] is None else str(v["rank"]), _chance(v["posterior"], 3),
                    _number(v["log_score"]), str(v["set_size"]),
                    f"{v['top']} {_chance(v['top_posterior'])}",
                    _chance(v["best_innocent"], 3), _chance(v["cleared_posterior"], 3),
                ]
            )  # fmt: skip
    covered, told = summary["without_ais_not_covered"]
    parts = [
        "## Documented incidents, controls and cleared ships",
        "Groups: *vessel* the documented ship sails its shipped track; *control* the cause was no "
        "ship; *cleared* a ship was cleared; *no_track* a drag is suspected but no track of the "
        "ship is shipped. All other ships are simulated.",
        table(
            ["incident", "group", "tracks", "variant", "rank", "posterior", "log score", "95 % set",
             "on top", "best innocent", "cleared ship"],
            rows,
        ),
        table(
            ["variant", "ships first", "true share at least (95 %)", "controls with no ship on top",
             "cleared ship at most"],
            [
                [v["name"], f"{v['first']} of {v['ships']}", _number(v["least_share_95"]),
                 f"{v['controls_no_ship_on_top']} of {v['controls']}",
                 _chance(v["cleared_highest"], 3)]
                for v in summary["variants"]
            ],
        ),
        f"Without any AIS {covered} of {told} records give \"not covered\".",
    ]  # fmt: skip
    if left_out:
        parts += ["Not run:", "\n".join(left_out)]
    return parts
