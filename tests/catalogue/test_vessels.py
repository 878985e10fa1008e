"""Flags, IMO numbers, ship classes."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.catalogue import flag_of_mmsi, imo_is_valid, is_placeholder, ship_class
from baltic.catalogue.mids import MIDS


@pytest.mark.parametrize(
    ("mmsi", "flag"),
    [
        (518998865, "CK"),
        (414270000, "CN"),
        (229659000, "MT"),
        (375068000, "VC"),
        (341438000, "KN"),
        (477959900, "HK"),
        (230000000, "FI"),
        (266000000, "SE"),
        (273000000, "RU"),
        (219000000, "DK"),
        (636000000, "LR"),
        (371000000, "PA"),
        (538000000, "MH"),
        (200000001, None),
        (2300000, "FI"),  # 002300000, a coast station
        (23012345, "FI"),  # 023012345, a group of ships
        (992301234, "FI"),  # an aid to navigation
        (982301234, "FI"),  # a boat of a parent ship
        (111230000, "FI"),  # an aircraft
        (823012345, "FI"),  # a hand-held set
        (970230001, None),  # a transponder: the maker's number, no MID
        (972230001, None),
        (111200000, None),
        (999999999, None),
        (1234567890, None),
        (0, None),
        (-5, None),
    ],
)
def test_flag(mmsi: int, flag: str | None) -> None:
    assert flag_of_mmsi(mmsi) == flag


def test_flag_of_an_array_is_that_of_each() -> None:
    mmsis = np.array([[518998865, 0], [230000000, 200000001]])
    assert flag_of_mmsi(mmsis).tolist() == [["CK", None], ["FI", None]]
    assert flag_of_mmsi(np.array([], dtype=np.int64)).tolist() == []


def test_the_table_of_mids() -> None:
    assert all(201 <= mid <= 775 for mid in MIDS)
    assert all(re.fullmatch("[A-Z]{2}", country) for country in MIDS.values())
    assert len(MIDS) == 292
    assert 200 not in MIDS, "placeholders live there"


@pytest.mark.parametrize("imo", [9329760, 9224984, 9313204, 9937270, 9250397, 9074729])
def test_real_imo_numbers(imo: int) -> None:
    assert imo_is_valid(imo)


@pytest.mark.parametrize(
    "imo", [0, 1, 9329761, 932976, 93297600, -9329760, None, float("nan"), 1.5]
)
def test_wrong_imo_numbers(imo: float | None) -> None:
    assert not imo_is_valid(imo)


@given(st.integers(100_000, 999_999), st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_seen_unless_the_weight_hides_it(head: int, place: int, by: int) -> None:
    """A check digit of weight w misses a change d only when w times d ends in zero."""
    digits = [int(c) for c in str(head)]
    check = sum(w * d for w, d in zip(range(7, 1, -1), digits, strict=True)) % 10
    assert imo_is_valid(head * 10 + check)
    other = list(digits)
    other[place] = (other[place] + by) % 10
    changed = int("".join(map(str, other)) + str(check))
    if other[0]:
        moved = (7 - place) * (other[place] - digits[place])
        assert imo_is_valid(changed) is (moved % 10 == 0)


def test_imo_of_an_array() -> None:
    assert imo_is_valid(np.array([9329760, 0, np.nan, np.inf])).tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_placeholders() -> None:
    assert is_placeholder(np.array([200000000, 200000001, 200999999, 201000000])).tolist() == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (70, "cargo ship"),
        (79, "cargo ship"),
        (89, "tanker"),
        (30, "fishing vessel"),
        (60, "passenger ship"),
        (0, "unknown"),
        (99, "other"),
        (150, "unknown"),
    ],
)
def test_ship_class(code: int, words: str) -> None:
    assert ship_class(code) == words
