"""What the tab key offers, asked as the shells ask, and that it loads nothing heavy."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from baltic.cli import completion
from baltic.cli.completion import FORMAT_NAMES

from .runner import run

ROOT = Path(__file__).resolve().parents[2]
SHELLS = ("bash", "zsh", "fish")


def asked(shell: str, words: str) -> dict[str, str]:
    """Return the environment in which a shell asks what follows some words."""
    env = {"_BALTIC_COMPLETE": f"complete_{shell}"}
    if shell == "bash":
        return {**env, "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    env["_TYPER_COMPLETE_ARGS"] = words
    return {**env, "_TYPER_COMPLETE_FISH_ACTION": "get-args"} if shell == "fish" else env


def offered(shell: str, words: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the words that the shell would offer."""
    with monkeypatch.context() as patch:
        for name, value in asked(shell, words).items():
            patch.setenv(name, value)
        done = run()
    assert done.code == 0 and done.err == ""
    if shell == "zsh":
        return set(re.findall(r"^(?:_arguments '\*: :\(+)?\"?([\w-]+)", done.out, re.MULTILINE))
    return {line.split("\t")[0] for line in done.out.splitlines() if line}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "has", "has_not"),
    [
        ("baltic s", {"scan", "simulate"}, {"demo"}),
        ("baltic incidents ", {"list", "show", "extract"}, {"near"}),
        ("baltic incidents show estlink2", {"estlink2-eagle-s-2024"}, {"nord-stream-2022"}),
        ("baltic investigate nord", {"nord-stream-2022"}, {"estlink2-eagle-s-2024"}),
        ("baltic assets show c-l", {"c-lion1"}, {"estlink-2"}),
        ("baltic scan a.csv --format d", {"dma", "digitraffic"}, {"nmea"}),
        ("baltic ingest a.csv --engine ", {"local", "dask"}, set()),
        ("baltic assets export --format k", {"kml"}, {"gpkg"}),
        ("baltic backtest --world ", {"A", "B"}, set()),
        ("baltic scan --bat", {"--bathymetry"}, {"--bbox"}),
    ],
)
def test_words_are_offered(
    shell: str, words: str, has: set[str], has_not: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = offered(shell, words, monkeypatch)
    assert has <= found and not has_not & found


def test_files_are_left_to_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered("bash", "baltic scan no-such", monkeypatch) == set()


def test_own_records_are_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.json").write_text("{}")
    monkeypatch.setenv("BALTIC_CATALOGUE", str(tmp_path / "own"))
    assert offered("bash", "baltic investigate mi", monkeypatch) == {"mine"}
    monkeypatch.setenv("BALTIC_CATALOGUE", str(tmp_path / "none"))
    words = f"baltic incidents show --catalogue {tmp_path / 'own'} mi"
    assert offered("bash", words, monkeypatch) == {"mine"}


def test_what_is_offered_is_what_there_is() -> None:
    from baltic.ais.formats import FORMATS
    from baltic.catalogue import load_assets, load_incidents

    assert list(FORMAT_NAMES) == [f.name for f in FORMATS]
    assert dict(completion._shipped_incidents()) == {
        key: record.title for key, record in load_incidents().items()
    }
    assert [i for i, _ in completion.asset_ids("")] == list(load_assets()["asset_id"])


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_for_the_shell_is_printed(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer.completion._get_shell_name", lambda: shell)
    done = run("--show-completion")
    assert done.code == 0
    assert "_BALTIC_COMPLETE" in done.out and f"complete_{shell}" in done.out


@pytest.mark.slow
def test_completion_loads_nothing_heavy() -> None:
    """Ids are read without the packages that a run needs."""
    code = (
        "import atexit, sys\n"
        "heavy = {'pandas', 'polars', 'numpy', 'geopandas', 'yaml', 'pyarrow', 'httpx'}\n"
        "atexit.register(lambda: print(sorted(heavy & set(sys.modules)), file=sys.stderr))\n"
        "sys.argv = ['baltic']\n"
        "from baltic.cli.app import main\n"
        "main()\n"
    )
    env = {**os.environ, **asked("bash", "baltic investigate est")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert "estlink2-eagle-s-2024" in done.stdout
    assert json.loads(done.stderr.replace("'", '"')) == []


@pytest.mark.slow
def test_bash_itself_completes_quickly(tmp_path: Path) -> None:
    """The printed script in a real bash: what it puts into COMPREPLY, and how soon."""
    program = tmp_path / "baltic"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from baltic.cli.app import main\nmain()\n"
    )
    program.chmod(0o755)
    from typer._completion_shared import get_completion_script

    script = get_completion_script(
        prog_name="baltic", complete_var="_BALTIC_COMPLETE", shell="bash"
    )
    line = "baltic incidents show nord"
    ask = (
        f"{script}\nCOMP_WORDS=({line}); COMP_CWORD=3; COMP_LINE='{line}'\n"
        "_baltic_completion baltic\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run(["bash", "-c", ask], env=env, capture_output=True, text=True)
        spent.append(time.perf_counter() - start)
        assert done.stdout.split() == ["nord-stream-2022"], done.stderr
    assert statistics.median(spent) < 1.0, spent
