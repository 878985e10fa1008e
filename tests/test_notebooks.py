"""The notebooks run from top to bottom, show what they promise, and are stored without output.

Each is run once, in an empty folder, with the package that is tested; behind its last cell
stands one more, which looks at what the cells above have left.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import baltic

from .browser import opened

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
PACKAGES = {p.parent.name for p in Path(baltic.__file__).parent.glob("*/__init__.py")}
EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)

#: What must hold in the kernel when a notebook has run to its end.
CHECKS = {
    "1_christmas_day_2024": """
first, kinds = document["hypotheses"][0], {h["kind"] for h in document["hypotheses"]}
assert (first["name"], first["provenance"]) == ("Eagle S", "reconstructed")
assert kinds == {"vessel", "dark", "none"}
apart = document["excluded"] + document["loose_only"]
assert apart and all(row["reason"] for row in apart)
shown = [value for value in Out.values() if isinstance(value, pd.DataFrame)]
(ranked_again,) = [t for t in shown if "rank" in t.columns]
assert {"dark", "none"} <= set(ranked_again["kind"])
assert ranked_again["posterior"].tolist()[0] == "> 99.9 %"
assert "< 0.1 %" in set(ranked_again["posterior"])
(loose,) = [t for t in shown if t.index.names == ["hours", "excluded", "rank"]]
excluded = loose.reset_index().groupby("hours")["excluded"].first()
assert excluded.is_monotonic_decreasing and excluded.nunique() == 3
own = loose[loose["name"] == "Eagle S"].reset_index().set_index("hours")["posterior"]
assert own.is_monotonic_decreasing
""",
    "2_scan_a_danish_day": """
assert manifest["inputs"][0]["format"] == "dma"
assert set(manifest["counts"]["provenance"]) == {"simulated"}
assert audit["rows_in"] == audit["rows_used"] > 10_000
assert len(told) == 2 and set(told["mmsi"]) & set(levels)
assert len(first["evidence"]) > 5 and first["innocent"]
shown = [value for value in Out.values() if isinstance(value, pd.DataFrame)]
assert any("found" in t and len(t) == 2 for t in shown)
assert any("llr" in t and "text" in t and len(t) == len(first["evidence"]) for t in shown)
""",
    "3_what_an_anchor_can_reach": """
deep = pd.DataFrame(reach)
assert deep.shape == (3, 5) and (deep.diff(axis=1).iloc[:, 1:] < 0).all(axis=None)
assert (np.diff(chance, axis=0) <= 1e-9).all() and (np.diff(chance, axis=1) <= 1e-9).all()
assert chance.min() > 0 and chance.max() > 0.9
assert 0 < after[-1] < after[0] < before
assert (np.diff(force) > 0).all()
""",
    "4_how_good_is_the_detector": """
assert document["seed"] == SEED and document["drags"] == size.runs * size.drags
for row in [*document["operating_points"], *document["peers"]]:
    assert row["found_low"] <= row["found"] <= row["found_high"]
assert {"rates.png", "reliability.png"} <= set(plots)
assert sum(r["drags"] for r in rows) == document["drags"]
table = next(v.data for v in Out.values() if isinstance(v, Markdown) and "|" in v.data)
assert all(peer["name"] in table for peer in document["peers"]) and "GRAPNEL" in table
assert any(isinstance(v, Markdown) and "*simulated*" in v.data for v in Out.values())
""",
    "5_your_own_cable_and_incident": """
def share(of, kind):
    return sum(h["posterior"] for h in of.document()["hypotheses"] if h["kind"] == kind)
assert list(cable["asset_id"]) == ["my-cable"]
assert set(ais.fixes["provenance"]) == {"simulated"}
first = case.document()["hypotheses"][0]
assert first["mmsi"] == drag["mmsi"] and len(case.document()["excluded"]) > 5
assert len(wide.document()["excluded"]) < len(case.document()["excluded"])
assert wide.document()["hypotheses"][0]["posterior"] < first["posterior"]
for kind in ("dark", "none"):
    assert share(unseen, kind) > 10 * share(case, kind)
assert not {0.0, 1.0} & set(ranking(case)["posterior"])
assert all(str(p).endswith(" %") for p in ranking(case)["posterior"])
assert "dark" in set(ranking(case)["kind"]) and "none" in set(ranking(case)["kind"])
""",
}  # fmt: skip

#: Which notebooks show a map, and how many pictures each.
MAPS = {"1_christmas_day_2024", "2_scan_a_danish_day", "5_your_own_cable_and_incident"}
PICTURES = {"3_what_an_anchor_can_reach": 3, "4_how_good_is_the_detector": 2}


def _cells(path: Path, kind: str) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == kind]


def test_there_are_five_and_each_is_checked() -> None:
    assert [p.stem for p in NOTEBOOKS] == list(CHECKS)
    assert [p.stem[0] for p in NOTEBOOKS] == list("12345")


@EACH
def test_no_output_is_stored_and_the_title_is_a_question(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [c for c in cells if c["cell_type"] == "code"]
    assert all(not c["outputs"] and c["execution_count"] is None for c in code)
    title = cells[0]["source"][0].rstrip()
    assert title.startswith("# ") and title.endswith("?")


@EACH
def test_it_is_short_and_names_no_remote_address(path: Path) -> None:
    code, prose = _cells(path, "code"), _cells(path, "markdown")
    assert len(code) <= 12
    assert max(len(cell.splitlines()) for cell in code) <= 20
    assert len(prose) >= len(code) - 2  # nearly every cell of code is led in
    assert not re.search(r"https?:|//\w+\.\w", "\n".join([*code, *prose]))
    assert any("does not say" in cell or "does not tell" in cell for cell in prose) or (
        "no conclusion is drawn from silence" in "".join(prose)
    )


@EACH
def test_a_claim_is_shown_with_its_stance(path: Path) -> None:
    """A denial without it reads as the claim that is denied."""
    code = path.read_text(encoding="utf-8")
    assert code.count(".claim") == 0 or (".stance" in code and ".about" in code)


@EACH
def test_only_public_names_are_used(path: Path) -> None:
    code = "\n".join(_cells(path, "code"))
    assert list(_names_of_the_package(ast.parse(code)))
    assert _reached_into(code) == []


@pytest.mark.parametrize(
    "code",
    [
        "import baltic.simulate",
        "from baltic.simulate.lanes import Lane",
        "from baltic.engine import manifest",
        "import baltic\nbaltic.lazy",
        "from baltic import physics\nphysics.chain",
        "from baltic.simulate import write_dma\nwrite_dma._private",
    ],
)
def test_reaching_into_the_package_would_be_seen(code: str) -> None:
    assert len(_reached_into(code)) == 1


def _reached_into(code: str) -> list[str]:
    """Return what code takes from the package although no ``__all__`` names it."""
    tree = ast.parse(code)
    found = [n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr[0] == "_"]
    for module, name in _names_of_the_package(tree):
        # Only packages are documented doors; the modules inside them may move.
        is_door = module == "baltic" or module.removeprefix("baltic.") in PACKAGES
        if not is_door or name not in importlib.import_module(module).__all__:
            found.append(f"{module}.{name}")
    return found


def _names_of_the_package(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield (module, name) of all that code takes from baltic."""
    modules = {"baltic": "baltic"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((a.name, "") for a in node.names if a.name.startswith("baltic."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "baltic":
            for alias in node.names:
                if node.module == "baltic" and alias.name in PACKAGES:
                    modules[alias.asname or alias.name] = f"baltic.{alias.name}"
                else:
                    yield str(node.module), alias.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id)
            if module is not None and node.attr[0] != "_":
                yield module, node.attr


def _run(path: Path, folder: Path, *, check: str = "", **values: str) -> Any:
    """Run a notebook in a folder, with a variable or two set otherwise, and return it."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    for name, value in values.items():
        for cell in notebook.cells:
            cell.source = re.sub(rf"^{name} = .*$", f"{name} = {value!r}", cell.source, flags=re.M)
    notebook.cells.append(nbformat.v4.new_code_cell(check))
    # The kernel takes the package that is tested here, whichever that is.
    roots = [str(Path(baltic.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, roots))}
    client = NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": folder}}
    )
    client.execute(env=env)
    notebook.cells.pop()
    return notebook


@pytest.mark.slow
@pytest.mark.browser
@EACH
def test_it_runs_within_a_minute_and_shows_what_it_promises(
    path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    start = time.perf_counter()
    notebook = _run(path, folder, check=CHECKS[path.stem])
    assert time.perf_counter() - start < 60
    assert list(folder.iterdir()) == []  # nothing is left in the folder it was started from

    shown = [o.get("data", {}) for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    frames = [d["text/html"] for d in shown if "<iframe" in d.get("text/html", "")]
    assert len(frames) == (path.stem in MAPS)
    assert not any(re.search(r"<iframe[^>]* src=", frame) for frame in frames)
    assert sum("image/png" in d for d in shown) == PICTURES.get(path.stem, 0)
    assert "simulated" in str([c.get("outputs") for c in notebook.cells]) or not frames
    _look_at(notebook, tmp_path / "page.html", request.getfixturevalue("browser"), maps=len(frames))


def _look_at(notebook: Any, page_file: Path, browser: Any, *, maps: int) -> None:
    """Open a run notebook as a page with the network off; the map in it must be drawn."""
    from nbconvert import HTMLExporter

    # What nbconvert itself would fetch, to set formulas.
    exporter = HTMLExporter(mathjax_url="", require_js_url="", mermaid_js_url="")
    page_file.write_text(exporter.from_notebook_node(notebook)[0], encoding="utf-8")
    with opened(browser, page_file) as (page, watch):
        assert page.locator("iframe").count() == maps
        if maps:
            page.locator("iframe").scroll_into_view_if_needed()
            frame = page.frame_locator("iframe")
            frame.locator("body.ready").wait_for()
            assert frame.locator(".leaflet-container canvas").count() > 0
            assert frame.locator("aside.panel").inner_text().strip()
            # The first view is fitted to the size the frame has in the page.
            width = page.frames[1].evaluate(
                "document.querySelector('.leaflet-container').offsetWidth"
            )
            assert width > 500
            assert frame.locator("details.legend[open]").count() == 1
        watch.assert_silent()


@pytest.mark.slow
def test_a_day_of_the_users_own_without_any_candidate(tmp_path: Path) -> None:
    import polars as pl

    from baltic.simulate import straight_run, write_dma

    run = straight_run([(8, 11.0)], t_start="2024-12-25T00:00Z")
    own = tmp_path / "aisdk-2024-12-25.zip"
    write_dma(run.fixes.with_columns(provenance=pl.lit("measured")), run.vessels, own)
    check = """
assert truth is None and not found.candidates
assert set(manifest["counts"]["provenance"]) == {"measured"}
"""
    _run(FOLDER / "2_scan_a_danish_day.ipynb", tmp_path, check=check, MY_FILE=str(own))
