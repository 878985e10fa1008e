"""Help of every command: quick, light, 80 columns wide, with command lines that work."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from baltic.cli.helping import examples_of

from .commands import COMMANDS, PAGES, parse
from .runner import run

ROOT = Path(__file__).resolve().parents[2]
#: Typer itself reads values with pydantic.
HEAVY = {
    *("pandas", "polars", "numpy", "folium", "geopandas", "scipy", "pyarrow", "httpx", "shapely"),
    *("yaml", "rich", "dask"),
}
EXAMPLES = [(path, line) for path, c in PAGES.items() for line in examples_of(c)]


def test_all_commands_are_here() -> None:
    """The walk below means something: these are the commands of the contract."""
    wanted = {
        *("demo", "scan", "investigate", "atlas", "ingest", "simulate", "backtest", "doctor"),
        *(f"incidents {w}" for w in ("list", "show", "validate", "add", "extract", "export")),
        *(f"assets {w}" for w in ("list", "show", "near", "validate", "import", "export")),
        *(f"fetch {w}" for w in ("dma", "assets", "bathymetry", "digitraffic")),
    }
    assert wanted <= set(COMMANDS)


@pytest.mark.parametrize("path", PAGES)
def test_help_fits_and_shows_an_example(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = run(*path.split(), "--help")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert max(map(len, lines)) <= 80, max(lines, key=len)
    assert "\x1b" not in done.out
    if path not in COMMANDS:
        assert "..." not in done.out.split("Commands:")[1], "a summary is cut"
    examples = examples_of(PAGES[path])
    assert examples and [line.strip() for line in lines[-len(examples) :]] == examples
    assert all(e.startswith(f"baltic {path.split()[0] if path else ''}".strip()) for e in examples)


@pytest.mark.parametrize(("path", "line"), EXAMPLES)
def test_an_example_is_what_the_program_reads(path: str, line: str) -> None:
    meant = parse(line)
    assert meant == path or (path not in COMMANDS and meant in COMMANDS)


def test_an_example_that_rotted_is_seen() -> None:
    for line in ("baltic scan a.csv --outt o", "baltic scna a.csv --out o", "baltic scan --out o"):
        with pytest.raises(Exception, match=r"(?i)no such|missing"):
            parse(line)


def test_no_help_loads_a_heavy_package() -> None:
    """All help pages in one new process; then which packages it holds."""
    code = (
        "import contextlib, io, sys\n"
        "from baltic.cli.app import app\n"
        f"for path in {list(PAGES)!r}:\n"
        "    with contextlib.redirect_stdout(io.StringIO()):\n"
        "        app([*path.split(), '--help'], standalone_mode=False)\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["", "scan", "incidents", "fetch dma"])
def test_help_is_quick(path: str) -> None:
    """Half a second at the median of five, doubled for a machine that does other things."""
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "baltic", *path.split(), "--help"],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        spent.append(time.perf_counter() - start)
    assert statistics.median(spent) < 1.0, spent
