"""Which assets a made track crosses, when, and how that agrees with what is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from track_path import GEOD, kilometre_point
from track_plan import Plan, iso

#: Between rows farther apart than this the way is not known (s).
_GAP_S = 600.0


def crossings(
    rows: Sequence[Mapping[str, Any]], parts: Mapping[str, Sequence[shapely.LineString]]
) -> list[dict[str, Any]]:
    """Return every crossing of the rows, joined by straight legs, with every asset, in time."""
    t = np.array([datetime.fromisoformat(r["t"]).timestamp() for r in rows])
    xy = np.array([[r["lon"], r["lat"]] for r in rows])
    sog = np.array([r["sog_kn"] for r in rows], float)
    steps = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1))
    keep = np.flatnonzero(np.diff(t) <= _GAP_S)
    tree = shapely.STRtree(steps[keep])
    found = []
    for asset_id, lines in parts.items():
        for number, line in enumerate(lines):
            for i in keep[tree.query(line, predicate="intersects")]:
                for p in shapely.get_parts(steps[i].intersection(line)):
                    lon, lat = p.centroid.x, p.centroid.y
                    part = GEOD.inv(*xy[i], lon, lat)[2]
                    f = part / max(GEOD.inv(*xy[i], *xy[i + 1])[2], 1e-9)
                    found.append(
                        {
                            "asset_id": asset_id,
                            "part": number,
                            "t": iso(t[i] + f * (t[i + 1] - t[i])),
                            "lon": round(lon, 4),
                            "lat": round(lat, 4),
                            "kp_km": round(kilometre_point(line, lon, lat), 1),
                            "sog_kn": round(float(sog[i] + f * (sog[i + 1] - sog[i])), 1),
                        }
                    )
    unique = {tuple(c.values()): c for c in found}
    return sorted(unique.values(), key=lambda c: (c["t"], c["asset_id"]))


def published(plan: Plan, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the crossings of the damaged assets beside what is published of each."""
    result = []
    for check in plan.checks:
        own = [c for c in found if c["asset_id"] == check.asset_id]
        if not own:
            raise SystemExit(f"{plan.name}: {check.asset_id} is not crossed")
        timed = check.earliest is not None
        for c in own:
            inside = timed and check.earliest <= c["t"] <= check.latest
            result.append(
                {
                    **c,
                    "published_time": check.published,
                    "published_place": check.place_published,
                    "window": [check.earliest, check.latest] if timed else None,
                    "inside_window": bool(inside) if timed else None,
                }
            )
        if timed and not any(r["inside_window"] for r in result if r["asset_id"] == check.asset_id):
            raise SystemExit(f"{plan.name}: {check.asset_id} crossed outside its window: {own}")
    return result
