"""One row a ship of an MMSI: by IMO number, else by name and call sign; and what it said when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.ais.vessels import STATIC, Statics, distinct_messages
from baltic.audit import Audit
from baltic.catalogue import at_time
from baltic.tables import VESSELS

T0 = datetime(2024, 12, 25, tzinfo=UTC)
A, B, C = 9329760, 9100138, 9224984
MESSAGE = {"mmsi": pl.UInt32(), "t": pl.Datetime("us", "UTC"), **STATIC}


def rows(*told: tuple[float, dict[str, Any]]) -> pl.DataFrame:
    """Static messages at hours after T0; MMSI 7 unless said otherwise."""
    full = [
        {**dict.fromkeys(MESSAGE), "mmsi": 7, "t": T0 + timedelta(hours=h), **words}
        for h, words in told
    ]
    return pl.DataFrame(full, schema=MESSAGE)


def ship(imo: int | None, name: str | None, sign: str | None = None, **more: Any) -> dict[str, Any]:
    return {"imo": imo, "name": name, "callsign": sign, **more}


def statics(*parts: pl.DataFrame) -> Statics:
    made = Statics()
    for part in parts:
        made.take(distinct_messages(part.with_columns(first="t", last="t")))
    return made


def heard(*parts: pl.DataFrame, first: float = -1, last: float = 99) -> pl.DataFrame:
    """Fixes of each MMSI from an hour before the first message to long after the last."""
    ships = pl.concat([p.select("mmsi") for p in parts]).unique()
    return ships.with_columns(
        pl.lit(T0 + timedelta(hours=first), VESSELS.schema["first_t"]).alias("first_t"),
        pl.lit(T0 + timedelta(hours=last), VESSELS.schema["last_t"]).alias("last_t"),
    )


def spans(part: pl.DataFrame, column: str = "name") -> list[tuple[Any, float, float]]:
    table = statics(part).vessels(heard(part), Audit())
    VESSELS.check(table)
    hours = [((pl.col(c) - T0).dt.total_seconds() / 3600).alias(c) for c in ("first_t", "last_t")]
    return table.select(column, *hours).rows()


def test_another_hull_begins_another_row() -> None:
    told = rows(
        (0, ship(A, "OLD", "AAA")), (5, ship(A, "OLD", "AAA")),
        (8, ship(B, "NEW", "BBB")), (9, ship(B, "NEW", "BBB")),
    )  # fmt: skip
    assert spans(told) == [("OLD", -1, 5), ("NEW", 8, 99)]


def test_renaming_keeps_the_hull_and_the_former_names() -> None:
    told = rows((0, ship(A, "FIRST")), (2, ship(A, "SECOND")), (4, ship(A, "THIRD")))
    table = statics(told).vessels(heard(told), Audit())
    assert table.select("name", "former_names").rows() == [("THIRD", "FIRST; SECOND")]


def test_a_garbled_name_is_no_former_name() -> None:
    told = rows((0, ship(A, "ONE")), (2, ship(A, "0N3")), (4, ship(A, "ONE")))
    table = statics(told).vessels(heard(told), Audit())
    assert table.select("name", "former_names").rows() == [("ONE", None)]


def test_twin_hulls_have_a_row_each_and_are_flagged() -> None:
    told = rows(*((h / 10, ship(*((A, "EVEN"), (B, "ODD"))[h % 2])) for h in range(50)))
    audit = Audit()
    table = statics(told).vessels(heard(told), audit)
    assert table.select("imo", "name").rows() == [(A, "EVEN"), (B, "ODD")]
    assert table["first_t"][1] < table["last_t"][0]
    assert audit.flagged["imo_changed"].count == 1


def test_one_garbled_number_holds_for_its_moment_only() -> None:
    told = rows(*((h, ship(A, "TRUE")) for h in range(10)), (4.5, ship(B, "TRVE")))
    table = statics(told).vessels(heard(told), Audit())
    assert table.height == 2
    asked = [T0 + timedelta(hours=h) for h in (0, 4.4, 4.5, 4.6, 50)]
    assert at_time(table, [7] * 5, asked)["imo"].to_list() == [A, A, B, A, A]


def test_a_number_that_is_not_valid_makes_no_ship() -> None:
    told = rows((0, ship(A, "ONE")), (1, ship(A + 1, "ONE")), (2, ship(0, "ONE")))
    assert spans(told, "imo") == [(A, -1, 99)]


def test_the_name_before_its_number_goes_to_its_own_hull() -> None:
    told = rows(
        (0, ship(A, "OLD", "AAA")), (5, ship(A, "OLD", "AAA")),
        (8, ship(None, "NEW")), (8.1, ship(None, None, "BBB", loa_m=80.0)),
        (9, ship(B, "NEW", "BBB")),
    )  # fmt: skip
    assert spans(told) == [("OLD", -1, 5), ("NEW", 8, 99)]
    assert spans(told, "loa_m") == [(None, -1, 5), (80.0, 8, 99)]


def test_words_that_name_nobody_count_for_every_ship_then() -> None:
    told = rows(
        (0, {"ship_type": 70}), (1, ship(A, "OLD")), (5, ship(A, "OLD")), (8, ship(B, "NEW")),
        (9, ship(B, "NEW")), (9.5, {"ship_type": 70}), (20, {"destination": "KIEL"}),
    )  # fmt: skip
    assert spans(told, "ship_type") == [(70, -1, 5), (70, 8, 99)]
    assert spans(told, "destination") == [(None, -1, 5), ("KIEL", 8, 99)]


@pytest.mark.parametrize(
    ("then", "ships"),
    [
        (ship(None, "NEW", "BBB"), 2),
        (ship(None, "NEW", "AAA"), 1),  # renamed
        (ship(None, "OLD", "BBB"), 1),  # another licence
        (ship(None, "NEW"), 1),
        (ship(None, None, "BBB"), 1),
    ],
)
def test_without_numbers_name_and_call_sign_must_both_change(
    then: dict[str, Any], ships: int
) -> None:
    old = ship(None, "OLD", "AAA")
    told = rows((0, old), (5, old), (8, then), (9, then))
    assert len(spans(told)) == ships


def test_name_and_call_sign_in_messages_of_their_own() -> None:
    """Class B sends them apart."""
    told = rows(
        *((h + 0.00, ship(None, "OLD")) for h in range(5)),
        *((h + 0.01, ship(None, None, "AAA")) for h in range(5)),
        *((h + 0.00, ship(None, "NEW")) for h in range(8, 12)),
        *((h + 0.01, ship(None, None, "BBB")) for h in range(8, 12)),
    )
    assert spans(told) == [("OLD", -1, 4.01), ("NEW", 8, 99)]
    assert spans(told, "callsign") == [("AAA", -1, 4.01), ("BBB", 8, 99)]


def test_a_number_that_many_boats_were_sold_with_is_one_row() -> None:
    told = rows(*((h / 10, ship(None, f"BOAT {h % 9}", f"S{h % 9}")) for h in range(90)))
    assert len(spans(told)) == 1


def test_one_garbled_message_without_a_number_is_no_ship() -> None:
    old = ship(None, "OLD", "AAA")
    told = rows((0, ship(None, "0LD", "AQA")), (1, old), (5, old), (8, ship(None, "DLO", "ZZZ")))
    assert len(spans(told)) == 1


def test_draught_and_destination_as_they_were_then() -> None:
    loaded, empty = (
        {"draught_m": d, "destination": p} for d, p in ((12.5, "KIEL"), (7.0, "GDYNIA"))
    )
    told = rows(
        *((h, ship(A, "ONE", **loaded)) for h in (0, 5, 72, 75)),
        *((h, ship(A, "ONE", **empty)) for h in (30, 40)),
    )
    made = statics(told)
    ships = made.vessels(heard(told), Audit())
    assert ships.select("draught_m", "destination").rows() == [(12.5, "KIEL")]
    history = made.history(ships)
    VESSELS.check(history)
    asked = [T0 + timedelta(hours=h) for h in (-9, 5, 29, 30, 60, 72, 999)]
    found = at_time(history, [7] * 7, asked)
    assert found["draught_m"].to_list() == [12.5, 12.5, 12.5, 7.0, 7.0, 12.5, 12.5]
    assert found["destination"].to_list()[3] == "GDYNIA"
    assert found["name"].to_list() == ["ONE"] * 7


def test_ships_without_any_word_are_in_both_tables() -> None:
    told = rows((0, ship(A, "ONE")))
    made, known = statics(told), heard(told, rows((0, {"mmsi": 8})))
    ships = made.vessels(known, Audit())
    assert made.history(ships)["mmsi"].to_list() == [7, 8] == ships["mmsi"].to_list()
    assert ships.row(1)[:3] == (8, None, None)
    assert Statics().history(Statics().vessels(known, Audit())).height == 2
    assert Statics().history(VESSELS.empty()).height == 0


def test_partial_statics_of_several_processes_add_up() -> None:
    told = rows(*((h, ship(*((A, "OLD"), (B, "NEW"))[h > 20])) for h in range(40)))
    whole, joined = statics(told), Statics()
    for part in (told[25:], told[:3], told[3:25]):
        joined.take(statics(part).table())
    assert joined.table().sort(pl.all()).equals(whole.table().sort(pl.all()))
    assert joined.table().height == 3  # a message a day


WORDS = st.fixed_dictionaries(
    {
        "mmsi": st.sampled_from([7, 7, 8]),
        "imo": st.sampled_from([None, None, 0, A, B, C, A + 1]),
        "name": st.sampled_from([None, "ONE", "TWO", "THREE"]),
        "callsign": st.sampled_from([None, "AAA", "BBB", "CCC"]),
        "draught_m": st.sampled_from([None, 5.0, 9.0]),
    }
)
TOLD = st.lists(st.tuples(st.integers(0, 60), WORDS), min_size=1, max_size=25)


@pytest.mark.slow
@settings(max_examples=25)
@given(TOLD, st.randoms(use_true_random=False), st.integers(0, 25))
def test_order_and_split_of_the_messages_are_no_matter(
    told: list[tuple[int, dict[str, Any]]], chance: Any, cut: int
) -> None:
    whole = rows(*told)
    mixed = list(told)
    chance.shuffle(mixed)
    parts = [rows(*part) for part in (mixed[:cut], mixed[cut:]) if part]
    one, other = statics(whole), statics(*parts)
    known = heard(whole)
    ships = one.vessels(known, Audit())
    assert other.vessels(known.reverse(), Audit()).equals(ships)
    history = one.history(ships)
    assert other.history(ships).equals(history)
    VESSELS.check(ships)
    # Every MMSI from its first to its last fix, without hole or overlap.
    for table in (ships, history):
        edges = table.group_by("mmsi").agg(pl.col("first_t").min(), pl.col("last_t").max())
        assert edges.sort("mmsi").equals(known.sort("mmsi"))
    nexts = history.with_columns(pl.col("first_t").shift(-1).over("mmsi").alias("next"))
    gap = nexts["next"] - nexts["last_t"]
    assert (gap.drop_nulls().dt.total_microseconds() == 1).all()
    # Both tables agree on the hull of every moment.
    asked = [T0 + timedelta(hours=h / 2) for h in range(-4, 130)]
    for mmsi in ships["mmsi"].unique():
        coarse, fine = (at_time(t, [mmsi] * len(asked), asked, ["imo"]) for t in (ships, history))
        if ships.filter(pl.col("mmsi") == mmsi)["imo"].null_count() == 0:
            assert fine.equals(coarse)
    # One row a valid number, and none twice.
    numbers = whole.filter(pl.col("imo").is_in([A, B, C])).group_by("mmsi").agg("imo").sort("mmsi")
    for mmsi, imo in numbers.iter_rows():
        assert sorted(ships.filter(pl.col("mmsi") == mmsi)["imo"].to_list()) == sorted(set(imo))
