"""Every error is one clear line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from baltic.errors import BalticError, InputError, nearest


def test_line_says_where_what_example_and_hint() -> None:
    error = InputError(
        "bad time", file="a.csv", line=7, column="t", example="31/31", hint="use ISO"
    )
    assert error.one_line() == "a.csv, line 7, column t: bad time (for example '31/31'); use ISO"


@given(st.text(), st.text(), st.text())
def test_foreign_text_never_breaks_the_line(what: str, example: str, column: str) -> None:
    line = BalticError(what, column=column or None, example=example).one_line()
    assert "\n" not in line.replace(what, "") and "\r" not in line
    assert "\x1b" not in BalticError("x", example="\x1b[31m" + example).one_line()


def test_nearest_offers_the_likely_id() -> None:
    assert nearest("eagle", ["estlink2-eagle-s-2024", "nord-stream-2022"]) == [
        "estlink2-eagle-s-2024"
    ]
    assert nearest("zzzz", ["estlink-2"]) == []


def test_foreign_text_in_any_part_stays_on_one_printable_line_of_bounded_length() -> None:
    foul = "a\x1b[31m\nb\u2028c\ud800" + "x" * 100_000
    error = BalticError(foul, file=foul, line=1, column=foul, example=foul, hint=foul)
    assert error.one_line().isprintable() and len(error.one_line()) < 3000
    assert str(error) == error.one_line()
