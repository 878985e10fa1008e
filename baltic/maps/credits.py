"""Who must be named for the routes on a map: the source of each line, not of its licence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ..catalogue.background import load_asset_background
from .values import clean

__all__ = ["licence_lines"]

#: Publishers whose lines are shipped or imported: how their sources are written, the licence
#: that they give, and the credit that it asks for.
_PUBLISHERS = (
    (r"osm[-:]|openstreetmap", "ODbL-1.0", "© OpenStreetMap contributors, ODbL 1.0"),
    (r"emodnet", "CC-BY-4.0", "EMODnet Human Activities, CC BY 4.0"),
    (r"gem$|global energy monitor", "CC-BY-4.0", "Global Energy Monitor, CC BY 4.0"),
)
_OWN_WAYPOINTS = "schematic ones: own waypoints"

#: More credits of own files than this are counted, not listed: each asset tells its own as well.
_MOST_OWN = 8

_COLUMNS = ("asset_id", "route_licence", "sources", "source_features")


def licence_lines(assets: Any) -> list[str]:
    """Return the attribution lines that the shown data ask for.

    Parameters
    ----------
    assets
        GeoDataFrame of the ``assets`` contract.  A row's credit comes from its own ``sources``:
        two publishers may give the same licence.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> licence_lines(load_assets().head(1))
    ['Land: Natural Earth, public domain', 'Routes: © OpenStreetMap contributors, ODbL 1.0']
    """
    lines = ["Land: Natural Earth, public domain"]
    have = [name for name in _COLUMNS if name in assets.columns]
    known, own = set(), dict[str, None]()
    for row in assets[have].to_dict("records"):
        found = _publishers(row)
        known |= found
        if not found:
            own[_own_credit(row)] = None
    lines += ["Routes: " + words for words in sorted(known)]
    told = list(own)
    lines += ["Routes: " + words for words in told[:_MOST_OWN]]
    if len(told) > _MOST_OWN:
        lines.append(f"Routes: {len(told) - _MOST_OWN} further sources, told with each asset")
    return lines


def _publishers(row: Mapping[str, Any]) -> set[str]:
    """Return the credits of the publishers that a row names and whose licence it carries."""
    licence = _text(row.get("route_licence"))
    named = [_text(row.get("asset_id")), *_texts(row, "sources"), *_texts(row, "source_features")]
    found = {
        credit
        for pattern, gives, credit in _PUBLISHERS
        if gives in licence and any(re.match(pattern, word, re.IGNORECASE) for word in named)
    }
    if _is_shipped(row):
        # Some lines of other publishers are themselves OpenStreetMap ways.
        found |= {credit for _, gives, credit in _PUBLISHERS[:1] if gives in licence}
        found |= {_OWN_WAYPOINTS} if re.match(r"own\b", licence) else set()
    return found


def _is_shipped(row: Mapping[str, Any]) -> bool:
    shipped, sources = load_asset_background().sources, _texts(row, "sources")
    return bool(sources) and all(s in shipped for s in sources)


def _own_credit(row: Mapping[str, Any]) -> str:
    """Return what an own file says of a line: whose it is, under which licence."""
    whose = "; ".join(_texts(row, "sources")) or "own asset file"
    licence = _text(row.get("route_licence")) or "licence not stated"
    return f"{clean(whose, 120)}, {clean(licence, 120)}"


def _texts(row: Mapping[str, Any], name: str) -> list[str]:
    cell = row.get(name)
    if isinstance(cell, str):
        return [cell] if cell else []
    if isinstance(cell, Iterable) and not isinstance(cell, Mapping):
        values = cell.tolist() if isinstance(cell, np.ndarray) else cell
        return [text for value in values if (text := _text(value))]
    return []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
