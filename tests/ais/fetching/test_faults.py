"""A busy, broken or absent server: asked again for a while, then told in one line."""

from __future__ import annotations

import dataclasses

import pytest

from baltic.errors import SettingsError
from baltic.settings import Settings

from .bucket import Fault, patient
from .runs import BODY, KEY, NAME, Run, cut_at


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
