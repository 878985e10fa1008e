"""Packages whose names load when first asked for: what a command does not need costs nothing."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["lazily"]


def lazily(package: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a package.

    Parameters
    ----------
    package
        Its ``__name__``.
    modules
        Names by the module of the package that holds them.

    Returns
    -------
    Callable
        Takes a name, imports its module and returns what it stands for; an unknown name is an
        ``AttributeError``.

    Examples
    --------
    >>> lazily("baltic", {"geo": ["distance_m"]})("distance_m").__name__
    'distance_m'
    """
    home = {name: module for module, names in modules.items() for name in names}

    def find(name: str) -> Any:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(importlib.import_module(f"{package}.{home[name]}"), name)

    return find
