"""The back-test on a user's own traffic: its ships give the false alarms, others the drags.

Ships are split by hull: one that gets a drag in any round counts in no false alarm and in no
vessel-day.  Rounds put few drags at a time into the traffic, so that the ships around, which
the detector compares with, stay as they were.
"""

from __future__ import annotations

import hashlib
import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from ..ais import AisData
from ..catalogue import load_places
from ..drag.levels import vessel_days
from ..engine import ScanResult, scan
from ..engine.progress import Progress, counted, note_of
from ..errors import BalticError
from ..settings import Settings
from .blocks import Block, DragScore, Ordinary, PeerScore
from .injection import Leg, find_legs, inject
from .peers import Spans, run_rules
from .pool import run_jobs
from .seas import fired, judge, scan_tables

__all__ = ["provenances", "real_blocks"]

#: Ships with a drag at a time, of all ships that could have one.
_SHARE = 0.1


@dataclass(frozen=True)
class _Round:
    """Some drags to put into the traffic that stands in a folder."""

    folder: Path
    legs: tuple[Leg, ...]
    seed: int
    world: str
    settings: Settings


def real_blocks(
    data: AisData,
    *,
    seed: int,
    world: str,
    drags: int,
    workers: int | None,
    settings: Settings,
    progress: Progress,
) -> list[Block]:
    """Return one block a day of given traffic, with injected drags.

    Parameters
    ----------
    data
        What was read.
    seed
        Chooses the ships and draws the drags.
    world
        Gives the priors of the drags.
    drags
        How many to inject at most.
    workers
        Processes for the rounds.

    Raises
    ------
    BalticError
        No ship sails steadily for long enough to drag.
    """
    progress("scanning the traffic as it is")
    base = scan(data, settings=settings)
    legs = find_legs(base.tracks, base.vessels)
    chosen = _chosen(legs, seed)[:drags]
    if drags and not chosen:
        raise BalticError(
            "no cargo ship or tanker of known type and length sails at 6 kn or more for 3 h in "
            "these files",
            hint="give whole days, with static data (type and length)",
        )
    held = {leg.mmsi for leg in chosen}
    rules = run_rules(base.tracks, base.assets, load_places())
    blocks = _days(base, held, rules)
    most = max(1, math.floor(_SHARE * len(legs)))
    parts = [tuple(chosen[k : k + most]) for k in range(0, len(chosen), most)]
    with _on_disk(base) as folder:
        rounds = [_Round(folder, part, seed, world, settings) for part in parts]
        progress(f"putting drags into the traffic in {len(rounds)} rounds")
        note = note_of(progress)
        coming = counted(run_jobs(_run_round, rounds, workers), len(rounds), progress, "rounds")
        for number, scores in enumerate(coming, start=1):
            note(f"round {number} of {len(rounds)}: {len(scores)} drags injected")
            for score, hits in scores:
                _put(blocks, score, hits)
    return [blocks[day] for day in sorted(blocks)]


def provenances(data: AisData) -> dict[str, int]:
    """Return how many of the given fixes are measured, reconstructed and simulated.

    Parameters
    ----------
    data
        What was read.

    Returns
    -------
    dict
        Word -> fixes, the most first; words without a fix are left out.

    Examples
    --------
    >>> import pandas as pd
    >>> t = pd.to_datetime(["2024-12-25T10:00Z", "2024-12-25T10:10Z"])
    >>> provenances(AisData.of(pd.DataFrame({"mmsi": 230000001, "t": t, "lon": 25, "lat": 59.9})))
    {'measured': 2}
    """
    counts = (
        data.fixes["provenance"]
        .value_counts()
        .sort(["count", "provenance"], descending=[True, False])
    )
    return dict(counts.iter_rows())


def _chosen(legs: Sequence[Leg], seed: int) -> list[Leg]:
    """Return half of the ships that can drag, in an order that the seed shuffles."""

    def key(leg: Leg) -> str:
        return hashlib.sha256(f"{seed} {leg.mmsi}".encode()).hexdigest()

    return sorted(legs, key=key)[: max(len(legs) // 2, 1)] if legs else []


@contextmanager
def _on_disk(base: ScanResult) -> Iterator[Path]:
    """Yield a folder with the cleaned traffic, so that processes need not share memory."""
    with tempfile.TemporaryDirectory(prefix="baltic-") as name:
        folder = Path(name)
        base.tracks.write_parquet(folder / "tracks.parquet")
        base.vessels.write_parquet(folder / "vessels.parquet")
        yield folder


def _run_round(plan: _Round) -> list[tuple[DragScore, dict[str, bool]]]:
    """Inject, scan and judge some drags."""
    tracks = pl.read_parquet(plan.folder / "tracks.parquet")
    vessels = pl.read_parquet(plan.folder / "vessels.parquet")
    made = inject(
        tracks, vessels, plan.legs, seed=plan.seed, world=plan.world, settings=plan.settings
    )
    found = scan_tables(made.fixes, vessels, plan.settings)
    drags = judge("", found, made.truth).drags
    mine = found.tracks.filter(pl.col("mmsi").is_in([leg.mmsi for leg in plan.legs]))
    rules = run_rules(mine, found.assets, load_places())
    return [(d, {name: fired(d.truth, ships) for name, ships in rules.items()}) for d in drags]


def _day(t: datetime) -> str:
    return t.astimezone(UTC).date().isoformat()


def _days(base: ScanResult, held: set[int], rules: dict[str, dict[int, Spans]]) -> dict[str, Block]:
    """Return a block a UTC day with the ordinary ships; silences over midnight are not sailed."""
    quiet = base.tracks.filter(~pl.col("mmsi").is_in(sorted(held)))
    ordinary = [c for c in base.detection.episodes if c.mmsi not in held]
    out = {}
    for (date,), rows in quiet.group_by([pl.col("t").dt.date()], maintain_order=True):
        name = str(date)
        begin = datetime.fromisoformat(name).replace(tzinfo=UTC)
        a, b = begin.timestamp(), (begin + timedelta(days=1)).timestamp()
        out[name] = Block(
            name=name,
            vessel_days=round(vessel_days(rows, base.vessels, base.settings)[0], 6),
            rough_days=None,
            ordinary=tuple(
                Ordinary(c.llr, c.mmsi, c.t_start) for c in ordinary if _day(c.t_start) == name
            ),
            drags=(),
            peers={
                rule: PeerScore(
                    sum(
                        mmsi not in held and any(a <= begins < b for begins, _ in spans)
                        for mmsi, spans in ships.items()
                    ),
                    (),
                )
                for rule, ships in rules.items()
            },
            fixes=rows.height,
        )
    return out


def _put(blocks: dict[str, Block], score: DragScore, hits: dict[str, bool]) -> None:
    """Add one drag to the block of the day it was dropped."""
    name = _day(datetime.fromisoformat(score.truth["t_drop"]))
    block = blocks.get(name) or Block(name, 0.0, None, (), ())
    peers = {
        rule: PeerScore(
            block.peers[rule].ordinary_ships if rule in block.peers else 0,
            (*(block.peers[rule].found if rule in block.peers else ()), hit),
        )
        for rule, hit in hits.items()
    }
    blocks[name] = replace(block, drags=(*block.drags, score), peers=peers)
