"""A bucket on 127.0.0.1 that lists and serves like S3, and fails on demand.

Each request for an object takes the next of `faults`, each listing the next of
`list_faults`; when there is none left it is served well.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import re
import socket
import struct
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

from baltic.settings import Fetch, Settings

__all__ = ["Asked", "Bucket", "Fault", "opened", "patient"]

_SPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


@dataclass(frozen=True)
class Fault:
    """One way to fail.

    `kind` is one of: ``status`` (answers `code` with `headers`), ``cut`` (closes the line
    after `n` bytes of the body), ``drop`` (closes it before any answer), ``garbage`` (is no
    HTTP), ``short`` (`n` bytes and a Content-Length that says so), ``no_range`` (200 and all
    of it), ``bad_range`` (206 from another place), ``no_total`` (206 with ``*``), ``endless``
    (no length, `n` bytes too many), ``ended`` (no length, a clean end after `n`
    bytes), ``corrupt`` (byte `n` is another), ``replace``
    (the object becomes `body` first), ``no_etag``, ``stall`` (sends `n` bytes, then nothing),
    ``body`` (200 with `body` whatever was asked).
    """

    kind: str
    n: int = 0
    code: int = 500
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]

    @property
    def is_listing(self) -> bool:
        return "list-type" in self.query


@dataclass
class Bucket:
    """Objects by key, and what is to go wrong."""

    objects: dict[str, bytes] = field(default_factory=dict, repr=False)
    etags: dict[str, str] = field(default_factory=dict)
    modified: dict[str, str] = field(default_factory=dict)
    listed_size: dict[str, int] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    list_faults: deque[Fault] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list, repr=False)
    page: int = 1000
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """The address, with the bucket's name in the path."""
        return f"http://127.0.0.1:{self.port}/aisdata.ais.dk"

    def put(self, key: str, body: bytes, *, etag: str | None = None, modified: str = "") -> None:
        self.objects[key] = body
        self.etags[key] = etag or f'"{hashlib.md5(body).hexdigest()}"'
        self.modified[key] = modified or "2025-01-01T00:00:00.000Z"

    def fetched(self) -> list[Asked]:
        """Return the requests for objects."""
        return [asked for asked in self.asked if not asked.is_listing]

    def listing(self, query: dict[str, str]) -> bytes:
        prefix, mark = query.get("prefix", ""), query.get("delimiter", "")
        after = bytes.fromhex(query.get("continuation-token", "")).decode()
        rows: dict[str, str] = {}
        for key, body in self.objects.items():
            if not key.startswith(prefix):
                continue
            folder, slash, _ = key[len(prefix) :].partition(mark) if mark else ("", "", "")
            if slash:
                name = prefix + folder + slash
                rows[name] = f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>"
            else:
                etag = escape(self.etags[key], {'"': "&quot;"})
                rows[key] = (
                    f"<Contents><Key>{escape(key)}</Key>"
                    f"<LastModified>{self.modified[key]}</LastModified><ETag>{etag}</ETag>"
                    f"<Size>{self.listed_size.get(key, len(body))}</Size>"
                    "<StorageClass>STANDARD</StorageClass></Contents>"
                )
        names = [name for name in sorted(rows) if name > after]
        shown, more = names[: self.page], len(names) > self.page
        token = shown[-1].encode().hex() if more else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="{_SPACE}">'
            f"<Name>aisdata.ais.dk</Name><Prefix>{escape(prefix)}</Prefix>"
            f"<KeyCount>{len(shown)}</KeyCount><MaxKeys>{self.page}</MaxKeys>"
            f"<IsTruncated>{str(more).lower()}</IsTruncated>"
            + (f"<NextContinuationToken>{token}</NextContinuationToken>" if more else "")
            + "".join(rows[name] for name in shown)
            + "</ListBucketResult>"
        ).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bucket: Bucket

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        asked = Asked(parts.path, query, {k.lower(): v for k, v in self.headers.items()})
        self.bucket.asked.append(asked)
        faults = self.bucket.list_faults if asked.is_listing else self.bucket.faults
        fault = faults.popleft() if faults else Fault("none")
        with contextlib.suppress(OSError):
            if asked.is_listing:
                body = b"" if fault.kind == "body" else self.bucket.listing(query)
                self._serve(fault, body, {"Content-Type": "application/xml"})
            else:
                self._object(fault, unquote(parts.path).removeprefix("/aisdata.ais.dk/"))

    def _object(self, fault: Fault, key: str) -> None:
        if fault.kind == "replace":
            self.bucket.put(key, fault.body)
        body = self.bucket.objects.get(key)
        if body is None:
            self._whole(404, b"<Error><Code>NoSuchKey</Code></Error>", {})
            return
        etag = self.bucket.etags[key]
        headers = {} if fault.kind == "no_etag" else {"ETag": etag}
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        fits = self.headers.get("If-Range") in (None, etag)
        start = int(asked.group(1)) if asked and fits and fault.kind != "no_range" else None
        if fault.kind == "corrupt":
            at = fault.n % len(body)
            body = body[:at] + bytes([body[at] ^ 0x55]) + body[at + 1 :]
        if start is None:
            self._serve(fault, body, headers)
        elif start >= len(body):
            self._whole(416, b"", {"Content-Range": f"bytes */{len(body)}"})
        else:
            said = start + 1 if fault.kind == "bad_range" else start
            total = "*" if fault.kind == "no_total" else len(body)
            headers["Content-Range"] = f"bytes {said}-{len(body) - 1}/{total}"
            self._serve(fault, body[start:], headers, 206)

    def _serve(self, fault: Fault, body: bytes, headers: dict[str, str], code: int = 200) -> None:
        kind = fault.kind
        if kind == "status":
            self._whole(fault.code, b"<Error/>", dict(fault.headers))
        elif kind == "body":
            self._whole(200, fault.body, {"Content-Type": "text/html"})
        elif kind in ("drop", "garbage"):
            self.wfile.write(b"\x1b[31mnot http at all\r\n\r\n" if kind == "garbage" else b"")
            self._hang_up()
        elif kind in ("cut", "stall"):
            self._head(code, {**headers, "Content-Length": str(len(body))})
            self.wfile.write(body[: min(fault.n, len(body) - 1)])
            self.wfile.flush()
            if kind == "stall":
                self.bucket.over.wait(5)
            self._hang_up()
        elif kind == "short":
            self._whole(code, body[: min(fault.n, len(body) - 1)], headers)
        elif kind in ("endless", "ended"):
            self._head(code, {**headers, "Transfer-Encoding": "chunked"})
            sent = body[: fault.n] if kind == "ended" else body + b"x" * fault.n
            for block in dict.fromkeys((sent, b"")):
                self.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")
        else:
            self._whole(code, body, headers)

    def _head(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _whole(self, code: int, body: bytes, headers: dict[str, str]) -> None:
        self._head(code, {**headers, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def _hang_up(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
            # No lingering: the other side sees a reset, as on a broken line.
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing: lines are cut here on purpose."""


@contextmanager
def opened() -> Iterator[Bucket]:
    """Yield a bucket that is served as long as the block lasts; no proxy stands before it."""
    bucket = Bucket()
    handler = type("Handler", (_Handler,), {"bucket": bucket})
    server = _Server(("127.0.0.1", 0), handler)
    bucket.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            patch.delenv(name, raising=False)
            patch.delenv(name.upper(), raising=False)
        try:
            yield bucket
        finally:
            bucket.over.set()
            server.shutdown()
            server.server_close()


def patient(bucket: Bucket, **changes: Any) -> Settings:
    """Return settings that ask this bucket only, without pauses between pages."""
    fetch = Fetch(url=bucket.url, second_url="", pause_s=0.0, spare_bytes=0, read_s=5.0)
    return dataclasses.replace(Settings(), fetch=dataclasses.replace(fetch, **changes))
