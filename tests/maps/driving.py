"""Which controls a page ever showed, and which of them a test drove."""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["undriven", "watch_controls"]

_WATCH = (Path(__file__).parent / "js" / "driving.js").read_text(encoding="utf-8")


def watch_controls(page: Any) -> None:
    """Begin to note the controls of a page."""
    page.evaluate(_WATCH.partition("*/")[2].strip().rstrip(";"))


def undriven(page: Any) -> list[str]:
    """Return the controls that were in sight at any time and that nothing drove."""
    return page.evaluate(
        "(controls.look(), [...controls.shown].filter((n) => !controls.driven.has(n)).sort())"
    )
