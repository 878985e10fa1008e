"""A small sea with four north-south cables and ships sailing along parallels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely

from baltic.attribution import attribute
from baltic.catalogue import Incident
from baltic.geo import DEG_M, KN_MS, bearing_deg, distance_m
from baltic.records import AssetHit, Candidate, Evidence
from baltic.settings import Settings
from baltic.tables import TRACKS, VESSELS

T0 = datetime(2024, 12, 25, 10, 26, tzinfo=UTC)
CABLES = {"alpha": ("power", 24.0), "beta": ("telecom", 24.5), "gamma": ("telecom", 25.0),
          "delta": ("telecom", 25.5)}  # fmt: skip
LAT = 59.7
SETTINGS = Settings()


def assets(accuracy_km: float = 0.5) -> gpd.GeoDataFrame:
    rows = [
        {
            "asset_id": name, "name": name.title(), "kind": kind, "subtype": None,
            "operator": None, "status": "in_service", "accuracy_km": accuracy_km,
            "accuracy_class": "charted", "route_licence": "test", "aliases": [],
            "geometry": shapely.MultiLineString([[(lon, 59.2), (lon, 60.2)]]),
        }
        for name, (kind, lon) in CABLES.items()
    ]  # fmt: skip
    return gpd.GeoDataFrame(rows, crs=4326)


def incident(*windows: tuple[Any, float, float], **entry: Any) -> Incident:
    """Windows are (asset or assets, first and last minute after T0)."""
    entries = [
        {
            "asset_id": asset,
            "t_earliest": T0 + timedelta(minutes=a),
            "t_latest": T0 + timedelta(minutes=b),
            "evidence_kind": "loss_of_light",
            "t_sd_s": 30.0,
            **entry,
        }
        for asset, a, b in windows
    ]
    return Incident.model_validate({"id": "test-incident", "title": "Test", "assets": entries})


def ship(
    mmsi: int,
    minute: float,
    *,
    lat: float = LAT,
    kn: float = 10.0,
    hours: float = 8.0,
    at: float = 24.0,
    step_s: float = 60.0,
    silent: tuple[float, float] | None = None,
    provenance: str = "simulated",
) -> pl.DataFrame:
    """A ship eastbound on a parallel that crosses longitude `at` `minute` minutes after T0."""
    metres = float(distance_m(at, lat, at + 1, lat))
    s = np.arange(-hours * 1800, hours * 1800, step_s)
    if silent is not None:
        s = s[(s < silent[0] * 60) | (s > silent[1] * 60)]
    t = [T0 + timedelta(minutes=minute, seconds=float(x)) for x in s]
    n = len(s)
    return pl.DataFrame(
        {
            "mmsi": [mmsi] * n, "t": t, "lon": at + s * kn * KN_MS / metres, "lat": [lat] * n,
            "sog_kn": [kn] * n, "cog_deg": [90.0] * n, "heading_deg": [90.0] * n,
            "rot_deg_min": [None] * n, "nav_status": [0] * n, "source": ["class-a"] * n,
            "provenance": [provenance] * n, "hull": [0] * n, "segment": [0] * n,
        },
        schema=TRACKS.schema,
    )  # fmt: skip


def along(mmsi: int, points: list[tuple[float, float, float]], kn: float = 10.0) -> pl.DataFrame:
    """A ship heard at (minute after T0, km east of 24 E, km north of LAT), and nowhere else."""
    minute, east, north = (np.array(v, float) for v in zip(*points, strict=True))
    lat = LAT + north * 1000 / DEG_M
    lon = 24.0 + east * 1000 / DEG_M / np.cos(np.radians(lat))
    n = len(minute)
    return pl.DataFrame(
        {
            "mmsi": [mmsi] * n, "t": [T0 + timedelta(minutes=float(m)) for m in minute],
            "lon": lon, "lat": lat, "sog_kn": [kn] * n, "cog_deg": [None] * n,
            "heading_deg": [None] * n, "rot_deg_min": [None] * n, "nav_status": [0] * n,
            "source": ["class-a"] * n, "provenance": ["simulated"] * n, "hull": [0] * n,
            "segment": [0] * n,
        },
        schema=TRACKS.schema,
    )  # fmt: skip


def tracks(*ships: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(ships).sort("mmsi", "hull", "t") if ships else TRACKS.empty()


def vessels(table: pl.DataFrame, **changes: Any) -> pl.DataFrame:
    ids = table["mmsi"].unique().sort().to_list()
    rows = [
        {**dict.fromkeys(VESSELS.names), "mmsi": m, "name": f"SHIP {m}", "flag": "FI", **changes}
        for m in ids
    ]
    return pl.DataFrame(rows, schema=VESSELS.schema)


def crossings(table: pl.DataFrame, lines: gpd.GeoDataFrame) -> pd.DataFrame:
    """Crossings of straight meridians, by interpolation; the package's own step is not used."""
    from baltic.tables import CROSSINGS

    rows = []
    accuracy = dict(zip(lines.asset_id, lines.accuracy_km, strict=True))
    for (mmsi,), track in table.group_by("mmsi", maintain_order=True):
        lon, lat = track["lon"].to_numpy(), track["lat"].to_numpy()
        t = track["t"].dt.epoch("us").to_numpy() / 1e6
        sog = track["sog_kn"].to_numpy()
        for name, (_, at) in CABLES.items():
            for i in np.flatnonzero((lon[:-1] < at) != (lon[1:] < at)):
                if name not in accuracy or not 59.2 < lat[i] < 60.2 or t[i + 1] - t[i] > 7200:
                    continue
                share = (at - lon[i]) / (lon[i + 1] - lon[i])
                when = t[i] + share * (t[i + 1] - t[i])
                kp = float(distance_m(at, 59.2, at, lat[i])) / 1000
                cog = float(bearing_deg(lon[i], lat[i], lon[i + 1], lat[i + 1]))
                sd = accuracy[name] * 1000 / (sog[i] * KN_MS)
                rows.append(
                    (mmsi, 0, name, 0, pd.Timestamp(when, unit="s", tz="UTC").as_unit("us"), sd,
                     at, lat[i], kp, float(sog[i]), cog, 90.0, t[i + 1] - t[i], True, "LR", 1.0,
                     track["provenance"][0])
                )  # fmt: skip
    table_ = pd.DataFrame(rows, columns=CROSSINGS.names)
    if table_.empty:
        return CROSSINGS.empty().to_pandas()
    table_["t"] = pd.to_datetime(table_["t"], utc=True)
    return table_.sort_values(["t", "mmsi", "asset_id"], ignore_index=True)


def episode(
    mmsi: int, start_min: float, end_min: float, llr: float, hits: tuple[str, ...] = ()
) -> Candidate:
    start, end = T0 + timedelta(minutes=start_min), T0 + timedelta(minutes=end_min)
    marks = tuple(
        AssetHit(a, start, 60.0, CABLES[a][1], LAT, 55.0, 8.0, 90.0, 90.0, 0.9, 0.5) for a in hits
    )
    line = Evidence("drop", 0.3, "ln", None, llr, "speed fell by a quarter")
    return Candidate(
        f"c-{mmsi}", mmsi, None, None, 70, 180.0, start, end, 24.0, LAT, 20.0, 10.0, 8.0, llr,
        "watch", (line,), marks, ("weather",), {"note": "test"}, "simulated",
    )  # fmt: skip


def run(
    what: Incident,
    table: pl.DataFrame,
    episodes: list[Candidate] | None = None,
    *,
    lines: gpd.GeoDataFrame | None = None,
    ships: pl.DataFrame | None = None,
    settings: Settings = SETTINGS,
    depth: Any = None,
) -> Any:
    lines = assets() if lines is None else lines
    return attribute(
        what,
        table,
        vessels(table) if ships is None else ships,
        crossings(table, lines),
        episodes or [],
        lines,
        settings,
        depth=depth,
    )
