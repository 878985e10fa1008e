"""What each ship is expected to do: its own cruise, and what ships around it do then."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .. import geo
from ..catalogue import at_time
from ..days import DAY_S, ByDay, split_days
from ..settings import Settings

__all__ = ["add_neighbours", "find_legs", "half_hours", "suspicious_legs"]

Floats = NDArray[np.float64]

_HALF_H = 1800.0
_EARTH_KM = 6371.0
_QUERY = 10_000

#: Steering noise below the resolution of what is sent, degrees: added in squares, so that
#: a ratio of two such values says nothing.
_YAW_FLOOR = 0.2


def find_legs(bins: pl.DataFrame, vessels: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the moving bins with the leg they belong to and the ship's own residuals.

    A leg ends where a ship is silent or stopped for longer than ``baseline.carry_gap_h``, and
    where its MMSI passes to another hull (IMO number).

    Returns
    -------
    polars.DataFrame
        Columns of ``BINS`` and ``leg`` (number over the whole table), ``y`` = ln speed,
        ``ly`` = ln yaw, ``yaw_from`` (``heading``, ``course`` or null), ``large``, and
        ``r``, ``r_yaw``, ``r_drift``: distance from the median of the leg.
    """
    base = settings.baseline
    moving = _moving(bins, settings)
    then = at_time(vessels, moving["mmsi"], moving["t_s"], ["imo", "loa_m"])
    moving = moving.hstack(then.rename({"loa_m": "loa"}))
    new = (
        (pl.col("mmsi") != pl.col("mmsi").shift(1))
        | (pl.col("t_s") - pl.col("t_s").shift(1) > base.carry_gap_h * 3600.0)
        | (pl.col("imo") != pl.col("imo").shift(1)).fill_null(False)
    )
    moving = moving.with_columns(
        new.fill_null(True).cum_sum().cast(pl.Int64).alias("leg"),
        pl.col("v_kn").log().alias("y"),
    )
    moving = moving.with_columns(
        # A ship of unknown length is compared with the large ones, which are most.
        (pl.col("loa").first().over("leg").fill_null(999.0) >= base.size_split_m).alias("large"),
    )
    moving = moving.drop("imo", "loa").with_columns(
        pl.when((pl.col("yaw_hdg").is_finite()).mean().over("leg") >= 0.5)
        .then(pl.lit("heading"))
        .when((pl.col("yaw_cog").is_finite()).mean().over("leg") >= 0.3)
        .then(pl.lit("course"))
        .alias("yaw_from")
    )
    yaw = (
        pl.when(pl.col("yaw_from") == "heading").then("yaw_hdg").otherwise("yaw_cog").fill_nan(None)
    )
    moving = moving.with_columns(
        (0.5 * (yaw * yaw + _YAW_FLOOR**2).log()).alias("ly"),
        pl.col("drift").fill_nan(None),
    )
    return moving.with_columns(
        (pl.col(name) - pl.col(name).median().over("leg")).alias(out)
        for name, out in (("y", "r"), ("ly", "r_yaw"), ("drift", "r_drift"))
    )


def _moving(bins: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the bins in which a ship makes way.

    Below ``moving_kn`` that is still so when it keeps the course it had: an engine that
    pulls against an anchor does, a ship adrift seldom does.
    """
    base = settings.baseline
    # NaN (speed unknown) sorts above every number.
    fast = pl.col("v_kn").is_finite() & (pl.col("v_kn") > base.moving_kn)
    held = pl.when(fast).then("cog").forward_fill().over("mmsi")
    turn = (pl.col("cog") - held + 180.0) % 360.0 - 180.0
    creeping = (pl.col("v_kn") > base.creep_kn) & (turn.abs() <= base.creep_deg)
    return bins.filter(pl.col("v_kn").is_finite() & (fast | creeping.fill_null(False)))


def suspicious_legs(moving: pl.DataFrame, vessels: pl.DataFrame, settings: Settings) -> pl.Series:
    """Return the legs worth a closer look: slowed, wandered, or slow for their kind.

    Cheap and over the whole table; everything that is dropped here could not have become
    an episode by the rules of ``find_episodes``.
    """
    rules = settings.episodes
    few = rules.min_bins
    smooth = (
        pl.col(c).rolling_median(window_size=few, min_samples=2).over("leg").alias(f"s_{c}")
        for c in ("y", "ly")
    )
    legs = (
        moving.with_columns(*smooth)
        .group_by("leg", maintain_order=True)
        .agg(
            pl.col("mmsi", "t_s").first(),
            pl.len().alias("bins"),
            (pl.col("s_y").max() - pl.col("s_y").min()).alias("swing"),
            (pl.col("s_ly").quantile(0.9) - pl.col("s_ly").quantile(0.3)).alias("restless"),
            pl.col("y").median().alias("level"),
            pl.col("large").first(),
        )
    )
    kinds = at_time(vessels, legs["mmsi"], legs["t_s"], ["ship_type"])
    legs = legs.hstack(kinds.rename({"ship_type": "kind"}))
    usual = pl.when("large").then(settings.baseline.norm_large_kn)
    norm = usual.otherwise(settings.baseline.norm_small_kn).log()
    merchant = pl.col("kind").is_null() | (pl.col("kind") == 0) | pl.col("kind").is_between(70, 89)
    long_enough = pl.col("bins") >= rules.norm_hours * 60.0 / settings.baseline.bin_min
    keep = legs.filter(
        (pl.col("bins") >= few)
        & (
            (pl.col("swing") > rules.least_drop)
            | (pl.col("restless") > 0.5 * rules.steer_rise)
            | (merchant & long_enough & (norm - pl.col("level") > rules.norm_drop))
        )
    )
    return keep["leg"].sort()


def half_hours(moving: pl.DataFrame) -> pl.DataFrame:
    """Return what each ship did in each half hour under way: what others are compared with.

    Parameters
    ----------
    moving
        Bins of :func:`find_legs`, of any whole ships.

    Returns
    -------
    polars.DataFrame
        ``mmsi, leg, half`` (half hours since 1970), means of place, time and residuals,
        ``s``, ``c`` (mean sine and cosine of the course), ``large``.
    """
    return (
        moving.filter(pl.col("n") > 0)
        .with_columns((pl.col("t_s") / _HALF_H).floor().alias("half"))
        .group_by("mmsi", "leg", "half", maintain_order=True)
        .agg(
            pl.col("lon", "lat", "r", "r_yaw", "r_drift", "ly", "t_s").mean(),
            pl.col("cog").radians().sin().mean().alias("s"),
            pl.col("cog").radians().cos().mean().alias("c"),
            pl.col("large").first(),
        )
    )


def add_neighbours(
    moving: pl.DataFrame, legs: pl.Series, settings: Settings, around: ByDay | None = None
) -> pl.DataFrame:
    """Return the bins of some legs with what other hulls did there and then.

    Others: within ``neighbour_km`` and ``neighbour_min``, on the same course within
    ``neighbour_deg``, of the same size; each compared with the median of its own leg.
    Medians over at least ``neighbour_hulls`` hulls, else no correction.

    Parameters
    ----------
    moving
        Bins of :func:`find_legs`.
    legs
        Legs asked for.
    around
        :func:`half_hours` of all ships by day, when `moving` holds only some of them.

    Returns
    -------
    polars.DataFrame
        Rows of `moving` of those legs with ``hulls`` (others found), ``e`` (their ln speed),
        ``e_yaw`` (ln yaw), ``e_drift`` (degrees), ``yaw_level`` (their ln yaw itself);
        0 or null where too few are near.
    """
    wanted = moving.filter(pl.col("leg").is_in(legs.implode()))
    if around is None:
        around = ByDay.of(half_hours(moving), pl.col("t_s"))
    effects = _effects(half_hours(wanted), around, settings)
    out = wanted.with_columns((pl.col("t_s") / _HALF_H).floor().alias("half")).join(
        effects, on=["leg", "half"], how="left", maintain_order="left"
    )
    return out.drop("half").with_columns(
        pl.col("hulls").fill_null(0),
        # A correction that comes and goes would itself look like a change of speed.
        pl.col("e", "e_yaw", "e_drift").interpolate().over("leg").fill_null(0.0),
    )


def _effects(asked: pl.DataFrame, around: ByDay, settings: Settings) -> pl.DataFrame:
    schema = {
        "leg": pl.Int64, "half": pl.Float64, "hulls": pl.UInt32,
        "e": pl.Float64, "e_yaw": pl.Float64, "e_drift": pl.Float64, "yaw_level": pl.Float64,
    }  # fmt: skip
    margin = settings.baseline.neighbour_min * 60.0
    parts = []
    for day, mine in split_days(asked, pl.col("t_s")).items():
        begin, end = day * DAY_S - margin, (day + 1) * DAY_S + margin
        near = [
            part.filter(pl.col("t_s").is_between(begin, end)) for part in around.between(begin, end)
        ]
        others = pl.concat(near) if near else asked.head(0)
        if others["mmsi"].n_unique() > settings.baseline.neighbour_hulls:
            parts += _effects_among(mine, others, settings)
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def _effects_among(
    asked: pl.DataFrame, others: pl.DataFrame, settings: Settings
) -> list[pl.DataFrame]:
    # As slow to load as all else here; a process that only joins parts never needs it.
    from scipy.spatial import cKDTree

    base = settings.baseline
    mine, theirs = _space(asked, settings), _space(others, settings)
    tree = cKDTree(theirs)
    ships, hulls = asked["mmsi"].to_numpy(), others["mmsi"].to_numpy()
    size, sizes = asked["large"].to_numpy(), others["large"].to_numpy()
    course, courses = _courses(asked), _courses(others)
    parts = []
    for begin in range(0, len(mine), _QUERY):
        rows = np.arange(begin, min(begin + _QUERY, len(mine)))
        # As one array of pairs: lists of neighbours cost more than to find them.
        found: Any = cKDTree(mine[rows]).sparse_distance_matrix(
            tree, np.sqrt(2.0), output_type="ndarray"
        )
        me, other = rows[found["i"]], found["j"]
        near = np.abs(mine[me, 3] - theirs[other, 3]) <= 1.0
        near &= (ships[me] != hulls[other]) & (size[me] == sizes[other])
        me, other = me[near], other[near]
        near = np.abs(geo.turn_deg(course[me], courses[other])) <= base.neighbour_deg
        near &= ((mine[me, :3] - theirs[other, :3]) ** 2).sum(axis=1) <= 1.0
        parts.append(_medians(asked, others, me[near], other[near], base.neighbour_hulls))
    return parts


def _courses(half: pl.DataFrame) -> Floats:
    return np.asarray(np.degrees(np.arctan2(half["s"].to_numpy(), half["c"].to_numpy())))


def _space(half: pl.DataFrame, settings: Settings) -> Floats:
    """Return positions and times in units of the neighbourhood's radius and half-width."""
    lon, lat = np.radians(half["lon"].to_numpy()), np.radians(half["lat"].to_numpy())
    scale = _EARTH_KM / settings.baseline.neighbour_km
    when = half["t_s"].to_numpy() / (settings.baseline.neighbour_min * 60.0)
    x, y = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon)
    return np.column_stack([x * scale, y * scale, np.sin(lat) * scale, when])


def _medians(
    asked: pl.DataFrame,
    others: pl.DataFrame,
    me: NDArray[np.int64],
    other: NDArray[np.int64],
    least: int,
) -> pl.DataFrame:
    values = ["r", "r_yaw", "r_drift", "ly"]
    pairs = others.select("mmsi", *values)[other].with_columns(pl.Series("me", me))
    by_hull = pairs.group_by("me", "mmsi").agg(pl.col(values).mean())
    found = by_hull.group_by("me").agg(
        pl.len().alias("hulls"),
        # Fewer hulls, less weight: the median of five is itself uncertain.
        *(
            (pl.col(v).median() * pl.col(v).count() / (pl.col(v).count() + 2)).alias(e)
            for v, e in (("r", "e"), ("r_yaw", "e_yaw"), ("r_drift", "e_drift"))
        ),
        pl.col("ly").median().alias("yaw_level"),
    )
    found = found.filter(pl.col("hulls") >= least).sort("me")
    keys = asked.select("leg", "half")[found["me"]]
    return pl.concat([keys, found.drop("me")], how="horizontal")
