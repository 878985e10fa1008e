from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.errors import TableError
from baltic.maps.codec import unpack
from baltic.maps.tracks import encode_density, encode_tracks
from baltic.settings import Maps, Settings
from baltic.tracks import thin

from .samples import START, track, traffic


def decode(packed: dict[str, Any]) -> list[dict[str, Any]]:
    """Read packed tracks back, line by line, as the browser does."""
    t, lon, lat, sog, *rest = unpack(packed["fixes"])
    ship, size, kind, hull = unpack(packed["lines"])
    lines, at = [], 0
    for line in range(len(size)):
        rows = slice(at, at + size[line])
        at += size[line]
        seconds = t[rows]
        lines.append(
            {
                "mmsi": packed["ships"][ship[line]],
                "kind": int(kind[line]),
                "hull": int(hull[line]),
                "t": seconds + packed["t0"],
                "sog": sog[rows],
                "rest": [r[rows] for r in rest],
            }
        )
    for name, values in (("lon", lon), ("lat", lat)):
        last, at = 0, 0
        for line in lines:
            out, step, before = [], 0, 0
            for i in range(len(line["t"])):
                time = int(line["t"][i] - line["t"][i - 1]) if i else 0
                usable = i > 1 and time > 0 and before > 0 and time <= 8 * before
                step = int(values[at]) + (step * time // before if usable else 0)
                last += step
                out.append(last / packed["scale"])
                before = time
                at += 1
            line[name] = np.array(out)
    return lines


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.integers(0, 90_000),
            st.floats(-180, 180),
            st.floats(-85, 85),
            st.sampled_from(["measured", "reconstructed", "simulated"]),
        ),
        min_size=1,
        max_size=40,
    ),
    st.booleans(),
)
def test_every_fix_comes_back_at_its_time_and_place(rows, fine):
    frame = pd.DataFrame(rows, columns=["mmsi", "s", "lon", "lat", "provenance"])
    frame["t"] = START + pd.to_timedelta(frame["s"], unit="s")
    lines = decode(encode_tracks(frame, fine=fine))
    found = {
        (line["mmsi"], int(t), round(lon % 360, 3) % 360, round(lat, 3))
        for line in lines
        for t, lon, lat in zip(line["t"], line["lon"], line["lat"], strict=True)
    }
    step = 5e-6 if fine else 5e-5
    for mmsi, s, lon, lat, _ in rows:
        t = int(START.timestamp()) + s
        assert any(
            m == mmsi
            and u == t
            and min(abs(x - lon % 360), 360 - abs(x - lon % 360)) < step + 1e-3
            and abs(y - lat) < step + 1e-3
            for m, u, x, y in found
        )


def test_a_line_ends_where_ship_hull_or_segment_change():
    frame = pd.concat(
        [track(1, [(20, 59), (21, 59)], hours=1), track(2, [(20, 59), (21, 59)], hours=1)]
    )
    frame["segment"] = np.where(frame["t"] < START + pd.Timedelta("30min"), 1, 2)
    lines = decode(encode_tracks(frame, fine=True))
    assert len(lines) == 4
    assert sum(len(line["t"]) for line in lines) == len(frame)


def test_the_leg_between_two_provenances_counts_as_the_less_certain():
    frame = track(1, [(20, 59), (21, 59)], hours=1)
    frame["provenance"] = ["reconstructed"] * 5 + ["measured"] * (len(frame) - 5)
    first, second = decode(encode_tracks(frame, fine=True))
    assert (first["kind"], second["kind"]) == (1, 0)
    assert first["t"][-1] == second["t"][0] == int(frame["t"][5].timestamp())


def test_a_slow_down_on_a_straight_track_survives():
    frame = track(1, [(20, 59), (21, 59)], hours=4, speed=lambda s: np.where(s > 0.5, 6.1, 12.3))
    for fine in (True, False):
        (line,) = decode(encode_tracks(frame, fine=fine))
        assert sorted(set(line["sog"].tolist())) == [61, 123]


@st.composite
def straight_on(draw):
    """A straight track whose speed alone changes, at times of its own, once or often."""
    count = draw(st.integers(3, 400))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    seconds = np.cumsum(rng.choice([2, 10, 60, 180], count))
    changes = draw(st.lists(st.tuples(st.integers(0, count), st.floats(0, 22)), max_size=6))
    speed = np.full(count, draw(st.floats(5, 16)))
    for at, value in sorted(changes):
        speed[at:] = value
    speed = (speed + rng.normal(0, draw(st.sampled_from([0.0, 0.1, 1.0])), count)).clip(0, 40)
    north = np.cumsum(speed * 0.5144 * np.diff(seconds, prepend=0)) / 111_195
    return pd.DataFrame(
        {
            "mmsi": np.uint32(1), "t": START + pd.to_timedelta(seconds, unit="s"), "lon": 20.0,
            "lat": 57 + north, "sog_kn": speed.astype("float32"), "provenance": "measured",
            "hull": np.uint8(0), "segment": np.uint32(0),
        }
    )  # fmt: skip


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(straight_on(), st.booleans())
def test_no_speed_of_a_straight_track_is_lost_by_thinning_and_packing(frame, fine):
    bounds = Maps()
    thinned = thin(pl.from_pandas(frame), Settings()).to_pandas()
    (line,) = decode(encode_tracks(thinned, fine=fine))
    t = frame["t"].astype("datetime64[s, UTC]").astype("int64").to_numpy()
    shown = np.interp(t, line["t"], line["sog"] / 10)
    # A packed speed is rounded to a tenth of a knot.
    assert np.abs(shown - frame["sog_kn"]).max() <= bounds.thin_kn + 0.05 + 1e-4
    # Half a step of the packed degrees, and thin()'s own bound.
    off = np.abs(np.interp(t, line["t"], line["lat"]) - frame["lat"]).max() * 111_195
    assert off <= bounds.thin_m * 1.01 + 111_195 / (2 * (100_000 if fine else 10_000))


def test_a_drag_on_a_straight_track_is_in_the_file_however_thin():
    seconds = np.arange(0, 6 * 3600, 10)
    speed = 12 - 4 * ((seconds > 7200) & (seconds < 9000))
    frame = pd.DataFrame(
        {
            "mmsi": np.uint32(1), "t": START + pd.to_timedelta(seconds, unit="s"), "lon": 20.0,
            "lat": 57 + np.cumsum(speed * 0.5144 * 10) / 111_195, "sog_kn": speed.astype("float32"),
            "hull": np.uint8(0), "segment": np.uint32(0),
        }
    )  # fmt: skip
    thinned = thin(pl.from_pandas(frame), Settings()).to_pandas()
    assert len(thinned) < len(frame) / 20
    (line,) = decode(encode_tracks(thinned, fine=False))
    slow = line["t"][line["sog"] == 80] - int(START.timestamp())
    assert slow.min() <= 7220
    assert slow.max() >= 8980


def test_what_was_not_sent_stays_unknown():
    frame = track(1, [(20, 59), (21, 59)], hours=1)
    frame.loc[2, ["sog_kn", "cog_deg", "heading_deg"]] = np.nan
    (line,) = decode(encode_tracks(frame, fine=True))
    assert line["sog"][2] == 1023
    assert [r[2] for r in line["rest"]] == [360, 360]


def test_a_track_over_the_antimeridian_goes_on():
    way = [(179.5, 60.0), (180.5, 60.0)]
    frame = track(1, way, hours=1)
    frame["lon"] = (frame["lon"] + 180) % 360 - 180
    (line,) = decode(encode_tracks(frame, fine=True))
    assert np.abs(np.diff(line["lon"])).max() < 0.2


def test_order_of_rows_does_not_matter():
    frame = traffic(6)
    shuffled = frame.sample(frac=1, random_state=3)
    assert encode_tracks(frame, fine=True) == encode_tracks(shuffled, fine=True)


def test_no_fix_and_one_fix():
    frame = track(1, [(20, 59), (21, 59)], hours=1)
    assert decode(encode_tracks(frame.iloc[:0], fine=True)) == []
    (line,) = decode(encode_tracks(frame.iloc[:1], fine=True))
    assert len(line["t"]) == 1


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="lon"):
        encode_tracks(pd.DataFrame({"mmsi": [], "t": [], "lat": []}), fine=True)


def test_a_stray_fix_does_not_coarsen_the_density():
    frame = pd.concat([traffic(40)] * 3, ignore_index=True)
    frame.loc[0, ["lon", "lat"]] = [-150.0, -60.0]
    frame.loc[1, ["lon", "lat"]] = [np.nan, 59.0]
    found = encode_density(frame)
    column, row, count = unpack(found["cells"])
    assert found["dlon"] < 0.03
    assert count.sum() == found["fixes"] == len(frame) - 1
    assert found["most"] == count.max()
    far = np.argmin(column)
    assert found["west"] + (column[far] + 0.5) * found["dlon"] == pytest.approx(-150, abs=0.03)
    assert found["south"] + (row[far] + 0.5) * found["dlat"] == pytest.approx(-60, abs=0.03)


def test_density_counts_every_fix():
    frame = traffic(5)
    assert unpack(encode_density(frame)["cells"])[2].sum() == len(frame)
