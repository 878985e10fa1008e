"""What the atlas tells of an asset beyond what every map does: the facts of its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..catalogue.background import AssetBackground
from ..geo import line_length_m
from ..seam import Seam
from .layers import encode_assets
from .values import clean

__all__ = ["encode_atlas_assets", "used_sources"]

#: Longest name, owner or the like kept, characters; prose may have more.
_NAME_CHARS = 300
_SHORT = ("name", "operator", "owner", "subtype", "status")

_MORE = (
    *("length_note", "submarine_length_km"),
    *("circuits_or_poles", "facts_confidence", "source_features"),
)


def encode_atlas_assets(assets: Any, seam: Seam | None = None) -> dict[str, Any]:
    """Pack the lines of all assets with all that is known of each.

    Parameters
    ----------
    assets
        GeoDataFrame of the ``assets`` contract; a user's own file may lack any further column.
    seam
        Where the map is cut open; found from the assets alone when None.

    Returns
    -------
    dict
        As :func:`baltic.maps.layers.encode_assets`; items also have ``landings``,
        ``capacity`` and lengths where known, parts their ``licence``.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> first = encode_atlas_assets(load_assets().head(1))["items"][0]
    >>> first["landings"][0]["country"], first["capacity"]["fibre_pairs"]
    ('FI', 8)
    """
    encoded = encode_assets(assets, seam)
    for item, row, line in zip(
        encoded["items"], assets.to_dict("records"), assets.geometry, strict=True
    ):
        # The computed length of the catalogue is that of the trunk; the map draws branches too.
        item["drawn_km"] = round(line_length_m(line) / 1e3, 3)
        for name in _SHORT:
            if name in item:
                item[name] = clean(item[name], _NAME_CHARS)
        for name in _MORE:
            value = clean(row.get(name))
            if value not in (None, "", []):
                item[name] = value
        if landings := [_landing(x) for x in _list(row.get("landings"))]:
            item["landings"] = landings
        if isinstance(row.get("capacity"), Mapping):
            item["capacity"] = {k: clean(v) for k, v in row["capacity"].items() if v is not None}
        for part, named in zip(item["parts"], _list(row.get("parts")), strict=False):
            if isinstance(named, Mapping):
                part["licence"] = clean(named.get("licence"))
    return encoded


def used_sources(
    items: Sequence[Mapping[str, Any]], background: AssetBackground
) -> dict[str, dict[str, Any]]:
    """Return title, licence and address of each source that the items name and we know."""
    ids = {str(s) for item in items for s in _list(item.get("sources"))}
    return {i: clean(dict(background.sources[i])) for i in sorted(ids & set(background.sources))}


def _landing(value: Any) -> dict[str, Any]:
    """Return a landing as name, country, place; own files may give a bare name."""
    if not isinstance(value, Mapping):
        return {"name": clean(value, _NAME_CHARS)}
    landing = {k: clean(value.get(k), _NAME_CHARS) for k in ("name", "country", "note")}
    for axis in ("lon", "lat"):
        number = value.get(axis)
        landing[axis] = clean(float(number)) if isinstance(number, (int, float)) else None
    return landing


def _list(value: Any) -> list[Any]:
    if isinstance(value, np.ndarray):
        return list(value.tolist())
    if isinstance(value, (list, tuple)):
        return list(value)
    return [value] if isinstance(value, str) and value else []
