"""Reasons of exclusion in words."""

from __future__ import annotations

import pytest

from baltic.attribution.exclusion_reasons import also_words
from baltic.records import SHORT_REASONS


def told(window: int, kind: str, reason: str = "") -> dict[str, object]:
    return {"window": window, "name": f"N{window}", "state": "excluded", "kind": kind,
            "reason": reason}  # fmt: skip


@pytest.mark.parametrize("name", ["Line {2}", "Line {", "}{of}"])
def test_braces_in_the_name_of_an_asset_are_text(name: str) -> None:
    crossed = f"it crossed {name} at 10:00Z, 2 h before the last good reading"
    entries = [told(0, "not_near"), told(1, "crossed_before", "excluded because " + crossed)]
    assert also_words(entries[0], entries) == f"; as to N1, {crossed}"


def test_outages_alike_are_told_together() -> None:
    entries = [told(0, "not_near"), told(1, "wrong_side"), told(2, "wrong_side")]
    assert also_words(entries[0], entries).endswith(
        "as to N1 and N2, it stayed on one side in and around their window"
    )


def test_what_is_told_short_says_the_same_in_a_sentence_and_alone() -> None:
    for clause, note in SHORT_REASONS.values():
        assert "{" not in note
        last = note.split()[-1]
        assert clause.split()[-1] == last
