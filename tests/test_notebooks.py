"""The notebooks run from top to bottom, quickly, and are stored without output."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_output_is_stored_and_the_title_is_a_question(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert all(not cell.get("outputs") for cell in cells)
    assert cells[0]["source"][0].rstrip().endswith("?")


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_runs_in_under_a_minute(path: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    start = time.perf_counter()
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        resources={"metadata": {"path": path.parents[1]}},
    ).execute()
    assert time.perf_counter() - start < 60
    shown = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    assert any("iframe" in str(o.get("data", {}).get("text/html", "")) for o in shown)
    assert any("Eagle S" in str(o) for o in shown)
