"""Corrupt fixes go, good ones stay, two ships are never drawn as one."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as rules
from hypothesis import strategies as st

from baltic.audit import Audit
from baltic.geo import KN_MS, haversine_m
from baltic.settings import Settings
from baltic.tables import FIXES, TRACKS
from baltic.tracks import clean

from .ships import cleaned, fixes, moved, straight

KEY = ["mmsi", "hull", "t"]


def zigzag(tracks: pl.DataFrame) -> float:
    """The largest speed (kn) between two fixes of one hull, 500 m forgiven."""
    both = tracks.with_columns(
        *(pl.col(c).shift().over("mmsi", "hull").alias(f"{c}0") for c in ("t", "lon", "lat"))
    ).drop_nulls(["t0"])
    metres = haversine_m(*(both[c].to_numpy() for c in ("lon0", "lat0", "lon", "lat"))) - 500
    dt = (both["t"] - both["t0"]).dt.total_microseconds().to_numpy() / 1e6
    assert (dt > 0).all(), "two fixes of one hull in one second"
    return float((metres / (dt + 1)).max() / KN_MS) if len(metres) else 0.0


def test_a_clean_track_passes_untouched() -> None:
    ship = straight(noise_m=25.0)
    tracks, told, flags = cleaned(ship)
    TRACKS.check(tracks)
    assert tracks.select(FIXES.names).equals(ship)
    assert not told
    assert not flags
    assert set(tracks["hull"]) == {0}


def test_one_second_clock_and_noise_do_not_trigger() -> None:
    rng = np.random.default_rng(1)
    ship = straight(dt=2.0, kn=40.0, n=400, noise_m=30.0)
    late = pl.Series(rng.integers(0, 2, ship.height) * 1_000_000).cast(pl.Duration("us"))
    tracks, told, _ = cleaned(ship.with_columns(t=pl.col("t") + late))
    assert set(told) <= {"same_time"}
    assert set(tracks["hull"]) == {0}


@pytest.mark.parametrize("row", [0, 1, 100, 198, 199])
@pytest.mark.parametrize("shift", [0.05, 2.0])
def test_one_corrupt_fix_goes_alone(row: int, shift: float) -> None:
    tracks, told, flags = cleaned(moved(straight(), [row], dlat=shift))
    assert told == {"teleport": 1}
    assert not flags
    assert tracks.height == 199
    assert set(tracks["hull"]) == {0}


@pytest.mark.parametrize("rows", [[50, 51, 52], [3, 60, 61, 150], [0, 1]])
def test_few_corrupt_fixes_go_and_their_neighbours_stay(rows: list[int]) -> None:
    ship = straight()
    tracks, told, _ = cleaned(moved(ship, rows, dlon=1.5))
    assert told == {"teleport": len(rows)}
    good = ship.filter(~pl.int_range(pl.len()).is_in(rows))
    assert tracks["t"].to_list() == good["t"].to_list()


def test_a_spike_within_the_largest_speed_is_seen_by_the_reported_speed() -> None:
    # 2 km aside for one minute: 65 kn would be needed one way, 60 kn + 500 m allows it.
    ship = straight(dt=60.0)
    assert cleaned(moved(ship, [80], dlat=2000 / 111_195))[1] == {"teleport": 1}
    assert not cleaned(moved(straight(dt=60.0, sog=False), [80], dlat=2000 / 111_195))[1]


def test_a_speed_sensor_stuck_at_zero_costs_nothing() -> None:
    ship = straight(dt=110.0, kn=24.0).with_columns(sog_kn=pl.lit(0.0, pl.Float32))
    tracks, told, flags = cleaned(ship)
    assert not told
    assert flags == {"sog_zero_moving": 200}
    assert tracks.height == 200


def test_a_long_silent_move_is_kept() -> None:
    first, second = straight(n=50), straight(n=50, start=6 * 3600.0, lon=28.0)
    tracks, told, _ = cleaned(pl.concat([first, second]))
    assert not told
    assert tracks["hull"].unique().to_list() == [0]
    assert tracks["segment"].n_unique() == 2


def test_a_corrupt_fix_ahead_of_a_silent_ship_does_not_take_its_track() -> None:
    before = moved(straight(n=60, kn=20.0), [30], dlon=2.0)
    after = straight(n=60, kn=20.0, start=5 * 3600.0, lon=27.2, lat=60.0)
    tracks, told, flags = cleaned(pl.concat([before, after]))
    assert told == {"teleport": 1}
    assert not flags
    assert tracks.height == 119


def test_a_jammed_ship_does_not_sail_to_the_places_of_its_receiver() -> None:
    """Two hours of scatter 70 km away, which a ship of 60 kn could reach and come back from."""
    rng = np.random.default_rng(3)
    ship = straight(n=900, dt=60.0, kn=11.0, lon=20.0, lat=59.0)
    rows = np.arange(400, 520)
    lon, lat, sog = (ship[c].to_numpy().copy() for c in ("lon", "lat", "sog_kn"))
    lon[rows] = lon[400] + 1.2 + 0.02 * rng.standard_normal(len(rows))
    lat[rows] = lat[400] - 0.2 + 0.02 * rng.standard_normal(len(rows))
    sog[rows] = rng.uniform(0.0, 40.0, len(rows))
    tracks, _, _ = cleaned(
        ship.with_columns(lon=pl.Series(lon), lat=pl.Series(lat), sog_kn=pl.Series(sog))
    )
    main = tracks.filter(hull=0)
    assert main["t"].to_list() == ship.filter(~pl.int_range(900).is_in(rows))["t"].to_list()


@pytest.mark.parametrize(("sd_m", "share"), [(400.0, 1.0), (1000.0, 1.0), (3000.0, 0.2)])
def test_two_hours_of_scatter_make_no_second_hull(sd_m: float, share: float) -> None:
    rng = np.random.default_rng(5)
    ship = straight(n=1600, dt=60.0, kn=11.0, lon=20.0, lat=59.0)
    lon, lat = (ship[c].to_numpy().copy() for c in ("lon", "lat"))
    rows = np.arange(1285, 1405)[rng.random(120) < share]
    lat[rows] += sd_m / 111_195 * rng.standard_normal(len(rows))
    lon[rows] += 2 * sd_m / 111_195 * rng.standard_normal(len(rows))
    tracks, _, flags = cleaned(ship.with_columns(lon=pl.Series(lon), lat=pl.Series(lat)))
    assert set(tracks["hull"]) == {0} and "twin_hull" not in flags
    good = ship.filter(~pl.int_range(1600).is_in(rows))
    kept = tracks.join(good, on=["t", "lon", "lat"], how="semi").height
    assert kept >= good.height - 5


def test_a_jump_without_return_keeps_both_sides_apart() -> None:
    ship = moved(straight(), range(100, 200), dlat=3.0)
    tracks, told, flags = cleaned(ship)
    assert not told
    assert flags == {"twin_hull": 200}
    assert tracks.group_by("hull").len().sort("hull").rows() == [(1, 100), (2, 100)]


def test_a_long_stretch_elsewhere_is_kept_apart_from_the_ship() -> None:
    # Half an hour sent from 200 km away, then the ship goes on where it must be.
    ship = straight(n=1000)
    tracks, told, flags = cleaned(moved(ship, range(400, 580), dlat=-1.8))
    assert not told
    assert flags == {"twin_hull": 180}
    assert tracks.group_by("hull").len().sort("hull").rows() == [(0, 820), (1, 180)]
    few = cleaned(moved(ship, range(400, 440), dlat=-1.8))
    assert few[1] == {"teleport": 40}, "under 5 % of the track it is dropped"


def test_two_hulls_are_separated_and_not_chained() -> None:
    a, b = straight(n=300, dt=10), straight(n=150, dt=20, lon=19.0, lat=57.0, start=3, course=200)
    tracks, told, flags = cleaned(pl.concat([a, b]))
    assert not told
    assert flags == {"twin_hull": 450}
    one, two = tracks.filter(pl.col("hull") == 1), tracks.filter(pl.col("hull") == 2)
    assert one["t"].to_list() == a["t"].to_list()
    assert two["t"].to_list() == b["t"].to_list()
    assert zigzag(tracks) <= Settings().cleaning.max_speed_kn
    assert one["segment"][0] != two["segment"][0]


def test_two_hulls_in_the_same_seconds() -> None:
    a, b = straight(n=100), straight(n=100, lon=21.0)
    tracks, told, _ = cleaned(pl.concat([a, b]))
    assert not told
    assert sorted(tracks["hull"].unique()) == [1, 2]
    assert zigzag(tracks) <= 60


def test_moored_twins_two_kilometres_apart() -> None:
    a = straight(n=80, dt=180, kn=0.0, noise_m=5)
    b = straight(n=80, dt=180, kn=0.0, noise_m=5, lat=59.82, start=70.0, seed=1)
    _, told, flags = cleaned(pl.concat([a, b]))
    assert not told
    assert flags == {"twin_hull": 160}


def test_many_hulls_on_one_mmsi() -> None:
    many = [straight(n=60, dt=60, lat=55 + 0.5 * k, start=k) for k in range(20)]
    tracks, told, flags = cleaned(pl.concat(many))
    assert not told
    assert flags == {"twin_hull": 1200}
    assert tracks["hull"].n_unique() == 20


def test_two_hulls_and_corrupt_fixes() -> None:
    a, b = straight(n=300), straight(n=300, lon=19.0, lat=57.0, start=3)
    tracks, told, _ = cleaned(pl.concat([moved(a, [0, 70], dlat=3), moved(b, [100], dlon=4)]))
    assert told == {"teleport": 3}
    assert tracks.group_by("hull").len().sort("hull").rows() == [(1, 299), (2, 298)] or (
        tracks.group_by("hull").len().sort("hull")["len"].sum() == 597
    )


def test_the_same_place_twice_in_a_second_is_told_once() -> None:
    ship = straight()
    bare = ship.head(40).with_columns(sog_kn=pl.lit(None, pl.Float32))
    near = moved(ship.head(10), range(10), dlat=1e-5)
    tracks, told, _ = cleaned(pl.concat([bare, ship, near]))
    assert told == {"same_time": 50}
    assert tracks["sog_kn"].null_count() == 0, "the better-filled row stays"
    assert tracks.select("mmsi", "t").is_duplicated().sum() == 0


def test_two_places_in_a_second_are_solved_by_the_track() -> None:
    ship = straight()
    wrong = moved(ship.slice(50, 1), [0], dlon=1.0)
    tracks, told, _ = cleaned(pl.concat([wrong, ship]))
    assert told == {"teleport": 1}
    assert tracks.select(FIXES.names).equals(ship)


def test_other_ships_do_not_matter() -> None:
    good = straight(mmsi=1)
    bad = moved(straight(mmsi=2), [3, 90], dlat=2)
    tracks, told, _ = cleaned(pl.concat([good, bad]))
    assert told == {"teleport": 2}
    alone = cleaned(bad)[0]
    assert tracks.filter(pl.col("mmsi") == 2).drop("segment").equals(alone.drop("segment"))


def test_examples_name_a_fix() -> None:
    audit = Audit()
    ship = moved(straight(), [5], dlat=2)
    audit.read(ship.height)
    audit.use(ship.height)
    clean(ship, audit, Settings())
    example = audit.dropped["teleport"].example
    assert example is not None
    assert "230000001" in example.text
    assert "2024-12-25T08:00:50Z" in example.text


def test_an_example_shows_the_speed_as_sent() -> None:
    for sent, told in ((3.3, "sog 3.3 kn"), (None, "sog not sent")):
        audit = Audit()
        ship = moved(straight(), [5], dlat=2).with_columns(sog_kn=pl.lit(sent, pl.Float32))
        audit.read(ship.height)
        audit.use(ship.height)
        clean(ship, audit, Settings())
        example = audit.dropped["teleport"].example
        assert example is not None and example.text.endswith(told)


def test_empty_and_single() -> None:
    tracks, told, _ = cleaned(FIXES.empty())
    TRACKS.check(tracks)
    assert tracks.is_empty()
    one, told, _ = cleaned(straight(n=1))
    TRACKS.check(one)
    assert one.height == 1
    assert not told


@st.composite
def mess(draw):
    """One or two ships, corrupt fixes, doubled rows, silences, with or without speeds."""
    parts = []
    for k in range(draw(st.integers(1, 3))):
        n = draw(st.integers(1, 40))
        ship = straight(
            mmsi=draw(st.sampled_from([1, 2])), n=n, dt=draw(st.sampled_from([5, 60, 600, 3000])),
            kn=draw(st.sampled_from([0.0, 11.0, 30.0])), lat=55 + draw(st.integers(0, 8)) / 4,
            start=draw(st.integers(0, 50)), noise_m=draw(st.sampled_from([0.0, 20.0])),
            course=draw(st.integers(0, 359)), seed=k, sog=draw(st.booleans()),
        )  # fmt: skip
        for _ in range(draw(st.integers(0, 4))):
            ship = moved(
                ship, [draw(st.integers(0, n - 1))],
                dlon=draw(st.sampled_from([0.02, 0.3, 5.0])), dlat=draw(st.sampled_from([0, 0.2])),
            )  # fmt: skip
        parts.append(ship)
        if draw(st.booleans()):
            parts.append(ship.head(5))
    return pl.concat(parts)


@pytest.mark.slow
@rules(max_examples=150, deadline=None)
@given(mess(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter_and_twice_is_once(rows, random) -> None:
    once, told, flags = cleaned(rows)
    order = list(range(rows.height))
    random.shuffle(order)
    shuffled = cleaned(rows[order])
    assert once.equals(shuffled[0])
    assert (told, flags) == shuffled[1:]
    twice, nothing, again = cleaned(once.select(FIXES.names))
    assert twice.equals(once)
    assert not nothing
    # A speed of 0 kn that was left out is not there to be flagged again.
    assert again == {k: v for k, v in flags.items() if k != "sog_zero_moving"}
    assert once.equals(once.sort(KEY))
    assert zigzag(once) <= 60 + 1e-6


def test_a_corrupt_fix_fabricates_no_slow_stretch() -> None:
    tracks, _, _ = cleaned(moved(straight(dt=60.0), [90], dlat=-1.0))
    metres = haversine_m(*(tracks[c].to_numpy()[s] for s, c in [
        (slice(None, -1), "lon"), (slice(None, -1), "lat"), (slice(1, None), "lon"),
        (slice(1, None), "lat"),
    ]))  # fmt: skip
    dt = tracks["t"].diff().dt.total_seconds().to_numpy()[1:]
    assert np.allclose(metres / dt / KN_MS, 12.0, atol=0.2)


def test_fixes_helper_keeps_the_contract() -> None:
    FIXES.check(fixes(1, [0, 1], [20, 20], [57, 57]))
