"""What a run left, or a line that broke, is continued, and never with bytes of another version."""

from __future__ import annotations

import json

import pytest

from baltic.ais.fetching import fetch_dma, parse_span

from .bucket import Fault, patient
from .runs import BODY, KEY, NAME, TODAY, Run, cut_at, packed


def test_a_cut_line_is_continued_where_it_broke_off(run: Run) -> None:
    run.bucket.faults.extend([cut_at(10_000), cut_at(5_000)])
    found = run()
    assert (run.out / NAME).read_bytes() == BODY and found.files[0].resumed
    ranges = [asked.headers.get("range") for asked in run.bucket.fetched()]
    assert ranges[0] is None
    starts = [int(r.removeprefix("bytes=").removesuffix("-")) for r in ranges[1:] if r]
    assert len(starts) == 2 and 0 < starts[0] < starts[1] <= 15_000
    assert all(a.headers["if-range"] == run.bucket.etags[KEY] for a in run.bucket.fetched()[1:])
    assert run.waits == [0.0, 1.0, 2.0], "pauses double"


def test_the_next_run_continues_what_a_run_left(run: Run) -> None:
    run.bucket.faults.append(cut_at(9_000))
    assert "was fetched is kept" in run.fails(settings=patient(run.bucket, attempts=1))
    assert run.names() == [NAME + ".part", NAME + ".part.etag"]
    left = (run.out / (NAME + ".part")).read_bytes()
    assert 0 < len(left) <= 9_000 and BODY.startswith(left)
    assert run().files[0].resumed
    assert run.bucket.fetched()[-1].headers["range"] == f"bytes={len(left)}-"
    assert (run.out / NAME).read_bytes() == BODY
    assert run.names() == ["LICENCE-NOTE.md", NAME, NAME + ".source"]


def leave(run: Run, part: bytes, etag: str | None) -> None:
    """Leave what an earlier run would have left."""
    run.out.mkdir()
    (run.out / (NAME + ".part")).write_bytes(part)
    if etag is not None:
        (run.out / (NAME + ".part.etag")).write_text(json.dumps(etag))


def test_a_part_that_is_whole_asks_for_nothing_more(run: Run) -> None:
    leave(run, BODY, run.bucket.etags[KEY])
    assert run().files[0].resumed and run.bucket.fetched() == []
    assert (run.out / NAME).read_bytes() == BODY


@pytest.mark.parametrize(
    ("part", "etag"),
    [
        (BODY[:900], None),
        (BODY[:900], '"of another version"'),
        (BODY[:900], 'W/"weak"'),
        (BODY + b"more", "the listed one"),
        (b"", "the listed one"),
    ],
)
def test_a_part_of_doubtful_origin_is_begun_anew(run: Run, part: bytes, etag: str | None) -> None:
    leave(run, part, run.bucket.etags[KEY] if etag == "the listed one" else etag)
    assert not run().files[0].resumed
    assert [a.headers.get("range") for a in run.bucket.fetched()] == [None]
    assert (run.out / NAME).read_bytes() == BODY


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_a_broken_version_file_only_costs_the_part(run: Run, rubbish: bytes) -> None:
    leave(run, BODY[:900], None)
    (run.out / (NAME + ".part.etag")).write_bytes(rubbish)
    assert not run().files[0].resumed and (run.out / NAME).read_bytes() == BODY


def test_a_part_with_wrong_bytes_is_found_out_and_begun_anew(run: Run) -> None:
    leave(run, b"x" * 900, run.bucket.etags[KEY])
    assert not run().files[0].resumed
    assert (run.out / NAME).read_bytes() == BODY


@pytest.mark.parametrize("kind", ["no_range", "bad_range", "no_etag"])
def test_a_server_that_cannot_continue_is_begun_anew(run: Run, kind: str) -> None:
    run.bucket.faults.extend([cut_at(9_000), Fault(kind)])
    assert not run().files[0].resumed
    assert (run.out / NAME).read_bytes() == BODY


def test_an_unknown_total_is_no_reason_to_begin_anew(run: Run) -> None:
    run.bucket.faults.extend([cut_at(9_000), Fault("no_total")])
    assert run().files[0].resumed


def test_another_version_is_never_mixed_in(run: Run) -> None:
    """Same size, other bytes, and an ETag that says nothing of them."""
    other = packed(5)
    assert len(other) == len(BODY) and other != BODY
    run.bucket.put(KEY, BODY, etag='"aaa-2"')
    run.bucket.faults.append(cut_at(9_000))

    def swap(pause: float) -> None:
        if pause:
            run.bucket.put(KEY, other, etag='"bbb-2"')

    found = fetch_dma(
        parse_span("2024-12-25"), run.out, settings=patient(run.bucket), today=TODAY, sleep=swap
    )
    assert not found.files[0].resumed and found.files[0].etag == "bbb-2"
    assert (run.out / NAME).read_bytes() == other
    assert [a.headers.get("if-range") for a in run.bucket.fetched()] == [None, '"aaa-2"']


def test_an_object_that_grows_meanwhile_is_an_error_of_one_line(run: Run) -> None:
    run.bucket.faults.extend([cut_at(9_000), Fault("replace", body=packed(4, 50_000))])
    line = run.fails()
    assert "the listing says" in line and "run again" in line
    assert not run().files[0].already_there, "the next run lists anew"
