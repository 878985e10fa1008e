"""How much a back-test runs."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import BalticError

__all__ = ["FULL", "QUICK", "Size", "check_size"]


@dataclass(frozen=True)
class Size:
    """How much is run.

    Attributes
    ----------
    runs, ships, hours, drags, interval_s
        Seas, and ships, hours, drags and seconds between fixes of each.
    latency_runs, latency_drags
        Seas cut again and again to see how soon drags are found, and drags in each.
    samplings_s, sampling_runs
        Other seconds between fixes, and seas of each.
    sites
        Places of the set scenes.
    steady_ships
        Innocent ships of constant speed, 24 h each.
    documented
        Whether documented tracks and controls are run.

    Examples
    --------
    >>> size = Size(runs=2, ships=100)
    >>> size.runs * size.drags
    20
    """

    runs: int = 60
    ships: int = 150
    hours: float = 48.0
    drags: int = 10
    interval_s: float = 60.0
    latency_runs: int = 4
    latency_drags: int = 20
    samplings_s: tuple[float, ...] = (10.0, 300.0, 600.0)
    sampling_runs: int = 6
    sites: int = 4
    steady_ships: int = 1200
    documented: bool = True


FULL = Size()
QUICK = Size(
    runs=6, latency_runs=1, samplings_s=(300.0,), sampling_runs=2, sites=1, steady_ships=40
)


def check_size(size: Size) -> None:
    """Refuse sizes of which nothing can be measured."""
    for name, least in (
        ("runs", 1),
        ("ships", 2),
        ("drags", 0),
        ("hours", 6.0),
        ("interval_s", 1.0),
    ):
        if not getattr(size, name) >= least:
            raise BalticError(f"{name.removesuffix('_s')} must be at least {least:g}")
