"""Tracks: fixes cleaned, told apart by hull, cut into segments, thinned for maps."""

from .cleaning import clean
from .coverage import coverage
from .segments import gaps, number_segments
from .thinning import thin

__all__ = ["clean", "coverage", "gaps", "number_segments", "thin"]
