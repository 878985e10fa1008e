"""What an error tells the user to type, read as the command line reads it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from baltic.cli.options import parse_mapping
from baltic.errors import InputError

from .shapes import read, write_bytes

_OPTIONS = re.compile(r"--map (?:'(?:[^']|'\"'\"')*'|\S+)(?: --map (?:'(?:[^']|'\"'\"')*'|\S+))*")


def table(path: Path, *lines: str) -> Path:
    return write_bytes(path, ("\n".join(lines) + "\n").encode())


def refused(path: Path, mapping: dict[str, str] | None = None) -> str:
    """Return the message with which a file is refused."""
    with pytest.raises(InputError) as caught:
        read(path, mapping=mapping)
    text = str(caught.value)
    assert path.name in text and "\n" not in text
    return text


def offers(text: str) -> list[dict[str, str]]:
    """Return the mappings that a message offers, each as the program would be given it."""
    found = []
    for options in _OPTIONS.findall(text):
        words = [w for w in shlex.split(options.rstrip(",;)")) if w != "--map"]
        mapping = parse_mapping(words)
        assert mapping is not None
        found.append(mapping)
    return found
