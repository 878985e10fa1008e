"""Self-contained maps: Folium pages with our own layers, opened with no network.

Reads saved tables and documents only, so any map can be redrawn from a result folder.
"""

from .atlas import build_atlas
from .scan_map import build_map

__all__ = ["build_atlas", "build_map"]
