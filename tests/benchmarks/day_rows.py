"""Rows of a made-up day of AIS as numbers: who sails, who lies still, and what stands ashore.

Shares and rates are those counted in the head of the real file of 2026-04-26 (19,999 rows).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from baltic.catalogue import FIRST_SIMULATED_MMSI, load_places
from baltic.simulate import SimulationError, simulate_traffic

__all__ = ["BOX", "DAY_S", "NONE", "START", "Fleet", "lying", "sailing", "shore", "small", "voices"]

DAY_S = 86_400
START = "2026-04-26T00:00:00Z"
#: West, south, east, north: where the Danish stations hear (nothing lies east of 16.54).
BOX = (7.0, 53.5, 16.54, 59.0)
#: An empty cell of a whole-number column.
NONE = 32_767
_BATCH = 300  # ships simulated at once: about 750,000 fixes and 700 MB
_SHARED_SHARE = 0.005  # rows that share MMSI and second with another place
_TYPES = {3: "Fishing", 6: "Passenger", 7: "Cargo", 8: "Tanker"}
_TYPES_EXACT = {31: "Towing", 35: "Military", 36: "Sailing", 37: "Pleasure", 52: "Tug",
                55: "Law enforcement"}  # fmt: skip
_CARGO = {1: "Category X", 2: "Category Y", 9: "No additional information"}
_STATUS_AT_REST = {0: 0.46, 7: 0.27, 15: 0.11, 5: 0.06, 3: 0.04, 8: 0.04, 1: 0.02}


@dataclass(frozen=True)
class Fleet:
    """Senders of a kind and their rows.

    ``rows`` has t (seconds of the day), ship (index into the other columns of this fleet),
    lon, lat, status, rot, sog, cog (tenths), heading and told (whether the row says who it is).
    """

    mobile: str
    mmsi: list[int]
    tails: list[str]
    copies: float  # exact copies a row, relative
    rows: pl.DataFrame


def tail(kind=0, name="", callsign="Unknown", imo="Unknown", loa=0, beam=0, bow=0, draught="",
         device="GPS", destination="Unknown", eta=""):  # fmt: skip
    """Return the last 16 cells of a row."""
    word = _TYPES_EXACT.get(kind) or _TYPES.get(kind // 10, "Undefined")
    cargo = _CARGO.get(kind % 10, "") if kind // 10 in (7, 8) else ""
    left = beam // 2
    sizes = (beam, loa) if loa else ("", "")
    parts = (bow, loa - bow, left, beam - left) if loa else ("",) * 4
    cells = (imo, callsign, name, word, cargo, *sizes, device, draught, destination, eta, "AIS",
             *parts)  # fmt: skip
    return ",".join(map(str, cells))


def _table(t, ship, lon, lat, told, **more):
    count = len(t)
    empty = np.full(count, NONE)
    columns = {c: more.get(c, empty) for c in ("rot", "sog", "cog", "heading")}
    return pl.DataFrame(
        {
            "t": np.asarray(t, dtype=np.int32),
            "ship": np.asarray(ship, dtype=np.int32),
            "lon": np.asarray(lon, dtype=float),
            "lat": np.asarray(lat, dtype=float),
            "status": np.asarray(more.get("status", np.full(count, 15)), dtype=np.uint8),
            **{c: np.asarray(v, dtype=np.int16) for c, v in columns.items()},
            "told": np.asarray(told, dtype=bool),
        }
    )


def sailing(count, seed):
    """Yield fleets of simulated ships on the lanes, `count` rows in all."""
    batch = 0
    while count > 0:
        ships = int(np.clip(count / 2400, 20, _BATCH))
        given = {"hours": 24, "ships": ships, "seed": seed * 1000 + batch, "bbox": BOX}
        try:
            sea = simulate_traffic(
                t_start=START, interval_s=10.0, drags=int(batch == 0 and ships > 100), **given
            )
        except SimulationError:
            sea = simulate_traffic(t_start=START, interval_s=10.0, **given)
        fleet = _sailing(sea, batch * _BATCH, count, np.random.default_rng([seed, 1, batch]))
        batch += 1
        count -= len(fleet.rows)
        yield fleet


def _sailing(sea, offset, count, rng):
    seconds = ((pl.col("t") - pl.col("t").dt.truncate("1d")).dt.total_seconds()).alias("s")
    fixes = sea.fixes.filter(pl.col("t").dt.day() == 26).with_columns(seconds)
    again = fixes.filter(pl.Series(rng.random(len(fixes)) < _SHARED_SHARE))
    again = again.with_columns(pl.col("lat") + 2e-5, pl.col("lon") - 3e-5)
    fixes = pl.concat([fixes, again]).sort("mmsi", "t", maintain_order=True).head(count)
    who = sea.vessels.unique("mmsi", keep="first", maintain_order=True).with_row_index("ship")
    joined = fixes.join(who.select("mmsi", "ship"), on="mmsi", how="left", maintain_order="left")

    def whole(column, factor, top):
        value = (pl.col(column).cast(pl.Float64) * factor).round()
        return value.clip(-top, top).fill_null(NONE).fill_nan(NONE).alias(column)

    values = joined.select(
        whole("rot_deg_min", 10, 7200), whole("sog_kn", 10, 1023), whole("cog_deg", 10, 3599),
        whole("heading_deg", 1, 359), pl.col("nav_status").fill_null(15),
    )  # fmt: skip
    mute = rng.random(len(who)) < 0.2  # no rate of turn
    ship = joined["ship"].to_numpy()
    rows = _table(
        joined["s"], ship, joined["lon"], joined["lat"], rng.random(len(ship)) < 0.15,
        status=values["nav_status"], sog=values["sog_kn"], cog=values["cog_deg"],
        heading=values["heading_deg"], rot=np.where(mute[ship], NONE, values["rot_deg_min"]),
    )  # fmt: skip
    tails = [
        tail(
            v["ship_type"],
            v["name"],
            v["callsign"],
            str(1_000_000 + (v["mmsi"] + offset) % 899_999),
            int(v["loa_m"]),
            int(v["beam_m"]),
            int(v["to_bow_m"]),
            f"{v['draught_m']:.1f}",
            destination="SIMULATED",
            eta="28/04/2026 08:00:00",
        )
        for v in who.iter_rows(named=True)
    ]
    return Fleet("Class A", [m + offset for m in who["mmsi"]], tails, 0.65, rows)


def _steady_times(rng, every_s):
    """Return times and ship indices of ships that report at fixed intervals, with jitter."""
    counts = (DAY_S / every_s).astype(int)
    ship = np.repeat(np.arange(len(every_s)), counts)
    turn = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    t = (turn + rng.random(len(ship)) * 0.5) * every_s[ship]
    return np.minimum(t, DAY_S - 1).astype(np.int32), ship


def _harbours():
    places = load_places()
    west, south, east, north = BOX
    at = places.loc[places["kind"] == "port", ["lon", "lat"]].to_numpy(dtype=float)
    return at[(at[:, 0] > west) & (at[:, 0] < east) & (at[:, 1] > south) & (at[:, 1] < north)]


def lying(count, seed):
    """Yield fleets of class A ships that lie in port, `count` rows in all."""
    ports, batch = _harbours(), 0
    while count > 0:
        rng = np.random.default_rng([seed, 2, batch])
        ships = int(np.clip(count / 5000 + 1, 1, 150))
        t, ship = _steady_times(rng, rng.choice([10.0, 10.0, 11.0, 30.0, 180.0], ships))
        t, ship = t[:count], ship[:count]
        n = len(t)
        home = ports[rng.integers(0, len(ports), ships)] + rng.normal(0, 3e-3, (ships, 2))
        still = rng.random(n) < 0.75
        course = np.where(rng.random(ships) < 0.1, NONE, rng.integers(0, 3600, ships))[ship]
        course = np.where(
            (rng.random(n) < 0.3) & (course != NONE), rng.integers(0, 3600, n), course
        )
        heading = np.where(rng.random(ships) < 0.2, NONE, rng.integers(0, 360, ships))[ship]
        status = rng.choice(list(_STATUS_AT_REST), ships, p=list(_STATUS_AT_REST.values()))
        turn = np.where(rng.random(ships) < 0.2, NONE, 0)[ship]
        sog = np.where(rng.random(n) < 0.1, 1, 0)
        rows = _table(
            t, ship,
            home[ship, 0] + np.where(still, 0, rng.normal(0, 2e-5, n)),
            home[ship, 1] + np.where(still, 0, rng.normal(0, 1e-5, n)),
            rng.random(n) < 0.14, status=status[ship], rot=turn, sog=sog, cog=course,
            heading=heading,
        )  # fmt: skip
        first = FIRST_SIMULATED_MMSI + 500_000 + 150 * batch
        mmsi = [first + i for i in range(ships)]
        if batch % 7 == 0:
            mmsi[0] = 3638 + batch  # numbers below 100 million are in every real file
        tails = [
            tail((30, 37, 70, 60, 52)[i % 5], f"SIM REST {m % 100_000}", f"SIR{m % 100_000}",
                 loa=14 + i, beam=4 + i // 6, bow=5, draught="2.5")
            for i, m in enumerate(mmsi)
        ]  # fmt: skip
        batch += 1
        count -= n
        yield Fleet("Class A", mmsi, tails, 0.65, rows)


def small(count, static, seed):
    """Yield the class B boats: `count` rows under way and `static` rows without position."""
    rng = np.random.default_rng([seed, 3])
    boats = max(1, round(count / 270))
    ports = _harbours()
    home = ports[rng.integers(0, len(ports), boats)] + rng.normal(0, 5e-2, (boats, 2))
    ship = np.sort(rng.integers(0, boats, count))
    begin, hours = rng.uniform(0, 0.8, boats), rng.uniform(2, 14, boats)
    t = (begin[ship] * DAY_S + rng.random(count) * hours[ship] * 3600) % DAY_S
    # A loop at a steady speed, smooth at any cadence; half of the boats lie still.
    speed = np.where(rng.random(boats) < 0.5, 0.0, rng.uniform(3, 7, boats))
    period = rng.uniform(3, 6, boats) * 3600
    radius = speed * 0.51444 * period / (2 * np.pi) / 111_195
    phase = 2 * np.pi * (t / period[ship] + rng.random(boats)[ship])
    moving = speed[ship] > 0
    course = np.where(
        moving, np.degrees(np.arctan2(np.cos(phase), -np.sin(phase))) % 360 * 10, NONE
    )
    lat = home[ship, 1] + radius[ship] * np.cos(phase)
    lon = home[ship, 0] + radius[ship] * np.sin(phase) / np.cos(np.radians(lat))
    rows = _table(t, ship, lon, lat, rng.random(count) < 0.25, sog=np.round(speed[ship] * 10),
                  cog=np.minimum(course, NONE))  # fmt: skip
    who = rng.integers(0, boats, static)
    silent = _table(rng.integers(0, DAY_S, static), who, np.zeros(static), np.full(static, 91.0),
                    np.ones(static))  # fmt: skip
    first = FIRST_SIMULATED_MMSI + 700_000
    tails = [
        tail((37, 36, 30)[i % 3], f"SIM BOAT {i}", f"SIB{i}", loa=7 + i % 9, beam=3, bow=4,
             device="Undefined")
        for i in range(boats)
    ]  # fmt: skip
    mmsi = [first + i for i in range(boats)]
    yield Fleet("Class B", mmsi, tails, 0.23, pl.concat([rows, silent]))


def voices(fleets, count, seed):
    """Return rows without position in which ships of `fleets` say who they are."""
    rng = np.random.default_rng([seed, 4])
    fleet = max(fleets, key=lambda f: len(f.mmsi))
    who = rng.integers(0, len(fleet.mmsi), count)
    rows = _table(rng.integers(0, DAY_S, count), who, np.zeros(count), np.full(count, 91.0),
                  np.ones(count))  # fmt: skip
    return Fleet(fleet.mobile, fleet.mmsi, fleet.tails, 0.65, rows)


def shore(base, marks, seed):
    """Yield base stations and marks."""
    rng = np.random.default_rng([seed, 5])
    ports = _harbours()
    plans = (("Base Station", base, 37, 2_101_001, 2.2), ("AtoN", marks, 75, 992_101_001, 0.8))
    for mobile, count, senders, first, copies in plans:
        home = ports[rng.integers(0, len(ports), senders)]
        who = rng.integers(0, senders, count)
        lost = (rng.random(count) < 0.1) if mobile == "Base Station" else np.zeros(count, bool)
        rows = _table(
            rng.integers(0, DAY_S, count), who, np.where(lost, 0.0, home[who, 0]),
            np.where(lost, 91.0, home[who, 1]), np.ones(count),
        )  # fmt: skip
        tails = [
            tail(name="" if mobile == "Base Station" else f'"SIM MARK {i},1"' if i % 20 == 3
                 else f"SIM MARK {i}", device=("GPS", "Surveyed", "Internal")[i % 3])
            for i in range(senders)
        ]  # fmt: skip
        yield Fleet(mobile, [first + i for i in range(senders)], tails, copies, rows)
