"""Fetching from the Danish archive: the file is byte for byte the server's, with its origin."""

from __future__ import annotations

import json

import pytest

from baltic.ais.fetching import FetchError

from .bucket import Fault
from .runs import BODY, KEY, NAME, Run


def test_a_day_is_fetched_whole_with_its_origin(run: Run) -> None:
    found = run()
    got = found.document()["files"]
    assert got == [
        {
            "url": f"{run.bucket.url}/{KEY}", "path": str(run.out / NAME), "size": len(BODY),
            "sha256": got[0]["sha256"], "etag": run.bucket.etags[KEY].strip('"'),
            "resumed": False, "already_there": False,
        }
    ]  # fmt: skip
    assert (run.out / NAME).read_bytes() == BODY
    assert run.names() == ["LICENCE-NOTE.md", NAME, NAME + ".source"]
    source = json.loads((run.out / (NAME + ".source")).read_text())
    assert source["sha256"] == got[0]["sha256"] and source["size"] == len(BODY)
    assert source["fetched_at"].endswith("Z") and source["url"] == got[0]["url"]
    assert source["passed"] == [
        "size", "MD5 of the server", "directory of the zip", "CRC of every member",
    ]  # fmt: skip
    for text in (found.licence, (run.out / "LICENCE-NOTE.md").read_text()):
        assert "PSI act" in text and "not redistribute" in text
    assert run.waits == [0.0], "one pause between two listings, nothing else"


def test_we_say_who_we_are_and_ask_for_plain_bytes(run: Run) -> None:
    run()
    for asked in run.bucket.asked:
        assert asked.headers["user-agent"].startswith("baltic/")
        assert asked.headers["accept-encoding"] == "identity"
    listings = [a.query for a in run.bucket.asked if a.is_listing]
    assert [q["prefix"] for q in listings] == ["aisdk-", "2024/"]
    assert all(q["delimiter"] == "/" and q["max-keys"] == "1000" for q in listings)


def test_what_is_there_is_not_fetched_again(run: Run) -> None:
    run()
    record = (run.out / (NAME + ".source")).read_bytes()
    run.bucket.asked.clear()
    found = run()
    assert found.files[0].already_there and not found.files[0].resumed
    assert run.bucket.fetched() == []
    assert (run.out / (NAME + ".source")).read_bytes() == record


@pytest.mark.parametrize("there", [b"", BODY[:500], BODY + b"x", b"x" * len(BODY)])
def test_a_wrong_file_of_that_name_is_replaced(run: Run, there: bytes) -> None:
    run.out.mkdir()
    (run.out / NAME).write_bytes(there)
    assert not run().files[0].already_there
    assert (run.out / NAME).read_bytes() == BODY


def test_a_wrong_file_stays_until_the_right_one_is_whole(run: Run) -> None:
    run.out.mkdir()
    (run.out / NAME).write_bytes(b"mine")
    run.bucket.faults.extend([Fault("drop")] * 6)
    with pytest.raises(FetchError):
        run()
    assert (run.out / NAME).read_bytes() == b"mine"


def test_the_bytes_are_shown(run: Run) -> None:
    seen: list[tuple[str, int, int]] = []
    run(shown=lambda *each: seen.append(each))
    assert seen[-1] == (NAME, len(BODY), len(BODY))
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
