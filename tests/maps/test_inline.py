import folium
import pytest

from baltic.errors import BalticError, DataNotFoundError
from baltic.maps.inline import CSP, inline, leaflet_file


def page(head: str = "", body: str = "") -> str:
    return f"<!DOCTYPE html>\n<html>\n<head>{head}</head>\n<body>{body}</body></html>"


def test_a_plain_folium_map_becomes_whole():
    html = inline(folium.Map(tiles=None, maxZoom=18).get_root().render())
    assert "cdn.jsdelivr" not in html
    assert "sourceMappingURL" not in html
    assert "Leaflet 1.9" in html
    assert "user-scalable=no" not in html


def test_the_policy_is_the_first_child_of_head():
    html = inline(page("<title>x</title>"))
    assert html.split("<head>")[1].startswith('<meta http-equiv="Content-Security-Policy"')
    assert "default-src 'none'" in CSP


@pytest.mark.parametrize(
    "head",
    [
        '<script src="https://cdn.example.org/a.js"></script>',
        "<script async src='//cdn.example.org/a.js'></script>",
        '<link rel="stylesheet" href="https://cdn.example.org/a.css">',
        '<img alt="" src=https://cdn.example.org/a.png>',
        "<style>@import 'https://cdn.example.org/a.css';</style>",
        "<style>p { background: url(https://cdn.example.org/a.png) }</style>",
    ],
)
def test_a_leftover_remote_file_is_named(head):
    with pytest.raises(BalticError, match=r"cdn\.example\.org/a"):
        inline(page(head))


def test_links_for_people_and_foreign_words_are_no_remote_files():
    body = (
        '<a href="https://example.org/">source</a>'
        '<script type="application/json">{"name":"@import url(http://evil.example/x)"}</script>'
    )
    assert "evil.example" in inline(page(body=body))


def test_the_images_of_leaflet_are_inside_its_style():
    html = inline(page('<link rel="stylesheet" href="https://x.org/leaflet@1.9.4/leaflet.css"/>'))
    assert "url(images/" not in html
    assert "url(data:image/png;base64," in html


def test_a_missing_leaflet_file_says_what_to_install():
    with pytest.raises(DataNotFoundError, match="pip install"):
        leaflet_file("no-such-file.js")
