"""Spoilt files of every format, for some seconds each; see tests/ais/fuzz.py for more."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from baltic.ais.formats import FORMATS

from .fuzz import fitting, hunt, make_case
from .samples import samples

SECONDS = 20.0
NAMES = [f.name for f in FORMATS]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_any_bytes_give_rows_or_one_error(name: str, tmp_path: Path) -> None:
    for seed in (1, int(time.time())):
        print(f"seed {seed}")  # noqa: T201  shown when it fails
        cases, failures = hunt(name, SECONDS / 2, seed, tmp_path)
        assert not failures, "\n".join(f.what for f in failures)
        assert cases > 5  # a busy machine makes few in the time


@pytest.mark.parametrize("name", NAMES)
def test_every_format_has_a_sample_of_its_own(name: str) -> None:
    assert len(fitting(name)) < len(samples())


def test_a_case_is_made_from_its_numbers_alone() -> None:
    own = fitting("dma")
    assert make_case("dma", 1, 40, own) == make_case("dma", 1, 40, own)
    assert make_case("dma", 1, 40, own) != make_case("dma", 2, 40, own)


def test_a_broken_promise_is_found_and_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from . import fuzz

    path = tmp_path / "a.csv"
    path.write_bytes(samples()["dma"].data)
    assert fuzz.judge(path, None, {}, None) is None
    monkeypatch.setattr(fuzz, "read_fixes", lambda *_, **__: 1 / 0)
    assert "ZeroDivisionError" in str(fuzz.judge(path, None, {}, None))
