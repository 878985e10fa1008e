"""Named stories for the detector, told through the whole path of a user's file.

Each story is a voyage with a known truth: a drag that must reach a level, or ordinary sailing
that must stay below one.  ``python -m tests.drag.stories`` prints which story reached what,
with the ledger; ``--only tow`` some of them, ``--all`` every telling of each.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import geopandas as gpd
import polars as pl

from baltic.records import Candidate
from baltic.tables import VESSELS

from .tracks import BARE, REAL, T0, Ear, judge, make_vessel, sail, straight, way_km

RANK = {"none": 0, "note": 1, "watch": 2, "alert": 3}
#: Of all tellings of a story these are run by default: one seed each.
TELLINGS = (
    (1, True, True), (2, False, False), (3, True, False), (4, False, True),
)  # fmt: skip

#: Open-sea points on charted lines of the catalogue: longitude, latitude, a free course, asset.
SITES = {
    "northern": (20.516, 58.892, 159.0, "c-lion1"),
    "bothnian": (18.732, 60.656, 337.0, "fenno-skan-1"),
    "southern": (18.198, 55.436, 254.0, "petrobaltic-wladyslawowo"),
    "gulf": (24.841, 59.791, 266.0, "fec-1"),
}
#: From south of Bornholm to the Gulf of Finland, east of Gotland; crosses twenty assets.
EAST = [
    (15.4, 54.75), (16.6, 55.2), (18.2, 55.6), (19.8, 56.5), (20.0, 57.6), (20.3, 58.4),
    (21.2, 59.0), (22.6, 59.35), (24.0, 59.7), (25.0, 59.83), (26.2, 59.9),
]  # fmt: skip
WEST = EAST[::-1]
NORTH = [(19.3, 60.75), (19.7, 61.6), (20.3, 62.5), (20.6, 63.0)]
#: AIS type, length, beam of some ships.
TANKER, CHEMICAL = (80, 229.0, 32.0), (80, 105.0, 17.0)
BULKER, CARGO = (70, 189.0, 30.0), (70, 132.0, 17.0)
FEEDER, COASTER = (71, 169.0, 27.0), (70, 89.0, 13.0)


@dataclass(frozen=True)
class Scene:
    """Fixes and static data of one telling, and what is true of it."""

    fixes: pl.DataFrame
    vessels: pl.DataFrame
    mmsi: int | None = None
    span: tuple[datetime, datetime] | None = None
    hit: str | None = None
    assets: gpd.GeoDataFrame | None = None


@dataclass(frozen=True)
class Telling:
    """How a story is told: seed, static data known, heading sent."""

    seed: int = 1
    known: bool = True
    heading: bool = True

    @property
    def ear(self) -> Ear:
        return replace(REAL, heading=self.heading)

    @property
    def t0(self) -> datetime:
        return T0.replace(month=1 + self.seed * 5 % 12, day=1 + self.seed * 7 % 27, hour=self.seed)

    def __str__(self) -> str:
        return (
            f"seed {self.seed}, {'static' if self.known else 'no static'}, "
            f"{'heading' if self.heading else 'no heading'}"
        )


@dataclass(frozen=True)
class Story:
    """A named story with the level it must reach (`least`) or may not pass (`most`)."""

    name: str
    make: Callable[[Telling], Scene]
    least: str | None = None
    most: str | None = None
    why: str = ""
    bare: bool = False  # noise-free: one telling with, one without static data
    known: tuple[bool, ...] = (True, False)

    def tellings(self, how_many: str = "usual") -> list[Telling]:
        """Return `few` (two, each of another sea), `usual` (four) or `all` (up to twelve)."""
        if self.bare:
            return [Telling(1, k, False) for k in self.known]
        if how_many == "all":
            return [Telling(s, k, h) for s in (1, 2, 3) for k in self.known for h in (True, False)]
        chosen = TELLINGS[:2] if how_many == "few" else TELLINGS
        return [Telling(s, k if k in self.known else self.known[0], h) for s, k, h in chosen]


@dataclass(frozen=True)
class Outcome:
    """What the detector made of one telling."""

    story: Story
    telling: Telling
    best: Candidate | None
    hit: bool

    @property
    def level(self) -> str:
        return "none" if self.best is None else self.best.level

    @property
    def fine(self) -> bool:
        if self.story.least is not None:
            return RANK[self.level] >= RANK[self.story.least] and self.hit
        return RANK[self.level] <= RANK[self.story.most or "none"]

    @property
    def wanted(self) -> str:
        least = self.story.least
        return f">= {least}" if least is not None else f"<= {self.story.most or 'none'}"

    def __str__(self) -> str:
        lost = "" if self.hit else ", asset missing"
        told = f"{self.story.name} ({self.telling}): {self.level}{lost}, wanted {self.wanted}"
        return f"{told}; {ledger(self.best)}"


def ledger(c: Candidate | None) -> str:
    """Return llr and items of a candidate on one line."""
    if c is None:
        return "no episode"
    items = " ".join(f"{e.item}={e.llr:+.2f}" for e in c.evidence)
    hours = (c.t_end - c.t_start).total_seconds() / 3600
    made = f"{c.v_ref_kn:.1f}->{c.v_drag_kn:.1f} kn {hours:.1f} h {c.quality['reference']}"
    return f"llr {c.llr:+.2f}: {items} ({made}, {c.quality['seed']}, mmsi {c.mmsi})"


def tell(story: Story, telling: Telling) -> Outcome:
    """Judge one telling.

    Of a drag, the best episode of that ship that overlaps it; else the best of all ships.
    """
    scene = story.make(telling)
    found = judge(scene.fixes, scene.vessels, assets=scene.assets).episodes
    if story.least is not None and scene.span is not None:
        begin, end = scene.span
        found = [
            c for c in found if c.mmsi == scene.mmsi and c.t_start < end and c.t_end > begin
        ]  # fmt: skip
    best = max(found, key=lambda c: (RANK[c.level], c.llr), default=None)
    wanted = scene.hit if story.least is not None else None
    hits = {h.asset_id for h in best.assets} if best is not None else set()
    return Outcome(story, telling, best, wanted is None or wanted in hits)


def static(telling: Telling, *ships: tuple[int, tuple[int, float, float]]) -> pl.DataFrame:
    """Return VESSELS of (mmsi, (type, length, beam)), or none when static data are unknown."""
    if not telling.known or not ships:
        return VESSELS.empty()
    rows = [make_vessel(m, kind, loa, beam, round(beam / 3.2, 1)) for m, (kind, loa, beam) in ships]
    return pl.concat(rows)


MMSI = 230000042


def voyage(
    legs: list[Any], ship: tuple[int, float, float], *, route: list[Any] | None = None,
    site: str | None = None, begin_km: float = 0.0, ear: Ear | None = None, bare: bool = False,
    status: int = 0, t0: datetime | None = None,
) -> Callable[[Telling], Scene]:  # fmt: skip
    """Return the maker of a one-ship scene: across a site in mid-drag, or along a route."""

    def make(telling: Telling) -> Scene:
        hit, way = None, route
        heard = ear or (BARE if bare else telling.ear)
        if not bare:
            heard = replace(heard, heading=telling.heading)
        marks = [i for i, leg in enumerate(legs) if leg.drag]
        if way is None:
            names = list(SITES)
            lon, lat, course, hit = SITES[site or names[telling.seed % len(names)]]
            if marks:
                dragged = way_km(legs, marks[-1] + 1) + way_km(legs, marks[0])
                back = dragged / 2
            else:
                back = way_km(legs) / 2
            way = straight(lon, lat, course, back)
        begin = t0 or telling.t0
        fixes = sail(
            legs, way, seed=telling.seed, ear=heard, mmsi=MMSI, t0=begin, begin_km=begin_km,
            status=status,
        )  # fmt: skip
        span = None
        if marks:
            hours = [leg.hours for leg in legs]
            a, b = sum(hours[: marks[0]]), sum(hours[: marks[-1] + 1])
            span = (begin + timedelta(hours=a), begin + timedelta(hours=b))
        return Scene(fixes, static(telling, (MMSI, ship)), MMSI, span, hit if marks else None)

    return make


def all_stories() -> list[Story]:
    """Return every story, drags first."""
    from .story_drags import DRAGS, GRID, PROFILES
    from .story_innocents import INNOCENTS

    return [*GRID, *PROFILES, *DRAGS, *INNOCENTS]


def summary(outcomes: list[Outcome]) -> list[str]:
    """Return one line a story: how many tellings are as wanted, levels, range of llr."""
    lines = ["| | story | as wanted | wanted | levels | llr |", "|---|---|---|---|---|---|"]
    for name in dict.fromkeys(o.story.name for o in outcomes):
        mine = [o for o in outcomes if o.story.name == name]
        good = sum(o.fine for o in mine)
        llr = [o.best.llr for o in mine if o.best is not None]
        span = f"{min(llr):+.2f} .. {max(llr):+.2f}" if llr else "no episode"
        levels = " ".join(o.level for o in mine)
        mark = "ok" if good == len(mine) else "FAIL"
        share = f"{good}/{len(mine)} | {mine[0].wanted}"
        lines.append(f"| {mark} | {name} | {share} | {levels} | {span} |")
    return lines


def table(outcomes: list[Outcome]) -> str:
    """Return the outcomes as Markdown: one line a story, then each telling, failing first."""
    bad = [o for o in outcomes if not o.fine]
    stories, failing = ({o.story.name for o in some} for some in (outcomes, bad))
    lines = [
        f"{len(bad)} of {len(outcomes)} tellings are not as wanted"
        f" ({len(failing)} of {len(stories)} stories).",
        "",
        *summary(outcomes),
        "",
        "| | story | telling | wanted | level | ledger |",
        "|---|---|---|---|---|---|",
    ]
    for o in sorted(outcomes, key=lambda o: o.fine):
        level = o.level if o.hit else f"{o.level}, asset missing"
        told = f"{'ok' if o.fine else 'FAIL'} | {o.story.name} | {o.telling}"
        lines.append(f"| {told} | {o.wanted} | {level} | {ledger(o.best)} |")
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a story's name")
    parser.add_argument("--all", action="store_true", help="up to twelve tellings a story")
    parser.add_argument("--few", action="store_true", help="two tellings a story")
    parser.add_argument("--failing", action="store_true", help="print failing tellings alone")
    options = parser.parse_args(arguments)
    chosen = [s for s in all_stories() if options.only in s.name]
    how_many = "all" if options.all else "few" if options.few else "usual"
    outcomes = [tell(s, telling) for s in chosen for telling in s.tellings(how_many)]
    if options.failing:
        outcomes = [o for o in outcomes if not o.fine]
    sys.stdout.write(table(outcomes))


if __name__ == "__main__":
    main()
