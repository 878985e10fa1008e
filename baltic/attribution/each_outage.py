"""Each of several outages looked at alone: who could be behind that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .windows import Outage

__all__ = ["each_alone", "one_by_one"]

_SHOWN = 5
_LEADS = 0.5


def each_alone(
    outages: Sequence[Outage],
    mmsi: NDArray[np.int64],
    alone: NDArray[np.float64],
    names: Mapping[int, Mapping[str, Any]],
) -> tuple[dict[str, Any], ...]:
    """Return one dict each outage: ``name``, and ``explanations`` of it when looked at alone.

    An explanation has ``kind``, ``mmsi``, ``name`` and ``posterior``: the five likeliest ships,
    then ``dark`` and ``none``.

    Parameters
    ----------
    mmsi
        Of the ships.
    alone
        From :meth:`Model.alone`.
    names
        From :func:`names_of`.
    """
    return tuple(
        {"name": o.window.name, "explanations": _explanations(mmsi, alone[:, o.number], names)}
        for o in outages
    )


def _explanations(
    mmsi: NDArray[np.int64], p: NDArray[np.float64], names: Mapping[int, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    best = np.argsort(-p[:-2], kind="stable")[:_SHOWN]
    rows: list[tuple[str, int | None, Any, Any]] = [
        ("vessel", int(mmsi[i]), names[int(mmsi[i])]["name"], p[i]) for i in best if p[i] > 0
    ]
    rows += [("dark", None, None, p[-2]), ("none", None, None, p[-1])]
    return [
        {"kind": kind, "mmsi": ship, "name": name, "posterior": round(float(share), 12)}
        for kind, ship, name, share in rows
    ]


def one_by_one(each: Sequence[Mapping[str, Any]]) -> str:
    """Return a sentence where different ships fit single outages best; else nothing.

    Parameters
    ----------
    each
        From :func:`each_alone`.

    Examples
    --------
    >>> def by(ship, p):
    ...     return [{"kind": "vessel", "mmsi": 1, "name": ship, "posterior": p}]
    >>> one_by_one([{"name": "A", "explanations": by("Asta", 0.9)},
    ...     {"name": "B", "explanations": by("Berta", 0.8)}])
    'looked at one by one, Asta fits A and Berta fits B: two ships may each be behind one'
    >>> one_by_one([{"name": "A", "explanations": by("Asta", 0.9)}])
    ''
    """
    fits: dict[Any, list[str]] = {}
    for row in each:
        first = row["explanations"][0]
        if first["kind"] == "vessel" and first["posterior"] > _LEADS:
            ship = first["name"] or f"MMSI {first['mmsi']}"
            fits.setdefault((first["mmsi"], ship), []).append(row["name"])
    if len(fits) < 2:
        return ""
    told = [f"{ship} fits {_listed(windows)}" for (_, ship), windows in fits.items()]
    few = len(told) == 2 and len(each) == 2
    what = "two ships may each be behind one" if few else "several ships may each be behind some"
    return f"looked at one by one, {_listed(told)}: {what}"


def _listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
