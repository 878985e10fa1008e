"""The back-test of attribution: documented incidents, controls, cleared ships, outages.

No AIS of these incidents is public.  A documented ship sails its shipped track, the ships
around it are simulated innocents through the asset and window, and so marked; a control has
simulated innocents alone, and so has a ship that the authorities cleared: an innocent
that crosses the asset in the window.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import polars as pl
import shapely

from ..attribution import Attribution, attribute
from ..catalogue import (
    Incident,
    list_tracks,
    load_assets,
    load_incidents,
    load_track,
    track_vessels,
)
from ..crossings import find_crossings
from ..engine import ScanResult
from ..errors import IncidentError
from ..geo import bearing_deg, point_at
from ..settings import Settings
from ..simulate import Simulation, SimulationError, traffic_across
from ..tables import FIXES, TRACKS, VESSELS
from .seas import scan_tables

__all__ = ["CasePlan", "case_plans", "run_case"]

_AROUND_H = 14.0
_SHIPS = 14
_ASSETS = 3
_LONG_H = 30.0
_WIDE = timedelta(hours=6)
_CLEARED_LEAST = timedelta(hours=1)
_MOVED_M = 1000.0
_THIN = "10m"
_LEAST_FIXES = 100
_STEP = 1000


@dataclass(frozen=True)
class CasePlan:
    """One record of the catalogue to be ranked."""

    incident_id: str
    world: str
    seed: int
    settings: Settings


def case_plans(world: str, seed: int, settings: Settings) -> list[CasePlan]:
    """Return a plan for each record of the catalogue."""
    ids = sorted(load_incidents())
    return [CasePlan(one, world, seed + 31 * k, settings) for k, one in enumerate(ids)]


def run_case(plan: CasePlan) -> dict[str, Any]:
    """Rank the ships of one record, as it stands and under every change of what is known.

    Returns
    -------
    dict
        ``group`` (vessel, control, cleared or no_track), ``why``, ``mmsi`` of the documented
        ship, ``provenance``, ``not_run`` (why not), ``no_ais`` (the finding without any
        AIS) and ``variants``: one dict each with ``name``, ``rank``, ``posterior``,
        ``log_score``, ``set_size``, ``top``, ``top_posterior``, ``cleared_posterior``.
    """
    incident = load_incidents()[plan.incident_id]
    track = _track_of(plan.incident_id)
    cleared = [v for v in incident.suspected_vessels if v.role == "cleared"]
    row: dict[str, Any] = {
        "incident_id": incident.id,
        "group": _group(incident, track is not None, bool(cleared)),
        "why": f"cause: {incident.cause_status}",
        "mmsi": None if track is None else int(track["mmsi"]),
        "provenance": "simulated" if track is None else f"{track['provenance']} and simulated",
        "cleared": len(cleared),
        "not_run": None,
        "no_ais": None,
        "variants": [],
    }
    try:
        row["no_ais"] = _rank_nothing(incident, plan.settings).finding["code"]
        case = _Case(incident, track, bool(cleared), plan)
    except IncidentError as error:
        return {**row, "not_run": error.what}
    except SimulationError as error:
        return {**row, "not_run": error.what}
    return {**row, "variants": case.variants()}


def _group(incident: Incident, track: bool, cleared: bool) -> str:
    drag = incident.cause_status in ("confirmed anchor drag", "suspected")
    if track:
        return "vessel"
    if cleared and not drag:
        return "cleared"
    return "no_track" if drag else "control"


def _track_of(incident_id: str) -> dict[str, Any] | None:
    """Return the shipped track of an incident with the most fixes, key-frames left out."""
    mine = [t for t in list_tracks() if t.get("incident_id") == incident_id]
    sized = [(load_track(t["name"]).height, t) for t in mine]
    best = max(sized, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] >= _LEAST_FIXES else None


def _rank_nothing(incident: Incident, settings: Settings) -> Attribution:
    """Return what is said with no AIS at all."""
    assets = load_assets()
    empty = TRACKS.empty()
    crossings = find_crossings(empty, assets, settings)
    return attribute(incident, empty, VESSELS.empty(), crossings, [], assets, settings)


class _Case:
    """One incident with its ships, scanned."""

    def __init__(
        self, incident: Incident, track: dict[str, Any] | None, cleared: bool, plan: CasePlan
    ) -> None:
        self.incident, self.plan = incident, plan
        self.assets = load_assets()
        self.mmsi = None if track is None else int(track["mmsi"])
        self.cleared: int | None = None
        fixes, ships = [], []
        if track is not None:
            fixes.append(load_track(track["name"]).select(FIXES.names))
            ships.append(track_vessels().filter(pl.col("mmsi") == self.mmsi).select(VESSELS.names))
        for number, made in enumerate(self._traffic()):
            shift = pl.col("mmsi") + pl.lit(_STEP * number, pl.UInt32)
            fixes.append(made.fixes.select(FIXES.names).with_columns(shift))
            ships.append(made.vessels.select(VESSELS.names).with_columns(shift))
        if cleared:
            fixes[-1] = self._through_window(fixes[-1])
        self.fixes, self.vessels = pl.concat(fixes), pl.concat(ships)
        self.found = scan_tables(self.fixes, self.vessels, plan.settings)

    def _windows(self) -> list[Any]:
        """Return the windows that traffic is made for: the best dated ones, one an asset."""
        timed = sorted(
            self.incident.windows(), key=lambda w: (w.t_latest - w.t_earliest, w.asset_ids)
        )
        short = [w for w in timed if w.t_latest - w.t_earliest <= timedelta(hours=_LONG_H)]
        return (short or timed[:1])[:_ASSETS]

    def _traffic(self) -> list[Simulation]:
        around = timedelta(hours=_AROUND_H)
        made = []
        for number, window in enumerate(self._windows()):
            row = self.assets["asset_id"] == window.asset_ids[0]
            line = self.assets.loc[row, "geometry"].iloc[0]
            made.append(
                traffic_across(
                    line,
                    window.t_earliest - around,
                    window.t_latest + around,
                    _SHIPS,
                    self.plan.seed + number,
                    world=self.plan.world,
                    settings=self.plan.settings,
                )
            )
        if not made:
            raise IncidentError(f"incident {self.incident.id} has no window short enough")
        return made

    def _through_window(self, fixes: pl.DataFrame) -> pl.DataFrame:
        """Move one innocent in time, so that it crosses the asset inside the window."""
        window = self._windows()[-1]
        row = self.assets["asset_id"] == window.asset_ids[0]
        tracks = scan_tables(fixes, VESSELS.empty(), self.plan.settings).crossings
        mine = tracks[tracks["asset_id"] == window.asset_ids[0]].sort_values(["t", "mmsi"])
        if mine.empty or not row.any():
            return fixes
        one = mine.iloc[len(mine) // 2]
        self.cleared = int(one["mmsi"])
        half = max(window.t_latest - window.t_earliest, _CLEARED_LEAST) / 2
        middle = window.t_earliest + (window.t_latest - window.t_earliest) / 2
        rng = np.random.default_rng([abs(self.plan.seed), 67_867_967])
        to = middle + half * float(rng.uniform(-1.0, 1.0))
        step = to - one["t"].to_pydatetime()
        moved = pl.col("t") + pl.lit(step, pl.Duration("us"))
        return fixes.with_columns(
            pl.when(pl.col("mmsi") == self.cleared).then(moved).otherwise(pl.col("t")).alias("t")
        ).sort("mmsi", "t")

    def variants(self) -> list[dict[str, Any]]:
        """Return the result as recorded, and under each change."""
        base, found = self.incident, self.found
        moved = moved_assets(self.assets, {a for w in base.windows() for a in w.asset_ids})
        thin = self.fixes.sort("mmsi", "t").filter(
            pl.col("t").dt.truncate(_THIN) != pl.col("t").dt.truncate(_THIN).shift(1).over("mmsi")
        )
        ranks: list[tuple[str, Callable[[], Attribution]]] = [
            ("as recorded", lambda: self._rank(base, found, self.assets)),
            ("window of 6 h", lambda: self._rank(widened(base), found, self.assets)),
            ("route moved by 1 km", lambda: self._rank(base, found, moved)),
            ("AIS every 10 min", lambda: self._rank(
                base, scan_tables(thin, self.vessels, self.plan.settings), self.assets
            )),
        ]  # fmt: skip
        return [self._row(name, rank()) for name, rank in ranks]

    def _rank(self, incident: Incident, found: ScanResult, assets: gpd.GeoDataFrame) -> Attribution:
        crossings = found.crossings
        if assets is not self.assets:
            crossings = find_crossings(found.tracks, assets, self.plan.settings)
        return attribute(
            incident, found.tracks, found.known, crossings, found.detection.every_reading, assets,
            self.plan.settings, dark=found.detection.dark,
        )  # fmt: skip

    def _row(self, name: str, ranked: Attribution) -> dict[str, Any]:
        by_key = {h.kind if h.mmsi is None else h.mmsi: h for h in ranked.hypotheses}
        own = None if self.mmsi is None else by_key.get(self.mmsi)
        innocent = None if self.cleared is None else by_key.get(self.cleared)
        first = ranked.hypotheses[0]
        bare = sorted((h.posterior_without_drag_evidence for h in ranked.hypotheses), reverse=True)
        return {
            "name": name,
            "rank": None if own is None else own.rank,
            "posterior": None if own is None else own.posterior,
            "posterior_without_drag_evidence": None
            if own is None
            else own.posterior_without_drag_evidence,
            "rank_without_drag_evidence": None
            if own is None
            else 1 + bare.index(own.posterior_without_drag_evidence),
            "log_score": None if own is None else -math.log(max(own.posterior, 1e-12)),
            "set_size": len(ranked.credible_set_95),
            "ships": sum(h.kind == "vessel" for h in ranked.hypotheses),
            "top": first.kind,
            "top_posterior": first.posterior,
            "best_innocent": max(
                (h.posterior for k, h in by_key.items() if isinstance(k, int) and k != self.mmsi),
                default=0.0,
            ),
            "cleared_posterior": None
            if self.cleared is None
            else (0.0 if innocent is None else innocent.posterior),
            "covered": ranked.covered,
            "finding": ranked.finding["code"],
        }


def widened(incident: Incident, width: timedelta = _WIDE) -> Incident:
    """Return the incident with every shorter window widened evenly to a width.

    Examples
    --------
    >>> from baltic.catalogue import load_incident
    >>> w = widened(load_incident("estlink2-eagle-s-2024")).windows()[0]
    >>> print(w.t_latest - w.t_earliest)
    6:00:00
    """

    def wide(a: datetime | None, b: datetime | None) -> dict[str, datetime]:
        if a is None or b is None or b - a >= width:
            return {}
        more = (width - (b - a)) / 2
        return {"t_earliest": a - more, "t_latest": b + more}

    entries = [e.model_copy(update=wide(e.t_earliest, e.t_latest)) for e in incident.assets]
    return incident.model_copy(update={"assets": entries})


def moved_assets(assets: gpd.GeoDataFrame, ids: set[str]) -> gpd.GeoDataFrame:
    """Return the assets with some of them moved sideways by a kilometre."""
    moved = assets.copy()
    for at in np.flatnonzero(moved["asset_id"].isin(ids).to_numpy()):
        line = moved.geometry.iloc[at]
        xy = shapely.get_coordinates(shapely.get_parts(line)[0])
        side = float(bearing_deg(*xy[0], *xy[-1])) + 90.0
        points = shapely.get_coordinates(line)
        lon, lat = point_at(points[:, 0], points[:, 1], side, _MOVED_M)
        flat = shapely.force_2d(line)
        moved.iat[at, moved.columns.get_loc("geometry")] = shapely.set_coordinates(
            flat, np.column_stack([lon, lat])
        )
    return moved


def summarise_cases(cases: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return how many documented ships rank first by variant, and what controls came to."""
    out: dict[str, Any] = {"variants": [], "without_ais_not_covered": None}
    names = [v["name"] for c in cases if c["variants"] for v in c["variants"]]
    for name in dict.fromkeys(names):
        told = [(c, v) for c in cases for v in c["variants"] if v["name"] == name]
        ships = [v for c, v in told if c["group"] == "vessel"]
        first = sum(v["rank"] == 1 for v in ships)
        others = [v for c, v in told if c["group"] in ("control", "cleared")]
        cleared = [v["cleared_posterior"] for _, v in told if v["cleared_posterior"] is not None]
        out["variants"].append(
            {
                "name": name,
                "ships": len(ships),
                "first": first,
                # With n of n the true share is above 0.05^(1/n) with 95 % confidence.
                "least_share_95": 0.05 ** (1 / len(ships))
                if ships and first == len(ships)
                else None,
                "controls": len(others),
                "controls_no_ship_on_top": sum(v["top"] != "vessel" for v in others),
                "cleared": len(cleared),
                "cleared_highest": max(cleared, default=None),
            }
        )
    codes = [c["no_ais"] for c in cases if c["no_ais"] is not None]
    out["without_ais_not_covered"] = [sum(c == "not_covered" for c in codes), len(codes)]
    return out
