"""Writing simulated (or any) AIS as a file that the program's own readers take."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import polars as pl

from ..catalogue import at_time
from .faults import SimulationError

__all__ = ["write_ais"]

_STATIC = (
    "imo", "name", "callsign", "ship_type", "loa_m", "beam_m", "draught_m", "to_bow_m", "flag",
    "destination",
)  # fmt: skip


def write_ais(fixes: pl.DataFrame, vessels: pl.DataFrame, path: Path) -> None:
    """Write fixes with their ships' static data, one row a fix, in order of time.

    Parameters
    ----------
    fixes
        Polars FIXES; more columns (as ``truth_state``) are kept.
    vessels
        Polars VESSELS; joined by MMSI and time.
    path
        ``.csv``, ``.csv.gz`` (or ``.gz``) or ``.parquet``.  Times are ISO 8601 with Z in
        text; the file is the same for the same tables (no time stamp inside the gzip).

    Raises
    ------
    SimulationError
        When the ending names no known format.

    Examples
    --------
    >>> import tempfile
    >>> from baltic.simulate import straight_run
    >>> run = straight_run([(0.1, 11.0)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "run.csv"
    ...     write_ais(run.fixes, run.vessels, file)
    ...     len(file.read_text().splitlines())
    8
    """
    path = Path(path)
    static = at_time(vessels, fixes["mmsi"], fixes["t"], list(_STATIC))
    table = fixes.hstack(static).sort("t", "mmsi", maintain_order=True)
    ending = path.suffix.lower()
    if ending == ".parquet":
        # By way of memory: a full disk is then an OSError like everywhere else.
        packed = io.BytesIO()
        table.write_parquet(packed, compression="zstd")
        path.write_bytes(packed.getvalue())
        return
    if ending not in (".csv", ".gz"):
        raise SimulationError(
            f"no format is known for the ending {ending!r}",
            file=path,
            hint="name a .csv, .csv.gz or .parquet file",
        )
    whole = bool((table["t"].dt.microsecond() == 0).all())
    spec = "%Y-%m-%dT%H:%M:%SZ" if whole else "%Y-%m-%dT%H:%M:%S%.6fZ"
    floats = [
        pl.col(name).cast(pl.Float64).round(2)
        for name, dtype in table.schema.items()
        if dtype == pl.Float32
    ]
    text = table.with_columns(pl.col("t").dt.strftime(spec), *floats)
    if ending == ".csv":
        path.write_text(text.write_csv(), encoding="utf-8")
        return
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as stream:
        stream.write(text.write_csv().encode())
