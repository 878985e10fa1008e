"""Sample documents of both reports, made by the attribution on a small sea."""

from __future__ import annotations

from functools import cache
from typing import Any

from baltic.records import Evidence, as_json

from ..attribution import world

ITEMS = (
    ("drop", 0.27, "ln", None, 0.6, "speed fell to 77 % of its own cruise"),
    ("ramp", 6.0, "min", None, 0.8, "the fall took 6 min"),
    ("duration", 5.2, "h", None, 0.2, "5.2 h below its own speed"),
    ("yaw", 0.5, "ln", 0.02, 1.4, "heading wandered more than that of neighbours"),
    ("place", None, "", None, -0.9, "the stretch ends 14 km from an anchorage"),
)


STATES = [
    {"state": "transit", "t_start": "2024-12-24T22:00:00Z", "t_end": "2024-12-25T09:00:00Z"},
    {"state": "drag-like", "t_start": "2024-12-25T09:00:00Z", "t_end": "2024-12-25T15:30:00Z"},
]


@cache
def attribution_document() -> dict[str, Any]:
    table = world.tracks(
        world.ship(518998865, 0, kn=8.5),
        world.ship(200000001, 8, lat=59.55, provenance="reconstructed"),
        world.ship(200100007, -90),
        world.ship(219000003, 240),
        world.ship(219000004, 0, lat=58.9),
        world.ship(219000005, 0, lat=59.15, silent=(-80, 80)),
    )
    what = world.incident(("alpha", 0, 1), ("beta", 95, 125), (["gamma", "delta"], 190, 300))
    found = world.run(what, table, [_episode()])
    return found.as_dict()


def _episode() -> Any:
    import dataclasses

    base = world.episode(518998865, -60, 330, 2.1, ("alpha", "beta"))
    return dataclasses.replace(
        base,
        evidence=tuple(Evidence(*row) for row in ITEMS),
        quality={"grade": "good", "states": STATES},
        innocent=("strong head wind slows ships too", "it may have been ordered to arrive later"),
    )


def candidates_document() -> dict[str, Any]:
    rows = [as_json(_episode())]
    return {"schema": "baltic-candidates/1", "vessel_days": 1.7, "candidates": rows}


def manifest() -> dict[str, Any]:
    return {
        "program": "baltic", "version": "0.1.0", "command": "investigate",
        "created": "2026-01-02T03:04:05Z",
        "inputs": [{"file": "/data/ais.csv.gz", "size": 123456, "sha256": "ab" * 32,
                    "format": "dma", "why": "header", "rows": 2880}],
        "assets": {"file": "shipped catalogue", "sha256": "cd" * 32},
        "settings_hash": "0123456789abcdef", "settings": {"attribution": {"q_drag": 1e-6}},
        "levels": {"false_alarms_per_1000_vessel_days": {"alert": 1.0, "watch": 5.0, "note": 20.0},
                   "thresholds_llr": {"alert": 2.5, "watch": 1.0, "note": 0.0},
                   "measured_on": "simulated"},
        "counts": {"vessels": 6, "fixes": 2880, "segments": 6, "crossings": 9,
                   "first_fix": "2024-12-25T04:56:00Z", "last_fix": "2024-12-25T16:00:00Z",
                   "provenance": {"simulated": 2400, "reconstructed": 480}},
        "notes": [], "result_hash": "ef" * 32, "steps_s": {}, "duration_s": 3.2,
        "peak_memory_bytes": 3e8, "python": "3.11", "platform": "linux",
    }  # fmt: skip


def audit() -> dict[str, Any]:
    example = {"file": "/data/ais.csv.gz", "line": 17, "text": "25/12/2024 10:00:00,Class A,..."}
    return {
        "rows_in": 3000, "rows_used": 2880,
        "dropped": {"exact_duplicate": {"count": 100, "example": example},
                    "no_position": {"count": 20, "example": None}},
        "flagged": {"lat_91": {"count": 20, "example": example}},
    }  # fmt: skip


def assets() -> dict[str, Any]:
    rows = world.assets()[
        ["asset_id", "name", "kind", "status", "accuracy_km", "accuracy_class"]
    ].to_dict("records")
    return {row["asset_id"]: row for row in rows}


def lines() -> dict[str, Any]:
    return {key: [[[lon, 59.2], [lon, 60.2]]] for key, (_, lon) in world.CABLES.items()}


def series() -> dict[str, Any]:
    track = world.ship(518998865, 0, kn=8.5)
    speed = [11.0 if i < 150 else 8.5 + 0.2 * (i % 3) for i in range(track.height)]
    found = {"t": [as_json(t) for t in track["t"].to_list()], "sog_kn": speed,
             "lon": track["lon"].to_list(), "lat": track["lat"].to_list()}  # fmt: skip
    return {"518998865": found, "c-518998865": found}


def shared() -> dict[str, Any]:
    return {"audit": audit(), "manifest": manifest(), "notes": ["a note of the run"],
            "assets": assets(), "series": series(), "lines": lines()}  # fmt: skip


def investigation() -> dict[str, Any]:
    return {
        "attribution_document": attribution_document(),
        "candidates_document": candidates_document(),
        "incident": {"id": "test-incident", "attribution_claims": [{"by": "a ministry",
                     "claim": "an anchor mark was seen"}]},
        **shared(),
    }  # fmt: skip


def dark_crossings() -> dict[str, Any]:
    row = {
        "mmsi": 518998865, "name": "a ship", "provenance": "measured", "asset_id": "alpha",
        "t_start": "2024-12-25T09:00:00Z", "t_end": "2024-12-25T11:30:00Z", "gap_s": 9000.0,
        "t_earliest": "2024-12-25T09:40:00Z", "t_latest": "2024-12-25T10:50:00Z",
        "straight": True, "p_cross": 0.95, "slack_min": 42.4, "hulls_heard": 17,
        "share_silent": 0.021, "llr": 1.5,
    }  # fmt: skip
    unknown = {"slack_min": None, "share_silent": None, "hulls_heard": 0, "llr": 0.0}
    other = {**row, "mmsi": 200100007, "provenance": "simulated", "asset_id": "no-such", **unknown}
    return {"total": 31, "silences": 12, "rows": [row, {**other, "straight": False}]}


def scan() -> dict[str, Any]:
    document = candidates_document()
    return {"candidates_document": document, "dark_crossings": dark_crossings(), **shared()}
