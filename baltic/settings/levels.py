"""How much evidence makes a level."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import setting as _s

__all__ = ["Levels"]


@dataclass(frozen=True)
class Levels:
    """Ledger sums that make a note, a watch or an alert.

    Rates of ordinary ships on the seas of world A that the ledger was fitted on (36 seas of
    300 ships and 48 h, seeds 20001 to 20036, a fix a minute; engine failures six times as many
    and weighted back to twice, so that the rates rest on some hundred of them).  Half an alarm
    in 1,000 vessel-days is 5.24, one 4.48, five are 2.96, twenty 1.54; at the shipped levels there
    are 0.8, 5.7 and 20.
    ``python -m tests.benchmarks.fit_evidence thresholds`` measures them on other seas.

    Examples
    --------
    >>> Levels().note_llr < Levels().watch_llr < Levels().alert_llr
    True
    """

    note_llr: float = _s(1.55, "nats", "20 per 1,000 vessel-days", "simulated world A, see basis")
    watch_llr: float = _s(
        2.75, "nats", "5 to 6 per 1,000 vessel-days", "simulated world A, see basis"
    )
    alert_llr: float = _s(
        4.8, "nats", "less than one alarm in 1,000 vessel-days", "simulated world A, see basis"
    )
    basis: str = _s(
        "simulated ordinary (world A, 10,493 vessel-days, seeds 20001 to 20036)",
        "",
        "what the thresholds were measured on; real traffic may alarm more often",
        "own measurement",
    )
