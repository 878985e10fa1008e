"""Makes a rendered Folium page whole: no file is fetched, and the browser refuses to try.

Of the remote files that Folium names only Leaflet's script and style are needed;
they come from the installed data-only package ``django-js-lib-leaflet``.
"""

from __future__ import annotations

import base64
import importlib.util
import re
from functools import cache
from pathlib import Path

from ..errors import DataNotFoundError, OutputError

__all__ = ["CSP", "inline", "leaflet_file"]

#: What a finished page may do: run and style itself, show its own images, nothing else.
CSP = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
)

#: Files that Folium adds and this program's pages do not use.
_UNUSED = (
    "jquery",
    "bootstrap",
    "leaflet.awesome-markers",
    "leaflet.awesome.rotate",
    "fontawesome",
    "bootstrap-glyphicons",
)

_SCRIPT = re.compile(r"<script\b[^>]*?\bsrc\s*=\s*[\"']([^\"']*)[\"'][^>]*>\s*</script>", re.I)
_LINK = re.compile(r"<link\b[^>]*?\bhref\s*=\s*[\"']([^\"']*)[\"'][^>]*>", re.I)
# Foreign text never holds a bare "<", so a tag found here is the page's own.
_LOADING_TAG = re.compile(
    r"<(?:script|link|img|iframe|object|embed|source|video|audio|image)\b[^>]*?"
    r"\b(?:src|href|data|srcset)\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)",
    re.I,
)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.I | re.S)
_LOADING_STYLE = re.compile(
    r"(?:@import\s+(?:url\()?|\burl\()\s*[\"']?((?!data:|#)[^\"')\s;]+)", re.I
)
_CSS_IMAGE = re.compile(r"url\(images/([\w.-]+)\)")


def leaflet_file(name: str) -> Path:
    """Return one file of the installed Leaflet.

    Raises
    ------
    DataNotFoundError
        When the data package is not installed or lacks the file.
    """
    spec = importlib.util.find_spec("js_lib_leaflet")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        path = Path(folder) / "static" / "js_lib_leaflet" / name
        if path.is_file():
            return path
    raise DataNotFoundError(
        f"Leaflet's file {name} was not found", hint="pip install 'django-js-lib-leaflet>=1.9.4'"
    )


def _data_uri(name: str) -> str:
    data = base64.b64encode(leaflet_file(f"images/{name}").read_bytes()).decode("ascii")
    return f"data:image/png;base64,{data}"


@cache
def _leaflet_script() -> str:
    code = leaflet_file("leaflet.js").read_text(encoding="utf-8")
    # The map line would make developer tools ask for a file that is not there.
    code = re.sub(r"\n?//# sourceMappingURL=.*\s*$", "\n", code)
    # Leaflet looks for its pins beside the style sheet, which no longer is a file.
    pins = (
        "L.Icon.Default.imagePath='';L.Icon.Default.mergeOptions({"
        f"iconUrl:'{_data_uri('marker-icon.png')}',"
        f"iconRetinaUrl:'{_data_uri('marker-icon.png')}',"
        f"shadowUrl:'{_data_uri('marker-shadow.png')}'}});"
    )
    # Folium's popups ask jQuery for one thing: the elements of a piece of HTML.
    shim = (
        "window.$=window.$||function(html){var t=document.createElement('template');"
        "t.innerHTML=String(html).trim();return Array.from(t.content.children);};"
    )
    return f"<script>{code}{pins}{shim}</script>"


@cache
def _leaflet_style() -> str:
    sheet = leaflet_file("leaflet.css").read_text(encoding="utf-8")
    sheet = re.sub(r"\s*behavior:\s*url\(#default#VML\);", "", sheet)
    return "<style>" + _CSS_IMAGE.sub(lambda m: f"url({_data_uri(m.group(1))})", sheet) + "</style>"


def _replacement(tag: str, url: str) -> str:
    name = url.split("?")[0].rsplit("/", 1)[-1].lower()
    if name in ("leaflet.js", "leaflet-src.js"):
        return _leaflet_script()
    if name == "leaflet.css":
        return _leaflet_style()
    if any(word in url.lower() for word in _UNUSED):
        return ""
    return tag


def inline(page: str) -> str:
    """Replace every remote file of a rendered page and add the content policy.

    Parameters
    ----------
    page
        HTML as Folium renders it.

    Returns
    -------
    str
        HTML that needs no other file.

    Raises
    ------
    OutputError
        When a remote file is left over; the message names its address.

    Examples
    --------
    >>> inline("<html><head></head><script src='https://x.org/a.js'></script></html>")
    Traceback (most recent call last):
    ...
    baltic.errors.OutputError: the page would load a remote file (for example ...x.org/a.js...
    """
    page = _SCRIPT.sub(lambda m: _replacement(m.group(0), m.group(1)), page)
    page = _LINK.sub(lambda m: _replacement(m.group(0), m.group(1)), page)
    _refuse_leftovers(page)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{CSP}" />'
    # Folium forbids pinch zoom of the page, which people with weak sight need.
    page = re.sub(r",\s*maximum-scale=1\.0,\s*user-scalable=no", "", page, count=1)
    return re.sub(r"<head>", lambda _: "<head>" + meta, page, count=1, flags=re.I)


def _refuse_leftovers(page: str) -> None:
    left = _LOADING_TAG.search(page)
    for style in _STYLE.finditer(page):
        left = left or _LOADING_STYLE.search(style.group(1))
    if left:
        raise OutputError(
            "the page would load a remote file",
            example=left.group(1),
            hint="this is a defect of the program: pages must open with no network",
        )
