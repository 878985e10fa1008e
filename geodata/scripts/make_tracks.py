"""Make ``tracks/*.csv`` and ``tracks/index.yaml``.

    python geodata/scripts/make_tracks.py [OUT_FOLDER]

Reads ``assets.geojson`` and ``sources/incidents.yaml``.  Measured tracks are the key-frames
printed in the facts.  Reconstructions are plans (``plan_*.py``): way-points through the charted
assets, published times, published or assumed speeds; the solver finds what is left open.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path as File
from typing import Any

import numpy as np
import shapely
import yaml

HERE = File(__file__).resolve().parent
if str(HERE) not in sys.path:  # the scripts are no package
    sys.path.insert(0, str(HERE))

import plan_eagle_s  # noqa: E402
import plan_newnew_polar_bear  # noqa: E402
import plan_vezhen  # noqa: E402
import plan_yi_peng_3  # noqa: E402
from track_checks import crossings, published  # noqa: E402
from track_measures import measures  # noqa: E402
from track_plan import Fix, Plan, Voyage, iso, sail  # noqa: E402
from track_speed import at  # noqa: E402

GEODATA = HERE.parent
PLANS = (plan_eagle_s.PLAN, plan_newnew_polar_bear.PLAN, plan_yi_peng_3.PLAN, plan_vezhen.PLAN)
COLUMNS = (
    "t", "mmsi", "lon", "lat", "sog_kn", "cog_deg", "heading_deg", "nav_status", "provenance",
    "note",
)  # fmt: skip
#: A fix each minute, and each half minute near a checked crossing.
STEP_S, NEAR_STEP_S, NEAR_S = 60, 30, 360
#: Rows this near to a measured key-frame are left out.
CLEAR_S = 20
#: Below this speed a course says nothing (kn).
STILL_KN = 0.5
#: AIS code of the ship types that the facts name in words.
TYPE_CODES = {"tanker": 80, "container": 70, "bulk": 70, "cargo": 70}
DMA = "Contains data from the Danish Maritime Authority"
MEASURED = {
    "yi-peng-3-measured": (
        "Yi Peng 3, 18 November 2024, AIS key-frames as printed",
        "bcs-clion1-yi-peng-3-2024",
        "Yi Peng 3",
        ["The anchoring in the Kattegat at 56 25N 011 39E is not a row: a press report "
         "(vesseltracker) whose printed time, 18 November 20:00Z, the AIS contradicts; 19 November "
         "is a correction by the compiler of the facts."],
    ),
    "vezhen-measured": (
        "Vezhen, 26 January 2025, AIS key-frames as printed",
        "lvrtc-ventspils-gotland-vezhen-2025",
        "Vezhen",
        [],
    ),
}  # fmt: skip
#: Ships of documented drags for which no track can be laid, and why.
LEFT_OUT = [
    {"incident_id": "bornholm-cable-samus-swan-2022", "vessel": "Samus Swan",
     "why": "one published time on the cable, no speed, no second place, no course; her full "
     "track is in the open Danish archive of February 2022"},
    {"incident_id": "elisa-arelion-fitburg-2025", "vessel": "Fitburg",
     "why": "one published time on the cables, no speed, no drop time; the published places "
     "contradict each other (60 km from Estonia, 40 km south of Helsinki)"},
]  # fmt: skip
Row = dict[str, Any]


def load() -> tuple[dict[str, list[shapely.LineString]], dict[str, Any]]:
    """Return the parts of each asset (trunk first) and the incidents by id."""
    collection = json.loads((GEODATA / "assets.geojson").read_text(encoding="utf-8"))
    parts = {
        f["properties"]["asset_id"]: [shapely.LineString(c) for c in f["geometry"]["coordinates"]]
        for f in collection["features"]
    }
    facts = yaml.safe_load((GEODATA / "sources/incidents.yaml").read_text(encoding="utf-8"))
    return parts, {i["id"]: i for i in facts}


def key_frames(incident: Mapping[str, Any]) -> list[Fix]:
    """Return the measured key-frames of an incident: positions from AIS data sets only."""
    return [
        Fix(at(f["time_utc"]), f["lon"], f["lat"], f["sog_kn"], f["cog_deg"], f["what"])
        for f in incident["track_facts"]
        if f["lat"] is not None and f["confidence"] == "dataset"
    ]


def ship_of(incident: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the particulars of a ship; what is not published stays null."""
    v = next(v for v in incident["suspected_vessels"] if v["name"] == name)
    code = next((c for word, c in TYPE_CODES.items() if word in v["type"]), None)
    return {
        "imo": v["imo"],
        "name": v["name"],
        "ship_type": code,
        "ship_type_basis": f"AIS code group of the words {v['type']!r}",
        "loa_m": v["loa_m"],
        "beam_m": v["beam_m"],
        "draught_m": v["draught_m"],
        "to_bow_m": None,
        "mmsi": v["mmsi"],
    }


def measured_row(fix: Fix, mmsi: int) -> Row:
    return {
        "t": iso(fix.t), "mmsi": mmsi, "lon": fix.lon, "lat": fix.lat, "sog_kn": fix.sog_kn,
        "cog_deg": fix.cog_deg, "provenance": "measured", "note": fix.what,
    }  # fmt: skip


def laid_rows(voyage: Voyage, plan: Plan, mmsi: int, fixes: Sequence[Fix]) -> list[Row]:
    """Return the reconstructed rows of a voyage on an even grid of time."""
    t0, t1 = at(plan.start), float(voyage.t[-1])
    grid = np.arange(t0, t1 + 1e-6, NEAR_STEP_S)
    near = np.zeros(len(grid), bool)
    for check in plan.checks:
        if check.earliest:
            near |= (grid > at(check.earliest) - NEAR_S) & (grid < at(check.latest) + NEAR_S)
    grid = grid[near | ((grid - t0) % STEP_S == 0)]
    for fix in fixes:
        grid = grid[np.abs(grid - fix.t) > CLEAR_S]
    s, v = voyage.s_at(grid), voyage.v_at(grid)
    (lon, lat), course = voyage.path.at(s), voyage.path.course(s)
    starts = np.array([p[0] for p in voyage.phases])
    words = [voyage.phases[i][1] for i in np.searchsorted(starts, grid, side="right") - 1]
    return [
        {
            "t": iso(a), "mmsi": mmsi, "lon": round(float(b), 6), "lat": round(float(c), 6),
            "sog_kn": round(float(d), 1),
            "cog_deg": round(float(e), 1) % 360 if d >= STILL_KN else None,
            "provenance": "reconstructed", "note": f,
        }
        for a, b, c, d, e, f in zip(grid, lon, lat, v, course, words, strict=True)
    ]  # fmt: skip


def csv_text(rows: Sequence[Row]) -> str:
    lines = [",".join(COLUMNS)]
    for row in rows:
        cells = [row.get(c) for c in COLUMNS]
        lines.append(",".join("" if c is None else _cell(c) for c in cells))
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text


def used_sources(incident: Mapping[str, Any], words: str) -> list[dict[str, Any]]:
    """Return the sources of an incident that its track leans on."""
    ids = {s for f in incident["track_facts"] for s in f["sources"]}
    ids |= {s for a in incident["assets"] for s in a["sources"]} | set(incident["drag"]["sources"])
    ids |= {s["id"] for s in incident["sources"] if s["id"] in words}
    return [s for s in incident["sources"] if s["id"] in ids]


def entry(name: str, title: str, incident: Mapping[str, Any], ship: dict[str, Any],
          mmsi: int, rows: Sequence[Row]) -> dict[str, Any]:  # fmt: skip
    """Return what every track of the index says."""
    ship = {k: v for k, v in ship.items() if k != "mmsi"}
    counts = {p: sum(r["provenance"] == p for r in rows) for p in ("measured", "reconstructed")}
    return {
        "name": name,
        "title": title,
        "incident_id": incident["id"],
        "file": f"{name}.csv",
        "mmsi": mmsi,
        "mmsi_is_placeholder": 200_000_001 <= mmsi < 201_000_000,
        "ship": ship,
        "provenance": " and ".join(k for k, n in counts.items() if n),
        "rows": counts,
        "first_t": rows[0]["t"],
        "last_t": rows[-1]["t"],
    }


def measured_track(name: str, incidents: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Return index entry and CSV text of the key-frames of one ship."""
    title, incident_id, vessel, left_out = MEASURED[name]
    incident = incidents[incident_id]
    ship = ship_of(incident, vessel)
    rows = [measured_row(f, ship["mmsi"]) for f in key_frames(incident)]
    found = entry(name, title, incident, ship, ship["mmsi"], rows)
    found |= {
        "attribution": DMA,
        "assumptions": ["Rows are the key-frames of the facts, unchanged; nothing between them."],
        "left_out": left_out,
        "departures": [],
        "checks": [],
        "sources": [s for s in incident["sources"] if s["id"].startswith("dma")],
    }
    return found, csv_text(rows)


def laid_track(
    plan: Plan, incidents: Mapping[str, Any], parts: Mapping[str, list[shapely.LineString]]
) -> tuple[dict[str, Any], str]:
    """Return index entry and CSV text of one reconstruction."""
    incident = incidents[plan.incident_id]
    ship = ship_of(incident, plan.vessel)
    mmsi = ship["mmsi"] or plan.placeholder_mmsi
    fixes = key_frames(incident) if plan.fixes else []
    trunks = {i: lines[0] for i, lines in parts.items()}
    voyage = sail(plan, fixes, trunks)
    rows = laid_rows(voyage, plan, mmsi, fixes) + [measured_row(f, mmsi) for f in fixes]
    rows.sort(key=lambda r: r["t"])
    found = crossings(rows, parts)
    values = measures(plan, voyage, found, trunks)
    texts = [a.format_map(values) for a in plan.assumptions]
    departures = [
        {
            "published": d.published,
            "used": d.used.format_map(values),
            "why": d.why.format_map(values),
            "source": d.source,
        }
        for d in plan.departures
    ]  # fmt: skip
    if not ship["mmsi"]:
        texts.insert(0, f"MMSI {mmsi} is a placeholder of an unassigned series, not the ship's.")
    record = entry(plan.name, plan.title, incident, ship, mmsi, rows)
    if fixes:
        record["attribution"] = DMA
    record |= {
        "assumptions": texts,
        "solved": {k: iso(x) if x > 1e6 else round(x, 2) for k, x in voyage.solved.items()},
        "departures": departures,
        "checks": published(plan, found),
        "other_crossings": [c for c in found if c["asset_id"] not in _checked(plan)],
        "phases": [{"from": iso(a), "what": b} for a, b in voyage.phases],
        "sources": used_sources(incident, json.dumps(departures)),
    }
    return record, csv_text(rows)


def _checked(plan: Plan) -> set[str]:
    return {c.asset_id for c in plan.checks}


class _Plain(yaml.SafeDumper):
    """Write repeated values out: readers of the shipped data refuse aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def render() -> dict[str, str]:
    """Return the text of every file of ``tracks/`` by name."""
    parts, incidents = load()
    made = [laid_track(plan, incidents, parts) for plan in PLANS]
    made += [measured_track(name, incidents) for name in MEASURED]
    files = {e["file"]: text for e, text in made}
    index = {"tracks": [e for e, _ in made], "not_laid": LEFT_OUT}
    text = yaml.dump(index, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100)
    head = "# Made by scripts/make_tracks.py; edit the plans, not this file.\n"
    return {**files, "index.yaml": head + text}


if __name__ == "__main__":
    folder = File(sys.argv[1]) if len(sys.argv) > 1 else GEODATA / "tracks"
    folder.mkdir(parents=True, exist_ok=True)
    for file_name, content in render().items():
        (folder / file_name).write_text(content, encoding="utf-8", newline="\n")
        print(folder / file_name)
