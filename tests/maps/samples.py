"""Made-up traffic and results in the shapes of the saved files, for map tests only."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from baltic.catalogue import load_assets, load_incident

START = pd.Timestamp("2024-12-25T06:00:00Z")
HOSTILE = (
    "{{7*7}}",
    "<img src=x onerror=alert(1)>",
    "`${alert(1)}`",
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "שלום‮ evil ‏عالم",
    "' onmouseover='alert(1)",
    "@import url(http://evil.example/x.css)",
    "Ж中文🚢" * 40,
    "A" * 10_000,
)


def track(
    mmsi: int,
    way: list[tuple[float, float]],
    *,
    hours: float,
    start_h: float = 0.0,
    speed: Any = 11.0,
    provenance: str = "simulated",
    every_s: float = 300.0,
) -> pd.DataFrame:
    """Return fixes along way points at even spacing in time."""
    count = max(2, int(hours * 3600 / every_s))
    share = np.linspace(0, 1, count)
    points = np.array(way)
    legs = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    lon = np.interp(share * legs[-1], legs, points[:, 0])
    lat = np.interp(share * legs[-1], legs, points[:, 1])
    course = np.degrees(np.arctan2(np.gradient(lon) * 0.5, np.gradient(lat))) % 360
    sog = np.broadcast_to(np.asarray(speed(share) if callable(speed) else speed, float), count)
    return pd.DataFrame(
        {
            "mmsi": np.uint32(mmsi),
            "t": START + pd.to_timedelta(start_h * 3600 + share * hours * 3600, unit="s"),
            "lon": lon,
            "lat": lat,
            "sog_kn": sog.astype("float32"),
            "cog_deg": course.astype("float32"),
            "heading_deg": ((course + 4 * np.sin(share * 40)) % 360).astype("float32"),
            "provenance": provenance,
            "hull": np.uint8(0),
            "segment": np.uint32(mmsi % 100_000),
        }
    )


def traffic(ships: int = 30, seed: int = 5) -> pd.DataFrame:
    """Return ordinary ships up and down the Gulf of Finland, and ferries across it."""
    return _traffic(ships, seed).copy()


@cache
def _traffic(ships: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frames = []
    for i in range(ships):
        shift = rng.normal(0, 0.05)
        lane = [(28.0, 60.02), (26.6, 59.95), (25.2, 59.82), (24.0, 59.62), (22.4, 59.42)]
        way = [(x, y + shift) for x, y in lane]
        if i % 4 == 3:
            way = [(24.95, 60.05), (24.85, 59.75), (24.72, 59.5)]
        if i % 2:
            way = way[::-1]
        frames.append(
            track(
                200_000_100 + i, way, hours=rng.uniform(9, 13), start_h=rng.uniform(-1, 3),
                speed=rng.uniform(9, 16),
            )
        )  # fmt: skip
    return pd.concat(frames, ignore_index=True)


def _slowdown(share: np.ndarray) -> np.ndarray:
    return np.where((share > 0.22) & (share < 0.85), 8.6, 12.1) + 0.3 * np.sin(share * 60)


def suspect() -> pd.DataFrame:
    """Return the reconstructed track of the ship ranked first in the sample."""
    way = [(27.4, 59.98), (26.35, 59.93), (25.4, 59.87), (24.6, 59.83), (24.35, 59.9)]
    return track(518_998_865, way, hours=12, speed=_slowdown, provenance="reconstructed")


def vessels(tracks: pd.DataFrame) -> pd.DataFrame:
    ids = sorted(tracks["mmsi"].unique())
    names = ["EAGLE S" if m == 518_998_865 else f"SIM TRADER {int(m) % 100}" for m in ids]
    return pd.DataFrame(
        {
            "mmsi": np.array(ids, "uint32"),
            "imo": [9329760 if m == 518_998_865 else np.nan for m in ids],
            "name": names,
            "callsign": "E5U1234",
            "ship_type": [80.0 if m == 518_998_865 else 70.0 for m in ids],
            "loa_m": 228.0,
            "beam_m": 32.0,
            "draught_m": 12.0,
            "to_bow_m": 180.0,
            "flag": "CK",
            "destination": "PORT SAID",
            "first_t": START,
            "last_t": START,
        }
    )


def crossing(mmsi: int, asset_id: str, t: str, lon: float, lat: float) -> dict[str, Any]:
    return {
        "mmsi": mmsi, "hull": 0, "asset_id": asset_id, "part": 0, "t": pd.Timestamp(t),
        "t_sd_s": 240.0, "lon": lon, "lat": lat, "kp_km": 31.2, "sog_kn": 8.6, "cog_deg": 262.0,
        "angle_deg": 71.0, "gap_s": 300.0, "interpolated": True, "side": "RL", "p_cross": 0.98,
        "provenance": "reconstructed",
    }  # fmt: skip


def crossings() -> pd.DataFrame:
    rows = [
        crossing(518_998_865, "estlink-2", "2024-12-25T10:26:00Z", 26.23, 59.924),
        crossing(200_000_101, "estlink-2", "2024-12-25T10:08:00Z", 26.21, 59.96),
        crossing(518_998_865, "fec-1", "2024-12-25T16:20:00Z", 24.95, 59.845),
        crossing(200_000_104, "c-lion1", "2024-12-25T12:00:00Z", 25.1, 59.9),
    ]
    return pd.DataFrame(rows)


def candidate(mmsi: int = 518_998_865, name: str | None = "EAGLE S", llr: float = 14.2) -> dict:
    evidence = [
        ("speed_drop", 3.5, "kn", 0.2, 6.1, "3.5 kn below its own usual speed, neighbours held"),
        ("speed_spread", 0.9, "kn", 0.3, 2.2, "the speed varied as a chain snags and slips"),
        ("drift", 4.0, "deg", 1.0, 1.4, "heading and course apart"),
        ("crosses_asset_at_outage", 1.0, "", None, 5.6, "over EstLink 2 within its window"),
        ("anchorage_near", 22.0, "km", None, -0.6, "an anchorage 22 km away"),
        ("weather", 9.0, "m/s", None, -0.5, "head wind explains a part"),
    ]
    return {
        "candidate_id": f"c-{mmsi}", "mmsi": mmsi, "imo": 9329760, "name": name, "ship_type": 80,
        "loa_m": 228.0, "t_start": "2024-12-25T08:38:00Z", "t_end": "2024-12-25T16:12:00Z",
        "lon": 26.5, "lat": 59.938, "distance_km": 101.0, "v_ref_kn": 12.1, "v_drag_kn": 8.6,
        "llr": llr, "level": "alert",
        "evidence": [
            dict(zip(("item", "value", "unit", "neighbours", "llr", "text"), e, strict=True))
            for e in evidence
        ],
        "assets": [
            {"asset_id": "estlink-2", "t": "2024-12-25T10:26:00Z", "t_sd_s": 240.0, "lon": 26.23,
             "lat": 59.924, "kp_km": 31.2, "sog_kn": 8.6, "cog_deg": 262.0, "angle_deg": 71.0,
             "p_contact": 0.71, "accuracy_km": 2.0},
            {"asset_id": "fec-1", "t": "2024-12-25T16:20:00Z", "t_sd_s": 600.0, "lon": 24.95,
             "lat": 59.845, "kp_km": 40.1, "sog_kn": 8.5, "cog_deg": 262.0, "angle_deg": 64.0,
             "p_contact": 0.6, "accuracy_km": 3.0},
        ],
        "innocent": ["engine trouble", "waiting for a pilot or a berth", "head sea"],
        "quality": {"fixes": 91, "longest_gap_min": 5.0, "verdict": "good"},
        "provenance": "reconstructed",
    }  # fmt: skip


def attribution(excluded: int = 12) -> dict[str, Any]:
    incident = load_incident("estlink2-eagle-s-2024")
    windows = [
        {"asset_ids": list(w.asset_ids), "name": w.name, "t_earliest": w.t_earliest.isoformat(),
         "t_latest": w.t_latest.isoformat(), "evidence_kind": w.evidence_kind,
         "t_sd_s": w.t_sd_s, "lon": w.lon, "lat": w.lat, "kp_km": w.kp_km,
         "position_sd_km": w.position_sd_km}
        for w in incident.windows()
    ]  # fmt: skip
    hypotheses = [
        {"kind": "vessel", "mmsi": 518_998_865, "imo": 9329760, "name": "EAGLE S", "rank": 1,
         "posterior": 0.94, "posterior_without_drag_evidence": 0.61, "llr": 14.2,
         "crossings": [{"asset_id": "estlink-2", "t": "2024-12-25T10:26:00Z", "t_sd_s": 240.0,
                        "lon": 26.23, "lat": 59.924, "sog_kn": 8.6}],
         "reasons": ["over EstLink 2 at 10:26Z, within the window", "slow for its own habit"],
         "provenance": "reconstructed"},
        {"kind": "vessel", "mmsi": 200_000_101, "imo": None, "name": "SIM TRADER 1", "rank": 2,
         "posterior": 0.03, "posterior_without_drag_evidence": 0.2, "llr": -1.2,
         "crossings": [{"asset_id": "estlink-2", "t": "2024-12-25T10:20:00Z", "t_sd_s": 90.0,
                        "lon": 26.21, "lat": 59.96, "sog_kn": 12.0}],
         "reasons": ["over EstLink 2 at 10:20Z"], "provenance": "simulated"},
        {"kind": "dark", "mmsi": None, "imo": None, "name": None, "rank": 3, "posterior": 0.02,
         "posterior_without_drag_evidence": 0.12, "llr": None, "crossings": [],
         "reasons": ["a ship without AIS could have passed"]},
        {"kind": "none", "mmsi": None, "imo": None, "name": None, "rank": 4, "posterior": 0.01,
         "posterior_without_drag_evidence": 0.07, "llr": None, "crossings": [],
         "reasons": ["five breaks within hours are rarely technical"]},
    ]  # fmt: skip
    left_out = [
        {"mmsi": 200_000_110 + i, "name": f"SIM TRADER {10 + i}",
         "reason": "it was 14 km away during the window", "closest_km": 14.0 + i,
         "closest_t": "2024-12-25T10:22:00Z"}
        for i in range(excluded)
    ]  # fmt: skip
    return {
        "schema": "baltic-attribution/1", "incident_id": incident.id, "windows": windows,
        "hypotheses": hypotheses, "excluded": left_out, "credible_set_95": [518_998_865],
        "sensitivity": {}, "notes": ["The track of EAGLE S is a reconstruction."],
    }  # fmt: skip


def incident() -> dict[str, Any]:
    return load_incident("estlink2-eagle-s-2024").model_dump(mode="json")


def investigation(**changes: Any) -> dict[str, Any]:
    """Return the arguments of a full investigation map."""
    tracks = pd.concat([suspect(), traffic()], ignore_index=True)
    arguments: dict[str, Any] = {
        "candidates": [candidate(), candidate(200_000_101, "SIM TRADER 1", 2.0)],
        "tracks": tracks,
        "vessels": vessels(tracks),
        "crossings": crossings(),
        "assets": load_assets(),
        "incident": incident(),
        "attribution": attribution(),
        "manifest": {"version": "0.1.0", "inputs": [{"file": "traffic.csv"}]},
    }
    return {**arguments, **changes}


def empty(columns: pd.DataFrame) -> pd.DataFrame:
    return columns.iloc[:0]


def over_180() -> pd.DataFrame:
    """Return ships about the antimeridian: one over it and back, silent on the way; one each side.

    Longitudes as receivers give them, -180 to 180 degrees.
    """
    out = track(200_000_001, [(176.0, 60.0), (184.0, 60.2)], hours=12)
    back = track(200_000_001, [(183.0, 60.1), (177.0, 60.3)], hours=9, start_h=13)
    out, back = out.assign(segment=1), back.assign(segment=2)
    east = track(200_000_002, [(-179.0, 59.5), (-176.0, 59.8)], hours=9)
    west = track(200_000_003, [(176.0, 60.6), (179.0, 60.4)], hours=9)
    frame = pd.concat([out, back, east, west], ignore_index=True)
    return frame.assign(lon=(frame["lon"] + 180) % 360 - 180)


def own_cable(*, split: bool = False) -> Any:
    """Return one asset over the antimeridian: in one piece, or cut at 180 as RFC 7946 has it."""
    import geopandas as gpd
    import shapely

    whole = shapely.MultiLineString([[(178.0, 59.0), (-178.0, 61.0)]])
    halves = [[(178.0, 59.0), (180.0, 60.0)], [(-180.0, 60.0), (-178.0, 61.0)]]
    return gpd.GeoDataFrame(
        {
            "asset_id": ["own"], "name": ["Own cable"], "kind": "power", "subtype": None,
            "operator": None, "status": "in_service", "accuracy_km": 2.0,
            "accuracy_class": "traced", "route_licence": None,
        },
        geometry=[shapely.MultiLineString(halves) if split else whole], crs=4326,
    )  # fmt: skip
