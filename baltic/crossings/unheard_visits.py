"""Visits to a zone that a silence hides: its straight way crosses the line."""

from __future__ import annotations

import pandas as pd
import polars as pl

from ..tables import ZONE_EVENTS

__all__ = ["with_unheard"]

_LIKELY = 0.5
_SHIP = ["mmsi", "hull"]


def with_unheard(
    events: pd.DataFrame, crossings: pd.DataFrame, tracks: pl.DataFrame
) -> pd.DataFrame:
    """Return the event log with one row, ``unheard``, for each crossing in a long silence.

    Parameters
    ----------
    events
        Contract ``ZONE_EVENTS``: visits within unbroken stretches of tracks.
    crossings
        Contract ``CROSSINGS`` of the ships and assets of the log.
    tracks
        Contract ``TRACKS``, sorted by mmsi, hull, t: what the events were found in.

    Returns
    -------
    pandas.DataFrame
        Contract ``ZONE_EVENTS``, visits numbered anew by their first time.  The time, place and
        speed of an unheard crossing are those of a steady straight way between the two fixes.

    Examples
    --------
    >>> from baltic.tables import CROSSINGS, TRACKS
    >>> nothing = ZONE_EVENTS.empty().to_pandas()
    >>> len(with_unheard(nothing, CROSSINGS.empty().to_pandas(), TRACKS.empty()))
    0
    """
    likely = crossings[crossings["p_cross"] > _LIKELY]
    if likely.empty or tracks.is_empty():
        return events
    rows = _between_stretches(likely, tracks)
    if rows.empty:
        return events
    rows = rows.assign(
        visit=-1 - rows.index.to_numpy(), event="unheard", distance_km=0.0, min_distance_km=0.0,
        seen=False,
    )[ZONE_EVENTS.names]  # fmt: skip
    table = pd.concat([t for t in (events, rows) if len(t)], ignore_index=True)
    first = table.groupby("visit")["t"].transform("min")
    order = table.assign(first=first, row=range(len(table)))
    table = table.loc[order.sort_values(["first", *_SHIP, "asset_id", "visit", "row"]).index]
    number = (table["visit"] != table["visit"].shift()).cumsum()
    return table.assign(visit=number.astype("int64")).reset_index(drop=True)


def _between_stretches(crossings: pd.DataFrame, tracks: pl.DataFrame) -> pd.DataFrame:
    """Return the crossings between two stretches of a track, with the fixes around each."""
    rows = pl.from_pandas(crossings.reset_index(drop=True)).with_columns(
        pl.col("mmsi").cast(tracks["mmsi"].dtype), pl.col("hull").cast(tracks["hull"].dtype),
        pl.col("t").cast(tracks["t"].dtype),
    )  # fmt: skip
    ships = rows.select(_SHIP).unique()
    fixes = tracks.select(*_SHIP, "t", "segment").join(ships, on=_SHIP, how="semi").sort("t")
    rows = rows.sort("t")
    for name, strategy in (("from", "backward"), ("to", "forward")):
        ends = fixes.rename({"t": f"silent_{name}", "segment": f"segment_{name}"})
        rows = rows.join_asof(
            ends, left_on="t", right_on=f"silent_{name}", by=_SHIP,
            strategy=strategy,  # type: ignore[arg-type]
            check_sortedness=False,
        )  # fmt: skip
    kept = rows.filter(pl.col("segment_from") != pl.col("segment_to"))
    table: pd.DataFrame = kept.to_pandas()
    return table
