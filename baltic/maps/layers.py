"""The standing layers: land, assets with their accuracy, crossings, outages.

Each function returns plain JSON values for ``js/layers.js``; no HTML is made here, so
that no name can ever become markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ..geo import point_at_km
from ..reports.passage_words import silent_there
from ..seam import Seam, find_seam
from ..tables import ASSETS
from .codec import pack_rings
from .values import clean, seconds

__all__ = [
    "MAX_CROSSINGS",
    "encode_assets",
    "encode_crossings",
    "encode_land",
    "lines_of",
    "name_all",
    "outages",
    "place_by_kp",
]

#: More crossing marks than this hide the map; the number left out is said in the legend.
MAX_CROSSINGS = 4000

#: Crossings this long before or after an outage window are marked too, s.
_NEAR_S = 1800.0

#: Line work is rounded to 1e-4 degree (11 m), finer than any charted route.
_ROUTE_SCALE = 10_000

# fmt: off
_FACTS = [
    "asset_id", "name", "kind", "subtype", "status", "status_note", "operator", "owner",
    "countries", "in_service_year", "length_km", "voltage_kv", "accuracy_km",
    "accuracy_class", "route_licence", "route_basis", "aliases", "sources", "notes",
]
# fmt: on


def encode_land(
    land: shapely.Geometry, tolerance_deg: float = 0.001, scale: int = 2000
) -> dict[str, Any]:
    """Pack the outer rings of a coastline, simplified below its own 1:10 million accuracy."""
    simple = shapely.simplify(land, tolerance_deg)
    parts = getattr(simple, "geoms", [simple])
    rings = [np.asarray(p.exterior.coords) for p in parts if not p.is_empty]
    return pack_rings(rings, scale)


def encode_assets(assets: Any, seam: Seam | None = None) -> dict[str, Any]:
    """Pack the lines of all assets and list their facts.

    Parameters
    ----------
    assets
        GeoDataFrame of the ``assets`` contract; extra columns are shown when known.
    seam
        Where the map is cut open; found from the assets alone when None.

    Returns
    -------
    dict
        ``items`` (facts, with ``parts``: one accuracy a line) and ``lines`` (packed).
    """
    ASSETS.check(assets)
    rows: list[np.ndarray[Any, Any]] = []
    items = []
    facts = [name for name in _FACTS if name in assets.columns]
    named_parts = assets["parts"].tolist() if "parts" in assets.columns else [None] * len(assets)
    table = assets[facts].to_dict("records")
    for fact, geometry, named in zip(table, assets.geometry, named_parts, strict=True):
        lines = lines_of(geometry)
        rows.extend(lines)
        item = {k: v for k, v in clean(fact).items() if v not in (None, "", [])}
        item["real"] = item.get("status") not in ("planned", "cancelled")
        item["parts"] = _parts(item, named, len(lines))
        items.append(item)
    seam = seam or find_seam([], rows)
    whole = [seam.line(row) for row in rows]
    return {"items": items, "lines": pack_rings(whole, _ROUTE_SCALE)}


def lines_of(geometry: Any) -> list[np.ndarray[Any, Any]]:
    """Return the coordinates of each line of a geometry, shape (points, 2 or 3)."""
    lines = getattr(geometry, "geoms", [geometry])
    return [np.asarray(g.coords) for g in lines if len(getattr(g, "coords", ())) > 1]


def _parts(item: Mapping[str, Any], named: Any, count: int) -> list[dict[str, Any]]:
    """Return accuracy and name of each line of an asset; branches may differ from the trunk."""
    known = list(named) if isinstance(named, (list, tuple, np.ndarray)) else []
    parts = []
    for i in range(count):
        part = known[i] if i < len(known) and isinstance(known[i], Mapping) else {}
        parts.append(
            {
                "class": clean(part.get("accuracy_class") or item.get("accuracy_class")),
                "km": clean(part.get("accuracy_km") or item.get("accuracy_km")),
                "name": clean(part.get("name")),
            }
        )
    return parts


def encode_crossings(
    crossings: pd.DataFrame,
    *,
    ships: Iterable[int],
    windows: Sequence[Mapping[str, Any]],
    limit: int = MAX_CROSSINGS,
) -> dict[str, Any]:
    """Choose the crossings worth a mark: those in an outage window and those of listed ships.

    Returns
    -------
    dict
        ``items`` and ``omitted``, the number of chosen crossings beyond `limit`.
    """
    if not len(crossings):
        return {"items": [], "omitted": 0, "total": 0}
    in_window, near = _near_windows(crossings, windows)
    chosen_rows = near | crossings["mmsi"].isin(list(ships)).to_numpy(bool)
    chosen = crossings[chosen_rows].assign(in_window=in_window[chosen_rows], near=near[chosen_rows])
    chosen = chosen.sort_values(["in_window", "near"], ascending=False, kind="stable")
    shown = chosen.head(limit).sort_values("t", kind="stable")
    names = "mmsi asset_id lon lat t_sd_s sog_kn angle_deg kp_km gap_s provenance"
    have = [n for n in [*names.split(), "in_window", "near"] if n in shown.columns]
    items = []
    for t, row in zip(shown["t"], shown[have].to_dict("records"), strict=True):
        item = {k: round(v, 5) if isinstance(v, float) else v for k, v in clean(row).items()}
        items.append({**item, "t": seconds(t), "silent": silent_there(item)})
    return {"items": items, "omitted": len(chosen) - len(shown), "total": len(crossings)}


def _near_windows(
    crossings: pd.DataFrame, windows: Sequence[Mapping[str, Any]]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say of each crossing whether it may lie inside, and whether near, a window of its asset.

    Inside: within three standard deviations of its own time; near: within half an hour.
    """
    inside = np.zeros(len(crossings), bool)
    near = np.zeros(len(crossings), bool)
    t = crossings["t"].to_numpy("datetime64[us]").astype(np.int64) / 1e6
    slack = np.zeros(len(crossings))
    if "t_sd_s" in crossings.columns:
        slack = 3.0 * np.nan_to_num(crossings["t_sd_s"].to_numpy(float))
    for window in windows:
        start, end = window["t0"], window["t1"]
        if start is None or end is None:
            continue
        same = crossings["asset_id"].isin(window["asset_ids"]).to_numpy(bool)
        inside |= same & (t >= start - slack) & (t <= end + slack)
        near |= same & (t >= start - _NEAR_S) & (t <= end + _NEAR_S)
    return inside, near | inside


def outages(
    incident: Mapping[str, Any] | None, attribution: Mapping[str, Any] | None
) -> list[dict[str, Any]]:
    """Return the outages of an incident, one a damaged asset, with time and place where known.

    Times come from the attribution's windows when there are any (they may combine two
    readings of one break), else from the incident.
    """
    entries = [_outage(a) for a in (incident or {}).get("assets") or []]
    for window in (attribution or {}).get("windows") or []:
        found = _outage(window)
        twins = [e for e in entries if set(e["asset_ids"]) & set(found["asset_ids"])]
        for twin in twins:
            for key, value in found.items():
                if value not in (None, [], ""):
                    twin[key] = value
        if not twins:
            entries.append(found)
    return entries


def _outage(entry: Mapping[str, Any]) -> dict[str, Any]:
    ids = entry.get("asset_ids") or entry.get("asset_id") or []
    guess = entry.get("position_estimate_third_party") or {}
    lon, lat = entry.get("lon"), entry.get("lat")
    place = "published" if lon is not None and lat is not None else None
    if place is None and isinstance(guess, Mapping) and guess.get("lon") is not None:
        lon, lat, place = guess.get("lon"), guess.get("lat"), "estimate"
    sd_km = entry.get("position_sd_km")
    return {
        "asset_ids": clean([ids] if isinstance(ids, str) else list(ids)),
        "name": clean(entry.get("name")),
        "damage": clean(entry.get("damage")),
        "damaged": bool(entry.get("damaged", True)),
        "t0": seconds(entry.get("t_earliest")),
        "t1": seconds(entry.get("t_latest")),
        "evidence_kind": clean(entry.get("evidence_kind")),
        "words": clean(entry.get("position_in_words")),
        "lon": clean(lon),
        "lat": clean(lat),
        "kp_km": clean(entry.get("kp_km")),
        "place": place,
        "sd_km": clean(guess.get("uncertainty_km") if place == "estimate" else sd_km),
        "published_sd_km": clean(sd_km),
        "basis": clean(guess.get("basis")) if place == "estimate" else None,
    }


def name_all(found: Sequence[dict[str, Any]], names: Mapping[str, str]) -> None:
    """Name every asset that an outage may be of, where its name is that of one of them."""
    for outage in found:
        known = [str(clean(names.get(i)) or i) for i in outage["asset_ids"]]
        if len(known) > 1 and outage["name"] in (None, *known):
            outage["name"] = " or ".join(known)


def place_by_kp(found: Sequence[dict[str, Any]], assets: Any) -> None:
    """Give outages a place on the line where only its kilometre point is published."""
    shapes = dict(zip(assets["asset_id"], assets.geometry, strict=True))
    for outage in found:
        ids, kp = outage["asset_ids"], outage["kp_km"]
        if outage["place"] == "published" or kp is None or len(ids) != 1 or ids[0] not in shapes:
            continue
        # Kilometre points count along the first part, as the ranking takes them.
        point = point_at_km(shapely.get_parts(shapes[ids[0]])[0], float(kp))
        if point is not None:
            place = {"lon": round(point[0], 6), "lat": round(point[1], 6), "place": "kp"}
            outage.update(place, sd_km=outage["published_sd_km"])
