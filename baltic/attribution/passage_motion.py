"""What a ship's motion at a passage says of an anchor on the seabed there.

A ledger compares a drag's episode with ordinary episodes; at a passage more is known.  The
anchor has to be down there, so that an episode says something only if it holds the passage,
and a ship that passes as fast as ever hardly drags.  An ordinary slow stretch lies over a
passage by chance, and does so the oftener the longer it lasts.  The ratios are counted at
passages of simulated world A (``python -m tests.benchmarks.fit_passages``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from ..geo import KN_MS, distance_m
from .passages import LIES_KN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..settings import Settings

__all__ = ["PassageSpeed", "Where", "loss", "passage_llr", "speeds_at"]

#: What tells passages apart: ship and Unix second.
_AT = ["mmsi", "at"]
#: How the nearest slow stretch lies to a passage.
Where = Literal["inside", "beside", "none"]

_BIN_S = 600.0
_AT_S = 1800.0
#: Within so long of a passage a short dip in speed is looked for.
_THEN_S = 300.0
_NEAR_S = 3600.0
_FAR_S = 12 * 3600.0
_LEAST_BINS = 6
#: The speed that a ship keeps when it is free to: a little above the median.
_USUAL = 0.7


@dataclass(frozen=True)
class PassageSpeed:
    """Speeds of one ship, kn: within half an hour of its passage, and in the hours around it.

    ``then_kn`` is that of the few minutes of the passage itself; None where no fix lies there.
    ``silent_min`` is given for a ship not heard within half an hour of it, and ``mean_kn``, by
    the way it made meanwhile: `at_kn` is then the least that it can have made in the hour of the
    passage, see :func:`speeds_at`.
    """

    at_kn: float
    usual_kn: float | None
    then_kn: float | None = None
    silent_min: float | None = None
    mean_kn: float | None = None

    @property
    def rests(self) -> bool:
        """Whether the ship was heard and made no way, which is no motion of a dragged anchor."""
        return self.mean_kn is None and self.at_kn < LIES_KN

    def dips(self, settings: Settings) -> bool:
        """Return whether the ship slowed over the passage for less than the half hour around.

        No stretch is that short, so that the speed around says nothing of the passage.  Of a ship
        that makes no way, what its speed trembles by is no dip.
        """
        if self.at_kn <= settings.baseline.moving_kn:
            return False
        lost = None if self.then_kn is None else loss(self.at_kn, self.then_kn)
        return lost is not None and lost >= settings.attribution.kept_none_ln


def speeds_at(
    passages: Iterable[tuple[int, float]], tracks: pl.DataFrame, settings: Settings
) -> dict[tuple[int, float], PassageSpeed]:
    """Return the speeds of ships at passages and in the hours around.

    Parameters
    ----------
    passages
        MMSI and time (Unix s) of each.
    tracks
        Contract ``TRACKS``.

    Returns
    -------
    dict
        By MMSI and time.  The speed around is that of the ten-minute bins under way between 1
        and 12 h before and after; None for fewer than six.  Of a ship not heard within half an
        hour of its passage the way across the silence tells: all the time that it lost against
        its speed around is taken to be lost in the hour of the passage.  It is left out where
        it was not under way on both sides, or its speed around is not known.
    """
    told = sorted({(int(ship), float(at)) for ship, at in passages})
    if not told:
        return {}
    ships = pl.DataFrame(
        {
            "mmsi": pl.Series([ship for ship, _ in told], dtype=tracks["mmsi"].dtype),
            "at": [at for _, at in told],
        }
    )
    off = pl.col("off").abs()
    far = off.is_between(_NEAR_S, _FAR_S) & (pl.col("kn") >= settings.baseline.moving_kn)
    fixes = (
        tracks.lazy()
        .filter(pl.col("mmsi").is_in(ships["mmsi"].to_list()) & pl.col("sog_kn").is_not_null())
        .select("mmsi", kn=pl.col("sog_kn").cast(pl.Float64), s=pl.col("t").dt.epoch("us") / 1e6)
        .join(ships.lazy(), on="mmsi")
        .select("mmsi", "at", "kn", off=pl.col("s") - pl.col("at"))
        .filter(off <= _FAR_S)
    )
    then = fixes.filter(off <= _THEN_S).group_by(_AT).agg(then_kn=pl.col("kn").median())
    rows = (
        fixes.group_by(*_AT, (pl.col("off") / _BIN_S).floor().alias("bin"))
        .agg(kn=pl.col("kn").median(), off=pl.col("off").mean())
        .group_by(_AT)
        .agg(
            at_kn=pl.col("kn").filter(off <= _AT_S).median(),
            usual_kn=pl.col("kn").filter(far).quantile(_USUAL, "linear"),
            n=far.sum(),
        )
        .join(then, on=_AT, how="left")
        .sort(_AT)
        .collect()
    )
    known = {(int(m), when): (at, usual if n >= _LEAST_BINS else None, now)
             for m, when, at, usual, n, now in rows.rows()}  # fmt: skip
    heard = {m: PassageSpeed(*told) for m, told in known.items() if told[0] is not None}
    usual = {m: told[1] for m, told in known.items() if told[0] is None and told[1]}
    return heard | _across_silences(ships, tracks, usual, settings)


def _across_silences(
    ships: pl.DataFrame,
    tracks: pl.DataFrame,
    usual_kn: dict[tuple[int, float], float],
    settings: Settings,
) -> dict[tuple[int, float], PassageSpeed]:
    """Return the least speed of silent ships in the hour of the passage."""
    if not usual_kn:
        return {}
    columns = ["lon", "lat", "sog_kn", "s"]
    asked = pl.DataFrame({"mmsi": [m for m, _ in usual_kn], "at": [at for _, at in usual_kn]})
    ships = ships.join(asked.cast({"mmsi": ships["mmsi"].dtype}), on=_AT, how="semi")
    fixes = (
        tracks.lazy()
        .filter(pl.col("mmsi").is_in(ships["mmsi"].to_list()))
        .select("mmsi", "lon", "lat", "sog_kn", s=pl.col("t").dt.epoch("us") / 1e6)
        .join(ships.lazy(), on="mmsi")
        .sort("mmsi", "s")
    )
    before = fixes.filter(pl.col("s") <= pl.col("at")).group_by(_AT).agg(pl.last(*columns))
    after = fixes.filter(pl.col("s") > pl.col("at")).group_by(_AT).agg(pl.first(*columns))
    moving = settings.baseline.moving_kn
    ends = (
        before.join(after, on=_AT, suffix="_next")
        .filter((pl.col("sog_kn") > moving) & (pl.col("sog_kn_next") > moving))
        .sort(_AT)
        .collect()
    )
    lon, lat, begin, lon_next, lat_next, end = (
        ends[c].to_numpy() for c in ("lon", "lat", "s", "lon_next", "lat_next", "s_next")
    )
    mean_kn = distance_m(lon, lat, lon_next, lat_next) / (end - begin) / KN_MS
    silent_min = (end - begin) / 60.0
    keys = [(int(m), at) for m, at in ends.select(_AT).rows()]
    usual = np.array([usual_kn[key] for key in keys], dtype=float)
    lost_h = silent_min / 60.0 * (1.0 - mean_kn / usual)
    least_kn = np.where(lost_h > 0, usual * np.maximum(1.0 - lost_h, 0.0), mean_kn)
    rows = np.column_stack([least_kn, usual, silent_min, mean_kn]).tolist()
    return {
        key: PassageSpeed(least, own, silent_min=minutes, mean_kn=mean)
        for key, (least, own, minutes, mean) in zip(keys, rows, strict=True)
    }


def loss(usual_kn: float | None, at_kn: float) -> float | None:
    """Return ln(usual speed / speed at the passage); None where no speed is known.

    Examples
    --------
    >>> round(loss(10.0, 9.0), 3), loss(None, 9.0)
    (0.105, None)
    """
    if usual_kn is None or usual_kn <= 0:
        return None
    return float(np.log(usual_kn / max(at_kn, 0.1)))


def passage_llr(
    where: Where,
    settings: Settings,
    *,
    ledger: float = 0.0,
    hours: float = 5.0,
    lost: float | None = None,
) -> float:
    """Return what the motion around a passage says of a drag there, nats.

    Parameters
    ----------
    where
        ``inside``: an episode holds the passage; ``beside``: one only begins after or ends
        before it, within the slack; ``none``: the track is covered and shows none.
    ledger, hours
        Sum of the episode's ledger, and how long it lasts.
    lost
        ln(expected speed / speed at the passage); None where it is not known, which counts as
        a speed lost.

    Notes
    -----
    ``ln(u + (1 - u) e^x)``, x no larger than the ordinary passages of the fit can show, with u
    the chance of a drag that moves the ship as no simulated one does.  With k the share (0 to
    1) to which the ship kept its speed, x is for an episode that holds the passage
    ``c + slope ledger - ln(hours / 5) + k kept``, else ``c' + k kept'`` and, beside it,
    ``+ b + b' ledger``.

    Examples
    --------
    >>> from baltic.settings import Settings
    >>> [round(passage_llr("inside", Settings(), ledger=x), 1) for x in (-9.0, 0.0, 5.0)]
    [-3.0, 1.2, 6.9]
    >>> [round(passage_llr("none", Settings(), lost=x), 1) for x in (0.0, 0.3)]
    [-2.7, -1.2]
    """
    prior = settings.attribution
    kept = 0.0 if lost is None else float(np.interp(lost, *_kept_knots(settings)))
    if where == "inside":
        x = prior.inside_llr + prior.ledger_slope * ledger + kept * prior.kept_inside_llr
        x -= float(np.log(max(hours, prior.episode_least_h) / prior.episode_usual_h))
    else:
        x = prior.outside_llr + kept * prior.kept_outside_llr
        if where == "beside":
            x += prior.beside_llr + prior.beside_slope * ledger
    x = min(x, prior.passage_most)
    return float(np.logaddexp(x + np.log1p(-prior.p_unmarked), np.log(prior.p_unmarked)))


def _kept_knots(settings: Settings) -> tuple[list[float], list[float]]:
    """Return losses of speed and the share to which a ship with such a loss kept its speed."""
    prior = settings.attribution
    return [prior.kept_all_ln, prior.kept_none_ln], [1.0, 0.0]
