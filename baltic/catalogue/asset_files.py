"""Reading an asset file: ours or a user's, all faults gathered and said once."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from ..errors import AssetError
from ..tables import ASSETS
from .asset_columns import CLASSES, NUMBERS, complete
from .asset_layers import FORMATS, open_layers
from .asset_lines import lines_of, row_of
from .asset_numbers import numbers

__all__ = ["KINDS", "asset_table", "plain_status", "read_asset_file", "taken_for_granted"]

#: Kinds of the program, and other words that mean them.
KINDS = {
    "telecom": (
        *("telecom_cable", "telecoms", "telecommunication", "telecommunications"),
        *("communication", "internet", "data", "fibre", "fiber", "fibre_optic", "cable"),
    ),
    "power": ("power_cable", "power_cable_hvdc", "power_cable_ac", "electricity", "hvdc"),
    "gas": ("gas_pipeline", "pipeline", "pipe"),
    "oil": ("oil_pipeline",),
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in (kind, *words)}


#: Our column -> names that other files use for it, compared without letter case.
_SYNONYMS = {
    "asset_id": ("asset_id", "id", "cable_id", "feature_id", "featureid", "projectid"),
    "name": ("name", "title", "navn", "name_"),
    "kind": ("kind", "type"),
    "operator": ("operator",),
    "owner": ("owner", "owners"),
    "status": ("status",),
    "accuracy_km": ("accuracy_km",),
    "accuracy_class": ("accuracy_class",),
    "route_licence": ("route_licence", "licence", "license"),
}

#: Columns that the KML reader adds of itself.
_KML_COLUMNS = (
    *("description", "timestamp", "begin", "end", "altitudeMode"),
    *("tessellate", "extrude", "visibility", "drawOrder", "icon"),
)


_SHOWN_FAULTS = 5
#: What is said where it is the id or the line that is at fault.
_NEED = "an id or a name and a line are needed in each row"
_OF_NEED = (" id ", "geometry", "instead of lines", "of no length", "twice")


def read_asset_file(
    path: Path,
    *,
    default_kind: str = "telecom",
    default_accuracy_km: float = 2.0,
    default_accuracy_class: str = "traced",
) -> gpd.GeoDataFrame:
    """Read and check an asset file; see :func:`baltic.catalogue.load_assets`.

    Parameters
    ----------
    path
        The file.  A line and an id or a name a row are required; a declared
        coordinate system is reprojected.
    default_kind, default_accuracy_km, default_accuracy_class
        For rows that do not say.

    Raises
    ------
    AssetError
        Unreadable file, or rows that break the contract (all gathered).
    """
    raw = open_layers(path)
    if raw.empty:
        raise AssetError("holds no feature", file=path, hint="give " + FORMATS)
    return asset_table(
        raw,
        path,
        default_kind=default_kind,
        default_accuracy_km=default_accuracy_km,
        default_accuracy_class=default_accuracy_class,
    )


def asset_table(
    raw: gpd.GeoDataFrame,
    path: Path,
    *,
    default_kind: str = "telecom",
    default_accuracy_km: float = 2.0,
    default_accuracy_class: str = "traced",
) -> gpd.GeoDataFrame:
    """Return rows of a file as the asset table, checked.

    Parameters
    ----------
    raw
        Degrees, WGS84; columns under any of the names that are known for them.
    path
        Names the file in faults.
    default_kind, default_accuracy_km, default_accuracy_class
        For rows that do not say.

    Raises
    ------
    AssetError
        Rows that break the contract (all gathered).

    Examples
    --------
    >>> import shapely
    >>> line = shapely.LineString([(24, 59.5), (25, 60)])
    >>> raw = gpd.GeoDataFrame({"name": ["Mine"]}, geometry=[line], crs="EPSG:4326")
    >>> asset_table(raw, Path("mine.geojson"), default_kind="power", default_accuracy_km=1.0,
    ...     default_accuracy_class="charted").asset_id[0]
    'mine'
    """
    # The id of a KML placemark is the writer's count, not the author's word.
    columns = _columns(raw.drop(columns="id", errors="ignore") if _is_kml(path) else raw)
    faults: list[str] = []
    lines = lines_of(raw, path, faults)
    table = _attributes(raw, columns, faults, default_kind, default_accuracy_class)
    table["accuracy_km"] = _accuracy(raw, columns, default_accuracy_km, faults)
    for name in [n for n in NUMBERS if n in table]:
        table[name] = numbers(table[name], name, faults)
    _check_ids(table, columns, faults)
    if faults:
        raise _error(faults, path)
    frame = gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:4326")
    complete(frame)
    ASSETS.check(frame)
    first = [c for c in ASSETS.names if c != "geometry"]
    rest = [c for c in frame.columns if c not in {*first, "geometry", "id"}]
    return frame[[*first, *rest, "geometry"]]


def taken_for_granted(
    raw: gpd.GeoDataFrame,
    *,
    default_kind: str = "telecom",
    default_accuracy_km: float = 2.0,
    default_accuracy_class: str = "traced",
) -> list[str]:
    """Return what the rows of a file do not say and what is taken instead, one sentence each.

    Parameters
    ----------
    raw
        As for :func:`asset_table`.
    default_kind, default_accuracy_km, default_accuracy_class
        For rows that do not say.

    Examples
    --------
    >>> import shapely
    >>> line = shapely.LineString([(24, 59.5), (25, 60)])
    >>> raw = gpd.GeoDataFrame({"name": ["Mine"], "kind": ["gas"]}, geometry=[line])
    >>> taken_for_granted(raw)
    ['accuracy_km is not told in 1 of 1 rows: 2 km is taken (a line that is traced)']
    """
    columns = _columns(raw)
    instead = {
        "kind": f"{default_kind} is taken",
        "accuracy_km": f"{default_accuracy_km:g} km is taken (a line that is "
        f"{default_accuracy_class})",
    }
    silent = {
        ours: len(raw) if ours not in columns else int(raw[columns[ours]].isna().sum())
        for ours in instead
    }
    return [
        f"{ours} is not told in {silent[ours]:,} of {len(raw):,} rows: {words}"
        for ours, words in instead.items()
        if silent[ours]
    ]


def _is_kml(path: Path) -> bool:
    return path.suffix.casefold() in (".kml", ".kmz")


def _error(faults: list[str], path: Path) -> AssetError:
    more = len(faults) - _SHOWN_FAULTS
    text = "; ".join(faults[:_SHOWN_FAULTS]) + (f"; and {more} more" if more > 0 else "")
    needed = any(word in text for word in _OF_NEED)
    return AssetError(text, file=path, hint=_NEED if needed else None)


def _columns(raw: gpd.GeoDataFrame) -> dict[str, str]:
    """Return our column -> column of the file."""
    have = {str(c).casefold(): str(c) for c in raw.columns if c != "geometry"}
    found = {}
    for ours, names in _SYNONYMS.items():
        for name in names:
            if (
                name in have
                and raw[have[name]].notna().any()
                and _means(ours, name, raw[have[name]])
            ):
                found[ours] = have[name]
                break
    return found


def _means(ours: str, name: str, cells: pd.Series[Any]) -> bool:
    """Return whether a column is ours: `type` means a kind only when all its words are kinds."""
    return (ours, name) != ("kind", "type") or all(_kind(str(c)) for c in cells.dropna())


def _kind(word: str) -> str | None:
    """Return the kind that a word means.

    Examples
    --------
    >>> _kind("Power Cable"), _kind("sewage")
    ('power', None)
    """
    return _KIND_OF.get(re.sub(r"[\s-]+", "_", word.strip().casefold()))


def _attributes(
    raw: gpd.GeoDataFrame,
    columns: dict[str, str],
    faults: list[str],
    default_kind: str,
    default_class: str,
) -> pd.DataFrame:
    """Return the columns other than geometry and accuracy_km; add faults."""
    used = set(columns.values()) | {"geometry"}
    used |= {c for c in _KML_COLUMNS if c in raw and _unsaid(raw[c])}
    table = pd.DataFrame(raw[[c for c in raw.columns if c not in used]]).reset_index(drop=True)

    def column(ours: str) -> pd.Series[Any]:
        if ours not in columns:
            return pd.Series([None] * len(raw), dtype=object)
        cells = raw[columns[ours]]
        words = [None if gone else _word(c) for c, gone in zip(cells, cells.isna(), strict=True)]
        return pd.Series(words, dtype=object)

    for ours in ("name", "asset_id", "status", "route_licence", "operator", "owner"):
        table[ours] = column(ours)
    table["name"] = table["name"].where(table["name"].notna(), table["asset_id"])
    table["asset_id"] = [
        own or (slug(name) if name else None)
        for own, name in zip(table["asset_id"], table["name"], strict=True)
    ]
    table["operator"] = table["operator"].where(table["operator"].notna(), table["owner"])
    table["status"] = [plain_status(s) or "unknown" for s in table["status"]]
    words = column("kind")
    kinds = [_kind(w) if w else default_kind for w in words]
    for word in sorted({str(w) for w, k in zip(words, kinds, strict=True) if k is None}):
        faults.append(f"unknown kind {word[:40]!r} (known: {', '.join(KINDS)})")
    table["kind"] = kinds
    if "subtype" not in table:
        table["subtype"] = words
    classes = column("accuracy_class").fillna(default_class)
    for word in sorted({str(c) for c in classes} - set(CLASSES)):
        faults.append(f"unknown accuracy_class {word[:40]!r} (known: {', '.join(CLASSES)})")
    table["accuracy_class"] = classes
    return table


def _unsaid(cells: pd.Series[Any]) -> bool:
    """Return whether a column holds nothing but what the KML reader fills in."""
    return bool((cells.isna() | cells.isin(("", -1, 0))).all())


def _word(value: Any) -> str | None:
    """Return a cell as text: whole numbers without a point, blanks as None."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None if value is not None else None


def plain_status(status: str | None) -> str:
    """Return a status as the table writes it: small letters, joined by underscores.

    Examples
    --------
    >>> plain_status(" In Service"), plain_status("out-of-service"), plain_status(None)
    ('in_service', 'out_of_service', '')
    """
    return re.sub(r"[\s_-]+", "_", str(status or "").strip().casefold())


def slug(name: str) -> str:
    """Return an id made from a name.

    Examples
    --------
    >>> slug("Šventoji–Katthammarsvik 1")
    'sventoji-katthammarsvik-1'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain.casefold()).strip("-") or "asset"


def _accuracy(
    raw: gpd.GeoDataFrame, columns: dict[str, str], default: float, faults: list[str]
) -> Any:
    if "accuracy_km" not in columns:
        return np.full(len(raw), float(default))
    cells = raw[columns["accuracy_km"]].reset_index(drop=True)
    values = pd.to_numeric(cells, errors="coerce").astype(float)
    bad = (values.isna() & cells.notna()) | (values < 0) | np.isinf(values)
    if bad.any():
        example = str(cells[bad].iloc[0])[:40]
        faults.append(
            f"accuracy_km must be kilometres, zero or more, row {row_of(bad)}: {example!r}"
        )
    return values.fillna(float(default)).to_numpy()


def _check_ids(table: pd.DataFrame, columns: dict[str, str], faults: list[str]) -> None:
    ids = table["asset_id"]
    if "asset_id" not in columns and "name" not in columns:
        faults.append("there is no id and no name column")
        return
    if ids.isna().any():
        faults.append(
            f"{int(ids.isna().sum())} without id and name, first in row {row_of(ids.isna())}"
        )
    twice = ids[ids.notna() & ids.duplicated(keep=False)]
    for asset_id, rows in list(twice.groupby(twice, sort=False))[:_SHOWN_FAULTS]:
        where = " and ".join(str(i + 1) for i in rows.index[:3])
        made = "" if "asset_id" in columns else " (made from the name; give an id column)"
        faults.append(f"id {str(asset_id)[:60]!r} stands twice, rows {where}{made}")
