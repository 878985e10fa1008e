"""All files of a command, written at once: here or with the help of a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from baltic.cli.outputs import write_scan

from ..engine.sea import lines_of, look, write


@pytest.mark.slow
def test_a_map_drawn_in_another_process_is_the_same(tmp_path: Path) -> None:
    found = look([write(tmp_path / "sea.csv", *lines_of(tmp_path))])
    assert found.in_parts
    for workers in (1, 2):
        assert write_scan(found, tmp_path / str(workers), workers=workers) == []
    here, beside = (sorted((tmp_path / w).rglob("*")) for w in "12")
    assert [path.name for path in here] == [path.name for path in beside]
    for one, other in zip(here, beside, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
