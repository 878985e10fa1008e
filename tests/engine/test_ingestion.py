"""A store that is kept: added to, read again, broken off at any moment."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from baltic.ais.inputs import is_store
from baltic.ais.store import Store
from baltic.engine import investigate, scan
from baltic.engine.ingestion import ingest
from baltic.errors import InputError, OutputError
from baltic.folders import Folder
from baltic.settings import Settings

from .sea import SMALL, lines_of, look, shuffled, told, write

INCIDENT = "estlink2-eagle-s-2024"


@pytest.fixture(scope="module")
def sea(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    return lines_of(tmp_path_factory.mktemp("sea"))


@pytest.fixture(scope="module")
def whole(sea: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = write(tmp_path_factory.mktemp("whole") / "sea.csv", *sea)
    return told(scan([path], settings=Settings()))


@pytest.mark.slow
def test_a_store_stands_for_its_files(sea, whole, tmp_path: Path) -> None:
    path, store = write(tmp_path / "sea.csv", *sea), tmp_path / "store"
    done = ingest([path], store, settings=SMALL, buckets=5)
    assert is_store(store)
    assert done.rows_in == whole["rows"][0]
    assert done.rows_in == done.fixes + sum(done.dropped.values())
    assert told(scan([store], settings=Settings())) == whole
    assert told(look([store], work=tmp_path / "work")) == whole


@pytest.mark.slow
def test_late_and_overlapping_files_make_no_difference(sea, whole, tmp_path: Path) -> None:
    header, rows = sea
    half = len(rows) // 2
    late = write(tmp_path / "late.csv", header, shuffled(rows[: half + 500], 5))
    early = write(tmp_path / "early.csv", header, rows[half - 500 :])
    store = tmp_path / "store"
    ingest([late], store, settings=SMALL)
    ingest([early], store, settings=SMALL)
    found = told(look([store]))
    for name in ("hash", "dark", "degraded", "vessels", "gaps", "map"):
        assert found[name] == whole[name]


@pytest.mark.slow
def test_the_same_file_again_changes_nothing(sea, tmp_path: Path) -> None:
    header, rows = sea
    path, store = write(tmp_path / "sea.csv", header, rows[:3000]), tmp_path / "store"
    ingest([path], store, settings=SMALL)
    before = sorted((p, p.stat().st_mtime_ns) for p in store.rglob("*.parquet"))
    copy = write(tmp_path / "copy of it.csv", header, rows[:3000])
    again = ingest([path, copy], store, settings=SMALL)
    assert [i["already"] for i in again.inputs] == [True, True]
    assert again.rows_in == 0
    assert before == sorted((p, p.stat().st_mtime_ns) for p in store.rglob("*.parquet"))


def test_days_and_buckets_are_folders(sea, tmp_path: Path) -> None:
    path, store = write(tmp_path / "sea.csv", *sea), tmp_path / "store"
    ingest([path], store, settings=SMALL, buckets=4)
    days = {p.name for p in store.glob("bucket=*/day=*")}
    assert days == {"day=2024-11-17", "day=2024-11-18"}
    ships: dict[int, set[str]] = {}
    for file in store.glob("bucket=*/day=*/*.parquet"):
        table = pl.read_parquet(file)
        assert table.select("mmsi", "t").equals(table.select("mmsi", "t").sort("mmsi", "t"))
        assert set(table["t"].dt.date().cast(pl.String)) == {file.parent.name[4:]}
        for mmsi in table["mmsi"].unique():
            ships.setdefault(mmsi, set()).add(file.parts[-3])
    assert all(len(buckets) == 1 for buckets in ships.values())
    assert len(set.union(*ships.values())) == 4


@pytest.mark.slow
def test_investigate_takes_a_store(tmp_path: Path) -> None:
    from baltic.catalogue import load_track, track_vessels
    from baltic.simulate import write_ais

    path, store = tmp_path / "eagle.csv", tmp_path / "store"
    write_ais(load_track("eagle-s-2024"), track_vessels(), path)
    ingest([path], store)
    one = investigate(INCIDENT, [path])
    other = investigate(INCIDENT, [store])
    in_parts = investigate(INCIDENT, [store], work=tmp_path / "work", workers=1)
    for found in (other, in_parts):
        assert found.attribution.as_dict() == one.attribution.as_dict()
        assert found.scan.manifest["result_hash"] == one.scan.manifest["result_hash"]
        assert found.visits.equals(one.visits)


@pytest.mark.slow
def test_an_object_store_is_a_place_too(sea, whole, tmp_path: Path) -> None:
    path = write(tmp_path / "sea.csv", *sea)
    where = f"memory://store-{tmp_path.name}"
    ingest([path], where, settings=SMALL)
    work = f"memory://work-{tmp_path.name}"
    assert told(scan([where], settings=SMALL, workers=1, work=work)) == whole


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", [2, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 7, 20))]
)
def test_a_full_disk_leaves_a_valid_store(
    sea, whole, number: int, tmp_path: Path, monkeypatch
) -> None:
    path, store = write(tmp_path / "sea.csv", *sea), tmp_path / "store"
    first = write(tmp_path / "first.csv", sea[0], sea[1][:2000])
    ingest([first], store, settings=SMALL)
    kept = told(scan([store], settings=Settings()))
    plain, count = Folder._write_here, [0]

    def full(self: Folder, path: Path, content: bytes) -> None:
        count[0] += 1
        if count[0] >= number:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(".unfinished-0").write_bytes(content[: len(content) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        plain(self, path, content)

    monkeypatch.setattr(Folder, "_write_here", full)
    with pytest.raises(OutputError, match="No space left on device"):
        ingest([path], store, settings=SMALL)
    monkeypatch.undo()
    assert told(scan([store], settings=Settings())) == kept
    ingest([path], store, settings=SMALL)
    found = told(look([store]))
    for name in ("hash", "dark", "vessels", "map"):
        assert found[name] == whole[name]


def _store_command(path: Path, store: Path) -> list[str]:
    settings = path.with_suffix(".toml")
    settings.write_text("[engine]\nspill_rows = 4000\n[reading]\nblock_bytes = 200000\n")
    return [
        sys.executable, "-m", "baltic", "ingest", str(path), "--store", str(store),
        "--settings", str(settings), "--quiet", "--workers", "1", "--buckets", "6",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("files", [1, 5, 11, 16])
def test_a_killed_process_leaves_a_valid_store(sea, whole, files: int, tmp_path: Path) -> None:
    path, store = write(tmp_path / "sea.csv", *sea), tmp_path / "store"
    command = _store_command(path, store)
    process = subprocess.Popen(command)
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if store.exists() and sum(1 for _ in store.rglob("*.parquet")) >= files:
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.001)
    process.wait(60)
    if is_store(store):
        assert len(Store.open(store).commits()) in (0, 1)
    subprocess.run(command, check=True, timeout=120)
    held = Store.open(store)
    named = {f.name for c in held.commits() for f in c.files}
    there = {n for n in held.folder.names() if n.startswith(("bucket=", "rest/"))}
    assert there == named
    assert told(look([store])) == whole


@pytest.mark.slow
def test_a_file_size_limit_is_one_line(sea, tmp_path: Path) -> None:
    path, store = write(tmp_path / "sea.csv", *sea), tmp_path / "store"
    command = _store_command(path, store)

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    run = subprocess.run(
        command, preexec_fn=limit, capture_output=True, text=True, timeout=120, env=os.environ
    )
    assert run.returncode == 1
    assert run.stderr.startswith("baltic: ") and run.stderr.count("\n") == 1
    assert not Store.open(store).commits()


def test_what_is_no_store_is_one_line(sea, tmp_path: Path) -> None:
    header, rows = sea
    path = write(tmp_path / "sea.csv", header, rows[:100])
    with pytest.raises(InputError, match="holds other files and is no store"):
        ingest([path], tmp_path)
    store = tmp_path / "store"
    ingest([path], store)
    with pytest.raises(InputError, match="is a store among other inputs"):
        scan([store, path])
    with pytest.raises(InputError, match="has 64 buckets, not 7"):
        ingest([path], store, buckets=7)
    with pytest.raises(InputError, match="a store needs no format"):
        scan([store], format="csv")
    (store / "store.json").write_text("{")
    with pytest.raises(InputError, match="is damaged: no JSON"):
        scan([store])
    (store / "store.json").write_text('{"schema": "baltic-store/9"}')
    with pytest.raises(InputError, match="is a store of another version"):
        scan([store])


def test_an_empty_or_damaged_store_is_one_line(sea, tmp_path: Path) -> None:
    header, rows = sea
    store = tmp_path / "store"
    Store.create(store, buckets=3)
    with pytest.raises(InputError, match="is an empty store"):
        scan([store])
    ingest([write(tmp_path / "sea.csv", header, rows[:500])], store)
    file = next(store.glob("bucket=*/day=*/*.parquet"))
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(InputError, match="is damaged"):
        scan([store])
    file.unlink()
    with pytest.raises(InputError, match="no such file"):
        scan([store])


def test_useless_files_are_told(sea, tmp_path: Path) -> None:
    header, rows = sea
    good = write(tmp_path / "good.csv", header, rows[:200])
    bad = write(tmp_path / "bad.csv", header, ["what,is,this"] * 5)
    done = ingest([good, bad], tmp_path / "store")
    assert done.rows_in == 200
    assert any("bad.csv: no usable row: 5 of 5" in note for note in done.notes)
    with pytest.raises(InputError, match="no usable row: 5 of 5"):
        ingest([bad], tmp_path / "other")


@pytest.mark.slow
def test_files_in_an_object_store_are_read_like_those_on_a_disk(sea, whole, tmp_path: Path) -> None:
    import gzip

    import fsspec

    from baltic.ais.inputs import expand_inputs

    header, rows = sea
    fs = fsspec.filesystem("memory")
    base, half = f"/raw-{tmp_path.name}", len(rows) // 2
    for name, part in (("a.csv", rows[:half]), ("sub/b.csv", rows[half:])):
        text = "\n".join([header, *part]) + "\n"
        fs.pipe_file(f"{base}/{name}", text.encode())
        fs.pipe_file(f"{base}/packed/{name}.gz", gzip.compress(text.encode()))
    for pattern in (f"memory:/{base}/*.csv", f"memory:/{base}/sub", f"memory:/{base}/packed"):
        assert expand_inputs([pattern])
    files = expand_inputs([f"memory:/{base}/packed"])
    assert [f.name for f in files] == ["a.csv.gz", "b.csv.gz"]
    assert told(look(files)) == whole
    ingest(files, tmp_path / "store", settings=SMALL, workers=1)
    assert told(look([tmp_path / "store"])) == whole
    with pytest.raises(InputError, match="no such file there; check the address"):
        expand_inputs([f"memory:/{base}/nothing-*.csv"])
