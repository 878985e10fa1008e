"""The ledger: what each measure of an episode says, as a log-likelihood ratio.

Each item compares how often ships that drag an anchor show such a value with how often
ordinary slow-downs do.  The tables were fitted together (``baltic.evaluation.fitting``), so
that items that say the same thing share what it is worth and their sum is itself a
log-likelihood ratio.  Items are capped; what was not measured is left out, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..records import Evidence
from ..settings import EvidenceDefaults

__all__ = ["Measure", "knots", "ledger_sum", "weigh"]

_Knots = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Measure:
    """What was measured of an episode, before it is weighed.

    Attributes
    ----------
    item
        Word of the ledger.
    rule
        Field of ``settings.evidence``: a table of knots that is read at `x`, or a number of
        nats that is multiplied by `x`.
    x
        The measure on the scale of that rule.
    value, unit, neighbours, text
        What the ledger shows, see :class:`baltic.records.Evidence`.
    other, share
        A second table for the same `x`, and how much of the worth is read from it: what a
        measure says may depend on which ordinary reason is left.
    """

    item: str
    rule: str
    x: float
    value: float | str | None
    unit: str
    text: str
    neighbours: float | None = None
    other: str | None = None
    share: float = 0.0


def knots(table: _Knots, x: float) -> float:
    """Return the value of a table of knots, linear between, constant beyond.

    Examples
    --------
    >>> knots(((0.0, -1.0), (1.0, 1.0)), 0.5)
    0.0
    """
    return float(np.interp(x, [k[0] for k in table], [k[1] for k in table]))


def weigh(measures: Iterable[Measure], rules: EvidenceDefaults) -> list[Evidence]:
    """Return one line of the ledger a measure.

    Examples
    --------
    >>> shown = Measure("tow", "tow_llr", 1.0, 52, "AIS type", "a tug, or towing")
    >>> weigh([shown], EvidenceDefaults())[0].llr < 0.0
    True
    """
    out = []
    for m in measures:
        llr = _worth(m.rule, m.x, rules)
        if m.other is not None:
            llr += m.share * (_worth(m.other, m.x, rules) - llr)
        cap = rules.yaw_cap if m.item in ("yaw", "drift") else rules.cap
        llr = round(float(min(max(llr, -cap), cap)), 4)
        out.append(Evidence(m.item, m.value, m.unit, m.neighbours, llr, m.text))
    return out


def _worth(name: str, x: float, rules: EvidenceDefaults) -> float:
    rule = getattr(rules, name)
    return float(knots(rule, x) if isinstance(rule, tuple) else rule * x)


def ledger_sum(items: Sequence[Evidence], rules: EvidenceDefaults) -> float:
    """Return the sum of items, times the factor for their dependence."""
    total = sum(min(max(i.llr, -rules.cap), rules.cap) for i in items)
    return rules.dependence * total
