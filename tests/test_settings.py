"""Every number has a unit, a reason and a source; an overlay is checked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from baltic.errors import SettingsError
from baltic.settings import Settings, describe, load_settings


def test_every_setting_says_unit_why_and_source() -> None:
    for row in describe():
        assert row["why"] and row["source"], row
        assert "unit" in row


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().segments.gap_h = 1.0  # type: ignore[misc]


def test_overlay_changes_one_value_and_the_hash(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("[segments]\ngap_h = 3\n")
    mine = load_settings(file)
    assert mine.segments.gap_h == 3.0
    assert mine.cleaning == Settings().cleaning
    assert mine.hash() != Settings().hash()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[segmants]\ngap_h = 3\n", "did you mean segments"),
        ("[segments]\ngap = 3\n", "did you mean gap_h"),
        ("[segments]\ngap_h = 'x'\n", "must be a number"),
        ("segments = 3\n", "must be a table"),
        ("[segments\n", "is not TOML"),
        ("[reading]\nblock_bytes = -5\n", "block_bytes must be 1 or more"),
        ("[segments]\ngap_h = nan\n", "gap_h must be a finite number"),
        ("[crossings]\nmax_gap_h = -1\n", "max_gap_h must be 0 or more"),
        ("[reading]\nhome_box = [[3, 'x'], [32, 67]]\n", "home_box must be a list of lists"),
        ("[reading]\nhome_box = [3, 53]\n", "home_box must be a list of lists"),
    ],
)
def test_bad_overlay_is_one_clear_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "s.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=says):
        load_settings(file)


def test_evidence_may_be_below_zero(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("[levels]\nnote_llr = -2\n")
    assert load_settings(file).levels.note_llr == -2.0


def test_missing_and_binary_overlay(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        load_settings(tmp_path / "none.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(tmp_path / "b.toml")


def test_no_setting_speaks_of_nationality_or_ownership() -> None:
    for row in describe():
        words = f"{row['section']} {row['name']} {row['why']}".lower()
        assert not any(w in words for w in ("nationality", "flag state", "owner", "sanction"))


def test_every_setting_is_read_somewhere() -> None:
    root = Path(__file__).resolve().parents[1] / "baltic"
    files = (p for p in root.rglob("*.py") if p.parent.name != "settings")
    code = "".join(p.read_text() for p in files)

    def is_read(name: str) -> bool:
        # The ledger reads its rules by name: Measure(item, "rule", ...), item("tow", ...).
        ways = (f".{name}", f'"{name}"', f'item("{name.removesuffix("_llr")}"')
        return any(way in code for way in ways)

    unread = [r["name"] for r in describe() if not is_read(r["name"])]
    # Levels are read by name: f"{word}_llr".
    assert sorted(unread) in ([], ["note_llr", "watch_llr"])
