"""A tiny builder of tracks for the detector's tests: speeds over hours along a line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely

from baltic import geo
from baltic.tables import PLACES, TRACKS, VESSELS

T0 = datetime(2025, 3, 1, tzinfo=UTC)
START = (18.0, 56.5)


def make_track(
    legs,
    *,
    mmsi=200000101,
    step_s=60.0,
    start=START,
    course=30.0,
    t0=T0,
    tau_min=0.0,
    yaw_deg=0.0,
    yaw_drag=None,
    drift_drag=0.0,
    heading=False,
    noise_kn=0.0,
    status=0,
    seed=0,
    hull=0,
    segment=0,
):
    """Return a TRACKS table.

    `legs` = [(hours, knots), ...] or [(hours, knots, "drag"), ...]; `tau_min` rounds every
    change of speed; yaw and drift of drag legs are given apart.
    """
    rng = np.random.default_rng(seed)
    edges = np.cumsum([0.0] + [leg[0] * 3600.0 for leg in legs])
    fine = np.arange(0.0, edges[-1], min(step_s, 30.0))
    which = np.clip(np.searchsorted(edges, fine, side="right") - 1, 0, len(legs) - 1)
    target = np.array([leg[1] for leg in legs], float)[which]
    v = target.copy()
    if tau_min > 0:
        dt = fine[1] - fine[0]
        k = 1.0 - np.exp(-dt / (tau_min * 60.0))
        for i in range(1, len(v)):
            v[i] = v[i - 1] + k * (target[i] - v[i - 1])
    dragging = np.array([len(leg) > 2 for leg in legs])[which]
    dist = np.concatenate([[0.0], np.cumsum((v[1:] + v[:-1]) / 2 * np.diff(fine))]) * geo.KN_MS
    t = np.arange(0.0, edges[-1], step_s)
    along = np.interp(t, fine, dist)
    sog = np.interp(t, fine, v)
    drag_now = np.interp(t, fine, dragging.astype(float)) > 0.5
    lon, lat = geo.point_at(start[0], start[1], course, along)
    yaw = np.where(drag_now, yaw_deg if yaw_drag is None else yaw_drag, yaw_deg)
    swing = yaw * np.sqrt(2) * np.sin(2 * np.pi * t / rng.uniform(130, 160) + rng.uniform(0, 6))
    cog = (course + swing * (0.6 if heading else 1.0)) % 360
    hdg = (course + swing - np.where(drag_now, drift_drag, 0.0)) % 360
    n = len(t)
    sog = np.maximum(sog + rng.normal(0, noise_kn, n), 0.0) if noise_kn else sog
    when = [t0 + timedelta(seconds=float(x)) for x in t]
    return pl.DataFrame(
        {
            "mmsi": [mmsi] * n, "t": when, "lon": lon, "lat": lat,
            "sog_kn": np.round(sog, 1), "cog_deg": np.round(cog, 1) % 360,
            "heading_deg": np.round(hdg) % 360 if heading else [None] * n,
            "rot_deg_min": [None] * n, "nav_status": [status] * n, "source": ["class-a"] * n,
            "provenance": ["simulated"] * n, "hull": [hull] * n, "segment": [segment] * n,
        },
        schema=TRACKS.schema, strict=False,
    )  # fmt: skip


def make_vessel(mmsi=200000101, ship_type=70, loa=180.0, beam=28.0, draught=9.5):
    """Return a VESSELS table of one ship."""
    row = dict.fromkeys(VESSELS.names)
    row |= {"mmsi": mmsi, "name": "TEST", "ship_type": ship_type, "loa_m": loa}
    row |= {"beam_m": beam, "draught_m": draught}
    return pl.DataFrame([row], schema=VESSELS.schema)


def make_asset(track, at_share=0.5, *, status="in_service", kind="telecom", asset_id="cable-1"):
    """Return an ASSETS table with one line square across the track at a share of its length."""
    row = track.row(int(at_share * (track.height - 1)), named=True)
    other = track.row(min(int(at_share * (track.height - 1)) + 5, track.height - 1), named=True)
    bearing = float(geo.bearing_deg(row["lon"], row["lat"], other["lon"], other["lat"]))
    a = geo.point_at(row["lon"], row["lat"], bearing + 90, 30_000.0)
    b = geo.point_at(row["lon"], row["lat"], bearing - 90, 30_000.0)
    line = shapely.LineString([(float(a[0]), float(a[1])), (float(b[0]), float(b[1]))])
    return gpd.GeoDataFrame(
        {
            "asset_id": [asset_id], "name": ["Cable One"], "kind": [kind], "subtype": ["x"],
            "operator": ["o"], "status": [status], "accuracy_km": [0.2],
            "accuracy_class": ["charted"], "route_licence": ["own"],
        },
        geometry=[line], crs=4326,
    )  # fmt: skip


def make_crossings(track, assets):
    """Return CROSSINGS rows by plain geometry: first leg that meets each asset."""
    rows = []
    lon, lat = track["lon"].to_numpy(), track["lat"].to_numpy()
    path = shapely.linestrings(np.stack([lon, lat], axis=1)) if len(lon) > 1 else None
    t = track["t"].to_list()
    for _, asset in assets.iterrows():
        if path is None or not path.intersects(asset.geometry):
            continue
        point = shapely.get_point(shapely.intersection(path, asset.geometry), 0)
        point = point or shapely.intersection(path, asset.geometry)
        i = int(np.argmin(geo.haversine_m(lon, lat, point.x, point.y)))
        rows.append(
            {
                "mmsi": track["mmsi"][i], "hull": track["hull"][i], "asset_id": asset.asset_id,
                "part": 0, "t": pd.Timestamp(t[i]), "t_sd_s": 40.0, "lon": point.x, "lat": point.y,
                "kp_km": 30.0, "sog_kn": float(track["sog_kn"][i]),
                "cog_deg": float(track["cog_deg"][i]), "angle_deg": 90.0, "gap_s": 60.0,
                "interpolated": True, "side": "LR", "p_cross": 1.0, "provenance": "simulated",
            }
        )  # fmt: skip
    from baltic.tables import CROSSINGS

    return pd.DataFrame(rows, columns=CROSSINGS.names)


def make_places(*rows):
    """Return a PLACES table of (kind, name, lon, lat, radius_km)."""
    return pd.DataFrame(list(rows), columns=PLACES.names)


def no_places():
    """Return one place far away."""
    return make_places(("port", "Far", 10.0, 54.0, 3.0))


def run(track, *, vessel=None, assets=None, places=None, settings=None, depth=None):
    """Run the detector on one or more tracks."""
    from baltic.drag import detect
    from baltic.settings import Settings

    first = track.filter(pl.col("mmsi") == track["mmsi"][0])
    assets = make_asset(first) if assets is None else assets
    parts = [make_crossings(p, assets) for p in track.partition_by("mmsi", "hull")]
    crossings = (
        pd.concat([p for p in parts if len(p)] or parts[:1])
        .sort_values(["t", "mmsi", "asset_id"])
        .reset_index(drop=True)
    )
    crossings = crossings.astype({"mmsi": "uint32", "hull": "uint8", "part": "uint16"})
    return detect(
        track,
        make_vessel(track["mmsi"][0]) if vessel is None else vessel,
        crossings,
        assets,
        no_places() if places is None else places,
        settings or Settings(),
        depth=depth,
    )
