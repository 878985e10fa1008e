from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import baltic
from baltic.ais.formats import FORMATS
from baltic.errors import BalticError, InputError
from baltic.tables import FIXES

from .shapes import DMA_HEADER, read, track, write


def test_read_ais_returns_pandas_with_the_account(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", track(6))
    table = baltic.read_ais(tmp_path / "*.csv", t_from="2024-12-25T00:02:00Z")
    assert list(table.columns) == FIXES.names and len(table) == 4
    assert str(table["t"].dt.tz) == "UTC"
    assert table.attrs["audit"]["rows_in"] == 6
    assert table.attrs["audit"]["dropped"]["outside_time"]["count"] == 2
    with pytest.raises(InputError, match="zone"):
        baltic.read_ais(tmp_path, t_from="2024-12-25T00:02:00")
    with pytest.raises(InputError, match="ISO"):
        baltic.read_ais(tmp_path, t_to="Christmas")


def test_the_users_word_for_the_format_is_obeyed(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", track())
    assert read(path, format="dma").inputs[0]["why"].startswith("you said so;")
    with pytest.raises(InputError, match=r"unknown format 'dmaa'; did you mean dma"):
        read(path, format="dmaa")
    for name in [f.name for f in FORMATS if f.name != "dma"]:
        with pytest.raises(InputError, match=r"a\.csv"):
            read(path, format=name)
    other = tmp_path / "b.csv"
    other.write_text("t,mmsi,lon,lat\n2024-12-25T10:26:00Z,518998865,25.5,59.5\n")
    with pytest.raises(InputError, match="no Danish header"):
        read(other, format="dma")


def test_inputs_say_what_was_decided(tmp_path: Path) -> None:
    entry = read(write(tmp_path / "a.csv", track())).inputs[0]
    assert set(entry) == {"file", "size", "sha256", "format", "why", "rows"}
    assert (entry["format"], entry["rows"]) == ("dma", 5) and "26 columns" in entry["why"]


def test_importing_loads_no_table_library() -> None:
    code = (
        "import sys, baltic.ais; "
        "sys.exit(any(m in sys.modules for m in ('polars', 'pandas', 'pyarrow', 'shapely')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


_STARTS = st.sampled_from(
    [
        b"",
        DMA_HEADER.encode() + b"\n",
        "\n".join([DMA_HEADER, *track(3)]).encode(),
        b"t,mmsi,lon,lat\n2024-12-25T10:26:00Z,518998865,25.5,59.5\n",
        b'{"type": "FeatureCollection", "features": [',
        b"PAR1",
        b"\x1f\x8b\x08\x00",
        b"PK\x03\x04",
        b"\x28\xb5\x2f\xfd",
        b"\xef\xbb\xbf",
    ]
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(start=_STARTS, rest=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_one_line(
    tmp_path: Path, start: bytes, rest: bytes
) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(start + rest)
    try:
        data = read(path)
    except BalticError as error:
        assert "any.csv" in str(error) and "\n" not in error.one_line()
    else:
        data.audit.check()
        assert data.fixes.height == data.audit.rows_used


@pytest.mark.slow
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    at=st.integers(0, 1500), byte=st.integers(0, 255), name=st.sampled_from(["csv", "gz", "zip"])
)
def test_one_flipped_byte_never_ends_in_a_traceback(
    tmp_path: Path, at: int, byte: int, name: str
) -> None:
    path = write(tmp_path / f"any.{name}", track(9))
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] = byte
    path.write_bytes(raw)
    try:
        read(path).audit.check()
    except BalticError as error:
        assert "any." in str(error)
