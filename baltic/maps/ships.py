"""What ships said of themselves: the latest for search and pointer, then and there for evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import polars as pl

from ..catalogue import rows_at
from .values import clean, ship_type_words

__all__ = ["encode_vessels", "put_ships_then"]

_SHOWN = ["mmsi", "name", "imo", "ship_type", "loa_m", "callsign", "flag", "destination"]


def encode_vessels(vessels: pd.DataFrame, shown: set[int]) -> list[dict[str, Any]]:
    """Return the static data of the ships on the map, one entry an MMSI (the latest).

    ``former`` are the earlier names of the ship, and names and IMO numbers of others that
    carried its MMSI before.
    """
    if not len(vessels):
        return []
    wanted = vessels[vessels["mmsi"].isin(shown)]
    if "last_t" in wanted.columns:
        wanted = wanted.sort_values("last_t", kind="stable")
    latest = wanted.drop_duplicates("mmsi", keep="last").sort_values("mmsi")
    before = _before(wanted, wanted.duplicated("mmsi", keep="last"))
    return [
        {**row, **({"former": before[row["mmsi"]]} if row["mmsi"] in before else {})}
        for row in _entries(latest)
    ]


def put_ships_then(listed: Sequence[dict[str, Any]], vessels: pd.DataFrame) -> None:
    """Give each listed ship whose MMSI had several ships the ``ship`` of its episode's time."""
    several = set(vessels.loc[vessels["mmsi"].duplicated(), "mmsi"])
    mine = [(s, t) for s in listed if s["mmsi"] in several and (t := _time(s)) is not None]
    if not mine or not {"first_t", "last_t"} <= set(vessels.columns):
        return
    some = vessels[vessels["mmsi"].isin([s["mmsi"] for s, _ in mine])]
    rows = rows_at(pl.from_pandas(some), [s["mmsi"] for s, _ in mine], [t for _, t in mine])
    for (subject, _), entry in zip(mine, _entries(some.iloc[rows.to_list()]), strict=True):
        subject["ship"] = entry


def _time(subject: dict[str, Any]) -> float | None:
    for rows, key in (("crossings", "t"), ("episodes", "t0")):
        for row in subject[rows]:
            if row[key] is not None:
                return float(row[key])
    return None


def _before(wanted: pd.DataFrame, older: pd.Series[bool]) -> dict[int, str]:
    words: dict[int, list[str]] = {}
    for column, rows in (("former_names", older | True), ("name", older), ("imo", older)):
        if column in wanted.columns:
            told = wanted.loc[rows & wanted[column].notna(), ["mmsi", column]]
            for mmsi, word in told.itertuples(index=False, name=None):
                text = f"IMO {int(word)}" if column == "imo" else str(word)
                words.setdefault(int(mmsi), []).append(text)
    return {mmsi: clean("; ".join(texts), chars=300) for mmsi, texts in words.items()}


def _entries(vessels: pd.DataFrame) -> list[dict[str, Any]]:
    have = [n for n in _SHOWN if n in vessels.columns]
    rows = []
    for values in vessels[have].itertuples(index=False, name=None):
        known = {k: v for k, v in zip(have, values, strict=True) if not pd.isna(v) and v != ""}
        known["type"] = ship_type_words(known.pop("ship_type", None))
        for key in ("mmsi", "imo"):
            if key in known:
                known[key] = int(known[key])
        rows.append(clean(known, chars=300))
    return rows
