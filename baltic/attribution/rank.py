"""Ranks which vessels could have broken the assets, which could not, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl

from ..catalogue import is_in_service
from ..records import Candidate, Exclusion, Hypothesis
from ..tables import CROSSINGS, TRACKS, VESSELS
from .coverage import cover, coverage_notes
from .each_outage import each_alone, loose_notes
from .exclusion import exclude, judge_not
from .finding import clock_note, finding
from .hypotheses import key_of, make_hypotheses, names_of
from .ledger import Drag, drag_evidence
from .loose import chances_of, loose_beside_tight
from .posterior import Model, credible_set, densities
from .rates import Priors, crossing_rates, follow_densities, technical_rates
from .readings import make_outages
from .renumbered import renumbered_notes
from .result import Attribution
from .sensitivity import sensitivity
from .sightings import Sightings, look_for_passages
from .twins import shared_numbers
from .windows import Outage

if TYPE_CHECKING:
    import geopandas as gpd

    from ..catalogue import Incident
    from ..drag.exposure import Depth
    from ..settings import Settings

__all__ = ["attribute"]


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
    seen = look_for_passages(outages, tracks, vessels, crossings, depth, settings)
    possible, fits = seen.possible, seen.fits
    kinds = _in_service(assets)
    # Who fits loosely dated outages only is not ranked for the whole, but may be behind those.
    shared = shared_numbers(tracks)
    drags = drag_evidence(fits, episodes, tracks, outages, crossings, kinds, settings, dark, shared)
    model, J = _model(outages, seen.passages, possible, drags, coverage, settings)
    priors = _shipped_priors(settings)
    full, bare = model.posterior(J, priors), model.posterior(J, priors, with_drag=False)
    names = names_of(fits, vessels, shared)
    is_covered = bool(coverage["covered"])
    hypotheses = make_hypotheses(
        model, possible, seen.closest, full, bare, names, covered=is_covered
    )
    whole, J_whole = (
        _model(outages, seen.every, fits, drags, coverage, settings) if seen.aside else (model, J)
    )
    alone, together = whole.alone(J_whole, priors), whole.together(J_whole, priors)
    chances = chances_of(seen.every, seen.aside, whole.mmsi, alone, together)
    excluded, unjudged = _not_ranked(outages, seen, vessels, chances, settings)
    each = each_alone(outages, whole.mmsi, alone, together, names, seen.aside_by_outage)
    said = finding(
        outages, hypotheses, coverage,
        crossed=len(seen.failed) > 0, each=each, aside=seen.aside_by_outage,
    )  # fmt: skip
    told = _notes_of_run(outages, seen, tracks, said["text"], settings)
    return Attribution(
        incident_id=incident.id,
        title=incident.title,
        windows=tuple(o.window for o in outages),
        hypotheses=hypotheses,
        excluded=excluded,
        unjudged=unjudged,
        credible_set_95=_credible(hypotheses),
        sensitivity=sensitivity(model, possible, seen.failed, J, priors),
        coverage=coverage,
        priors=_priors(model, priors),
        notes=(*coverage_notes(coverage, rows_of_other_times), *notes, *told),
        finding=said,
        each_outage=each,
    )


def _not_ranked(
    outages: Sequence[Outage],
    seen: Sightings,
    vessels: pl.DataFrame,
    chances: Mapping[int, Mapping[int, tuple[float, float]]],
    settings: Settings,
) -> tuple[tuple[Exclusion, ...], tuple[Exclusion, ...]]:
    """Return the ships that could not have done it, and those that could not be judged."""
    loose = loose_beside_tight(outages, settings)
    unjudged = judge_not(outages, seen.every, seen.doubts, vessels, settings, loose)
    known = (seen.every, seen.closest, seen.doubts, vessels, settings)
    excluded = exclude(outages, *known, left_out={u.mmsi for u in unjudged}, chances=chances)
    return tuple(excluded), tuple(unjudged)


def _notes_of_run(
    outages: Sequence[Outage], seen: Sightings, tracks: pl.DataFrame, said: str, settings: Settings
) -> list[str]:
    """Return what a reader must know of the passages and the tracks, around the finding."""
    return [
        *loose_notes(outages, seen.aside_by_outage, settings),
        *clock_note(outages, seen.passages),
        *renumbered_notes(tracks, set(seen.possible["mmsi"].astype(int))),
        said,
        *_provenance_note(tracks),
    ]


def _shipped_priors(settings: Settings) -> Priors:
    prior = settings.attribution
    return Priors(q=prior.q_drag, kappa=prior.kappa_dark, q_trawl=prior.q_trawl)


def _credible(hypotheses: Sequence[Hypothesis]) -> tuple[int | str, ...]:
    """Return what the smallest set of explanations that holds 95 % names."""
    keys, posteriors = [key_of(h) for h in hypotheses], [h.posterior for h in hypotheses]
    return tuple(credible_set(keys, posteriors))


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
                "name": o.name,
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
