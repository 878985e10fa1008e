"""Accessibility faults of a page, found by axe-core, which lies inside the test package."""

from __future__ import annotations

from typing import Any

#: Impacts that a page may not have.
GRAVE = ("serious", "critical")


def faults(page: Any) -> list[str]:
    """Return the serious and critical faults of a page as it stands, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{v['impact']}: {v['id']}: {v['help']}: "
        + "; ".join(n["html"][:160] for n in v["nodes"][:3])
        for v in found
        if v["impact"] in GRAVE
    ]
