"""``baltic doctor``: versions, data, extras, disk, and what to do about each."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import shutil
import sys
from pathlib import Path
from typing import Any

import typer

from .. import __version__
from ..errors import BalticError
from .options import Json, Quiet
from .talk import Talk

__all__ = ["doctor"]

_CORE = (
    "folium", "geopandas", "numpy", "pandas", "polars", "pyarrow", "pydantic",
    "fsspec", "httpx", "orjson", "pyais", "pyogrio", "pyproj", "scipy", "shapely", "typer", "rich",
    "django-js-lib-leaflet",
)  # fmt: skip
_EXTRAS = (
    ("pdf", "weasyprint", "report.pdf"),
    ("stix", "stix2", "attribution.stix.json"),
)


def doctor(json: Json = False, quiet: Quiet = False) -> None:
    """Tell what is installed, where the data is, and the command that mends what is missing.

    Exit 0 unless the program cannot run.

    Example: baltic doctor
    """
    talk = Talk(quiet=quiet, as_json=json)
    checks = [_python(), *_packages(), *_extras(), _data(), _browser(), _disk()]
    mark = {True: "ok  ", False: "FAIL", None: "note"}
    for check in checks:
        line = f"{mark[check['ok']]} {check['what']}: {check['found']}"
        talk.say(line + (f"; {check['do']}" if check["do"] else ""))
    can_run = all(check["ok"] is not False for check in checks)
    talk.document({"version": __version__, "can_run": can_run, "checks": checks})
    if not can_run:
        raise typer.Exit(1)


def _check(what: str, ok: bool | None, found: str, do: str | None = None) -> dict[str, Any]:
    return {"what": what, "ok": ok, "found": found, "do": None if ok else do}


def _python() -> dict[str, Any]:
    good = sys.version_info >= (3, 11)
    return _check("Python", good, platform.python_version(), "install Python 3.11 or newer")


def _packages() -> list[dict[str, Any]]:
    rows = [_check("baltic", True, __version__)]
    for name in _CORE:
        try:
            rows.append(_check(name, True, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            rows.append(_check(name, False, "missing", f"pip install {name}"))
    return rows


def _extras() -> list[dict[str, Any]]:
    rows = []
    for extra, name, what in _EXTRAS:
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            rows.append(_check(what, None, "missing", f"pip install 'baltic[{extra}]'"))
        else:
            rows.append(_check(what, True, f"{name} {found}"))
    return rows


def _data() -> dict[str, Any]:
    try:
        from ..catalogue import load_assets, load_incidents, load_places
        from ..data import data_folder

        found = (
            f"{len(load_assets())} assets, {len(load_incidents())} incidents, "
            f"{len(load_places())} places in {data_folder()}"
        )
        return _check("data", True, found)
    except BalticError as error:
        return _check("data", False, error.one_line(), "pip install --force-reinstall baltic")
    except ImportError as error:
        return _check("data", False, str(error), "pip install --force-reinstall baltic")


def _browser() -> dict[str, Any]:
    found = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    what = "Chromium (only the browser tests need it)"
    return _check(what, True if found else None, found or "missing", "apt-get install -y chromium")


def _disk() -> dict[str, Any]:
    free = shutil.disk_usage(Path.cwd()).free
    do = "a Danish day needs about 2 GB here"
    return _check("free disk here", True if free > 2e9 else None, f"{free / 1e9:.1f} GB", do)
