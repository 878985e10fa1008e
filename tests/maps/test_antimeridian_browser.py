"""Maps of both sides of 180 degrees: whole, fitted the short way round, and all of it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from baltic.maps import build_atlas, build_map

from ..browser import keep, opened
from .samples import attribution, candidate, crossing, over_180, own_cable, vessels

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHIP = 200_000_001
INCIDENT = {
    "id": "x", "title": "A break at 180 degrees",
    "assets": [{"asset_id": "own", "name": "Own cable", "lon": -179.8, "lat": 60.1,
                "t_earliest": "2024-12-25T12:00:00Z", "t_latest": "2024-12-25T12:10:00Z"}],
}  # fmt: skip
#: The picture of a pane: of a copy, as the browser warns of many readings of its own canvas.
PICTURE = """const c = document.querySelector(`.leaflet-${pane}-pane canvas`);
  const copy = new OffscreenCanvas(c.width, c.height)
    .getContext('2d', { willReadFrequently: true });
  copy.drawImage(c, 0, 0);"""
#: Longitudes of the westernmost and easternmost ink of a pane.
INK = """(pane) => { PICTURE
  const d = copy.getImageData(0, 0, c.width, c.height).data;
  let low = c.width, high = -1;
  for (let i = 3; i < d.length; i += 4) if (d[i]) {
    const x = ((i - 3) / 4) % c.width; low = Math.min(low, x); high = Math.max(high, x); }
  const { map } = baltic.app;
  const r = c.getBoundingClientRect(), m = map.getContainer().getBoundingClientRect();
  const lon = (x) => map.containerPointToLatLng([r.x - m.x + x * r.width / c.width, 0]).lng;
  return [lon(low), lon(high)]; }""".replace("PICTURE", PICTURE)
#: Whether there is ink of the ships at a place of the screen.
INKED = """([x, y]) => { const pane = 'ships'; PICTURE
  const r = c.getBoundingClientRect(), k = c.width / r.width;
  return [...copy.getImageData((x - r.x) * k - 4, (y - r.y) * k - 4, 8, 8).data]
    .some((v, i) => i % 4 === 3 && v > 0); }""".replace("PICTURE", PICTURE)
WHERE = """(t) => { const { model } = baltic.app;
  return baltic.tracks.positionAt(model, model.byShip.get(200000001)[0], t); }"""
VIEW = "(() => { const v = baltic.app.map.getBounds(); return [v.getWest(), v.getEast()]; })()"


def _scan(**changes: Any) -> str:
    frame = over_180()
    found = candidate(SHIP, "OVER THE LINE")
    found.update(lon=179.5, lat=60.05)
    for hit, lon in zip(found["assets"], (-179.9, -179.0), strict=True):
        hit.update(asset_id="own", lon=lon, lat=60.1)
    table = pd.DataFrame([crossing(SHIP, "own", "2024-12-25T12:05:00Z", -179.9, 60.1)])
    arguments = {
        "candidates": [found], "tracks": frame, "vessels": vessels(frame), "crossings": table,
        "assets": own_cable(split=True),
    }  # fmt: skip
    return build_map(**{**arguments, **changes})


def _investigation() -> str:
    hypothesis = {
        "kind": "vessel", "mmsi": SHIP, "name": "OVER THE LINE", "rank": 1, "posterior": 0.9,
        "crossings": [{"asset_id": "own", "t": "2024-12-25T12:05:00Z", "lon": -179.9, "lat": 60.1}],
        "reasons": ["over it in time"],
    }  # fmt: skip
    case = {**attribution(0), "windows": [], "hypotheses": [hypothesis]}
    return _scan(incident=INCIDENT, attribution=case, assets=own_cable())


PAGES: dict[str, Callable[[], str]] = {
    "scan": _scan,
    "investigation": _investigation,
    "atlas": lambda: build_atlas(own_cable(split=True), [INCIDENT], own_assets=True),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("antimeridian")
    found = {}
    for kind, make in PAGES.items():
        found[kind] = folder / f"{kind}.html"
        found[kind].write_text(make(), encoding="utf-8")
    return found


@pytest.fixture(scope="module", params=["scan", "investigation"])
def ships(request: Any, browser: Any, files: dict[str, Path]) -> Iterator[Any]:
    with opened(browser, files[request.param], size=(1280, 800)) as (page, watch):
        page.wait_for_selector("body.ready", timeout=20_000)
        page.name = request.param
        yield page
        watch.assert_silent()


def on_screen(page: Any, lat: float, lon: float) -> list[float]:
    return page.evaluate(
        """([lat, lon]) => { const p = baltic.app.map.latLngToContainerPoint([lat, lon]);
        const r = baltic.app.map.getContainer().getBoundingClientRect();
        return [p.x + r.x, p.y + r.y]; }""",
        [lat, lon],
    )


def inked(page: Any, here: list[float]) -> bool:
    """Return whether a ship is drawn at a place of the screen after the next frames."""
    page.wait_for_timeout(60)
    return bool(page.evaluate(INKED, here))


def at(page: Any, lat: float, lon: float, zoom: float) -> None:
    page.evaluate(
        "([lat, lon, zoom]) => { baltic.app.map.setView([lat, lon], zoom, { animate: false }); }",
        [lat, lon, zoom],
    )
    page.wait_for_timeout(300)


def test_the_first_view_is_the_short_way_round(ships: Any) -> None:
    ships.wait_for_timeout(300)
    keep(ships, f"antimeridian-{ships.name}")
    west, east = ships.evaluate(VIEW)
    assert 150 < west < 180 < east < 210


def test_no_ink_on_the_other_side_of_the_world(ships: Any) -> None:
    at(ships, 60, 180, 3)
    panes = ["tracks", "lines", *(["glow"] if ships.name == "investigation" else [])]
    for pane in panes:
        west, east = ships.evaluate(INK, pane)
        assert 174 < west < 180 < east < 186, pane
    marks = "document.querySelectorAll('.rank-mark.leaflet-marker-icon')"
    x = ships.evaluate(f"{marks}[0].getBoundingClientRect().x")
    assert x == pytest.approx(on_screen(ships, 60.1, 180.1)[0], abs=30)


def test_ships_sail_on_over_the_line(ships: Any) -> None:
    at(ships, 60, 180, 7)
    line = "baltic.app.model.byShip.get(200000001)[0]"
    times = ships.evaluate(f"[{line}.t0, {line}.t1]")
    seen = []
    for share in (0.4, 0.45, 0.5, 0.55, 0.6):
        t = times[0] + share * (times[1] - times[0])
        ships.evaluate("t => { baltic.app.player.set(t); }", t)
        place = ships.evaluate(WHERE, t)
        here = on_screen(ships, place["lat"], place["lon"])
        assert any(inked(ships, here) for _ in range(50)), share
        seen.append(place["lon"])
        assert place["heading"] == pytest.approx(86, abs=10)
    assert seen == sorted(seen)
    assert seen[0] < 180 < seen[-1] < 182


@pytest.mark.parametrize("lon", [179.0, 181.0])
def test_the_pointer_finds_the_track_on_both_sides(ships: Any, lon: float) -> None:
    lat = ships.evaluate(
        "lon => { const m = baltic.app.model, l = m.byShip.get(200000001)[0]; let i = l.start;"
        " while (m.lon[i] < lon) i += 1; return m.lat[i]; }",
        lon,
    )
    at(ships, lat, lon, 9)
    x, y = on_screen(ships, lat, lon)
    ships.mouse.move(x - 3, y)
    ships.mouse.move(x, y)
    ships.wait_for_timeout(250)
    assert "OVER THE LINE" in ships.locator(".leaflet-tooltip").inner_text()
    assert ("′ E" if lon < 180 else "′ W") in ships.locator(".where").inner_text()
    ships.mouse.click(x, y)
    assert "OVER THE LINE" in ships.locator(".detail h2").inner_text()
    ships.keyboard.press("Escape")


def test_search_and_links_lead_to_where_things_are(ships: Any) -> None:
    for words in ("own cable", "over the line"):
        at(ships, 60, 25, 6)
        ships.locator("#search").fill(words)
        ships.keyboard.press("Enter")
        ships.wait_for_timeout(300)
        west, east = ships.evaluate(VIEW)
        assert 150 < west < 180 < east < 210, words
    ships.locator("h1").click()
    ships.keyboard.press("Escape")
    for named in ("-179.5", "180.5"):
        ships.evaluate("hash => { location.hash = hash; }", f"#map=9/60.0000/{named}")
        ships.wait_for_timeout(600)
        assert ships.evaluate("baltic.app.map.getCenter().lng") == pytest.approx(180.5, abs=0.01)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_the_atlas(browser: Any, files: dict[str, Path], size: Any) -> None:
    with opened(browser, files["atlas"], size=size) as (page, watch):
        page.wait_for_selector("body.ready", timeout=20_000)
        west, east = page.evaluate(VIEW)
        assert 150 < west < 180 < east < 210
        page.evaluate("location.hash = '#asset=own'")
        page.wait_for_selector(".detail")
        page.wait_for_timeout(200)
        keep(page, f"antimeridian-atlas-{size[0]}")
        west, east = page.evaluate(VIEW)
        assert 170 < west < 180 < east < 190
        for pane in ("lines", "glow"):
            west, east = page.evaluate(INK, pane)
            assert 177 < west < 180 < east < 183, pane
        page.locator(".detail a[data-incident=x]").click()
        page.wait_for_timeout(200)
        assert "179°48.00′ W" in page.locator(".detail").inner_text()
        assert page.evaluate("baltic.app.map.getCenter().lng") == pytest.approx(180.2, abs=2)
        watch.assert_silent()
