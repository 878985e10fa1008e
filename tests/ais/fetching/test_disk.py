"""Fetching onto a disk that is full, or has something in the way."""

from __future__ import annotations

import errno
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from baltic.errors import OutputError

from .runs import BODY, NAME, Run


def test_what_does_not_fit_is_not_begun(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    assert "no room" in run.fails()
    assert run.bucket.fetched() == [] and not run.out.exists()


def test_a_disk_that_fills_keeps_the_part(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("mount") is None:
        pytest.skip("a small disk cannot be mounted here")
    run.out.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(run.out)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        usage = shutil.disk_usage("/")
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=10**12))
            line = run.fails()
        assert "No space left" in line and "kept as .part" in line
        left = (run.out / (NAME + ".part")).read_bytes()
        assert BODY.startswith(left) and left
        subprocess.run(["mount", "-o", "remount,size=1m", str(run.out)], check=True)
        assert run().files[0].resumed and (run.out / NAME).read_bytes() == BODY
    finally:
        subprocess.run(["umount", str(run.out)], check=True)


def test_folders_and_files_in_the_way(run: Run) -> None:
    run.out.write_text("mine")
    with pytest.raises(OutputError, match="is a file"):
        run()
    run.out.unlink()
    (run.out / NAME).mkdir(parents=True)
    with pytest.raises(OutputError, match="a folder is in the way"):
        run()
    (run.out / NAME).rmdir()
    (run.out / (NAME + ".part")).mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        run()


def test_a_write_error_is_not_taken_for_a_lost_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def broken(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if path.suffix == ".part" and mode == "xb":
            raise OSError(errno.EDQUOT, "Disk quota exceeded")
        return real(path, mode, *rest, **more)

    monkeypatch.setattr(Path, "open", broken)
    assert "Disk quota exceeded; make room" in run.fails()
    assert len(run.bucket.fetched()) == 1
