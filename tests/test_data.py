"""Shipped files are read and checked once a process, and nobody spoils another's copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from baltic.catalogue import load_assets, load_incidents, load_places
from baltic.data import read_once


def test_a_file_is_read_once_and_again_when_it_has_changed(tmp_path: Path) -> None:
    file, reads = tmp_path / "words", []

    def read(path: Path) -> list[str]:
        reads.append(path)
        return path.read_text().split()

    words = read_once(read)
    file.write_text("a b")
    assert words(file) == words(file) == ["a", "b"]
    assert len(reads) == 1
    file.write_text("a b c")
    assert words(file) == ["a", "b", "c"]
    assert len(reads) == 2


def test_a_fault_is_raised_each_time(tmp_path: Path) -> None:
    number = read_once(lambda path: int(path.read_text()))
    (tmp_path / "number").write_text("none")
    for _ in range(2):
        with pytest.raises(ValueError, match="none"):
            number(tmp_path / "number")


def test_what_one_changes_no_other_sees() -> None:
    assets = load_assets()
    assets["parts"].iloc[0].clear()
    assets.loc[:, "name"] = "none"
    load_incidents().clear()
    places = load_places()
    places.loc[:, "name"] = "none"
    assert load_assets()["parts"].iloc[0]
    assert "none" not in set(load_assets()["name"]) | set(load_places()["name"])
    assert load_incidents()
    assert load_incidents() is not load_incidents()


def test_the_shipped_catalogue_is_not_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_assets(), load_incidents()
    monkeypatch.setattr("baltic.catalogue.asset_files.asset_table", None)
    monkeypatch.setattr("baltic.catalogue.incident_files.read_document", None)
    assert load_assets().equals(first[0])
    assert load_incidents() == first[1]
