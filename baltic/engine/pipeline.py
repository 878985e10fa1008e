"""A scan in parts: map phases over whole ships, joined by small tables in a work folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import polars as pl

from ..ais.parts import Part, audit_of, inputs_of, notes_of, plan_parts, statics_of
from ..ais.sieve import refuse_nothing
from ..ais.store import Commit
from ..audit import Audit
from ..catalogue import load_places
from ..drag.detection import Detection, gather
from ..drag.span import Span
from ..errors import InputError
from ..folders import Folder
from ..tables import CROSSINGS, TRACKS
from .depths import look_at_ships
from .executors import Executor
from .inputs import Stored
from .manifest import assets_hash
from .progress import Progress, counted
from .result import Counts, Frame, ScanResult, make_result
from .shelf import Shelf
from .steps import (
    Cleaned,
    Job,
    as_pandas,
    bin_part,
    clean_part,
    heard_of,
    join_crowds,
    join_slowing,
    join_state,
    see_again,
    weigh_part,
)
from .waves import look_at_time

__all__ = ["run_parts"]

_PLAN = "plan.json"

_Made = TypeVar("_Made")


def run_parts(
    data: Stored,
    frame: Frame,
    work: Folder,
    executor: Executor,
    progress: Progress,
    *,
    keep_tracks: bool = False,
) -> ScanResult:
    """Scan the fixes of a store, part by part.

    Parameters
    ----------
    data
        What to read; rows that several commits share count once.
    work
        Where parts leave their tables.  A run that was broken off goes on from there.
    executor
        Where the parts run.
    keep_tracks
        Whether the result shall hold all cleaned fixes.

    Raises
    ------
    InputError
        No usable row, or the work folder belongs to another run.
    """
    settings, watch = frame.settings, frame.watch
    store, commits = data.store, data.commits
    job = _job(data, frame, work)
    _claim(work, job, frame)
    parts = plan_parts(store, commits, settings.engine.part_rows)
    rows = sum(f.rows for c in commits for f in c.files)
    over = _Phases(parts, executor, progress)
    progress(f"cleaning and crossing {rows:,} rows in {len(parts)} parts")
    cleaned = over.each(clean_part, job)
    audit = _audit(commits, cleaned)
    heard = heard_of(job, parts)
    statics = statics_of(store, commits)
    vessels = statics.vessels(heard, audit)
    known = statics.history(vessels)
    watch.lap("clean and cross")
    progress(f"looking for drags among {heard.height:,} ships")
    detection, sounded = _detect(over, job, frame, known, cleaned)
    watch.lap("detect")
    thinned = _tracks(job, "thinned", parts)
    notes = [*data.notes, *notes_of(commits), *_unnamed(audit), *sounded]
    notes += [*look_at_time(frame.sea, thinned), *detection.notes]
    result = make_result(
        frame,
        detection=detection,
        crossings=_crossings(job, parts),
        tracks=_tracks(job, "tracks", parts) if keep_tracks else thinned,
        vessels=vessels,
        known=known,
        gaps=_all(job, "gaps", parts).sort("mmsi", "hull", "t_start"),
        audit=audit,
        counts=_counts(cleaned),
        inputs=inputs_of(commits),
        notes=notes,
        map_tracks=thinned,
    )
    watch.lap("gather")
    return result


@dataclass(frozen=True)
class _Phases:
    """Runs one step after the other over all parts, and tells how far each has come."""

    parts: Sequence[Part]
    executor: Executor
    progress: Progress

    def each(self, step: Callable[..., _Made], job: Job, **more: Any) -> list[_Made]:
        """Return what a step makes of each part, in their order."""
        made = self.executor.map(partial(step, job=job, **more), self.parts)
        return list(counted(made, total=len(self.parts), progress=self.progress))


def _job(data: Stored, frame: Frame, work: Folder) -> Job:
    """Return what the steps of every part share."""
    return Job(
        data.store, data.commits, data.window, Shelf(work), frame.assets, load_places(),
        frame.settings,
        bathymetry=None if frame.grid is None else frame.grid.path,
        weather=None if frame.sea is None else frame.sea.path,
    )  # fmt: skip


def _detect(
    over: _Phases, job: Job, frame: Frame, known: pl.DataFrame, cleaned: Sequence[Cleaned]
) -> tuple[Detection, list[str]]:
    """Return what looks like a drag, from cleaned parts, and what was noted of the depths.

    Between the steps over parts stand those that compare the ships of all of them.
    """
    parts = over.parts
    hits = join_crowds(job)
    if hits.height:
        over.progress("looking again at crowded places")
        over.each(see_again, job, hits=hits)
    state = join_state(job)
    days = over.each(bin_part, job, vessels=known, state=state)
    sounded, job = _sound(job, frame, parts)
    stopped = _all(job, "stopped", parts)
    join_slowing(job, parts)
    over.progress("weighing the evidence")
    weighed = over.each(weigh_part, job, vessels=known, state=state, stopped=stopped)
    detection = gather(
        [candidate for part in weighed for candidate in part],
        [c.span for c in cleaned], days, _sorted_dark(job, parts), state, frame.settings,
        sounded=frame.grid is not None,
    )  # fmt: skip
    return detection, sounded


def _claim(work: Folder, job: Job, frame: Frame) -> None:
    """Write down whose tables these are, and refuse those of another run."""
    plan = {
        "commits": [c.id for c in job.commits],
        "window": [str(job.window.t_from), str(job.window.t_to), list(job.window.bbox or ())],
        "settings": frame.settings.hash(),
        "part_rows": frame.settings.engine.part_rows,
        "buckets": job.store.buckets,
        "assets": assets_hash(frame.assets),
    }
    mark = {"plan": hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()}
    if work.exists(_PLAN):
        if work.read_json(_PLAN) != mark:
            raise InputError(
                "holds the tables of another run (other inputs, settings or assets)",
                file=work.where,
                hint="name an empty folder with --work, or remove this one",
            )
    else:
        work.write_json(_PLAN, mark)


def _unnamed(audit: Audit) -> list[str]:
    """Say that positions came without the number of a ship, if any did."""
    found = audit.flagged.get("mmsi_none")
    if found is None:
        return []
    sent = "1 position carries" if found.count == 1 else f"{found.count:,} positions carry"
    return [f"{sent} no ship's number (MMSI 0): whatever sent them is not followed or judged"]


def _audit(commits: Sequence[Commit], cleaned: Sequence[Cleaned]) -> Audit:
    audit = audit_of(commits)
    for part in cleaned:
        audit.merge(Audit.of(part.audit))
    audit.check()
    if commits:
        refuse_nothing(audit, str(commits[0].entry["file"]))
    return audit


def _sound(job: Job, frame: Frame, parts: Sequence[Part]) -> tuple[list[str], Job]:
    """Compare the depth grid with the ships; all workers then read it in the same sense."""
    if frame.grid is None:
        return [], job
    notes = look_at_ships(frame.grid, _tracks(job, "thinned", parts))
    return notes, replace(job, depth_sign=frame.grid.sign)


def _all(job: Job, name: str, parts: Sequence[Part]) -> pl.DataFrame:
    return job.shelf.all(name, [p.name for p in parts])


def _sorted_dark(job: Job, parts: Sequence[Part]) -> pd.DataFrame:
    table = _all(job, "dark", parts).sort("t_start", "mmsi", "asset_id", maintain_order=True)
    return as_pandas(table)


def _crossings(job: Job, parts: Sequence[Part]) -> pd.DataFrame:
    order = ["t", "mmsi", "asset_id", "hull", "part", "kp_km"]
    table = _all(job, "crossings", parts).sort(order, maintain_order=True)
    frame = as_pandas(table)
    CROSSINGS.check(frame)
    return frame


def _tracks(job: Job, name: str, parts: Sequence[Part]) -> pl.DataFrame:
    """Return tracks of all parts in their one order, segments numbered over the whole table."""
    tables = pl.concat(list(_renumbered(job, name, parts)))
    tables = tables.sort("mmsi", "hull", "t", maintain_order=True)
    new = (tables["segment"] != tables["segment"].shift(1)).fill_null(value=False)
    tables = tables.with_columns(new.cum_sum().cast(pl.UInt32).alias("segment"))
    TRACKS.check(tables)
    return tables


def _renumbered(job: Job, name: str, parts: Sequence[Part]) -> Iterator[pl.DataFrame]:
    begin = 0
    for part in parts:
        table = job.shelf.get(name, part.name)
        yield table.with_columns((pl.col("segment") + begin).cast(pl.UInt32).alias("segment"))
        begin += table["segment"].n_unique()


def _counts(cleaned: Sequence[Cleaned]) -> Counts:
    words: dict[str, int] = {}
    for part in cleaned:
        for word, rows in part.provenance.items():
            words[word] = words.get(word, 0) + rows
    span = Span.joined(c.span for c in cleaned)
    return Counts(
        sum(c.fixes for c in cleaned),
        sum(c.ships for c in cleaned),
        sum(c.segments for c in cleaned),
        dict(sorted(words.items(), key=lambda item: (-item[1], item[0]))),
        span.first,
        span.last,
    )
