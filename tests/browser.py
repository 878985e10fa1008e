"""A headless Chromium with the network off, for pages that must open without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"

SHOTS = Path(__file__).parents[1] / ".screenshots"


@dataclass
class Watch:
    """What a page tried to do: requests beyond its own file, console lines, dialogs, errors."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def assert_silent(self) -> None:
        assert self.requests == []
        assert self.console == []
        assert self.errors == []
        assert self.dialogs == []


def missing() -> str | None:
    """Return why the browser cannot be driven, or None."""
    if not Path(CHROMIUM).exists():
        return f"chromium is not installed (looked for {CHROMIUM})"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    return None


def keep(page: Any, name: str) -> None:
    """Keep a picture of the page in ``.screenshots`` (not versioned), to be looked at."""
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


@contextmanager
def launched() -> Iterator[Any]:
    """Yield a running browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def opened(
    chromium: Any,
    page_file: Path,
    *,
    fragment: str = "",
    size: tuple[int, int] = (1400, 900),
    javascript: bool = True,
    touch: bool = False,
    calm: bool = False,
) -> Iterator[tuple[Any, Watch]]:
    """Yield a page of a local file opened offline, and the watch over it.

    Every request but the file itself is refused and recorded.  `calm` is a reader who asks
    for less motion.
    """
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]},
        java_script_enabled=javascript,
        has_touch=touch,
        reduced_motion="reduce" if calm else "no-preference",
        offline=True,
    )
    watch = Watch()
    url = page_file.resolve().as_uri()

    def guard(route: Any) -> None:
        asked = route.request.url
        if asked.split("#")[0] == url:
            route.continue_()
            return
        watch.requests.append(asked)
        route.abort()

    context.route("**/*", guard)
    page = context.new_page()
    page.set_default_timeout(20_000)

    def dialog(box: Any) -> None:
        watch.dialogs.append(box.message)
        box.dismiss()

    page.on("dialog", dialog)
    page.on("console", lambda message: watch.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    # Data and blob addresses are part of the file; anything else is a request.
    page.on(
        "request",
        lambda r: (
            watch.requests.append(r.url)
            if not r.url.startswith(("data:", "blob:")) and r.url.split("#")[0] != url
            else None
        ),
    )
    try:
        page.goto(url + fragment)
        yield page, watch
    finally:
        context.close()
