"""Capital letters of the languages around the Baltic, for patterns of names."""

from __future__ import annotations

import re

__all__ = ["compile_names"]

#: English patterns write ``A-Z``; Žiemgalis, Šakiai and Åland begin otherwise.
_CAPITALS = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"


def compile_names(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return a compiled pattern in which ``A-Z`` stands for all Latin capitals.

    Examples
    --------
    >>> compile_names(r"[A-Z]\\w+").match("Žiemgalis").group()
    'Žiemgalis'
    """
    return re.compile(pattern.replace("A-Z", _CAPITALS), flags)
