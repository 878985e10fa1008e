import json
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from baltic.maps import build_map
from baltic.maps.inline import CSP
from baltic.settings import Settings

from .samples import (
    HOSTILE,
    attribution,
    candidate,
    crossings,
    investigation,
    suspect,
    track,
    vessels,
)


def big(fixes: int, per_ship: int = 500) -> pd.DataFrame:
    """Return thinned-looking traffic of many ships, vectorised."""
    rng = np.random.default_rng(1)
    shape = (fixes // per_ship, per_ship)
    wait = rng.gamma(2.0, 90.0, shape).clip(10, 600).round()
    t = np.cumsum(wait, 1) + rng.uniform(0, 20_000, (shape[0], 1)).round()
    course = rng.uniform(0, 360, (shape[0], 1)) + np.cumsum(rng.normal(0, 4, shape), 1)
    speed = rng.uniform(7, 16, (shape[0], 1)) + np.cumsum(rng.normal(0, 0.15, shape), 1)
    metres = speed.clip(0, 22) * 0.514 * wait
    mmsi = np.repeat(np.arange(shape[0]) + 219_000_000, per_ship).astype("uint32")
    start = pd.Timestamp("2024-12-25T00:00:00Z")
    east = np.cumsum(metres * np.sin(np.radians(course)), 1)
    north = np.cumsum(metres * np.cos(np.radians(course)), 1)
    return pd.DataFrame(
        {
            "mmsi": mmsi,
            "t": start + pd.to_timedelta(t.ravel(), unit="s"),
            "lon": (14 + rng.uniform(0, 10, (shape[0], 1)) + east / 60_000).ravel(),
            "lat": (55 + rng.uniform(0, 5, (shape[0], 1)) + north / 111_000).ravel(),
            "sog_kn": speed.clip(0, 22).ravel().round(1).astype("float32"),
            "cog_deg": (course.ravel() % 360).astype("float32"),
            "heading_deg": ((course + rng.normal(0, 2, shape)).ravel() % 360).astype("float32"),
            "provenance": "measured",
            "hull": np.uint8(0),
            "segment": mmsi % 100_000,
        }
    )


def with_traffic(fixes: int) -> dict:
    tracks = pd.concat([suspect(), big(fixes)], ignore_index=True)
    return investigation(tracks=tracks, vessels=vessels(tracks))


def test_a_hundred_thousand_fixes_fit_in_1_5_mb():
    html = build_map(**with_traffic(100_000))
    assert len(html.encode()) <= 1_500_000


@pytest.mark.slow
def test_a_million_fixes_fit_in_6_mb_and_are_written_in_5_s():
    arguments = with_traffic(1_000_000)
    # Processor time: what else the machine does meanwhile says nothing of the map.
    began = time.process_time()
    html = build_map(**arguments)
    assert time.process_time() - began < 5
    assert len(html.encode()) <= 6_000_000


def test_two_thousand_crossings_take_less_than_350_kb():
    one = crossings().head(1)
    many = pd.concat([one] * 2000, ignore_index=True)
    extra = len(build_map(**investigation(crossings=many))) - len(
        build_map(**investigation(crossings=one))
    )
    assert 100_000 < extra < 350_000


def test_above_the_limit_a_density_stands_for_the_traffic():
    small = Settings()
    object.__setattr__(small.maps, "max_fixes", 230_000)
    html = build_map(**with_traffic(240_000), settings=small)
    assert '"density":{"west"' in html
    assert '"ships":[518998865' in html
    assert len(html) < 1_000_000


def test_the_same_result_is_the_same_file():
    assert build_map(**investigation()) == build_map(**investigation())


def test_the_page_says_what_it_must_without_a_script():
    html = build_map(**investigation())
    noscript = html.split("<noscript>")[1].split("</noscript>")[0]
    assert "EAGLE S" in noscript
    assert "reconstructed" in noscript
    assert "Evidence, not verdict" in noscript
    assert CSP in html
    for word in ("guilty", "culprit", "suspect did"):
        assert word not in html.lower()


def test_outage_times_keep_their_seconds_without_a_script():
    case = {**attribution(), "windows": []}
    own = {"asset_id": "estlink-2", "t_earliest": "2025-03-04T12:34:56Z"}
    record = {"id": "own", "assets": [{**own, "t_latest": "2025-03-04T12:35:41Z"}]}
    html = build_map(**investigation(incident=record, attribution=case))
    assert "2025-03-04 12:34:56 UTC to 2025-03-04 12:35:41 UTC" in html


def test_what_the_ais_does_not_cover_stands_beside_the_ranking():
    case = {
        **attribution(),
        "covered": False,
        "coverage": {"share": 0.0},
        "finding": {"all_of_it": "2 ships could have passed both failed assets"},
        "unjudged": [{"mmsi": 7, "name": "LATE", "reason": "first heard late"}],
    }
    html = build_map(**investigation(attribution=case))
    noscript = html.split("<noscript>")[1].split("</noscript>")[0]
    data = json.loads(html.split('id="baltic-data">')[1].split("</script>")[0])
    starts = ("This AIS shows nothing", "Not covered:", "2 ships could have passed both")
    for said, start in zip(data["limits"], starts, strict=True):
        assert said.startswith(start)
        assert start in noscript
    assert data["unjudged"][0]["name"] == "LATE"
    plain = build_map(**investigation())
    assert '"limits":[]' in plain and '"unjudged":[]' in plain


def test_thinning_makes_no_silence():
    def silent_s(thin_s):
        settings = Settings(maps=replace(Settings().maps, thin_s=thin_s))
        html = build_map(**investigation(settings=settings))
        return json.loads(html.split('id="baltic-data">')[1].split("</script>")[0])["silent_s"]

    assert (silent_s(600.0), silent_s(3600.0)) == (900.0, 3601.0)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_survives_as_markup_or_template(name):
    html = build_map(
        **investigation(
            candidates=[{**candidate(name=name), "innocent": [name]}],
            attribution=None,
            incident=None,
        )
    )
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    noscript = html.split("<noscript>")[1].split("</noscript>")[0]
    assert "onmouseover='alert" not in noscript
    assert not set(noscript) & set("{}`$")
    assert len(html) < 700_000


def test_empty_results_still_make_a_map():
    none = suspect().iloc[:0]
    html = build_map(
        candidates=[],
        tracks=none,
        vessels=vessels(suspect()).iloc[:0],
        crossings=crossings().iloc[:0],
        assets=investigation()["assets"],
    )
    assert "No ship tracks in this map." in html


def test_one_fix_makes_a_map():
    one = track(1, [(20, 59), (21, 59)], hours=1).iloc[:1]
    html = build_map(**investigation(tracks=one, attribution=None, candidates=[]))
    assert '"ships":[1]' in html
