"""Ranks which vessels could have broken the assets, which could not, and how sure that is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl

from ..catalogue import at_time
from ..records import Candidate, Exclusion, Hypothesis, Window, as_json
from ..tables import CROSSINGS, TRACKS, VESSELS
from .anchor import add_gear
from .approach import approaches
from .coverage import cover, coverage_notes
from .exclusion import exclude, judge_not, set_aside_loose
from .finding import finding
from .ledger import Drag, drag_evidence
from .legs import make_legs
from .passages import crossing_passages, no_passages, unix_seconds
from .posterior import Model, Posterior, credible_set, densities
from .rates import Priors, crossing_rates, follow_densities, technical_rates
from .reasons import dark_reasons, none_reasons, vessel_reasons
from .sensitivity import sensitivity
from .windows import Outage, make_outages

if TYPE_CHECKING:
    import geopandas as gpd

    from ..catalogue import Incident
    from ..drag.exposure import Depth
    from ..settings import Settings

__all__ = ["Attribution", "attribute"]

SCHEMA = "baltic-attribution/1"


@dataclasses.dataclass(frozen=True)
class Attribution:
    """Ranked hypotheses on one incident: evidence to check, no verdict.

    Attributes
    ----------
    incident_id, title
        Of the record.
    windows
        When and where each asset failed.
    hypotheses
        Vessels, ``dark`` and ``none``, by posterior, the most probable first.
    excluded
        Vessels that could not, each with its reason.
    unjudged
        Vessels heard elsewhere only, whose track begins or ends so that they could have been
        there: neither ranked nor excluded, each with the reason.
    credible_set_95
        The fewest hypotheses that hold 95 %: MMSI numbers, ``dark``, ``none``.
    sensitivity
        The same posteriors under other priors and line errors.
    coverage
        Which windows and places the AIS shows.
    priors
        The numbers that went in.
    notes
        Sentences for the report.
    finding
        ``code`` (``not_covered``, ``nobody``, ``open``, ``one_leads``), ``text`` and ``all_of_it``.

    Examples
    --------
    >>> nothing = Attribution("mine", "", (), (), (), (), (), {}, {"covered": False}, {}, (),
    ...     {})
    >>> nothing.covered, nothing.as_dict()["schema"]
    (False, 'baltic-attribution/1')
    """

    incident_id: str
    title: str
    windows: tuple[Window, ...]
    hypotheses: tuple[Hypothesis, ...]
    excluded: tuple[Exclusion, ...]
    unjudged: tuple[Exclusion, ...]
    credible_set_95: tuple[int | str, ...]
    sensitivity: dict[str, Any]
    coverage: dict[str, Any]
    priors: dict[str, Any]
    notes: tuple[str, ...]
    finding: dict[str, str]

    @property
    def covered(self) -> bool:
        """Whether the AIS covers every window and place."""
        return bool(self.coverage["covered"])

    def as_dict(self) -> dict[str, Any]:
        """Return the document of ``attribution.json``.

        Returns
        -------
        dict
            Plain JSON, with ``schema`` and ``covered``.
        """
        plain = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        result: dict[str, Any] = as_json({"schema": SCHEMA, **plain, "covered": self.covered})
        return result


def attribute(
    incident: Incident,
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    episodes: Iterable[Candidate],
    assets: gpd.GeoDataFrame,
    settings: Settings,
    *,
    depth: Depth | None = None,
) -> Attribution:
    """Rank the vessels that could have caused the outages of one incident.

    Parameters
    ----------
    incident
        Record of the catalogue; every failed asset with a time is one window.
    tracks, vessels, crossings
        Contracts ``TRACKS``, ``VESSELS`` (Polars) and ``CROSSINGS`` (pandas); each ship has
        the name and IMO number valid at its passage.
    episodes
        All episodes of the drag detector, also those below the level of a note.
    assets
        Contract ``ASSETS``.
    settings
        Priors in ``settings.attribution``; nationality is none of them.
    depth
        Water depth (m, positive) by place; without it no ship is excluded by its chain.

    Returns
    -------
    Attribution
        Hypotheses by posterior, exclusions with reasons, 95 % credible set,
        sensitivity band, coverage, notes.

    Raises
    ------
    IncidentError
        Nothing at sea failed at a known time.
    UnknownIdError
        An asset is not in the table; the nearest are offered.

    Examples
    --------
    With no AIS at all nothing is said about ships:

    >>> from baltic.catalogue import Incident, IncidentAsset, load_assets
    >>> from baltic.settings import Settings
    >>> when = "2024-12-25T10:26:00Z"
    >>> failed = IncidentAsset(asset_id="estlink-2", t_earliest=when, t_latest=when)
    >>> found = attribute(Incident(id="mine", assets=[failed]), TRACKS.empty(), VESSELS.empty(),
    ...     CROSSINGS.empty().to_pandas(), [], load_assets(), Settings())
    >>> sorted(h.kind for h in found.hypotheses), found.finding["code"]
    (['dark', 'none'], 'not_covered')
    """
    TRACKS.check(tracks)
    VESSELS.check(vessels)
    CROSSINGS.check(crossings)
    outages, notes = make_outages(incident, assets, settings)
    coverage = cover(outages, tracks, settings)
    failed = _of_failed(outages, crossings, vessels, depth, settings)
    passages, closest, doubts = _passages(outages, tracks, failed, settings)
    passages, aside = set_aside_loose(outages, passages, settings)
    possible = passages[passages["possible"].astype(bool)].reset_index(drop=True)
    kinds = _in_service(assets)
    drags = drag_evidence(possible, episodes, tracks, outages, crossings, kinds, settings)
    model, J = _model(outages, passages, possible, drags, coverage, settings)
    priors = Priors(q=settings.attribution.q_drag, kappa=settings.attribution.kappa_dark)
    full = model.posterior(J, priors)
    bare = model.posterior(J, priors, with_drag=False)
    names = _names(possible, vessels)
    hypotheses = _hypotheses(model, possible, closest, full, bare, names, bool(coverage["covered"]))
    unjudged = judge_not(outages, passages, doubts, vessels, settings)
    excluded = exclude(
        outages, passages, closest, vessels, settings,
        aside=aside, left_out={u.mmsi for u in unjudged},
    )  # fmt: skip
    said = finding(outages, hypotheses, coverage, crossed=len(failed) > 0)
    return Attribution(
        incident_id=incident.id,
        title=incident.title,
        windows=tuple(o.window for o in outages),
        hypotheses=hypotheses,
        excluded=tuple(excluded),
        unjudged=tuple(unjudged),
        credible_set_95=tuple(
            credible_set([_key(h) for h in hypotheses], [h.posterior for h in hypotheses])
        ),
        sensitivity=sensitivity(model, possible, failed, J, priors),
        coverage=coverage,
        priors=_priors(model, priors),
        notes=(
            *coverage_notes(coverage),
            *notes,
            said["text"],
            *_provenance_note(tracks),
        ),
        finding=said,
    )


def _of_failed(
    outages: Sequence[Outage],
    crossings: pd.DataFrame,
    vessels: pl.DataFrame,
    depth: Depth | None,
    settings: Settings,
) -> pd.DataFrame:
    """Return the crossings of assets that may have failed, with where the anchor was."""
    accuracy = {t.asset_id: t.accuracy_km for o in outages for t in o.targets}
    rows = crossings[crossings["asset_id"].isin(list(accuracy))].reset_index(drop=True)
    error_km = np.array([accuracy[a] for a in rows["asset_id"]])
    return add_gear(rows, unix_seconds(rows["t"]), vessels, error_km, depth, settings)


def _in_service(assets: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the kind of each asset whose outage would have been noticed."""
    rows = zip(assets["asset_id"], assets["kind"], assets["status"], strict=True)
    return {str(asset_id): str(kind) for asset_id, kind, status in rows if status == "in_service"}


def _model(
    outages: Sequence[Outage],
    passages: pd.DataFrame,
    possible: pd.DataFrame,
    drags: dict[int, Drag],
    coverage: dict[str, Any],
    settings: Settings,
) -> tuple[Model, Any]:
    """Return the model of competing rates, and the densities of all possible passages."""
    mmsi = np.unique(possible["mmsi"].to_numpy(np.int64))
    J, cells, contact = densities(possible, mmsi, outages)
    model = Model(
        outages=outages,
        mmsi=mmsi,
        assets=cells,
        contact=contact,
        drags=drags,
        lam=crossing_rates(outages, passages, settings),
        follows=follow_densities(outages, passages, settings),
        covered=np.array([row["share"] for row in coverage["windows"]]),
        settings=settings,
    )
    return model, J


def _passages(
    outages: Sequence[Outage], tracks: pl.DataFrame, crossings: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return all passages (crossings, near misses, silences), closest approaches, and doubts."""
    crossed = crossing_passages(outages, crossings, settings)
    start = min(o.earliest_s for o in outages) - 3600 * settings.attribution.margin_h
    end = max(o.latest_s for o in outages) + 3600 * settings.attribution.margin_h
    legs = make_legs(tracks, start, end, settings)
    closest, left_open, doubts = approaches(outages, legs, settings)
    # A crossing that fits says more than a silence that might hide one.
    fits = crossed[crossed["possible"].astype(bool)]
    known = set(zip(fits["mmsi"], fits["outage"], fits["asset_id"], strict=True))
    rows = zip(left_open["mmsi"], left_open["outage"], left_open["asset_id"], strict=True)
    left_open = left_open[np.array([row not in known for row in rows], dtype=bool)]
    left_open = left_open[~_crossed_anyway(left_open, crossed)]
    left_open = left_open.sort_values("density").groupby(["mmsi", "outage", "asset_id"]).tail(1)
    parts = [p for p in (crossed, left_open) if len(p)]
    if not parts:
        return no_passages(), closest, doubts
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values(["mmsi", "outage", "t_s"], ignore_index=True), closest, doubts


def _crossed_anyway(left_open: pd.DataFrame, crossed: pd.DataFrame) -> Any:
    """Return which near misses belong to a crossing, whose own time error already counts."""
    keys = ["mmsi", "outage", "asset_id"]
    rows = left_open[[*keys, "how", "t_from_s", "t_to_s"]].reset_index(drop=True)
    joined = rows.reset_index().merge(crossed[[*keys, "t_s"]], on=keys)
    inside = joined["t_s"].between(joined["t_from_s"] - 3600, joined["t_to_s"] + 3600)
    known = joined.loc[inside, "index"].unique()
    return (rows["how"] == "near").to_numpy() & rows.index.isin(known)


def _names(possible: pd.DataFrame, vessels: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """Return name and IMO number by MMSI, valid when its likeliest passage was."""
    likeliest = possible.sort_values(["density", "t_s"], kind="stable").groupby("mmsi").tail(1)
    said = at_time(vessels, likeliest["mmsi"], likeliest["t_s"], ["name", "imo"])
    return dict(zip(likeliest["mmsi"].astype(int).tolist(), said.to_dicts(), strict=True))


def _key(h: Hypothesis) -> int | str:
    return h.kind if h.mmsi is None else h.mmsi


def _hypotheses(
    model: Model,
    passages: pd.DataFrame,
    closest: pd.DataFrame,
    full: Posterior,
    bare: Posterior,
    names: dict[int, dict[str, Any]],
    covered: bool,
) -> tuple[Hypothesis, ...]:
    groups = dict(list(passages.groupby("mmsi"))) if len(passages) else {}
    approached = dict(list(closest.groupby("mmsi"))) if len(closest) else {}
    plain: dict[int, list[dict[str, Any]]] = {}
    told: list[dict[str, Any]] = passages.to_dict("records")  # type: ignore[assignment]
    for row in told:
        plain.setdefault(int(row["mmsi"]), []).append(row)
    found = []
    for i, ship in enumerate(model.mmsi):
        rows, drag = groups[ship], model.drags[int(ship)]
        found.append(
            Hypothesis(
                kind="vessel",
                mmsi=int(ship),
                **names[int(ship)],
                rank=0,
                posterior=float(full.vessels[i]),
                posterior_without_drag_evidence=float(bare.vessels[i]),
                llr=round(drag.total, 4),
                crossings=_crossings(plain[int(ship)], model.outages, full.share[i]),
                reasons=vessel_reasons(
                    model.outages,
                    rows,
                    approached.get(ship, closest.head(0)),
                    drag,
                    list(full.share[i]),
                ),
                provenance="+".join(sorted(set(rows["provenance"].astype(str)))),
                episode=drag.episode,
            )
        )
    kappa = model.settings.attribution.kappa_dark
    technical = technical_rates(model.outages, model.settings)
    for kind, p, q, reasons in (
        ("dark", full.dark, bare.dark, dark_reasons(model.outages, model.lam, covered, kappa)),
        ("none", full.none, bare.none, none_reasons(model.outages, technical, covered)),
    ):
        found.append(Hypothesis(kind, None, None, None, 0, p, q, None, (), reasons, None))
    order = {"vessel": 0, "dark": 1, "none": 2}
    found.sort(key=lambda h: (-h.posterior, order[h.kind], h.mmsi or 0))
    return tuple(dataclasses.replace(h, rank=n) for n, h in enumerate(found, 1))


def _crossings(
    rows: list[dict[str, Any]], outages: Sequence[Outage], share: Any
) -> tuple[dict[str, Any], ...]:
    """Return the passages of one vessel as plain rows, in time order."""
    kept = ["asset_id", "how", "t_sd_s", "lon", "lat", "kp_km", "sog_kn", "cog_deg", "angle_deg",
            "p_cross", "offset_km", "distance_km", "provenance", "depth_m"]  # fmt: skip
    plain = []
    total: dict[int, float] = {}
    for row in rows:
        total[int(row["outage"])] = total.get(int(row["outage"]), 0.0) + row["density"]
    for row in sorted(rows, key=lambda r: float(r["t_s"])):
        outage = outages[int(row["outage"])]
        accuracy = next(t.accuracy_km for t in outage.targets if t.asset_id == row["asset_id"])
        plain.append(
            {
                "window": outage.number,
                "window_name": outage.window.name,
                "t": _time(row["t_s"]),
                "t_from": _time(row["t_from_s"]),
                "t_to": _time(row["t_to_s"]),
                "after_earliest_s": round(row["t_s"] - outage.earliest_s, 1),
                "after_latest_s": round(row["t_s"] - outage.latest_s, 1),
                "accuracy_km": accuracy,
                "anchor_t": _time(row["t_s"] + row["lag_s"]),
                "anchor_t_sd_s": round(float(np.hypot(row["t_sd_s"], row["lag_sd_s"])), 1),
                "p_behind_this_outage": float(share[outage.number]),
                "share_of_passages": float(row["density"] / max(total[int(row["outage"])], 1e-300)),
                **{name: row[name] for name in kept},
            }
        )
    return tuple(plain)


def _time(s: float) -> datetime:
    return datetime.fromtimestamp(round(float(s), 3), UTC)


def _priors(model: Model, priors: Priors) -> dict[str, Any]:
    prior = model.settings.attribution
    technical = technical_rates(model.outages, model.settings)
    return {
        "q_drag_per_million_crossings": priors.q * 1e6,
        "kappa_dark": priors.kappa,
        "p_contact": prior.p_contact,
        "windows": [
            {
                "name": o.window.name,
                "technical_per_year_100km": float(technical[o.number] * 8766 * 100),
                "crossings_per_day_100km": float(model.lam[o.number] * 24 * 100),
                "reading_sd_s": o.reading_sd_s,
                "mean_delay_s": o.delay_s,
                "damage_described_as": o.state,
            }
            for o in model.outages
        ],
    }


def _provenance_note(tracks: pl.DataFrame) -> list[str]:
    words = sorted(set(tracks["provenance"].cast(pl.String).unique().to_list()) - {"measured"})
    if not words:
        return []
    return [f"the tracks are partly {' and '.join(words)}: they test the method and prove nothing"]
