"""A result folder holds one run: what an earlier run left, and this one does not write, goes.

Only files that the earlier run's manifest lists are looked at, and only those that are still
as that run wrote them are removed: what a person changed or put there stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..files import dump_json, output_folder, sha256

__all__ = ["Result", "result_folder"]

_MANIFEST = "manifest.json"


@dataclass
class Result:
    """Where a run writes its files.

    Attributes
    ----------
    folder
        Scratch folder, whose files appear in the result folder when all are whole.
    removed
        Names of an earlier run's files that were removed; known afterwards.
    """

    folder: Path
    removed: list[str] = field(default_factory=list)


@contextmanager
def result_folder(out: Path, manifest: dict[str, Any]) -> Iterator[Result]:
    """Yield where to write; afterwards the manifest lists the files, and leftovers are gone.

    Parameters
    ----------
    out
        The result folder, new or of an earlier run.
    manifest
        Of this run; ``outputs`` is added: name -> ``size`` and ``sha256``.

    Yields
    ------
    Result
        With the scratch folder.

    Raises
    ------
    OutputError
        As :func:`baltic.files.output_folder`.
    """
    with output_folder(out) as folder:
        result = Result(folder)
        yield result
        outputs = {_name(p, folder): _facts(p) for p in sorted(folder.rglob("*")) if p.is_file()}
        dump_json(folder / _MANIFEST, {**manifest, "outputs": outputs})
        old = _leftovers(Path(out), {*outputs, _MANIFEST})
    for path in old:
        # One that cannot be removed is as it was before this rule.
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue
        result.removed.append(_name(path, Path(out)))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _facts(path: Path) -> dict[str, Any]:
    return {"size": path.stat().st_size, "sha256": sha256(path)}


def _leftovers(out: Path, written: set[str]) -> list[Path]:
    """Return the files of the earlier run that are unchanged and not written again."""
    found = []
    for name, facts in _listed(out).items():
        parts = PurePosixPath(name).parts
        # The manifest is a file like any other: it may not point out of its folder.
        if name in written or not parts or ".." in parts or parts[0] == "/" or "\\" in name:
            continue
        path = out.joinpath(*parts)
        try:
            inside = path.resolve() == out.resolve().joinpath(*parts)
            if inside and path.is_file() and _facts(path) == facts:
                found.append(path)
        except OSError:
            continue
    return found


def _listed(out: Path) -> dict[str, Any]:
    """Return what the manifest in a folder lists; nothing when it is none of this program."""
    try:
        manifest = json.loads((out / _MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(manifest, dict) or manifest.get("program") != "baltic":
        return {}
    outputs = manifest.get("outputs")
    return outputs if isinstance(outputs, dict) else {}
