"""The same work on the same fixes by MovingPandas and by our own code, in turns.

100,000 fixes of whole ship-days are in memory as each side wants them.  MovingPandas: tracks by
ship, speed, cut at silences, clipped to the corridor of one line.  Ours: cleaning (impossible
fixes, twins, segments with speeds over ground as reported) and every crossing of that line.
Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from datetime import timedelta
from statistics import median

import geopandas as gpd
import polars as pl

from baltic.ais import read_fixes
from baltic.audit import Audit
from baltic.catalogue import load_assets
from baltic.crossings import find_crossings
from baltic.settings import Settings
from baltic.tracks import clean, gaps

from .processes import wanted

__all__ = ["compare"]

_STEPS = ("speed", "split", "clip")
_CORRIDOR_DEG = 1 / 60  # one sea mile to either side


def _busiest(fixes, settings):
    """Return the one asset that is crossed most often."""
    assets = load_assets()
    crossings = find_crossings(clean(fixes, Audit(), settings), assets, settings)
    return assets[assets["asset_id"] == crossings["asset_id"].mode()[0]]


def _ours(fixes, asset, settings):
    begin = time.perf_counter()
    tracks = clean(fixes, Audit(), settings)
    silences = gaps(tracks, settings)
    found = find_crossings(tracks, asset, settings)
    return time.perf_counter() - begin, f"{silences.height} silences, {len(found)} crossings"


def _theirs(points, corridor, gap):
    mpd = wanted("movingpandas")
    marks = [time.perf_counter()]
    tracks = mpd.TrajectoryCollection(points, traj_id_col="mmsi", t="t")
    tracks.add_speed(overwrite=True)
    marks.append(time.perf_counter())
    pieces = mpd.ObservationGapSplitter(tracks).split(gap=gap)
    marks.append(time.perf_counter())
    inside = pieces.clip(corridor)
    marks.append(time.perf_counter())
    parts = [f"{b - a:.1f} s {name}" for name, a, b in zip(_STEPS, marks, marks[1:], strict=False)]
    did = f"{len(pieces)} pieces, {len(inside)} clips ({', '.join(parts)})"
    return marks[-1] - marks[0], did


def compare(path, count, repeat):
    """Return seconds and rates of both for the first `count` fixes by ship and time."""
    wanted("movingpandas")
    settings = Settings()
    fixes = read_fixes([path]).fixes.filter(pl.col("mmsi") >= 100_000_000).head(count)
    asset = _busiest(fixes, settings)
    corridor = asset.geometry.iloc[0].buffer(_CORRIDOR_DEG)
    plain = fixes.select("mmsi", pl.col("t").dt.replace_time_zone(None), "lon", "lat").to_pandas()
    points = gpd.GeoDataFrame(
        plain, geometry=gpd.points_from_xy(plain["lon"], plain["lat"]), crs=4326
    )
    gap = timedelta(hours=settings.segments.gap_h)
    ours, theirs = [], []
    for _ in range(repeat):
        ours.append(_ours(fixes, asset, settings))
        theirs.append(_theirs(points, corridor, gap))
    return {
        "fixes": fixes.height, "ships": fixes["mmsi"].n_unique(),
        "asset": str(asset["asset_id"].iloc[0]), "repeat": repeat,
        "ours_s": median(s for s, _ in ours), "ours_did": ours[-1][1],
        "movingpandas_s": median(s for s, _ in theirs), "movingpandas_did": theirs[-1][1],
    }  # fmt: skip


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", help="a Danish day, for example one of tests.benchmarks.day")
    parser.add_argument("--fixes", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args(argv)
    warnings.simplefilter("ignore")
    told = compare(options.file, options.fixes, options.repeat)
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
