"""What a back-test does not show."""

from __future__ import annotations

from typing import Any

__all__ = ["fixes_words", "limits"]

_LIMITS = (
    "Ships, weather and drags of a *simulated* sea follow assumptions; a real sea has more kinds "
    "of ordinary behaviour. Shares found and false alarms on real traffic are not shown by this.",
    "World B differs from world A, in which weights and thresholds are set, but the same program "
    "makes both: what neither holds, neither tests.",
    "A false alarm is one episode of a ship that drags nothing; vessel-days are 24 h of a cargo "
    "ship or tanker under way. Episodes of all ships count, also of trawlers, tugs and ferries.",
    "A drag is found when an episode of its ship overlaps the time from the drop to the end of "
    "the recovery stop, however small its loss of speed. No drag is left out as too small.",
    "Intervals draw whole seas (or days) again, and where these are few are never narrower than "
    "those of the counts (Wilson). They say how much the draw matters, not how far "
    "the simulation is from the sea.",
    "The rules of other programs are written anew from their descriptions and get the same "
    "cleaned tracks; their programs may do better or worse. A ship counts once for them, however "
    "often a rule fires on it.",
)
_REAL_LIMIT = (
    "Drags are injected into tracks of the given files: positions stay on the real path, speeds "
    "follow the physics. What the given ships really did is not known: any alarm on a ship "
    "without an injected drag counts as false, also a right one."
)
_NOT_MEASURED = (
    "The given files are not all measured: false alarms of made-up tracks are those of what made "
    "them, not of the sea"
)


def fixes_words(document: dict[str, Any]) -> str:
    """Return what the fixes of the files are, in words."""
    told = [f"{count:,} {word}" for word, count in document["provenance"].items()]
    return f"fixes: {', '.join(told)}" if told else "no fixes"


def limits(document: dict[str, Any]) -> list[str]:
    """Return what a back-test does not show, one sentence or two each.

    Parameters
    ----------
    document
        As :func:`~baltic.evaluation.backtest` returns it.

    Returns
    -------
    list of str
        Those of the method first, then notes of this run.

    Examples
    --------
    >>> told = limits({"data": "simulated", "manifest": {"notes": ["few seas"]}})
    >>> told[0][:37], told[-1]
    ('Ships, weather and drags of a *simula', 'few seas')
    """
    told = list(_LIMITS) if document["data"] == "simulated" else [_REAL_LIMIT, *_LIMITS[2:]]
    if set(document.get("provenance") or ()) - {"measured"}:
        told.insert(0, f"{_NOT_MEASURED} ({fixes_words(document)}).")
    return [*told, *document["manifest"]["notes"]]
