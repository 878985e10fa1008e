"""Bars with rate and time left on a terminal; plain lines on a pipe; nothing when quiet."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from rich.console import Console

from baltic.ais import AisData, read_fixes
from baltic.cli.console import open_console
from baltic.cli.progress import Bars
from baltic.cli.talk import Talk
from baltic.engine.executors import Here
from baltic.engine.ingestion import ingest
from baltic.engine.progress import counted, row_gauge, silent

from ..terminal import run_on_terminal
from .files import dma_row, write_dma
from .runner import run


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(terminal: io.StringIO) -> str:
    """Return what was drawn, without the codes that move and colour."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


@pytest.fixture
def bars(terminal: Terminal) -> Bars:
    console = Console(file=terminal, force_terminal=True, width=80, color_system=None)
    said: list[str] = []
    made = Bars(said.append, shown=True, console=console)
    made.said = said  # type: ignore[attr-defined]
    return made


def test_a_bar_tells_amount_rate_and_time_left(
    bars: Bars, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("baltic.cli.progress.time.perf_counter", lambda: now[0])
    with bars as progress:
        progress("cleaning")
        gauge = row_gauge(progress)
        for tenth in range(9):
            gauge(tenth * 100_000, tenth / 10)
            now[0] += 2.0
        now[0] -= 2.0
        gauge(800_000, 0.8)
        progress._bar.refresh()
        text = drawn(terminal).splitlines()[-1]
        assert "80 %" in text and "800,000 rows  50,000 rows/s  00:04 left" in text
        assert len(text.rstrip()) <= 80
    assert progress._bar is None
    assert bars.said == ["cleaning", "800,000 rows, 50,000 rows/s"]  # type: ignore[attr-defined]


def test_parts_and_bytes_have_totals(bars: Bars, terminal: Terminal) -> None:
    with bars as progress:
        assert list(counted("abcd", 4, progress)) == list("abcd")
        progress._bar.refresh()
        assert "4 of 4 parts" in drawn(terminal)
        progress.gauge(3e6, 9.1e8, "bytes")
        progress._bar.refresh()
        assert "3.0 of 910.0 MB" in drawn(terminal)


def test_a_note_leaves_the_bar_and_a_step_ends_it(bars: Bars) -> None:
    with bars as progress:
        progress("one")
        progress.gauge(1, 2, "files")
        bar = progress._bar
        progress.note("read a.csv")
        progress.gauge(2, 2, "files")
        assert progress._bar is bar
        progress("two")
        assert progress._bar is not bar
    assert bars.said == ["one", "read a.csv", "two"]  # type: ignore[attr-defined]


def test_an_error_finds_no_bar_before_it(bars: Bars) -> None:
    with pytest.raises(ValueError, match="broken"), bars as progress:
        progress("one")
        raise ValueError("broken")
    assert bars._bar is None


def test_quiet_and_pipes_have_no_bars(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # colours a pipe, and moves no bar on it
    for quiet in (True, False):
        with Talk(quiet=quiet).progress() as progress:
            progress("reading")
            progress.gauge(1, 2, "parts")
            assert progress._bar is None
        told = capsys.readouterr()
        assert told.out == "" and "\x1b" not in told.err
        assert ("reading" in told.err) is not quiet


def test_a_dumb_terminal_has_no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    assert Bars(print)._shown
    monkeypatch.setenv("TERM", "dumb")
    assert not Bars(print)._shown


def test_readers_tell_rows_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"{i}.csv{end}" for i, end in enumerate(("", ".gz", ""))]
    rows = [dma_row(t=f"25/12/2024 10:{m:02d}:{s:02d}") for m in range(30) for s in range(60)]
    files = [
        write_dma(tmp_path / n, [r.replace("219000001", f"21900000{i}") for r in rows])
        for i, n in enumerate(names)
    ]
    told: list[tuple[int, float]] = []
    read_fixes(files, told=lambda *now: told.append(now))
    assert [n for n, _ in told] == sorted(n for n, _ in told) and told[-1][0] == 3 * 1800
    shares = [share for _, share in told]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    seen: list[tuple[float, float | None, str]] = []

    def progress(_: str) -> None:
        return None

    progress.gauge = lambda *now: seen.append(now)  # type: ignore[attr-defined]
    ingest(files, tmp_path / "store", workers=1, progress=progress)
    assert [s[0] for s in seen] == sorted(s[0] for s in seen)
    assert seen[-1] == (5400, 5400, "rows")


@pytest.mark.slow
def test_a_scan_in_memory_counts_the_ships_it_weighs(
    bars: Bars, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its long step has a rate and a time left on the terminal, as a scan in parts has."""
    from baltic.cli.demo import demo_traffic
    from baltic.engine import scan

    seen: list[tuple[float, float | None, str]] = []
    show = bars.gauge

    def gauge(done: float, total: float | None, unit: str) -> None:
        seen.append((done, total, unit))
        show(done, total, unit)
        bars._bar.refresh()

    monkeypatch.setattr(bars, "gauge", gauge)
    with bars as progress:
        found = scan(AisData.of(*demo_traffic()), progress=progress)
    ships = len({e.mmsi for e in found.detection.episodes})
    assert [s[2] for s in seen] == ["ships"] * len(seen)
    assert [s[0] for s in seen] == list(range(len(seen)))
    assert {s[1] for s in seen} == {len(seen)}
    assert len(seen) >= ships > 5
    text = drawn(terminal)
    assert f"of {len(seen)} ships" in text and "ships/s" in text and "left" in text
    # A slow machine says how far it is as well, after a while.
    assert any(s.startswith("looking for drags") for s in bars.said)  # type: ignore[attr-defined]


def test_files_of_other_processes_are_counted(tmp_path: Path) -> None:
    class Elsewhere(Here):
        def is_here(self, items: int) -> bool:
            return False

    from baltic.ais.ingest import Recipe
    from baltic.ais.store import Store
    from baltic.engine.ingestion import ingest_files

    files = [write_dma(tmp_path / f"{i}.csv", [dma_row(mmsi=219000001 + i)]) for i in range(3)]
    seen: list[tuple[float, float | None, str]] = []

    def progress(_: str) -> None:
        return None

    progress.gauge = lambda *now: seen.append(now)  # type: ignore[attr-defined]
    ingest_files(files, Store.create(tmp_path / "s", buckets=2), Recipe(), Elsewhere(), progress)
    assert seen == [(n, 3, "files") for n in range(4)]


def test_a_plain_function_hears_the_sentences() -> None:
    heard: list[str] = []
    assert list(counted("ab", 2, heard.append)) == ["a", "b"]
    row_gauge(silent)(5, 0.5)
    assert heard == []


@pytest.mark.parametrize(
    ("terminal", "settings", "coloured"),
    [
        (False, {}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
    ],
)
def test_colours(
    terminal: bool, settings: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    stream = Terminal() if terminal else io.StringIO()
    open_console(stream).print("FAIL", style="bold red")
    assert ("\x1b[" in stream.getvalue()) is coloured


def test_piped_words_have_no_codes() -> None:
    for words in (("assets", "list"), ("--help",), ("scna",)):
        done = run(*words)
        assert done.code == (2 if words == ("scna",) else 0)
        assert "\x1b" not in done.out + done.err


@pytest.mark.slow
def test_a_real_terminal_sees_a_bar_and_a_pipe_does_not(tmp_path: Path) -> None:
    rows = [
        dma_row(t=f"25/12/2024 {h:02d}:{m:02d}:00", mmsi=219000001 + i, lon=14 + m / 100)
        for i in range(40) for h in range(24) for m in range(60)
    ]  # fmt: skip
    file = write_dma(tmp_path / "a.csv", rows)
    done = run_on_terminal("ingest", str(file), "--store", str(tmp_path / "s"), piped=True)
    seen = done.screen
    assert done.code == 0 and b"\x1b" not in done.out
    assert b"rows" in seen and b"rows/s" in seen and b"left" in seen and b"\x1b[" in seen
