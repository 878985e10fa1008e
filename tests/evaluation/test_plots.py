"""Plots are drawn from the document alone, and the same twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from baltic.evaluation.blocks import PeerScore
from baltic.evaluation.numbers import block_numbers
from baltic.settings import Settings

from .blocks import block

pytest.importorskip("matplotlib")


def _document():
    rule = {"rule": PeerScore(3, (True, False))}
    blocks = [block(str(k), [-3.0, 0.5, k], [3.0, k - 1.0], peers=rule) for k in range(4)]
    return {"data": "simulated", "world": "B", **block_numbers(blocks, 1, Settings())}


@pytest.mark.slow
def test_three_pictures_the_same_twice(tmp_path: Path) -> None:
    from baltic.evaluation.plots import write_plots

    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made = write_plots(_document(), tmp_path / name)
    assert made == ["rates.png", "reliability.png", "classes.png"]
    for name in made:
        one, two = ((tmp_path / k / name).read_bytes() for k in ("a", "b"))
        assert one.startswith(b"\x89PNG") and one == two
