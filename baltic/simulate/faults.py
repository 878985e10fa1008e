"""What can be wrong with the wish for a simulation."""

from __future__ import annotations

from ..errors import BalticError

__all__ = ["SimulationError"]


class SimulationError(BalticError, ValueError):
    """A count, time, lane, world or plan that makes no sense.

    Examples
    --------
    >>> from baltic.simulate import straight_run
    >>> straight_run([])
    Traceback (most recent call last):
    baltic.simulate.faults.SimulationError: speeds are pairs (hours > 0, knots >= 0) ...
    """
