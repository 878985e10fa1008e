"""Equipment number and rule table against published anchors and hostile sizes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.physics import HULL_FORMS, anchor_of, equipment_number, ship_class_of
from baltic.physics.equipment import _table

# Ship, size (length, beam, draught m, class), EN of the method note.  The draughts of the
# tanker and the bulk carrier are their summer draughts, the coasters' are the class's share.
SHIPS = [
    ("Eagle S", (228.6, 32.6, 13.35, "tanker"), 3370),
    ("Newnew Polar Bear", (169.0, 27.2, 9.0, "container"), 2300),
    ("Yi Peng 3", (225.0, 32.3, 14.0, "bulk"), 3430),
    ("Samus Swan", (105.5, 16.8, 7.0, "tanker"), 990),
    ("Fitburg", (132.0, 15.9, np.nan, "general"), 970),
]


@pytest.mark.parametrize(("name", "size", "expected"), SHIPS)
def test_number_of_known_ships(name, size, expected):
    assert float(equipment_number(*size)) == pytest.approx(expected, rel=0.03), name


@pytest.mark.parametrize(
    ("size", "mass_t"),
    [
        ((228.6, 32.6, 13.35, "tanker"), 9.9),
        ((169.0, 27.2, 9.0, "container"), 6.9),
        ((294.0, 32.0, 12.5, "container"), 11.7),  # draught of 80 000 dwt chosen
        ((225.0, 32.3, 14.0, "bulk"), 10.5),
        ((105.5, 16.8, 7.0, "tanker"), 3.06),
        ((132.0, 15.9, np.nan, "general"), 2.9),
    ],
)
def test_masses_of_the_method_note(size, mass_t):
    mass = float(anchor_of(equipment_number(*size)).mass_kg) / 1000
    assert mass == pytest.approx(mass_t, rel=0.03)


@pytest.mark.parametrize(
    ("size", "mass_t"),
    [
        ((228.6, 32.6, 13.35, "tanker"), 11.0),
        ((169.0, 27.2, 9.0, "container"), 6.0),
        ((105.5, 16.8, 7.0, "tanker"), 3.0),
    ],
)
def test_published_masses_lie_inside_the_spread(size, mass_t):
    mass = float(anchor_of(equipment_number(*size)).mass_kg) / 1000
    assert abs(np.log(mass / mass_t)) < 2 * 0.12


def test_table_is_whole_and_rising():
    table = _table()
    assert table.shape == (67, 5)
    assert (np.diff(table[:, 0]) > 0).all()
    assert (np.diff(table[:, 1]) > 0).all()
    assert (np.diff(table[:, 2]) >= 0).all()
    for column in (3, 4):
        known = table[~np.isnan(table[:, column]), column]
        assert (np.diff(known) >= 0).all()


def test_rows_and_edges():
    gear = anchor_of([50.0, 205.0, 205.1, 3400.0, 3400.1, 99999.0, np.nan])
    assert gear.mass_kg[:6].tolist() == [180, 570, 660, 9900, 10500, 46000]
    assert gear.chain_side_m[3] == 330.0
    assert gear.chain_d_m[3] == pytest.approx(0.078)
    assert np.isnan(gear.mass_kg[6]) and np.isnan(gear.chain_d_m[6])


def test_grade_falls_back_where_the_rule_has_one():
    assert float(anchor_of(100.0, grade=3).chain_d_m) == pytest.approx(0.016)
    assert float(anchor_of(15000.0, grade=2).chain_d_m) == pytest.approx(0.162)
    assert float(anchor_of(990.0, grade=2).chain_d_m) == pytest.approx(0.050)
    with pytest.raises(ValueError, match="grade"):
        anchor_of(990.0, grade=4)


@pytest.mark.parametrize("loa", [0.0, np.nan, -5.0])
def test_unknown_size_gives_nan(loa):
    assert np.isnan(equipment_number(loa, 20.0, 7.0, "general"))


def test_unknown_class_names_the_allowed_ones():
    with pytest.raises(ValueError, match="known: tanker"):
        equipment_number(100.0, 15.0, 6.0, "yacht")


def test_shapes_broadcast():
    number = equipment_number(
        np.array([[100.0], [200.0]]), 20.0, 7.0, np.array(["tanker", "bulk", "roro"])
    )
    assert number.shape == (2, 3)
    assert anchor_of(number).mass_kg.shape == (2, 3)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(HULL_FORMS)),
    st.floats(40, 380),
    st.floats(5, 8),
    st.floats(0, 16),
    st.floats(1.01, 1.5),
)
def test_a_larger_ship_never_carries_less(kind, loa, ratio, draught, factor):
    small = anchor_of(equipment_number(loa, loa / ratio, draught, kind))
    large = anchor_of(equipment_number(loa * factor, loa * factor / ratio, draught, kind))
    assert large.mass_kg >= small.mass_kg
    assert large.chain_side_m >= small.chain_side_m


def test_class_of_type_codes():
    kinds = ship_class_of([0, 30, 69, 70, 79, 89, 99, np.nan], [50, 50, 200, 100, 180, 250, 9, 9])
    assert kinds.tolist() == [
        "general", "general", "passenger", "general", "bulk", "tanker", "general", "general",
    ]  # fmt: skip
    assert set(kinds.tolist()) <= set(HULL_FORMS)
