"""A long step runs in a process beside this one, and fails as it would have here."""

from __future__ import annotations

import os

import pytest

from baltic.engine.executors import beside
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
