"""Whatever happens on the way, the file is byte for byte the server's, or is not there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.errors import BalticError
from baltic.settings import Settings

from .bucket import Bucket, Fault, patient
from .runs import BODY, KEY, NAME, Run, packed


def _faults(*, any_etag: bool) -> st.SearchStrategy[Fault]:
    """Ways to fail; bytes are only changed where the ETag can tell."""
    n = st.integers(0, len(BODY))
    kinds = ["cut", "short", "endless", "ended"] + ([] if any_etag else ["corrupt"])
    plain = ["drop", "garbage", "no_range", "bad_range", "no_total", "no_etag", "none"]
    return st.one_of(
        st.builds(Fault, st.sampled_from(kinds), n),
        st.builds(Fault, st.sampled_from(plain)),
        st.builds(
            lambda code: Fault("status", code=code),
            st.sampled_from([301, 403, 404, 416, 429, 500, 503]),
        ),
        st.just(Fault("replace", body=packed(7))),
        st.just(Fault("replace", body=packed(8, 40_000))),
        st.just(Fault("body", body=b"<html>")),
    )


_ETAGS = [None, '"a-2"', 'W/"weak"']
_ALL_HEALTHY = [HealthCheck.function_scoped_fixture]


def _suffer(bucket: Bucket, out: Path, etag: str | None, draw: Callable[..., Any]) -> None:
    """Fetch twice among drawn faults and once without; at no time is there a wrong file."""
    bucket.put(KEY, BODY, etag=etag)
    run = Run(bucket, out)
    versions = {BODY, packed(7), packed(8, 40_000)}
    for _ in range(2):
        bucket.faults = deque(draw(st.lists(_faults(any_etag=etag is not None), max_size=8)))
        bucket.list_faults = deque(draw(st.lists(st.just(Fault("cut", 80)), max_size=2)))
        try:
            found = run()
        except BalticError as error:
            assert "\n" not in error.one_line()
            assert not (run.out / NAME).exists()
        else:
            body = (run.out / NAME).read_bytes()
            assert body in versions and len(body) == found.files[0].size
            break
    bucket.faults, bucket.list_faults = deque(), deque()
    run()
    assert (run.out / NAME).read_bytes() == bucket.objects[KEY]
    assert run.names() == ["LICENCE-NOTE.md", NAME, NAME + ".source"]


@pytest.mark.slow
@pytest.mark.parametrize("etag", _ETAGS)
@settings(max_examples=6, suppress_health_check=_ALL_HEALTHY)
@given(data=st.data())
def test_whatever_happens_the_file_is_the_servers_or_not_there(
    bucket: Bucket, tmp_path_factory: pytest.TempPathFactory, etag: str | None, data: Any
) -> None:
    _suffer(bucket, tmp_path_factory.mktemp("any") / "ais", etag, data.draw)


@pytest.mark.slow
@pytest.mark.parametrize("etag", _ETAGS)
@settings(max_examples=80, suppress_health_check=_ALL_HEALTHY)
@given(data=st.data())
def test_the_same_for_longer(
    bucket: Bucket, tmp_path_factory: pytest.TempPathFactory, etag: str | None, data: Any
) -> None:
    _suffer(bucket, tmp_path_factory.mktemp("any") / "ais", etag, data.draw)


def test_where_a_file_came_from_changes_no_result(bucket: Bucket) -> None:
    assert patient(bucket).hash() == Settings().hash()
