"""Whether a grid holds elevations (negative under water) or depths (positive under water)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, SettingsError
from ..settings import Bathymetry

__all__ = ["AtSea", "Sign", "sign_at_sea", "sign_of_file"]


@dataclass(frozen=True)
class Sign:
    """The direction of a grid's values and why it is thought so."""

    elevation: bool
    why: str

    @property
    def word(self) -> str:
        return "elevation, negative under water" if self.elevation else "depth, positive down"


@dataclass(frozen=True)
class AtSea:
    """Values of a grid at places where ships sailed: how many are known, below and above 0."""

    known: int
    below: int
    above: int

    def water(self, sign: Sign) -> float:
        """Return the share of known places that are water."""
        return (self.below if sign.elevation else self.above) / max(self.known, 1)


def sign_of_file(
    path: Path, words: Mapping[str, str], sample: NDArray[np.float64], stated: str
) -> Sign | None:
    """Return the sign that the user, the file's words or its values tell; None if none does.

    Parameters
    ----------
    path
        For messages.
    words
        ``positive``, ``standard_name``, ``long_name`` and ``name`` of the values, lower case.
    sample
        Known values from all over the grid, m.
    stated
        ``elevation``, ``depth``, or ``auto``.

    Raises
    ------
    InputError
        No value at all, or values that contradict what is stated.
    SettingsError
        `stated` is another word.

    Examples
    --------
    >>> sign_of_file(Path("a.nc"), {"standard_name": "altitude"}, np.array([-5.0, 3.0]), "auto")
    Sign(elevation=True, why='its standard_name is altitude')
    >>> sign_of_file(Path("a.tif"), {}, np.array([-5.0, 3.0]), "auto") is None
    True
    """
    if stated not in ("auto", "elevation", "depth"):
        raise SettingsError(
            "bathymetry.values must be auto, elevation or depth",
            column="bathymetry.values",
            example=stated,
        )
    if not len(sample) or not np.any(sample):
        raise InputError("holds no depth at all", file=path, hint="is it the right file?")
    below, above = bool((sample < 0).any()), bool((sample > 0).any())
    sign = Sign(stated == "elevation", "the settings say so") if stated != "auto" else None
    sign = sign or _told(words) or _named(words)
    if sign is None and below != above:
        few = "negative" if above else "positive"
        sign = Sign(below, f"no value is {few}")
    if sign is None:
        return None
    if not (below if sign.elevation else above):
        raise InputError(
            f"holds no water: {sign.word} ({sign.why}), but no value is so",
            file=path,
            hint="write [bathymetry] and values = "
            f"'{'depth' if sign.elevation else 'elevation'}' in a file given with --settings",
        )
    return sign


def _told(words: Mapping[str, str]) -> Sign | None:
    """Return what the attributes that are meant for it say."""
    positive = words.get("positive", "")
    if positive in ("up", "down"):
        return Sign(positive == "up", f"its values are positive {positive}")
    name = words.get("standard_name", "")
    if "depth_below" in name or name == "depth":
        return Sign(False, f"its standard_name is {name}")
    if name.startswith(("height", "altitude", "surface_altitude", "bedrock_altitude")):
        return Sign(True, f"its standard_name is {name}")
    return None


def _named(words: Mapping[str, str]) -> Sign | None:
    """Return what the name says: "elevation" is clear, "depth" is used for either direction."""
    text = f"{words.get('name', '')} {words.get('long_name', '')}".strip()
    up = any(w in text for w in ("elevation", "altitude", "height", "topograph"))
    return Sign(True, f"it is named {text}") if up and "depth" not in text else None


def sign_at_sea(seen: AtSea, rules: Bathymetry) -> Sign | None:
    """Return the sign that ships' places tell: ships sail on water.

    Examples
    --------
    >>> sign_at_sea(AtSea(known=200, below=196, above=4), Bathymetry()).word
    'elevation, negative under water'
    >>> sign_at_sea(AtSea(known=200, below=120, above=80), Bathymetry()) is None
    True
    """
    most = max(seen.below, seen.above)
    if seen.known < rules.least_seen or most < rules.least_share * seen.known:
        return None
    down = seen.below > seen.above
    share = most / seen.known
    return Sign(down, f"{'negative' if down else 'positive'} at {share:.0%} of ships' positions")
