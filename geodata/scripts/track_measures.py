"""Measures of a solved voyage for the texts of the index: lengths, means, places."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from track_path import GEOD, Lines, along, kilometre_point, local_metres
from track_plan import Plan, Voyage, iso
from track_speed import at

_NM_KM = 1.852
_RISTNA = (22.04, 58.93)  # the western end of Hiiumaa
_LOVIISA = (26.225, 60.457)
_CITIC = ("bssc", "bcs-north-1", "eesf-2", "eesf-3")


def measures(
    plan: Plan, voyage: Voyage, found: Sequence[Mapping[str, Any]], lines: Lines
) -> dict[str, Any]:
    """Return the values for the ``{name}`` places in the texts of a plan."""
    values: dict[str, Any] = {}
    for name, (first, last) in plan.spans.items():
        km = float(voyage.s_at(at(last)) - voyage.s_at(at(first))) / 1e3
        hours = (at(last) - at(first)) / 3600
        values |= {f"km_{name}": km, f"nm_{name}": km / _NM_KM, f"kn_{name}": km / _NM_KM / hours}
        values[f"h_{name}"] = hours
    for name, x in voyage.solved.items():
        key = re.sub(r"\W", "_", name.split(",")[0])
        if plan.drop:
            values[f"{key}_h"] = (x - at(plan.drop)) / 3600
        values[key] = iso(x) if x > 1e6 else x
    values["stopped"] = _first_below(voyage, 1.0)
    spots = {c.asset_id: _checked(c, found) for c in plan.checks}
    if "estlink-2" in spots:
        bearing, _, metres = GEOD.inv(*_LOVIISA, *spots["estlink-2"])
        values |= {"loviisa_km": metres / 1e3, "loviisa_deg": bearing % 360}
        values["c_lion1_to_estlink1"] = _off(lines["estlink-1"], *spots["c-lion1"])
        values["fec1_to_estlink1"] = _off(lines["estlink-1"], *spots["fec-1"])
        hit = [c for c in found if c["asset_id"] in _CITIC]
        values["citic"] = "; ".join(f"{c['asset_id']} at {c['t'][11:]}" for c in hit) or "none"
    values |= _of_plan(plan, voyage, spots)
    if "ee-s-1" in spots:
        values |= _far(spots, lines["ee-s-1"])
        values["pipe_to_fec2_nm"] = (
            GEOD.inv(*spots["balticconnector"], *spots["fec-2"])[2] / 1e3 / _NM_KM
        )
    return values


def _of_plan(
    plan: Plan, voyage: Voyage, spots: Mapping[str, tuple[float, float]]
) -> dict[str, Any]:
    """Return measures that lean on moments of one plan."""
    speeds = {f"v_{name}": float(voyage.v_at(at(when))) for name, when in plan.moments.items()}
    values: dict[str, Any] = dict(speeds)
    for name, (asset_id, lon, lat) in plan.places.items():
        values[name] = GEOD.inv(lon, lat, *spots[asset_id])[2] / 1e3
    return values


def _far(
    spots: Mapping[str, tuple[float, float]], line: shapely.LineString, km: float = 51.0
) -> dict[str, float]:
    """Return way and speed from the published place on EE-S1 to the Baltika crossing."""
    kps = np.arange(0.0, kilometre_point(line, *spots["ee-s-1"]), 0.5)
    xy = np.array([along(line, k) for k in kps])
    off = GEOD.inv(*np.broadcast_arrays(*_RISTNA, xy[:, 0], xy[:, 1]))[2] / 1e3
    best = xy[int(np.argmin(np.abs(off - km)))]
    far_km = GEOD.inv(*best, *spots["baltika"])[2] / 1e3
    hours = (at("2023-10-07T20:30:00Z") - at("2023-10-07T15:13:00Z")) / 3600
    return {"far_km": far_km, "far_kn": far_km / _NM_KM / hours}


def _checked(check: Any, found: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    own = [c for c in found if c["asset_id"] == check.asset_id]
    inside = [c for c in own if check.earliest and check.earliest <= c["t"] <= check.latest]
    best = (inside or own)[0]
    return best["lon"], best["lat"]


def _off(line: shapely.LineString, lon: float, lat: float) -> float:
    """Return the distance (km) of a place from a line."""
    metres = shapely.transform(
        shapely.segmentize(line, 0.02), local_metres(lon, lat).transform, interleaved=False
    )
    return float(metres.distance(shapely.Point(0, 0))) / 1e3


def _first_below(voyage: Voyage, knots: float) -> str:
    """Return the last moment at which the speed fell below a bound."""
    below = np.flatnonzero((voyage.v[1:] < knots) & (voyage.v[:-1] >= knots))
    return iso(float(voyage.t[below[-1] + 1])) if len(below) else "never"
