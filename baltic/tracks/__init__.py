"""Tracks: fixes cleaned, told apart by hull, cut into segments, thinned for maps."""

from .cleaning import clean, clean_and_lost
from .coverage import coverage
from .echoes import echoes
from .gnss import GnssWatch, watch_gnss
from .segments import gaps, number_segments
from .thinning import thin

__all__ = [
    "GnssWatch",
    "clean",
    "clean_and_lost",
    "coverage",
    "echoes",
    "gaps",
    "number_segments",
    "thin",
    "watch_gnss",
]
