"""The page all maps share: a Folium map, our styles and scripts, data beside them.

Nothing foreign passes a template: data join the page as inert JSON scripts through
:class:`Verbatim`, which no template engine reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import folium
from branca.element import Element

from ..escape import json_script, text
from .inline import inline

__all__ = ["SCRIPTS", "Verbatim", "new_map", "render"]

#: Scripts of every map in loading order; each adds its part to the global ``baltic``.
_EVERYWHERE = (
    "format.js",
    "dom.js",
    "codec.js",
    "tracks.js",
    "series.js",
    "charts.js",
    "canvas.js",
    "tracklayer.js",
    "layers.js",
    "hash.js",
    "legend.js",
    "search.js",
    "playback.js",
    "detail.js",
    "panel.js",
    "tools.js",
    "print.js",
    "shell.js",
    "view.js",
    "marks.js",
    "scanlegend.js",
    "pointer.js",
    "scan.js",
)
#: Scripts that only the atlas needs.
_ATLAS = (
    "atlasfilter.js",
    "atlasaddress.js",
    "atlaswords.js",
    "atlasasset.js",
    "atlasincident.js",
    "atlasmarks.js",
    "atlas.js",
)
SCRIPTS = (*_EVERYWHERE, *_ATLAS)
_STYLES = ("map.css", "panel.css", "print.css", "atlas.css")

#: Where a map starts when it has nothing to show: the Baltic Sea.
_CENTRE = (58.6, 20.0)


class Verbatim(Element):
    """A piece of the page that is printed as it stands, never parsed as a template."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._html = html

    def render(self, **kwargs: Any) -> str:  # noqa: ARG002 - Folium passes its own
        return self._html


def new_map(page_title: str, noscript: str) -> folium.Map:
    """Return an empty map that names no tile server, with our styles.

    Parameters
    ----------
    page_title
        Title of the page; may be foreign text.
    noscript
        Escaped HTML shown by a browser without JavaScript.
    """
    page = folium.Map(
        location=_CENTRE,
        zoom_start=5,
        tiles=None,
        prefer_canvas=True,
        maxZoom=18,
        minZoom=1,
        zoomControl=False,
        zoomSnap=0.5,
        worldCopyJump=False,
    )
    # Folium draws a random id; a fixed one makes the same result the same file.
    page._id = "baltic"
    figure: Any = page.get_root()
    figure._id = "baltic_page"
    # Rendering once puts Folium's own links into the head, so that ours come after them.
    element: Any = page
    element.render()
    figure.header.add_child(Verbatim(f"<title>{text(page_title)}</title>"), name="title")
    sheets = "\n".join(_read("css", name) for name in _STYLES)
    figure.header.add_child(Verbatim(f"<style>{sheets}</style>"), name="baltic_style")
    figure.html.add_child(Verbatim(f"<noscript>{noscript}</noscript>"), name="baltic_noscript")
    return page


def render(
    page: folium.Map, view: str, document: Mapping[str, Any], packs: Sequence[Mapping[str, Any]]
) -> str:
    """Return the finished, self-contained page, with the scripts that it needs.

    Parameters
    ----------
    page
        From :func:`new_map`.
    view
        ``scan`` or ``atlas``: which script starts.
    document
        Plain JSON of everything but the tracks.
    packs
        Packed tracks; apart, so that the page can paint before they are unpacked.
    """
    figure: Any = page.get_root()
    scripts = SCRIPTS if view == "atlas" else _EVERYWHERE
    code = "\n".join(f"<script>{_read('js', name)}</script>" for name in scripts)
    figure.header.add_child(Verbatim(code), name="baltic_script")
    inert = '<script type="application/json" id="{}">{}</script>'
    figure.html.add_child(
        Verbatim(inert.format("baltic-data", json_script(document))), name="baltic_data"
    )
    figure.html.add_child(
        Verbatim(inert.format("baltic-tracks", json_script(list(packs)))), name="baltic_tracks"
    )
    start = f"baltic.start({page.get_name()}, {view!r});"
    figure.script.add_child(Verbatim(start), name="baltic_start")
    html = inline(figure.render())
    return html.replace("<html>", '<html lang="en">', 1)


def _read(folder: str, name: str) -> str:
    return (files("baltic.maps") / folder / name).read_text(encoding="utf-8")
