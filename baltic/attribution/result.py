"""What an attribution is: ranked and excluded ships, how sure that is, and what went in."""

from __future__ import annotations

import dataclasses
from typing import Any

from ..records import Exclusion, Hypothesis, Window, as_json

__all__ = ["Attribution"]

SCHEMA = "baltic-attribution/1"


@dataclasses.dataclass(frozen=True)
class Attribution:
    """Ranked hypotheses on one incident: evidence to check, no verdict.

    Attributes
    ----------
    incident_id, title
        Of the record.
    windows
        When and where each asset failed.
    hypotheses
        Vessels, ``dark`` and ``none``, by posterior, the most probable first.
    excluded
        Vessels that could not, each with its reason; last those of kind ``loose_only``, which fit
        an outage known to a window of days beside others of known time, with the chance of each.
    unjudged
        Vessels heard elsewhere only, whose track begins or ends so that they could have been
        there: neither ranked nor excluded, each with the reason.
    credible_set_95
        The fewest hypotheses that hold 95 %: MMSI numbers, ``dark``, ``none``.
    sensitivity
        The same posteriors under other priors and line errors.
    coverage
        Which windows and places the AIS shows.
    priors
        The numbers that went in.
    notes
        Sentences for the report.
    finding
        ``code`` (``not_covered``, ``nobody``, ``open``, ``one_leads``), ``text`` and ``all_of_it``.
    each_outage
        One dict each window: ``name``, and ``explanations`` (``kind``, ``mmsi``, ``name``,
        ``posterior`` of that outage looked at alone, ``posterior_together`` given all): the five
        likeliest ships, ``dark``, ``none`` (:func:`.each_outage.each_alone`).

    Examples
    --------
    >>> nothing = Attribution("mine", "", (), (), (), (), (), {}, {"covered": False}, {}, (),
    ...     {})
    >>> nothing.covered, nothing.as_dict()["schema"]
    (False, 'baltic-attribution/1')
    """

    incident_id: str
    title: str
    windows: tuple[Window, ...]
    hypotheses: tuple[Hypothesis, ...]
    excluded: tuple[Exclusion, ...]
    unjudged: tuple[Exclusion, ...]
    credible_set_95: tuple[int | str, ...]
    sensitivity: dict[str, Any]
    coverage: dict[str, Any]
    priors: dict[str, Any]
    notes: tuple[str, ...]
    finding: dict[str, str]
    each_outage: tuple[dict[str, Any], ...] = ()

    @property
    def covered(self) -> bool:
        """Whether the AIS covers every window and place."""
        return bool(self.coverage["covered"])

    @property
    def loose_only(self) -> tuple[Exclusion, ...]:
        """The excluded vessels that fit a loosely dated outage."""
        return tuple(row for row in self.excluded if row.kind == "loose_only")

    def as_dict(self) -> dict[str, Any]:
        """Return the document of ``attribution.json``.

        Returns
        -------
        dict
            Plain JSON, with ``schema`` and ``covered``.
        """
        plain = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        result: dict[str, Any] = as_json({"schema": SCHEMA, **plain, "covered": self.covered})
        # Six decimals of a thousand ships would not add up to one.
        for row, h in zip(result["hypotheses"], self.hypotheses, strict=True):
            row["posterior"] = round(h.posterior, 12)
            row["posterior_without_drag_evidence"] = round(h.posterior_without_drag_evidence, 12)
        return result
