"""One transmission in several lines counts once, in memory and through a store."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from baltic.ais import AisData
from baltic.ais.filters import Filter
from baltic.ais.store import Store
from baltic.engine.ingestion import ingest
from baltic.engine.inputs import read_store
from baltic.settings import Settings

from .sentences import T0, at, log, position, ship, tag
from .shapes import dma, dropped, read, write


def base(n: int = 3) -> list[str]:
    return [at(i, position(219000009, lon=20 + i / 100)) for i in range(n)]


def same(a: AisData, b: AisData) -> None:
    assert a.fixes.equals(b.fixes) and a.vessels.equals(b.vessels)
    assert dropped(a) == dropped(b) and a.audit.rows_in == b.audit.rows_in


def test_transmission_heard_by_several_stations_counts_once(tmp_path: Path) -> None:
    lines = [
        at(4, position(talker="BSVDM"), "s:b,"),
        at(2, position(talker="AIVDM"), "s:a,"),
        at(3, position(talker="AIVDM"), "s:c,"),
        at(62, position(talker="AIVDM"), "s:a,"),
    ]
    data = read(log(tmp_path / "a.nmea", [*base(), *lines]))
    mine = data.fixes.filter(pl.col("mmsi") == 219000001)
    assert [t.second for t in mine["t"]] == [2, 2]
    assert dropped(data) == {"repeated_transmission": 2}
    example = data.audit.dropped["repeated_transmission"].example
    assert example is not None and example.line == 4
    halves = [log(tmp_path / f"{i}.nmea", part) for i, part in enumerate((lines[:2], lines[2:]))]
    split = read(*halves)
    assert dropped(split) == {"repeated_transmission": 2}
    assert split.fixes.equals(mine)


def test_settings_bound_the_repeat_window(tmp_path: Path) -> None:
    lines = [tag(f"s:{s},c:{T0 + i}") + position() for i, s in ((0, "a"), (5, "b"), (11, "c"))]
    data = read(log(tmp_path / "a.nmea", lines))
    assert dropped(data) == {"repeated_transmission": 1}
    base = Settings()
    wide = dataclasses.replace(base, reading=dataclasses.replace(base.reading, repeat_s=6.0))
    data = read(tmp_path / "a.nmea", settings=wide)
    assert dropped(data) == {"repeated_transmission": 2}
    assert data.fixes.select(pl.col("t").dt.second()).to_series().to_list() == [0]


@pytest.mark.slow
def test_a_store_gives_the_same_as_memory(tmp_path: Path) -> None:
    night = 50_400  # seconds to midnight
    here = [at(s, position(lon=20), f"s:{s},") for s in (night - 1, night + 1)]
    there = [at(s, position(lon=20), f"s:{s},") for s in (night, night + 2, night + 60)]
    told = [at(night, line, f"s:{i},") for i in "ab" for line in ship()]
    files = [
        log(tmp_path / "a.nmea", [*base(), *here, *told]),
        log(tmp_path / "b.nmea", there),
        write(tmp_path / "c.csv", [dma(), dma(lon=25.6)]),
    ]
    ingest(files, tmp_path / "store", workers=1)
    store = Store.open(tmp_path / "store")
    whole = read(*files)
    assert dropped(whole) == {"repeated_transmission": 4, "static_only": 1}
    same(read_store(store, Filter(), Settings()), whole)
    for t in (here[1], there[0]):
        begin = datetime.fromisoformat("2024-12-26T00:00:00+00:00")
        window = Filter(t_from=begin) if t is here[1] else Filter(t_to=begin)
        cut = read(*files, t_from=window.t_from, t_to=window.t_to)
        again = read_store(store, window, Settings())
        assert again.fixes.equals(cut.fixes) and dropped(again) == dropped(cut)


def test_rows_of_other_formats_repeat_nothing(tmp_path: Path) -> None:
    rows = [dma(f"25/12/2024 10:26:0{i}") for i in range(4)]
    assert dropped(read(write(tmp_path / "a.csv", rows))) == {}
