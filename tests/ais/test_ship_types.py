from __future__ import annotations

from pathlib import Path

import pytest

from baltic.ais.ship_types import SHIP_TYPE_WORDS, ship_type_of

from .shapes import read


@pytest.mark.parametrize(
    ("word", "code"),
    [
        *SHIP_TYPE_WORDS.items(),
        *((str(n), n) for n in (0, 7, 30, 79, 99)),
        (" 70.0 ", 70),
        *(("Fishing vessel", 30), ("Trawler", 30), ("Fish Carrier", 70)),
        *(("General Cargo Ship", 70), ("Bulk Carrier", 70), ("Container Ship", 70)),
        *(("Cargo - Hazard A (Major)", 70), ("Vehicles Carrier", 70)),
        *(("Oil/Chemical Tanker", 80), ("Crude Oil Tanker", 80), ("LNG Tanker", 80)),
        *(("Ro-Ro/Passenger Ship", 60), ("Passenger (Cruise) Ship", 60), ("Ro-Ro Cargo", 70)),
        *(("Tug", 52), ("Offshore Tug/Supply Ship", 52), ("Towing vessel", 31)),
        *(("Pilot Vessel", 50), ("Search and Rescue", 51), ("Hopper Dredger", 33)),
        *(("Research/Survey Vessel", 90), ("Cable Layer", 90), ("Icebreaker", 90)),
        *((word, None) for word in ("Undefined", "Unspecified", "", "100", "07", "-1", "7.5")),
    ],
)
def test_kinds_of_ships_in_words(word: str, code: int | None) -> None:
    assert ship_type_of(word) == code


def test_a_table_with_kinds_in_words(tmp_path: Path) -> None:
    kinds = ["Fishing vessel", "General Cargo", "Oil Products Tanker", "who knows"]
    lines = ["mmsi,t,lon,lat,ship_type"]
    for i, kind in enumerate(kinds):
        lines.append(f"{219000001 + i},2024-12-25T10:00:00Z,25.0,59.9,{kind}")
    (tmp_path / "a.csv").write_text("\n".join(lines))
    vessels = read(tmp_path / "a.csv").vessels
    known = dict(zip(vessels["mmsi"], vessels["ship_type"], strict=True))
    assert [known.get(219000001 + i) for i in range(4)] == [30, 70, 80, None]
