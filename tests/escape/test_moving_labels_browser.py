"""Names that move: the labels of ships as they sail, and the marks of the time bar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from baltic.escape import printable

from ..browser import opened
from . import pages
from .names import STEERING, TELLING, seen, whole

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Every text that is painted, with the ship it was painted for, while the clock runs.
SAIL = """async (first) => {
  const app = baltic.app, painted = [], pause = (ms) => new Promise((go) => setTimeout(go, ms));
  for (const name of ['fillText', 'strokeText']) {
    const paint = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (text, ...rest) {
      painted.push([app.selected ? app.selected.mmsi : null, text]);
      return paint.call(this, text, ...rest);
    };
  }
  app.map.setView([59.55, 22.5], 10, { animate: false });
  app.player.setSpeed(300);
  app.player.set(app.model.t0 + 600);
  app.player.toggle();
  await pause(700);
  app.player.toggle();
  const moved = app.player.state.t - app.model.t0 - 600, frames = painted.length;
  const t = app.model.t0 + 1800;
  for (const mmsi of app.model.byShip.keys()) {
    app.selected = { mmsi };  // the label of the chosen ship is painted before all others
    app.player.set(t);
    app.map.panTo([59.55, 22 + 0.02 * (mmsi - first)], { animate: false });
    app.shipLayer.redrawNow();
  }
  app.selected = null;
  const ships = [...app.model.byShip.keys()];
  const names = Object.fromEntries(ships.map((m) => [m, app.look.nameOf(m)]));
  const bands = [...document.querySelectorAll('.band')].map((n) => {
    n.click();
    return [n.title, n.getAttribute('aria-label'), n.children.length];
  });
  return { painted, names, moved, frames, bands, pwned: String(window.__pwned) };
}"""
MAPS: dict[str, Callable[[list[str]], str]] = {
    "scan": pages.scan_map,
    "investigation": pages.investigation_map,
}


@pytest.mark.parametrize("kind", MAPS)
def test_ships_sail_under_hostile_names(browser: Any, tmp_path: Path, kind: str) -> None:
    names = list(TELLING)
    file = tmp_path / "map.html"
    file.write_text(MAPS[kind](names), encoding="utf-8")
    with opened(browser, file, size=(1280, 800)) as (page, watch):
        page.wait_for_selector("body.ready", timeout=20_000)
        found = page.evaluate(SAIL, pages.FIRST_MMSI)
        watch.assert_silent()
    assert found["pwned"] == "undefined"
    assert found["moved"] > 0 and found["frames"] > 10
    labels = {text for _, text in found["painted"]}
    for text in labels:
        assert len(text.encode("utf-16-le")) // 2 <= 48 and len(text) <= 24
        assert not STEERING.search(text) and text == printable(text), ascii(text)
        text.encode("utf-8")  # no half of a sign
    # Each ship was painted under the beginning of its own name.
    own = {mmsi: text for mmsi, text in found["painted"] if mmsi}
    told = 0
    for mmsi, name in found["names"].items():
        mine = [text for m, text in found["painted"] if m == int(mmsi)]
        told += name[:24] in mine
    assert told == len(found["names"]) == len(own) == len(names)
    shown = {seen(n, 12) for n in found["names"].values()}
    assert len(shown & {seen(n, 12) for n in whole(names)}) > len(names) / 2
    if kind == "investigation":
        assert found["bands"]
    for title, said, children in found["bands"]:
        assert children == 0 and title.startswith("outage of ") and said == "Go to " + title
        assert not STEERING.search(title.replace("\n", " "))
