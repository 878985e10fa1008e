"""A size that no ship has is no size."""

from __future__ import annotations

from pathlib import Path

import pytest

from .hints import table
from .shapes import flagged, read


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        ("loa_m", 1022, None),
        ("loa_m", 458, 458),
        ("beam_m", 126, None),
        ("beam_m", 124, 124),
        ("draught_m", 65, None),
        ("draught_m", 25.5, 25.5),
    ],
)
def test_impossible_sizes_are_left_out_and_flagged_by_ship(
    tmp_path: Path, column: str, cell: float, kept: float | None
) -> None:
    good = [f"2024-12-25T10:{i:02d}:00Z,219000001,20.5,59.5," for i in range(60)]
    odd = [f"2024-12-25T11:{i:02d}:00Z,219000002,20.5,59.5,{cell}" for i in range(2)]
    data = read(table(tmp_path / "a.csv", f"t,mmsi,lon,lat,{column}", *good, *odd),
                mapping={f"{column[:-2]}:m": column})  # fmt: skip
    assert data.vessels[column].to_list() == [None, kept]
    assert data.history is not None
    assert data.history[column].to_list() == [None, kept]
    assert flagged(data) == ({} if kept else {"size_impossible": 1})
    if not kept:
        example = data.audit.flagged["size_impossible"].example
        assert example is not None
        assert example.text == f"mmsi 219000002: {column[:-2]} {cell:g} m"
