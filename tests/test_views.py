"""A map inside a notebook: whole, shut in, and the same as the file."""

from __future__ import annotations

from html.parser import HTMLParser

import baltic
from baltic.views import MapView

HOSTILE = (
    """<html><body title="a'b">"></iframe><script>parent.x=1</script>"""
    "&quot; &amp; ü {{ 7*7 }}</body></html>"
)


class _Frame(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def _frame(view: MapView) -> dict[str, str]:
    parser = _Frame()
    parser.feed(view._repr_html_())
    assert [tag for tag, _ in parser.tags] == ["iframe"]  # nothing of the page stands outside
    return parser.tags[0][1]


def test_the_page_comes_out_of_the_frame_as_it_went_in():
    assert _frame(baltic.show_map(HOSTILE))["srcdoc"] == HOSTILE


def test_code_in_the_page_cannot_reach_the_notebook():
    frame = _frame(baltic.show_map(HOSTILE, height=200))
    assert "allow-scripts" in frame["sandbox"]
    assert "allow-same-origin" not in frame["sandbox"]
    assert "allow-top-navigation" not in frame["sandbox"]
    assert frame["height"] == "200"


def test_a_notebook_without_html_is_told_in_a_few_words():
    assert repr(baltic.show_map(HOSTILE)) == "MapView(height=640)"


def test_save_writes_the_page(tmp_path):
    path = baltic.show_map(HOSTILE).save(tmp_path / "map.html")
    assert path.read_text(encoding="utf-8") == HOSTILE
