"""Reading YAML and JSON from outside into plain values, with nothing that can run or explode.

YAML is read by the rules of YAML 1.2 for plain words: ``NO`` is text, ``12:26`` is text,
a date is text.  Anchors, tags, repeated keys, deep nesting and huge files are refused.
"""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import yaml

from ..errors import IncidentError, like_file
from ..escape import printable, terminal

__all__ = ["MAX_BYTES", "as_yaml", "read_document"]

#: A catalogue is a few hundred kilobytes.
MAX_BYTES = 5_000_000
_MAX_DEPTH = 20

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Safe loader with the plain words of YAML 1.2 and no repeated keys."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  PyYAML asks for this shape

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            if key.value in seen if isinstance(key, yaml.ScalarNode) else True:
                raise yaml.constructor.ConstructorError(
                    None,
                    None,
                    f"key {str(key.value)[:40]!r} stands twice or is no text",
                    key.start_mark,
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


class _Dumper(yaml.SafeDumper):
    """Safe dumper that quotes whatever either version of YAML would take for no text."""

    yaml_implicit_resolvers: dict[str, Any] = {  # noqa: RUF012  PyYAML asks for this shape
        k: list(v) for k, v in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^[-+]?[0-9]{1,18}$", list("-+0123456789")),
    (
        "float",
        r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$",
        list("-+.0123456789"),
    ),
):
    for _either in (_Loader, _Dumper):
        _either.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)
# Without these the resolved words would still be read by the wider rules of YAML 1.1.
_Loader.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node))
)
_Loader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node))
)


def read_document(path: Path) -> Any:
    """Return the plain values of a YAML or JSON file.

    Raises
    ------
    IncidentError
        Missing, huge, binary or malformed file; anchors, tags, repeated keys, deep
        nesting, numbers that are not finite.
    """
    text = _text(path)
    try:
        if path.suffix.casefold() == ".json" or text.lstrip()[:1] in ("{", "["):
            value = _json(text, path)
        else:
            value = _yaml(text, path)
    except RecursionError as error:
        raise IncidentError("is nested too deeply", file=path) from error
    fault = _fault(value, "", 0)
    if fault:
        raise IncidentError(fault, file=path)
    return value


def as_yaml(value: Any) -> str:
    """Return plain values as YAML that :func:`read_document` reads the same.

    No character in it steers a terminal: those are written as escapes.

    Examples
    --------
    >>> print(as_yaml({"id": "a", "note": "12e3"}), end="")
    id: a
    note: '12e3'
    """
    options: dict[str, Any] = {"sort_keys": False, "width": 80}
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, **options)
    if text == printable(text):
        return text
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=False, **options))


def _text(path: Path) -> str:
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "no such file"
        raise IncidentError(what, file=path, hint=like_file(path, "give a YAML or JSON file"))
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise IncidentError(
                f"{size:,} bytes is too large for an incident file",
                file=path,
                hint=f"at most {MAX_BYTES:,} bytes",
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise IncidentError(
            "is not UTF-8 text", file=path, hint="incident files are YAML or JSON in UTF-8"
        ) from error
    except OSError as error:
        raise IncidentError(f"cannot be read: {error.strerror}", file=path) from error
    if not text.strip():
        raise IncidentError("is empty", file=path, hint="see baltic incidents show ID --json")
    return text


def _json(text: str, path: Path) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [k for k, _ in pairs]
            twice = next(n for n in names if names.count(n) > 1)
            raise ValueError(f"key {twice[:40]!r} stands twice")
        return found

    try:
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        # A YAML flow mapping also begins with a brace.
        try:
            return _yaml(text, path)
        except IncidentError:
            raise IncidentError(
                f"is not JSON: {error.msg}", file=path, line=error.lineno
            ) from error
    except ValueError as error:
        raise IncidentError(f"is not usable JSON: {error}", file=path) from error


def _yaml(text: str, path: Path) -> Any:
    try:
        _guard(text, path)
        # The class derives from the safe loader.
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise IncidentError(
            f"is not YAML: {problem}", file=path, line=mark.line + 1 if mark else None
        ) from error
    except ValueError as error:
        raise IncidentError(f"is not usable YAML: {error}", file=path) from error


def _guard(text: str, path: Path) -> None:
    """Refuse anchors and deep nesting before anything is built."""
    depth = 0
    event: Any
    for event in yaml.parse(text, Loader=_Base):
        anchor = getattr(event, "anchor", None)
        if anchor:
            raise IncidentError(
                "anchors and aliases are not accepted",
                file=path,
                line=event.start_mark.line + 1,
                example=anchor,
                hint="write the values out",
            )
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > _MAX_DEPTH:
            raise IncidentError("is nested too deeply", file=path, line=event.start_mark.line + 1)


def _fault(value: Any, where: str, depth: int) -> str | None:
    """Return what keeps a value from being plain JSON, None when nothing does."""
    if depth > _MAX_DEPTH:
        return "is nested too deeply"
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                return f"key {key!r} is no text" + (f" at {where}" if where else "")
            shown = terminal(key[:40])
            if fault := _fault(item, f"{where}.{shown}" if where else shown, depth + 1):
                return fault
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if fault := _fault(item, f"{where}[{number}]", depth + 1):
                return fault
    elif isinstance(value, float) and not math.isfinite(value):
        return f"{where or 'value'} is not a finite number"
    elif value is not None and not isinstance(value, (str, int, float, bool)):
        return f"{where or 'value'} is {type(value).__name__}, not text or a number"
    return None
