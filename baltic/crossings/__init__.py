"""Where, when and how surely each ship was over each asset.

``mercator`` the plane, ``pieces`` the assets in it, ``meeting`` legs against pieces,
``timing`` when, ``find`` the table.
"""

from .find import find_crossings

__all__ = ["find_crossings"]
