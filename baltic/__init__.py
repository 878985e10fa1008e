"""baltic: which ship could have broken this cable, which could not, how sure are we, and why.

The public functions load lazily: ``import baltic`` costs nothing.

>>> import baltic
>>> assets = baltic.load_assets()
>>> assets.loc[assets.asset_id == "estlink-2", "kind"].item()
'power'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_LAZY = {
    "AisData": "baltic.ais",
    "build_atlas": "baltic.maps",
    "build_map": "baltic.maps",
    "investigate": "baltic.engine",
    "load_assets": "baltic.catalogue",
    "load_incidents": "baltic.catalogue",
    "load_places": "baltic.catalogue",
    "load_settings": "baltic.settings",
    "read_ais": "baltic.ais",
    "scan": "baltic.engine",
    "Settings": "baltic.settings",
}

__all__ = ["__version__", *sorted(_LAZY)]

if TYPE_CHECKING:
    from .settings import Settings as Settings
    from .settings import load_settings as load_settings


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'baltic' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
