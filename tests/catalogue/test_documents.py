"""YAML and JSON from outside: plain values, nothing that runs or explodes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baltic.catalogue.documents import MAX_BYTES, read_document
from baltic.errors import IncidentError

BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
)


def write(tmp_path: Path, text: str | bytes, name: str = "a.yaml") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: NO", "NO"),
        ("a: yes", "yes"),
        ("a: 12:26", "12:26"),
        ("a: 2024-12-25", "2024-12-25"),
        ("a: 2024-12-25T10:26:00", "2024-12-25T10:26:00"),
        ("a: 010", 10),
        ("a: 1_000", "1_000"),
        ("a: 0x10", "0x10"),
        ("a: -1.5e3", -1500.0),
        ("a: true", True),
        ("a: ~", None),
        ("a:", None),
        ("a: .inf", ".inf"),
        ("a: '7'", "7"),
        ("a: 99999999999999999999999", 1e23),
    ],
)
def test_plain_words_are_read_plainly(tmp_path: Path, text: str, value: object) -> None:
    got = read_document(write(tmp_path, text))["a"]
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "anchors and aliases are not accepted"),
        ("a: &x 1\n", "anchors and aliases"),
        ("a: !!python/object/apply:os.system ['true']", "could not determine a constructor"),
        ("a: !!binary aGVsbG8=", "is bytes"),
        ("a: 1\na: 2", "'a' stands twice"),
        ("? [1, 2]\n: 3", "stands twice or is no text"),
        ("1: a", "key 1 is no text"),
        ("a: [1, 2", "is not YAML"),
        ("a: b: c", "is not YAML"),
        ("\ta: 1", "is not YAML"),
        ("[" * 5000, "nested too deeply"),
        ("a: " + "{b: " * 60 + "1" + "}" * 60, "nested too deeply"),
        ("", "is empty"),
        (" \n\n", "is empty"),
        (b"\xff\xfe\x00\x01", "is not UTF-8"),
        ("a: \x00", "is not YAML"),
        ("---\na: 1\n---\nb: 2\n", "is not YAML"),
    ],
)
def test_what_is_refused_in_yaml(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(IncidentError) as caught:
        read_document(write(tmp_path, text))
    assert words in caught.value.one_line()
    assert "a.yaml" in caught.value.one_line()
    assert "\n" not in caught.value.one_line()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ('{"a": NaN}', "not a finite number"),
        ('{"a": 1e999}', "not a finite number"),
        ('{"a": ', "is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "is not usable JSON"),
    ],
)
def test_what_is_refused_in_json(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(IncidentError) as caught:
        read_document(write(tmp_path, text, "a.json"))
    assert words in caught.value.one_line()
    assert "a.json" in caught.value.one_line()


def test_a_huge_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(IncidentError, match="too large"):
        read_document(path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert read_document(write(tmp_path, b"\xef\xbb\xbfa: 1")) == {"a": 1}


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=60), name=st.sampled_from(["a.yaml", "a.json"]))
def test_any_text_is_read_or_refused(tmp_path: Path, text: str, name: str) -> None:
    try:
        read_document(write(tmp_path, text.encode("utf-8", "replace"), name))
    except IncidentError as error:
        assert "\n" not in error.one_line()
