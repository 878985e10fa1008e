from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.errors import TableError
from baltic.maps.codec import unpack
from baltic.maps.tracks import encode_density, encode_tracks

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


def test_density_counts_every_fix():
    frame = traffic(5)
    assert unpack(encode_density(frame)["cells"])[2].sum() == len(frame)
