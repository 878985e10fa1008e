"""README and CONTRIBUTING say what is there: commands parse, links lead on, modules exist."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import shlex
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TEXTS = {"README.md": README, "CONTRIBUTING.md": CONTRIBUTING}
#: Commands of the program that typer itself adds take no further words.
EAGER = ("--install-completion", "--show-completion", "--help", "--version")


def code(text: str) -> list[str]:
    """Return the pieces of code of a Markdown text: spans, and lines of indented blocks."""
    fenced = re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    blocks = re.findall(r"^ {4}(.*)$", rest, re.MULTILINE)
    rest = re.sub(r"^ {4}.*$", "", rest, flags=re.MULTILINE)
    spans = [" ".join(s.split()) for s in re.findall(r"`([^`]+)`", rest)]
    return [*spans, *blocks, *(line for block in fenced for line in block.splitlines())]


def commands(text: str) -> list[str]:
    """Return the command lines of a text, one for each part that the shell would run."""
    lines = [part.strip() for piece in code(text) for part in piece.split("&&")]
    return list(dict.fromkeys(line.partition("  #")[0].rstrip(" &") for line in lines))


def program_lines() -> list[str]:
    """Return the command lines of the program itself."""
    found = [c for text in TEXTS.values() for c in commands(text)]
    return sorted({c for c in found if re.match(r"baltic( |$)", c)} - {"baltic", "baltic 0.1.0"})


def words_of(line: str) -> list[str]:
    """Return the words that the program gets: a bare glob stands for two files."""
    line = line.partition(" > ")[0]
    words = []
    for word in shlex.split(line, posix=False)[1:]:
        is_glob = "*" in word and not word.startswith("'")
        words += [word.replace("*", n) for n in "12"] if is_glob else shlex.split(word)
    return words


def parse(words: list[str]) -> Any:
    """Parse a command line as the program would, down to the last command; run nothing."""
    from baltic.cli.app import app

    command: Any = typer.main.get_command(app)
    context = command.make_context("baltic", [], resilient_parsing=True)
    while hasattr(command, "commands"):
        if not words:
            return command  # the group itself is meant
        name, *words = words
        assert name in command.commands, f"no such command: {name}"
        command = command.commands[name]
        if hasattr(command, "commands"):
            context = command.make_context(name, [], parent=context, resilient_parsing=True)
    if not words or set(words) & set(EAGER):
        return command  # only named, or asked for its help
    return command.make_context(name, list(words), parent=context)


@pytest.mark.parametrize("line", program_lines())
def test_a_command_line_parses(line: str) -> None:
    words = words_of(line)
    if words and words[0] in EAGER:
        return
    parse(words)


def test_a_wrong_command_line_does_not_parse() -> None:
    assert len(program_lines()) > 20
    for wrong in ("baltic scan day.zip", "baltic scan day.zip --out x --no-such 1",
                  "baltic atlas one two --out x", "baltic incidents shwo x"):  # fmt: skip
        with pytest.raises(Exception, match=r"(?i)missing|no such|unexpected"):
            parse(words_of(wrong))


@pytest.mark.parametrize("name", TEXTS)
def test_a_link_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", TEXTS[name])
    relative = [link for link in links if "://" not in link]
    assert [link for link in relative if not (ROOT / link).exists()] == []
    if name == "README.md":
        assert len(relative) >= 7


@pytest.mark.parametrize("name", TEXTS)
def test_a_named_path_or_module_exists(name: str) -> None:
    found = commands(TEXTS[name])
    paths = {
        word
        for line in found
        for word in line.split()
        if re.match(r"(baltic|tests|geodata|notebooks|\.ci|\.readme)/\S+$", word)
    }
    assert [p for p in sorted(paths) if not list(ROOT.glob(p.rstrip("/")))] == []
    modules = {m[1] for line in found if (m := re.search(r"python -m (tests\.\S+)", line))}
    assert modules
    assert [m for m in sorted(modules) if importlib.util.find_spec(m) is None] == []


def test_the_module_table_is_whole() -> None:
    """Every module exists, and every package and every module beside them is named."""
    table = README[README.index("| module | holds |") :].split("\n\n")[0]
    named = [
        n for row in table.splitlines()[2:] for n in re.findall(r"`([^`]+)`", row.split("|")[1])
    ]
    ours = [n.removeprefix("baltic/") for n in named if n not in ("geodata/", "notebooks/")]
    assert [n for n in ours if not (ROOT / "baltic" / n).exists()] == []
    assert [n for n, count in Counter(ours).items() if count > 1] == []
    there = {p.parent.name + "/" for p in (ROOT / "baltic").glob("*/__init__.py")}
    there |= {p.name for p in (ROOT / "baltic").glob("*.py") if not p.name.startswith("__")}
    assert sorted(there - set(ours)) == []


def test_readme_python_is_python() -> None:
    (snippet,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    tree = ast.parse(snippet)
    import baltic

    used = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)
            and isinstance(n.value, ast.Name) and n.value.id == "baltic"}  # fmt: skip
    assert used and used <= set(baltic.__all__)


def test_extras_are_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = set(re.findall(r"pip install (?:-e )?'\.\[(\w+)\]'", README + CONTRIBUTING))
    assert len(asked) > 5
    assert asked <= set(project["optional-dependencies"])
    # A package of another maker has our name in the public index: only this folder is meant.
    assert "'baltic[" not in README + CONTRIBUTING


def test_numbers_of_the_data_are_those_of_the_data() -> None:
    features = json.loads((ROOT / "geodata/assets.geojson").read_text(encoding="utf-8"))["features"]
    rows = [f["properties"] for f in features]
    classes = Counter(row["accuracy_class"] for row in rows)
    told = " ".join(README.split())
    assert f"{len(rows)} assets in four classes" in told
    assert ", ".join(
        f"{classes[c]} {c}" for c in ("surveyed", "charted", "traced", "schematic")
    ) in told  # fmt: skip
    errors = [float(row["accuracy_km"]) for row in rows]
    assert f"`accuracy_km` is from {min(errors):g} to {max(errors):g} km" in told


def test_every_notebook_is_listed() -> None:
    listed = README[README.index("jupyter lab notebooks") :].split("\n\n")[0]
    numbers = sorted(p.name.partition("_")[0] for p in (ROOT / "notebooks").glob("*.ipynb"))
    assert numbers
    assert [n for n in numbers if f"({n}) " not in listed] == []


def test_contributing_is_one_page() -> None:
    assert len(CONTRIBUTING.splitlines()) <= 45


def test_citation() -> None:
    """Keys and types as the schema of CFF 1.2.0 wants them; no person is made up."""
    text = (ROOT / ".readme/CITATION.cff").read_text(encoding="utf-8")
    record = yaml.load(text, Loader=yaml.BaseLoader)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = {
        "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi",
        "identifiers", "keywords", "license", "license-url", "message", "preferred-citation",
        "references", "repository", "repository-artifact", "repository-code", "title", "type",
        "url", "version",
    }  # fmt: skip
    assert {"authors", "cff-version", "message", "title"} <= set(record) <= known
    assert record["cff-version"] == "1.2.0" and record["type"] == "software"
    assert record["authors"] == [{"name": "The baltic contributors"}]
    assert record["version"] == project["version"] and record["license"] == project["license"]
    assert set(record["keywords"]) == set(project["keywords"])
    assert f"baltic {project['version']}" in README
