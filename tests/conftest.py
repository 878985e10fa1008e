"""Fixtures shared by all tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from . import browser as browser_module


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Yield headless Chromium, or skip with the reason it is not there."""
    reason = browser_module.missing()
    if reason:
        pytest.skip(reason)
    with browser_module.launched() as chromium:
        yield chromium
