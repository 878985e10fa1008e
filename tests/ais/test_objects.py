from __future__ import annotations

import dataclasses
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.ais.features import flatten
from baltic.ais.formats import FORMATS
from baltic.ais.head import Options, read_head
from baltic.ais.json_look import look
from baltic.ais.json_values import parse
from baltic.ais.source import Source
from baltic.errors import InputError
from baltic.settings import Settings

from .shapes import dropped, read, small_blocks

JSON_FORMATS = ["digitraffic", "aisstream", "barentswatch", "json"]

_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_WORDS = """
mmsi lon lat msgtime time topic payload MessageType MetaData Message type geometry properties
features coordinates Valid crs timestampExternal navStat longitude latitude sog PositionReport
Feature
"""
_NAMES = st.sampled_from(_WORDS.split())
_VALUES = st.recursive(
    _LEAVES | _NAMES,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(_NAMES | st.text(max_size=3), inner)
    ),
    max_leaves=20,
)


def _head(path: Path, raw: bytes) -> Any:
    path.write_bytes(raw)
    return read_head(Source(path), Settings())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2.5, null]}', {"a": [1, 2.5, None]}),
        ('{"a": NaN, "b": -Infinity, "c": 1e999}', {"a": None, "b": None, "c": None}),
        ('{"name": "\\ud800x"}', {"name": "?x"}),
        ("[" * 100_000 + "]" * 100_000, None),
        ("[" * 100_000, None),
        ('{"a": ' * 50_000, None),
        ("9" * 100_000, None),
        ("", None),
        ("{} {}", None),
    ],
)
def test_any_text_is_a_value_or_none(text: str, value: Any) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(
    ("raw", "kind", "count"),
    [
        (b'{"a": 1}\n{"a": 2}\n', "lines", 2),
        (b'\xef\xbb\xbf{"a": 1}', "lines", 1),
        (b'"sog": 3}\n{"a": 1}\n{"a": 2}', "lines", 2),  # begun amid a line
        (b'[{"a": 1},\n {"a": 2}, 7]', "array", 2),
        (b'{"type": "FeatureCollection", "features": [{"a": 1}]}', "features", 1),
        (b'{"x": [],\n "features":\n [{"a": 1}, {"a": 2}, {"a"', "features", 2),
        (b'{\n"a": 1\n}', "object", 1),
        (b"[" + b'{"a": 1},\n' * 20_000, "array", 50),
        (b'[{"a": "' + b"x" * 100_000, "array", 0),
    ],
)
def test_kinds(tmp_path: Path, raw: bytes, kind: str, count: int) -> None:
    seen = look(_head(tmp_path / "a", raw))
    assert seen is not None and (seen.kind, len(seen.sample)) == (kind, count)


@pytest.mark.parametrize("raw", [b"a,b\n1,2\n", b"<gpx/>", b"\xff\xfe!\x00", b"!AIVDM,1"])
def test_other_files_are_no_json(tmp_path: Path, raw: bytes) -> None:
    assert look(_head(tmp_path / "a", raw)) is None


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
        {"type": "Point", "coordinates": ["1", 2]},
        {"type": "Point", "coordinates": [True, 2]},
        {"type": "Point", "coordinates": [[1], 2]},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point"},
        "Point",
        7,
    ],
)
def test_other_geometries_are_no_numbers(geometry: Any) -> None:
    flat = flatten({"type": "Feature", "geometry": geometry, "properties": {"mmsi": 5}})
    assert flat == {"mmsi": 5, "lon": "no point", "lat": "no point"}


def test_no_geometry_is_no_position() -> None:
    assert flatten({"type": "Feature", "geometry": None, "properties": None}) == {}
    assert flatten([1]) is None


def _row(i: int) -> dict[str, Any]:
    t = f"2026-07-12T12:00:{i:02d}Z"
    return {"mmsi": 219000001, "t": t, "lon": 20 + i / 100, "lat": 59.5, "sog": 9.5}


def test_a_large_document_is_refused_and_a_file_of_lines_is_not(tmp_path: Path) -> None:
    base = Settings()
    tight = dataclasses.replace(base, limits=dataclasses.replace(base.limits, max_json_bytes=2_000))
    rows = [_row(i) for i in range(60)]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    (tmp_path / "b.jsonl").write_text("\n".join(json.dumps(r) for r in rows))
    with pytest.raises(InputError, match=r"more than 2000 bytes.*jq -c"):
        read(tmp_path / "a.json", settings=tight)
    assert read(tmp_path / "b.jsonl", settings=tight).audit.rows_used == 60


@pytest.mark.parametrize("tiny", ["{}", "[]", "7", '{"a":[[]]}'])
def test_a_document_of_tiny_values_is_refused(tmp_path: Path, tiny: str) -> None:
    base = Settings()
    tight = dataclasses.replace(base, limits=dataclasses.replace(base.limits, max_json_bytes=9_000))
    (tmp_path / "a.json").write_text("[" + ",".join([tiny] * 500) + "]")
    with pytest.raises(InputError, match="too many tiny values"):
        read(tmp_path / "a.json", format="json", settings=tight)


@pytest.mark.slow
def test_a_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(gzip.compress(b'[{"mmsi":1,"lat":2}' + b" " * 150_000_000))
    with pytest.raises(InputError, match=r"more than 100000000 bytes|times its size"):
        read(tmp_path / "a.json")


def test_a_long_line_is_refused(tmp_path: Path) -> None:
    rows = json.dumps(_row(1)) + "\n" + json.dumps(_row(2)) + "\n"
    (tmp_path / "a.jsonl").write_text(rows + '{"mmsi": "' + "9" * 3_000_000 + '"}\n')
    with pytest.raises(InputError, match="line 3: a line is longer than"):
        read(tmp_path / "a.jsonl", settings=small_blocks(1000))


def test_blocks_do_not_show(tmp_path: Path) -> None:
    rows = [json.dumps(_row(i)) for i in range(60)] + [json.dumps(_row(5)), "{", ""]
    (tmp_path / "a.jsonl").write_text("\r\n".join(rows))
    whole, cut = read(tmp_path / "a.jsonl"), read(tmp_path / "a.jsonl", settings=small_blocks())
    assert whole.fixes.equals(cut.fixes)
    assert dropped(whole) == dropped(cut) == {"exact_duplicate": 1, "unreadable": 1}
    assert whole.audit.dropped["unreadable"].example.line == 62  # type: ignore[union-attr]
    assert whole.audit.dropped["exact_duplicate"].example.line == 61  # type: ignore[union-attr]


def test_latin_1_spoils_no_line(tmp_path: Path) -> None:
    rows = [json.dumps(_row(i) | {"name": "ÅLAND"}, ensure_ascii=False) for i in range(3)]
    (tmp_path / "a.jsonl").write_bytes("\n".join(rows).encode("latin-1"))
    data = read(tmp_path / "a.jsonl")
    assert data.audit.rows_used == 3 and data.vessels["name"].to_list() == ["ÅLAND"]


def _ends_well(path: Path, name: str) -> None:
    try:
        data = read(path, format=name)
    except InputError as error:
        assert "\n" not in error.one_line()
    else:
        data.audit.check()


@pytest.mark.parametrize("name", [*JSON_FORMATS, "gpx"])
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(raw=st.binary(min_size=1, max_size=200))
def test_any_bytes_give_rows_or_one_line(tmp_path: Path, name: str, raw: bytes) -> None:
    (tmp_path / "a").write_bytes(raw)
    _ends_well(tmp_path / "a", name)


@pytest.mark.slow
@pytest.mark.parametrize("name", JSON_FORMATS)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.lists(_VALUES, min_size=1, max_size=5), lines=st.booleans())
def test_any_json_gives_rows_or_one_line(
    tmp_path: Path, name: str, values: list[Any], lines: bool
) -> None:
    text = "\n".join(json.dumps(v) for v in values) if lines else json.dumps(values, indent=1)
    (tmp_path / "a").write_text(text)
    _ends_well(tmp_path / "a", name)
    head = read_head(Source(tmp_path / "a"), Settings())
    for candidate in FORMATS:
        try:
            candidate.recognise(head, Options(Settings()))
        except InputError as error:
            assert "\n" not in error.one_line()
