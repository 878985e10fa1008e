"""Builders of tracks for the detector's tests: speeds along a line, and whole voyages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely
from scipy.ndimage import uniform_filter1d
from scipy.signal import lfilter

from baltic import geo
from baltic.tables import FIXES, PLACES, TRACKS, VESSELS

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


# Voyages: ships that steer, wander and are heard as real ones ----------------------


@dataclass(frozen=True)
class Leg:
    """A stretch of a voyage: how long, how fast, how it is entered and how it is steered.

    `tau_min` enters it by an exponential (an outside force), `ramp_min` by a straight engine
    programme, neither by a step.  `yaw` multiplies the usual swing of the ship, `drift` is the
    course less the heading, `rough` the share by which its speed wanders more, `off` degrees
    from the route's course, `sway` degrees by which the course itself wanders.
    """

    hours: float
    kn: float
    tau_min: float = 0.0
    ramp_min: float = 0.0
    yaw: float = 1.0
    drift: float = 0.0
    rough: float = 0.0
    off: float = 0.0
    sway: float = 0.0
    status: int | None = None
    drag: bool = False


@dataclass(frozen=True)
class Ear:
    """How a voyage is heard: sampling, noise of what is sent, and what is sent at all."""

    step_s: float = 60.0
    jitter_s: float = 0.0
    loss: float = 0.0
    sog_sd_kn: float = 0.0
    cog_sd_deg: float = 0.0
    place_sd_m: float = 0.0
    yaw_deg: float = 0.0
    wander: float = 0.0
    heading: bool = False
    sog: bool = True
    cog: bool = True


#: Nothing but the story: constant speed, constant course.
BARE = Ear()
#: As a class A ship is heard in an open feed thinned to about a minute.
REAL = Ear(
    jitter_s=8.0, loss=0.05, sog_sd_kn=0.07, cog_sd_deg=0.6, place_sd_m=4.0, yaw_deg=1.1,
    wander=0.012, heading=True,
)  # fmt: skip

_DT_S = 10.0
_DEG_M = 111_195.0


def straight(lon, lat, course, back_km=0.0, ahead_km=900.0):
    """Return a route of one course that passes a point after `back_km`."""
    east, north = np.sin(np.radians(course)), np.cos(np.radians(course))
    scale = _DEG_M * np.cos(np.radians(lat))
    return [
        (lon + km * 1000 * east / scale, lat + km * 1000 * north / _DEG_M)
        for km in (-back_km, ahead_km)
    ]


def way_km(legs, until=None):
    """Return how far the first `until` legs go; 2.5 is the middle of the third."""
    until = len(legs) if until is None else until
    shares = np.clip(until - np.arange(len(legs)), 0.0, 1.0)
    return float(sum(s * leg.hours * leg.kn for s, leg in zip(shares, legs, strict=True))) * 1.852


def _wander(rng, n, minutes, dt_s):
    """Return an Ornstein-Uhlenbeck walk of unit s.d. that forgets within some minutes."""
    keep = np.exp(-dt_s / (minutes * 60.0))
    return lfilter(
        [np.sqrt(1 - keep**2)], [1, -keep], rng.normal(0, 1, n), zi=[keep * rng.normal()]
    )[0]


def _speed(legs, t, edges, which):
    v, level = np.empty(len(t)), legs[0].kn
    for i, leg in enumerate(legs):
        mine = which == i
        since = t[mine] - edges[i]
        left = np.zeros(mine.sum())
        if leg.tau_min > 0:
            left = np.exp(-since / (leg.tau_min * 60.0))
        elif leg.ramp_min > 0:
            left = np.maximum(1.0 - since / (leg.ramp_min * 60.0), 0.0)
        v[mine] = leg.kn + (level - leg.kn) * left
        level = v[mine][-1] if mine.any() else level
    return v


def _steered(route, along_m):
    """Return the route's course at each distance along it."""
    lon, lat = np.array(route, float).T
    north = np.diff(lat) * _DEG_M
    east = np.diff(lon) * _DEG_M * np.cos(np.radians((lat[1:] + lat[:-1]) / 2))
    ends = np.cumsum(np.hypot(east, north))
    at = np.minimum(np.searchsorted(ends, along_m, side="right"), len(ends) - 1)
    return np.unwrap(np.arctan2(east, north)[at])


def sail(
    legs, route, *, seed=0, ear=REAL, mmsi=200000101, t0=T0, begin_km=0.0, status=0, late_h=0.0
):
    """Return FIXES of one ship on a route (longitude, latitude of its turns), by dead reckoning.

    The route is entered `begin_km` along it, `late_h` after `t0`.
    """
    rng = np.random.default_rng([seed, mmsi])
    dt = min(_DT_S, ear.step_s)
    edges = np.cumsum([0.0] + [leg.hours * 3600.0 for leg in legs])
    t = np.arange(0.0, edges[-1] + dt / 2, dt)
    which = np.clip(np.searchsorted(edges, t, side="right") - 1, 0, len(legs) - 1)
    of = {
        k: np.array([getattr(leg, k) for leg in legs], float)[which]
        for k in ("yaw", "drift", "rough", "off", "sway")
    }
    n = len(t)
    v = _speed(legs, t, edges, which)
    v = v * (1 + ear.wander * _wander(rng, n, 50, dt) + of["rough"] * _wander(rng, n, 20, dt))
    v = np.maximum(v, 0.0)
    dist = np.r_[0.0, np.cumsum((v[1:] + v[:-1]) / 2 * dt)] * geo.KN_MS
    turn = uniform_filter1d(of["off"], max(int(240 / dt), 1), mode="nearest")
    course = np.degrees(
        uniform_filter1d(_steered(route, begin_km * 1000 + dist), max(int(240 / dt), 1))
    )
    course = course + turn + of["sway"] * _wander(rng, n, 25, dt)
    swing = np.zeros(n)
    if ear.yaw_deg > 0:
        for _ in range(7):
            swing += np.sin(2 * np.pi * t / rng.uniform(60, 190) + rng.uniform(0, 7)) / np.sqrt(3.5)
        mood = np.exp(0.15 * _wander(rng, n, 120, dt))
        calm = uniform_filter1d(of["yaw"], max(int(300 / dt), 1), mode="nearest")
        swing *= ear.yaw_deg * mood * calm
        course = course + 0.5 * ear.wander * 100 * _wander(rng, n, 12, dt)
    step = v * geo.KN_MS * dt
    begin = _point_along(route, begin_km)
    lat = begin[1] + np.r_[0.0, np.cumsum((step * np.cos(np.radians(course)))[:-1])] / _DEG_M
    east = step * np.sin(np.radians(course)) / (_DEG_M * np.cos(np.radians(lat)))
    lon = begin[0] + np.r_[0.0, np.cumsum(east[:-1])]
    when = np.arange(0.0, edges[-1], ear.step_s)
    when = when + rng.uniform(0, 1, len(when)) * ear.jitter_s if ear.jitter_s else when
    when = when[rng.uniform(0, 1, len(when)) >= ear.loss] if ear.loss else when
    when = np.unique(np.round(when)) if ear.step_s >= 1 else when
    m = len(when)
    at = np.minimum(np.searchsorted(t, when), n - 1)
    shift = rng.normal(0, ear.place_sd_m, (2, m)) / _DEG_M if ear.place_sd_m else np.zeros((2, m))
    sog = np.maximum(np.interp(when, t, v) + rng.normal(0, 1, m) * ear.sog_sd_kn, 0.0)
    blur = np.degrees(np.arctan2(0.06, np.maximum(sog, 0.05))) * (ear.cog_sd_deg > 0)
    cog = course[at] + 0.6 * swing[at] + rng.normal(0, 1, m) * np.hypot(ear.cog_sd_deg, blur)
    heading = course[at] + swing[at] - uniform_filter1d(of["drift"], max(int(300 / dt), 1))[at]
    said = [legs[i].status if legs[i].status is not None else status for i in which[at]]
    start = t0 + timedelta(hours=late_h)
    return pl.DataFrame(
        {
            "mmsi": [mmsi] * m, "t": [start + timedelta(seconds=float(x)) for x in when],
            "lon": np.interp(when, t, lon) + shift[0] * 2,
            "lat": np.interp(when, t, lat) + shift[1],
            "sog_kn": np.round(sog, 1) if ear.sog else [None] * m,
            "cog_deg": np.round(cog, 1) % 360 if ear.cog else [None] * m,
            "heading_deg": np.round(heading) % 360 if ear.heading else [None] * m,
            "rot_deg_min": [None] * m, "nav_status": said, "source": ["class-a"] * m,
            "provenance": ["simulated"] * m,
        },
        schema=FIXES.schema, strict=False,
    )  # fmt: skip


def _point_along(route, km):
    lon, lat = np.array(route, float).T
    east = np.diff(lon) * _DEG_M * np.cos(np.radians((lat[1:] + lat[:-1]) / 2))
    ends = np.r_[0.0, np.cumsum(np.hypot(east, np.diff(lat) * _DEG_M))]
    return float(np.interp(km * 1000, ends, lon)), float(np.interp(km * 1000, ends, lat))


def silence(fixes, from_h, to_h):
    """Return the fixes without those of some hours after the first."""
    since = (pl.col("t") - pl.col("t").min()).dt.total_seconds() / 3600.0
    return fixes.filter(~since.is_between(from_h, to_h))


@lru_cache(maxsize=1)
def catalogue():
    """Return assets and places of the catalogue, read once."""
    from baltic.catalogue import load_assets, load_places

    return load_assets(), load_places()


def judge(fixes, vessels, *, assets=None, places=None, settings=None):
    """Walk the path of a user's file: clean, cross the catalogue (or other assets), detect."""
    from baltic.audit import Audit
    from baltic.crossings import find_crossings
    from baltic.drag import detect
    from baltic.settings import Settings
    from baltic.tracks import clean

    settings = settings or Settings()
    assets = catalogue()[0] if assets is None else assets
    places = catalogue()[1] if places is None else places
    audit = Audit()
    audit.read(fixes.height)
    audit.use(fixes.height)
    tracks = clean(fixes, audit, settings)
    crossings = find_crossings(tracks, assets, settings)
    return detect(tracks, vessels, crossings, assets, places, settings)
