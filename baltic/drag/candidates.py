"""From a weighed episode to the candidate that reports and maps show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from ..records import Candidate, Reading, content_id, iso
from .case import distance_km
from .context import Context, Weighed
from .exposure import asset_hits
from .innocent import innocent_words
from .levels import level_of
from .quality import quality_of
from .slowing import shared_places
from .states import label_states

__all__ = ["make_candidate"]


def make_candidate(weighed: Weighed, shared: Context) -> Candidate:
    """Return an episode as a record, a hidden one as a reading; its id is made from content."""
    case, llr = weighed.case, weighed.llr
    settings, ship, e = shared.settings, case.ship, case.episode
    start = datetime.fromtimestamp(round(case.t_start_s), UTC)
    end = datetime.fromtimestamp(round(case.t_end_s), UTC)
    end = max(end, start + timedelta(minutes=1))
    where = int(np.argmin(np.abs(e.leg.t - case.t_start_s)))
    level = "none" if weighed.hidden else level_of(llr, settings.levels)
    quality = quality_of(case, shared)
    if level != "none":
        quality["states"] = label_states(case, shared.places, settings, llr=llr)
    kind = Reading if weighed.hidden else Candidate
    return kind(
        candidate_id=content_id("c", ship.mmsi, iso(start), iso(end), e.seed, e.reference),
        mmsi=ship.mmsi,
        imo=ship.imo,
        name=ship.name,
        ship_type=ship.ship_type,
        loa_m=None if np.isnan(ship.loa_m) else round(ship.loa_m, 1),
        t_start=start,
        t_end=end,
        lon=round(float(e.leg.lon[where]), 5),
        lat=round(float(e.leg.lat[where]), 5),
        distance_km=round(distance_km(case), 2),
        v_ref_kn=round(case.v_ref_kn, 2),
        v_drag_kn=round(case.v_drag_kn, 2),
        llr=llr,
        level=level,
        evidence=weighed.ledger,
        assets=asset_hits(case, shared.depth, settings),
        innocent=(*shared_places(weighed.ledger), *innocent_words(case, settings)),
        quality=quality,
        provenance=case.track.provenance,
    )
