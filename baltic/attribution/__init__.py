"""Attribution: which ships could have caused an outage, which could not, how sure that is.

One idea a file, in the order of the calculation: ``windows`` (outages), ``targets`` (assets that
may have failed), ``readings`` (a record made ready, by its evidence), ``window_notes`` (what is
odd about it), ``damage`` (what its words say), ``likelihood`` (densities in time and place),
``anchor`` and ``trawl`` (what is dragged), ``passages`` (crossings that could explain an outage),
``measured`` and ``approach`` (how near legs came), ``near_misses`` (what a line's error leaves
open), ``unheard`` with ``least_ways``, ``gaps`` and ``open_ends`` (what silences leave open),
``shallows`` (what the depth leaves of these), ``heard`` and ``coverage`` (what the AIS cannot
have seen), ``ledger`` (drag evidence), ``doubted``, ``twins`` and ``renumbered`` (whose motion it
is), ``rates`` and ``order`` (competing causes), ``explanations`` (who is behind which),
``posterior``, ``each_outage``, ``loose`` (outages known to a window of days), ``exclusion`` and
``exclusion_reasons``, ``hypotheses``, ``result``, and ``rank``, which knows the order of the
steps.
"""

from __future__ import annotations

from .rank import attribute
from .result import Attribution

__all__ = ["Attribution", "attribute"]
