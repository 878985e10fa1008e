"""What ``baltic doctor`` looks at: packages, data, extras, machine.

Nothing here may need a package that could be missing: a broken install is what is looked for.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import BalticError
from ..extras import EXTRAS, Extra, extra_command, install_command

__all__ = ["Check", "all_checks"]

#: Packages without which nothing runs: name, what is imported.
CORE = (
    ("folium", "folium"), ("geopandas", "geopandas"), ("numpy", "numpy"), ("pandas", "pandas"),
    ("polars", "polars"), ("pyarrow", "pyarrow"), ("pydantic", "pydantic"), ("jinja2", "jinja2"),
    ("fsspec", "fsspec"), ("httpx", "httpx"), ("orjson", "orjson"), ("pyais", "pyais"),
    ("pyogrio", "pyogrio"), ("pyproj", "pyproj"), ("python-dateutil", "dateutil"),
    ("pyyaml", "yaml"), ("scipy", "scipy"), ("shapely", "shapely"), ("typer", "typer"),
    ("rich", "rich"), ("typing-extensions", "typing_extensions"),
    ("django-js-lib-leaflet", "js_lib_leaflet"),
)  # fmt: skip

_SCHEMA = 1
_REINSTALL = "install baltic again from the folder or file it came from, with --force-reinstall"


@dataclass(frozen=True)
class Check:
    """One finding.

    Attributes
    ----------
    ok
        True: as it should be; None: works without; False: the program cannot run.
    do
        What mends it: a command where there is one.
    """

    group: str
    what: str
    ok: bool | None
    found: str
    do: str | None = None

    def document(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)


def all_checks(settings: Path | None = None) -> list[Check]:
    """Return all findings, in the order in which they are printed."""
    return [
        _python(),
        Check("program", "baltic", True, f"{__version__} in {Path(__file__).parents[1]}"),
        *(_package(name, module) for name, module in CORE),
        _data(),
        *_own_catalogue(),
        *([_settings(settings)] if settings else []),
        *map(_extra, EXTRAS),
        _browser(),
        _cores(),
        _memory(),
        _disk("free disk here", Path.cwd(), 2e9, "a Danish day needs about 2 GB here"),
        _disk(
            "free scratch disk",
            Path(tempfile.gettempdir()),
            1e9,
            "set TMPDIR to a folder with room: large inputs go through a scratch store",
        ),
        _writing("writing here", Path.cwd(), "go to a folder of your own, or name one with --out"),
        _writing("writing scratch files", Path(tempfile.gettempdir()), "set TMPDIR"),
    ]


def _python() -> Check:
    good = sys.version_info >= (3, 11)
    do = None if good else "install Python 3.11 or newer"
    return Check("program", "Python", good, f"{platform.python_version()} {sys.executable}", do)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _broken(module: str) -> str | None:
    """Return why a module cannot be imported, None when it can."""
    try:
        importlib.import_module(module)
    except Exception as error:  # noqa: BLE001 - a broken package may raise anything
        return f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
    return None


def _package(name: str, module: str) -> Check:
    version = _version(name)
    wanted = next((w for w in _wanted() if _bare(w) == _bare(name)), name)
    if version is None:
        return Check("packages", name, False, "missing", install_command(wanted))
    if fault := _broken(module):
        do = f"{install_command(wanted)} --force-reinstall"
        return Check("packages", name, False, f"{version}, but does not load ({fault})", do)
    if _floor(wanted) > _numbers(version):
        return Check(
            "packages", name, None, f"{version}, older than {wanted}", install_command(wanted)
        )
    return Check("packages", name, True, version)


def _wanted() -> list[str]:
    """Return the requirements of the installed program without extras; none in a checkout."""
    try:
        rows = importlib.metadata.requires("baltic") or []
    except importlib.metadata.PackageNotFoundError:
        return []
    return [row.strip() for row in rows if ";" not in row]


def _bare(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].casefold().replace("_", "-")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", version)[:3])


def _floor(requirement: str) -> tuple[int, ...]:
    found = re.search(r">=\s*([\d.]+)", requirement)
    return _numbers(found[1]) if found else ()


def _extra(extra: Extra) -> Check:
    version, do = _version(extra.package), extra_command(extra.name)
    label = f"{extra.name} ({extra.what})"
    if version is None:
        return Check("extras", label, None, "not installed", do)
    found, fault = f"{extra.package} {version}", _broken(extra.module)
    if fault:
        found = f"{found}, does not load ({fault})"
        return Check("extras", label, None, found, f"{do} --force-reinstall")
    return Check("extras", label, True, found)


def _data() -> Check:
    try:
        from ..catalogue import load_assets, load_incidents, load_places
        from ..data import data_folder

        folder = data_folder()
        meta = json.loads((folder / "assets.geojson").read_bytes()).get("metadata", {})
        schema, day = meta.get("schema_version", _SCHEMA), meta.get("compiled", "unknown day")
        if schema > _SCHEMA:
            found = f"{folder} has schema {schema}, newer than this program's {_SCHEMA}"
            return Check("data", "data", False, found, "install the newer program, or " + _unset())
        found = (
            f"{len(load_assets())} assets, {len(load_incidents())} incidents, "
            f"{len(load_places())} places of {day} in {folder}"
        )
        return Check("data", "data", True, found)
    except BalticError as error:
        return Check("data", "data", False, error.one_line(), _unset())
    except Exception as error:  # noqa: BLE001 - half a file may fail anywhere
        return Check("data", "data", False, f"{type(error).__name__}: {error}", _unset())


def _unset() -> str:
    return "unset BALTIC_GEODATA" if os.environ.get("BALTIC_GEODATA") else _REINSTALL


def _own_catalogue() -> list[Check]:
    try:
        from ..catalogue import load_library, own_folder

        if not own_folder().exists():
            return []
        library = load_library()
    except BalticError as error:
        return [Check("data", "own incidents", None, error.one_line())]
    except Exception:  # noqa: BLE001 - said above already
        return []
    found = f"{len(library.own)} in {library.folder}"
    if library.faults:
        found += f", and {len(library.faults)} faults"
        return [Check("data", "own incidents", None, found, "baltic incidents validate")]
    return [Check("data", "own incidents", True, found)]


def _settings(path: Path) -> Check:
    from ..settings import Settings, load_settings

    found = load_settings(path)  # a fault in it is an error of its own
    same = found.hash() == Settings().hash()
    return Check("data", "settings", True, f"{path}, hash {found.hash()}" + " (defaults)" * same)


def _browser() -> Check:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    do = None if found else "apt-get install -y chromium"
    what = "Chromium (browser tests only)"
    return Check("extras", what, True if found else None, found or "not installed", do)


def _cores() -> Check:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Check("machine", "cores", True, str(usable or 1))


def _memory() -> Check:
    try:
        page = os.sysconf("SC_PAGE_SIZE")
        whole, free = page * os.sysconf("SC_PHYS_PAGES"), page * os.sysconf("SC_AVPHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return Check("machine", "memory", True, "unknown")
    found = f"{whole / 1e9:.1f} GB, {free / 1e9:.1f} GB of it unused"
    if whole < 2e9:
        return Check("machine", "memory", None, found, "use --workers 1; 2 GB are needed")
    return Check("machine", "memory", True, found)


def _disk(what: str, folder: Path, least: float, do: str) -> Check:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check("machine", what, None, f"unknown: {error.strerror}", do)
    good = free > least
    return Check("machine", what, good or None, f"{free / 1e9:.1f} GB", None if good else do)


def _writing(what: str, folder: Path, do: str) -> Check:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Check("machine", what, True, str(folder))
    except OSError as error:
        return Check("machine", what, None, f"{folder}: {error.strerror}", do)
