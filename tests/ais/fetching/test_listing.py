"""The listing of the archive: whatever bytes come are one, or an error of one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.ais.fetching import FetchError
from baltic.ais.fetching.faults import PassingError
from baltic.ais.fetching.listing import parse_page

from .bucket import Fault, patient
from .runs import BODY, KEY, NAME, Run, cut_at


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
