"""Ordinary scenes of several ships, and of spoilt data: what may not pass a level."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl

from .stories import CARGO, EAST, MMSI, TANKER, WEST, Scene, Story, Telling, static, voyage
from .tracks import Leg, sail


def many(name, ships, most="note", why=""):
    """Return the story of several ships: (legs, ship, route, km, hours late) each."""

    def make(telling: Telling) -> Scene:
        parts, rows = [], []
        for i, (legs, ship, route, km, late) in enumerate(ships):
            parts.append(
                sail(
                    legs,
                    route,
                    seed=telling.seed,
                    ear=telling.ear,
                    mmsi=MMSI + i,
                    t0=telling.t0,
                    begin_km=km,
                    late_h=late,
                )
            )
            rows.append((MMSI + i, ship))
        return Scene(pl.concat(parts), static(telling, *rows))

    return Story(f"innocent: {name}", make, most=most, why=why)


def _convoy(n):
    speeds = [(2.0, 11), (1.5, 5.5), (1, 8), (2.5, 4), (0.6, 1.0), (2, 6.5), (3, 11)]
    ships = []
    for i in range(n):
        legs = [Leg(h, v * (1 + 0.01 * (i % 3)), ramp_min=4 + i % 3, yaw=1.5) for h, v in speeds]
        ship = (51, 110.0, 24.0) if i == 0 else (70 + i % 2 * 10, 120.0 + 8 * i, 18.0)
        ships.append((legs, ship, EAST[::-1], 60.0 - 2.0 * i, 0.0))
    return many(f"ice convoy of {n}", ships)


def _storm(n):
    ships = []
    for i in range(n):
        v = 10.6 + 0.25 * i
        legs = [
            Leg(5, v),
            Leg(6, 0.72 * v, ramp_min=50 + 5 * i, yaw=1.6, drift=1.0, rough=0.02),
            Leg(5, v, ramp_min=60),
        ]
        ships.append((legs, (70 + i % 2 * 10, 140.0 + 6 * i, 24.0), EAST, 180.0 + 9.0 * i, 0.0))
    return many("storm slow-down of a lane", ships)


def _limit(n):
    """Every ship slows down between the same two points, whenever it comes there."""
    ships = []
    for i in range(n):
        v = 11.4 + 0.2 * i
        legs = [Leg(100 / v, v), Leg(3, 8.3, ramp_min=12), Leg(60 / v, v, ramp_min=12)]
        ships.append((legs, (70, 140.0 + 5 * i, 23.0), EAST, 200.0, 0.5 * i))
    return many("speed limit shared by others", ships)


def _sts():
    come = [
        Leg(4, 11.2),
        Leg(1.2, 4, ramp_min=25),
        Leg(9, 1.0, ramp_min=10, yaw=2),
        Leg(4, 10.6, ramp_min=25),
    ]
    mate = [
        Leg(4, 11.2),
        Leg(1.2, 4, ramp_min=25),
        Leg(9, 1.0, ramp_min=10, yaw=2),
        Leg(4, 12, ramp_min=25),
    ]
    return many(
        "ship-to-ship transfer",
        [(come, TANKER, EAST, 200.0, 0.0), (mate, TANKER, EAST, 200.05, 0.0)],
    )


def _change(name, legs, ship, change, most="note", why=""):
    """Return the story of a ship whose fixes are spoilt afterwards."""
    make = voyage(legs, ship, route=EAST, begin_km=160.0)

    def remake(telling: Telling) -> Scene:
        scene = make(telling)
        return replace(scene, fixes=change(scene.fixes, np.random.default_rng(telling.seed)))

    return Story(f"innocent: {name}", remake, most=most, why=why)


def _corrupt(fixes, rng):
    at = int(fixes.height * rng.uniform(0.3, 0.7))
    here = pl.int_range(pl.len()) == at
    return fixes.with_columns(
        lon=pl.when(here).then(pl.col("lon") + 0.9).otherwise("lon"),
        lat=pl.when(here).then(pl.col("lat") - 0.4).otherwise("lat"),
        sog_kn=pl.when(here).then(0.4).otherwise("sog_kn").cast(pl.Float32),
    )


def _late_fix(fixes, rng):
    """One fix comes with a time stamp forty minutes late."""
    at = int(fixes.height * rng.uniform(0.3, 0.7))
    late = pl.col("t") + timedelta(minutes=40, seconds=17)
    return fixes.with_columns(
        t=pl.when(pl.int_range(pl.len()) == at).then(late).otherwise("t")
    ).sort("t")


def _twins(legs, other, late_h=0.0):
    def make(telling: Telling) -> Scene:
        one = sail(
            legs, EAST, seed=telling.seed, ear=telling.ear, mmsi=MMSI, t0=telling.t0, begin_km=100
        )
        two = sail(
            other,
            WEST,
            seed=telling.seed + 50,
            ear=telling.ear,
            mmsi=MMSI,
            t0=telling.t0,
            begin_km=200,
            late_h=late_h,
        )
        return Scene(pl.concat([one, two]).sort("t"), static(telling, (MMSI, CARGO)))

    return make


def _jammed(telling: Telling) -> Scene:
    """For an hour every ship of a region is sent kilometres away, on circles or at random."""
    parts, rng = [], np.random.default_rng(telling.seed)
    for i in range(9):
        fixes = sail(
            [Leg(14, 10.5 + 0.4 * i)],
            EAST,
            seed=telling.seed,
            ear=telling.ear,
            mmsi=MMSI + i,
            t0=telling.t0,
            begin_km=420.0 + 12 * i,
        )
        h = (fixes["t"] - telling.t0).dt.total_seconds().to_numpy() / 3600
        bad = (h > 7.0) & (h < 8.05)
        n, angle = len(h), h * 2 * np.pi * 9
        shift = (
            rng.normal(0, 0.03, (2, n))
            if i % 2
            else np.array([0.05 * np.cos(angle), 0.025 * np.sin(angle)])
        )
        sog = np.where(bad, rng.uniform(0, 12, n), fixes["sog_kn"].to_numpy())
        cog = np.where(bad, rng.uniform(0, 360, n), fixes["cog_deg"].to_numpy())
        parts.append(
            fixes.with_columns(
                lon=pl.col("lon") + pl.Series(shift[0] * bad),
                lat=pl.col("lat") + pl.Series(shift[1] * bad),
                sog_kn=pl.Series(sog).cast(pl.Float32),
                cog_deg=pl.Series(cog).cast(pl.Float32),
            )
        )
    ships = [(MMSI + i, (70, 100.0 + 12 * i, 18.0)) for i in range(9)]
    return Scene(pl.concat(parts), static(telling, *ships))


SCENES = [
    _convoy(5),
    _convoy(8),
    _storm(7),
    _limit(9),
    _sts(),
    _change("one corrupt fix", [Leg(14, 11.2)], CARGO, _corrupt),
    _change("one fix with a late clock", [Leg(14, 11.2)], CARGO, _late_fix),
    Story("innocent: twin hulls all along", _twins([Leg(12, 11.5)], [Leg(12, 6.2)]), most="note"),
    Story(
        "innocent: twin hulls for a while", _twins([Leg(12, 11.5)], [Leg(4, 6.2)], 4.0), most="note"
    ),
    Story("innocent: a jammed hour over a region", _jammed, most="note"),
]
