"""What an optional package is got with: one place says it, and it says what works."""

from __future__ import annotations

import ast
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from baltic.extras import EXTRAS, extra_command, install_command

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def sources() -> Iterator[Path]:
    for folder in ("baltic", "notebooks", "tests/benchmarks"):
        yield from (p for p in sorted((ROOT / folder).rglob("*")) if p.suffix in {
            ".py", ".js", ".html", ".md", ".j2", ".ipynb", ".toml",
        })  # fmt: skip


def test_the_list_is_that_of_the_project() -> None:
    extras = PROJECT["optional-dependencies"]
    assert {extra.name for extra in EXTRAS} == set(extras) - {"test", "bench"}
    for extra in EXTRAS:
        assert list(extra.wanted) == extras[extra.name]
        assert any(w.startswith(extra.package) for w in extra.wanted)


@pytest.mark.parametrize("extra", EXTRAS, ids=lambda e: e.name)
def test_a_command_names_the_packages_and_never_this_program(extra) -> None:
    words = shlex.split(extra_command(extra.name))
    assert tuple(words[words.index("install") + 1 :]) == extra.wanted
    assert extra_command(extra.name) == install_command(*extra.wanted)
    assert "baltic" not in words[-len(extra.wanted) :]


def test_no_text_installs_a_project_of_somebody_else() -> None:
    found = list(sources())
    assert len(found) > 150
    for path in found:
        text = path.read_text(encoding="utf-8")
        for words in ("install 'baltic", 'install "baltic', "install baltic["):
            assert words not in text, path


def test_every_error_over_a_missing_extra_takes_its_command_from_there() -> None:
    seen = 0
    # An address of another kind (s3://) asks for a package that fsspec itself names.
    for path in set((ROOT / "baltic").rglob("*.py")) - {ROOT / "baltic" / "folders.py"}:
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "MissingExtraError(" in text else ():
            if not isinstance(node, ast.Call) or "MissingExtraError" not in ast.unparse(node.func):
                continue
            hint = next(k.value for k in node.keywords if k.arg == "hint")
            words = ast.unparse(hint)
            assert words.startswith("extra_command("), (path, words)
            assert ast.literal_eval(hint.args[0]) in {e.name for e in EXTRAS}
            seen += 1
    assert seen >= 6
