"""The command line on a real terminal: where bars move and colours show."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["Shown", "run_on_terminal"]

_ROOT = Path(__file__).resolve().parent.parent


class Shown(NamedTuple):
    """What a command left: its exit code, the bytes on the screen, those of its pipe."""

    code: int
    screen: bytes
    out: bytes


def run_on_terminal(*words: str, piped: bool = False) -> Shown:
    """Run ``baltic`` with these words on a terminal of 80 columns.

    Parameters
    ----------
    piped
        Standard output goes to a pipe, so that the terminal has messages only.
    """
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "PYTHONPATH": str(_ROOT)}
    done = subprocess.Popen(
        [sys.executable, "-m", "baltic", *words],
        cwd=_ROOT, env=env, stdout=subprocess.PIPE if piped else theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    screen = b""
    while True:
        try:
            screen += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    out, _ = done.communicate()
    return Shown(done.returncode, screen, out or b"")
