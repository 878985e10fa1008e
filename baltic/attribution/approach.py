"""How near each vessel came to a failed asset, and whether a silence hides a crossing.

Legs between fixes (one every two minutes is enough for kilometres) are measured
against the asset in local metres; a silence leaves a crossing open when the ship's own
largest speed allows the way from the last fix to the line and on to the next fix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import shapely
from numpy.typing import NDArray
from scipy.special import erfc

from ..geo import KN_MS, project, unproject
from .likelihood import location_density, time_support
from .passages import interval_density, no_passages, place_error_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .windows import Outage, Target

__all__ = ["Legs", "approaches", "make_legs"]

Floats = NDArray[np.float64]

_BUCKET_S = 120.0
_REACH_H = 12.0
_SPEED_KN = (8.0, 45.0, 25.0)  # least, largest, and when a ship sent none
_STEERAGE_MS = 5.0
_FAR_KM = 300.0
_LEG_GAP_S = 3600.0


@dataclass(frozen=True)
class Legs:
    """Straight pieces of tracks; one without an end leads into an unheard time."""

    mmsi: NDArray[np.int64]
    t0: Floats
    t1: Floats
    lon0: Floats
    lat0: Floats
    lon1: Floats
    lat1: Floats
    reach_ms: Floats
    sog_kn: Floats
    opens: NDArray[np.bool_]  # nothing heard before t0
    ends: NDArray[np.bool_]  # nothing heard after t1
    provenance: NDArray[Any]

    def take(self, rows: NDArray[Any]) -> Legs:
        return Legs(**{name: value[rows] for name, value in vars(self).items()})


def make_legs(tracks: pl.DataFrame, start_s: float, end_s: float, settings: Settings) -> Legs:
    """Return the legs of all vessels around a time span (Unix seconds)."""
    second = pl.col("t").dt.epoch("us") / 1e6
    low, high = start_s - _REACH_H * 3600, end_s + _REACH_H * 3600
    fixes = (
        tracks.lazy()
        .select("mmsi", "hull", "lon", "lat", "sog_kn", "provenance", second.alias("s"))
        .filter(pl.col("s").is_between(low, high))
        .sort("mmsi", "hull", "s")
        .with_columns(
            last=_changes(-1), first=_changes(1), bucket=((pl.col("s") - start_s) // _BUCKET_S)
        )
        .with_columns(
            keep=pl.col("first")
            | pl.col("last")
            | (pl.col("bucket") != pl.col("bucket").shift(1))
            | (pl.col("s").shift(-1) - pl.col("s") > 60 * settings.attribution.open_gap_min)
        )
        .with_columns(top=pl.col("sog_kn").max().over("mmsi"))
        .filter("keep")
        .collect()
    )
    ahead = fixes.select(pl.col("s", "lon", "lat", "last").shift(-1).name.suffix("_next"))
    table = fixes.hstack(ahead).with_columns(alone=pl.col("last") & pl.col("first"))
    table = table.filter(~pl.col("last") | pl.col("alone"))
    alone = table["alone"].to_numpy()

    def pick(name: str) -> Floats:
        here, there = table[name].to_numpy(), table[f"{name}_next"].fill_null(0).to_numpy()
        return np.where(alone, here, there).astype(float)

    least, largest, unknown = _SPEED_KN
    top = table["top"].cast(pl.Float64).fill_null(unknown).clip(least, largest).to_numpy()
    return Legs(
        mmsi=table["mmsi"].to_numpy().astype(np.int64),
        t0=table["s"].to_numpy(),
        t1=pick("s"),
        lon0=table["lon"].to_numpy(),
        lat0=table["lat"].to_numpy(),
        lon1=pick("lon"),
        lat1=pick("lat"),
        reach_ms=top * KN_MS * settings.attribution.reach_factor,
        sog_kn=table["sog_kn"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        opens=table["first"].to_numpy(),
        ends=alone | table["last_next"].fill_null(True).to_numpy(),
        provenance=table["provenance"].cast(pl.String).to_numpy(),
    )


def _changes(step: int) -> pl.Expr:
    """Return where the hull differs from that of the neighbouring row."""
    return (
        (pl.col("mmsi") != pl.col("mmsi").shift(step))
        | (pl.col("hull") != pl.col("hull").shift(step))
    ).fill_null(True)


def approaches(
    outages: Sequence[Outage], legs: Legs, settings: Settings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return closest approaches, and the passages that silences or line errors leave open.

    Returns
    -------
    closest
        ``mmsi outage asset_id closest_km closest_s`` within the window and its margin,
        for vessels within the area of the asset.
    open
        Passages (see :data:`PASSAGE_COLUMNS`) with ``how`` = gap, unheard or near.
    """
    closest, left_open = [], []
    for outage in outages:
        margin = settings.attribution.margin_h * 3600
        start, end = outage.earliest_s - margin, outage.latest_s + margin
        inside = (legs.t1 >= start) & (legs.t0 <= end)
        for target in outage.targets:
            near = legs.take(np.flatnonzero(inside & _in_box(legs, target, settings)))
            if not len(near.mmsi):
                continue
            measured = _Measured(target, near)
            found = _closest(outage, target, near, measured, settings)
            closest.append(found)
            area = np.isin(near.mmsi, found["mmsi"].to_numpy())
            left_open.append(_near_misses(outage, target, near, measured, area))
            left_open.append(_silences(outage, target, near, measured, area, settings))
    columns = ["mmsi", "outage", "asset_id", "closest_km", "closest_s"]
    return (
        pd.concat(closest, ignore_index=True)
        if closest
        else pd.DataFrame({name: [] for name in columns}),
        pd.concat(left_open, ignore_index=True) if left_open else no_passages(),
    )


def _in_box(legs: Legs, target: Target, settings: Settings) -> NDArray[np.bool_]:
    """Return which legs touch the box of the asset, widened by the area."""
    x0, y0, x1, y1 = (float(v) for v in shapely.bounds(target.line))
    pad = 1000 * max(settings.attribution.area_km, 1.0) + 5000
    xs, ys = np.array([x0 - pad, x1 + pad]), np.array([y0 - pad, y1 + pad])
    # The box is wide: its corners and edge middles bound it in degrees well enough.
    gx, gy = np.meshgrid(np.append(xs, xs.mean()), np.append(ys, ys.mean()))
    lon, lat = unproject(target.transformer, gx.ravel(), gy.ravel())
    west, east, south, north = lon.min(), lon.max(), lat.min(), lat.max()
    return np.asarray(
        (np.minimum(legs.lon0, legs.lon1) <= east)
        & (np.maximum(legs.lon0, legs.lon1) >= west)
        & (np.minimum(legs.lat0, legs.lat1) <= north)
        & (np.maximum(legs.lat0, legs.lat1) >= south)
    )


class _Measured:
    """Distances of legs and their ends from one asset, m."""

    def __init__(self, target: Target, legs: Legs) -> None:
        xy = np.empty((len(legs.mmsi), 2, 2))
        for end, (lon, lat) in enumerate(((legs.lon0, legs.lat0), (legs.lon1, legs.lat1))):
            xy[:, end, 0], xy[:, end, 1] = project(target.transformer, lon, lat)
        self.xy = xy
        self.lines: Any = shapely.linestrings(xy)
        self.tree = shapely.STRtree(_pieces(target.line))
        self.leg_m = self._nearest(self.lines)

    def _nearest(self, geometries: Any) -> Floats:
        found = np.full(len(geometries), np.inf)
        rows, gaps = self.tree.query_nearest(
            geometries, max_distance=_FAR_KM * 1000, return_distance=True, all_matches=False
        )
        found[rows[0]] = gaps
        return found

    def ends_m(self, rows: NDArray[Any]) -> tuple[Floats, Floats]:
        """Return the distances of both ends of some legs."""
        return tuple(  # type: ignore[return-value]
            self._nearest(shapely.points(self.xy[rows, end])) for end in (0, 1)
        )


def _pieces(line: Any) -> Any:
    xy, part = shapely.get_coordinates(shapely.get_parts(line), return_index=True)
    same = part[1:] == part[:-1]
    return shapely.linestrings(np.stack([xy[:-1][same], xy[1:][same]], axis=1))


def _closest(
    outage: Outage, target: Target, legs: Legs, measured: _Measured, settings: Settings
) -> pd.DataFrame:
    order = np.lexsort((legs.t0, measured.leg_m, legs.mmsi))
    rows = order[np.unique(legs.mmsi[order], return_index=True)[1]]
    rows = rows[measured.leg_m[rows] <= settings.attribution.area_km * 1000]
    share = _share(measured.lines[rows], target.line)
    return pd.DataFrame(
        {
            "mmsi": legs.mmsi[rows],
            "outage": outage.number,
            "asset_id": target.asset_id,
            "closest_km": measured.leg_m[rows] / 1000,
            "closest_s": legs.t0[rows] + share * (legs.t1[rows] - legs.t0[rows]),
        }
    )


def _share(lines: Any, asset: Any) -> Floats:
    """Return where along each leg it is nearest to the asset, 0-1."""
    touch = shapely.get_point(shapely.shortest_line(lines, asset), 0)
    long = shapely.length(lines) > 0
    share = shapely.line_locate_point(lines, touch, normalized=True)
    return np.nan_to_num(np.where(long, share, 0.0))


def _near_misses(
    outage: Outage, target: Target, legs: Legs, measured: _Measured, area: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return passes so near that the true line may lie on the other side."""
    accuracy_m = target.accuracy_km * 1000
    sd = min(accuracy_m / _STEERAGE_MS, 7200.0)
    first, last = time_support(
        np.hypot(outage.reading_sd_s, sd), outage.earliest_s, outage.latest_s, outage.delay_s
    )
    short = legs.t1 - legs.t0 <= _LEG_GAP_S
    wanted = (
        area & short & (measured.leg_m <= 2 * accuracy_m) & (legs.t1 >= first) & (legs.t0 <= last)
    )
    rows = np.flatnonzero(wanted)
    # One passage a vessel: its nearest leg, spread over the time it stayed near.
    order = rows[np.lexsort((legs.t0[rows], measured.leg_m[rows], legs.mmsi[rows]))]
    best = order[np.unique(legs.mmsi[order], return_index=True)[1]]
    stay = pd.DataFrame({"mmsi": legs.mmsi[rows], "a": legs.t0[rows], "b": legs.t1[rows]})
    spans = stay.groupby("mmsi").agg({"a": "min", "b": "max"})
    share = _share(measured.lines[best], target.line)
    middle = legs.t0[best] + share * (legs.t1[best] - legs.t0[best])
    p = 0.5 * erfc(measured.leg_m[best] / (accuracy_m * np.sqrt(2)))
    return _rows(
        outage,
        target,
        legs,
        measured,
        best,
        how="near",
        t_s=middle,
        t_from_s=spans["a"].to_numpy(float),
        t_to_s=spans["b"].to_numpy(float),
        sd_s=np.full(len(best), sd),
        p=p,
    )


def _silences(
    outage: Outage,
    target: Target,
    legs: Legs,
    measured: _Measured,
    area: NDArray[np.bool_],
    settings: Settings,
) -> pd.DataFrame:
    """Return silences in which the ship could have reached the asset in the window."""
    slack_m = 2000 * target.accuracy_km
    first, last = time_support(
        outage.reading_sd_s, outage.earliest_s, outage.latest_s, outage.delay_s
    )
    gap = legs.t1 - legs.t0 > 60 * settings.attribution.open_gap_min
    rows = np.flatnonzero(area & (gap | legs.opens | legs.ends))
    d0, d1 = (np.maximum(d - slack_m, 0.0) for d in measured.ends_m(rows))
    t0, t1, v = legs.t0[rows], legs.t1[rows], legs.reach_ms[rows]
    pieces = []
    for how, wanted, low, high, away in (
        ("gap", gap[rows], t0 + d0 / v, t1 - d1 / v, d0 + d1),
        ("unheard", legs.opens[rows], np.full(len(rows), -np.inf), t0 - d0 / v, 2 * d0),
        ("unheard", legs.ends[rows], t1 + d1 / v, np.full(len(rows), np.inf), 2 * d1),
    ):
        fits = wanted & (high >= low) & (high >= first) & (low <= last)
        chosen = np.flatnonzero(fits)
        low, high = (
            np.clip(low[chosen], first - 3600, None),
            np.clip(high[chosen], None, last + 3600),
        )
        span = np.maximum(t1[chosen] - t0[chosen] if how == "gap" else high - low, 1.0)
        p = _p_hidden(away[chosen], span, settings)
        if how == "gap":
            p = np.where(measured.leg_m[rows[chosen]] <= 0, 1.0, p)
        pieces.append(
            _rows(
                outage,
                target,
                legs,
                measured,
                rows[chosen],
                how=how,
                t_s=(low + high) / 2,
                t_from_s=low,
                t_to_s=high,
                sd_s=np.zeros(len(chosen)),
                p=p,
            )
        )
    table = pd.concat(pieces, ignore_index=True)
    return table.sort_values(["mmsi", "density"]).groupby("mmsi").tail(1)


def _p_hidden(away_m: Floats, span_s: Floats, settings: Settings) -> Floats:
    """Return P(crossed and came back unheard), a Brownian bridge with a rare wild one.

    exp(-2 d0 dT / (sigma^2 T)), sigma 2 m/s^0.5 for nine ships in ten, 15 for the rest
    (method note, 4.2); never below the setting, since a detour is a decision, not noise.
    """
    product = (away_m / 2) ** 2
    quiet, wild = (np.exp(-2 * product / (s**2 * span_s)) for s in (2.0, 15.0))
    return np.asarray(np.maximum(0.9 * quiet + 0.1 * wild, settings.attribution.open_gap_p))


def _rows(
    outage: Outage,
    target: Target,
    legs: Legs,
    measured: _Measured,
    rows: NDArray[Any],
    *,
    how: str,
    t_s: Floats,
    t_from_s: Floats,
    t_to_s: Floats,
    sd_s: Floats,
    p: Floats,
) -> pd.DataFrame:
    touch = shapely.get_point(shapely.shortest_line(measured.lines[rows], target.line), 1)
    lon, lat = unproject(target.transformer, shapely.get_x(touch), shapely.get_y(touch))
    offset: Any = np.full(len(rows), np.nan)
    if target.fault_kp_km is not None and target.fault_lon is not None:
        x, y = project(target.transformer, target.fault_lon, target.fault_lat)
        offset = shapely.distance(touch, shapely.Point(float(x), float(y))) / 1000
    distance_km = measured.leg_m[rows] / 1000
    place = np.hypot(place_error_km(outage, target), distance_km)
    density = (
        p
        * interval_density(outage, t_from_s, t_to_s, sd_s)
        * location_density(offset, place, target.length_km)
        / len(outage.targets)
    )
    table = pd.DataFrame(
        {
            "mmsi": legs.mmsi[rows], "outage": outage.number, "asset_id": target.asset_id,
            "how": how, "t_s": t_s, "t_from_s": t_from_s, "t_to_s": t_to_s, "t_sd_s": sd_s,
            "lon": lon, "lat": lat, "kp_km": np.nan, "part": -1, "sog_kn": legs.sog_kn[rows],
            "cog_deg": np.nan, "angle_deg": np.nan, "p_cross": p, "offset_km": offset,
            "distance_km": distance_km, "density": density, "possible": density > 0,
            "provenance": legs.provenance[rows],
        }
    )  # fmt: skip
    kept: pd.DataFrame = table[~(np.abs(offset) > 4 * place)]
    return kept
