"""baltic: which ship could have broken this cable, which could not, how sure are we, and why.

The public functions load lazily: ``import baltic`` costs nothing.

>>> import baltic
>>> assets = baltic.load_assets()
>>> assets.loc[assets.asset_id == "estlink-2", "kind"].item()
'power'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import lazily

__version__ = "0.1.0"

_LAZY = {
    "ais": ["AisData", "read_ais"],
    "catalogue": ["load_assets", "load_incidents", "load_places"],
    "engine": ["investigate", "scan"],
    "maps": ["build_atlas", "build_map"],
    "settings": ["Settings", "load_settings"],
    "views": ["show_map"],
}

__all__ = ["__version__", *sorted(name for names in _LAZY.values() for name in names)]

if TYPE_CHECKING:
    from .settings import Settings as Settings
    from .settings import load_settings as load_settings


__getattr__ = lazily(__name__, _LAZY)


def __dir__() -> list[str]:
    return sorted(__all__)
