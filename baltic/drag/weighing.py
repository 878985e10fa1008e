"""The ledger of each episode of a ship, and which of overlapping episodes to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .case import Case
from .company import company_measures, without_shared
from .contact import contact_measures
from .context import Context, Weighed
from .dark import silence_item
from .evidence import ledger_sum, weigh
from .exposure import asset_items
from .habits import habit_measures
from .innocent import innocent_measures
from .measures import motion_measures
from .slowing import slowing_measures

__all__ = ["further_readings", "weigh_cases"]

_COMPANY_MARGIN = 2.0
#: Readings that reach less far beyond each other are the same one, found twice.
_SAME_S = 1800.0


def weigh_cases(own: list[Case], shared: Context) -> list[Weighed]:
    """Return the weighed episodes of one ship; of those that overlap the one that tells most.

    The others of them that speak for a drag, at times that it does not hold, follow, marked
    as hidden: a stop within a long drag must not hide the hours before it.

    Parameters
    ----------
    own
        All cases of the ship: its habits are seen in all of them.
    shared
        What all ships share.
    """
    weighed = [_weigh(case, own, shared) for case in own]
    best = _best(weighed)
    return [*best, *further_readings(best, weighed)]


def _weigh(case: Case, own: list[Case], shared: Context) -> Weighed:
    settings = shared.settings
    measures = [*motion_measures(case, settings), *innocent_measures(case, settings)]
    measures += habit_measures(case, own)
    measures += slowing_measures(case, shared.slowing, settings)
    measures += contact_measures(case, settings)
    ledger = weigh(measures, settings.evidence)
    # The search among all ships is for those that are near to being listed.
    if ledger_sum(ledger, settings.evidence) > settings.levels.note_llr - _COMPANY_MARGIN:
        beside = company_measures(case, shared.field)
        measures = without_shared(measures, beside) + beside
        ledger = weigh(measures, settings.evidence)
    ledger += asset_items(case, shared.depth, settings)
    silence = silence_item(case, shared.dark, settings)
    ledger += [silence] if silence is not None else []
    ledger.sort(key=lambda i: (-abs(i.llr), i.item))
    llr = round(ledger_sum(ledger, settings.evidence), 4)
    return Weighed(case, tuple(measures), tuple(ledger), llr)


def _best(weighed: Iterable[Weighed]) -> list[Weighed]:
    """Return, of the alternatives that overlap in time, those with the most evidence."""
    kept: list[Weighed] = []
    for w in _most_telling_first(weighed):
        a, b = w.case.t_start_s, w.case.t_end_s
        if all(a >= k.case.t_end_s or b <= k.case.t_start_s for k in kept):
            kept.append(w)
    return kept


def _most_telling_first(weighed: Iterable[Weighed]) -> list[Weighed]:
    return sorted(weighed, key=lambda w: (-w.llr, w.case.t_start_s, w.case.t_end_s))


def further_readings(best: Sequence[Weighed], weighed: Iterable[Weighed]) -> list[Weighed]:
    """Return, hidden, what speaks for a drag and reaches beyond each of the episodes kept.

    Parameters
    ----------
    best
        Episodes of one ship that do not overlap.
    weighed
        Readings of the same ship, which may.
    """
    told = list(best)
    for w in _most_telling_first(weighed):
        if w.llr > 0.0 and not any(_within(w, k) for k in told):
            told.append(replace(w, hidden=True))
    return told[len(best) :]


def _within(w: Weighed, other: Weighed) -> bool:
    """Return whether an episode holds another, but for what is not worth telling."""
    beyond = max(other.case.t_start_s - w.case.t_start_s, w.case.t_end_s - other.case.t_end_s)
    return beyond <= _SAME_S
