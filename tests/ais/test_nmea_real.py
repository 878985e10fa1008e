"""Real logs against bare pyais: the same messages, ships, positions and times."""

from __future__ import annotations

import dataclasses
import gzip
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from pyais.stream import IterMessages

from baltic.settings import Settings

from .shapes import dropped, flagged, read, real, small_blocks

DMA = "dma_2013-11-12_1200-1205_all-stations.txt.gz"
KYSTVERKET = "kystverket_2019-08-07_Ais1000Lines.nm4"
AISDB = "aisdb_2021-11-01_tagblock_1000.nm4"
AMSA = "amsa_nmea-timestamped_c-only.txt"


def lax() -> Settings:
    base = Settings()
    return dataclasses.replace(base, reading=dataclasses.replace(base.reading, tag_checksums=False))


def messages(path: Path) -> list[tuple[datetime, Any, bool]]:
    """Return time, message and whether checksums are right, by pyais alone."""
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).split(b"\n")
    found = []
    for sentence in IterMessages(lines):
        if sentence.wrapper_msg is not None:
            t = sentence.wrapper_msg.timestamp.replace(tzinfo=UTC)
        else:
            assert sentence.tag_block is not None
            sentence.tag_block.init()
            t = datetime.fromtimestamp(int(sentence.tag_block.receiver_timestamp or 0), UTC)
        found.append((t, sentence.decode(), sentence.is_valid))
    return found


def positions(found: list[tuple[datetime, Any, bool]], *kinds: int) -> pl.DataFrame:
    """Return mmsi, t, lon, lat of ships' reports, no-position and no-ship rows left out."""
    rows = [
        (m.mmsi, t, m.lon, m.lat)
        for t, m, _ in found
        if m.msg_type in kinds and abs(m.lat) <= 90 and m.mmsi
        and (m.mmsi // 10_000_000 != 99 or m.mmsi == 999_999_999)
        and m.mmsi // 1_000_000 not in (111, 970, 972, 974)
    ]  # fmt: skip
    schema = {"mmsi": pl.UInt32, "t": pl.Datetime("us", "UTC"), "lon": pl.Float64}
    table = pl.DataFrame(rows, schema={**schema, "lat": pl.Float64}, orient="row")
    return table.sort("mmsi", "t", "lon", "lat")


@pytest.mark.slow
def test_all_stations_of_denmark_2013() -> None:
    path = real(DMA)
    found = messages(path)
    kinds = Counter(m.msg_type for _, m, _ in found)
    assert kinds == {1: 20044, 3: 4151, 4: 1234, 5: 69, 18: 493, 21: 25, 24: 61}
    heard = [t for t, m, _ in found if m.msg_type in (1, 3, 18)]
    assert sum(a > b for a, b in pairwise(heard)) == 5761
    data = read(path)
    assert data.audit.rows_in == len(found) == 26_077
    assert data.audit.rows_used == 20_044 + 4_151 + 493
    assert dropped(data) == {"non_ship": 1_234 + 25, "static_only": 69 + 61}
    assert (
        data.fixes.select("mmsi", "t", "lon", "lat")
        .sort("mmsi", "t", "lon", "lat")
        .equals(positions(found, 1, 3, 18))
    )
    assert data.fixes["t"].min() == datetime(2013, 11, 12, 12, 0, 0, 11_000, tzinfo=UTC)
    assert data.fixes["t"].max() == datetime(2013, 11, 12, 12, 4, 59, 979_000, tzinfo=UTC)
    assert data.fixes["mmsi"].n_unique() == 1_438 and data.vessels.height == 1_443
    names = {m.mmsi: m.shipname for _, m, _ in found if m.msg_type == 5 and m.shipname}
    known = dict(data.vessels.select("mmsi", "name").drop_nulls().iter_rows())
    assert {mmsi: known[mmsi] for mmsi in names} == names
    assert flagged(data) == {"imo_invalid": 1, "mmsi_odd": 32} and data.notes == []
    again = read(path, settings=small_blocks(100_000))
    assert again.fixes.equals(data.fixes) and dropped(again) == dropped(data)


def test_norwegian_log_whose_groups_were_made_anonymous() -> None:
    # Group numbers were set to 9999 without new checksums: those 246 lines are not believed.
    path = real(KYSTVERKET)
    found = messages(path)
    assert len(found) == 877 and all(valid for *_, valid in found)
    data = read(path)
    assert data.audit.rows_in == 1_000
    assert dropped(data) == {
        "unreadable": 246,
        "non_ship": 1,
        "no_position": 5,
        "static_only": 6,
    }
    assert "246 tag blocks with a wrong checksum" in data.notes[0]
    trusting = read(path, settings=lax())
    assert trusting.audit.rows_in == 877
    assert dropped(trusting) == {"non_ship": 1, "no_position": 5, "static_only": 123 + 6}
    assert trusting.fixes.equals(data.fixes) and data.fixes["mmsi"].n_unique() == 742
    ours = trusting.fixes.select("mmsi", "t", "lon", "lat")
    assert ours.equals(positions(found, 1, 3, 18).select(ours.columns))
    assert data.fixes["t"].min() == datetime(2019, 8, 7, 22, 59, 58, tzinfo=UTC)
    assert data.fixes["t"].max() == datetime(2019, 8, 7, 23, 0, 27, tzinfo=UTC)
    assert trusting.vessels.height == 832
    assert trusting.vessels["name"].is_not_null().sum() == 128


def test_satellite_log_with_tag_blocks() -> None:
    path = real(AISDB)
    found = messages(path)
    assert len(found) == 979
    data = read(path)
    assert data.audit.rows_in == 979 and data.notes == []
    # One report comes from MMSI 0.
    assert dropped(data) == {
        "unreadable": 1,
        "non_ship": 20,
        "no_position": 5,
        "static_only": 18 + 24,
    }
    ours = data.fixes.select("mmsi", "t", "lon", "lat").sort("mmsi", "t", "lon", "lat")
    assert ours.equals(positions(found, 1, 3, 18, 19, 27)) and ours.height == 911
    by = dict(data.fixes["source"].value_counts().iter_rows())
    assert by["class-a-long-range"] == 126 and set(by) == {
        "class-a",
        "class-b",
        "class-a-long-range",
    }
    assert data.fixes["mmsi"].n_unique() == 795 and data.vessels.height == 823
    assert data.fixes["t"].max() == datetime(2021, 11, 1, 1, 59, 6, tzinfo=UTC)


def test_australian_log_whose_tag_blocks_have_no_checksums() -> None:
    path = real(AMSA)
    found = messages(path)
    data = read(path)
    assert data.audit.rows_in == len(found) == 100
    # MMSI 0; a ship whose number nobody has typed in yet says 999999999.
    assert dropped(data) == {"unreadable": 1}
    assert flagged(data) == {"mmsi_none": 1, "mmsi_odd": 2}
    assert "checksum 00" in data.notes[0] and len(data.notes) == 1
    ours = data.fixes.select("mmsi", "t", "lon", "lat").sort("mmsi", "t", "lon", "lat")
    assert ours.equals(positions(found, 1, 3)) and data.fixes["mmsi"].n_unique() == 84
    assert data.fixes["t"].min() == datetime(2014, 12, 31, 12, 59, 57, tzinfo=UTC)
    assert data.fixes["t"].max() == datetime(2014, 12, 31, 13, 0, 1, tzinfo=UTC)
