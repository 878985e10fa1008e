"""Reading incident files: the shipped catalogue, or a user's own; all faults said once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..data import data_file
from ..errors import IncidentError, UnknownIdError, nearest
from .assets import load_assets
from .documents import read_document
from .incidents import Incident, is_id

__all__ = ["load_incident", "load_incidents", "unknown_incident"]

_SHOWN_FAULTS = 6


def load_incidents(
    path: str | Path | None = None, *, known_assets: Collection[str] | None = None
) -> dict[str, Incident]:
    """Return incidents by id: the shipped ones, or those of a file.

    Parameters
    ----------
    path
        YAML or JSON holding one incident, a list, or ``{"incidents": [...]}``;
        None for the shipped catalogue.
    known_assets
        Ids that may be named; None for those of the shipped assets.

    Raises
    ------
    IncidentError
        All faults of the file on one line, each with its record.

    Examples
    --------
    >>> len(load_incidents())
    15
    """
    file = data_file("incidents.yaml") if path is None else Path(path)
    document = read_document(file)
    if isinstance(document, dict) and "incidents" in document and "assets" not in document:
        document = document["incidents"]
    rows = document if isinstance(document, list) else [document]
    faults: list[str] = []
    found: dict[str, Incident] = {}
    known = _known_assets() if known_assets is None else set(known_assets)
    for number, row in enumerate(rows):
        label = _label(row, number, len(rows))
        record = _validate(row, label, faults)
        for fault in _unknown_assets(row, known):
            faults.append(label + fault)
        if record is None:
            continue
        if record.id in found:
            faults.append(f"{label}this incident id stands twice")
        found[record.id] = record
    if not rows:
        faults.append("holds no incident")
    if faults:
        more = len(faults) - _SHOWN_FAULTS
        text = "; ".join(faults[:_SHOWN_FAULTS]) + (f"; and {more} more" if more > 0 else "")
        raise IncidentError(text, file=file, hint="a valid one: baltic incidents show ID --json")
    return found


def load_incident(
    id_or_path: str | Path, *, known_assets: Collection[str] | None = None
) -> Incident:
    """Return one incident: a catalogue id, or a YAML or JSON file that holds one.

    Raises
    ------
    UnknownIdError
        No such id, and no such file; the nearest ids are offered.
    IncidentError
        The file breaks the contract or holds several incidents.
    """
    path = Path(id_or_path)
    looks_like_file = path.suffix.casefold() in (".yaml", ".yml", ".json") or len(path.parts) > 1
    if isinstance(id_or_path, Path) or looks_like_file or path.is_file():
        found = load_incidents(path, known_assets=known_assets)
        if len(found) > 1:
            raise IncidentError(
                f"holds {len(found)} incidents, one is wanted",
                file=path,
                hint="put one of them into its own file: " + ", ".join(list(found)[:5]),
            )
        return next(iter(found.values()))
    catalogue = load_incidents(known_assets=_known_assets())
    if id_or_path not in catalogue:
        raise unknown_incident(str(id_or_path), catalogue)
    return catalogue[str(id_or_path)]


def unknown_incident(incident_id: str, known: Iterable[str]) -> UnknownIdError:
    """Return the error for an id that is not in the catalogue, with the nearest ones."""
    near = nearest(incident_id, known)
    return UnknownIdError(
        "unknown incident",
        example=incident_id,
        hint="did you mean " + " or ".join(near) + "?" if near else "see baltic incidents list",
    )


def _known_assets() -> set[str]:
    """Return the ids of the shipped assets."""
    return set(load_assets()["asset_id"])


def _label(row: object, number: int, of: int) -> str:
    if isinstance(row, dict) and is_id(row.get("id")):
        return f"{row['id']}: "
    return f"record {number + 1}: " if of > 1 else ""


def _validate(row: object, label: str, faults: list[str]) -> Incident | None:
    if not isinstance(row, Mapping):
        faults.append(f"{label}is {type(row).__name__}, not a record of names and values")
        return None
    try:
        return Incident.model_validate(row)
    except ValidationError as error:
        for item in error.errors(include_url=False, include_input=True):
            faults.append(label + _sentence(item))
        return None


_WORDS: dict[str, Callable[[Any], str]] = {
    "missing": lambda _: "is missing",
    "value_error": lambda item: str(item["ctx"]["error"]),
    "literal_error": lambda item: f"must be one of {item['ctx']['expected']}",
}


def _sentence(item: Any) -> str:
    """Return one fault of pydantic in our words: where, what, the value."""
    where = ""
    for step in item["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    words = _WORDS.get(item["type"], lambda i: str(i["msg"]))(item)
    value = item.get("input")
    shown = f" ({str(value)[:40]!r})" if isinstance(value, (str, int, float)) else ""
    return f"{where} {words}{shown}".strip()


def _unknown_assets(row: object, known: Collection[str]) -> list[str]:
    """Return one fault for each unknown asset id, also of a record that has other faults."""
    faults = []
    entries = row.get("assets") if isinstance(row, dict) else None
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        named = entry.get("asset_id") if isinstance(entry, dict) else None
        for asset_id in named if isinstance(named, list) else [named]:
            if isinstance(asset_id, str) and asset_id and asset_id not in known:
                near = nearest(asset_id, known)
                offer = f", did you mean {' or '.join(near)}?" if near else ""
                faults.append(f"assets[{number}].asset_id unknown asset {asset_id[:60]!r}{offer}")
    return faults
