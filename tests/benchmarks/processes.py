"""Run a command as a fresh process and watch its time and the memory of its whole tree."""

from __future__ import annotations

import os
import platform
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

__all__ = ["Run", "run", "wanted"]

_EVERY_S = 0.1
#: Looks at memory between two looks for children: these read every process of the machine,
#: and at every look took a tenth of a core from what is measured.
_TREE_EVERY = 5


def wanted(name):
    """Return a module that only the benchmarks need; say how to get it where it is absent."""
    try:
        return __import__(name)
    except ImportError:
        raise SystemExit(f"{name} is not installed; get it with: pip install '{name}'") from None


@dataclass(frozen=True)
class Run:
    """What a process took: seconds, CPU seconds and the largest memory of its tree."""

    wall_s: float
    cpu_s: float
    tree_mb: float
    max_rss_mb: float
    code: int
    stdout: str
    stderr: str

    @property
    def last_line(self):
        """The last line of the messages: why it failed."""
        lines = [line for line in self.stderr.splitlines() if line.strip()]
        return lines[-1].strip() if lines else ""


def run(command, *, env=None, limit_s=3600):
    """Run a command to its end.

    ``tree_mb`` is the largest sum, over time, of the resident memory of the process and its
    children, sampled every 100 ms: pages shared by two of them count twice, so with forked
    children it is an upper bound.  ``max_rss_mb`` is the kernel's own peak of the largest
    process that was waited for.
    """
    psutil = wanted("psutil")
    peak = [0]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=out, stderr=err, env={**os.environ, **(env or {})}
        )
        ended = threading.Event()
        root = psutil.Process(process.pid)
        watch = threading.Thread(target=_watch, args=(psutil, root, ended, peak))
        watch.start()
        killer = threading.Timer(limit_s, process.kill)
        killer.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        killer.cancel()
        ended.set()
        watch.join()
        out.seek(0)
        err.seek(0)
        return Run(
            wall, used.ru_utime + used.ru_stime, peak[0] / 1e6,
            used.ru_maxrss * _unit() / 1e6, process.returncode, out.read(), err.read(),
        )  # fmt: skip


def _unit():
    """Return the bytes in a unit of ``ru_maxrss``: kB on Linux, bytes on a Mac."""
    return 1 if platform.system() == "Darwin" else 1024


def _watch(psutil, root, ended, peak):
    looks, tree = 0, [root]
    while not ended.wait(_EVERY_S):
        total = 0
        try:
            if looks % _TREE_EVERY == 0:
                tree = [root, *root.children(recursive=True)]
        except psutil.Error:
            return
        looks += 1
        for process in tree:
            try:
                total += process.memory_info().rss
            except psutil.Error:
                continue
        peak[0] = max(peak[0], total)
