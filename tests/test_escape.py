"""Foreign text stays text."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markdown_it import MarkdownIt

from baltic import escape

from .escape.names import KNOWN, STEERING, seen

ANY = st.text(alphabet=st.characters(codec=None))
HOSTILE = ANY | st.sampled_from(KNOWN) | st.lists(st.sampled_from(KNOWN), min_size=2).map("".join)


@given(HOSTILE)
def test_what_people_see_holds_nothing_that_steers_hides_or_piles_up(name: str) -> None:
    shown = escape.printable(name)
    assert not STEERING.search(shown)
    assert not re.search("[\ud800-\udfff]|[\u0300-\u036f]{5}", shown)
    assert escape.printable(shown) == shown
    shown.encode("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "Šventoji–Ж 中文",
        "می\u200cخواهم",
        "👩\u200d👩\u200d👧 ❤\ufe0f",
        "שלום",
        "हिन्दी",
        "Việt",
        "🏴",
    ],
)
def test_names_of_all_scripts_stay_as_they_are(name: str) -> None:
    assert escape.printable(name) == name == escape.line(name)


def test_each_replacement_is_the_documented_one() -> None:
    assert escape.printable("a\x1b[0m\x9b\x7f\ud800\ufffe") == "a\ufffd[0m\ufffd\ufffd\ufffd\ufffd"
    assert escape.printable("\u202ea\u200bb\u00ad\U000e0041\ufeffc\u2066") == "abc"
    assert escape.printable("a\u2028b\u2029c\td\r\n") == "a\nb\nc\td\r\n"
    assert escape.printable("Z" + "\u0301" * 40) == "Z" + "\u0301" * 4
    assert (escape.printable(None), escape.printable(7)) == ("", "7")


@given(HOSTILE)
def test_text_survives_jinja_and_html_unexecuted(name: str) -> None:
    safe = escape.text(name)
    assert not set(safe) & set('<>"`{}$\\\r\n\u2028\u2029')
    assert Environment(autoescape=False).from_string(safe).render() == safe
    assert seen(html.unescape(safe), 10**6) == seen(name, 10**6)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_a_browser_shows_the_name_as_it_was(name: str) -> None:
    assert html.unescape(escape.text(name)) == name


def test_a_right_to_left_name_turns_no_number_beside_it() -> None:
    assert escape.text("שלום") == "\u2068שלום\u2069" == escape.markdown("שלום")
    assert escape.text("Eagle S") == "Eagle S"


VALUES = st.recursive(
    HOSTILE | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.none(),
    lambda x: st.lists(x) | st.dictionaries(HOSTILE, x),
    max_leaves=12,
)


@pytest.mark.slow
@given(VALUES)
def test_script_json_round_trips_and_holds_no_markup(value: object) -> None:
    raw = escape.json_script(value)
    assert "<" not in raw and "{{" not in raw.replace('{"', "").replace("[{", "")
    assert json.loads(raw) == json.loads(json.dumps(value))


@given(VALUES, st.sampled_from([None, 1]))
def test_json_files_round_trip_and_act_nowhere(value: object, indent: int | None) -> None:
    raw = escape.json_text(value, indent=indent)
    assert json.loads(raw) == json.loads(json.dumps(value))
    assert json.loads(raw.encode("utf-8")) == json.loads(raw), "no half of a surrogate pair"
    assert not STEERING.search(raw)
    assert not re.search("<[/!?A-Za-z]", raw)


def test_json_stays_readable_and_refuses_what_is_no_number() -> None:
    assert escape.json_text({"a": "1 < 2 Ж"}, indent=None) == '{"a":"1 < 2 Ж"}'
    assert escape.json_text([1]) == "[\n 1\n]"
    with pytest.raises(ValueError, match="Out of range"):
        escape.json_text(float("nan"))


def rendered(source: str) -> tuple[set[str], str]:
    """Return the kinds of tokens within a Markdown text, and what it says."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    inline = [t for token in tokens for t in token.children or []]
    return {t.type for t in [*tokens, *inline]}, " ".join(t.content for t in inline)


@pytest.mark.parametrize(
    ("form", "own"),
    [
        ("{}", {"paragraph_open"}),
        ("- {}\n- b", {"bullet_list_open", "list_item_open", "paragraph_open"}),
        ("a\n{}", {"paragraph_open", "softbreak"}),
        ("| a |\n|---|\n| {} |", {"table_open", "td_open", "th_open", "tr_open", "thead_open",
                                   "tbody_open"}),
    ],
)  # fmt: skip
@given(HOSTILE.filter(lambda name: seen(name) != ""))
def test_markdown_says_the_name_and_makes_nothing_of_it(
    form: str, own: set[str], name: str
) -> None:
    kinds, said = rendered(form.format(escape.markdown(name)))
    opened = {k for k in kinds if not k.endswith("_close")}
    assert opened - {"inline", "text"} <= own
    assert seen(name, 10**6) in seen(said, 10**6)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("EAGLE S", "EAGLE S"),
        ("M.V. X 1.5 kn", "M\\.V. X 1.5 kn"),
        ("a.b@c.dk", "a\\.b\\@\u2060c\\.dk"),
        ("www.x.org http://y", "www\\.x\\.org http\\:/\\/y"),
        ("1) a", "1\\) a"),
        ("", ""),
    ],
)
def test_markdown_stays_readable(name: str, safe: str) -> None:
    assert escape.markdown(name) == safe


@given(st.lists(HOSTILE, min_size=1, max_size=6))
def test_spreadsheets_run_no_cell_and_the_text_comes_back(names: list[str]) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([escape.csv_cell(name) for name in names])
    cells = next(csv.reader(io.StringIO(out.getvalue()), strict=True))
    assert len(cells) == len(names)
    for cell, name in zip(cells, names, strict=True):
        for part in (cell, *re.split(r"[;\t]", cell)[1:]):
            number = part == cell and re.fullmatch(r"-\d+(\.\d+)?([eE][-+]?\d+)?", part)
            assert number or not re.match(r"\s*[=+\-@＝＋－＠]", part)
        assert re.sub(r"(^|;\s*)'('*[=+\-@＝＋－＠﹢﹣﹦﹫])", r"\1\2", cell) == escape.line(name)


def test_spreadsheet_formula_is_disarmed_and_numbers_pass() -> None:
    assert escape.csv_cell("=cmd|' /C calc'!A0").startswith("'=")  # type: ignore[union-attr]
    assert [escape.csv_cell(v) for v in (-3.5, -2, None, True)] == [-3.5, -2, None, True]
    assert escape.csv_cell("-3.5") == "-3.5"
    assert escape.csv_cell("Eagle S; Eagle T") == "Eagle S; Eagle T"


@given(HOSTILE)
def test_xml_is_well_formed(name: str) -> None:
    words = ET.fromstring(f"<name>{escape.xml(name)}</name>").text or ""
    assert seen(words, 10**6) == seen(name, 10**6)


@settings(max_examples=40)
@given(HOSTILE)
def test_typst_prints_the_name_and_runs_none_of_it(name: str) -> None:
    typst = pytest.importorskip("typst", reason="the extra pdf is not installed")
    content = typst.eval(b"", expression=f"[{escape.typst(name)}(1).at[0]]", format="json")
    first, *rest = json.loads(content)["children"]
    assert first["func"] == "text" and seen(first["text"], 10**6) == seen(name, 10**6)
    assert "".join(part["text"] for part in rest) == "(1).at[0]", "nothing behind it is taken"


@given(HOSTILE)
def test_kml_viewers_find_no_html_no_field_and_no_link(name: str) -> None:
    safe = escape.kml(name)
    assert not re.search(r"[<>&]|\$\[|://|www\.\S|(?i:javascript:\S|mailto:\S)", safe)


@given(HOSTILE)
def test_a_terminal_gets_one_line_of_what_it_can_print(name: str) -> None:
    shown = escape.terminal(name)
    assert shown.isprintable()
    assert not STEERING.search(shown)
    assert len(escape.terminal(name, 20)) <= 20


def test_a_terminal_tells_that_something_was_left_out() -> None:
    assert escape.terminal("a\u202eb\x1b[1m\tc\nd") == "a\ufffdb\ufffd[1m c d"
    assert escape.terminal("می\u200cخواهم") == "میخواهم"
