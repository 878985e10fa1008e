"""All commands on hostile AIS, assets and incidents: every file and every printed line."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from markdown_it import MarkdownIt

from baltic import escape
from baltic.catalogue import export_assets, load_assets, load_track, track_vessels
from baltic.cli.console import open_console
from baltic.cli.progress import Bars
from baltic.cli.talk import Talk
from baltic.simulate import traffic_across, write_ais
from baltic.tables import FIXES, VESSELS

from ..cli.runner import Done, run
from ..terminal import run_on_terminal
from .names import KNOWN, STEERING, pressed, seen, whole
from .pages import hostile_assets, hostile_incident

pytestmark = pytest.mark.slow


#: Words that rich would take for colours and a picture.
TITLE = "[bold red]rich[/bold red] [/] :skull: {{7*7}}"
NAMES = [name for name in whole(KNOWN) if len(name) < 200]
FORMULA = re.compile(r"(^|;)\s*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")


@dataclass(frozen=True)
class Case:
    """A folder of results, and what each command said."""

    folder: Path
    said: dict[str, Done]

    def files(self, *endings: str) -> list[Path]:
        found = [p for e in endings for p in sorted(self.folder.rglob(f"*.{e}"))]
        return [p for p in found if "given" not in p.parts]


def _ais(file: Path) -> None:
    """Write the documented ship among twenty others, all under hostile names."""
    assets = load_assets()
    line = assets.loc[assets.asset_id == "estlink-2"].geometry.item()
    track = load_track("eagle-s-2024")
    first, last = track["t"].min(), track["t"].max()
    traffic = traffic_across(line, first, last, 20, seed=20241225)
    known = track_vessels().filter(pl.col("mmsi").is_in(track["mmsi"].unique().to_list()))
    vessels = pl.concat([known.select(VESSELS.names), traffic.vessels.select(VESSELS.names)])
    first = ("=cmd", "<img", "{{7*7}}", "＝")
    turn = cycle(sorted(NAMES, key=lambda name: not name.startswith(first)))
    texts = {
        column: pl.Series([next(turn) for _ in range(vessels.height)])
        for column in ("name", "callsign", "destination")
    }
    fixes = pl.concat([track.select(FIXES.names), traffic.fixes.select(FIXES.names)])
    write_ais(fixes, vessels.with_columns(**texts), file)


def _assets(file: Path) -> None:
    assets = hostile_assets(NAMES)
    used = {"estlink-2", *(i for a in hostile_incident(["x"])["assets"] for i in _ids(a))}
    bad = cycle(NAMES)
    assets["asset_id"] = [
        key if key in used or n % 3 else f"{next(bad)} {n}"
        for n, key in enumerate(assets["asset_id"])
    ]
    content = export_assets(assets, "geojson")
    assert isinstance(content, str)
    file.write_text(content, encoding="utf-8")


def _ids(entry: dict[str, Any]) -> list[str]:
    ids = entry.get("asset_id") or []
    return [ids] if isinstance(ids, str) else ids


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("hostile")
    given = folder / "given"
    given.mkdir()
    ais = given / "ships\x1b[31m<img src=x onerror=alert(1)>{{7*7}}\u202e.parquet"
    assets, record, news = given / "assets.geojson", given / "mine.json", given / "news.txt"
    _ais(ais)
    _assets(assets)
    record.write_text(json.dumps({**hostile_incident(KNOWN), "id": "mine", "title": TITLE}))
    news.write_text(
        "On 26 January 2025 a telecom cable between Latvia and Gotland was damaged, LVRTC\x9b31m "
        "said. <img src=x onerror=alert(1)> {{7*7}} \u202eThe ship '</script>' was seized.\n",
        encoding="utf-8",
    )
    own = ("--catalogue", folder / "catalogue")
    commands: dict[str, tuple[object, ...]] = {
        "scan": ("scan", ais, "--assets", assets, "--out", folder / "scan"),
        "investigate": (
            "investigate", record, ais, "--assets", assets, "--out", folder / "case", "--json"
        ),
        "validate": ("incidents", "validate", record, "--assets", assets),
        "add": ("incidents", "add", record, *own, "--assets", assets),
        "show": ("incidents", "show", "mine", *own),
        "show as JSON": ("incidents", "show", "mine", *own, "--json"),
        "list": ("incidents", "list", *own),
        "list as JSON": ("incidents", "list", *own, "--json"),
        "extract": ("incidents", "extract", news, "--assets", assets),
        "extract as JSON": ("incidents", "extract", news, "--json"),
        "assets": ("assets", "validate", assets, "--json"),
        **{
            f"incidents {f}": ("incidents", "export", "--format", f, *own)
            for f in ("csv", "kml", "geojson")
        },
    }  # fmt: skip
    said = {}
    for what, words in commands.items():
        said[what] = run(*words)
        assert said[what].code == 0, (what, said[what].err)
    for f in ("csv", "kml", "geojson"):
        (folder / f"incidents.{f}").write_text(said[f"incidents {f}"].out, "utf-8", newline="")
    for f in ("kml", "geojson"):
        content = export_assets(load_assets(assets), f)
        assert isinstance(content, str)
        (folder / f"assets.{f}").write_text(content, encoding="utf-8")
    return Case(folder, said)


def test_no_command_steers_a_terminal(case: Case) -> None:
    for what, done in case.said.items():
        assert not STEERING.search(done.out.replace("\r\n", "\n")), what
        assert not STEERING.search(done.err), what
        if "JSON" in what or what in ("investigate", "assets"):
            json.loads(done.out)
    assert pressed(TITLE) in pressed(case.said["list"].out)


@pytest.mark.parametrize(
    "words",
    [
        ("scan", "no\x1b[31m\x9b31m such\u202e.csv", "--out", "o"),
        ("scan", "a.csv", "--out", "o", "--from", "no\x1b[31m\u202etime"),
        ("scan", "a.csv", "--out", "o", "--no\x1b[31m\x9bsuch"),
        ("no\x1b[31m\x9bsuch",),
        ("incidents", "show", "no\x1b[31m\x9b\u202e such"),
        ("incidents", "validate", "no\x1b[31m\x9b\u202e such"),
        ("incidents", "export", "--format", "no\x1b[31m\x9b\u202e"),
        ("assets", "validate", "no\x1b[31m\x9b\u202e such"),
        ("incidents", "export", "--format", "csv", "--out", "/proc/no\x1b[31m\x9b\u202e/x"),
    ],
)
def test_no_error_line_steers_a_terminal(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.code in (1, 2)
    assert "no" in done.err and not STEERING.search(done.out + done.err)


def test_every_file_of_text_is_free_of_what_steers(case: Case) -> None:
    files = case.files("json", "geojson", "csv", "kml", "md", "html")
    assert len(files) > 20
    for path in files:
        text = path.read_bytes().decode("utf-8")
        # Markdown has a joiner that nobody sees behind "@"; CSV ends its lines with CR LF.
        free = text.replace("@\u2060", "@").replace("\r\n", "\n")
        assert not STEERING.search(free), path.name


def test_json_files_end_no_script_and_hold_the_names_whole(case: Case) -> None:
    for path in case.files("json", "geojson"):
        text = path.read_text(encoding="utf-8")
        json.loads(text)
        assert not re.search("<[/!?A-Za-z]", text), path.name
    ships = pl.read_parquet(case.folder / "scan" / "vessels.parquet")["name"].to_list()
    assert any("<img" in name for name in ships if name) and any(
        "{{7*7}}" in name for name in ships if name
    )
    shapes = json.loads((case.folder / "scan" / "candidates.geojson").read_text("utf-8"))
    named = {f["properties"]["name"] for f in shapes["features"] if "name" in f["properties"]}
    assert named and named <= set(ships)
    record = json.loads((case.folder / "case" / "incident.json").read_text("utf-8"))
    assert record["title"] == TITLE
    assert record["notes"] == hostile_incident(KNOWN)["notes"]


def test_lines_exported_come_back_under_their_ids(case: Case) -> None:
    given = load_assets(case.folder / "given" / "assets.geojson")
    again = load_assets(case.folder / "assets.geojson")
    assert list(again["asset_id"]) == list(given["asset_id"])
    assert list(again["name"]) == list(given["name"])
    shown = load_assets(case.folder / "assets.kml")
    assert list(shown["name"]) == [escape.kml(name) for name in given["name"]]
    assert shown.geometry.geom_equals_exact(given.geometry, 1e-9).all()


def test_a_geopackage_holds_the_names_as_values_and_nothing_else_of_them(case: Case) -> None:
    given = load_assets(case.folder / "given" / "assets.geojson")
    harmless = case.folder / "given" / "harmless.geojson"
    content = export_assets(hostile_assets(["A harmless name"]), "geojson")
    assert isinstance(content, str)
    harmless.write_text(content, encoding="utf-8")
    out, plain = case.folder / "assets.gpkg", case.folder / "plain.gpkg"
    for path, assets in ((out, given), (plain, load_assets(harmless))):
        content = export_assets(assets, "gpkg")
        assert isinstance(content, bytes)
        path.write_bytes(content)
    again = load_assets(out)
    assert list(again["asset_id"]) == list(given["asset_id"])
    assert list(again["name"]) == [escape.printable(name) for name in given["name"]]
    assert again.geometry.geom_equals_exact(given.geometry, 1e-9).all()
    ours, theirs = (sqlite3.connect(p) for p in (out, plain))
    with closing(ours), closing(theirs):
        # Tables, columns, triggers and layer descriptions are those of harmless names.
        scheme = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"
        assert ours.execute(scheme).fetchall() == theirs.execute(scheme).fetchall()
        layers = "SELECT table_name, identifier, description FROM gpkg_contents"
        assert ours.execute(layers).fetchall() == theirs.execute(layers).fetchall()
        assert ours.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = ours.execute("SELECT * FROM assets")
        # The id stays whole: other tables point to it.
        names = [name for name, *_ in rows.description]
        cells = [
            cell
            for row in rows
            for name, cell in zip(names, row, strict=True)
            if isinstance(cell, str) and name != "asset_id"
        ]
    assert not [cell for cell in cells if STEERING.search(cell)]
    told = {seen(cell) for cell in cells}
    assert {"{{7*7}}", "<img src=x onerror=window.__pwned=1>"} <= told


def test_moving_bars_of_hostile_files_steer_no_terminal(case: Case, tmp_path: Path) -> None:
    """On a real terminal, where bars move: all codes are the bars' own."""
    (ais,) = (case.folder / "given").glob("ships*.parquet")
    done = run_on_terminal("ingest", str(ais), "--store", str(tmp_path / "s"))
    assert done.code == 0
    text = done.screen.decode("utf-8")
    assert "<img src=x onerror=alert(1)>{{7*7}}" in text
    assert "\x1b[31m<img" not in text
    own = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\n]", "", text)
    assert not STEERING.search(own)


def test_a_bar_takes_no_markup_from_what_it_stands_beside() -> None:
    screen = io.StringIO()
    console = open_console(screen)
    console._force_terminal = True
    talk = Talk()
    with Bars(talk.step, shown=True, console=console) as progress:
        for name in (*KNOWN, TITLE):
            progress(name)
            progress.gauge(1, 2, "files")
            progress.note(name)
            progress._bar.refresh()
    drawn = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\r\n]", "", screen.getvalue())
    assert drawn and not STEERING.search(drawn)


def _cells(path: Path) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline=""), strict=True)


def test_spreadsheets_run_no_cell(case: Case) -> None:
    files = case.files("csv")
    assert {p.name for p in files} >= {"candidates.csv", "events.csv", "incidents.csv"}
    for path in files:
        rows = list(_cells(path))
        assert len({len(row) for row in rows}) == 1, path.name
        for cell in (cell for row in rows for cell in row):
            assert NUMBER.fullmatch(cell) or not FORMULA.search(cell), (path.name, cell)
    events = [row for p in files if p.name == "events.csv" for row in _cells(p)]
    vessel = events[0].index("vessel")
    assert any(row[vessel].startswith("'=cmd") for row in events), "the formula is there, disarmed"
    longitude = events[0].index("lon")
    assert all(NUMBER.fullmatch(row[longitude]) for row in events if row[longitude] != "lon")


def test_kml_is_valid_and_holds_no_html_field_or_link(case: Case) -> None:
    validator = pytest.importorskip("fastkml.validator")
    from lxml import etree

    files = case.files("kml")
    assert {p.name for p in files} == {"tracks.kml", "incidents.kml", "assets.kml"}
    for path in files:
        tree = etree.parse(path, etree.XMLParser(no_network=True, resolve_entities=False))
        assert validator.validate(file_to_validate=path), path.name
        for element in tree.iter():
            words = element.text or ""
            assert not re.search(r"[<&]|\$\[|://|javascript:\S", words), (path.name, words)
        assert not list(tree.iter("{*}href", "{*}Link", "{*}NetworkLink"))


def test_markdown_has_no_tag_link_or_image_of_a_name(case: Case) -> None:
    files = case.files("md")
    assert {p.name for p in files} == {"report.md"} and len(files) == 2
    for path in files:
        text = path.read_text(encoding="utf-8")
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
        inline = [t for token in tokens for t in token.children or []]
        kinds = {t.type for t in [*tokens, *inline]}
        assert not {k for k in kinds if k.startswith(("html", "image", "code", "fence"))}
        links = {str(t.attrs["href"]) for t in inline if t.type == "link_open"}
        assert links <= {"map.html", "report.html", "attribution.json", "manifest.json"}
        said = seen(" ".join(t.content for t in inline), 10**7)
        assert "{{7*7}}" in said or "<img src=x" in said or "=1+1" in said
        assert not any(t.type == "heading_open" and t.tag == "h1" for t in tokens[3:])


def test_the_paper_shows_names_and_holds_no_link_script_or_file_of_theirs(case: Case) -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    from pypdf import PdfReader

    html = (case.folder / "case" / "report.html").read_text(encoding="utf-8")
    raw = (case.folder / "case" / "report.pdf").read_bytes()
    reader = PdfReader(io.BytesIO(raw))
    text, shown = columns(reader), pressed(html_text(html))
    printed = [n for n in NAMES if seen(n).isascii() and pressed(seen(n)) in shown]
    assert len(printed) > 15
    assert [n for n in printed if pressed(seen(n)) not in text] == []
    notes = [a.get_object() for page in reader.pages for a in page.annotations or ()]
    targets = {str(note["/A"].get("/URI", "")) for note in notes if "/A" in note}
    assert not [t for t in targets if "evil" in t or "javascript" in t]
    assert not reader.attachments
    root = reader.trailer["/Root"]
    assert "/OpenAction" not in root and "/AA" not in root
    for word in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/GoToR", b"/SubmitForm"):
        assert word not in raw


def columns(reader: Any) -> str:
    """Return the words of a PDF: as they follow, and then those of each column together.

    Fonts with many signs make the reader give each letter as two bytes, the first of them zero.
    """
    found: dict[tuple[int, int], list[str]] = {}
    whole_pages = ""
    for number, page in enumerate(reader.pages):

        def visit(text: str, cm: Any, tm: Any, *_: Any, number: int = number) -> None:
            found.setdefault((number, round(cm[0] * tm[4] + cm[4])), []).append(
                text.replace("\0", "")
            )

        whole_pages += page.extract_text(visitor_text=visit).replace("\0", "")
    return pressed(whole_pages + "\n".join("".join(texts) for texts in found.values()))


def html_text(page: str) -> str:
    """Return the words of a page."""
    import html as html_

    return html_.unescape(re.sub(r"<[^>]*>", " ", page.split("</style>")[-1]))
