"""Drag evidence of each vessel: its episode near the crossings, contact, unbroken assets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl

from ..records import SILENT_S
from .passage_motion import PassageSpeed, Where, loss, passage_llr, passage_speeds
from .rates import p_break
from .silent import Silence, silences_at
from .windows import seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..records import Candidate
    from ..settings import Settings
    from .windows import Outage

__all__ = ["Drag", "drag_evidence", "shared_numbers"]

_AROUND_S = 3 * 3600.0
_BIN_S = 600.0
_WELL_COVERED = 0.6
#: Speeds that differ by more are told one by one.
_SAME_KN = 0.5
#: Shorter stops of a slow stretch are not told.
_STOP_TOLD_S = 300.0


_TWINS = (
    "no drag evidence either way: several ships sent this number at once, so that what each did "
    "is not told apart (0 nats)"
)
_GEAR = (
    "no drag evidence either way: a ship at work with fishing gear is weighed by that, not by an "
    "anchor (0 nats)"
)


def shared_numbers(tracks: pl.DataFrame) -> frozenset[int]:
    """Return the MMSI that several hulls sent at once.

    Examples
    --------
    >>> shared_numbers(pl.DataFrame({"mmsi": [1, 1, 2], "hull": [0, 1, 0]}))
    frozenset({1})
    """
    return frozenset(tracks.filter(pl.col("hull") > 0)["mmsi"].unique().to_list())


@dataclass(frozen=True)
class Drag:
    """What a vessel's motion says about a dragged anchor around its passages.

    ``llr`` is the log-likelihood ratio used, nats; ``unbroken`` the real assets crossed
    during the episode that did not fail, ``unbroken_llr`` their (negative) weight.
    ``silence`` is one around the passage that says something beside the motion.
    """

    llr: float
    text: str
    episode: Candidate | None
    contact: dict[str, float]
    unbroken: tuple[str, ...] = ()
    unbroken_llr: float = 0.0
    silence: Silence | None = None

    @property
    def total(self) -> float:
        silent = 0.0 if self.silence is None else self.silence.llr
        return self.llr + self.unbroken_llr + silent


def drag_evidence(
    passages: pd.DataFrame,
    episodes: Iterable[Candidate],
    tracks: pl.DataFrame,
    outages: Sequence[Outage],
    crossings: pd.DataFrame,
    kinds: dict[str, str],
    settings: Settings,
    dark: pd.DataFrame | None = None,
) -> dict[int, Drag]:
    """Return the drag evidence of each vessel with a possible passage.

    Parameters
    ----------
    passages
        Possible passages only.
    episodes
        All episodes of slow sailing, also those below the level of a note, and other readings
        of the same stretches.
    kinds
        Kind of each asset in service, whose outage would have been noticed.
    dark
        Contract ``DARK_CROSSINGS``: what the silences around passages say.
    """
    by_ship: dict[int, list[Candidate]] = {}
    for one in episodes:
        by_ship.setdefault(int(one.mmsi), []).append(one)
    failed = {t.asset_id for o in outages for t in o.targets}
    spans = passages.groupby("mmsi").agg(a=("t_from_s", "min"), b=("t_to_s", "max"))
    seen = _watched(tracks, spans)
    speeds = passage_speeds(passages, tracks, settings)
    twins = shared_numbers(tracks)
    silences = silences_at(passages, dark)
    groups = _by_ship(passages)
    chosen = {
        ship: _episode(by_ship.get(ship, []), group, speeds.get(ship), settings)
        for ship, group in groups
    }
    stood = _stood(tracks, [e for e, _ in chosen.values() if e is not None], settings)
    found: dict[int, Drag] = {}
    for ship, group in groups:
        if bool((group["p_trawl"] > 0).all()):
            found[ship] = Drag(llr=0.0, text=_GEAR, episode=None, contact={})
            continue
        if ship in twins:
            found[ship] = Drag(llr=0.0, text=_TWINS, episode=None, contact={})
            continue
        speed = speeds.get(ship)
        episode, where = chosen[ship]
        if episode is None:
            told = _without(seen.get(ship, 0.0), speed, settings)
        else:
            mine = crossings[crossings["mmsi"] == ship]
            told = _with(
                episode, where, speed, mine, failed, kinds, settings,
                stood=stood.get(ship, _Stood()),
            )  # fmt: skip
        # A stretch that holds the passage has the silence in its own ledger.
        silence = None if where == "inside" else silences.get(ship)
        found[ship] = replace(told, silence=silence)
    return found


def _by_ship(passages: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    groups: Any = passages.groupby("mmsi")
    return [(int(ship), rows) for ship, rows in groups]


def _watched(tracks: pl.DataFrame, spans: pd.DataFrame) -> dict[int, float]:
    """Return the share of ten-minute bins with a fix around each vessel's passages."""
    if spans.empty:
        return {}
    ships = pl.DataFrame(
        {
            "mmsi": pl.Series(spans.index.to_numpy().astype("int64"), dtype=tracks["mmsi"].dtype),
            "a": spans["a"].to_numpy() - _AROUND_S,
            "b": spans["b"].to_numpy() + _AROUND_S / 3,
        }
    )
    bins = (
        tracks.lazy()
        .select("mmsi", s=pl.col("t").dt.epoch("us") / 1e6)
        .join(ships.lazy(), on="mmsi")
        .filter(pl.col("s").is_between("a", "b"))
        .group_by("mmsi")
        .agg(
            n=((pl.col("s") - pl.col("a")) // _BIN_S).n_unique(),
            wanted=((pl.col("b") - pl.col("a")).first() / _BIN_S).ceil(),
        )
        .collect()
    )
    # A span that is no whole number of bins touches one more than it holds.
    return {int(m): min(1.0, float(n / w)) for m, n, w in bins.select("mmsi", "n", "wanted").rows()}


@dataclass(frozen=True)
class _Stood:
    """Of a slow stretch: how long the ship made no way, and how long it was not heard, s."""

    still_s: float = 0.0
    silent_s: float = 0.0


def _stood(
    tracks: pl.DataFrame, episodes: Sequence[Candidate], settings: Settings
) -> dict[int, _Stood]:
    """Return what the speed of each ship's stretch, one a ship, does not tell.

    It is the median of the bins under way, and in a silence that of the way made meanwhile: stops
    and silences are told beside it.  A fix stands until the next, but for no longer than a bin.
    """
    if not episodes:
        return {}
    spans = pl.DataFrame(
        {
            "mmsi": pl.Series([e.mmsi for e in episodes], dtype=tracks["mmsi"].dtype),
            "a": [seconds(e.t_start) for e in episodes],
            "b": [seconds(e.t_end) for e in episodes],
        }
    )
    inside = (pl.min_horizontal("next_s", "b") - pl.max_horizontal("s", "a")).clip(0.0)
    at_rest = pl.col("sog_kn") <= settings.baseline.moving_kn
    silent = pl.col("next_s") - pl.col("s") > SILENT_S
    rows = (
        tracks.lazy()
        .select("mmsi", "sog_kn", s=pl.col("t").dt.epoch("us") / 1e6)
        .join(spans.lazy(), on="mmsi")
        .sort("mmsi", "s")
        .with_columns(next_s=pl.col("s").shift(-1).over("mmsi"))
        .with_columns(inside=inside.fill_null(0.0))
        .group_by("mmsi")
        .agg(
            still=pl.col("inside")
            .filter(at_rest)
            .clip(0.0, 60.0 * settings.baseline.bin_min)
            .sum(),
            silent=pl.col("inside").filter(silent).sum(),
        )
        .collect()
    )
    return {
        m: _Stood(still, dark) for m, still, dark in rows.select("mmsi", "still", "silent").rows()
    }


def _episode(
    episodes: list[Candidate],
    passages: pd.DataFrame,
    speed: PassageSpeed | None,
    settings: Settings,
) -> tuple[Candidate | None, Where]:
    """Return the episode that speaks of a possible passage, and how it lies to it.

    An anchor is down at a passage, so an episode that holds one comes before any other; among
    several the one that counts most.
    """
    a, b = (passages[c].to_numpy(float) for c in ("t_from_s", "t_to_s"))

    def touch(slack_s: float) -> list[Candidate]:
        return [
            e
            for e in episodes
            if bool(np.any((seconds(e.t_start) <= b + slack_s) & (seconds(e.t_end) >= a - slack_s)))
        ]

    inside = touch(0.0)
    near = inside or touch(60 * settings.attribution.episode_slack_min)
    where: Where = "inside" if inside else "beside" if near else "none"

    def counts(e: Candidate) -> tuple[float, float, str]:
        return _weight(e, where, speed, settings), e.llr, e.candidate_id

    return max(near, key=counts, default=None), where


def _weight(
    episode: Candidate, where: Where, speed: PassageSpeed | None, settings: Settings
) -> float:
    """Return what an episode that lies so to a passage says of a drag there, nats."""
    lost = None
    if speed is not None:
        lost = loss(episode.v_ref_kn if where == "inside" else speed.usual_kn, speed.at_kn)
    return passage_llr(where, settings, ledger=float(episode.llr), hours=_hours(episode), lost=lost)


def _hours(episode: Candidate) -> float:
    return (seconds(episode.t_end) - seconds(episode.t_start)) / 3600.0


def _without(share: float, speed: PassageSpeed | None, settings: Settings) -> Drag:
    if share < _WELL_COVERED:
        text = (
            f"no drag evidence either way: only {100 * share:.0f} % of the hours around the "
            "passage hold fixes (0 nats)"
        )
        return Drag(llr=0.0, text=text, episode=None, contact={})
    if speed is not None and speed.dips(settings):
        return Drag(llr=0.0, text=_dip(speed), episode=None, contact={})
    lost = None if speed is None else loss(speed.usual_kn, speed.at_kn)
    llr = passage_llr("none", settings, lost=lost)
    kept = lost is None or lost < settings.attribution.kept_none_ln
    what = "below the ship's own expected speed" if kept else "that speaks for a drag"
    text = (
        f"against: no stretch {what} is seen around the passage, "
        f"though {100 * share:.0f} % of the hours around it are covered{_own_speed(speed)}: "
        f"{llr:+.1f} nats{_counted(settings)}"
    )
    return Drag(llr=llr, text=text, episode=None, contact={})


def _dip(speed: PassageSpeed) -> str:
    return (
        f"no drag evidence either way: it passed at {speed.then_kn:.1f} kn, though it sailed "
        f"{speed.at_kn:.1f} kn in the half hours before and after; a slow stretch that short is "
        "neither sought nor counted (0 nats)"
    )


def _own_speed(speed: PassageSpeed | None) -> str:
    """Return the words on the speed at the passage and that of the hours around it."""
    if speed is None or speed.usual_kn is None:
        return ""
    if speed.mean_kn is not None:
        return f"{_across(speed)}, and sailed {speed.usual_kn:.1f} kn around"
    return f"{_at(speed)} and sailed {speed.usual_kn:.1f} kn around"


def _across(speed: PassageSpeed) -> str:
    return (
        f"; it was not heard for {speed.silent_min:.0f} min around the passage, and made "
        f"{speed.mean_kn:.1f} kn on average meanwhile"
    )


def _speed_inside(speed: PassageSpeed) -> str:
    return _at(speed) if speed.mean_kn is None else _across(speed)


def _at(speed: PassageSpeed) -> str:
    """Return the words on the speed at the passage: heard then, or only some time around it."""
    if speed.then_kn is not None and abs(speed.then_kn - speed.at_kn) <= _SAME_KN:
        return f"; it passed at {speed.at_kn:.1f} kn"
    if speed.then_kn is not None:
        return (
            f"; it passed at {speed.then_kn:.1f} kn, made {speed.at_kn:.1f} kn in the half hours "
            "before and after"
        )
    return (
        f"; it was not heard at the passage itself, but at {speed.at_kn:.1f} kn within half an "
        "hour of it"
    )


def _counted(settings: Settings) -> str:
    prior = settings.attribution
    return (
        f", as counted at {prior.counted_drags:,} passages of simulated drags and "
        f"{prior.counted_ordinary:,} of ordinary ships"
    )


def _with(
    episode: Candidate,
    where: Where,
    speed: PassageSpeed | None,
    crossings: pd.DataFrame,
    failed: set[str],
    kinds: dict[str, str],
    settings: Settings,
    *,
    stood: _Stood,
) -> Drag:
    llr = _weight(episode, where, speed, settings)
    contact = {
        hit.asset_id: float(hit.p_contact) for hit in episode.assets if hit.p_contact is not None
    }
    text = f"{_slow_words(episode, stood, settings)}; the ledger sums to {episode.llr:+.1f} nats, "
    if where == "inside":
        text += (
            "and ordinary stretches lie over a passage the more often the longer they last "
            f"(this one {_hours(episode):.1f} h)"
        )
        text += "" if speed is None else _speed_inside(speed)
    else:
        text += f"but the passage lies outside that stretch{_own_speed(speed)}"
    text += f": {llr:+.1f} nats{_counted(settings)}"
    unbroken, weight = _unbroken(episode, crossings, failed, contact, kinds, settings)
    return Drag(
        llr=llr,
        text=("drag evidence: " if llr > 0 else "against: ") + text,
        episode=episode,
        contact=contact,
        unbroken=unbroken,
        unbroken_llr=weight if episode.llr > 0 and where == "inside" else 0.0,
    )


def _slow_words(episode: Candidate, stood: _Stood, settings: Settings) -> str:
    """Return how fast a ship sailed on a stretch, and for how long it lay or was not heard."""
    stops = stood.still_s >= _STOP_TOLD_S
    made = f"it sailed at {episode.v_drag_kn:.1f} kn{' while under way' if stops else ''}"
    # A stretch that is mostly a stop has a median that no way was made at.
    if episode.v_drag_kn <= settings.baseline.moving_kn:
        made = f"its median speed was {episode.v_drag_kn:.1f} kn"
    words = (
        f"from {_clock(episode.t_start)} to {_clock(episode.t_end)} {made}, where "
        f"{episode.v_ref_kn:.1f} kn was expected"
    )
    if stops:
        words += (
            f", and for {stood.still_s / 60:.0f} min of that time it made less than "
            f"{settings.baseline.moving_kn:g} kn"
        )
    if stood.silent_s >= SILENT_S:
        words += (
            f"; for {stood.silent_s / 60:.0f} min of it no fix was heard, and only the way made "
            "meanwhile is known"
        )
    return words


def _unbroken(
    episode: Candidate,
    crossings: pd.DataFrame,
    failed: set[str],
    contact: dict[str, float],
    kinds: dict[str, str],
    settings: Settings,
) -> tuple[tuple[str, ...], float]:
    inside = crossings[
        (crossings["t"] >= episode.t_start)
        & (crossings["t"] <= episode.t_end)
        & (crossings["p_cross"] > 0.5)
    ]
    ids = sorted(a for a in set(inside["asset_id"]) if a in kinds and a not in failed)
    prior = settings.attribution
    weight = 0.0
    for asset_id in ids:
        hit = contact.get(asset_id, prior.p_contact) * p_break(kinds[asset_id], settings)
        weight += float(np.log1p(-min(hit, 0.99)))
    return tuple(ids), max(weight, float(np.log(prior.unbroken_floor)))


def _clock(t: object) -> str:
    return f"{t:%Y-%m-%d %H:%MZ}"
