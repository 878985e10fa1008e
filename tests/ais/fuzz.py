"""Feed spoilt files to every reader, and hold what is promised of any byte sequence.

::

    python -m tests.ais.fuzz --seconds 600 --format dma --seed 1
    python -m tests.ais.fuzz --replay found/dma-1-17.csv --as dma

Promised: rows, or one error on one printable line; every row counted; no hang, no crash, no
growth of memory.  Cases run in a child process, so that a crash or a hang of one is seen, written
to a file and does not end the search.  A case is made from format, seed and number alone.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from baltic.ais import read_fixes
from baltic.ais.formats import FORMATS
from baltic.audit import Audit
from baltic.errors import BalticError
from baltic.settings import Settings

from .mutations import spoil
from .samples import Sample, samples

__all__ = ["Failure", "hunt", "judge"]

LIMIT_S = 10.0
LIMIT_MB = 1500  # resident; a child without any case takes about 200
_HARD_LIMIT_BYTES = 40 << 30  # address space: stops a runaway before it fills the machine
_SMALL_BLOCK = 400  # bytes, so that even small files are cut into blocks
_SMALL_FILE = 20_000  # bytes; larger ones would be cut into thousands


@dataclass(frozen=True)
class Case:
    """One spoilt file and how it is to be read."""

    data: bytes
    suffix: str
    name: str | None
    mapping: dict[str, str]
    block_bytes: int | None
    made: str


@dataclass(frozen=True)
class Failure:
    """A case that broke a promise, and the file it was written to."""

    what: str
    path: Path


def fitting(name: str) -> dict[str, Sample]:
    """Return the samples that a format recognises, or all where it knows none."""
    from baltic.ais.formats import decide
    from baltic.ais.head import Options, read_head
    from baltic.ais.source import Source

    found = {}
    for key, sample in samples().items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{sample.suffix}"
            path.write_bytes(sample.data)
            options = Options(Settings(), dict(sample.mapping))
            try:
                chosen, _ = decide(read_head(Source(path), options.settings), options)
            except BalticError:
                continue
        if chosen.name == name:
            found[key] = sample
    return found or samples()


def make_case(name: str, seed: int, number: int, own: dict[str, Sample]) -> Case:
    """Return a case: the same for the same format, seed and number."""
    rng = random.Random(f"{zlib.crc32(name.encode())}-{seed}-{number}")
    told = rng.random() < 0.3  # the user says which format it is, right or wrong
    key = rng.choice(list(own if rng.random() < 0.9 else samples()))
    sample = samples()[key]
    data, suffix, done = sample.data, sample.suffix, ["nothing"]
    if number >= len(own):  # the first cases are the samples as they are
        data, suffix, done = spoil(rng, data, suffix)
    else:
        key = list(own)[number]
        sample = samples()[key]
        data, suffix, told = sample.data, sample.suffix, False
    mapping = dict(sample.mapping) if rng.random() < 0.8 or number < len(own) else {}
    long = len(data) >= _SMALL_FILE or {"many_lines", "pack"} <= set(done)
    small = _SMALL_BLOCK if rng.random() < 0.5 and not long else None
    return Case(data, suffix, name if told else None, mapping, small, f"{key}: {', '.join(done)}")


def judge(path: Path, name: str | None, mapping: dict[str, str], block: int | None) -> str | None:
    """Read a file and return which promise it breaks, or None."""
    settings = Settings()
    if block:
        settings = replace(settings, reading=replace(settings.reading, block_bytes=block))
    try:
        data = read_fixes([path], format=name, mapping=mapping, settings=settings)
    except BalticError as error:
        return _judge_words(error)
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001  a panic of Polars is no Exception
        return traceback.format_exc()
    try:
        data.audit.check()
        return _judge_rows(data.fixes, data.audit, data.inputs)
    except BaseException:  # noqa: BLE001
        return traceback.format_exc()


def _judge_words(error: BalticError) -> str | None:
    text = error.one_line()
    if not text.isprintable():
        return f"the error is not one printable line: {text!r}"
    if str(error) != text:
        return f"the error's text and its line differ: {str(error)!r}"
    if len(text) > 3000:
        return f"the error is {len(text)} characters long: {text[:200]!r}"
    return None


def _judge_rows(fixes: Any, audit: Audit, inputs: list[dict[str, Any]]) -> str | None:
    dropped = sum(t.count for t in audit.dropped.values())
    if audit.rows_in != audit.rows_used + dropped or min(audit.rows_used, dropped) < 0:
        return f"{audit.rows_in} rows in, {audit.rows_used} used, {dropped} dropped"
    if audit.rows_used != fixes.height:
        return f"{audit.rows_used} rows used, but {fixes.height} fixes"
    if sum(entry["rows"] for entry in inputs) != audit.rows_in:
        return "rows of the inputs do not add up"
    if fixes.height:
        lon, lat = fixes["lon"], fixes["lat"]
        if not ((lon.abs() <= 180) & (lat.abs() <= 90)).all():
            return "a fix is off the globe"
        if fixes.select("mmsi", "t", "lon", "lat").null_count().sum_horizontal()[0]:
            return "a fix lacks ship, time or place"
    json.dumps(audit.as_dict())
    return None


def _child(name: str, seed: int, first: int) -> None:
    """Run case after case, telling each on standard output before and after."""
    resource.setrlimit(resource.RLIMIT_AS, (_HARD_LIMIT_BYTES, _HARD_LIMIT_BYTES))
    own = fitting(name)
    with tempfile.TemporaryDirectory() as folder:
        number = first
        while True:
            case = make_case(name, seed, number, own)
            path = Path(folder) / f"case{case.suffix}"
            path.write_bytes(case.data)
            sys.stdout.write(f"start {number}\n")
            sys.stdout.flush()
            faulthandler.dump_traceback_later(LIMIT_S - 1)
            what = judge(path, case.name, case.mapping, case.block_bytes)
            faulthandler.cancel_dump_traceback_later()
            path.unlink()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            if what is None and peak > LIMIT_MB:
                what = f"memory grew to {peak:.0f} MB"
            sys.stdout.write(f"end {number} {json.dumps(what)}\n")
            sys.stdout.flush()
            if peak > LIMIT_MB:
                return
            number += 1


class _Hunter:
    """A child process and what it said last."""

    def __init__(self, name: str, seed: int, first: int, errors: Any) -> None:
        command = [sys.executable, "-m", "tests.ais.fuzz", "--child", name, str(seed), str(first)]
        root = Path(__file__).resolve().parents[2]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=root
        )
        self.running: int | None = None
        self.since = time.monotonic()
        self.done = first
        self.found: list[tuple[int, str]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            word, number, *rest = line.split(" ", 2)
            self.since = time.monotonic()
            if word == "start":
                self.running = int(number)
            elif word == "end":
                self.running, self.done = None, int(number) + 1
                what = json.loads(rest[0])
                if what:
                    self.found.append((int(number), what))

    def wait(self, until: float) -> str | None:
        """Return why the child ended (None: the time is over)."""
        while time.monotonic() < until:
            if self.process.poll() is not None:
                self._reader.join(5)
                return f"the process ended with code {self.process.returncode}"
            if self.running is not None and time.monotonic() - self.since > LIMIT_S:
                return f"no answer within {LIMIT_S:.0f} s"
            time.sleep(0.05)
        return None

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join(5)


def hunt(name: str, seconds: float, seed: int, folder: Path) -> tuple[int, list[Failure]]:
    """Return how many cases ran, and those that broke a promise, written to `folder`."""
    own, failures, first = fitting(name), [], 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with tempfile.TemporaryFile("w+") as errors:
            hunter = _Hunter(name, seed, first, errors)
            why = hunter.wait(until)
            hunter.stop()
            errors.seek(0)
            said = errors.read()[-3000:]
        broken = list(hunter.found)
        if why and hunter.running is not None:
            broken.append((hunter.running, f"{why}\n{said}"))
        elif why and not hunter.found and hunter.done == first:
            raise RuntimeError(f"the child does not start: {why}\n{said}")
        failures += [_keep(name, seed, n, own, what, folder) for n, what in broken]
        first = hunter.done if hunter.running is None else hunter.running + 1
    return first, failures


def _keep(
    name: str, seed: int, number: int, own: dict[str, Sample], what: str, folder: Path
) -> Failure:
    case = make_case(name, seed, number, own)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{seed}-{number}{case.suffix}"
    path.write_bytes(case.data)
    told = f"{what}\n{case.made}\n{_how(path, case)}\n"
    path.with_name(path.name + ".why").write_text(told, encoding="utf-8", errors="backslashreplace")
    return Failure(told, path)


def _how(path: Path, case: Case) -> str:
    command = f"python -m tests.ais.fuzz --replay {path}"
    command += f" --as {case.name}" if case.name else ""
    command += f" --block {case.block_bytes}" if case.block_bytes else ""
    command += f" --map {json.dumps(json.dumps(case.mapping))}" if case.mapping else ""
    return f"replay: {command}"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    known = [f.name for f in FORMATS]
    parser.add_argument("--format", choices=known, action="append", help="default: all, in turn")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each format")
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3), "big"))
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "ais-fuzz")
    parser.add_argument("--replay", type=Path, help="read one file as a case")
    parser.add_argument("--as", dest="as_", help="with --replay: the format the user names")
    parser.add_argument("--block", type=int, help="with --replay: bytes of a block")
    parser.add_argument("--map", default="{}", help="with --replay: column mapping as JSON")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        _child(options.child[0], int(options.child[1]), int(options.child[2]))
        return 0
    if options.replay:
        faulthandler.dump_traceback_later(LIMIT_S)
        what = judge(options.replay, options.as_, json.loads(options.map), options.block)
        sys.stdout.write((what or "holds what is promised") + "\n")
        return 1 if what else 0
    found = 0
    for name in options.format or known:
        cases, failures = hunt(name, options.seconds, options.seed, options.out)
        found += len(failures)
        sys.stdout.write(f"{name}: seed {options.seed}, {cases} cases, {len(failures)} failures\n")
        for failure in failures:
            sys.stdout.write(f"--- {failure.path}\n{failure.what}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
