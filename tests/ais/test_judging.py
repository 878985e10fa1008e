"""A block is judged by itself: in any thread, and whatever came before it."""

from __future__ import annotations

from pathlib import Path

from baltic.ais.filters import Filter
from baltic.ais.formats import decide
from baltic.ais.head import Options, read_head
from baltic.ais.judging import Positions, judge
from baltic.ais.named_files import list_sources
from baltic.ais.rows import Check
from baltic.ais.settling import CODES
from baltic.settings import Settings

from .shapes import dma, write


def judged(path: Path, window: Filter = Filter()):  # noqa: B008 - frozen
    """Judge the only block of a file."""
    (source,) = list_sources(path, Settings().limits)
    options = Options(Settings(), {}, [])
    head = read_head(source, Settings())
    items = decide(head, options)[0].chunks(source, head, options)
    (item,) = (item for item in items if not isinstance(item, Check))
    return judge(item() if callable(item) else item, Settings(), window)


def test_each_row_has_its_reason_and_the_first_of_each_is_known(tmp_path: Path) -> None:
    rows = [
        dma(),
        dma(mobile="Base Station"),
        dma(lat="91.0"),
        dma("soon"),
        dma(),
        dma("25/12/2024 10:09:00", lat="91.0"),
    ]
    found = judged(write(tmp_path / "a.csv", rows))
    assert found.at.to_list() == [0, 1, 2, 5]
    assert found.seen == 5  # the fifth row says what the first does; the fourth has no time
    by_row = dict(zip(found.rows["line"], found.rows["reason"], strict=True))
    assert by_row == {2: 0, 3: CODES["non_ship"], 4: CODES["no_position"], 7: CODES["no_position"]}
    assert found.first == {CODES["non_ship"]: 1, CODES["no_position"]: 2}
    assert found.flags["lat_91"] == (2, 2)
    assert found.positions == Positions(sent=2, at_home=2)


def test_judging_again_gives_the_same(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [dma(), dma("25/12/2024 10:09:00")])
    one, two = judged(path), judged(path)
    assert one.rows.equals(two.rows) and one.static.equals(two.static)


def test_the_window_is_a_reason(tmp_path: Path) -> None:
    away = Filter(bbox=(10.0, 54.0, 11.0, 55.0))
    found = judged(write(tmp_path / "a.csv", [dma()]), away)
    assert found.rows["reason"].to_list() == [CODES["outside_area"]]


def test_positions_add_up() -> None:
    assert Positions(3, 1, 0, 2) + Positions(1, 1, 1, 0) == Positions(4, 2, 1, 2)
