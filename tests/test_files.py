"""Nothing half-written is ever seen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from baltic.errors import OutputError
from baltic.files import output_file, output_folder


def test_results_appear_only_when_complete(tmp_path: Path) -> None:
    out = tmp_path / "o"
    with output_folder(out) as folder:
        (folder / "a.json").write_text("{}")
        (folder / "sub").mkdir()
        (folder / "sub" / "b").write_text("x")
        assert not (out / "a.json").exists()
    assert sorted(p.name for p in out.iterdir()) == ["a.json", "sub"]
    assert (out / "sub" / "b").read_text() == "x"


def test_a_failure_leaves_nothing_new(tmp_path: Path) -> None:
    out = tmp_path / "o"
    with pytest.raises(ZeroDivisionError), output_folder(out) as folder:
        (folder / "a").write_text("half")
        1 / 0  # noqa: B018
    assert not out.exists()


def test_a_failure_keeps_the_old_result(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(ZeroDivisionError), output_folder(tmp_path) as folder:
        (folder / "a").write_text("half")
        1 / 0  # noqa: B018
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "old"


def test_a_file_in_the_way_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "o").write_text("")
    with pytest.raises(OutputError, match="is a file"), output_folder(tmp_path / "o"):
        pass
    with pytest.raises(OutputError, match="is a folder"), output_file(tmp_path):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_an_output_error(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="No space left"),
        output_file(tmp_path / "a.txt"),
        Path("/dev/full").open("w") as stream,
    ):
        stream.write("x" * 10_000)
        stream.flush()
    assert list(tmp_path.iterdir()) == []


def test_output_file_replaces_at_once(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with output_file(target) as scratch:
        scratch.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert os.listdir(tmp_path) == ["a.txt"]  # noqa: PTH208


def test_a_failed_file_leaves_no_folder_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), output_file(tmp_path / "new" / "a.txt"):
        1 / 0  # noqa: B018
    assert list(tmp_path.iterdir()) == []
