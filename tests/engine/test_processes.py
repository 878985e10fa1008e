"""A long step runs in a process beside this one, and fails as it would have here."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from baltic.engine.processes import beside
from baltic.errors import BalticError, InputError


def where(_: int) -> int:
    return os.getpid()


def refuse(item: int) -> None:
    raise InputError(f"no {item}", hint="take another")


def die(code: int) -> None:
    os._exit(code)


def test_with_one_worker_a_step_runs_here() -> None:
    with beside(where, 0, workers=1) as result:
        assert result() == os.getpid()


def test_with_two_workers_a_step_runs_elsewhere() -> None:
    with beside(where, 0, workers=2) as result:
        assert result() != os.getpid()


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_step_comes_where_the_result_is_asked_for(workers: int) -> None:
    with (
        beside(refuse, 3, workers=workers) as result,
        pytest.raises(InputError, match="no 3; take another"),
    ):
        result()


def test_a_process_that_dies_is_said_in_one_line() -> None:
    with (
        beside(die, 1, workers=2) as result,
        pytest.raises(BalticError, match="a worker process died; perhaps out of memory"),
    ):
        result()


_MANY = """
import sys
from baltic.engine.executors import open_executor
from tests.engine.test_processes import tell_and_wait
with open_executor("local", 2) as executor:
    list(executor.map(tell_and_wait, [sys.argv[1]] * 6))
"""


def tell_and_wait(folder: str) -> None:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(60)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_command_that_is_killed_leaves_no_worker_behind(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    one = subprocess.Popen([sys.executable, "-c", _MANY, str(tmp_path)], cwd=root)
    _until(lambda: len(list(tmp_path.iterdir())) == 2)
    workers = [int(p.name) for p in tmp_path.iterdir()]
    one.kill()
    one.wait()
    _until(lambda: not any(_runs(pid) for pid in workers))


def _until(done: Callable[[], bool], most_s: float = 40.0) -> None:
    end = time.monotonic() + most_s
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
