"""Outages with a known cause on simulated seas: is the ship ranked first, are odds honest?

A sea is 100 crossings a day of one charted asset, some of them by ships that drag an anchor
over it.  Each of these gives outages by the physics: the antenna's time over the charted
line, the error of the line, the way from antenna to anchor by the chain truly out, and the
time until the asset fails.  Without the ship's rows it is a ship not heard; at a random time
and place it is a failure without a ship, and, with no drag anywhere, a pseudo-outage.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import shapely

from .. import physics
from ..attribution import Attribution, attribute
from ..attribution.rates import p_break
from ..attribution.trawl import gear_factor
from ..attribution.windows import seconds
from ..catalogue import Incident, load_assets
from ..engine import ScanResult
from ..geo import KN_MS, line_length_m, local_projection, point_at, project, unproject
from ..settings import Settings
from ..simulate import SimulationError, traffic_across
from .seas import scan_tables

__all__ = ["KINDS", "Kind", "OutageRow", "OutageSea", "find_outage_assets", "run_outage_sea"]

_FIRST = datetime(2025, 3, 1, tzinfo=UTC)
_MONTH = timedelta(days=365.25 / 12)
#: Crossings this near to the ends of a sea make no outage: window, margin and rates need both.
_EDGE_H = 10.0
#: Hours of sailing given to the ranking on either side of an outage.
_AROUND_H = 20.0
_LENGTH_KM = (40.0, 300.0)


@dataclass(frozen=True)
class Kind:
    """How well an outage is known.

    Attributes
    ----------
    width_s
        Width of the window, laid at random over the failure.
    reading_sd_s
        Error of its ends.
    place_km
        Error of the place along the asset; None = not located.
    """

    name: str
    width_s: float
    evidence: str
    reading_sd_s: float
    place_km: float | None


#: The rows of the prototype that the targets speak of (method note, 4.7).
KINDS = (
    Kind("trip of 30 s, place to 1 km", 30.0, "scada_trip", 5.0, 1.0),
    Kind("window of 30 min, place to 5 km", 1800.0, "loss_of_light", 30.0, 5.0),
    Kind("window of 6 h, no place", 21600.0, "press_window", 60.0, None),
)


@dataclass(frozen=True)
class OutageSea:
    """What to simulate; the same plan gives the same numbers."""

    asset_id: str
    seed: int
    hours: float
    per_day: float
    drags: int
    pseudo: int
    world: str
    interval_s: float
    settings: Settings


@dataclass(frozen=True)
class OutageRow:
    """One outage: what it truly was, and what the ranking said.

    Attributes
    ----------
    truth
        ``vessel``, ``dark`` (a dragging ship without AIS), ``none`` or ``pseudo`` (as none,
        on a sea in which no ship drags).
    rank
        Rank of the true cause among all hypotheses; ``ship_rank`` among ships alone.
    p_true, p_bare
        Posterior of the true cause, with and without drag evidence.
    top, top_right
        Largest posterior, and whether it is that of the true cause.
    p_dark, p_none
        Posteriors of a ship not heard and of no ship.
    prior
        How often each cause is behind an outage of this asset, by the priors; empty when it
        is not known.
    """

    asset_id: str
    kind: str
    truth: str
    rank: int
    ship_rank: int | None
    rank_bare: int
    p_true: float
    p_bare: float
    top: float
    top_right: bool
    best_ship: float
    set_size: int
    ships: int
    weight: float = 1.0
    p_dark: float = 0.0
    p_none: float = 0.0
    prior: dict[str, float] = field(default_factory=dict)

    def told(self, shares: dict[str, float]) -> OutageRow:
        """Return the same ranking had its priors been these shares of causes.

        With one outage a posterior is its likelihood times the share of its cause, so that
        other shares multiply and divide it.
        """
        if not self.prior:
            return self
        factor = {k: shares[k] * self.prior["vessel"] / self.prior[k] for k in ("dark", "none")}
        factor = {k: f / shares["vessel"] for k, f in factor.items()}
        dark, none = self.p_dark * factor["dark"], self.p_none * factor["none"]
        total = 1.0 - self.p_dark - self.p_none + dark + none
        cause = "none" if self.truth == "pseudo" else self.truth
        true = self.p_true * factor.get(cause, 1.0)
        best = {"vessel": self.best_ship, "dark": dark, "none": none}
        top = max(best.values())
        right = best[cause] == top and (cause != "vessel" or self.ship_rank == 1)
        return replace(
            self, p_true=true / total, p_dark=dark / total, p_none=none / total,
            best_ship=self.best_ship / total, top=top / total, top_right=right, prior=shares,
        )  # fmt: skip


def find_outage_assets(count: int) -> list[str]:
    """Return ids of charted assets of middle length, spread over the catalogue.

    Examples
    --------
    >>> len(find_outage_assets(3))
    3
    """
    assets = load_assets()
    known = assets["accuracy_class"].isin(["charted", "surveyed"])
    good = assets[known & (assets["status"] == "in_service")].sort_values("asset_id")
    low, high = _LENGTH_KM
    fits = [
        str(row.asset_id)
        for row in good.itertuples()
        if low <= line_length_m(row.geometry) / 1000 <= high
    ]
    picked = np.linspace(0, len(fits) - 1, min(count, len(fits))).round().astype(int)
    return [fits[k] for k in picked]


def run_outage_sea(plan: OutageSea) -> list[OutageRow]:
    """Simulate and scan one sea, and rank ships for each of its outages."""
    assets = load_assets()
    line = assets.loc[assets["asset_id"] == plan.asset_id, "geometry"].iloc[0]
    begin = _FIRST + (plan.seed % 12) * _MONTH
    ships = max(2, round(plan.per_day * plan.hours / 24.0))
    rng = np.random.default_rng([abs(plan.seed), 86_028_121])
    leads = _leads(ships, plan, rng)
    try:
        made = traffic_across(
            line, begin, begin + timedelta(hours=plan.hours), ships, plan.seed,
            world=plan.world, interval_s=plan.interval_s, settings=plan.settings, drags=leads,
        )  # fmt: skip
    except SimulationError:
        return []
    found = scan_tables(made.fixes, made.vessels, plan.settings)
    sea = _Sea(plan, assets, found, begin, rng)
    draggers = sea.passages(made.truth)
    dragging = {int(t["mmsi"]) for t in made.truth}
    rows = []
    # Other causes are weighted to their share, so that fewer of them do.
    for number, (crossing, truth) in enumerate(draggers):
        mmsi = int(truth["mmsi"])
        for kind in KINDS:
            incident = sea.incident(crossing, truth, kind)
            rows.append(sea.judge(incident, kind, "vessel", dragging - {mmsi}, mmsi))
            if number % 3 == 0:
                rows.append(sea.judge(incident, kind, "dark", dragging, None))
            if number % 3 == 1:
                rows.append(sea.judge(sea.by_chance(kind), kind, "none", dragging, None))
    for number in range(plan.pseudo):
        kind = KINDS[number % len(KINDS)]
        rows.append(sea.judge(sea.by_chance(kind), kind, "pseudo", dragging, None))
    shares = sea.prior_shares()
    return [replace(row, weight=shares.get(row.truth, 1.0), prior=shares) for row in rows]


def _leads(ships: int, plan: OutageSea, rng: np.random.Generator) -> dict[int, float]:
    """Return which ships drag, and how long before their crossing they drop the anchor."""
    share = _EDGE_H / plan.hours
    low, high = math.ceil(share * ships), math.floor((1 - share) * ships)
    chosen = rng.choice(np.arange(low, high), min(plan.drags, max(high - low, 0)), replace=False)
    # No longer than most drags last, so that the anchor is still down at the crossing.
    return {int(i): float(rng.uniform(0.3, 3.0)) for i in sorted(chosen)}


class _Sea:
    """A scanned sea, and the outages made on it."""

    def __init__(
        self,
        plan: OutageSea,
        assets: gpd.GeoDataFrame,
        found: ScanResult,
        begin: datetime,
        rng: np.random.Generator,
    ) -> None:
        self.plan, self.found, self.begin, self.rng = plan, found, begin, rng
        #: Nothing is told of other assets that the anchor came over, so that they say nothing.
        self.alone = assets[assets["asset_id"] == plan.asset_id]
        row = self.alone.iloc[0]
        self.kind, self.accuracy_km = str(row["kind"]), float(row["accuracy_km"])
        self.line = row["geometry"]
        bows = found.known.select("mmsi", "to_bow_m").unique("mmsi", keep="first")
        self.to_bow = dict(zip(bows["mmsi"].to_list(), bows["to_bow_m"].to_list(), strict=True))

    def passages(self, truth: Sequence[dict[str, Any]]) -> list[tuple[Any, dict[str, Any]]]:
        """Return the crossings made with the anchor down, one a dragging ship."""
        mine = self.found.crossings
        mine = mine[mine["asset_id"] == self.plan.asset_id]
        chosen = []
        for one in truth:
            a, b = (pd.Timestamp(one[k]) for k in ("t_drop", "t_end"))
            hits = mine[(mine["mmsi"] == one["mmsi"]) & (mine["t"] >= a) & (mine["t"] <= b)]
            if len(hits) and one["contact_share"] > 0:
                chosen.append((hits.iloc[0], one))
        return chosen

    def incident(self, crossing: Any, truth: dict[str, Any], kind: Kind) -> Incident:
        """Return the outage that an anchor dragged over the asset makes."""
        prior = self.plan.settings.attribution
        lay = float(physics.layback_m(truth["chain_out_m"], truth["depth_m"]))
        speed = max(float(crossing["sog_kn"]), 1.0) * KN_MS
        across = speed * max(math.sin(math.radians(float(crossing["angle_deg"]))), 0.1)
        # The true line lies aside of the chart, so that it is met later, and further along.
        later_s = self.rng.normal(0.0, 1000.0 * self.accuracy_km) / across
        lon, lat = point_at(crossing["lon"], crossing["lat"], crossing["cog_deg"], speed * later_s)
        power = self.kind == "power"
        delay = prior.fail_delay_power_min if power else prior.fail_delay_telecom_min
        fails = (
            crossing["t"].timestamp()
            + later_s
            + (lay - float(self.to_bow.get(int(truth["mmsi"])) or 0.0)) / speed
            + self.rng.exponential(60.0 * delay)
        )
        return self._record(fails, float(lon), float(lat), kind)

    def by_chance(self, kind: Kind) -> Incident:
        """Return an outage at a random time and place of the asset."""
        low, high = _EDGE_H * 3600, (self.plan.hours - _EDGE_H) * 3600
        t = self.begin.timestamp() + self.rng.uniform(low, high)
        parts = [p for p in shapely.get_parts(self.line) if p.length > 0]
        chance = np.array([line_length_m(p) for p in parts])
        part = parts[int(self.rng.choice(len(parts), p=chance / chance.sum()))]
        point = part.interpolate(self.rng.random(), normalized=True)
        return self._record(t, point.x, point.y, kind)

    def _record(self, fails_s: float, lon: float, lat: float, kind: Kind) -> Incident:
        error, share = self.rng.normal(), self.rng.random()
        start = fails_s - share * kind.width_s + self.rng.normal(0.0, kind.reading_sd_s)
        entry: dict[str, Any] = {
            "asset_id": self.plan.asset_id,
            "t_earliest": datetime.fromtimestamp(start, UTC),
            "t_latest": datetime.fromtimestamp(start + kind.width_s, UTC),
            "evidence_kind": kind.evidence,
            "t_sd_s": kind.reading_sd_s,
        }
        if kind.place_km is not None:
            x, y = self._along(lon, lat, 1000.0 * kind.place_km * error)
            entry |= {"lon": x, "lat": y, "position_sd_km": kind.place_km}
        return Incident.model_validate({"id": "simulated-outage", "assets": [entry]})

    def _along(self, lon: float, lat: float, metres: float) -> tuple[float, float]:
        """Return the point of the asset so far along it from a point of it."""
        local = local_projection(lon, lat)
        xy = shapely.get_coordinates(self.line)
        flat = shapely.set_coordinates(
            shapely.force_2d(self.line), np.column_stack(project(local, xy[:, 0], xy[:, 1]))
        )
        here = shapely.Point(0.0, 0.0)
        part = min(shapely.get_parts(flat), key=lambda p: float(p.distance(here)))
        at = part.interpolate(float(np.clip(part.project(here) + metres, 0.0, part.length)))
        x, y = unproject(local, at.x, at.y)
        return float(x), float(y)

    def judge(
        self, incident: Incident, kind: Kind, truth: str, left_out: set[int], mmsi: int | None
    ) -> OutageRow:
        """Rank the ships of the sea, without some of them, and compare with the truth."""
        ranked = self._rank(incident, left_out)
        key = mmsi if truth == "vessel" else "none" if truth == "pseudo" else truth
        return _row(ranked, self.plan.asset_id, kind.name, truth, key)

    def _rank(self, incident: Incident, left_out: set[int]) -> Attribution:
        window = incident.windows()[0]
        around = timedelta(hours=_AROUND_H)
        a, b = window.t_earliest - around, window.t_latest + around
        gone = sorted(left_out)
        tracks = self.found.tracks.filter(
            ~pl.col("mmsi").is_in(gone) & pl.col("t").is_between(a, b)
        )
        crossings = self.found.crossings
        t = crossings["t"]
        mine = crossings["asset_id"] == self.plan.asset_id
        crossings = crossings[mine & ~crossings["mmsi"].isin(gone) & (t >= a) & (t <= b)]
        low, high = seconds(a), seconds(b)
        episodes = [
            e
            for e in self.found.detection.every_reading
            if e.mmsi not in left_out and seconds(e.t_end) >= low and seconds(e.t_start) <= high
        ]
        return attribute(
            incident, tracks, self.found.known, crossings.reset_index(drop=True), episodes,
            self.alone, self.plan.settings, dark=self.found.detection.dark,
        )  # fmt: skip

    def prior_shares(self) -> dict[str, float]:
        """Return how often each cause is behind an outage of this asset, by the priors."""
        prior = self.plan.settings.attribution
        lam = {"telecom": prior.lam_telecom_km_h, "power": prior.lam_power_km_h}
        hit = prior.p_contact * p_break(self.kind, self.plan.settings)
        vessel = prior.q_drag * hit * self.plan.per_day / 24.0
        km = line_length_m(self.line) / 1000.0
        gear = prior.q_trawl * gear_factor(self.kind, self.plan.settings) * prior.lam_trawl_km_h
        # No ship of these seas fishes, so that gear is that of boats not heard alone.
        rates = {
            "vessel": vessel,
            "dark": prior.kappa_dark / (1 - prior.kappa_dark) * vessel
            + prior.kappa_trawl * gear * km,
            "none": lam.get(self.kind, prior.lam_pipe_km_h) * km,
        }
        total = sum(rates.values())
        return {k: v / total for k, v in rates.items()}


def _row(
    ranked: Attribution, asset_id: str, kind: str, truth: str, key: int | str | None
) -> OutageRow:
    keys = [h.kind if h.mmsi is None else h.mmsi for h in ranked.hypotheses]
    p = [h.posterior for h in ranked.hypotheses]
    bare = [h.posterior_without_drag_evidence for h in ranked.hypotheses]
    at = keys.index(key) if key in keys else None
    ships = [h for h in ranked.hypotheses if h.kind == "vessel"]
    order = [h.mmsi for h in ships]
    return OutageRow(
        asset_id=asset_id,
        kind=kind,
        truth=truth,
        rank=len(keys) + 1 if at is None else at + 1,
        ship_rank=order.index(key) + 1 if key in order else None,
        rank_bare=len(keys) + 1 if at is None else 1 + sum(b > bare[at] for b in bare),
        p_true=0.0 if at is None else p[at],
        p_bare=0.0 if at is None else bare[at],
        top=p[0],
        top_right=at == 0,
        best_ship=max((h.posterior for h in ships), default=0.0),
        set_size=len(ranked.credible_set_95),
        ships=len(ships),
        p_dark=p[keys.index("dark")],
        p_none=p[keys.index("none")],
    )
