"""Foreign text stays text."""

from __future__ import annotations

import html
import json

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from baltic import escape

HOSTILE = st.text() | st.sampled_from(
    [
        "{{ 7*7 }}",
        "{% raw %}",
        "<img src=x onerror=alert(1)>",
        "`${x}`",
        "</script>",
        "\u202egnp.exe",
    ]
)


@given(HOSTILE)
def test_text_survives_jinja_and_html_unexecuted(name: str) -> None:
    safe = escape.text(name)
    assert not set(safe) & set('<>"`{}$\\\r\n\u2028\u2029')
    assert Environment(autoescape=False).from_string(safe).render() == safe


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_a_browser_shows_the_name_as_it_was(name: str) -> None:
    assert html.unescape(escape.text(name)) == name


@given(
    st.recursive(
        HOSTILE | st.integers() | st.none(), lambda x: st.lists(x) | st.dictionaries(HOSTILE, x)
    )
)
def test_script_json_round_trips_and_holds_no_markup(value: object) -> None:
    raw = escape.json_script(value)
    assert "<" not in raw and "{{" not in raw.replace('{"', "").replace("[{", "")
    assert json.loads(raw) == json.loads(json.dumps(value))


@given(HOSTILE)
def test_markdown_stays_in_its_cell(name: str) -> None:
    safe = escape.markdown("|" + name)
    assert "\n" not in safe
    assert safe.startswith("\\|")


def test_spreadsheet_formula_is_disarmed_and_numbers_pass() -> None:
    assert escape.csv_cell("=cmd|' /C calc'!A0").startswith("'=")  # type: ignore[union-attr]
    assert escape.csv_cell(-3.5) == -3.5
    assert escape.csv_cell("Eagle S") == "Eagle S"


@given(HOSTILE)
def test_xml_is_well_formed(name: str) -> None:
    from xml.etree import ElementTree as ET

    ET.fromstring(f"<name>{escape.xml(name)}</name>")
