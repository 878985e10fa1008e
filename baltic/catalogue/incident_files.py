"""Reading incident files: the shipped catalogue, or a user's own; all faults said once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..data import data_file, read_once
from ..errors import IncidentError, UnknownIdError, did_you_mean, like_file, nearest
from .assets import load_assets
from .documents import read_document
from .faults import Fault, IncidentFileError
from .incidents import Incident, is_id
from .own import own_files, own_folder

__all__ = [
    "load_incident",
    "load_incidents",
    "read_folder",
    "read_incidents",
    "unknown_incident",
]


#: More ids than these are no help in a message.
_SHOWN_IDS = 8


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

    Returns
    -------
    dict
        Incidents by id, in the order of the file.

    Raises
    ------
    IncidentFileError
        All faults of the file on one line, each with its record; singly in ``faults``.

    Examples
    --------
    >>> len(load_incidents())
    15
    """
    if path is None and known_assets is None:
        return _shipped(data_file("incidents.yaml"))
    file = data_file("incidents.yaml") if path is None else Path(path)
    return _sound(file, _known_assets() if known_assets is None else known_assets)


def _sound(file: Path, known_assets: Collection[str]) -> dict[str, Incident]:
    found, faults = read_incidents(file, known_assets)
    if faults:
        raise IncidentFileError(faults)
    return found


_shipped = read_once(lambda file: _sound(file, _known_assets()))


def read_incidents(
    file: Path, known_assets: Collection[str] | None
) -> tuple[dict[str, Incident], list[Fault]]:
    """Return the good records of a file and the faults of the others.

    With `known_assets` None any asset id may be named.

    Raises
    ------
    IncidentError
        No file, or one that is neither YAML nor JSON.
    """
    document = read_document(file)
    if isinstance(document, dict) and "incidents" in document and "assets" not in document:
        document = document["incidents"]
    rows = document if isinstance(document, list) else [document]
    faults: list[Fault] = []
    found: dict[str, Incident] = {}
    taken: set[str] = set()
    for number, row in enumerate(rows):
        label = _label(row, number, len(rows))
        record, wrong = _validate(row)
        if known_assets is not None:
            wrong += _unknown_assets(row, known_assets)
        if record is not None:
            # Ids name files, and some disks do not tell letter cases apart.
            if record.id.casefold() in taken:
                wrong.append(("", "this incident id stands twice"))
            taken.add(record.id.casefold())
        faults += [Fault(str(file), label, where, what) for where, what in wrong]
        if record is not None and not wrong:
            found[record.id] = record
    if not rows:
        faults.append(Fault(str(file), "", "", "holds no incident"))
    return found, faults


def read_folder(
    folder: Path, known_assets: Collection[str] | None = None
) -> tuple[dict[str, Incident], list[Fault]]:
    """Return the good records of the user's own folder, and the faults of the others.

    A file that cannot be read is a fault like others; of two records with one id the
    first (in order of file names) stands.  A folder that is not there holds none.
    """
    found: dict[str, Incident] = {}
    faults: list[Fault] = []
    taken: dict[str, Path] = {}
    for file in own_files(folder):
        try:
            records, wrong = read_incidents(file, known_assets)
        except IncidentError as error:
            where = "" if error.line is None else f"line {error.line}:"
            faults.append(Fault(str(file), "", where, error.what))
            continue
        faults += wrong
        for key, record in records.items():
            if key.casefold() in taken:
                what = f"this incident id stands in {taken[key.casefold()].name} too"
                faults.append(Fault(str(file), key, "", what))
                continue
            taken[key.casefold()] = file
            found[key] = record
    return found, faults


def load_incident(
    id_or_path: str | Path, *, known_assets: Collection[str] | None = None
) -> Incident:
    """Return one incident: a catalogue id, or a YAML or JSON file that holds one.

    An id is one of the shipped catalogue or of the user's own folder (:func:`own_folder`).

    Parameters
    ----------
    id_or_path
        A :class:`~pathlib.Path`, a name that ends in ``.yaml``, ``.yml`` or ``.json`` or holds a
        folder, or an existing file is read as a file; all else is an id.
    known_assets
        Ids that may be named; None for those of the shipped assets.

    Returns
    -------
    Incident
        Checked.

    Raises
    ------
    UnknownIdError
        No such id, and no such file; the nearest ids are offered.
    IncidentError
        The file breaks the contract or holds several incidents.
    IncidentFileError
        The record is at fault; each fault singly in ``faults``.

    Examples
    --------
    >>> load_incident("estlink2-eagle-s-2024").assets[0].name
    'EstLink 2 (Fingrid/Elering, 650 MW)'
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
    catalogue = load_incidents()
    if id_or_path in catalogue:
        return catalogue[str(id_or_path)]
    known = _known_assets() if known_assets is None else known_assets
    own, faults = read_folder(own_folder(), known)
    if id_or_path in own:
        return own[str(id_or_path)]
    if mine := [f for f in faults if f.record == id_or_path]:
        raise IncidentFileError(mine)
    if "." in str(id_or_path):
        raise IncidentError("no such file", file=path, hint=like_file(path, "check the path"))
    raise unknown_incident(str(id_or_path), {**catalogue, **own})


def unknown_incident(
    incident_id: str, known: Iterable[str] | Mapping[str, Incident]
) -> UnknownIdError:
    """Return the error for an id that is not in the catalogue, with the nearest ones.

    Parameters
    ----------
    incident_id
        As the user wrote it.
    known
        Ids, or the records: then those are offered too that name such a ship or asset.

    Returns
    -------
    UnknownIdError
        To be raised.

    Examples
    --------
    >>> unknown_incident("eagle", ["estlink2-eagle-s-2024"]).hint
    'did you mean estlink2-eagle-s-2024?'
    """
    near = nearest(incident_id, known)
    if isinstance(known, Mapping):
        near = list(dict.fromkeys([*_that_name(incident_id, known), *near]))[:3]
    return UnknownIdError(
        f"unknown incident {incident_id!r}",
        hint=did_you_mean(near, "see baltic incidents list, or name a YAML or JSON file"),
    )


def _that_name(word: str, records: Mapping[str, Incident]) -> list[str]:
    """Return the ids of records with this word in the name of a ship, of an asset, or of all."""
    some = _letters(word)
    if not some:
        return []
    found = []
    for key, r in records.items():
        parts = [r.title, *(v.name for v in r.suspected_vessels), *(a.name for a in r.assets)]
        if any(some in _letters(name or "") for name in parts):
            found.append(key)
    return found


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _known_assets() -> set[str]:
    """Return the ids of the shipped assets."""
    return set(load_assets()["asset_id"])


def _label(row: object, number: int, of: int) -> str:
    if isinstance(row, dict) and is_id(row.get("id")):
        return str(row["id"])
    return f"record {number + 1}" if of > 1 else ""


def _validate(row: object) -> tuple[Incident | None, list[tuple[str, str]]]:
    """Return the record, or where it is wrong and how."""
    if not isinstance(row, Mapping):
        return None, [("", f"is {type(row).__name__}, not a record of names and values")]
    try:
        return Incident.model_validate(row), []
    except ValidationError as error:
        return None, [_words(i) for i in error.errors(include_url=False, include_input=True)]


def _unknown_assets(row: object, known: Collection[str]) -> list[tuple[str, str]]:
    """Return one fault for each unknown asset id, also of a record that has other faults."""
    faults = []
    entries = row.get("assets") if isinstance(row, dict) else None
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        named = entry.get("asset_id") if isinstance(entry, dict) else None
        for asset_id in named if isinstance(named, list) else [named]:
            if isinstance(asset_id, str) and asset_id and asset_id not in known:
                near = nearest(asset_id, known)
                offer = f", did you mean {' or '.join(near)}?" if near else _few(known)
                what = f"unknown asset {asset_id[:60]!r}{offer}"
                faults.append((f"assets[{number}].asset_id", what))
    return faults


def _few(known: Collection[str]) -> str:
    """Return the ids there are, where a file of one's own holds but a few."""
    return f", known: {', '.join(sorted(known))[:200]}" if 0 < len(known) <= _SHOWN_IDS else ""


_SENTENCES: dict[str, Callable[[Any], str]] = {
    "missing": lambda _: "is missing",
    "value_error": lambda item: str(item["ctx"]["error"]),
    "literal_error": lambda item: f"must be one of {item['ctx']['expected']}",
}


def _words(item: Any) -> tuple[str, str]:
    """Return one fault of pydantic in our words: where, and what with the value."""
    where = ""
    for step in item["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    words = _SENTENCES.get(item["type"], lambda i: str(i["msg"]))(item)
    value = item.get("input")
    shown = f" ({str(value)[:40]!r})" if isinstance(value, (str, int, float)) else ""
    return where, f"{words}{shown}"
