import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.maps.codec import pack, pack_rings, unpack, varints

WHOLE = st.integers(-(2**31), 2**31 - 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WHOLE, WHOLE), max_size=40), st.booleans())
def test_what_is_packed_comes_back(rows, keep_second_plain):
    columns = [[r[0] for r in rows], [r[1] for r in rows]]
    packed = pack(columns, plain=(1,) if keep_second_plain else ())
    assert [c.tolist() for c in unpack(packed)] == columns


def test_packed_data_hold_no_character_of_a_template_or_tag():
    data = pack([np.random.default_rng(1).integers(-(10**6), 10**6, 5000)])["data"]
    assert not set(data) & set("{}<>`$\\\"'")


def test_columns_of_two_lengths_are_refused():
    with pytest.raises(ValueError, match="one length"):
        pack([[1, 2], [1]])


def test_numbers_too_large_are_refused_not_cut():
    with pytest.raises(OverflowError):
        varints(np.array([2**35], np.uint64))


def test_rings_keep_their_sizes_and_round_to_the_scale():
    packed = pack_rings([[(20.12345, 59.5), (21, 60)], [(1, 2), (3, 4), (5, 6)]], 1000)
    assert packed["sizes"] == [2, 3]
    assert unpack(packed)[0][0] == 20123
    json.dumps(packed)


def test_nothing_packs_to_nothing():
    assert pack_rings([], 1000)["n"] == 0
    assert [c.tolist() for c in unpack(pack([[], []]))] == [[], []]
