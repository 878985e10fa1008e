"""Fetching from the Danish archive: the file is byte for byte the server's, or is not there."""

from __future__ import annotations

import dataclasses
import errno
import io
import json
import random
import shutil
import subprocess
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.ais.fetching import Fetched, FetchError, fetch_dma, parse_span
from baltic.ais.fetching.faults import PassingError
from baltic.ais.fetching.listing import parse_page
from baltic.ais.fetching.verify import DamagedError, check_zip
from baltic.errors import BalticError, InputError, OutputError, SettingsError
from baltic.settings import Limits, Settings

from .bucket import Bucket, Fault, opened, patient

TODAY = date(2025, 3, 1)
KEY = "2024/aisdk-2024-12-25.zip"
NAME = "aisdk-2024-12-25.zip"


@cache
def packed(seed: int = 0, size: int = 30_000, members: int = 2) -> bytes:
    """Return a zip of bytes that do not shrink."""
    chance = random.Random(seed)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(members):
            # A fixed time: the same zip whenever it is made.
            name = zipfile.ZipInfo(f"{i}.csv", (2024, 12, 25, 0, 0, 0))
            name.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(name, chance.randbytes(size // members))
    return sink.getvalue()


BODY = packed()


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


@dataclasses.dataclass
class Run:
    """Fetches, and remembers what was waited for and said."""

    bucket: Bucket
    out: Path
    waits: list[float] = dataclasses.field(default_factory=list)
    said: list[str] = dataclasses.field(default_factory=list)

    def __call__(
        self, days: str = "2024-12-25", *, settings: Settings | None = None, **options: Any
    ) -> Fetched:
        return fetch_dma(
            parse_span(days),
            self.out,
            settings=settings or patient(self.bucket),
            today=TODAY,
            sleep=self.waits.append,
            jitter=lambda: 1.0,
            progress=self.said.append,
            **options,
        )

    def fails(self, days: str = "2024-12-25", **options: Any) -> str:
        """Return the one line of a run that fails and leaves no final file of that day."""
        with pytest.raises(BalticError) as caught:
            self(days, **options)
        line = caught.value.one_line()
        assert "\n" not in line and len(line) < 700
        assert not (self.out / NAME).exists()
        return line

    def names(self) -> list[str]:
        return sorted(p.name for p in self.out.iterdir())


@pytest.fixture
def run(bucket: Bucket, tmp_path: Path) -> Run:
    return Run(bucket, tmp_path / "ais")


# --- the plain way


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


# --- where a day lies


def test_the_newest_days_lie_in_the_root(run: Run) -> None:
    run.bucket.put("aisdk-2025-02-20.zip", BODY)
    assert run("2025-02-20").files[0].url == f"{run.bucket.url}/aisdk-2025-02-20.zip"


def test_pages_are_followed_by_their_tokens(run: Run) -> None:
    for day in range(1, 29):
        run.bucket.put(f"aisdk-2025-02-{day:02d}.zip", BODY)
    run.bucket.page = 5
    assert run("2025-02-28").files[0].path.name == "aisdk-2025-02-28.zip"
    tokens = [a.query.get("continuation-token") for a in run.bucket.asked if a.is_listing]
    assert len([t for t in tokens if t]) == 5


def test_of_two_places_the_newer_is_taken_and_a_difference_is_told(run: Run) -> None:
    newer = packed(1)
    run.bucket.put("aisdk-2024-12-25.zip", newer, modified="2025-02-01T00:00:00.000Z")
    assert run().files[0].url == f"{run.bucket.url}/aisdk-2024-12-25.zip"
    assert (run.out / NAME).read_bytes() == newer
    if len(newer) != len(BODY):
        assert any("twice" in line for line in run.said)


def test_a_month_file_holds_its_days(run: Run) -> None:
    run.bucket.put("2023/aisdk-2023-05.zip", BODY)
    run.bucket.put("2023/all_sources_2023-05.zip", packed(2))
    found = run("2023-05-07")
    assert found.files[0].path.name == "aisdk-2023-05.zip"
    assert any("2023-05-07 comes as part of the whole month" in note for note in found.notes)


def test_a_month_of_all_sources_is_better_than_none(run: Run) -> None:
    run.bucket.put("2017/all_sources_2017-02.zip", BODY)
    assert run("2017-02").files[0].path.name == "all_sources_2017-02.zip"


def test_a_range_goes_over_the_end_of_the_monthly_files(run: Run) -> None:
    run.bucket.put("2024/aisdk-2024-02.zip", BODY)
    run.bucket.put("2024/aisdk-2024-03-01.zip", packed(3))
    names = [got.path.name for got in run("2024-02-27..2024-03-01").files]
    assert names == ["aisdk-2024-02.zip", "aisdk-2024-03-01.zip"]


def test_a_range_over_new_year_looks_into_both_folders(run: Run) -> None:
    for key in ("2024/aisdk-2024-12-31.zip", "2025/aisdk-2025-01-01.zip", "aisdk-2025-01-02.zip"):
        run.bucket.put(key, BODY)
    assert len(run("2024-12-31..2025-01-02").files) == 3


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ("2005-12-31", "first month is 2006-03"),
        ("2025-03-02", "ask for 2025-02-26"),
        ("2025-02-01..2025-03-31", "ask for 2025-02-01..2025-02-26"),
    ],
)
def test_days_that_cannot_be_there_need_no_look(run: Run, days: str, says: str) -> None:
    assert says in run.fails(days)
    assert run.bucket.asked == [] and not run.out.exists()


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ("2025-02-28", "not published yet: the newest day there is 2024-12-29"),
        ("2024-12-27", "nearest are 2024-12-25 and 2024-12-28"),
        ("2024-06-15", "nearest are 2024-02 and 2024-12-25"),
        ("2024-12-24..2024-12-28", "ask for 2024-12-25, 2024-12-28"),
        ("2024-12", "28 of 31 days are not there (2024-12-01..2024-12-24, "
                    "2024-12-26..2024-12-27, 2024-12-30..2024-12-31)"),
    ],
)  # fmt: skip
def test_days_that_are_not_there(run: Run, days: str, says: str) -> None:
    run.bucket.put("2024/aisdk-2024-02.zip", BODY)
    run.bucket.put("2024/aisdk-2024-12-28.zip", BODY)
    run.bucket.put("aisdk-2024-12-29.zip", BODY)
    assert says in run.fails(days)
    assert run.bucket.fetched() == [], "nothing is fetched of what cannot be had whole"
    assert not run.out.exists()


def test_an_empty_bucket_says_so(run: Run) -> None:
    run.bucket.objects.clear()
    assert "nothing is there near it" in run.fails()


@pytest.mark.parametrize(
    "key",
    ["2024/aisdk-2024-12-25.zip.exe", "2024/../aisdk-2024-12-25.zip", "2024/aisdk-2024-13-45.zip",
     "2024/aisdk-٢٠٢٤-12-25.zip", "x/aisdk-2024-12-25.zip", "2024/aisdk-2024-12-25.zip\n"],
)  # fmt: skip
def test_other_names_are_no_days(run: Run, key: str) -> None:
    run.bucket.objects.clear()
    run.bucket.put(key, BODY)
    assert "not there" in run.fails()


@pytest.mark.parametrize(
    "text",
    ["", "..", "2024", "20241225", "2024-13", "2024-02-30", "2024-12-25T00", "yesterday",
     "2024-12-25..", "2024-W52-1", "2024-12-26..2024-12-25", "٢٠٢٤-12-25", "2024-12-25..x" * 50],
)  # fmt: skip
def test_no_day_is_guessed(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_span(text)
    assert "write 2024-" in caught.value.one_line() and len(caught.value.one_line()) < 250


@given(st.text(max_size=40))
def test_any_text_is_days_or_one_line(text: str) -> None:
    try:
        span = parse_span(text)
    except InputError as error:
        assert "\n" not in error.one_line()
    else:
        assert span.first <= span.last


# --- continuing


def cut_at(n: int) -> Fault:
    return Fault("cut", n)


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


# --- faults


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(run: Run, code: int) -> None:
    run.bucket.faults.extend([Fault("status", code=code)] * 3)
    run.bucket.list_faults.extend([Fault("status", code=code)] * 2)
    assert run().files[0].size == len(BODY)
    assert run.waits == [1.0, 2.0, 0.0, 1.0, 2.0, 4.0]


def test_the_server_may_ask_for_a_longer_pause(run: Run) -> None:
    run.bucket.faults.append(Fault("status", code=429, headers=(("Retry-After", "77"),)))
    run()
    assert run.waits[-1] == 77.0


def test_a_pause_too_long_is_left_to_the_user(run: Run) -> None:
    run.bucket.faults.append(Fault("status", code=503, headers=(("Retry-After", "9" * 30),)))
    assert "of peace" in run.fails()
    assert len(run.bucket.fetched()) == 1


@pytest.mark.parametrize("text", ["", "-1", "soon", "1e9", "²", "Wed, 99 Foo 2024", "0"])
def test_odd_pauses_are_our_own(run: Run, text: str) -> None:
    value = text.encode("latin-1", "ignore").decode("latin-1")
    run.bucket.faults.append(Fault("status", code=429, headers=(("Retry-After", value),)))
    run()
    assert run.waits[-1] == 1.0


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (Fault("status", code=403), "403"),
        (Fault("status", code=404), "404"),
        (Fault("status", code=302, headers=(("Location", "http://login.example/"),)), "login"),
        (Fault("status", code=418), "418"),
        (Fault("status", code=416), "cannot continue"),
        (Fault("drop"), "cut"),
        (Fault("garbage"), "cut"),
        (cut_at(0), "cut"),
        (Fault("short", 700), "sends a file of 700 bytes"),
        (Fault("endless", 10), "sends more than"),
        (Fault("endless", 3_000_000), "sends more than"),
        (Fault("ended", 5), "ended after 30 of"),
        (Fault("body", body=b"<html>login</html>"), "sends a file of 18 bytes"),
        (Fault("corrupt", 20_000), "MD5"),
    ],
    ids=lambda value: value.kind + str(value.code) if isinstance(value, Fault) else "",
)
def test_a_fault_that_stays_is_one_line(run: Run, fault: Fault, says: str) -> None:
    run.bucket.faults.extend([fault] * 10)
    assert says in run.fails()
    assert len(run.bucket.fetched()) <= 6
    assert sum(run.waits) <= 31.0


def test_a_line_that_falls_silent_is_continued(run: Run) -> None:
    run.bucket.faults.append(Fault("stall", 9_000))
    run(settings=patient(run.bucket, read_s=0.2))
    assert any("sends nothing for 0.2 s" in line for line in run.said)
    assert (run.out / NAME).read_bytes() == BODY


def test_an_early_end_is_continued(run: Run) -> None:
    run.bucket.faults.append(Fault("ended", 9_000))
    assert run().files[0].resumed
    assert run.bucket.fetched()[-1].headers["range"] == "bytes=9000-"


def test_progress_begins_the_count_of_attempts_anew(run: Run) -> None:
    run.bucket.faults.extend([cut_at(2_500)] * 10)
    with_patience = patient(run.bucket, attempts=2, progress_bytes=2_000)
    assert run(settings=with_patience).files[0].resumed
    run.bucket.faults.extend([cut_at(500)] * 10)
    (run.out / NAME).unlink()
    assert "tried 2 times" in run.fails(settings=with_patience)


def test_a_size_that_is_listed_wrong_is_not_believed(run: Run) -> None:
    run.bucket.listed_size[KEY] = len(BODY) + 1
    assert "the listing says 30," in run.fails().replace("\u202f", ",")
    run.bucket.listed_size[KEY] = 0
    run.fails()


def test_a_zip_that_is_broken_on_the_server_is_fetched_once_if_that_is_proven(run: Run) -> None:
    run.bucket.put(KEY, BODY[:-30])
    assert "is no whole zip" in run.fails()
    assert len(run.bucket.fetched()) == 1
    run.bucket.put(KEY, BODY[:-30], etag='"several-parts-3"')
    assert "is no whole zip" in run.fails()
    assert len(run.bucket.fetched()) == 3
    assert not run.out.exists()


def test_a_wrong_crc_is_found_unless_not_asked_for(run: Run) -> None:
    broken = bytearray(BODY)
    broken[len(BODY) // 4] ^= 0xFF
    run.bucket.put(KEY, bytes(broken), etag='"several-parts-3"')
    assert "is no whole zip" in run.fails()
    found = run(verify=False)
    assert any("not unpacked" in note for note in found.notes)
    assert (run.out / NAME).read_bytes() == bytes(broken)
    off = dataclasses.replace(patient(run.bucket).fetch, verify=False)
    assert run(settings=dataclasses.replace(Settings(), fetch=off)).files[0].already_there


# --- the listing


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"<!DOCTYPE html><html><body>AIS</body></html>", "a web page"),
        (b"  <html>", "a web page"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><ListBucketResult>&x;</ListBucketResult>', "plain XML"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><ListBucketResult/>', "plain XML"),
        (b"<Error><Code>AccessDenied</Code></Error>", "something else"),
        (b"<?xml version='1.0' encoding='no-such'?><ListBucketResult/>", ""),
        (b"<ListBucketResult><Contents><Key>a", "cut off"),
        (b"", "cut off"),
        (b"\x00\xff" * 99, "cut off"),
        (b"<ListBucketResult><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>",
         "damaged"),
        (b"<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>", "where"),
        (b"<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t"
         b"</NextContinuationToken></ListBucketResult>", "does not end"),
        (b"<a>" * 1_000_000, "plain XML"),
        (b"<ListBucketResult>" + b"<a/>" * 900_000 + b"</ListBucketResult>", "plain XML"),
        (b"<a>" * 20_000 + b"</a>" * 20_000, "something else"),
        (b" " * 5_000_000, "longer than"),
    ],
)  # fmt: skip
def test_what_is_no_listing_is_one_line(run: Run, body: bytes, says: str) -> None:
    run.bucket.list_faults.extend([Fault("body", body=body)] * 10)
    assert says in run.fails()
    assert run.bucket.fetched() == [] and not run.out.exists()


@pytest.mark.parametrize(
    "fault", [cut_at(50), Fault("short", 50), Fault("drop"), Fault("garbage"), Fault("stall", 9)]
)
def test_a_listing_is_asked_for_again(run: Run, fault: Fault) -> None:
    run.bucket.list_faults.append(fault)
    assert run(settings=patient(run.bucket, read_s=0.2)).files[0].size == len(BODY)


def test_the_second_address_stands_in_for_the_first(run: Run) -> None:
    run.bucket.list_faults.append(Fault("body", body=b"<html>"))
    found = run(settings=patient(run.bucket, second_url=run.bucket.url + "/"))
    assert found.files[0].url == f"{run.bucket.url}/{KEY}"
    run.bucket.list_faults.extend([Fault("status", code=403), Fault("status", code=301)])
    (run.out / NAME).unlink()
    line = run.fails(settings=patient(run.bucket, second_url=run.bucket.url))
    assert "403" in line and "301" in line


@given(st.binary(max_size=300))
def test_any_bytes_are_a_listing_or_an_error(raw: bytes) -> None:
    for page in (raw, b"<ListBucketResult>" + raw + b"</ListBucketResult>"):
        try:
            entries, token = parse_page(page)
        except (FetchError, PassingError):
            continue
        assert all(e.size >= 0 and e.key for e in entries) and token != ""


# --- no network


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://no-such-host.invalid", "cannot be resolved"),
        ("ftp://127.0.0.1", "cannot be asked"),
        ("127.0.0.1", "cannot be asked"),
        ("http://[::1", "cannot be asked"),
        ("http://" + "a" * 300 + ".invalid", ""),
        ("http://127.0.0.1:1", "cannot be reached"),
    ],
)
def test_an_address_that_does_not_answer_is_one_line(run: Run, url: str, says: str) -> None:
    line = run.fails(settings=patient(run.bucket, url=url))
    assert says in line
    assert not run.out.exists()


def test_without_a_network_nobody_waits(run: Run) -> None:
    line = run.fails(settings=patient(run.bucket, url="http://no-such-host.invalid"))
    assert "are you online?" in line and run.waits == []


def test_no_address_at_all(run: Run) -> None:
    with pytest.raises(SettingsError, match=r"fetch\.url is empty"):
        run(settings=patient(run.bucket, url=""))


# --- the disk


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


# --- the check of a zip


def test_no_unpacking_of_what_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(BODY)
    few = dataclasses.replace(Limits(), max_unzipped_bytes=10)
    with pytest.raises(DamagedError, match="unpacks to"):
        check_zip(tmp_path / "a.zip", len(BODY), None, unpack=True, limits=few)


def test_a_method_that_python_lacks_is_told_not_guessed(tmp_path: Path) -> None:
    body = bytearray(packed(members=1))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        directory = archive.start_dir
    body[8:10] = body[directory + 10 : directory + 12] = (9).to_bytes(2, "little")
    (tmp_path / "a.zip").write_bytes(body)
    checked = check_zip(tmp_path / "a.zip", len(body), None, unpack=True, limits=Limits())
    assert "Deflate64" in checked.notes[0] and "CRC of every member" not in checked.passed


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=8),
    cut=st.integers(0, 700),
)
def test_any_bytes_are_a_whole_zip_or_damaged(
    tmp_path: Path, edits: list[tuple[int, int]], cut: int
) -> None:
    body = bytearray(packed(size=300))
    for at, value in edits:
        body[at % len(body)] = value
    raw = bytes(body)[:cut] if cut < 600 else bytes(body)
    (tmp_path / "a.zip").write_bytes(raw)
    try:
        check_zip(tmp_path / "a.zip", len(raw), None, unpack=True, limits=Limits())
    except DamagedError as error:
        assert error.what
    else:
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            assert archive.infolist()


# --- the promise


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
