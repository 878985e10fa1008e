"""Write a day of the Danish Maritime Authority's AIS of any size, made up from simulated ships.

::

    python -m tests.benchmarks.day --rows 5000000 --out day.csv
    python -m tests.benchmarks.day --rows 5000000 --out day.csv --split 3

The same seed and number of rows give the same bytes.  The file has the 26 columns, the order of
time and the shares of the real file of 2026-04-26: 40 % exact copies within the second, base
stations, marks, rows at latitude 91, impossible headings.  ``--split K`` writes K files,
``day-1.csv`` and so on, of consecutive rows.

Rows are kept on disk as numbers, hour by hour, and turned into text one hour at a time, so that
memory does not grow with the day.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from baltic.ais.dma import COLUMNS

from .day_rows import DAY_S, NONE, lying, sailing, shore, small, voices

__all__ = ["write_day"]

_HEADER = ",".join(COLUMNS) + "\n"
_COPIES = 0.40  # share of the rows that are exact copies
#: Shares of the distinct rows; ships lying still take what is left.
_SHARES = {"sailing": 0.41, "boats": 0.043, "boats_static": 0.034, "static": 0.0174,
           "base": 0.033, "marks": 0.014}  # fmt: skip
_NOTHING = "Unknown,Unknown,,Undefined,,,,Undefined,,Unknown,,AIS,,,,"
_STATUS = {0: "Under way using engine", 1: "At anchor", 2: "Not under command",
           3: "Restricted maneuverability", 4: "Constrained by her draught", 5: "Moored",
           6: "Aground", 7: "Engaged in fishing", 8: "Under way sailing"}  # fmt: skip
_ODD_SHARE = 0.0003  # rows with heading 456, and with each "not available" code
_MIXING = 2.5  # mean rows between a row and its copy


@dataclass
class Spill:
    """Numeric rows on disk by hour, and the text of those who sent them."""

    folder: Path
    mmsi: list[int] = field(default_factory=list)
    mobile: list[str] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)
    copies: list[float] = field(default_factory=list)
    hours: np.ndarray = field(default_factory=lambda: np.zeros(24, dtype=int))
    parts: int = 0

    @property
    def count(self):
        return int(self.hours.sum())

    def add(self, fleet):
        """Write the rows of a fleet away."""
        rows = fleet.rows.with_columns(pl.col("ship") + len(self.mmsi))
        self.mmsi += fleet.mmsi
        self.mobile += [fleet.mobile] * len(fleet.mmsi)
        self.tails += fleet.tails
        self.copies += [fleet.copies] * len(fleet.mmsi)
        for hour, part in enumerate(self._by_hour(rows)):
            self.hours[hour] += len(part)
            if len(part):
                part.write_ipc(self.folder / f"{hour:02d}-{self.parts:04d}.arrow")
        self.parts += 1

    @staticmethod
    def _by_hour(rows):
        rows = rows.sort("t", maintain_order=True)
        cuts = rows["t"].search_sorted(np.arange(25, dtype=np.int32) * 3600).to_numpy()
        return [rows[int(a) : int(b)] for a, b in pairwise(cuts)]

    def read(self, hour):
        """Return the rows of an hour."""
        files = sorted(self.folder.glob(f"{hour:02d}-*.arrow"))
        return pl.concat([pl.read_ipc(f) for f in files]) if files else None


def _fill(spill, rows, seed):
    """Put all distinct rows of the day on disk; return how many there are."""
    distinct = rows - round(_COPIES * rows)
    share = {name: round(part * distinct) for name, part in _SHARES.items()}
    ships = []
    for fleet in sailing(share["sailing"], seed):
        spill.add(fleet)
        ships.append(fleet)
        del fleet
    spill.add(voices(ships[:1], share["static"], seed))
    del ships
    for fleet in small(share["boats"], share["boats_static"], seed):
        spill.add(fleet)
    for fleet in shore(share["base"], share["marks"], seed):
        spill.add(fleet)
    for fleet in lying(distinct - spill.count, seed):
        spill.add(fleet)
    return spill.count


class Cells:
    """Numbers as the cells of the Danish file."""

    def __init__(self, spill):
        tenths = [f"{v / 10:.1f}" for v in range(7201)]
        self._tenths = pl.Series([*tenths, None])
        self._turns = pl.Series([f"{v / 10 + 0.0:.1f}" for v in range(-7200, 7201)] + [None])
        self._whole = pl.Series([*(str(v) for v in range(512)), None])
        self._status = pl.Series([_STATUS.get(i, "Unknown value") for i in range(16)])
        self._mobile = pl.Series(spill.mobile)
        self._mmsi = pl.Series(spill.mmsi)
        self._tails = pl.Series([_NOTHING, *spill.tails])

    def text(self, rows, hour):
        """Return rows as a table that writes itself as the file."""
        clock = pl.Series(
            [f"26/04/2026 {hour:02d}:{s // 60:02d}:{s % 60:02d}" for s in range(3600)]
        )
        ship = rows["ship"]
        named = np.where(rows["told"].to_numpy(), ship.to_numpy() + 1, 0)

        def cell(texts, column, shift=0):
            value = rows[column].to_numpy().astype(np.int32)
            return texts.gather(np.where(value == NONE, len(texts) - 1, value + shift))

        return pl.DataFrame(
            {
                "t": clock.gather(rows["t"] - 3600 * hour),
                "mobile": self._mobile.gather(ship),
                "mmsi": self._mmsi.gather(ship),
                "lat": rows["lat"],
                "lon": rows["lon"],
                "status": self._status.gather(rows["status"]),
                "rot": cell(self._turns, "rot", 7200),
                "sog": cell(self._tenths, "sog"),
                "cog": cell(self._tenths, "cog"),
                "heading": cell(self._whole, "heading"),
                "tail": self._tails.gather(named),
            }
        )


def _spoil(rows, rng):
    """Return rows with a few impossible and "not available" values, as the feed has them."""
    here = pl.col("sog") != NONE
    changes = (("heading", 456), ("heading", 511), ("cog", 3600), ("sog", 1023))
    for column, value in changes:
        odd = pl.lit(pl.Series(rng.random(len(rows)) < _ODD_SHARE))
        rows = rows.with_columns(
            pl.when(odd & here).then(pl.lit(value, pl.Int16)).otherwise(column).alias(column)
        )
    return rows


def _mix(rows, extra, loud, rng):
    """Return rows in order of time with `extra` exact copies soon after their originals."""
    weight = np.cumsum(loud[rows["ship"].to_numpy()])
    again = np.searchsorted(weight, rng.random(extra) * weight[-1])
    key = rng.random(len(rows))
    per_second = (len(rows) + extra) / 3600
    later = key[again] + rng.exponential(_MIXING / per_second, extra)
    which = np.concatenate((np.arange(len(rows)), again))
    order = np.lexsort((np.concatenate((key, later)), rows["t"].to_numpy()[which]))
    return rows[which[order]]


class Writer:
    """The file, or the files among which the rows are split."""

    def __init__(self, path, rows, split):
        path = Path(path)
        self.paths = [path]
        if split > 1:
            self.paths = [path.with_stem(f"{path.stem}-{i + 1}") for i in range(split)]
        self._cuts = [rows * (i + 1) // split for i in range(split)]
        self._done, self._file = 0, None
        for each in self.paths:
            each.write_text(_HEADER, encoding="utf-8", newline="")

    def add(self, table):
        """Append a table, in the next file where one is full."""
        while len(table):
            at = sum(self._done >= cut for cut in self._cuts)
            part, table = (table.head(self._cuts[at] - self._done),
                           table.slice(self._cuts[at] - self._done))  # fmt: skip
            with self.paths[at].open("ab") as stream:
                part.write_csv(stream, include_header=False, float_precision=6, quote_style="never")
            self._done += len(part)


def write_day(path, rows, *, seed=1, split=1):
    """Write a day of `rows` rows and return the paths."""
    if rows < 1 or split < 1:
        raise SystemExit("--rows and --split must be positive")
    writer = Writer(path, rows, split)
    with tempfile.TemporaryDirectory(dir=writer.paths[0].parent) as folder:
        spill = Spill(Path(folder))
        distinct = _fill(spill, rows, seed)
        cells = Cells(spill)
        rng = np.random.default_rng([seed, 6])
        loud = np.array(spill.copies) * rng.lognormal(0.0, 0.5, len(spill.copies))
        before = copied = 0
        for hour in range(DAY_S // 3600):
            table = spill.read(hour)
            if table is None:
                continue
            before += len(table)
            extra = round((rows - distinct) * before / distinct) - copied
            copied += extra
            mixed = _mix(_spoil(table, rng), extra, loud, rng)
            for part in mixed.iter_slices(500_000):
                writer.add(cells.text(part, hour))
    return writer.paths


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=lambda s: int(float(s)), required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", type=int, default=1)
    options = parser.parse_args(argv)
    begin = time.perf_counter()
    paths = write_day(options.out, options.rows, seed=options.seed, split=options.split)
    size = sum(p.stat().st_size for p in paths) / 1e6
    sys.stdout.write(
        f"{options.rows:,} rows, {size:,.0f} MB in {time.perf_counter() - begin:.0f} s: "
        + ", ".join(map(str, paths))
        + "\n"
    )


if __name__ == "__main__":
    main()
