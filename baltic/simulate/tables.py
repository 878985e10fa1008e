"""From arrays to the project's tables, and the table of truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from ..records import iso
from ..tables import FIXES, VESSELS
from .course import STATES
from .drags import Dragged
from .faults import SimulationError
from .motion import Motion, Reports
from .ships import Ship
from .worlds import World

__all__ = ["Simulation", "build_tables", "drag_truth", "utc"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Simulation:
    """Simulated AIS with its truth.

    Attributes
    ----------
    fixes
        Polars FIXES, sorted by mmsi and t, and the column ``truth_state``.
    vessels
        Polars VESSELS.
    truth
        One dict a drag: ship, times, speeds, gear, seabed, assets crossed.
    notes
        What the user should know.
    happenings
        One dict an area, convoy, pair or pair of twins: kind, times, place, ships.
    seed, world
        What made it.

    Examples
    --------
    >>> from baltic.simulate import straight_run
    >>> run = straight_run([(0.2, 11.0)])
    >>> run.fixes["provenance"].unique().to_list(), run.truth
    (['simulated'], [])
    """

    fixes: pl.DataFrame
    vessels: pl.DataFrame
    truth: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)
    seed: int = 0
    world: str = "A"
    happenings: list[dict[str, Any]] = field(default_factory=list)


def utc(t: datetime | str) -> datetime:
    """Return an aware UTC time.

    Raises
    ------
    SimulationError
        A text that is no ISO time, or a time without a zone.

    Examples
    --------
    >>> utc("2024-12-25T12:26+02:00").isoformat()
    '2024-12-25T10:26:00+00:00'
    """
    if isinstance(t, str):
        try:
            t = datetime.fromisoformat(t.strip().upper().replace("Z", "+00:00"))
        except ValueError as error:
            raise SimulationError(
                "no time", example=t, hint="write it as 2024-12-25T10:26:00Z"
            ) from error
    if t.tzinfo is None:
        raise SimulationError(f"the time {t.isoformat()} has no zone", hint="add Z for UTC")
    return t.astimezone(UTC)


def build_tables(
    reports: Sequence[tuple[Ship, Reports]],
    truth: list[dict[str, Any]],
    start: datetime,
    seed: int,
    world: str,
    bbox: Sequence[float] | None = None,
) -> Simulation:
    """Put the reports of all ships into one table each of fixes and vessels."""
    counts = [len(r.t_s) for _, r in reports]
    base = np.datetime64(start.replace(tzinfo=None), "us")

    def joined(name: str) -> Any:
        parts = [getattr(r, name) for _, r in reports]
        return np.concatenate(parts) if parts else np.empty(0)

    micro = np.round(joined("t_s") * 1e6).astype("timedelta64[us]")
    mmsi = np.repeat(np.array([s.mmsi for s, _ in reports], dtype=np.uint32), counts)
    words = pl.Series("truth_state", STATES, dtype=pl.String)
    n = len(mmsi)
    fixes = pl.DataFrame(
        {
            "mmsi": pl.Series(mmsi, dtype=pl.UInt32),
            "t": pl.Series(base + micro).cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
            "lon": joined("lon").astype(float),
            "lat": joined("lat").astype(float),
            "sog_kn": joined("sog_kn").astype(np.float32),
            "cog_deg": joined("cog_deg").astype(np.float32),
            "heading_deg": joined("heading_deg").astype(np.float32),
            "rot_deg_min": joined("rot_deg_min").astype(np.float32),
            "nav_status": joined("nav_status").astype(np.uint8),
            "source": pl.Series(["class-a"] * n, dtype=pl.String),
            "provenance": pl.Series(["simulated"] * n, dtype=pl.String),
            "truth_state": words.gather(joined("state").astype(np.uint32)),
        }
    )
    if bbox is not None:
        west, south, east, north = bbox
        fixes = fixes.filter(
            pl.col("lon").is_between(west, east) & pl.col("lat").is_between(south, north)
        )
    if any(ship.borrowed is not None for ship, _ in reports):
        # Two hulls on one number: their fixes mix, and one of two of the same second is lost.
        fixes = fixes.unique(["mmsi", "t"], keep="first", maintain_order=True).sort("mmsi", "t")
    FIXES.check(fixes)
    return Simulation(
        fixes, _vessels([s for s, _ in reports], fixes), truth, [], seed, world
    )  # fmt: skip


def _vessels(ships: Sequence[Ship], fixes: pl.DataFrame) -> pl.DataFrame:
    """Return the static data of the ships that were heard."""
    ships = [ship for ship in ships if ship.borrowed is None]
    n = len(ships)
    table = pl.DataFrame(
        {
            "mmsi": [s.mmsi for s in ships],
            "imo": [None] * n,
            "name": [s.name for s in ships],
            "callsign": [s.callsign for s in ships],
            "ship_type": [s.ship_type for s in ships],
            "loa_m": [s.loa_m for s in ships],
            "beam_m": [s.beam_m for s in ships],
            "draught_m": [s.draught_m for s in ships],
            "to_bow_m": [s.to_bow_m for s in ships],
            "flag": [None] * n,
            "destination": ["SIMULATED"] * n,
            "former_names": [None] * n,
        },
        schema={k: v for k, v in VESSELS.schema.items() if not k.endswith("_t")},
        strict=False,
    )
    heard = fixes.group_by("mmsi").agg(first_t=pl.col("t").min(), last_t=pl.col("t").max())
    table = table.join(heard, on="mmsi", how="inner").sort("mmsi")
    table = table.select(VESSELS.names)
    VESSELS.check(table)
    return table


def drag_truth(
    ship: Ship,
    motion: Motion,
    dragged: Dragged,
    start: datetime,
    world: World,
    seed: int,
    assets: Any,
) -> dict[str, Any]:
    """Return one drag as the truth tells it, times as ISO text in UTC."""
    last = float(motion.t_s[-1])

    def when(seconds: float) -> str | None:
        return iso(start + timedelta(seconds=round(seconds)))

    t, on = motion.t_s, slice(*np.searchsorted(motion.t_s, [dragged.begin_s, dragged.end_s]))
    here = {
        "lon": round(float(np.interp(dragged.begin_s, t, motion.lon)), 5),
        "lat": round(float(np.interp(dragged.begin_s, t, motion.lat)), 5),
    }
    return {
        "mmsi": ship.mmsi,
        "name": ship.name,
        "ship_type": ship.ship_type,
        "loa_m": ship.loa_m,
        "t_drop": when(dragged.begin_s),
        "t_end": when(min(dragged.end_s, last)),
        "t_stop_end": when(min(dragged.stop_end_s, last)),
        "starts_before_window": dragged.begin_s < 0.0,
        "ends_after_window": dragged.end_s > last,
        **here,
        **dragged.truth,
        "assets": [] if assets is None else _crossed(motion, on, assets, start),
        "world": world.name,
        "seed": seed,
    }


def _crossed(motion: Motion, on: slice, assets: Any, start: datetime) -> list[dict[str, Any]]:
    """Return the assets under the track while the anchor was down, in order of time."""
    lon, lat, t = motion.lon[on], motion.lat[on], motion.t_s[on]
    if len(lon) < 2:
        return []
    legs: Any = shapely.linestrings(
        np.stack([np.column_stack([lon[:-1], lat[:-1]]), np.column_stack([lon[1:], lat[1:]])], 1)
    )
    lines = assets.geometry.to_numpy()
    tree = shapely.STRtree(legs)
    which, leg = tree.query(lines, predicate="intersects")
    found = []
    for asset, at in zip(which.tolist(), leg.tolist(), strict=True):
        point = shapely.get_coordinates(shapely.intersection(lines[asset], legs[at]))[:1]
        if len(point) == 0:
            continue
        share = shapely.line_locate_point(legs[at], shapely.points(point[0]), normalized=True)
        seconds = float(t[at] + share * (t[at + 1] - t[at]))
        found.append(
            {
                "asset_id": str(assets["asset_id"].iloc[asset]),
                "t": iso(start + timedelta(seconds=round(seconds))),
                "lon": round(float(point[0, 0]), 5),
                "lat": round(float(point[0, 1]), 5),
            }
        )
    return sorted(found, key=lambda hit: (str(hit["t"]), str(hit["asset_id"])))
