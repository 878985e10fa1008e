"""The check of a fetched zip."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.ais.fetching.verify import DamagedError, check_zip
from baltic.settings import Limits

from .runs import BODY, packed


def test_no_unpacking_of_what_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(BODY)
    few = dataclasses.replace(Limits(), max_unzipped_bytes=10)
    with pytest.raises(DamagedError, match="unpacks to"):
        check_zip(tmp_path / "a.zip", len(BODY), None, unpack=True, limits=few)


def test_a_method_that_python_lacks_is_told_not_guessed(tmp_path: Path) -> None:
    body = bytearray(packed(members=1))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        directory = archive.start_dir
    body[8:10] = body[directory + 10 : directory + 12] = (9).to_bytes(2, "little")
    (tmp_path / "a.zip").write_bytes(body)
    checked = check_zip(tmp_path / "a.zip", len(body), None, unpack=True, limits=Limits())
    assert "Deflate64" in checked.notes[0] and "CRC of every member" not in checked.passed


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=8),
    cut=st.integers(0, 700),
)
def test_any_bytes_are_a_whole_zip_or_damaged(
    tmp_path: Path, edits: list[tuple[int, int]], cut: int
) -> None:
    body = bytearray(packed(size=300))
    for at, value in edits:
        body[at % len(body)] = value
    raw = bytes(body)[:cut] if cut < 600 else bytes(body)
    (tmp_path / "a.zip").write_bytes(raw)
    try:
        check_zip(tmp_path / "a.zip", len(raw), None, unpack=True, limits=Limits())
    except DamagedError as error:
        assert error.what
    else:
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            assert archive.infolist()
