"""Spoils a small AIS file in ways that real and hostile files are spoilt."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .samples import sentence, tag_block

__all__ = ["spoil"]

Spoiler = Callable[[random.Random, bytes], bytes]

#: Cells that have broken readers before, or should break some.
NASTY: tuple[str, ...] = (
    "", " ", "NaN", "inf", "-inf", "1e308", "1e400", "-1e-400", "-0.0", "0x10", "1_000", "+5",
    "9" * 400, "91", "181", "-181", "1e18", "-1", "4294967296", "18446744073709551616",
    "9223372036854775807",
    "٣", "１２", "NULL", "None", "true", "[]", "{}", '"', '""', "'", "\\", "\\N",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>", "\x1b[31mred", "\u202egnp", "\ufeff", "\u2028",
    "\x85", "\x0b", "\x00",
    "a" * 70_000, "2024-02-30T00:00:00Z", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z",
    "2024-12-25T10:26:60Z", "2024-12-25T10:26:00+99:99", "+292277026596-12-04T15:30:08Z",
    "25/12/2024 24:00:00", "31/12/9999 23:59:59", "01/01/0001 00:00:00", "29/02/2023 00:00:00",
    "1735122360", "1735122360123", "1735122360123456789", "1" * 30, "219000001.5", "IMO9329760",
)  # fmt: skip

_GEO: tuple[bytes, ...] = (
    b"{}",
    b"\xff",
    b'{"primary_column":"t","columns":{"t":{"encoding":"WKB"}}}',
    b'{"primary_column":[],"columns":{}}',
    b"[" * 9000,
    b"null",
    b"9" * 6000,
)
_CELL = re.compile(rb"[,;\t|]")


def _flip(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        if out:
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _poke(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 2, 8))):
        if out:
            out[rng.randrange(len(out))] = rng.choice(b'\x00\x0a\x0d"\\,;\t{}[]<>&!$*\x80\xff9-.')
    return bytes(out)


def _truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _behead(rng: random.Random, data: bytes) -> bytes:
    return data[rng.randrange(len(data) + 1) :]


def _cut_out(rng: random.Random, data: bytes) -> bytes:
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:a] + data[b:]


def _put_in(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    junk = rng.choice(
        (b"\x00" * 50, b'"' * 999, b'"\n' * 99, b"\n" * 200, b"\r" * 9, rng.randbytes(40),
         b"\xc3\x28",
         b"\xed\xa0\x80", b"[" * 5000, b"{" * 5000, b"," * 3000, b"\xef\xbb\xbf", b"<!--", b"]]>")
    )  # fmt: skip
    return data[:at] + junk + data[at:]


def _repeat(rng: random.Random, data: bytes) -> bytes:
    a, b = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return data[:b] + data[a:b] * rng.choice((1, 2, 30)) + data[b:]


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _shuffle_lines(rng: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    rng.shuffle(lines)
    return b"".join(lines)


def _splice_lines(rng: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    if not lines:
        return data
    at = rng.randrange(len(lines))
    other = rng.choice(lines)
    cut = rng.randrange(len(other) + 1)
    lines[at] = rng.choice((lines[at].rstrip(b"\r\n") + other, lines[at][:cut] + other[cut:], b""))
    return b"".join(lines)


def _many_lines(rng: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    return data + b"".join(lines[1:] or lines) * rng.choice((3, 50))


def _cells(rng: random.Random, data: bytes) -> bytes:
    lines = _lines(data)
    if not lines:
        return data
    for _ in range(rng.choice((1, 1, 3))):
        at = rng.randrange(len(lines))
        body = lines[at].rstrip(b"\r\n")
        end = lines[at][len(body) :]
        marks = _CELL.findall(body)
        if not marks:
            continue
        mark = max(set(marks), key=marks.count)
        cells = body.split(mark)
        a, b = rng.randrange(len(cells)), rng.randrange(len(cells))
        what = rng.randrange(6)
        if what == 0:
            cells[a], cells[b] = cells[b], cells[a]
        elif what == 1:
            del cells[a]
        elif what == 2:
            cells.insert(a, cells[b])
        elif what == 3:
            cells[a] = b'"' + cells[a] + rng.choice((b'"', b'" ', b""))
        else:
            cells[a] = _nasty(rng)
        lines[at] = mark.join(cells) + end
    return b"".join(lines)


def _nasty(rng: random.Random) -> bytes:
    return rng.choice(NASTY).encode("utf-8", "surrogatepass")


def _numbers(rng: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"-?\d+(?:\.\d+)?", data[:100_000]))
    for hit in sorted(
        rng.sample(found, min(len(found), rng.choice((1, 2, 6)))), key=lambda m: -m.start()
    ):
        data = data[: hit.start()] + _nasty(rng) + data[hit.end() :]
    return data


def _words(rng: random.Random, data: bytes) -> bytes:
    """Exchange two words of the file: names of columns, keys, tags."""
    found = sorted(set(re.findall(rb"[A-Za-z_]{3,20}", data[:20_000])))
    if len(found) < 2:
        return data
    a, b = rng.sample(found, 2)
    return data.replace(a, b) if rng.random() < 0.5 else data.replace(a, b, 1)


def _encode(rng: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    name = rng.choice(
        ("utf-16", "utf-16-le", "utf-8-sig", "latin-1", "cp037", "utf-32", "crlf", "cr")
    )
    if name == "crlf":
        return data.replace(b"\n", b"\r\n")
    if name == "cr":
        return data.replace(b"\n", b"\r")
    return text.encode(name, "replace")


def _umlauts(rng: random.Random, data: bytes) -> bytes:
    return data.replace(
        b"SIM", rng.choice(("ÅLÄNDÖ".encode("latin-1"), "ÅÄÖ".encode(), b"\xff\xfe\x00"))
    )


def _long_line(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data) + 1)
    return (
        data[:at] + rng.choice((b"x", b'"', b",", b"0", b" ", b"\xc3\xa5")) * 1_200_000 + data[at:]
    )


def _documents(data: bytes) -> tuple[list[Any], bool]:
    text = data.decode("utf-8")
    try:
        return [json.loads(text)], False
    except ValueError:
        return [json.loads(line) for line in text.splitlines()], True


def _json(rng: random.Random, data: bytes) -> bytes:
    """Change a node of JSON: another type, deeper, gone, doubled."""
    if data.lstrip()[:1] not in (b"{", b"["):
        return _cells(rng, data)
    try:
        documents, lines = _documents(data)
    except (ValueError, RecursionError):
        return _poke(rng, data)
    for _ in range(rng.choice((1, 1, 3))):
        _change_node(rng, documents)
    ends = "\n" if lines else rng.choice(("\n", "", ","))
    text = "".join(json.dumps(d, ensure_ascii=rng.random() < 0.5) + ends for d in documents)
    text = text.replace('"@deep@"', rng.choice(("[", '{"a":')) * rng.choice((40, 900, 100_000)))
    text = text.replace('"@digits@"', "9" * 6000).replace('"@lone@"', '"\\ud800"')
    text = text.replace('"@twice@"', '1,"mmsi":2,"mmsi":3')
    return text.encode("utf-8", "surrogatepass")


def _change_node(rng: random.Random, documents: list[Any]) -> None:
    nodes: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        keys = node.keys() if isinstance(node, dict) else range(len(node))
        for key in list(keys):
            nodes.append((node, key))
            if isinstance(node[key], (dict, list)):
                walk(node[key])

    walk(documents)
    if not nodes:
        return
    holder, key = rng.choice(nodes)
    values: list[Any] = [
        None, True, False, 0, -1, 2**31, 2**63, 2**64, 10**400, 1e308, float("nan"), float("inf"),
        "", [], {}, [[]], [None], {"a": 1}, [1, 2, 3, 4],
        "@deep@", "@digits@", "@lone@", "@twice@", "\x00",
        "x" * 70_000, rng.choice(NASTY), holder[key], [holder[key]], {"value": holder[key]},
    ]  # fmt: skip
    what = rng.random()
    if what < 0.15:
        del holder[key]
    elif what < 0.25 and isinstance(holder, dict):
        holder[rng.choice((*NASTY, "mmsi", "MMSI", "time", "lon", "type"))] = holder.pop(key)
    elif what < 0.35 and isinstance(holder, list):
        holder.extend([holder[key]] * rng.choice((1, 500)))
    else:
        holder[key] = rng.choice(values)


def _nmea(rng: random.Random, data: bytes) -> bytes:
    """Change sentences and mend their checksums, so that the change is believed."""
    lines = data.decode("latin-1").splitlines()
    marked = [i for i, line in enumerate(lines) if "!" in line]
    if not marked:
        return _splice_lines(rng, data)
    for _ in range(rng.choice((1, 2, 5))):
        at = rng.choice(marked)
        head, _, body = lines[at].partition("!")
        body, _, rest = body.partition("*")
        cells = body.split(",")
        a = rng.randrange(len(cells))
        what = rng.random()
        if what < 0.4 and len(cells) > 5 and cells[5]:
            armour = list(cells[5])
            for _ in range(rng.choice((1, 3, 10))):
                armour[rng.randrange(len(armour))] = chr(
                    rng.choice((*range(48, 88), *range(96, 120)))
                )
            cells[5] = "".join(armour)[: rng.choice((1, 5, 28, 99))]
        elif what < 0.6 and len(cells) > 5:
            cells[5] *= rng.choice((0, 2, 50))
        elif what < 0.8:
            cells[a] = rng.choice(
                ("", "0", "1", "2", "9", "99", "-1", "x", "1" * 50, "\x00", "é", " ")
            )
        else:
            del cells[a]
        if rng.random() < 0.4:
            stamp = rng.choice(
                (*NASTY[:30], "1735122360", "1735122360123", "0", "99999999999999999999")
            )
            head = tag_block(f"{rng.choice(('c', 's', 'g', 'n', 'zz'))}:{stamp}")
        tail = rest[2:] if rng.random() < 0.8 else "," + rng.choice(NASTY[:40])
        lines[at] = head + sentence(",".join(cells)) + tail
    return "\n".join(lines).encode("latin-1", "replace")


def _xml(rng: random.Random, data: bytes) -> bytes:
    """Spoil tags and attributes; declare entities that grow, or point outside."""
    if b"<gpx" not in data:
        return _words(rng, data)
    what = rng.randrange(5)
    if what == 0:
        grown = "".join(
            f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' if i else '<!ENTITY e0 "lol">'
            for i in range(10)
        )
        return data.replace(b"<gpx", f"<!DOCTYPE gpx [{grown}]>\n<gpx".encode(), 1).replace(
            b"SIM ONE", b"&e9;"
        )
    if what == 1:
        outside = b'<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<gpx'
        return data.replace(b"<gpx", outside, 1).replace(b"SIM ONE", b"&x;")
    if what == 2:
        return data.replace(b"<trkseg>", b"<trkseg>" * rng.choice((2, 50_000)), 1)
    if what == 3:
        found = re.findall(rb'"[^"]*"', data) or [b""]
        return data.replace(rng.choice(found), b'"' + _nasty(rng) + b'"', 1)
    found = re.findall(rb"<[^>]*>", data) or [b""]
    return data.replace(rng.choice(found), rng.choice((b"", b"<a>", b"</a>", b"<![CDATA[")), 1)


def _table(rng: random.Random, data: bytes) -> bytes:
    """Change the columns of a Parquet file and write it anew."""
    if not data.startswith(b"PAR1"):
        return _flip(rng, data)
    try:
        table = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError):
        return _flip(rng, data)
    if not table.num_columns:
        return data
    at = rng.randrange(table.num_columns)
    name, n = table.column_names[at], table.num_rows
    odd: list[Callable[[], Any]] = [
        lambda: pa.nulls(n), lambda: pa.array([[1, 2]] * n), lambda: pa.array([{"a": 1}] * n),
        lambda: pa.array([rng.choice(NASTY)] * n), lambda: pa.array([float("nan")] * n),
        lambda: pa.array([2**63 - 1] * n, pa.int64()),
        lambda: pa.array([-(2**63)] * n, pa.int64()),
        lambda: pa.array([2**64 - 1] * n, pa.uint64()),
        lambda: pa.array([b"\xff\xfe"] * n, pa.binary()),
        lambda: pa.array([2**62] * n, pa.timestamp("us", "UTC")), lambda: pa.array([True] * n),
        lambda: pa.array([-(2**40)] * n, pa.timestamp("s", "Asia/Tokyo")),
        lambda: pa.array([1735122360] * n, pa.timestamp("ns", "UTC")),
        lambda: pa.array([5] * n, pa.date32()),
        lambda: pa.array([5] * n, pa.duration("ms")), lambda: pa.array([5] * n, pa.time64("us")),
        lambda: pa.array([None, *"x" * (n - 1)] if n else [], pa.string()).dictionary_encode(),
        lambda: pa.array(["1.5"] * n).cast(pa.large_string()),
        lambda: pa.array([1] * n, pa.decimal128(30, 5)), lambda: pa.array([1.5] * n, pa.float16()),
    ]  # fmt: skip
    what = rng.random()
    if what < 0.6:
        table = table.set_column(at, name, rng.choice(odd)())
    elif what < 0.7:
        table = table.drop_columns([name])
    elif what < 0.8:
        table = table.append_column(
            rng.choice(("mmsi", name, "x" * 5000, "", "\x00")), rng.choice(odd)()
        )
    elif what < 0.85:
        table = table.slice(0, 0)
    elif what < 0.9:
        table = pa.concat_tables([table] * 2000)
    else:
        geo = rng.choice(_GEO)
        table = table.replace_schema_metadata({b"geo": geo})
    sink = io.BytesIO()
    try:
        pq.write_table(table, sink, compression=rng.choice(("snappy", "zstd", "gzip", "none")))
    except (pa.ArrowException, ValueError):
        return data
    return sink.getvalue()


_GENERAL: tuple[Spoiler, ...] = (
    _flip, _poke, _truncate, _behead, _cut_out, _put_in, _repeat, _shuffle_lines, _splice_lines,
    _many_lines, _cells, _cells, _cells, _numbers, _numbers, _words, _encode, _umlauts,
)  # fmt: skip
_RARE: tuple[Spoiler, ...] = (_long_line,)
_FITTING: tuple[tuple[Callable[[bytes], bool], Spoiler], ...] = (
    (lambda d: d.lstrip()[:1] in (b"{", b"["), _json),
    (lambda d: b"VDM," in d, _nmea),
    (lambda d: b"<gpx" in d, _xml),
    (lambda d: d.startswith(b"PAR1"), _table),
)


def _pack(rng: random.Random, data: bytes, suffix: str) -> tuple[bytes, str]:
    kind = rng.choice(("gz", "gz", "zst", "zip", "zip", "gz.gz", "cut.gz", "zip of gz", "odd zip"))
    if kind == "zst":
        return pa.compress(data, "zstd", asbytes=True), suffix + ".zst"
    if "zip" not in kind:
        packed = gzip.compress(data, 1)
        packed = gzip.compress(packed) if kind == "gz.gz" else packed
        return (packed * 2 if kind == "cut.gz" else packed), suffix + ".gz"
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        inner = gzip.compress(data) if kind == "zip of gz" else data
        archive.writestr(f"a{suffix}" + (".gz" if kind == "zip of gz" else ""), inner)
        if kind == "odd zip":
            for name in (
                "../../evil.csv",
                "/abs.csv",
                "b/",
                "c.csv\x1b[31m",
                "é.csv",
                "a" * 300 + ".csv",
            ):
                archive.writestr(name, rng.choice((data, b"", b"x")))
    return sink.getvalue(), ".zip"


def spoil(rng: random.Random, data: bytes, suffix: str) -> tuple[bytes, str, list[str]]:
    """Return spoilt bytes, the ending of the file's name, and what was done."""
    done = []
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        fitting = [spoiler for fits, spoiler in _FITTING if fits(data)]
        if rng.random() < 0.02:
            spoiler = rng.choice(_RARE)
        elif fitting and rng.random() < (0.8 if _table in fitting else 0.5):
            spoiler = rng.choice(fitting)
        else:
            spoiler = rng.choice(_GENERAL)
        data = spoiler(rng, data)[:4_000_000]
        done.append(spoiler.__name__.strip("_"))
    if rng.random() < 0.15:
        data, suffix = _pack(rng, data, suffix)
        done.append("pack")
        if rng.random() < 0.5:
            spoiler = rng.choice((_flip, _truncate, _cut_out, _repeat))
            data = spoiler(rng, data)
            done.append(spoiler.__name__.strip("_"))
    return data, suffix, done
