"""Fixtures of the catalogue tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def save(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """Return a function that writes bytes, text or JSON; the module names the usual file."""

    def write(content: Any, name: str = request.module.USUAL_NAME) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content))
        return path

    return write
