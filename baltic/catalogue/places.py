"""Places: anchorages and ports, the innocent reasons to slow down."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from ..data import data_file, read_once
from ..tables import PLACES

__all__ = ["load_places"]


def load_places(*, doubtful: bool = False) -> pd.DataFrame:
    """Return anchorages and ports.

    Parameters
    ----------
    doubtful
        Keep places whose position fails a check (a port off the wrong coast would excuse
        a ship that stops there); ``doubtful_note`` says why.

    Returns
    -------
    pandas.DataFrame
        Contract ``PLACES`` and ``country``, ``locode``, ``source``, ``doubtful``,
        ``doubtful_note``.

    Examples
    --------
    >>> sorted(load_places()["kind"].unique())
    ['anchorage', 'port']
    """
    frame = _shipped(data_file("places.geojson"))
    return frame if doubtful else frame[~frame["doubtful"]].reset_index(drop=True)


def _read(file: Path) -> pd.DataFrame:
    document = json.loads(file.read_text(encoding="utf-8"))
    rows = [
        {
            **feature["properties"],
            "lon": float(feature["geometry"]["coordinates"][0]),
            "lat": float(feature["geometry"]["coordinates"][1]),
        }
        for feature in document["features"]
    ]
    extras = ["country", "locode", "source", "doubtful", "doubtful_note"]
    frame = pd.DataFrame(rows, columns=[*PLACES.names, *extras])
    frame["radius_km"] = frame["radius_km"].astype(float)
    frame["doubtful"] = frame["doubtful"].astype(bool)
    PLACES.check(frame)
    return frame


_shipped = read_once(_read)
