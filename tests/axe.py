"""Accessibility faults of a page, found by axe-core inside the browser, offline."""

from __future__ import annotations

from typing import Any

#: Impacts that keep somebody from using the page.
_GRAVE = ("serious", "critical")


def faults(page: Any) -> list[str]:
    """Return the serious and critical faults of what the page shows now.

    Parameters
    ----------
    page
        A Playwright page; axe-core comes from the installed package and is run through the
        debugger, so that neither the network nor the page's content policy is asked.

    Returns
    -------
    list of str
        One line a fault: rule, impact, what it means, and the first elements it was found on.
    """
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response
    return [
        f"{fault['id']} ({fault['impact']}): {fault['help']}; "
        + " | ".join(node["html"][:160] for node in fault["nodes"][:3])
        for fault in found["violations"]
        if fault["impact"] in _GRAVE
    ]
