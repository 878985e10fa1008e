"""Where a map is cut open, and that nothing shown is torn there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.catalogue import load_assets
from baltic.maps import build_atlas, build_map
from baltic.maps.codec import unpack
from baltic.maps.layers import encode_assets
from baltic.maps.tracks import encode_density, encode_tracks
from baltic.seam import Seam, find_seam, unwrap

from .maps.samples import (
    candidate,
    crossing,
    crossings,
    over_180,
    own_cable,
    suspect,
    track,
    traffic,
)
from .maps.test_atlas import document
from .maps.test_tracks import decode

LON = st.floats(-180, 180, allow_subnormal=False)


@given(st.lists(LON, max_size=30), st.floats(-180, 179))
def test_places_stay_where_they_are_and_lie_on_the_page(lon, west):
    moved = Seam(west).points(lon)
    assert np.all((moved >= west - 1e-9) & (moved <= west + 360 + 1e-9))
    assert np.allclose(np.cos(np.radians(moved)), np.cos(np.radians(lon)), atol=1e-9)
    assert np.allclose(np.sin(np.radians(moved)), np.sin(np.radians(lon)), atol=1e-9)


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(LON, st.lists(st.floats(-20, 20), min_size=1, max_size=8)), min_size=1, max_size=6
    )
)
def test_a_line_is_whole_wherever_it_goes(ways):
    lines = [start + np.cumsum([0.0, *steps]) for start, steps in ways]
    cut = [(line + 180) % 360 - 180 for line in lines]
    starts = np.cumsum([0, *map(len, cut)])[:-1]
    seam = find_seam(np.concatenate(cut))
    found = np.split(seam.lines(np.concatenate(cut), starts), starts[1:])
    for line, again in zip(lines, found, strict=True):
        assert np.allclose(np.diff(again), np.diff(line), atol=1e-9)
        assert np.allclose((again - line) / 360, np.rint((again - line) / 360), atol=1e-9)
        assert seam.west <= (again.min() + again.max()) / 2 <= seam.west + 360


@pytest.mark.parametrize(
    ("lon", "west"),
    [
        ([], -180), ([10.0, 30.0], -180), ([-150.0], -180), ([179.9], -180), ([-179.9], -86),
        ([179.0, -179.0], -85), ([170.0, -160.0], -76), ([np.nan, 20.0], -180),
        (np.arange(-180.0, 180.0), -180),
    ],
)  # fmt: skip
def test_the_cut_is_in_the_widest_empty_stretch(lon, west):
    assert find_seam(lon).west == pytest.approx(west, abs=1)


def test_a_long_cable_counts_between_its_points_and_ways_lead_the_short_way_round():
    ocean = [(140.0, 35.0), (-120.0, 37.0)]
    seam = find_seam([], [ocean])
    assert seam.west == pytest.approx(-56, abs=1)
    assert seam.line(ocean)[:, 0].tolist() == [140.0, 240.0]
    assert unwrap(np.array([-179.0, 179.0]), np.array([0])).tolist() == [-179.0, -181.0]


def test_in_the_baltic_nothing_moves():
    tracks, assets = traffic(4), load_assets()
    lines = [np.asarray(g.coords) for m in assets.geometry for g in m.geoms]
    seam = find_seam(tracks["lon"], lines)
    assert seam == Seam()
    for line in lines:
        assert np.array_equal(seam.line(line), line[:, :2])
    assert np.array_equal(seam.points(tracks["lon"]), tracks["lon"])


def test_pieces_of_one_way_lie_side_by_side():
    """A gap, another ship or a ship going back do not put the rest on the other side."""
    frame = over_180()
    seam = find_seam(frame["lon"])
    for line in decode(encode_tracks(frame, fine=True, seam=seam)):
        assert line["lon"].min() > 165 and line["lon"].max() < 195
        assert np.abs(np.diff(line["lon"])).max() < 1
    found = encode_density(frame, seam=seam)
    assert found["west"] > 165 and found["dlon"] < 0.1
    assert unpack(found["cells"])[2].sum() == len(frame)


@pytest.mark.parametrize("split", [False, True])
def test_a_cable_in_one_piece_or_cut_at_180_is_whole(split):
    lon, _ = unpack(encode_assets(own_cable(split=split))["lines"])
    assert lon.min() / 1e4 >= 176 and lon.max() / 1e4 <= 184
    assert np.abs(np.diff(lon)).max() / 1e4 <= 4


def test_all_places_of_a_scan_are_counted_from_one_seam():
    frame = over_180()
    episode = candidate(200_000_001)
    episode["lon"] = -179.5
    for hit, lon in zip(episode["assets"], (179.9, -179.8), strict=True):
        hit["lon"] = lon
    table = pd.DataFrame([crossing(200_000_001, "own", "2024-12-25T10:26Z", -179.9, 60.0)])
    page = build_map(
        candidates=[episode], tracks=frame, vessels=frame.iloc[:0], crossings=table,
        assets=own_cable(),
        incident={"id": "x", "assets": [{"asset_id": "own", "lon": -179.9, "lat": 60.0}]},
    )  # fmt: skip
    found = document(page)
    (listed,) = found["subjects"]
    (told,) = listed["episodes"]
    lons = [told["lon"], *(hit["lon"] for hit in told["assets"])]
    lons += [row["lon"] for row in found["outages"]]
    packed = found["crossings"]["items"]
    lons += [row[packed["names"].index("lon")] for row in packed["rows"]]
    assert lons == pytest.approx([180.5, 179.9, 180.2, 180.1, 180.1])
    assert -180 < found["seam"] < -60


def test_an_atlas_of_both_sides_is_one():
    record = {"id": "x", "assets": [{"asset_id": "own", "lon": -179.9, "lat": 60.0}]}
    found = document(build_atlas(own_cable(), [record], own_assets=True))
    assert found["incidents"][0]["outages"][0]["lon"] == pytest.approx(180.1)
    usual = document(build_map(
        candidates=[candidate()], tracks=suspect(), vessels=suspect().iloc[:0],
        crossings=crossings(), assets=load_assets(),
    ))  # fmt: skip
    assert usual["seam"] == -180


def test_a_line_of_another_height_keeps_its_places():
    line = shapely.LineString([(179.0, 60.0, 5.0), (-179.0, 60.5, 7.0)])
    assert Seam(-90.0).line(line.coords).tolist() == [[179.0, 60.0], [181.0, 60.5]]


def test_a_ship_that_never_moves_at_180():
    frame = track(1, [(180.0, 60.0), (180.0, 60.0)], hours=1)
    (line,) = decode(encode_tracks(frame, fine=True, seam=find_seam(frame["lon"])))
    assert set(np.abs(line["lon"])) == {180.0}
