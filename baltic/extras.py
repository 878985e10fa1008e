"""The optional packages: what each is for, and the command that gets it.

No command names the extra of this program (``baltic[pdf]``): on the package index that name
belongs to somebody else.  Nothing here may need a package that could be missing.
"""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

__all__ = ["EXTRAS", "Extra", "extra_command", "install_command"]


class Extra(NamedTuple):
    """One extra of ``pyproject.toml``.

    Parameters
    ----------
    name
        As ``pyproject.toml`` has it.
    package, module
        The package that tells whether it is there, and what is imported of it.
    wanted
        All its packages, each with the oldest version that will do.
    what
        What it is for.

    Examples
    --------
    >>> EXTRAS[0].what
    'report.pdf'
    """

    name: str
    package: str
    module: str
    wanted: tuple[str, ...]
    what: str


EXTRAS = (
    Extra("pdf", "typst", "typst", ("typst>=0.15,<0.16",), "report.pdf"),
    Extra("stix", "stix2", "stix2", ("stix2>=3.0",), "attribution.stix.json"),
    Extra("bathymetry", "rasterio", "rasterio", ("rasterio>=1.4",), "--bathymetry FILE"),
    Extra("weather", "netCDF4", "netCDF4", ("netCDF4>=1.7",), "--weather FILE in NetCDF"),
    Extra(
        *("dask", "distributed", "distributed"),
        ("dask>=2024.8", "distributed>=2024.8"),
        "--engine dask",
    ),
    Extra("plots", "matplotlib", "matplotlib", ("matplotlib>=3.9",), "plots of backtest"),
    Extra(
        *("notebooks", "jupyterlab", "jupyterlab"),
        ("ipykernel>=6.29", "jupyterlab>=4", "matplotlib>=3.9"),
        "notebooks/",
    ),
)


def install_command(*wanted: str) -> str:
    """Return the command that installs packages into the Python that runs this.

    Parameters
    ----------
    *wanted
        Packages with the oldest version that will do.

    Returns
    -------
    str
        One line for a shell.

    Examples
    --------
    >>> install_command("stix2>=3.0").endswith("pip install 'stix2>=3.0'")
    True
    """
    pip = shutil.which("pip")
    mine = pip is not None and Path(pip).parent == Path(sys.executable).parent
    words = ["pip"] if mine else [sys.executable, "-m", "pip"]
    return " ".join([*map(shlex.quote, [*words, "install"]), *(f"'{w}'" for w in wanted)])


def extra_command(name: str) -> str:
    """Return the command that installs one extra: the hint of an error that misses it.

    Parameters
    ----------
    name
        One of :data:`EXTRAS`.

    Returns
    -------
    str
        One line for a shell, from :func:`install_command`.

    Raises
    ------
    KeyError
        There is no such extra.

    Examples
    --------
    >>> extra_command("dask").split("install ")[1]
    "'dask>=2024.8' 'distributed>=2024.8'"
    """
    return install_command(*{e.name: e for e in EXTRAS}[name].wanted)
