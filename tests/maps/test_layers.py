import numpy as np
import pandas as pd
import shapely

from baltic.catalogue import load_assets, load_coastline
from baltic.maps.codec import unpack
from baltic.maps.layers import (
    encode_assets,
    encode_crossings,
    encode_land,
    name_all,
    outages,
    place_by_kp,
)

from .samples import attribution, crossing, crossings, incident, own_cable


def test_every_asset_keeps_its_lines_and_accuracy():
    assets = load_assets()
    packed = encode_assets(assets)
    assert len(packed["items"]) == len(assets)
    assert sum(len(i["parts"]) for i in packed["items"]) == len(packed["lines"]["sizes"])
    assert all(p["km"] > 0 and p["class"] for i in packed["items"] for p in i["parts"])
    lon, lat = unpack(packed["lines"])
    first = np.asarray(shapely.get_coordinates(assets.geometry.iloc[0]))[0]
    assert np.allclose([lon[0] / 1e4, lat[0] / 1e4], first, atol=1e-4)


def test_planned_and_cancelled_are_not_real():
    items = encode_assets(load_assets())["items"]
    assert {i["status"] for i in items if not i["real"]} == {"planned", "cancelled"}


def test_the_land_stays_within_its_accuracy():
    land = load_coastline()
    packed = encode_land(land)
    assert packed["n"] > 3000
    assert len(packed["data"]) < 120_000


def test_crossings_in_a_window_come_before_the_rest():
    windows = outages(incident(), attribution())
    found = encode_crossings(crossings(), ships=[518_998_865], windows=windows, limit=2)
    assert found["omitted"] == 1
    assert [c["mmsi"] for c in found["items"] if c["in_window"]] == [518_998_865] * 2


def test_a_crossing_between_reports_far_apart_is_told_as_the_report_tells_it():
    rows = crossings().head(2).assign(gap_s=[899.0, 900.0])
    found = encode_crossings(rows, ships=rows["mmsi"], windows=[])
    assert sorted((c["gap_s"], c["silent"]) for c in found["items"]) == [
        (899.0, False),
        (900.0, True),
    ]


def test_crossings_of_ships_not_listed_and_outside_are_left_out():
    rows = pd.DataFrame([crossing(5, "balticconnector", "2020-01-01T00:00:00Z", 24, 59.7)])
    assert encode_crossings(rows, ships=[], windows=[])["items"] == []
    assert encode_crossings(rows.iloc[:0], ships=[], windows=[])["total"] == 0


def test_an_outage_says_how_its_place_is_known():
    guess = {"lon": 21, "lat": 58, "uncertainty_km": 9}
    record = {
        "assets": [
            {"asset_id": "a", "lon": 20.0, "lat": 59.0, "position_sd_km": 1.0},
            {"asset_id": "b", "position_estimate_third_party": guess},
            {"asset_id": ["c", "d"], "t_earliest": "2024-01-01T00:00:00Z"},
        ]
    }  # fmt: skip
    places = [(o["place"], o["sd_km"]) for o in outages(record, None)]
    assert places == [("published", 1.0), ("estimate", 9), (None, None)]
    assert outages(record, None)[2]["asset_ids"] == ["c", "d"]


def test_a_kilometre_point_places_an_outage_on_its_line():
    cable = own_cable()

    def placed(**entry):
        found = outages({"assets": [{"asset_id": "own", "position_sd_km": 0.5, **entry}]}, None)
        place_by_kp(found, cable)
        return found[0]

    by_kp = placed(kp_km=10.0)
    assert (by_kp["place"], by_kp["sd_km"], by_kp["kp_km"]) == ("kp", 0.5, 10.0)
    assert 178 < by_kp["lon"] < 178.5 and 59 < by_kp["lat"] < 59.5
    assert placed(kp_km=9999.0)["place"] is None, "beyond the end it is no place"
    assert placed(kp_km=10.0, lon=178.0, lat=59.0)["place"] == "published"
    assert placed(kp_km=10.0, asset_id=["own", "other"])["place"] is None


def test_windows_of_the_attribution_are_merged_not_doubled():
    both = outages(incident(), attribution())
    assert len(both) == len(outages(incident(), None))
    alone = outages(None, attribution())
    assert all(o["t0"] is not None for o in alone)


def test_an_outage_of_one_of_several_assets_is_not_named_after_the_first():
    entries = [
        {"asset_id": ["a", "b"], "name": "Alpha"},
        {"asset_id": ["a", "b"]},
        {"asset_id": ["a", "b"], "name": "The old cable"},
        {"asset_id": "a"},
    ]
    found = outages({"assets": entries}, None)
    name_all(found, {"a": "Alpha", "b": "Beta"})
    told = [o["name"] for o in found]
    assert told == ["Alpha or Beta", "Alpha or Beta", "The old cable", None]
