"""Pages in which each text from outside is the next of a list of names."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

import pandas as pd

from baltic.catalogue import load_assets, load_incidents
from baltic.maps import build_atlas, build_map
from baltic.reports import investigation_report, scan_report

from ..maps import samples as maps
from ..reports import samples as reports
from .names import in_turn, whole

__all__ = [
    "atlas",
    "benign",
    "hostile_assets",
    "hostile_incident",
    "investigation_map",
    "reports_of",
    "scan_map",
]

FIRST_MMSI = 219_000_001
_ASSET_TEXTS = (
    "name", "operator", "owner", "status_note", "route_basis", "route_licence", "subtype",
    "notes", "length_note",
)  # fmt: skip


def benign(count: int) -> list[str]:
    """Return names that mean no harm, each once."""
    return [f"Ship {i} of many" for i in range(count)]


def hostile_assets(names: Sequence[str]) -> Any:
    """Return the shipped assets under other names; ids stay, as incidents point to them."""
    turn = in_turn(whole(names))
    assets = load_assets()
    for column in _ASSET_TEXTS:
        assets[column] = pd.Series([turn() for _ in range(len(assets))], dtype=object)
    for column in ("aliases", "countries", "sources"):
        assets[column] = pd.Series([[turn()] for _ in range(len(assets))], dtype=object)
    return assets


def _tracks(count: int) -> pd.DataFrame:
    frames = [
        maps.track(
            FIRST_MMSI + i, [(22.0 + 0.02 * i, 59.5), (22.0 + 0.02 * i, 59.6)], hours=1, every_s=900
        )
        for i in range(count)
    ]
    return pd.concat(frames, ignore_index=True)


def _vessels(tracks: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    vessels, turn = maps.vessels(tracks), in_turn(whole(names))
    for column in ("name", "callsign", "destination"):
        vessels[column] = [turn() for _ in range(len(vessels))]
    return vessels


def _candidates(names: Sequence[str]) -> list[dict[str, Any]]:
    rows, turn = [], in_turn(names)
    for i, name in enumerate(names):
        evidence = [
            {"item": turn(), "value": turn(), "unit": turn(), "neighbours": turn(), "llr": sign,
             "text": turn()}
            for sign in (1.5, -0.5)
        ]  # fmt: skip
        row = maps.candidate(FIRST_MMSI + i, name, llr=20.0 - 0.01 * i)
        rows.append(
            {**row, "evidence": evidence, "innocent": [turn()], "quality": {turn(): turn()}}
        )
    return rows


def scan_map(names: Sequence[str]) -> str:
    """Return the map of a scan with one candidate a name."""
    tracks = _tracks(len(names))
    return build_map(
        candidates=_candidates(names), tracks=tracks, vessels=_vessels(tracks, names),
        crossings=_crossings(), assets=hostile_assets(names),
        manifest={"inputs": [{"file": name} for name in names[:20]], "notes": list(names[:9])},
    )  # fmt: skip


def _crossings() -> pd.DataFrame:
    rows = [
        maps.crossing(FIRST_MMSI + i, "estlink-2", "2024-12-25T10:26:00Z", 26.2 + i / 100, 59.9)
        for i in range(5)
    ]
    return pd.DataFrame(rows)


def hostile_incident(names: Sequence[str]) -> dict[str, Any]:
    """Return a record whose every prose is a name."""
    turn = in_turn(names)
    record = copy.deepcopy(maps.incident())
    for key in ("title", "cause_detail", "legal_status", "weather", "notes"):
        record[key] = turn()
    for entry in record["assets"]:
        entry.update(name=turn(), damage=turn(), position_in_words=turn())
    return record


def investigation_map(names: Sequence[str]) -> str:
    """Return the map of an investigation: some names are ranked ships, the others excluded."""
    ranked, rest = names[: len(names) // 3], names[len(names) // 3 :]
    turn, case = in_turn(names), maps.attribution()
    hypotheses = [
        {"kind": "vessel", "mmsi": FIRST_MMSI + i, "imo": None, "name": name, "rank": i + 1,
         "posterior": 0.9 / (i + 1), "posterior_without_drag_evidence": 0.1, "llr": 1.0,
         "crossings": [{"asset_id": "estlink-2", "t": "2024-12-25T06:30:00Z", "t_sd_s": 60.0,
                        "lon": 26.2, "lat": 59.9, "sog_kn": 8.0}],
         "reasons": [turn(), turn()], "provenance": "simulated"}
        for i, name in enumerate(ranked)
    ]  # fmt: skip
    excluded = [
        {"mmsi": FIRST_MMSI + len(ranked) + i, "name": name, "reason": turn(), "closest_km": 3.0,
         "closest_t": "2024-12-25T10:22:00Z"}
        for i, name in enumerate(rest)
    ]  # fmt: skip
    for window in case["windows"]:
        window["name"] = turn()
    case = {**case, "hypotheses": hypotheses, "excluded": excluded, "notes": [turn(), turn()]}
    tracks = _tracks(len(names))
    return build_map(
        candidates=[], tracks=tracks, vessels=_vessels(tracks, names), crossings=_crossings(),
        assets=hostile_assets(names), incident=hostile_incident(names), attribution=case,
        manifest={"inputs": [{"file": turn()}]},
    )  # fmt: skip


def atlas(names: Sequence[str]) -> str:
    """Return the atlas: each prose of each asset and incident is the next name."""
    turn, records = in_turn(names), []
    for incident in load_incidents().values():
        record = _poisoned(incident.document(), turn)
        records.append(record)
    return build_atlas(hostile_assets(names[::-1]), records)


#: Words that stand for something in the program; all other text of a record is prose.
_OWN = {
    "id", "record_type", "record_status", "cause_status", "asset_id", "evidence_kind", "role",
    "kind", "date_precision", "linked_incidents", "confidence", "stance", "lon", "lat",
}  # fmt: skip


def _poisoned(value: Any, turn: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {k: _poisoned(v, turn, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_poisoned(v, turn, key) for v in value]
    own = key in _OWN or key.startswith(("t_", "date", "time"))
    if not isinstance(value, str) or own:
        return value
    name = turn()
    # The web address of a source is a link on purpose, whoever wrote it; no other text is.
    return value if key == "url" and not name.startswith("javascript:") else name


def reports_of(names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return both reports (``report.html``, ``report.md``), ships and files under the names."""
    scan, case = copy.deepcopy(reports.scan()), copy.deepcopy(reports.investigation())
    turn = in_turn(names)
    pattern = scan["candidates_document"]["candidates"][0]
    scan["candidates_document"]["candidates"] = [
        {**_named(pattern, turn), "name": name, "candidate_id": f"c-{i}"}
        for i, name in enumerate(names)
    ]
    left_out = case["attribution_document"]["excluded"][0]
    document = _named(case["attribution_document"], turn)
    document["excluded"] = [
        {**left_out, "mmsi": FIRST_MMSI + i, "name": name, "reason": (told := turn()),
         "by_outage": [{**entry, "reason": told} for entry in left_out["by_outage"]]}
        for i, name in enumerate(names)
    ]  # fmt: skip
    case["attribution_document"] = document
    for data in (scan, case):
        for key in ("assets", "manifest", "audit", "notes", "incident", "dark_crossings"):
            if key in data:
                data[key] = _named(data[key], turn)
        data["notes"] = [turn() for _ in names[:10]]
    return {"scan": scan_report(scan), "investigation": investigation_report(case)}


_FOREIGN = {
    "name", "title", "text", "item", "unit", "by", "claim", "file", "reason", "window_name",
    "damage_described_as", "format", "why",
}  # fmt: skip


def _named(value: Any, turn: Any) -> Any:
    """Give every foreign text the next name."""
    if isinstance(value, dict):
        return {
            k: turn() if k in _FOREIGN and isinstance(v, str) else _named(v, turn)
            for k, v in value.items()
        }
    return [_named(v, turn) for v in value] if isinstance(value, list) else value
