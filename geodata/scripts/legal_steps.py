"""Steps of the law of each incident, by date: what ``legal_history`` of the records holds.

Read from ``legal_status``, the vessels' notes and the claims of ``sources/incidents.yaml``,
re-worded.  Only steps that a source of the record dates are here; where none is found the
record has no history.  An outcome that was not found is not written as a step.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["LEGAL"]


class Step(NamedTuple):
    """What held from a date on (year, month or day), who said or did it, and the sources."""

    date: str
    status: str
    by: str | None
    sources: tuple[str, ...]


LEGAL: dict[str, tuple[Step, ...]] = {
    "bornholm-cable-samus-swan-2022": (
        Step(
            "2023-07",
            "civil claim of DKK 37,902,501.87 against the owner at the Danish Maritime and "
            "Commercial Court",
            "Energinet",
            ("tv2fyn",),
        ),
    ),
    "balticconnector-newnew-polar-bear-2023": (
        Step(
            "2025-05",
            "the captain first in court in Hong Kong, in custody, charged with criminal damage and "
            "two counts of not reporting",
            None,
            ("hk_witness", "err_hk", "newsstreet_hk"),
        ),
        Step(
            "2025-05-09",
            "cooperation of Finland and Estonia on the case goes on",
            "Finnish Government",
            ("vn_bc_2025",),
        ),
        Step("2026-02-11", "the captain pleaded not guilty", None, ("err_hk",)),
    ),
    "estlink2-eagle-s-2024": (
        Step(
            "2024-12-26",
            "ship detained (until March 2025)",
            None,
            ("fiwiki_eagle", "tradewinds"),
        ),
        Step(
            "2025-10-03",
            "charges and civil claims dismissed for lack of jurisdiction",
            "Helsinki District Court",
            ("mtv_dc",),
        ),
        Step(
            "2026-08-27",
            "dismissal reversed: Finland has jurisdiction",
            "Helsinki Court of Appeal",
            ("yle_eagle_appeal", "seabed_ds"),
        ),
    ),
    "lvrtc-ventspils-gotland-vezhen-2025": (
        Step("2025-01-26", "ship seized", None, ("bomega", "bta")),
        Step(
            "2025-02-03",
            "seizure lifted: the ship caused the damage, cleared of sabotage",
            "Swedish prosecutor",
            ("swherald", "bomega"),
        ),
        Step(
            "2025-10-13",
            "Swedish inquiry closed, no jurisdiction for negligence; a Latvian case still open in "
            "that month",
            "Swedish prosecutor",
            ("telekomnyh", "friatider"),
        ),
    ),
    "clion1-gotland-2025": (
        Step(
            "2025-02-21",
            "inquiry into sabotage opened, no vessel named",
            "Swedish police",
            ("cinia_feb", "ni_dk"),
        ),
    ),
    "elisa-arelion-fitburg-2025": (
        Step("2025-12-31", "ship detained", None, ("turkiye", "mt_fit")),
        Step(
            "2026-01-12",
            "ship released, without its missing starboard anchor",
            None,
            ("demok_fit_free", "babel_fit"),
        ),
        Step("2026-06-15", "charges filed in Finland", None, ("yle_fit_charges",)),
        Step(
            "2026-09-08",
            "trial of the captain and the bosun for aggravated sabotage under way, both deny",
            None,
            ("yle_fit_trial",),
        ),
    ),
    "sventoji-liepaja-2026": (
        Step(
            "2026-01-05",
            "restrictions on the inspected ship lifted, no link to the damage found; the case "
            "about deliberate damage to a public network stays open",
            "Latvian State Police",
            ("ogre",),
        ),
    ),
}
