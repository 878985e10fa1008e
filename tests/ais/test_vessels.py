from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from .shapes import dma, flagged, named, read, track, write


def test_the_last_word_wins_and_silence_does_not_erase(tmp_path: Path) -> None:
    rows = [
        dma("25/12/2024 10:00:00", static=named("OLD NAME")),
        dma("25/12/2024 12:00:00"),
        dma("25/12/2024 11:00:00", lat="91.0", lon="0.0", static=named("NEW NAME", "Unknown")),
        dma("25/12/2024 10:30:00", static=named("", cells=",,,")),
    ]
    ship = read(write(tmp_path / "a.csv", rows)).vessels.row(0, named=True)
    assert (ship["name"], ship["imo"], ship["to_bow_m"]) == ("NEW NAME", 9329760, 189)
    assert ship["first_t"] == datetime(2024, 12, 25, 10, tzinfo=UTC)
    assert ship["last_t"] == datetime(2024, 12, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("imo", "kept", "flags"),
    [
        (9329760, 9329760, {}),
        (9329761, None, {"imo_invalid": 1}),
        (12345, None, {"imo_invalid": 1}),
        (0, None, {}),
        ("Unknown", None, {}),
        ("x", None, {}),
        (99999999999999999999, None, {}),
        (-9329760, None, {"imo_invalid": 1}),
    ],
)
def test_imo_must_pass_its_check_digit(
    tmp_path: Path, imo: object, kept: int | None, flags: dict[str, int]
) -> None:
    data = read(write(tmp_path / "a.csv", [dma(static=named(imo=imo))]))
    assert data.vessels["imo"].to_list() == [kept]
    assert flagged(data) == flags


def test_two_valid_imo_numbers_on_one_mmsi_are_flagged(tmp_path: Path) -> None:
    rows = [
        dma("25/12/2024 10:00:00", static=named("B", 9100138)),
        dma("25/12/2024 11:00:00", static=named("A", 9329760)),
    ]
    data = read(write(tmp_path / "a.csv", rows))
    assert data.vessels.select("imo", "name").rows() == [(9100138, "B"), (9329760, "A")]
    assert flagged(data) == {"imo_changed": 1}
    text = data.audit.flagged["imo_changed"].example.text  # type: ignore[union-attr]
    assert "9100138" in text and "9329760" in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Cargo,", 70),
        ("Cargo,Category OS", 74),
        ("Passenger,No additional information", 69),
        ("Fishing,Category X", 30),
        ("Towing long/wide,", 32),
        ("Undefined,", None),
        ("Starship,", None),
    ],
)
def test_ship_type_words_become_codes(tmp_path: Path, words: str, code: int | None) -> None:
    static = f"Unknown,Unknown,N,{words},,,GPS,,Unknown,,AIS,,,,"
    data = read(write(tmp_path / "a.csv", [dma(static=static)]))
    assert data.vessels["ship_type"].to_list() == [code]


@pytest.mark.parametrize(
    ("width", "length", "abcd", "expected"),
    [
        (32, 229, "189,40,12,20", (229, 32, 189)),
        (32, 229, ",,,", (229, 32, None)),
        ("", "", "0,40,0,20", (40, 20, None)),
        (0, 0, "0,0,0,0", (None, None, None)),
        (32, 229, "100,,,", (229, 32, 100)),
    ],
)
def test_dimensions(
    tmp_path: Path, width: object, length: object, abcd: str, expected: tuple[object, ...]
) -> None:
    static = f"Unknown,Unknown,N,Cargo,,{width},{length},GPS,0,Unknown,,AIS,{abcd}"
    data = read(write(tmp_path / "a.csv", [dma(static=static)]))
    assert data.vessels.select("loa_m", "beam_m", "to_bow_m", "draught_m").row(0) == (
        *expected,
        None,
    )


def test_a_ship_heard_only_by_its_name_is_a_vessel(tmp_path: Path) -> None:
    rows = [*track(2), dma(lat=91, lon=0, static=named())]
    data = read(write(tmp_path / "a.csv", rows))
    assert data.vessels["name"].to_list() == [None, "EAGLE S"]
    assert data.fixes["mmsi"].unique().to_list() == [219000001]


def test_imo_with_its_letters_before_it(tmp_path: Path) -> None:
    head = "mmsi,timestamp,lon,lat,imo"
    forms = [
        "IMO9329760",
        "imo 9329760",
        "9329760",
        "IMO: 9329760",
        "IMO0000000",
        "0",
        "IMO-9329760",
    ]
    rows = [f"23000000{i},2024-12-25T10:00:00Z,25,59.5,{imo}" for i, imo in enumerate(forms)]
    data = read(write(tmp_path / "a.csv", rows, header=head))
    good = 9329760
    assert data.vessels["imo"].to_list() == [good, good, good, good, None, None, good]
    assert flagged(data) == {}
