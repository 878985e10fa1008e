"""The atlas: every asset and every incident of the catalogue on one map; no AIS needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..catalogue import load_coastline
from ..catalogue.background import load_asset_background
from ..seam import find_seam
from .atlas_assets import encode_atlas_assets, used_sources
from .atlas_incidents import encode_incident
from .atlas_table import plain_tables
from .base import new_map, render
from .credits import licence_lines
from .layers import encode_land, lines_of
from .values import clean

__all__ = ["build_atlas"]

_TITLE = "Atlas of Baltic submarine assets and incidents"


def build_atlas(
    assets: Any,
    incidents: Sequence[Mapping[str, Any]],
    *,
    own_incidents: Collection[str] = (),
    own_assets: bool = False,
) -> str:
    """Return one self-contained HTML page with every asset and incident.

    Each has a page of facts inside the file, with an address of its own:
    ``atlas.html#asset=ID`` and ``atlas.html#incident=ID``.

    Parameters
    ----------
    assets
        GeoDataFrame of the ``assets`` contract.
    incidents
        Incident records as plain JSON; ``record_type`` ``no_damage`` is drawn apart.
    own_incidents
        Ids of the records that are the user's, not shipped: they are marked.
    own_assets
        The assets are a user's file: what the shipped catalogue says of itself is left out.

    Returns
    -------
    str
        HTML that loads nothing from anywhere.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> "C-Lion1" in build_atlas(load_assets(), [])
    True
    """
    background = load_asset_background()
    kind_of = {
        clean(k): clean(kind) for k, kind in zip(assets["asset_id"], assets["kind"], strict=True)
    }
    listed = [encode_incident(i, kind_of, own=i.get("id") in own_incidents) for i in incidents]
    listed.sort(key=lambda i: str(i.get("date_utc_start") or ""), reverse=True)
    outages = [o for incident in listed for o in incident["outages"]]
    lines = [line for geometry in assets.geometry for line in lines_of(geometry)]
    seam = find_seam([o["lon"] for o in outages if o["place"]], lines)
    seam.put(outages)
    encoded = encode_atlas_assets(assets, seam)
    document = {
        "view": "atlas",
        "seam": seam.west,
        "title": _TITLE,
        "verdict": (
            "Evidence, not verdict: incidents are told with their published facts and sources; "
            "routes are approximate and not for navigation."
        ),
        "land": encode_land(load_coastline()),
        "assets": encoded,
        "incidents": listed,
        "licences": licence_lines(assets),
        "classes": dict(background.accuracy_classes),
        # What a licence asks is told of the shipped lines alone: it names their publishers.
        "licence_words": {} if own_assets else dict(background.licences),
        "asset_sources": used_sources(encoded["items"], background),
        "gaps": [] if own_assets else list(background.known_gaps),
        "compiled": None if own_assets else background.compiled,
    }
    page = new_map(_TITLE, plain_tables(document))
    return render(page, "atlas", document, [])
