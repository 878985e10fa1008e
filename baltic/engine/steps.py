"""The second map phase: pure functions of one part of whole ships, and what joins them.

Order: :func:`clean_part` for all parts, :func:`join_crowds`, :func:`see_again` where ships
crowded, :func:`join_state`, :func:`bin_part` for all parts, :func:`weigh_part` for all parts.
Each reads and writes the shelf only, so a part may run anywhere, again, and in any order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl

from ..ais.filters import Filter
from ..ais.parts import Part, load_part
from ..ais.settling import HEARD
from ..ais.store import Commit, Store
from ..bathymetry import open_bathymetry
from ..crossings import find_crossings
from ..drag.baseline import half_hours
from ..drag.candidates import make_candidate
from ..drag.company import ORDER, field_of
from ..drag.detector import bin_tracks, see, weigh_ships
from ..drag.known import Around, Binned, Sea
from ..drag.places import stopped_cells
from ..drag.silences import CELLS, cell_time
from ..drag.slowing import slowing_cells
from ..drag.span import Span
from ..records import Candidate
from ..settings import Settings
from ..tables import CROSSINGS, DARK_CROSSINGS, Table
from ..tracks import GnssWatch, clean_and_lost, gaps, thin
from ..tracks.gnss import State, find_state
from ..tracks.gnss_cells import DEGRADED
from ..tracks.gnss_crowds import CROWDS, find_crowds, with_crowds
from ..tracks.gnss_told import Told, tell
from ..weather import open_weather
from .shelf import Shelf

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = [
    "Cleaned",
    "Job",
    "as_pandas",
    "bin_part",
    "clean_part",
    "heard_of",
    "join_crowds",
    "join_slowing",
    "join_state",
    "see_again",
    "weigh_part",
]

#: Name and part of the table of all parts.
_SLOWING = ("slowed", "all")
_TOLD: dict[str, pl.DataType] = {
    "mmsi": pl.UInt32(), "slot": pl.Int64(), "y": pl.Int64(), "x": pl.Int64(),
}  # fmt: skip


@dataclass(frozen=True)
class Job:
    """What all parts of a run share; it goes to every worker.

    Parameters
    ----------
    store, commits, window
        The fixes.
    shelf
        The work folder.
    assets, places
        Tables of the catalogue.
    bathymetry, depth_sign, weather
        Files of depths and waves; each worker opens them.
    """

    store: Store
    commits: tuple[Commit, ...]
    window: Filter
    shelf: Shelf
    assets: gpd.GeoDataFrame
    places: pd.DataFrame
    settings: Settings
    bathymetry: Path | None = None
    depth_sign: Any = None
    weather: Path | None = None

    def sea(self) -> Sea:
        """Open what lies in and on the water."""
        depth = None
        if self.bathymetry is not None:
            depth = open_bathymetry(self.bathymetry, self.settings.bathymetry)
            depth.sign = self.depth_sign
        waves = None
        if self.weather is not None:
            waves = open_weather(self.weather, self.settings.weather)
        return Sea(self.assets, self.places, depth, waves)


@dataclass(frozen=True)
class Cleaned:
    """What cleaning a part came to: counts for the audit and the notes.

    ``audit`` is a document of :class:`baltic.audit.Audit`.
    """

    audit: dict[str, Any]
    fixes: int
    ships: int
    segments: int
    provenance: dict[str, int]
    span: Span

    def as_dict(self) -> dict[str, Any]:
        span = asdict(self.span)
        for name in ("first", "last"):
            span[name] = span[name].isoformat() if span[name] else None
        return {**asdict(self), "span": span}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Cleaned:
        span = dict(document["span"])
        for name in ("first", "last"):
            span[name] = datetime.fromisoformat(span[name]) if span[name] else None
        return cls(**{**document, "span": Span(**span)})


def clean_part(part: Part, job: Job) -> Cleaned:
    """Clean the fixes of a part, cross them with all assets, see what they say alone."""
    shelf, settings = job.shelf, job.settings
    done = shelf.noted("cleaned", part.name)
    if done is not None:
        return Cleaned.of(done)
    settled = load_part(job.store, job.commits, part, settings, job.window)
    audit, heard = settled.audit, settled.heard
    tracks, lost = clean_and_lost(settled.fixes, audit, settings)
    del settled
    shelf.put("heard", part.name, heard)
    shelf.put("lost", part.name, lost)
    shelf.put("tracks", part.name, tracks)
    shelf.put("thinned", part.name, thin(tracks, settings))
    shelf.put("gaps", part.name, gaps(tracks, settings))
    crossings = find_crossings(tracks, job.assets, settings)
    _put_pandas(shelf, "crossings", part.name, crossings, CROSSINGS)
    sight = see(tracks, settings)
    shelf.put_days("cells", part.name, sight.cells, cell_time(settings))
    shelf.put("flags", part.name, sight.own.flags)
    width = settings.gnss.window_s
    slow = pl.when("circle").then(settings.gnss.slot_min * 60.0).otherwise(width)
    shelf.put_days("crowds", part.name, sight.own.crowds, pl.col("slot") * slow)
    _tell(part, job, tracks, sight.own.flags, lost)
    cleaned = Cleaned(
        audit=audit.as_dict(),
        fixes=tracks.height,
        ships=tracks["mmsi"].n_unique(),
        segments=tracks["segment"].n_unique(),
        provenance={str(w): int(n) for w, n in tracks["provenance"].value_counts().rows()},
        span=sight.span,
    )
    shelf.note("cleaned", part.name, cleaned.as_dict())
    return cleaned


def _tell(
    part: Part, job: Job, tracks: pl.DataFrame, flags: pl.DataFrame, lost: pl.DataFrame
) -> None:
    told = tell(tracks, flags, job.settings, lost)
    seconds = pl.col("slot") * (job.settings.gnss.slot_min * 60.0)
    job.shelf.put_days("told", part.name, told.flagged.cast(pl.Schema(_TOLD)), seconds)
    job.shelf.put_days("good", part.name, told.good.cast(pl.Schema(_TOLD)), seconds)


def join_crowds(job: Job) -> pl.DataFrame:
    """Return which ships crowded with enough others, day by day."""
    crowds = job.shelf.by_day("crowds", CROWDS)
    found = [find_crowds(crowds.of_day(day), job.settings) for day in crowds.days]
    return pl.concat(found) if found else pl.DataFrame(schema=CROWDS)


def see_again(part: Part, job: Job, hits: pl.DataFrame) -> None:
    """Complete the flags of a part where its ships crowded with others."""
    shelf = job.shelf
    tracks, flags = shelf.get("tracks", part.name), shelf.get("flags", part.name)
    ships = hits["mmsi"].unique().cast(pl.UInt32)
    if not tracks["mmsi"].is_in(ships.implode()).any():
        return
    flags = with_crowds(tracks, flags, hits, job.settings)
    shelf.put("flags", part.name, flags)
    _tell(part, job, tracks, flags, shelf.get("lost", part.name))


def join_state(job: Job) -> State:
    """Return the cells in which positions were disturbed, day by day."""
    told, good = (job.shelf.by_day(name, _TOLD) for name in ("told", "good"))
    states = [
        find_state(Told(told.of_day(day), good.of_day(day)), job.settings) for day in told.days
    ]
    if not states:
        return State(pl.DataFrame(schema=DEGRADED), pl.Series("mmsi", [], pl.UInt32))
    ships = pl.concat([s.ships for s in states]).unique().sort()
    return State(pl.concat([s.degraded for s in states]), ships)


def bin_part(part: Part, job: Job, vessels: pl.DataFrame, state: State) -> tuple[float, float]:
    """Make the bins of a part and keep what its suspicious legs need; return vessel-days."""
    shelf, settings = job.shelf, job.settings
    done = shelf.noted("binned", part.name)
    if done is not None:
        return float(done["days"]), float(done["unknown_days"])
    tracks, flags = shelf.get("tracks", part.name), shelf.get("flags", part.name)
    lost = shelf.get("lost", part.name)
    cells = shelf.by_day("cells", CELLS)
    own = vessels.filter(pl.col("mmsi").is_in(tracks["mmsi"].unique().implode()))
    binned = bin_tracks(tracks, own, flags, state, cells, job.assets, settings, lost)
    shelf.put_days("halves", part.name, half_hours(binned.moving), pl.col("t_s"))
    shelf.put_days("field", part.name, field_of(binned.bins), pl.col("t_s"))
    shelf.put("stopped", part.name, stopped_cells(binned.bins))
    shelf.put("slowing", part.name, slowing_cells(binned.moving))
    _put_pandas(shelf, "dark", part.name, binned.dark, DARK_CROSSINGS)
    # Only ships with a leg worth a look are looked at again.
    legs = binned.moving.filter(pl.col("leg").is_in(binned.chosen.implode()))
    mine = pl.col("mmsi").is_in(legs["mmsi"].unique().implode())
    shelf.put("legs", part.name, legs)
    shelf.put("bins", part.name, binned.bins.filter(mine))
    muted = tracks.with_columns(pl.Series("muted", binned.gnss.muted))
    shelf.put("suspects", part.name, muted.filter(mine))
    shelf.put("apart", part.name, binned.gnss.apart.filter(mine))
    days, unknown = binned.days
    shelf.note("binned", part.name, {"days": days, "unknown_days": unknown})
    return binned.days


def join_slowing(job: Job, parts: Sequence[Part]) -> None:
    """Keep where ships of all parts change their speed as one table, which each part reads."""
    job.shelf.put(*_SLOWING, job.shelf.all("slowing", [part.name for part in parts]))


def weigh_part(
    part: Part, job: Job, vessels: pl.DataFrame, state: State, stopped: pl.DataFrame
) -> list[Candidate]:
    """Weigh the episodes of a part's suspicious legs against all ships."""
    shelf, settings = job.shelf, job.settings
    legs = shelf.get("legs", part.name)
    if not legs.height:
        return []
    suspects = shelf.get("suspects", part.name)
    gnss = GnssWatch(
        suspects["muted"].to_numpy(), state.degraded, shelf.get("apart", part.name), []
    )
    dark = as_pandas(shelf.get("dark", part.name))
    chosen = legs["leg"].unique().sort()
    bins = shelf.get("bins", part.name)
    own = vessels.filter(pl.col("mmsi").is_in(legs["mmsi"].unique().implode()))
    binned = Binned(gnss, bins, legs, chosen, dark, (0.0, 0.0))
    around = Around(
        shelf.by_day("halves", _schema_of(legs)),
        shelf.by_day("field", field_of(bins).schema, ORDER),
        stopped,
        shelf.get(*_SLOWING),
    )
    crossings = as_pandas(shelf.get("crossings", part.name))
    weighed, shared = weigh_ships(
        suspects.drop("muted"), own, crossings, binned, around, job.sea(), settings
    )
    return [] if shared is None else [make_candidate(w, shared) for w in weighed]


def _schema_of(legs: pl.DataFrame) -> pl.Schema:
    return half_hours(legs.head(0)).schema


def _put_pandas(shelf: Shelf, name: str, part: str, frame: pd.DataFrame, table: Table) -> None:
    shelf.put(name, part, pl.from_pandas(frame).select(table.names).cast(pl.Schema(table.schema)))


def as_pandas(table: pl.DataFrame) -> pd.DataFrame:
    """Return a table of the shelf as the pandas table that it was."""
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    return pd.DataFrame(table.to_pandas()).astype(dict.fromkeys(texts, "str"))


def heard_of(job: Job, parts: Sequence[Part]) -> pl.DataFrame:
    """Return when every ship was heard."""
    if not parts:
        return pl.DataFrame(schema=HEARD)
    return job.shelf.all("heard", [p.name for p in parts]).sort("mmsi")
