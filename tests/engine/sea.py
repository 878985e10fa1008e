"""A small sea with drags, a jammed area, twins and silences, written as the lines of a file."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from baltic.catalogue import load_assets
from baltic.engine import scan
from baltic.engine.result import ScanResult
from baltic.settings import Settings
from baltic.simulate import simulate_traffic, write_ais

#: Parts so small that even this sea has many.
SMALL = replace(
    Settings(),
    engine=replace(
        Settings().engine, part_rows=4_000, spill_rows=9_000, scratch_buckets=3, memory_bytes=0
    ),
)


@cache
def _text(folder: Path) -> str:
    made = simulate_traffic(
        t_start="2024-11-17T18:00:00Z", hours=11, ships=70, seed=11, interval_s=90.0, drags=4,
        world="B", jamming=True, assets=load_assets(),
    )  # fmt: skip
    path = folder / "sea.csv"
    write_ais(made.fixes, made.vessels, path)
    return path.read_text()


def lines_of(folder: Path) -> tuple[str, list[str]]:
    """Return the header and the rows of the sea; every 50th row stands twice."""
    header, *rows = _text(folder).splitlines()
    return header, [*rows, *rows[::50]]


def write(path: Path, header: str, rows: list[str]) -> Path:
    """Write some of the rows."""
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def shuffled(rows: list[str], seed: int) -> list[str]:
    """Return the rows in another order."""
    return random.Random(seed).sample(rows, len(rows))


def look(paths: list[Path], settings: Settings = SMALL, **options: Any) -> ScanResult:
    """Scan, one process unless told."""
    return scan(paths, settings=settings, **{"workers": 1, **options})


def told(found: ScanResult) -> dict[str, Any]:
    """Return what must not depend on how the work was done."""
    audit = found.audit.as_dict()
    counts = {r: t["count"] for r, t in audit["dropped"].items()}
    return {
        "hash": found.manifest["result_hash"],
        "counts": found.manifest["counts"],
        "rows": (audit["rows_in"], audit["rows_used"], counts),
        "dark": found.detection.dark.to_json(double_precision=6, date_format="iso"),
        "degraded": found.detection.degraded.to_json(date_format="iso"),
        "vessels": found.vessels.write_json(),
        "gaps": found.gaps.write_json(),
        "map": found.thinned.write_json(),
        "notes": sorted(found.detection.notes),
    }
