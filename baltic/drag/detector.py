"""From tracks to candidates: the only file that knows the order of the steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl

from ..records import Candidate
from ..settings import Settings
from ..tables import ASSETS, CROSSINGS, PLACES, TRACKS, VESSELS
from ..tracks import GnssWatch, watch_gnss
from .baseline import add_neighbours, find_legs, suspicious_legs
from .bins import make_bins
from .candidates import make_candidate
from .case import Case, make_cases
from .company import Field, company_measures, without_shared
from .contact import contact_measures, sound_cases
from .context import Context, Weighed
from .crossed import crossed_by_ship, real_assets
from .dark import Dark, find_dark_crossings, silence_item
from .drafts import make_drafts
from .episodes import legs_of
from .evidence import ledger_sum, weigh
from .exposure import Depth, asset_items
from .habits import habit_measures
from .innocent import innocent_measures
from .levels import vessel_days
from .measures import motion_measures
from .muting import telling_silences
from .places import learn_places, make_places
from .sea_state import SeaState, add_waves

__all__ = ["Detection", "Weighed", "detect", "weigh_episodes"]

_LEAST_SPAN_H = 2.0
_COMPANY_MARGIN = 2.0


@dataclass(frozen=True)
class Detection:
    """What was found.

    Attributes
    ----------
    candidates
        Episodes of level note, watch or alert, highest evidence first.
    episodes
        All weighed episodes, also those below note (level ``none``), in the same order.
    vessel_days
        24 h of a cargo ship or tanker (or a ship of unknown type) under way.
    notes
        Sentences for the report: what could not be seen and why.
    dark
        Crossings that silences may hide (contract ``DARK_CROSSINGS``).
    degraded
        Where and when GNSS was disturbed: bounds, times, hulls heard and flagged.
    """

    candidates: list[Candidate]
    episodes: list[Candidate]
    vessel_days: float
    notes: list[str] = field(default_factory=list)
    dark: pd.DataFrame = field(default_factory=pd.DataFrame)
    degraded: pd.DataFrame = field(default_factory=pd.DataFrame)


def detect(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    assets: gpd.GeoDataFrame,
    places: pd.DataFrame,
    settings: Settings,
    *,
    depth: Depth | None = None,
    sea: SeaState | None = None,
    lost: pl.DataFrame | None = None,
) -> Detection:
    """Find episodes that are consistent with a dragged anchor.

    Parameters
    ----------
    tracks, vessels
        Polars tables of contracts ``TRACKS`` (sorted by mmsi, hull, t) and ``VESSELS``; of an
        MMSI with several rows each time has the one valid then.
    crossings, places
        pandas tables of contracts ``CROSSINGS`` and ``PLACES``.
    assets
        GeoDataFrame of contract ``ASSETS``; planned and cancelled ones raise nothing.
    settings
        Sections ``baseline``, ``episodes``, ``evidence``, ``levels``.
    depth
        Water depth (m, positive down) at arrays of longitude and latitude; left out, the
        reach of the anchor is unknown and said to be so.
    sea
        Waves at longitudes, latitudes and times; used where neighbours are too few.
    lost
        Fixes that cleaning set aside (second table of ``clean_and_lost``): most of what a
        jammed ship sent is there.

    Returns
    -------
    Detection
        The order of rows does not matter, and ids are made from content.

    Raises
    ------
    TableError
        A table that does not keep its contract.

    Examples
    --------
    >>> from baltic.catalogue import load_assets, load_places
    >>> empty = pd.DataFrame({c: [] for c in CROSSINGS.names})
    >>> found = detect(TRACKS.empty(), VESSELS.empty(), empty, load_assets(), load_places(),
    ...                Settings())
    >>> found.candidates, found.vessel_days
    ([], 0.0)
    """
    _check(tracks, vessels, crossings, assets, places)
    tracks = _in_order(tracks)
    days, unknown_days = vessel_days(tracks, vessels, settings)
    notes = _notes(tracks, days, unknown_days)
    dark = find_dark_crossings(tracks, assets, settings)
    gnss = watch_gnss(tracks, settings, lost)
    notes += gnss.notes
    degraded = gnss.degraded.to_pandas()
    weighed, shared = _weigh_all(
        tracks, vessels, crossings, assets, places, settings, depth, dark, gnss, sea
    )
    if shared is None:
        return Detection([], [], days, notes, dark, degraded)
    found = [make_candidate(w, shared) for w in weighed]
    found.sort(key=lambda c: (-c.llr, c.mmsi, c.t_start))
    candidates = [c for c in found if c.level != "none"]
    if depth is None and candidates:
        notes.append("no water depths given: whether the anchors could touch is unknown")
    return Detection(candidates, found, days, notes, dark, degraded)


def weigh_episodes(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    assets: gpd.GeoDataFrame,
    places: pd.DataFrame,
    settings: Settings,
    *,
    lost: pl.DataFrame | None = None,
) -> list[Weighed]:
    """Return every episode with its measures: what the ledger is fitted on.

    Parameters and errors are those of :func:`detect`.
    """
    _check(tracks, vessels, crossings, assets, places)
    tracks = _in_order(tracks)
    dark = find_dark_crossings(tracks, assets, settings)
    gnss = watch_gnss(tracks, settings, lost)
    return _weigh_all(tracks, vessels, crossings, assets, places, settings, None, dark, gnss)[0]


def _check(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    assets: gpd.GeoDataFrame,
    places: pd.DataFrame,
) -> None:
    for contract, frame in ((TRACKS, tracks), (VESSELS, vessels), (ASSETS, assets)):
        contract.check(frame)
    PLACES.check(places)
    if len(crossings):
        CROSSINGS.check(crossings)


def _in_order(tracks: pl.DataFrame) -> pl.DataFrame:
    """Return the tracks sorted by ship, hull and time; to look is cheaper than to sort."""
    ship, hull, t = (pl.col(c) for c in ("mmsi", "hull", "t"))
    same = (ship == ship.shift()) & (hull == hull.shift())
    later = (same & (t >= t.shift())) | (ship > ship.shift())
    later |= (ship == ship.shift()) & (hull > hull.shift())
    if tracks.select(later.slice(1).all()).item():
        return tracks
    return tracks.sort("mmsi", "hull", "t", maintain_order=True)


def _weigh_all(
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    assets: gpd.GeoDataFrame,
    places: pd.DataFrame,
    settings: Settings,
    depth: Depth | None,
    dark: pd.DataFrame,
    gnss: GnssWatch,
    sea: SeaState | None = None,
) -> tuple[list[Weighed], Context | None]:
    """Weigh the episodes of all ships; of a ship's overlapping ones keep the best."""
    bins = make_bins(tracks, settings, gnss)
    moving = find_legs(bins, vessels, settings)
    chosen = suspicious_legs(moving, vessels, settings)
    legs = []
    if len(chosen):
        judged = add_neighbours(moving, chosen, settings)
        legs = legs_of(add_waves(judged, vessels, sea, settings))
    if not legs:
        return [], None
    real = real_assets(assets)
    shared = Context(
        vessels=vessels,
        crossings=crossed_by_ship(crossings, real),
        assets=real,
        places=make_places(places, learn_places(bins)),
        field=Field.of(bins),
        bins=bins,
        depth=depth,
        dark=Dark.of(telling_silences(dark, gnss, settings)),
        settings=settings,
    )
    by_ship: dict[int, list[Case]] = {}
    cases = make_cases(make_drafts(legs, tracks, gnss, shared), shared.places, settings)
    for case in sound_cases(cases, depth):
        by_ship.setdefault(case.ship.mmsi, []).append(case)
    weighed = (_best([_weigh(c, own, shared) for c in own]) for own in by_ship.values())
    return [w for best in weighed for w in best], shared


def _notes(tracks: pl.DataFrame, days: float, unknown_days: float) -> list[str]:
    """Say what these data cannot show."""
    notes = []
    if tracks.height == 0:
        return ["no usable fixes: time span and coverage too short to find a drag"]
    hours = _longest_h(tracks)
    span = tracks["t"].max() - tracks["t"].min()  # type: ignore[operator]
    if hours < _LEAST_SPAN_H:
        notes.append(
            "time span and coverage too short to find a drag: the longest unbroken track lasts "
            f"{_words(hours * 3600.0)} of {_words(span.total_seconds())}; a drag shows in hours"  # type: ignore[union-attr]
        )
    twins = tracks.select(pl.col("mmsi").filter(pl.col("hull") > 0).n_unique()).item()
    if twins:
        notes.append(
            f"{twins} MMSI carried several hulls at once: only their first hull is judged, "
            "the others are left out of behaviour"
        )
    if days > 0 and unknown_days > 0.5 * days:
        notes.append(
            f"{unknown_days:.1f} of {days:.1f} vessel-days are of ships that never sent a type"
        )
    return notes


def _longest_h(tracks: pl.DataFrame) -> float:
    """Return how long the longest unbroken track of a first hull lasts, h."""
    part = tracks.select("mmsi", "hull", "segment")
    other = part.select(pl.any_horizontal(pl.all() != pl.all().shift())).to_series()
    starts = np.flatnonzero(other.fill_null(value=True).to_numpy())
    ends = np.r_[starts[1:], tracks.height] - 1
    t, single = tracks["t"], tracks["hull"].gather(starts).to_numpy() == 0
    lasts = (t.gather(ends) - t.gather(starts)).dt.total_seconds().to_numpy()
    return float(np.max(lasts[single], initial=0)) / 3600.0


def _words(seconds: float) -> str:
    if seconds < 600:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _weigh(case: Case, own: list[Case], shared: Context) -> Weighed:
    settings = shared.settings
    measures = [*motion_measures(case, settings), *innocent_measures(case, settings)]
    measures += habit_measures(case, own)
    measures += contact_measures(case, settings)
    ledger = weigh(measures, settings.evidence)
    # The search among all ships is for those that are near to being listed.
    if ledger_sum(ledger, settings.evidence) > settings.levels.note_llr - _COMPANY_MARGIN:
        beside = company_measures(case, shared.field)
        measures = without_shared(measures, beside) + beside
        ledger = weigh(measures, settings.evidence)
    ledger += asset_items(case, shared.depth, settings)
    silence = silence_item(case, shared.dark, settings)
    ledger += [silence] if silence is not None else []
    ledger.sort(key=lambda i: (-abs(i.llr), i.item))
    llr = round(ledger_sum(ledger, settings.evidence), 4)
    return Weighed(case, tuple(measures), tuple(ledger), llr)


def _best(weighed: Iterable[Weighed]) -> list[Weighed]:
    """Return, of the alternatives that overlap in time, those with the most evidence."""
    kept: list[Weighed] = []
    for w in sorted(weighed, key=lambda w: (-w.llr, w.case.t_start_s, w.case.t_end_s)):
        a, b = w.case.t_start_s, w.case.t_end_s
        if all(a >= k.case.t_end_s or b <= k.case.t_start_s for k in kept):
            kept.append(w)
    return kept
