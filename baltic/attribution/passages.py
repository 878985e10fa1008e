"""Passages: every crossing of a failed asset that could explain its outage, with its density."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..clock import unix_seconds
from .anchor import GEAR_COLUMNS, NO_GEAR, cannot_reach
from .displaced import Shift, joint_density, shifts
from .likelihood import (
    SUPPORT_SD,
    bearing_factor,
    location_density,
    time_density,
    time_support,
)
from .targets import fault_offset_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .targets import Target
    from .windows import Outage

__all__ = ["LEAST_DENSITY", "LIES_KN", "LOOSE_S", "PASSAGE", "PASSAGE_COLUMNS", "STEERAGE_MS",
           "Row", "crossing_passages", "in_reach", "interval_density", "likeliest", "no_passages",
           "rows_by", "target_of"]  # fmt: skip

Floats = NDArray[np.float64]
#: A row of a table as a dict.
Row = Mapping[str, Any]

#: One row a passage.  One left open may have been up to ``stray_km`` from its place on the line,
#: and as slow as ``slow_kn`` (NaN = not known).  ``density`` is in 1/(km h) and holds the
#: probability of the passage; ``possible`` is false for crossings that time or place exclude.
PASSAGE_COLUMNS = (
    "mmsi", "outage", "asset_id", "how", "t_s", "t_from_s", "t_to_s", "t_sd_s", "lon", "lat",
    "kp_km", "part", "sog_kn", "cog_deg", "angle_deg", "p_cross", "offset_km", "distance_km",
    "density", "possible", "provenance", "gap_s", "stray_km", "slow_kn", *GEAR_COLUMNS,
)  # fmt: skip


#: What tells passages of a ship apart.
PASSAGE = ["mmsi", "outage", "asset_id"]
#: Where the error of a crossing's time is larger, the time near the line bounds it.
LOOSE_S = 15 * 60.0
#: A ship that is near a line for longer has no one time of crossing.
_ALONG_S = 3600.0
_STRAIGHT = 1.5
#: A ship that makes less lies: where it swings or its position trembles says no time.
LIES_KN = 0.5
#: What is possible stays so, 1/(km h).
LEAST_DENSITY = 1e-12
#: Where the line's error moves the place by less than so much of its own error, it is left out.
_MOVED = 0.25
#: What a ship makes at least to keep her way: an error of a line is at most so long in time.
STEERAGE_MS = 5.0
_STAY = ("stay_from_s", "stay_to_s", "stay_off_km", "place_from_s", "place_to_s")


def no_passages() -> pd.DataFrame:
    """Return an empty table of passages, with types."""
    kinds = dict.fromkeys(PASSAGE_COLUMNS, "float64")
    kinds |= {"mmsi": "int64", "outage": "int64", "part": "int64", "possible": "bool"}
    kinds |= dict.fromkeys(("asset_id", "how", "provenance"), "object")
    return pd.DataFrame({name: pd.Series([], dtype=kinds[name]) for name in PASSAGE_COLUMNS})


def likeliest(passages: pd.DataFrame) -> pd.DataFrame:
    """Return the passage of each ship (``mmsi``) that has the largest density."""
    return passages.sort_values(["density", "t_s"], kind="stable").groupby("mmsi").tail(1)


def rows_by(table: pd.DataFrame, *names: str) -> dict[tuple[int, ...], list[Row]]:
    """Return the rows as dicts, by numbers that some columns hold: quick to go through one by one.

    Examples
    --------
    >>> rows_by(pd.DataFrame({"mmsi": [1, 2, 1], "outage": 0}), "mmsi")[1,]
    [{'mmsi': 1, 'outage': 0}, {'mmsi': 1, 'outage': 0}]
    """
    plain: list[Row] = table.to_dict("records")  # type: ignore[assignment]
    found: dict[tuple[int, ...], list[Row]] = {}
    for row in plain:
        found.setdefault(tuple(int(row[name]) for name in names), []).append(row)
    return found


def target_of(outage: Outage, asset_id: str) -> Target:
    """Return the target of an outage that an asset is, as a passage names it."""
    return next(t for t in outage.targets if t.asset_id == asset_id)


def crossing_passages(
    outages: Sequence[Outage],
    crossings: pd.DataFrame,
    settings: Settings,
    *,
    accuracy: float = 1.0,
) -> pd.DataFrame:
    """Return all crossings of the assets that may have failed, with their densities.

    Parameters
    ----------
    outages
        From :func:`baltic.attribution.windows.make_outages`.
    crossings
        Contract ``CROSSINGS``; with the columns of :func:`.anchor.add_gear` the anchor's own
        time over the line counts, and ships whose anchor cannot reach the bottom are out.
    accuracy
        Factor on the route error, for the sensitivity band.
    """
    pieces = []
    if "lag_s" not in crossings:
        crossings = crossings.assign(**NO_GEAR)
    if "stay_from_s" not in crossings:
        crossings = crossings.assign(**dict.fromkeys(_STAY, np.nan))
    unix = unix_seconds(crossings["t"])
    for outage in outages:
        for target in outage.targets:
            rows = (crossings["asset_id"] == target.asset_id).to_numpy()
            if rows.any():
                pieces.append(
                    _of_target(outage, target, crossings[rows], unix[rows], settings, accuracy)
                )
    if not pieces:
        return no_passages()
    return pd.concat(pieces, ignore_index=True)


def in_reach(crossed: pd.DataFrame, fits: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return crossings without those in silences that leave no time for them in the window.

    The time of a crossing in a silence errs as a normal one; how fast the ship can sail bounds it.

    Parameters
    ----------
    crossed
        From :func:`crossing_passages`.
    fits
        Passages that fit, of each silence that may hold one among them.
    """
    silent = (crossed["gap_s"] > 60 * settings.attribution.open_gap_min).to_numpy()
    known = pd.MultiIndex.from_frame(fits[PASSAGE])
    shut = silent & ~pd.MultiIndex.from_frame(crossed[PASSAGE]).isin(known)
    return crossed.assign(
        possible=crossed["possible"].astype(bool) & ~shut,
        density=np.where(shut, 0.0, crossed["density"]),
    )


def _of_target(
    outage: Outage,
    target: Target,
    rows: pd.DataFrame,
    t_s: Floats,
    settings: Settings,
    accuracy: float,
) -> pd.DataFrame:
    own = _own_errors(outage, target, rows, t_s, accuracy)
    fit, fits = _fit(outage, target, own)
    possible = fits & ~cannot_reach(rows, settings)
    density = (
        rows["p_cross"].to_numpy(float)
        * np.maximum(fit, LEAST_DENSITY)
        * bearing_factor(rows["cog_deg"], outage.scar_deg, settings.attribution.scar_sd_deg)
        / len(outage.targets)
    )
    taken = rows[
        ["mmsi", "asset_id", "lon", "lat", "kp_km", "part", "sog_kn", "cog_deg", "angle_deg",
         "p_cross", "provenance", "gap_s", *GEAR_COLUMNS]
    ]  # fmt: skip
    table = taken.assign(
        outage=outage.number,
        how="crossing",
        t_s=t_s,
        t_from_s=own.from_s,
        t_to_s=own.to_s,
        t_sd_s=own.sd_s,
        offset_km=own.offset_km,
        distance_km=0.0,
        density=np.where(possible, density, 0.0),
        possible=possible,
        stray_km=0.0,
        slow_kn=rows["sog_kn"],
    )[list(PASSAGE_COLUMNS)]
    return table[_once_a_stay(outage, rows, table)]


class _Own(NamedTuple):
    """When and how far from the published place crossings were, and what the line's error does."""

    at_s: Floats
    sd_s: Floats
    lag_sd_s: Floats
    along: NDArray[np.bool_]
    from_s: Floats
    to_s: Floats
    offset_km: Floats
    place_sd_km: float
    shift: Shift


def _own_errors(
    outage: Outage, target: Target, rows: pd.DataFrame, t_s: Floats, accuracy: float
) -> _Own:
    errors_km = target.errors_km(rows["part"]) * accuracy
    sd_s, along = _time_error(rows, accuracy, 1000 * errors_km / STEERAGE_MS)
    begins, ends = _span(rows, along, t_s)
    offset = np.asarray(
        fault_offset_km(target, rows["part"], rows["kp_km"], rows["lon"], rows["lat"]), float
    )
    return _Own(
        at_s=t_s + rows["lag_s"].to_numpy(float),
        sd_s=sd_s,
        lag_sd_s=rows["lag_sd_s"].to_numpy(float),
        along=along,
        from_s=begins,
        to_s=ends,
        # Along a line a ship passed wherever it came nearest to the published place.
        offset_km=np.where(along, np.fmin(np.abs(offset), rows["stay_off_km"]), offset),
        place_sd_km=place_error_km(outage, target, accuracy),
        shift=shifts(target, rows, np.where(along, 0.0, sd_s), errors_km),
    )


def _fit(outage: Outage, target: Target, own: _Own) -> tuple[Floats, NDArray[np.bool_]]:
    """Return how well crossings fit in time and place, 1/(km h), and whether they do at all."""
    anchor_sd_s = np.hypot(own.sd_s, own.lag_sd_s)
    sd_s = np.hypot(outage.reading_sd_s, anchor_sd_s)
    window = (outage.earliest_s, outage.latest_s, outage.delay_s)
    first, last = time_support(sd_s, *window)
    begins, ends = (np.where(own.along, t, own.at_s) for t in (own.from_s, own.to_s))
    in_time = (ends >= first) & (begins <= last)
    reach = outage.place_radius_km + SUPPORT_SD * np.hypot(own.place_sd_km, own.shift.place_km)
    in_place = ~(np.abs(own.offset_km) > reach)
    when = time_density(own.at_s, sd_s, *window)
    a = own.along
    when[a] = interval_density(outage, begins[a], ends[a], own.sd_s[a])
    fit = when * location_density(
        own.offset_km, own.place_sd_km, target.length_km, outage.place_radius_km
    )
    m = own.shift.place_km > _MOVED * own.place_sd_km
    fit[m] = joint_density(
        outage, own.at_s[m], anchor_sd_s[m], own.offset_km[m], own.place_sd_km, target.length_km,
        own.shift.take(m),
    )  # fmt: skip
    return fit, in_time & in_place


def _once_a_stay(outage: Outage, rows: pd.DataFrame, table: pd.DataFrame) -> NDArray[np.bool_]:
    """Return the passages without the repetitions of one stay: the likeliest of each is left.

    A ship at anchor over a line crosses it on the chart with every swing; how often says how
    often it was heard, and nothing of its anchor.  Where it leaves the error of the line in
    between, as on a zigzag, each crossing is one of its own.  All of a stay that has no one time
    are as likely, and of those the nearest to the window is told.
    """
    t_s = table["t_s"].to_numpy(float)
    off_s = np.maximum(np.maximum(outage.earliest_s - t_s, t_s - outage.latest_s), 0.0)
    order = np.lexsort((off_s, -table["density"].to_numpy(float)))
    keys = pd.DataFrame(
        {"mmsi": rows["mmsi"].to_numpy(), "stay": rows["stay_from_s"].to_numpy(float)}
    )
    again = np.zeros(len(rows), dtype=bool)
    again[order] = keys.iloc[order].duplicated().to_numpy()
    return np.asarray(~(again & np.isfinite(keys["stay"].to_numpy())))


def _time_error(
    rows: pd.DataFrame, accuracy: float, ends_sd_s: Floats
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the error of each crossing's time, s, and which ships lay or ran along the line.

    Where a track meets a line at a small angle the line's error makes the time loose, but no
    looser than the ship was near the line at all.  Whoever stayed came and went with an error of
    `ends_sd_s`.
    """
    sd = rows["t_sd_s"].to_numpy(float) * accuracy
    stay = (rows["stay_to_s"] - rows["stay_from_s"]).to_numpy(float)
    lies = rows["sog_kn"].to_numpy(float) < LIES_KN
    loose = ((sd > LOOSE_S) | lies) & (stay > 0)
    # Whoever keeps course and speed is within twice the error for four times that of the time;
    # a ship that lies keeps neither, however long it happens to lie.
    straight = (stay < _STRAIGHT * 4 * sd) & (stay > 4 * sd / _STRAIGHT) & ~lies
    along = loose & (stay > _ALONG_S) & ~straight
    sd = np.where(loose, np.minimum(sd, stay / 4), sd)
    # The true line may lie beyond twice its error, and the ends of a stay with it.
    return np.where(along, np.minimum(sd, ends_sd_s), sd), along


def _span(rows: pd.DataFrame, along: NDArray[np.bool_], t_s: Floats) -> tuple[Floats, Floats]:
    """Return from when to when each ship may have crossed: near the published place, if any."""
    ends = []
    for stay, place in (("stay_from_s", "place_from_s"), ("stay_to_s", "place_to_s")):
        at_place = rows[place].to_numpy(float)
        span = np.where(np.isfinite(at_place), at_place, rows[stay].to_numpy(float))
        ends.append(np.where(along, span, t_s))
    return ends[0], ends[1]


def place_error_km(outage: Outage, target: Target, accuracy: float = 1.0) -> float:
    """Return the error of the distance between a crossing and the fault, km."""
    off = target.fault_off_km or 0.0
    return float(np.sqrt(outage.place_sd_km**2 + (target.accuracy_km * accuracy) ** 2 + off**2))


def place_reach_km(outage: Outage, target: Target) -> float:
    """Return how far from the published place the failure may have been, km."""
    return outage.place_radius_km + SUPPORT_SD * place_error_km(outage, target)


def interval_density(
    outage: Outage, t_from_s: Any, t_to_s: Any, sd_s: Any, *, steps: int = 33
) -> Floats:
    """Return the mean time density over intervals in which a crossing may lie, 1/h.

    Parameters
    ----------
    t_from_s, t_to_s
        Ends of each interval, s.
    sd_s
        Standard deviation from the line's error, s.
    """
    low, high = np.asarray(t_from_s, float), np.asarray(t_to_s, float)
    sd = np.hypot(outage.reading_sd_s, np.asarray(sd_s, float))
    first, last = outage.support_s(sd_s)
    a, b = np.maximum(low, first), np.minimum(high, last)
    grid = (np.arange(steps) + 0.5) / steps
    times = a[:, None] + np.maximum(b - a, 0.0)[:, None] * grid
    inside = time_density(
        times, sd[:, None], outage.earliest_s, outage.latest_s, outage.delay_s
    ).mean(axis=1)
    share = np.clip((b - a) / np.maximum(high - low, 1.0), 0.0, 1.0)
    return np.asarray(np.where(b >= a, inside * np.maximum(share, (high <= low) * 1.0), 0.0))
