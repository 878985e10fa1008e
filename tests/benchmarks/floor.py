"""The floor: bare Polars reads the nine dynamic columns of a Danish day and sorts them.

Run as its own process by ``measure_ais``; prints one JSON line.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import polars as pl

_TYPES = {
    "# Timestamp": pl.String, "MMSI": pl.UInt32, "Latitude": pl.Float64, "Longitude": pl.Float64,
    "Navigational status": pl.String, "ROT": pl.Float32, "SOG": pl.Float32, "COG": pl.Float32,
    "Heading": pl.Float32,
}  # fmt: skip


def floor(path):
    """Return the nine columns with UTC times, by ship and time."""
    time_ = pl.col("# Timestamp").str.to_datetime(
        "%d/%m/%Y %H:%M:%S", time_unit="us", time_zone="UTC"
    )
    table = pl.scan_csv(path, schema_overrides=_TYPES, infer_schema=False)
    return table.select(*_TYPES).with_columns(time_).sort("MMSI", "# Timestamp").collect()


def main():
    begin, spent = time.perf_counter(), time.process_time()
    table = floor(sys.argv[1])
    told = {
        "collect_s": time.perf_counter() - begin,
        "collect_cpu_s": time.process_time() - spent,
        "rows": table.height,
        "max_rss_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "threads": pl.thread_pool_size(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
