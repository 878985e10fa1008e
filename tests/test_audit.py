"""Rows in = rows used + rows dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baltic.audit import Audit, Example
from baltic.errors import BalticError


@given(st.lists(st.tuples(st.sampled_from(["unreadable", "teleport", "x"]), st.integers(0, 9))))
def test_accounting_holds_over_merges(drops: list[tuple[str, int]]) -> None:
    total = Audit()
    for reason, rows in drops:
        part = Audit()
        part.read(rows + 5)
        part.drop(reason, rows, Example("f", 1, "row"))
        part.use(5)
        total.merge(part)
    total.check()
    document = total.as_dict()
    assert document["rows_in"] == document["rows_used"] + sum(
        t["count"] for t in document["dropped"].values()
    )


def test_a_lost_row_is_noticed() -> None:
    audit = Audit()
    audit.read(3)
    audit.use(2)
    with pytest.raises(BalticError, match="row accounting"):
        audit.check()


def test_cleaning_moves_rows_from_used_to_a_reason() -> None:
    audit = Audit(rows_in=4, rows_used=4)
    audit.unuse("teleport", 1, Example("a.csv", 3, "…"))
    audit.check()
    assert audit.rows_used == 3
    assert audit.as_dict()["dropped"]["teleport"]["example"]["line"] == 3


def test_reasons_come_in_the_order_of_the_contract() -> None:
    audit = Audit(rows_in=3)
    for reason in ("teleport", "no_position", "unreadable"):
        audit.drop(reason, 1)
    assert list(audit.as_dict()["dropped"]) == ["unreadable", "no_position", "teleport"]
