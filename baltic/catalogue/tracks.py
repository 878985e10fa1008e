"""Shipped tracks: real key-frames and reconstructions of documented incidents.

Every row says ``measured``, ``reconstructed`` or ``simulated``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from ..data import data_file, data_folder
from ..errors import CatalogueError, UnknownIdError, nearest
from ..tables import FIXES, PROVENANCES, VESSELS
from .documents import read_document
from .vessels import flag_of_mmsi, imo_is_valid

__all__ = ["list_tracks", "load_track", "track_vessels"]

_SHIP = ("imo", "callsign", "ship_type", "loa_m", "beam_m", "draught_m", "to_bow_m")


def list_tracks() -> list[dict[str, Any]]:
    """Return what is known of each shipped track.

    Returns
    -------
    list of dict
        ``name`` (as for :func:`load_track`), ``title``, ``incident_id``, ``mmsi``,
        ``mmsi_is_placeholder``, ship particulars, ``provenance``, ``departures`` (where the
        track leaves a published figure, and why), ``sources``.

    Examples
    --------
    >>> [track["name"] for track in list_tracks()][0]
    'eagle-s-2024'
    """
    if not (data_folder() / "tracks" / "index.yaml").exists():
        return []
    index = read_document(data_file("tracks/index.yaml"))
    rows: list[dict[str, Any]] = index["tracks"] if isinstance(index, dict) else index
    return rows


def _entry(name: str) -> dict[str, Any]:
    known = {row["name"]: row for row in list_tracks()}
    if name not in known:
        near = nearest(name, known)
        raise UnknownIdError(
            "unknown track",
            example=name,
            hint=f"did you mean {near[0]}?" if near else "known: " + ", ".join(known),
        )
    return known[name]


def load_track(name: str, *, notes: bool = False) -> pl.DataFrame:
    """Return the fixes of one shipped track.

    Parameters
    ----------
    name
        Name of :func:`list_tracks`.
    notes
        Keep the column ``note``: why a row is there.

    Returns
    -------
    polars.DataFrame
        Contract ``FIXES``, sorted by mmsi and time.

    Raises
    ------
    UnknownIdError
        No such track; the nearest is offered.
    CatalogueError
        The shipped file is damaged.

    Examples
    --------
    >>> track = load_track("eagle-s-2024")
    >>> track["provenance"].unique().to_list()
    ['reconstructed']
    """
    entry = _entry(name)
    path = data_file("tracks/" + str(entry.get("file") or f"{name}.csv"))
    try:
        fixes = _read(path, name)
    except pl.exceptions.PolarsError as error:
        raise CatalogueError(
            "is no track: " + str(error).splitlines()[0], file=path, hint="reinstall the package"
        ) from error
    wrong = set(fixes["provenance"].unique()) - set(PROVENANCES)
    if wrong:
        raise CatalogueError(
            f"provenance {sorted(map(str, wrong))[0]!r} is none of {', '.join(PROVENANCES)}",
            file=path,
        )
    fixes = fixes.select([*FIXES.names, *(["note"] if notes else [])]).sort("mmsi", "t")
    FIXES.check(fixes)
    return fixes


def _read(path: Path, name: str) -> pl.DataFrame:
    """Return a track file in the columns of ``FIXES``, and its notes."""
    raw = pl.read_csv(path, infer_schema=False, comment_prefix="#")
    fixes = raw.with_columns(
        pl.col("t").str.to_datetime("%+", time_unit="us", time_zone="UTC"),
        *(
            pl.col(c.name).cast(c.dtype)
            for c in FIXES.columns
            if c.name in raw.columns and c.name not in ("t", "provenance")
        ),
        *(
            pl.lit(None, dtype=c.dtype).alias(c.name)
            for c in FIXES.columns
            if c.name not in raw.columns and c.name != "source"
        ),
    )
    if "source" not in raw.columns:
        fixes = fixes.with_columns(pl.lit(f"track:{name}").alias("source"))
    return fixes


def track_vessels() -> pl.DataFrame:
    """Return the ships of the shipped tracks, one row an MMSI.

    Returns
    -------
    polars.DataFrame
        Contract ``VESSELS``; the flag is that of the MMSI, None for a placeholder.

    Raises
    ------
    CatalogueError
        A shipped IMO number has a wrong check digit.

    Examples
    --------
    >>> "Eagle S" in track_vessels()["name"].to_list()
    True
    """
    rows: dict[int, dict[str, Any]] = {}
    for entry in list_tracks():
        ship = {**entry, **(entry.get("ship") or {})}
        track = load_track(entry["name"])
        # Without a ship's own name the entry's name is the track's, not the ship's.
        named = (entry.get("ship") or {}).get("name") or entry.get("ship_name")
        row = rows.setdefault(
            int(entry["mmsi"]),
            {
                **{key: ship.get(key) for key in _SHIP},
                "mmsi": int(entry["mmsi"]),
                "name": named,
                "flag": flag_of_mmsi(int(entry["mmsi"])),
                "destination": None,
                "first_t": track["t"].min(),
                "last_t": track["t"].max(),
            },
        )
        row["first_t"] = min(row["first_t"], track["t"].min())
        row["last_t"] = max(row["last_t"], track["t"].max())
        if row["imo"] is not None and not imo_is_valid(row["imo"]):
            raise CatalogueError(f"IMO number {row['imo']} of track {entry['name']} is wrong")
    vessels = pl.DataFrame(list(rows.values()), schema=VESSELS.schema, strict=False)
    return vessels.sort("mmsi")
