"""What the fixes around a passage tell beside the speed: how watched it was, stops, silences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ..records import SILENT_S
from .windows import seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ..records import Candidate
    from ..settings import Settings

__all__ = ["AROUND_S", "Stood", "stood", "watched"]

#: Hours before a passage that are looked at; a third of it after.
AROUND_S = 3 * 3600.0
_BIN_S = 600.0


def watched(tracks: pl.DataFrame, spans: pd.DataFrame) -> dict[int, float]:
    """Return the share of ten-minute bins with a fix around each vessel's passages."""
    if spans.empty:
        return {}
    ships = pl.DataFrame(
        {
            "mmsi": pl.Series(spans.index.to_numpy().astype("int64"), dtype=tracks["mmsi"].dtype),
            "a": spans["a"].to_numpy() - AROUND_S,
            "b": spans["b"].to_numpy() + AROUND_S / 3,
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
class Stood:
    """Of a slow stretch: how long the ship made no way, and how long it was not heard, s."""

    still_s: float = 0.0
    silent_s: float = 0.0


def stood(
    tracks: pl.DataFrame, episodes: Sequence[Candidate], settings: Settings
) -> dict[int, Stood]:
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
        m: Stood(still, dark) for m, still, dark in rows.select("mmsi", "still", "silent").rows()
    }
