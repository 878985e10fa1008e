"""A result as a map: one page of HTML, shown inside a notebook or saved as a file."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .files import output_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .engine import Investigation, ScanResult

__all__ = ["MapView", "draw_map", "map_page", "map_request", "show_map"]

#: What the page inside a notebook may do.  Not ``allow-same-origin``: were a ship's name ever
#: to become code, it would still not reach the notebook around it.
_SANDBOX = "allow-scripts allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox"


@dataclass(frozen=True)
class MapView:
    """A finished map; as the last line of a notebook's cell it shows itself, with no network.

    Attributes
    ----------
    page
        The whole page, HTML that loads nothing from anywhere.
    height
        Height inside a notebook, pixels.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     MapView("<html></html>").save(Path(folder) / "map.html").name
    'map.html'
    """

    page: str = field(repr=False)
    height: int = 640

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="Map" sandbox="{_SANDBOX}" width="100%" height="{self.height}" '
            f'style="border:1px solid #ccd" srcdoc="{html.escape(self.page)}"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the map as one HTML file, which opens in any browser.

        Parameters
        ----------
        path
            File to write; folders above it are made.

        Returns
        -------
        Path
            Of the file.

        Raises
        ------
        OutputError
            It cannot be written; nothing half-written is left.
        """
        path = Path(path)
        with output_file(path) as scratch:
            scratch.write_text(self.page, encoding="utf-8")
        return path


def show_map(found: ScanResult | Investigation | str, *, height: int = 640) -> MapView:
    """Return the map of a result, for a notebook.

    Parameters
    ----------
    found
        What :func:`baltic.scan` or :func:`baltic.investigate` returned, or a page made by
        :func:`baltic.build_map` or :func:`baltic.build_atlas`.
    height
        Height inside the notebook, pixels.

    Returns
    -------
    MapView
        Shows itself; ``.save("map.html")`` writes it as a file.

    Examples
    --------
    >>> view = show_map("<html><body>a page</body></html>", height=300)
    >>> view, "srcdoc=" in view._repr_html_()
    (MapView(height=300), True)
    """
    return MapView(found if isinstance(found, str) else map_page(found), height)


def map_page(found: ScanResult | Investigation, *, report_href: str | None = None) -> str:
    """Return the page of a scan's or an investigation's map.

    Parameters
    ----------
    found
        The result.
    report_href
        As for :func:`baltic.build_map`.

    Returns
    -------
    str
        HTML that loads nothing from anywhere.

    Examples
    --------
    >>> import baltic
    >>> from baltic.catalogue import load_track
    >>> two = baltic.AisData.of(load_track("yi-peng-3-measured").head(2))
    >>> found = baltic.scan(two, assets=baltic.load_assets().head(2))
    >>> "No candidate was found" in map_page(found)
    True
    """
    return draw_map(map_request(found, report_href=report_href))


def map_request(
    found: ScanResult | Investigation, *, report_href: str | None = None
) -> dict[str, Any]:
    """Return what :func:`draw_map` needs of a result: little enough to send to a process.

    Parameters
    ----------
    found, report_href
        As for :func:`map_page`.

    Returns
    -------
    dict
        Arguments of :func:`baltic.build_map`, tables still those of Polars.

    Examples
    --------
    >>> import baltic
    >>> from baltic.catalogue import load_track
    >>> two = baltic.AisData.of(load_track("yi-peng-3-measured").head(2))
    >>> map_request(baltic.scan(two))["tracks"].height
    2
    """
    from .engine.result import ScanResult

    case: dict[str, Any] = {}
    if not isinstance(found, ScanResult):  # its module need not be loaded for a scan
        case = {"incident": found.incident.document(), "attribution": found.document()}
        found = found.scan
    return {
        "candidates": found.candidates,
        "tracks": found.thinned,
        "vessels": found.vessels,
        "crossings": found.crossings,
        "assets": found.assets,
        "manifest": found.manifest,
        "settings": found.settings,
        "report_href": report_href,
        **case,
    }


def draw_map(request: Mapping[str, Any]) -> str:
    """Return the page that was asked for.

    Parameters
    ----------
    request
        From :func:`map_request`.

    Returns
    -------
    str
        HTML that loads nothing from anywhere.

    Examples
    --------
    >>> import baltic
    >>> from baltic.catalogue import load_track
    >>> two = baltic.AisData.of(load_track("yi-peng-3-measured").head(2))
    >>> request = map_request(baltic.scan(two, assets=baltic.load_assets().head(2)))
    >>> "No candidate was found" in draw_map(request)
    True
    """
    from .maps import build_map

    tables = {name: request[name].to_pandas() for name in ("tracks", "vessels")}
    return build_map(**{**request, **tables})
