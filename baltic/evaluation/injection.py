"""Drags put into real tracks: the ship stays on its real path and is late on it.

The observed speed is taken as the commanded one; the physics gives the speed with the anchor
out (method note 5.2).  Times of reports are kept, and what a report says of a place is what
the ship reported there, slowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..catalogue import latest
from ..drag.levels import merchant_types
from ..physics import ship_class_of
from ..records import iso
from ..settings import Settings
from ..simulate.course import Course
from ..simulate.drags import Dragged, apply_drag
from ..simulate.noise import drifting, swinging
from ..simulate.plans import DragPlan, draw_plan
from ..simulate.ships import Ship
from ..simulate.worlds import World, world_of
from ..tables import FIXES

__all__ = ["Injected", "Leg", "find_legs", "inject"]

Floats = NDArray[np.float64]

_GRID_S = 30.0
_SMOOTH_S = 600.0
_LEAST_KN = 6.0  # slower ships are in a fairway, at work or about to stop
_LEAST_H = 3.0
_LONGEST_GAP_S = 1200.0
_LEAST_LOA_M = 60.0
_ROUNDS = 3  # of the search for progress and speed that agree
#: Hull class of the physics -> class of the simulated fleet with the same hull.
_KINDS = {"passenger": "ferry"}
_DRAUGHT_BEAM, _LENGTH_BEAM = 0.36, 6.4


@dataclass(frozen=True)
class Leg:
    """A stretch of steady sailing of a cargo ship or tanker, seconds since 1970."""

    mmsi: int
    begin_s: float
    end_s: float


@dataclass(frozen=True)
class Injected:
    """Fixes of all ships, those with a drag changed and marked ``simulated``, and the truth."""

    fixes: pl.DataFrame
    truth: list[dict[str, Any]]


def find_legs(tracks: pl.DataFrame, vessels: pl.DataFrame) -> list[Leg]:
    """Return the longest stretch of each cargo ship or tanker that a drag can be put into.

    At least 6 kn (medians of 10 min) for at least 3 h, no silence over 20 min, one hull on
    the MMSI (twins, and MMSIs with several ships in turn, are left out), length known and at
    least 60 m.

    Parameters
    ----------
    tracks, vessels
        Tables TRACKS and VESSELS.
    """
    fit = vessels.filter(
        ~pl.col("mmsi").is_duplicated(),
        merchant_types() & (pl.col("ship_type") >= 70) & (pl.col("loa_m") >= _LEAST_LOA_M),
    )
    twins = tracks.filter(pl.col("hull") > 0)["mmsi"].unique()
    mine = tracks.filter(
        pl.col("mmsi").is_in(fit["mmsi"].implode())
        & ~pl.col("mmsi").is_in(twins.implode())
        & pl.col("sog_kn").is_not_null()
    ).sort("mmsi", "t")
    stretch = (
        mine.rolling("t", period=f"{_SMOOTH_S:.0f}s", group_by="mmsi")
        .agg(pl.col("sog_kn").median().alias("v"))
        .with_columns((pl.col("t").dt.timestamp("us") / 1e6).alias("s"))
        .with_columns(
            (
                (pl.col("v") < _LEAST_KN)
                | (pl.col("s").diff().over("mmsi").fill_null(0.0) > _LONGEST_GAP_S)
            )
            .cum_sum()
            .over("mmsi")
            .alias("piece")
        )
        .filter(pl.col("v") >= _LEAST_KN)
        .group_by("mmsi", "piece")
        .agg(pl.col("s").min().alias("begin"), pl.col("s").max().alias("end"))
        .filter(pl.col("end") - pl.col("begin") >= _LEAST_H * 3600.0)
        .sort("mmsi", pl.col("end") - pl.col("begin"), "begin")
        .group_by("mmsi", maintain_order=True)
        .last()
    )
    return [Leg(int(r["mmsi"]), r["begin"], r["end"]) for r in stretch.iter_rows(named=True)]


def inject(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    legs: Sequence[Leg],
    *,
    seed: int,
    world: str | World = "B",
    settings: Settings | None = None,
) -> Injected:
    """Put one drag into each of some legs.

    Parameters
    ----------
    tracks
        Table TRACKS: cleaned fixes of all ships.
    vessels
        Table VESSELS.
    legs
        From :func:`find_legs`, one a ship.
    seed
        Each ship has its own random stream.
    world
        Gives the priors of chain, crew and steering.
    settings
        Section ``physics``.

    Returns
    -------
    Injected
        Fixes (contract FIXES) of all ships, and one dict a drag as the simulation tells it.
    """
    settings, world = settings or Settings(), world_of(world)
    chosen = {leg.mmsi: leg for leg in legs}
    plain = tracks.select(FIXES.names)
    mine = plain.filter(pl.col("mmsi").is_in(sorted(chosen))).sort("mmsi", "t")
    ships = _ships(vessels, sorted(chosen))
    parts, truth = [plain.filter(~pl.col("mmsi").is_in(sorted(chosen)))], []
    for (mmsi,), rows in mine.group_by(["mmsi"], maintain_order=True):
        number = int(str(mmsi))
        made, told = _drag_one(rows, chosen[number], ships[number], seed, world, settings)
        parts.append(made)
        truth.append({"mmsi": number, **told})
    return Injected(pl.concat(parts).sort("mmsi", "t"), truth)


def _ships(vessels: pl.DataFrame, wanted: list[int]) -> dict[int, Ship]:
    """Return ships as the physics needs them; missing sizes follow from the length."""
    rows = latest(vessels).filter(pl.col("mmsi").is_in(wanted))
    out = {}
    for row in rows.iter_rows(named=True):
        loa = float(row["loa_m"])
        beam = float(row["beam_m"] or loa / _LENGTH_BEAM)
        hull = str(ship_class_of(row["ship_type"], loa))
        out[int(row["mmsi"])] = Ship(
            index=0,
            kind=_KINDS.get(hull, hull),
            ship_type=int(row["ship_type"]),
            loa_m=loa,
            beam_m=beam,
            draught_m=float(row["draught_m"] or beam * _DRAUGHT_BEAM),
            to_bow_m=0.8 * loa,
            speed_kn=12.0,
        )
    return out


def _drag_one(
    rows: pl.DataFrame, leg: Leg, ship: Ship, seed: int, world: World, settings: Settings
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Return one ship's fixes with a drag, and the truth of it."""
    rng = np.random.default_rng([abs(seed), leg.mmsi, 67_867_967])
    t = rows["t"].dt.timestamp("us").to_numpy() / 1e6
    begin = float(t[0])
    grid: Floats = np.arange(0.0, t[-1] - begin + _GRID_S, _GRID_S)
    smooth = (
        rows.rolling("t", period=f"{_SMOOTH_S:.0f}s", offset=f"-{_SMOOTH_S / 2:.0f}s")
        .agg(pl.col("sog_kn").median().alias("v"))["v"]
        .fill_null(strategy="forward")
        .fill_null(0.0)
        .to_numpy()
        .astype(float)
    )
    drop_s = _drop_time(leg, rng) - begin
    plan = draw_plan(
        DragPlan(0, drop_s / 3600.0), ship, world, rng, settings.physics.full_run_out
    )  # fmt: skip
    dragged, progress, share = _slowed(grid, t - begin, smooth, ship, plan, leg, seed, settings)
    made = _reports(rows, t - begin, grid, progress, share, dragged, ship, rng)
    return made, _truth(rows, begin, dragged, ship, float(grid[-1]))


def _drop_time(leg: Leg, rng: np.random.Generator) -> float:
    """Return when the anchor falls: after some cruise, with some of the leg left."""
    span = leg.end_s - leg.begin_s
    lead = min(_LEAST_H * 3600.0, 0.25 * span)
    return float(rng.uniform(leg.begin_s + lead, leg.end_s - 0.3 * span))


def _slowed(
    grid: Floats,
    t: Floats,
    smooth_kn: Floats,
    ship: Ship,
    plan: DragPlan,
    leg: Leg,
    seed: int,
    settings: Settings,
) -> tuple[Dragged, Floats, Floats]:
    """Return the drag, progress (time of the real track at which the place was) and its rate.

    What the ship is commanded depends on where it is, and that on how it was slowed: both
    are found by going round a few times; the ship is late by hours at most.
    """
    progress = grid
    for _ in range(_ROUNDS):
        command = np.interp(progress, t, smooth_kn)
        course = Course(grid, np.zeros(len(grid)))
        # The same draws in each round: ground and crew do not change, the ship's place does.
        same = np.random.default_rng([abs(seed), leg.mmsi, 86_028_121])
        dragged = apply_drag(command, course, ship, plan, same, settings.physics)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(command > 1.0, dragged.speed_kn / command, 1.0)
        share = np.where(grid < dragged.begin_s, 1.0, np.clip(share, 0.0, 1.3))
        steps = 0.5 * (share[1:] + share[:-1]) * np.diff(grid)
        progress = np.concatenate([[0.0], np.cumsum(steps)])
    return dragged, progress, share


def _reports(
    rows: pl.DataFrame,
    t: Floats,
    grid: Floats,
    progress: Floats,
    share: Floats,
    dragged: Dragged,
    ship: Ship,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Return what the ship reports at its own times from where it is now."""
    at, rate = np.interp(t, grid, progress), np.interp(t, grid, share)
    near = np.clip(np.searchsorted(t, at), 1, len(t) - 1) if len(t) > 1 else np.zeros(1, int)
    near = np.where(at - t[near - 1] < t[near] - at, near - 1, near) if len(t) > 1 else near
    old = {
        c: rows[c].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for c in ("lon", "lat", "sog_kn", "cog_deg", "heading_deg")
    }
    sog = np.round(old["sog_kn"][near] * rate, 1)
    ratio = np.interp(t, grid, dragged.yaw_ratio)
    lean = np.interp(t, grid, dragged.drift_deg)
    own = _own_yaw(t, old["heading_deg"], old["cog_deg"], dragged.begin_s)
    extra = own * np.sqrt(np.maximum(ratio**2 - 1.0, 0.0))
    period = 145.0 * (ship.loa_m / 150.0) ** 0.3
    yaw = swinging(t, extra, period, rng)
    # Without way on the bow wanders, and the course even more.
    moved = t >= dragged.begin_s
    free = np.where(moved, np.interp(np.nan_to_num(sog), [0.5, 2.0], [1.0, 0.0]), 0.0)
    wander = drifting(t, 25.0, 2400.0, rng) * free
    cog = old["cog_deg"][near] + 0.7 * yaw * (1 - free) + 2.5 * wander
    bow = old["heading_deg"][near] + (yaw - lean) * (1 - free) + wander
    status = rows["nav_status"].gather(near.astype(np.uint32))
    slowed = rows.with_columns(
        pl.Series("lon", np.round(np.interp(at, t, old["lon"]), 6)),
        pl.Series("lat", np.round(np.interp(at, t, old["lat"]), 6)),
        _column("sog_kn", sog),
        _column("cog_deg", np.round(cog % 360.0, 1) % 360.0),
        _column("heading_deg", np.round(bow % 360.0) % 360.0),
        pl.lit(None, dtype=pl.Float32).alias("rot_deg_min"),
        status.alias("nav_status"),
    )
    whole = pl.concat([rows.filter(pl.Series(~moved)), slowed.filter(pl.Series(moved))])
    return whole.with_columns(pl.lit("simulated").alias("provenance"))


def _column(name: str, values: Floats) -> pl.Series:
    return pl.Series(name, values).fill_nan(None).cast(pl.Float32)


def _own_yaw(t: Floats, heading: Floats, course: Floats, begin_s: float) -> float:
    """Return the ship's usual yaw before the drop, degrees: s.d. about a running mean."""
    bow = heading if np.isfinite(heading).mean() > 0.5 else course
    before = np.isfinite(bow) & (t < begin_s)
    turned = np.degrees(np.unwrap(np.radians(bow[before])))
    if len(turned) < 9:
        return 1.0
    mean = np.convolve(turned, np.ones(7) / 7, "valid")
    return float(np.clip(1.48 * np.median(np.abs(turned[3:-3] - mean)), 0.3, 5.0))


def _truth(
    rows: pl.DataFrame, begin: float, dragged: Dragged, ship: Ship, last_s: float
) -> dict[str, Any]:
    t = rows["t"].dt.timestamp("us").to_numpy() / 1e6 - begin
    start = datetime.fromtimestamp(begin, UTC)

    def when(seconds: float) -> str | None:
        return iso(start + timedelta(seconds=round(min(seconds, last_s))))

    return {
        "ship_type": ship.ship_type,
        "loa_m": ship.loa_m,
        "t_drop": when(dragged.begin_s),
        "t_end": when(dragged.end_s),
        "t_stop_end": when(dragged.stop_end_s),
        "ends_after_window": dragged.end_s > last_s,
        "lon": round(float(np.interp(dragged.begin_s, t, rows["lon"].to_numpy())), 5),
        "lat": round(float(np.interp(dragged.begin_s, t, rows["lat"].to_numpy())), 5),
        **dragged.truth,
    }
