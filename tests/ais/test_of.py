"""Tables in memory take the same road as files."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

from baltic import AisData
from baltic.errors import TableError
from baltic.tables import FIXES, VESSELS


def _pandas() -> pd.DataFrame:
    t = pd.to_datetime(["2024-12-25T10:01:00Z", "2024-12-25T10:00:00Z"])
    return pd.DataFrame({"mmsi": 230000001, "t": t, "lon": [25.1, 25.0], "lat": 59.9, "extra": 1})


def test_pandas_becomes_the_contract_sorted() -> None:
    data = AisData.of(_pandas())
    FIXES.check(data.fixes)
    VESSELS.check(data.vessels)
    assert data.fixes["lon"].to_list() == [25.0, 25.1]
    assert data.fixes["provenance"].unique().to_list() == ["measured"]
    data.audit.check()
    assert data.audit.rows_in == 2


def test_polars_and_own_words_are_kept() -> None:
    frame = pl.from_pandas(_pandas()).with_columns(provenance=pl.lit("simulated"))
    assert AisData.of(frame).fixes["provenance"].unique().to_list() == ["simulated"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda f: f.drop(columns="lat"), "lat missing"),
        (lambda f: f.assign(t=f.t.dt.tz_localize(None)), "no time zone"),
        (lambda f: f.assign(mmsi="x"), "table fixes"),
        (lambda f: f.assign(lon=None), "empty values"),
    ],
)
def test_what_is_not_evident_is_refused(change, says: str) -> None:
    with pytest.raises(TableError, match=says):
        AisData.of(change(_pandas()))


def test_what_ships_say_of_themselves_is_taken_from_the_same_table() -> None:
    frame = _pandas().assign(name=["NEW", "OLD"], loa_m=[None, 180.0], ship_type=70)
    data = AisData.of(pd.concat([frame, _pandas().assign(mmsi=230000002)]))
    VESSELS.check(data.vessels)
    first, second = data.vessels.select("mmsi", "name", "loa_m", "ship_type").rows()
    assert first == (230000001, "NEW", 180.0, 70), "of each field what was sent last"
    assert second == (230000002, None, None, None)
    assert data.notes == ["columns of the fixes that are not used: extra"]


def test_vessels_given_come_before_columns_of_the_fixes() -> None:
    ships = pd.DataFrame({"mmsi": [230000001], "name": ["GIVEN"]})
    data = AisData.of(_pandas().assign(name="SENT"), ships)
    assert data.vessels["name"].to_list() == ["GIVEN"]
    assert data.notes == ["columns of the fixes that are not used: extra, name"]
    assert AisData.of(_pandas().drop(columns="extra")).notes == []
