"""Why each explanation ranks where it does: a ship, a ship not heard, no ship."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .passage_words import likeliest_by_outage, missed_words, order_words, passage_words
from .passages import target_of
from .trawl import gear_factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..settings import Settings
    from .ledger import Drag
    from .passages import Row
    from .windows import Outage

__all__ = ["dark_reasons", "none_reasons", "vessel_reasons"]

_LONG_S = 12 * 3600.0


def vessel_reasons(
    outages: Sequence[Outage],
    passages: Sequence[Row],
    weights: Sequence[float],
    closest: Sequence[Row],
    drag: Drag,
    share: Sequence[float],
    gear: float,
    settings: Settings,
) -> tuple[str, ...]:
    """Return the reasons for one vessel, those for it first, then those against.

    Parameters
    ----------
    passages, closest
        Of this vessel, as dicts.
    weights
        What its passages weigh.
    share
        P(it broke k | it broke any), by outage.
    gear
        P(fishing gear and no anchor came over the assets | this ship is behind it).
    """
    best = likeliest_by_outage(passages, weights)
    lines, against = [], []
    # Well-dated outages first, each group in the order of time.
    for outage in sorted(outages, key=lambda o: o.latest_s - o.earliest_s > _LONG_S):
        if outage.number not in best:
            beside = [row for row in closest if row["outage"] == outage.number]
            against.append(missed_words(outage, beside))
            continue
        lines.append(passage_words(outage, best[outage.number]))
        if share[outage.number] < 0.5:
            against.append(
                f"against: its passage explains the failure of {outage.name} less well than "
                f"another cause does ({100 * share[outage.number]:.0f} %)"
            )
    if len(outages) > 1:
        lines.append(order_words(outages, passages))
    works = [row for row in passages if row["p_trawl"] > 0]
    if works:
        likeliest = max(works, key=lambda row: float(row["density"]))
        lines.append(_gear(outages, likeliest, gear, settings))
        against.append(_LAWFUL)
    for_it, against_it = _drag_reasons(drag)
    return (*lines, *for_it, *against, *against_it)


def _drag_reasons(drag: Drag) -> tuple[list[str], list[str]]:
    """Return what a slow stretch or a silence says for a ship, and what against it."""
    lines, against = [], []
    if drag.episode is not None and drag.llr > 0:
        lines.append(drag.text)
    else:
        against.append(drag.text)
    if drag.silence is not None:
        lines.append(drag.silence.text)
    if drag.unbroken and drag.unbroken_llr < 0:
        shown = ", ".join(drag.unbroken[:5]) + (" and more" if len(drag.unbroken) > 5 else "")
        against.append(
            f"against: during the slow stretch it also crossed assets that are not reported broken "
            f"({len(drag.unbroken)}: {shown}; {drag.unbroken_llr:+.1f} nats)"
        )
    return lines, against


_SORTS = {"telecom": "a telecom cable", "power": "a power link"}
_LAWFUL = (
    "against: fishing boats work over cables day by day, most of them lawfully, and few of their "
    "passes break one"
)


def _gear(outages: Sequence[Outage], row: Row, gear: float, settings: Settings) -> str:
    """Return why a passage is weighed as one of fishing gear, and what that counts."""
    prior = settings.attribution
    kind = target_of(outages[int(row["outage"])], row["asset_id"]).kind
    low, high = prior.trawl_low_kn, prior.trawl_high_kn
    slow = (
        f"it passes at {row['sog_kn']:.1f} kn, a speed of towed gear ({low:g} to {high:g} kn)"
        if row["p_trawl"] >= prior.trawl_on_bottom
        else "its speed there is not known, and such ships work "
        f"{100 * prior.trawl_share:.0f} % of their time"
    )
    breaks = 1e6 * prior.q_trawl * gear_factor(kind, settings)
    return (
        f"its fishing gear and no anchor may have come over the asset ({100 * gear:.0f} % of what "
        f"speaks for this ship): by its AIS it fishes, and {slow}; that is counted as gear on the "
        f"seabed with P {row['p_trawl']:.2f}, and of a million passes of such gear {breaks:.2g} "
        f"break {_SORTS.get(kind, 'a pipeline')}"
    )


def dark_reasons(
    outages: Sequence[Outage], lam: Any, covered: bool, settings: Settings
) -> tuple[str, ...]:
    """Return what the hypothesis of a ship not heard stands for."""
    prior = settings.attribution
    kappa = prior.kappa_dark
    rates = "; ".join(
        f"{o.name} {v * float(np.mean([t.length_km for t in o.targets])):.2f} an hour"
        for o, v in zip(outages, lam, strict=True)
    )
    lines = [
        f"a ship that this AIS did not hear: {100 * kappa:.0f} % of hulls, crossing like those "
        f"heard ({rates}); and fishing gear towed by boats not heard, "
        f"{100 * prior.kappa_trawl:.0f} % of all"
    ]
    if not covered:
        lines.append("not covered: part of the window or place has no AIS, which raises this share")
    return tuple(lines)


def _plain(v: float) -> str:
    """Return a small number to two digits without an exponent."""
    return str(np.format_float_positional(float(v), precision=2, fractional=False, trim="-"))


def none_reasons(outages: Sequence[Outage], technical: Any, covered: bool) -> tuple[str, ...]:
    """Return what the hypothesis of no ship stands for."""
    rates = "; ".join(
        f"{o.name} {_plain(v * 8766 * 100)} a year and 100 km"
        for o, v in zip(outages, technical, strict=True)
    )
    lines = [f"technical or natural failure without a ship ({rates})"]
    if len(outages) > 1:
        lines.append(f"{len(outages)} failures would have to coincide independently")
    if not covered:
        lines.append("not covered: this AIS cannot support 'no ship', whatever the number says")
    return tuple(lines)
