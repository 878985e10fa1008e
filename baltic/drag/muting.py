"""Bins in which satellite positions were disturbed: kept, but silent about speed and course."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from ..clock import unix_seconds
from ..settings import Settings
from ..tracks import GnssWatch
from ..tracks.gnss_cells import in_degraded

__all__ = ["disturbed_words", "mute_bins", "mute_silences", "telling_silences"]

_SILENT = ("v_kn", "cog", "yaw_cog", "drift")


def mute_bins(bins: pl.DataFrame, gnss: GnssWatch, settings: Settings) -> pl.DataFrame:
    """Return the bins with ``muted`` completed, and NaN where it is true.

    Parameters
    ----------
    bins
        Columns of ``BINS``; ``muted`` where too many of a bin's own fixes are.
    gnss
        Its disturbed cells mute the bins between two fixes, too; its fixes apart from the
        track mute the ten minutes in which a ship sent them.
    settings
        Sections ``gnss`` and ``baseline``.

    Returns
    -------
    polars.DataFrame
        Same rows and columns.  A muted bin lies between the bins before and after it.
    """
    if gnss.degraded.height:
        lon, lat, t_s = (bins[c].to_numpy() for c in ("lon", "lat", "t_s"))
        here = pl.Series(in_degraded(lon, lat, t_s, gnss.degraded, settings))
        bins = bins.with_columns((pl.col("muted") | here).alias("muted"))
    if gnss.apart.height:
        bins = bins.with_columns((pl.col("muted") | _jumped(bins, gnss, settings)).alias("muted"))
    rules = settings.gnss
    # The ship points one way while its course points everywhere: its positions lie.
    swung = (pl.col("yaw_cog") > rules.heading_deg) & pl.col("yaw_cog").is_finite()
    rigid = pl.col("yaw_hdg") < rules.rigid_share * pl.col("yaw_cog")
    bins = bins.with_columns((pl.col("muted") | (swung & rigid)).alias("muted"))
    if not bins["muted"].any():
        return bins
    bins = _closed(bins, settings)
    bins = bins.with_columns(
        pl.when("muted").then(float("nan")).otherwise(pl.col(c)).alias(c) for c in _SILENT
    )
    return _placed(bins)


def _jumped(bins: pl.DataFrame, gnss: GnssWatch, settings: Settings) -> pl.Series:
    """Return the bins in which too many of a ship's fixes lie off its track."""
    width = settings.baseline.bin_min * 60.0
    begin = bins.group_by("mmsi").agg(pl.col("t_s").first().alias("begin") - width / 2)
    number = ((pl.col("t_s") - pl.col("begin")) / width).floor().cast(pl.Int64).alias("bin")
    off = gnss.apart.join(begin, on="mmsi").group_by("mmsi", number).agg(pl.len().alias("off"))
    count = bins.join(begin, on="mmsi", how="left", maintain_order="left")
    count = count.select("mmsi", number, "n").join(
        off, on=["mmsi", "bin"], how="left", maintain_order="left"
    )
    share = pl.col("off") / (pl.col("off") + pl.col("n"))
    return count.select((share >= settings.gnss.bin_share).fill_null(value=False)).to_series()


def _closed(bins: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Return the bins with those few muted that lie between muted ones of one ship.

    And the one before and the one after two or more: lies do not keep to ten minutes.
    """
    few, width = settings.gnss.island_bins, settings.baseline.bin_min * 60.0
    number = np.floor(bins["t_s"].to_numpy() / width).astype(np.int64)
    mmsi, muted = bins["mmsi"].to_numpy(), bins["muted"].to_numpy().copy()
    at = np.flatnonzero(muted)
    near = (mmsi[at[1:]] == mmsi[at[:-1]]) & (number[at[1:]] - number[at[:-1]] <= few + 1)
    for a, b in zip(at[:-1][near].tolist(), at[1:][near].tolist(), strict=True):
        muted[a:b] = True
    at = np.flatnonzero(muted[1:] & muted[:-1] & (mmsi[1:] == mmsi[:-1]))
    for step, here in ((-1, at), (1, at + 1)):
        other = np.clip(here + step, 0, len(mmsi) - 1)
        same = (mmsi[other] == mmsi[here]) & (np.abs(number[other] - number[here]) == 1)
        muted[other[same]] = True
    return bins.with_columns(pl.Series("muted", muted))


def _placed(bins: pl.DataFrame) -> pl.DataFrame:
    """Return the bins with muted ones where the ship must have been."""
    hit = bins.filter("muted").select("mmsi", "segment").unique()
    keys = pl.struct("mmsi", "segment")
    mine = bins.select(keys.is_in(hit.select(keys).to_series().implode())).to_series()
    inside = ["mmsi", "segment"]
    moved = bins.filter(mine).with_columns(
        pl.coalesce(
            pl.when(~pl.col("muted")).then(c).interpolate_by("t_s").over(inside),
            pl.when(~pl.col("muted")).then(c).forward_fill().over(inside),
            pl.when(~pl.col("muted")).then(c).backward_fill().over(inside),
            c,
        ).alias(c)
        for c in ("lon", "lat")
    )
    return pl.concat([bins.filter(~mine), moved]).sort("mmsi", "t_s", maintain_order=True)


def disturbed_words(minutes: float, settings: Settings) -> str:
    """Say what a disturbance during an episode means, for ``quality.limits``."""
    rules = settings.gnss
    return (
        f"GNSS disturbed for {minutes:.0f} min in it or right beside it: speed, course and drift "
        "not judged then, positions uncertain by "
        f"{rules.place_low_km:.0f} to {rules.place_high_km:.0f} km"
    )


def mute_silences(dark: pd.DataFrame, gnss: GnssWatch, settings: Settings) -> pd.DataFrame:
    """Return the same silences, those that jamming explains without weight (``llr`` 0).

    Parameters
    ----------
    dark
        Contract ``DARK_CROSSINGS``.
    gnss
        Explained are silences of which an end or the middle lies in a disturbed cell, and
        those in which the ship was heard, but from elsewhere.
    """
    return dark.assign(llr=np.where(_jammed(dark, gnss, settings), 0.0, dark["llr"]))


def telling_silences(dark: pd.DataFrame, gnss: GnssWatch, settings: Settings) -> pd.DataFrame:
    """Return the silences that jamming does not explain, see :func:`mute_silences`."""
    return dark.loc[~_jammed(dark, gnss, settings)]


def _jammed(dark: pd.DataFrame, gnss: GnssWatch, settings: Settings) -> NDArray[np.bool_]:
    bad = np.zeros(len(dark), bool)
    if not len(dark) or not (gnss.degraded.height or gnss.apart.height):
        return bad
    begin, end = (unix_seconds(dark[c]) for c in ("t_start", "t_end"))
    for share in (0.0, 0.5, 1.0):
        lon, lat = (
            (1 - share) * dark[f"{c}_start"].to_numpy() + share * dark[f"{c}_end"].to_numpy()
            for c in ("lon", "lat")
        )
        t = (1 - share) * begin + share * end
        bad |= in_degraded(lon, lat, t, gnss.degraded, settings)
    for ship, fixes in gnss.apart.group_by("mmsi"):
        mine = np.flatnonzero(dark["mmsi"].to_numpy() == ship[0])
        at = np.sort(fixes["t_s"].to_numpy())
        bad[mine] |= np.searchsorted(at, begin[mine]) < np.searchsorted(at, end[mine])
    return bad
