"""Ranks which vessels could have broken the assets, which could not, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from ..catalogue import is_in_service
from ..clock import unix_seconds
from ..records import Candidate
from ..tables import CROSSINGS, TRACKS, VESSELS
from .anchor import add_gear, add_reach, cannot_reach
from .approach import approaches
from .coverage import cover, coverage_notes
from .each_outage import each_alone, loose_notes
from .exclusion import exclude, judge_not, loose_only
from .finding import clock_note, finding
from .hypotheses import key_of, make_hypotheses, names_of
from .ledger import Drag, drag_evidence, shared_numbers
from .legs import make_legs
from .loose import chances_of, count_aside, loose_beside_tight, set_aside_loose
from .passages import PASSAGE, crossing_passages, in_reach, no_passages
from .posterior import Model, credible_set, densities
from .rates import Priors, crossing_rates, follow_densities, technical_rates
from .result import Attribution
from .sensitivity import sensitivity
from .shallows import least_depths
from .stays import add_stays
from .trawl import add_trawls, open_trawls
from .windows import Outage, make_outages

if TYPE_CHECKING:
    import geopandas as gpd

    from ..catalogue import Incident
    from ..drag.exposure import Depth
    from ..settings import Settings

__all__ = ["attribute"]

#: A ship that keeps its course is as near as twice the line's error for twice the error of its
#: time on either side; legs of some minutes blur the ends.
_NEAR_SD, _NEAR_SLACK_S = 3.0, 300.0


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
    dark: pd.DataFrame | None = None,
    rows_of_other_times: int = 0,
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
        All episodes of the drag detector, also those below the level of a note, and its other
        readings of the same stretches.
    assets
        Contract ``ASSETS``.
    settings
        Priors in ``settings.attribution``; nationality is none of them.
    depth
        Water depth (m, positive) by place; without it no ship is excluded by its chain.
    dark
        Contract ``DARK_CROSSINGS``: silences that may hide a passage, and what each says;
        without it a silence has no weight of its own.
    rows_of_other_times
        Rows of AIS that were read and left out as they are of other times: they are told of
        where nothing is left.

    Returns
    -------
    Attribution
        Hypotheses by posterior, exclusions with reasons, ships that fit loosely dated outages
        only, 95 % credible set, sensitivity band, coverage, notes.

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
    failed = _of_failed(outages, crossings, vessels, tracks, depth, settings)
    start = min(o.earliest_s for o in outages) - 3600 * settings.attribution.margin_h
    end = max(o.latest_s for o in outages) + 3600 * settings.attribution.margin_h
    legs = make_legs(tracks, start, end, settings)
    failed = add_stays(failed, unix_seconds(failed["t"]), outages, legs)
    closest, left_open, doubts = approaches(
        outages, legs, settings, _fitting(outages, failed, settings)
    )
    left_open = _with_gear(outages, left_open, vessels, tracks, depth, settings)
    every = _passages(outages, left_open, failed, settings)
    passages, aside = set_aside_loose(outages, every, settings)
    apart = count_aside(every, aside)
    possible = passages[passages["possible"].astype(bool)].reset_index(drop=True)
    kinds = _in_service(assets)
    # Who fits loosely dated outages only is not ranked for the whole, but may be behind those.
    fits = every[every["possible"].astype(bool)].reset_index(drop=True)
    drags = drag_evidence(fits, episodes, tracks, outages, crossings, kinds, settings, dark)
    model, J = _model(outages, passages, possible, drags, coverage, settings)
    whole, J_whole = (
        _model(outages, every, fits, drags, coverage, settings) if aside else (model, J)
    )
    prior = settings.attribution
    priors = Priors(q=prior.q_drag, kappa=prior.kappa_dark, q_trawl=prior.q_trawl)
    full = model.posterior(J, priors)
    bare = model.posterior(J, priors, with_drag=False)
    names = names_of(fits, vessels, shared_numbers(tracks))
    hypotheses = make_hypotheses(
        model, possible, closest, full, bare, names,
        covered=bool(coverage["covered"]),
    )  # fmt: skip
    loose = loose_beside_tight(outages, settings)
    unjudged = judge_not(outages, every, doubts, vessels, settings, loose)
    excluded = exclude(
        outages, every, closest, doubts, vessels, settings, left_out={u.mmsi for u in unjudged}
    )
    alone, together = whole.alone(J_whole, priors), whole.together(J_whole, priors)
    partly = loose_only(
        outages, every, closest, doubts, vessels, settings,
        chances=chances_of(every, aside, whole.mmsi, alone, together),
    )  # fmt: skip
    each = each_alone(outages, whole.mmsi, alone, together, names, apart)
    said = finding(outages, hypotheses, coverage, crossed=len(failed) > 0, each=each, aside=apart)
    return Attribution(
        incident_id=incident.id,
        title=incident.title,
        windows=tuple(o.window for o in outages),
        hypotheses=hypotheses,
        excluded=tuple(excluded),
        loose_only=tuple(partly),
        unjudged=tuple(unjudged),
        credible_set_95=tuple(
            credible_set([key_of(h) for h in hypotheses], [h.posterior for h in hypotheses])
        ),
        sensitivity=sensitivity(model, possible, failed, J, priors),
        coverage=coverage,
        priors=_priors(model, priors),
        notes=(
            *coverage_notes(coverage, rows_of_other_times),
            *notes,
            *loose_notes(outages, apart, settings),
            *clock_note(outages, passages),
            said["text"],
            *_provenance_note(tracks),
        ),
        finding=said,
        each_outage=each,
    )


def _of_failed(
    outages: Sequence[Outage],
    crossings: pd.DataFrame,
    vessels: pl.DataFrame,
    tracks: pl.DataFrame,
    depth: Depth | None,
    settings: Settings,
) -> pd.DataFrame:
    """Return the crossings of assets that may have failed, with where anchor or gear was."""
    failed = {t.asset_id for o in outages for t in o.targets}
    rows = crossings[crossings["asset_id"].isin(failed)].reset_index(drop=True)
    error_km = _errors_km(outages, rows)
    t_s = unix_seconds(rows["t"])
    rows = add_gear(rows, t_s, vessels, error_km, depth, settings)
    return add_trawls(rows, t_s, vessels, tracks, settings)


def _fitting(outages: Sequence[Outage], failed: pd.DataFrame, settings: Settings) -> frozenset[int]:
    """Return the ships with a crossing that fits any of several outages."""
    if len(outages) < 2:
        return frozenset()
    crossed = crossing_passages(outages, failed, settings)
    return frozenset(int(m) for m in crossed.loc[crossed["possible"].astype(bool), "mmsi"])


def _errors_km(outages: Sequence[Outage], rows: pd.DataFrame) -> NDArray[np.float64]:
    """Return the error of the line that each row speaks of, km."""
    ids = rows["asset_id"].to_numpy()
    found = np.full(len(rows), np.nan)
    for target in {t.asset_id: t for o in outages for t in o.targets}.values():
        mine = ids == target.asset_id
        found[mine] = target.errors_km(rows["part"][mine])
    return found


def _with_gear(
    outages: Sequence[Outage],
    left_open: pd.DataFrame,
    vessels: pl.DataFrame,
    tracks: pl.DataFrame,
    depth: Depth | None,
    settings: Settings,
) -> pd.DataFrame:
    """Return passages left open with what anchor or gear can do there; too deep ones are shut."""
    error_km = _errors_km(outages, left_open)
    rows = add_reach(left_open, vessels, error_km, depth, settings)
    rows = open_trawls(rows, vessels, tracks, settings)
    least = np.minimum(rows["depth_m"].to_numpy(float), least_depths(outages, rows, depth))
    shut = cannot_reach(rows.assign(depth_m=least), settings)
    shut &= (rows["p_trawl"] == 0).to_numpy()
    return rows.assign(
        # What shuts a passage is what is told of it.
        depth_m=np.where(shut, least, rows["depth_m"]),
        possible=rows["possible"].astype(bool) & ~shut,
        density=np.where(shut, 0.0, rows["density"]),
    )


def _in_service(assets: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the kind of each asset whose outage would have been noticed."""
    rows = zip(assets["asset_id"], assets["kind"], assets["status"], strict=True)
    return {str(asset_id): str(kind) for asset_id, kind, status in rows if is_in_service(status)}


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
    J, cells, contact = densities(possible, mmsi, outages, settings)
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
    outages: Sequence[Outage], left_open: pd.DataFrame, crossings: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return all passages: crossings, near misses, silences."""
    crossed = crossing_passages(outages, crossings, settings)
    crossed = in_reach(crossed, left_open[left_open["how"] == "gap"], settings)
    left_open = left_open[~_crossed_anyway(left_open, crossed)]
    left_open = left_open.sort_values("density").groupby(PASSAGE).tail(1)
    left_open = _beyond_crossings(left_open, crossed)
    parts = [p for p in (crossed, left_open) if len(p)]
    if not parts:
        return no_passages()
    table = pd.concat(parts, ignore_index=True)
    return table.sort_values(["mmsi", "outage", "t_s"], ignore_index=True)


def _beyond_crossings(left_open: pd.DataFrame, crossed: pd.DataFrame) -> pd.DataFrame:
    """Return passages left open that tell more than the crossings of the same ship and asset.

    A silence or a near miss and a crossing on the chart speak of the same passage: of both the
    larger counts, so that what is left open adds only what it has beyond the crossings.
    """
    fits = crossed.loc[crossed["possible"].astype(bool), [*PASSAGE, "density"]]
    known = fits.groupby(PASSAGE)["density"].sum()
    keys = pd.MultiIndex.from_frame(left_open[PASSAGE])
    beyond = left_open["density"].to_numpy(float) - known.reindex(keys).fillna(0.0).to_numpy()
    still = ~left_open["possible"].to_numpy(bool)
    table: pd.DataFrame = left_open.assign(density=np.maximum(beyond, 0.0))[(beyond > 0) | still]
    return table


def _crossed_anyway(left_open: pd.DataFrame, crossed: pd.DataFrame) -> Any:
    """Return which near misses belong to a crossing, whose own time error already counts.

    That error must hold all of the time near the line: a ship that lingers there after it
    crossed the chart may cross the true line later.  A crossing of the chart that does not fit
    rules out none of the true line: where they meet at a small angle it lies kilometres off.
    """
    rows = left_open[[*PASSAGE, "how", "t_from_s", "t_to_s"]].reset_index(drop=True)
    fits = crossed.loc[crossed["possible"].astype(bool), [*PASSAGE, "t_s", "t_sd_s"]]
    joined = rows.reset_index().merge(fits, on=PASSAGE)
    slack = _NEAR_SD * joined["t_sd_s"] + _NEAR_SLACK_S
    inside = (joined["t_from_s"] >= joined["t_s"] - slack) & (
        joined["t_to_s"] <= joined["t_s"] + slack
    )
    known = joined.loc[inside, "index"].unique()
    return (rows["how"] == "near").to_numpy() & rows.index.isin(known)


def _priors(model: Model, priors: Priors) -> dict[str, Any]:
    prior = model.settings.attribution
    technical = technical_rates(model.outages, model.settings)
    return {
        "q_drag_per_million_crossings": priors.q * 1e6,
        "kappa_dark": priors.kappa,
        "p_contact": prior.p_contact,
        "q_trawl_per_million_passes": priors.q_trawl * 1e6,
        "windows": [
            {
                "name": o.window.name,
                "technical_per_year_100km": float(technical[o.number] * 8766 * 100),
                "crossings_per_day_100km": float(model.lam[o.number] * 24 * 100),
                "reading_sd_s": o.reading_sd_s,
                "mean_delay_s": o.delay_s,
                "damage_described_as": o.state,
                "place_sd_km": o.place_sd_km if o.located else None,
                "place_radius_km": o.place_radius_km if o.located else None,
            }
            for o in model.outages
        ],
    }


def _provenance_note(tracks: pl.DataFrame) -> list[str]:
    words = sorted(set(tracks["provenance"].cast(pl.String).unique().to_list()) - {"measured"})
    if not words:
        return []
    return [f"the tracks are partly {' and '.join(words)}: they test the method and prove nothing"]
