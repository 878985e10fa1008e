"""Where, when and how surely each ship was over each asset.

``mercator`` the plane, ``pieces`` the assets in it, ``meeting`` legs against pieces,
``timing`` when, ``find`` the table; ``zones`` who was near when, ``unheard_visits`` who was
there unheard.
"""

from .find import find_crossings
from .unheard_visits import with_unheard
from .zones import find_zone_events

__all__ = ["find_crossings", "find_zone_events", "with_unheard"]
