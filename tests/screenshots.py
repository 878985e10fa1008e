"""Makes README's pictures: ``python -m tests.screenshots DEMO_FOLDER``.

Opens the files of ``baltic demo`` in headless Chromium with the network off.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from .browser import CHROMIUM

#: Name of the picture: page, width, height.
PAGES = {
    "investigation.png": ("investigate/map.html", 1400, 900),
    "evidence.png": (
        "investigate/map.html#map=8.5/59.80/25.40&t=2024-12-25T10:26:00Z&sel=mmsi-518998865",
        1280,
        860,
    ),
    "scan.png": ("scan/map.html", 1280, 860),
    "atlas.png": ("atlas.html", 1280, 860),
    "atlas-page.png": ("atlas.html#incident=estlink2-eagle-s-2024", 1280, 860),
    "report.png": ("investigate/report.html", 1000, 1300),
    "phone.png": ("investigate/map.html", 390, 844),
}


def take(demo: Path, into: Path) -> None:
    """Save one picture a page."""
    into.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, (page_file, width, height) in PAGES.items():
            context = browser.new_context(viewport={"width": width, "height": height})
            context.set_offline(True)
            page = context.new_page()
            name_of, mark, view = page_file.partition("#")
            page.goto((demo / name_of).resolve().as_uri() + mark + view)
            page.wait_for_timeout(1500)
            page.screenshot(path=into / name)
            context.close()
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else ".readme"))
