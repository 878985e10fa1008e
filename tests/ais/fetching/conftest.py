"""A bucket that holds one day, and runs that fetch from it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from .bucket import Bucket, opened
from .runs import BODY, KEY, Run


@pytest.fixture(scope="module")
def server() -> Iterator[Bucket]:
    with opened() as bucket:
        yield bucket


@pytest.fixture
def bucket(server: Bucket) -> Bucket:
    """An emptied bucket that holds one day."""
    for each in (server.objects, server.etags, server.modified, server.listed_size):
        each.clear()
    server.faults, server.list_faults, server.page = deque(), deque(), 1000
    server.asked.clear()
    server.put(KEY, BODY)
    return server


@pytest.fixture
def run(bucket: Bucket, tmp_path: Path) -> Run:
    return Run(bucket, tmp_path / "ais")
