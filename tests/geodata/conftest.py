"""The fact files and the scripts that turn them into shipped data."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

GEODATA = Path(__file__).resolve().parents[2] / "geodata"


def script(name: str) -> ModuleType:
    """Import one script of geodata/scripts by path: they are no package."""
    path = GEODATA / "scripts" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"geodata_{name}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def facts() -> dict[str, Any]:
    """The three fact files as plain values."""
    return {
        name: yaml.safe_load((GEODATA / "sources" / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("assets", "incidents", "places")
    }
