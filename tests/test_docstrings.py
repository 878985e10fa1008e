"""Every public name says what it takes, gives and raises, and shows itself at work.

Public is what an ``__all__`` of ``baltic``, of one of its packages or of a module right
beside them lists; the docstrings are read from the source, so nothing is imported.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "baltic"
Function = ast.FunctionDef | ast.AsyncFunctionDef
#: Its fields are declared with unit, reason and source (`describe`): a second text would only
#: drift.
DECLARED = PACKAGE / "settings"


@dataclass(frozen=True)
class Public:
    """One public function, class or method: where it stands, and the class around it."""

    label: str
    node: Function | ast.ClassDef
    file: Path
    owner: ast.ClassDef | None = None


@cache
def parsed(file: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def public_files() -> list[Path]:
    """Return the files whose ``__all__`` is the public face of the program."""
    packages = [p for p in PACKAGE.rglob("__init__.py") if "_geodata" not in p.parts]
    return sorted({*packages, *PACKAGE.glob("*.py")})


def homes(tree: ast.Module) -> dict[str, tuple[int, str]]:
    """Return the module that each imported name comes from, lazily loaded ones too."""
    found: dict[str, tuple[int, str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            found |= {alias.asname or alias.name: (node.level, node.module or "")
                      for alias in node.names}  # fmt: skip
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and isinstance(value, ast.List):
                    found |= {name.value: (1, str(key.value)) for name in value.elts
                              if isinstance(name, ast.Constant)}  # fmt: skip
    return found


def listed(tree: ast.Module) -> list[str]:
    """Return the names of ``__all__``; where it is computed, all that load lazily."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            try:
                return list(ast.literal_eval(node.value))
            except ValueError:
                return sorted(homes(tree))
    return []


def find(file: Path, name: str) -> tuple[Path, ast.stmt] | None:
    """Return where a name is defined, through any number of re-exports."""
    tree = parsed(file)
    for node in reversed(tree.body):  # the last of overloads is the one with a body
        if isinstance(node, ast.ClassDef | Function) and node.name == name:
            return file, node
    if name not in homes(tree):
        return None
    level, module = homes(tree)[name]
    base = file.parents[level - 1].joinpath(*module.split("."))
    target = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    return find(target, name)


@cache
def all_public() -> tuple[Public, ...]:
    """Return every public name once, the methods of a class after it."""
    seen: dict[tuple[Path, str], Public] = {}
    for file in public_files():
        for name in listed(parsed(file)):
            where = find(file, name)
            if where is None:
                continue
            home, node = where
            for public in _with_methods(name, node, home):
                seen.setdefault((home, public.label), public)
    return tuple(seen.values())


def _with_methods(name: str, node: ast.stmt, file: Path) -> Iterator[Public]:
    place = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
    place = place.removesuffix(".__init__")
    assert isinstance(node, ast.ClassDef | Function)
    yield Public(f"{place}.{name}", node, file)
    for inner in node.body if isinstance(node, ast.ClassDef) else ():
        if isinstance(inner, Function) and not inner.name.startswith("_"):
            yield Public(f"{place}.{name}.{inner.name}", inner, file, node)


@cache
def project_errors() -> frozenset[str]:
    """Return the names of the error tree, grown from its root."""
    bases: dict[str, set[str]] = {}
    for file in PACKAGE.rglob("*.py"):
        if "Error(" not in file.read_text(encoding="utf-8"):
            continue  # most files; to parse them all takes a second
        for node in parsed(file).body:
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(ast.unparse(b) for b in node.bases)
    known = {"BalticError"}
    while more := {name for name, of in bases.items() if of & known} - known:
        known |= more
    return frozenset(known)


def sections(doc: str) -> dict[str, str]:
    """Return the parts of a numpy-style docstring by heading; the head under ''."""
    parts = re.split(r"^([A-Z][A-Za-z ]+)\n-{3,}$", doc, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def named(section: str) -> set[str]:
    """Return the names that a section of parameters or attributes explains."""
    heads = [line.partition(":")[0] for line in section.splitlines() if re.match(r"[*\w]", line)]
    return {name.strip(" *") for head in heads for name in head.split(",")}


def parameters(node: Function, *, of_class: bool) -> list[str]:
    """Return the names of the parameters, without ``self`` and ``cls``."""
    a = node.args
    names = [*a.posonlyargs, *a.args, *([a.vararg] if a.vararg else []), *a.kwonlyargs]
    names += [a.kwarg] if a.kwarg else []
    is_static = "staticmethod" in {ast.unparse(d) for d in node.decorator_list}
    return [n.arg for n in names[1 if of_class and not is_static else 0 :]]


def fields(node: ast.ClassDef) -> list[str]:
    """Return the public fields that a class declares."""
    return [
        item.target.id
        for item in node.body
        if isinstance(item, ast.AnnAssign)
        and isinstance(item.target, ast.Name)
        and not item.target.id.startswith("_")
    ]


def raised(node: Function) -> set[str]:
    """Return the project's errors that the body raises itself."""
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Raise) and inner.exc is not None:
            exc = inner.exc.func if isinstance(inner.exc, ast.Call) else inner.exc
            found.add(ast.unparse(exc).rpartition(".")[2])
    return found & project_errors()


def gives(node: Function) -> bool:
    """Tell whether a function returns or yields something, by its annotation."""
    return node.returns is not None and ast.unparse(node.returns) not in ("None", "NoReturn")


def is_property(node: Function) -> bool:
    """Tell whether it is read like a field."""
    return any("property" in ast.unparse(d) for d in node.decorator_list)


def lacking(public: Public) -> list[str]:
    """Return what the docstring of a public name does not say."""
    doc = ast.get_docstring(public.node)
    if not doc or not doc.strip():
        return ["docstring"]
    parts = sections(doc)
    lacks = [] if parts[""].strip() else ["summary"]
    if isinstance(public.node, ast.ClassDef):
        return lacks + _lacking_of_class(public, parts)
    if is_property(public.node):
        return lacks
    return lacks + _lacking_of_function(public, parts)


def _lacking_of_class(public: Public, parts: dict[str, str]) -> list[str]:
    assert isinstance(public.node, ast.ClassDef)
    lacks = []
    told = named(parts.get("Attributes", "")) | named(parts.get("Parameters", ""))
    if DECLARED not in public.file.parents:
        wanted = fields(public.node)
        inits = [n for n in public.node.body if isinstance(n, Function) and n.name == "__init__"]
        for init in inits:
            wanted += [p for p in parameters(init, of_class=True) if p not in wanted]
        lacks += [f"field {name}" for name in wanted if name not in told]
    return lacks if ">>> " in "".join(parts.values()) else [*lacks, "example"]


def _lacking_of_function(public: Public, parts: dict[str, str]) -> list[str]:
    node = public.node
    assert isinstance(node, Function)
    told = named(parts.get("Parameters", ""))
    names = parameters(node, of_class=public.owner is not None)
    lacks = [f"parameter {name}" for name in names if name not in told]
    lacks += [f"parameter {name}, which is no more" for name in told - set(names) - {""}]
    if gives(node) and not {"Returns", "Yields"} & set(parts):
        lacks.append("Returns")
    lacks += [f"Raises {e}" for e in sorted(raised(node)) if e not in parts.get("Raises", "")]
    shown = "".join(parts.values())
    of_class = (ast.get_docstring(public.owner) or "") if public.owner else ""
    if ">>> " not in shown and not re.search(rf"(>>>|\.\.\.) .*\.{node.name}\(", of_class):
        lacks.append("example")
    return lacks


@pytest.mark.parametrize("public", all_public(), ids=lambda p: p.label)
def test_a_public_name_is_explained(public: Public) -> None:
    assert lacking(public) == []


def test_every_name_of_an_all_is_found() -> None:
    """A class or function that could not be found would be skipped in silence."""
    labels = {p.label for p in all_public()}
    assert {"baltic.ais.read.read_ais", "baltic.settings.load_settings"} <= labels
    assert "baltic.physics.chain.tow_depth_m" in labels
    lost = [
        (file.name, name)
        for file in public_files()
        for name in listed(parsed(file))
        if find(file, name) is None and not re.fullmatch(r"_*[A-Z0-9_]+|__version__", name)
    ]
    assert lost == []


def test_the_test_can_fail() -> None:
    tree = ast.parse(
        "def f(a: int, *, b: int) -> int:\n"
        '    """Add.\n\n    Parameters\n    ----------\n    a, c\n        One.\n    """\n'
        "    raise InputError('no')\n"
    )
    node = tree.body[0]
    assert isinstance(node, ast.FunctionDef)
    assert lacking(Public("f", node, PACKAGE / "f.py")) == [
        "parameter b", "parameter c, which is no more", "Returns", "Raises InputError", "example",
    ]  # fmt: skip
