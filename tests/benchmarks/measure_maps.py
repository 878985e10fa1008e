"""Sizes and speeds of the scan map: ``python -m tests.benchmarks.measure_maps``.

Made-up traffic of 500 fixes a ship; headless Chromium with the network off.  First paint is
the browser's own *first-contentful-paint*; ready is when tracks are unpacked and drawn;
frames are counted over three seconds of playback, all ships in view.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from baltic.maps import build_map

from ..browser import launched, opened
from ..maps.samples import investigation
from ..maps.test_scan_map import with_traffic

FRAMES = """async () => { const p = baltic.app.player; if (!p) return null;
  baltic.app.map.setView([59.5, 19.5], 5, { animate: false });
  await new Promise((r) => setTimeout(r, 1000));
  p.set(p.state.t - 3600); p.toggle(); const from = p.state.frames, began = performance.now();
  await new Promise((r) => setTimeout(r, 3000));
  const f = p.state.frames - from; const s = (performance.now() - began) / 1000;
  p.toggle(); return f / s; }"""


def many_assets(count: int) -> Any:
    """Return `count` assets of 40 points each, made from the shipped ones."""
    assets = investigation()["assets"]
    rng = np.random.default_rng(7)
    frame = assets.sample(count, replace=True, random_state=1).reset_index(drop=True)
    frame["asset_id"] = [f"made-{i}" for i in range(count)]
    frame["name"] = [f"Made cable {i} – žluťoučký 海底" for i in range(count)]
    steps = np.cumsum(rng.normal(0, 0.03, (count, 40, 2)) + 0.02, axis=1)
    start = np.stack([rng.uniform(11, 27, count), rng.uniform(54, 64, count)], 1)
    frame.geometry = [shapely.MultiLineString([line]) for line in start[:, None, :] + steps]
    return frame.drop(columns="parts", errors="ignore")


def measure(browser: Any, path: Path) -> dict[str, float]:
    """Return first paint and readiness in ms and frames a second of a written map."""
    began = time.perf_counter()
    with opened(browser, path, size=(1280, 800)) as (page, watch):
        page.wait_for_selector("body.ready", timeout=60_000)
        ready = 1000 * (time.perf_counter() - began)
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        frames = page.evaluate(FRAMES)
        watch.assert_silent()
    return {"paint_ms": paint, "ready_ms": ready, "frames": frames or float("nan")}


def cases() -> dict[str, dict[str, Any]]:
    """Return the arguments of each map measured."""
    return {
        "100 k fixes": with_traffic(100_000),
        "1 M fixes": with_traffic(1_000_000),
        "2.1 M fixes (density)": with_traffic(2_100_000),
        "5,000 assets": investigation(assets=many_assets(5000)),
    }


def main() -> None:
    """Print one line a map."""
    out = sys.stdout.write
    out("map | MB | written s | first paint ms | ready ms | frames/s\n")
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        for name, arguments in cases().items():
            began = time.perf_counter()
            html = build_map(**arguments)
            written = time.perf_counter() - began
            path = Path(folder) / "map.html"
            path.write_text(html, encoding="utf-8")
            seen = measure(browser, path)
            out(
                f"{name} | {len(html.encode()) / 1e6:.2f} | {written:.2f} | "
                f"{seen['paint_ms']:.0f} | {seen['ready_ms']:.0f} | {seen['frames']:.0f}\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
