"""Fixtures shared by all tests."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from . import browser as browser_module

if "PYTEST_XDIST_WORKER" in os.environ:
    # Several test processes share the cores already; read when Polars first works.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")

# Machines differ in speed, so no property has a deadline; the merge gate draws the same
# examples each time, everybody else new ones.
settings.register_profile("everywhere", deadline=None)
settings.register_profile("gate", deadline=None, derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "everywhere")

#: Modules that look at the folder of ``demo``: one process runs them, so that it is made once.
_OF_DEMO = (
    "tests/cli/test_report_numbers.py", "tests/cli/test_tables.py", "tests/reports/test_pdf.py",
    "tests/test_end_to_end.py",
)  # fmt: skip


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Return the scheduler of ``--dist loadscope`` that keeps what looks at the demo together."""
    if config.getoption("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "demo" if nodeid.startswith(_OF_DEMO) else super()._split_scope(nodeid)

    return Together(config, log)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, float]:
    """Return the folder of ``baltic demo``, what the command said, and its seconds."""
    from .cli.runner import run

    out = tmp_path_factory.mktemp("demo") / "baltic-demo"
    start = time.perf_counter()
    done = run("demo", "--out", out)
    return out, done, time.perf_counter() - start


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Yield headless Chromium, or skip with the reason it is not there."""
    reason = browser_module.missing()
    if reason and os.environ.get("BALTIC_REQUIRE_BROWSER"):
        pytest.fail(f"a browser is required here, but {reason}")
    if reason:
        pytest.skip(reason)
    with browser_module.launched() as chromium:
        yield chromium
