"""Waves from a file: a CSV of points, or NetCDF of Copernicus Marine (Baltic) or ERA5.

A place or time that the file does not cover is unknown, never guessed.
"""

from __future__ import annotations

from .files import open_weather
from .waves import Waves

__all__ = ["Waves", "open_weather"]
