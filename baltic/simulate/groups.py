"""Which ships belong together: convoys, pairs side by side, two hulls on one number.

A ship's own stream says whether it leads a group; those with the next numbers join it.  So
the ships before are never changed by one more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .convoys import draw_convoy, follow, ice_stretch
from .pairs import draw_meeting, lie_alongside
from .ships import LANE_MIX, make_ship, ship_stream
from .voyages import Berth, Run, under_way

__all__ = ["Group", "join_groups"]

_LEADER, _MEMBER = 9, 10  # streams of a ship
_BOTH_S = 7200.0  # least time for which twins are both under way


@dataclass(frozen=True)
class Group:
    """Ships that belong together: ``convoy``, ``alongside`` or ``twin``, and their numbers."""

    kind: str
    ships: tuple[int, ...]

    def without(self, ships: Collection[int]) -> Group:
        """Return the group without some of its ships."""
        return replace(self, ships=tuple(index for index in self.ships if index not in ships))


def join_groups(
    berths: Sequence[Berth], run: Run, *, convoy: float
) -> tuple[list[Berth], list[Group]]:
    """Return the ships with those that belong together put on common voyages.

    Parameters
    ----------
    convoy
        Chance a day that a ship bound through the ice leads a convoy.
    """
    out = list(berths)
    groups: list[Group] = []
    days = float(run.t[-1]) / 86400.0
    world = run.world
    at = 0
    while at < len(out):
        lead = out[at]
        rng = ship_stream(run.seed, lead.ship.index, _LEADER)
        leads, meets, twin = rng.random(3)
        found: list[Berth] = []
        kind = ""
        if lead.mode == "lane" and leads < convoy * days:
            kind, found = "convoy", _convoy(out[at : at + int(rng.integers(4, 8))], run, rng)
        if not found and lead.mode == "lane" and meets < world.alongside * days:
            kind, found = "alongside", _pair(out[at : at + 2], run, rng)
        if not found and lead.mode == "lane" and twin < world.twin * days:
            kind, found = "twin", _twins(out[at : at + 2], run)
        if found:
            out[at : at + len(found)] = found
            groups.append(Group(kind, tuple(berth.ship.index for berth in found)))
        at += max(len(found), 1)
    return out, groups


def _convoy(members: Sequence[Berth], run: Run, rng: np.random.Generator) -> list[Berth]:
    """Return an icebreaker and the ships behind it; none if the leader's lane has no ice."""
    path = members[0].path
    stretch = ice_stretch(path)
    if stretch is None:
        return []
    convoy = draw_convoy(path, stretch, run.t, rng)
    mix = LANE_MIX["feeder"]
    out = []
    for slot, berth in enumerate(members):
        own = ship_stream(run.seed, berth.ship.index, _MEMBER)
        kind = "icebreaker" if slot == 0 else str(own.choice(list(mix), p=list(mix.values())))
        ship = make_ship(berth.ship.index, kind, own)
        out.append(Berth(ship, path, "convoy", script=follow(convoy, slot, ship, run.t, own)))
    return out


def _pair(members: Sequence[Berth], run: Run, rng: np.random.Generator) -> list[Berth]:
    """Return two ships that meet (one alone waits, if it is the last of all)."""
    first = members[0]
    meeting = draw_meeting(first.path, first.start_u_m, first.ship, run.t, rng)
    if meeting is None:
        return []
    own = ship_stream(run.seed, first.ship.index, _MEMBER)
    script = lie_alongside(meeting, None, first.ship, run.t, own)
    out = [Berth(first.ship, first.path, "alongside", script=script)]
    for berth in members[1:]:
        own = ship_stream(run.seed, berth.ship.index, _MEMBER)
        ship = make_ship(berth.ship.index, "coaster_tanker", own)
        beams = (first.ship.beam_m, ship.beam_m)
        script = lie_alongside(meeting, beams, ship, run.t, own)
        out.append(Berth(ship, first.path, "alongside", script=script))
    return out


def _twins(members: Sequence[Berth], run: Run) -> list[Berth]:
    """Return two ships of which the second sends the number of the first, both at sea."""
    if len(members) < 2:
        return []
    first, second = members
    spans = [under_way(berth, float(run.t[-1])) for berth in members]
    if min(span[1] for span in spans) - max(span[0] for span in spans) < _BOTH_S:
        return []
    ship = replace(second.ship, borrowed=first.ship.index)
    return [first, replace(second, ship=ship)]
