"""One result, whatever the engine, the workers, the split of files and the order of rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from baltic.engine import scan
from baltic.engine.steps import bin_part
from baltic.errors import BalticError, InputError
from baltic.settings import Settings

from .sea import SMALL, lines_of, look, shuffled, told, write


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    return lines_of(tmp_path_factory.mktemp("sea"))


@pytest.fixture(scope="module")
def whole(sea: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The result in one piece, in memory."""
    path = write(tmp_path_factory.mktemp("whole") / "sea.csv", *sea)
    found = scan([path], settings=Settings())
    assert found.detection.candidates and found.detection.degraded.shape[0]
    assert len(found.detection.dark) and len(found.crossings)
    return told(found)


@pytest.mark.slow  # tests/test_changed_hull.py and the processes below run in parts by default
def test_parts_give_what_one_piece_gives(sea, whole, tmp_path: Path) -> None:
    assert told(look([write(tmp_path / "sea.csv", *sea)])) == whole


@pytest.mark.slow
@pytest.mark.parametrize("rows", [pytest.param(1_500, marks=pytest.mark.slow), 60_000])
def test_the_size_of_parts_is_no_matter(sea, whole, rows: int, tmp_path: Path) -> None:
    sizes = replace(SMALL.engine, part_rows=rows, scratch_buckets=2, spill_rows=rows)
    assert told(look([write(tmp_path / "sea.csv", *sea)], replace(SMALL, engine=sizes))) == whole


@pytest.mark.slow
def test_splits_and_orders_are_no_matter(sea, whole, tmp_path: Path) -> None:
    header, rows = sea
    mixed = shuffled(rows, 3)
    cut = [mixed[: len(rows) // 5], mixed[len(rows) // 5 :]]
    paths = [write(tmp_path / f"part {i}ø.csv", header, part) for i, part in enumerate(cut)]
    assert told(look(paths)) == whole
    assert told(look(paths[::-1])) == whole


@pytest.mark.slow
def test_overlapping_files_count_shared_rows_once(sea, whole, tmp_path: Path) -> None:
    header, rows = sea
    third = len(rows) // 3
    paths = [
        write(tmp_path / "a.csv", header, rows[: 2 * third]),
        write(tmp_path / "b.csv", header, rows[third:]),
    ]
    found = told(look(paths))
    in_memory = told(scan(paths, settings=Settings()))
    assert found == in_memory
    for name in ("hash", "dark", "vessels", "map"):
        assert found[name] == whole[name]
    assert found["rows"][0] == whole["rows"][0] + third


def test_processes_give_the_same(sea, whole, tmp_path: Path) -> None:
    assert told(look([write(tmp_path / "sea.csv", *sea)], workers=2)) == whole


@pytest.mark.slow
def test_dask_gives_the_same(sea, whole, tmp_path: Path) -> None:
    path = write(tmp_path / "sea.csv", *sea)
    found = look([path], engine="dask", workers=2, work=tmp_path / "work")
    assert told(found) == whole


@pytest.mark.slow
def test_a_cluster_that_is_there_gives_the_same(sea, whole, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    path = write(tmp_path / "sea.csv", *sea)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        engine = f"dask={cluster.scheduler_address}"
        assert told(look([path], engine=engine, work=tmp_path / "work")) == whole


def test_an_engine_that_is_none_is_one_line(sea, tmp_path: Path) -> None:
    path = write(tmp_path / "sea.csv", *sea)
    with pytest.raises(BalticError, match="unknown engine 'spark'; engines: local, dask"):
        look([path], engine="spark")


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_one_line(sea, tmp_path: Path) -> None:
    path = write(tmp_path / "sea.csv", *sea)
    with pytest.raises(BalticError, match=r"no Dask cluster answers at 'tcp://127.0.0.1:1'"):
        look([path], engine="dask=tcp://127.0.0.1:1")


@pytest.mark.slow
def test_a_filter_means_the_same(sea, tmp_path: Path) -> None:
    header, rows = sea
    path = write(tmp_path / "sea.csv", header, rows)
    window: dict[str, Any] = {
        "t_from": _time("2024-11-17T20:00:00Z"), "t_to": _time("2024-11-18T02:00:00Z"),
        "bbox": (14.0, 54.0, 24.0, 60.0),
    }  # fmt: skip
    one = told(scan([path], settings=Settings(), **window))
    assert told(look([path], **window)) == one
    assert one["rows"][2]["outside_time"] and one["rows"][2]["outside_area"]


@pytest.mark.slow
def test_a_broken_run_goes_on_where_it_was(sea, whole, tmp_path: Path, monkeypatch) -> None:
    path, work = write(tmp_path / "sea.csv", *sea), tmp_path / "work"
    calls = []

    def fails(part: Any, **fixed: Any) -> Any:
        calls.append(part)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return bin_part(part, **fixed)

    monkeypatch.setattr("baltic.engine.pipeline.bin_part", fails)
    with pytest.raises(KeyboardInterrupt):
        look([path], work=work)
    monkeypatch.undo()
    before = {p: p.stat().st_mtime_ns for p in (work / "tracks").iterdir()}
    assert told(look([path], work=work)) == whole
    assert before == {p: p.stat().st_mtime_ns for p in (work / "tracks").iterdir()}


@pytest.mark.slow
def test_tables_of_another_run_are_refused(sea, tmp_path: Path) -> None:
    header, rows = sea
    path, work = write(tmp_path / "sea.csv", header, rows), tmp_path / "work"
    look([path], work=work)
    other = write(tmp_path / "other.csv", header, rows[:-7])
    with pytest.raises(InputError, match="holds the tables of another run"):
        look([other], work=work)


def _time(text: str) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(text)
