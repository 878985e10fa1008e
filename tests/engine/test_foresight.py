"""Workers begin to load only where a run will have any."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from baltic.engine import processes
from baltic.engine.foresight import are_small, prepare
from baltic.settings import Settings


def limit(count: int) -> Settings:
    settings = Settings()
    return replace(settings, engine=replace(settings.engine, memory_bytes=count))


def test_packed_files_count_as_what_they_unpack_to(tmp_path: Path) -> None:
    plain, packed = tmp_path / "day.csv", tmp_path / "day.csv.gz"
    plain.write_bytes(b"x" * 100)
    packed.write_bytes(b"x" * 100)
    assert are_small([plain], limit(100))
    assert not are_small([packed], limit(100))
    assert not are_small([plain, plain], limit(199))


@pytest.mark.parametrize(
    ("size", "engine", "workers", "warmed"),
    [
        (200, "local", 2, [(2, "baltic.engine.visits")]),
        (200, "local", 1, []),
        (50, "local", 2, []),
        (200, "dask", 2, []),
    ],
)
def test_only_large_local_runs_with_workers_are_prepared(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    size: int,
    engine: str,
    workers: int,
    warmed: list[tuple[int, str]],
) -> None:
    seen: list[tuple[int, str]] = []
    monkeypatch.setattr(processes, "_warm", lambda *told: seen.append(told))
    file = tmp_path / "day.csv"
    file.write_bytes(b"x" * size)
    prepare([file], limit(100), engine=engine, workers=workers, last="baltic.engine.visits")
    assert seen == warmed


def test_what_makes_the_event_log_is_loaded_for_small_inputs_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, str]] = []
    monkeypatch.setattr(processes, "_warm", lambda *told: seen.append(told))
    file = tmp_path / "day.csv"
    file.write_bytes(b"x")
    for workers in (1, 2):
        prepare([file], limit(100), engine="local", workers=workers, last="visits", always=True)
    assert seen == [(2, "visits")]
