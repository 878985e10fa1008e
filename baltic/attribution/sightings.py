"""What the tracks say of ships at the failed assets: every passage, sure, possible or ruled out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from ..clock import unix_seconds
from .anchor import add_gear, add_reach, cannot_reach
from .approach import approaches
from .legs import make_legs
from .loose import count_aside, set_aside_loose
from .moments import add_moments
from .passages import PASSAGE, crossing_passages, in_reach, no_passages
from .shallows import least_depths
from .stays import add_stays
from .trawl import add_trawls, open_trawls
from .windows import Outage

if TYPE_CHECKING:
    from ..drag.exposure import Depth
    from ..settings import Settings

__all__ = ["Sightings", "look_for_passages"]

#: A ship that keeps its course is as near as twice the line's error for twice the error of its
#: time on either side; legs of some minutes blur the ends.
_NEAR_SD, _NEAR_SLACK_S = 3.0, 300.0


@dataclass(frozen=True)
class Sightings:
    """What is known of ships at the failed assets.

    Attributes
    ----------
    failed
        Crossings of the assets at all times, with where anchor or gear was.
    every
        Contract ``PASSAGE_COLUMNS``: those that may explain an outage, and those ruled out.
    passages
        The same, with those of ships that fit loosely dated outages only ruled out: these are not
        ranked for the incident as a whole.
    closest
        Closest approaches.
    doubts
        Ships heard too little to be judged.
    aside, aside_by_outage
        Ships that fit loosely dated outages only, and how many fit each of these.
    """

    failed: pd.DataFrame
    every: pd.DataFrame
    passages: pd.DataFrame
    closest: pd.DataFrame
    doubts: pd.DataFrame
    aside: frozenset[int]
    aside_by_outage: dict[int, int]

    @property
    def possible(self) -> pd.DataFrame:
        """The passages that rank ships for the incident as a whole."""
        return _possible(self.passages)

    @property
    def fits(self) -> pd.DataFrame:
        """All passages that are not ruled out for their own outage."""
        return _possible(self.every)


def _possible(passages: pd.DataFrame) -> pd.DataFrame:
    return passages[passages["possible"].astype(bool)].reset_index(drop=True)


def look_for_passages(
    outages: Sequence[Outage],
    tracks: pl.DataFrame,
    vessels: pl.DataFrame,
    crossings: pd.DataFrame,
    depth: Depth | None,
    settings: Settings,
) -> Sightings:
    """Return every passage of a ship at an asset that failed, and what else is known there.

    Parameters
    ----------
    outages
        What failed, when and where.
    tracks, vessels, crossings
        Contracts ``TRACKS``, ``VESSELS`` (Polars) and ``CROSSINGS`` (pandas).
    depth
        Water depth (m, positive) by place, if known.
    """
    failed = _of_failed(outages, crossings, vessels, tracks, depth, settings)
    margin_s = 3600 * settings.attribution.margin_h
    start = min(o.earliest_s for o in outages) - margin_s
    end = max(o.latest_s for o in outages) + margin_s
    legs = make_legs(tracks, start, end, settings)
    failed = add_stays(failed, unix_seconds(failed["t"]), outages, legs)
    crossed = crossing_passages(outages, failed, settings)
    closest, left_open, doubts = approaches(outages, legs, settings, _fitting(outages, crossed))
    left_open = _with_gear(outages, left_open, vessels, tracks, depth, settings)
    every = add_moments(outages, _passages(left_open, crossed, settings))
    passages, aside = set_aside_loose(outages, every, settings)
    return Sightings(failed, every, passages, closest, doubts, aside, count_aside(every, aside))


def _fitting(outages: Sequence[Outage], crossed: pd.DataFrame) -> frozenset[int]:
    """Return the ships with a crossing that fits any of several outages."""
    if len(outages) < 2:
        return frozenset()
    return frozenset(int(m) for m in crossed.loc[crossed["possible"].astype(bool), "mmsi"])


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


def _passages(left_open: pd.DataFrame, crossed: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return all passages: crossings, near misses, silences."""
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
