"""What the tab key offers, asked as the shells ask, and that it loads nothing heavy."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
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


@pytest.fixture
def program(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which ``baltic`` is a command of this checkout."""
    file = tmp_path / "bin" / "baltic"
    file.parent.mkdir()
    file.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from baltic.cli.app import main\nmain()\n"
    )
    file.chmod(0o755)
    return {**os.environ, "PATH": f"{file.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}


def script_of(shell: str) -> str:
    from typer._completion_shared import get_completion_script

    return get_completion_script(prog_name="baltic", complete_var="_BALTIC_COMPLETE", shell=shell)


@pytest.mark.slow
def test_bash_itself_completes_quickly(program: dict[str, str]) -> None:
    """The printed script in a real bash: what it puts into COMPREPLY, and how soon."""
    line = "baltic incidents show nord"
    ask = (
        f"{script_of('bash')}\nCOMP_WORDS=({line}); COMP_CWORD=3; COMP_LINE='{line}'\n"
        "_baltic_completion baltic\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run(["bash", "-c", ask], env=program, capture_output=True, text=True)
        spent.append(time.perf_counter() - start)
        assert done.stdout.split() == ["nord-stream-2022"], done.stderr
    assert statistics.median(spent) < 1.0, spent


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_itself_completes(program: dict[str, str], tmp_path: Path) -> None:
    """The printed script in a real fish: what it offers, each with its explanation."""
    (tmp_path / "baltic.fish").write_text(script_of("fish"))
    for line, has in (
        ("baltic incidents show nord", "nord-stream-2022\tNord Stream"),
        ("baltic sca", "scan\t"),
        ("baltic incidents export --format g", "geojson"),
    ):
        ask = f"source {tmp_path / 'baltic.fish'}; complete -C '{line}'"
        done = subprocess.run(
            ["fish", "--no-config", "-c", ask], env=program, capture_output=True, text=True
        )
        assert done.stderr == ""
        (offer,) = done.stdout.splitlines()
        assert offer.startswith(has), done.stdout


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_itself_completes(program: dict[str, str], tmp_path: Path) -> None:
    """The printed script in a real zsh on a terminal: the tab key ends the word."""
    (tmp_path / ".zshrc").write_text(
        "autoload -Uz compinit; compinit -u -D\nPS1='ready> '\nunsetopt beep\n" + script_of("zsh")
    )
    ours, theirs = pty.openpty()
    env = {**program, "ZDOTDIR": str(tmp_path), "TERM": "dumb", "COLUMNS": "120"}
    shell = subprocess.Popen(
        ["zsh", "-i"], env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    try:
        told = heard_until(ours, "ready> ")
        for typed, ended in (
            ("baltic incidents show nord", "nord-stream-2022"),
            ("baltic investigate mt-", "mt-jazz-hanko-2024"),
            ("baltic sca", "scan"),
        ):
            os.write(ours, b"\x15" + typed.encode() + b"\t")  # on an empty line
            told = heard_until(ours, typed.rpartition(" ")[0] + " " + ended)
            assert "command not found" not in told
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)


def heard_until(terminal: int, words: str, seconds: float = 20.0) -> str:
    """Return what a terminal shows up to some words; fail when they do not come."""
    told, end = "", time.monotonic() + seconds
    while words not in told:
        left = end - time.monotonic()
        ready, _, _ = select.select([terminal], [], [], max(left, 0))
        assert ready, told
        told += os.read(terminal, 4096).decode(errors="replace")
    return told
