"""The shipped catalogue and the user's own beside it; adding a record to the own one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd

from ..errors import IncidentError
from ..escape import json_text
from ..files import output_folder
from ..geo import line_length_m
from .assets import assets_near, load_assets
from .faults import Fault, IncidentFileError
from .incident_files import load_incidents, read_folder, read_incidents
from .incidents import Incident
from .own import own_folder

__all__ = [
    "Library",
    "add_incidents",
    "check_file",
    "check_library",
    "load_library",
    "own_record",
]

#: A printed break position may be this far off its asset before it counts as a slip, km:
#: the worst schematic lines are about 40 km off (geodata/README.md).
_OFF_KM = 40.0


@dataclass(frozen=True)
class Library:
    """All records at hand.

    Attributes
    ----------
    incidents
        By id: the shipped ones, then the user's own.
    own
        Ids of the user's own.
    faults
        What is wrong in the own folder; those records are left out.
    folder
        The own folder, there or not.

    Examples
    --------
    >>> Library({}, frozenset(), (), Path("mine")).incidents
    {}
    """

    incidents: Mapping[str, Incident]
    own: frozenset[str]
    faults: tuple[Fault, ...]
    folder: Path = field(default_factory=own_folder)


def load_library(
    folder: str | Path | None = None, *, known_assets: Collection[str] | None = None
) -> Library:
    """Return the shipped incidents and those of the user's own folder.

    Parameters
    ----------
    folder
        The own folder; None for ``$BALTIC_CATALOGUE`` or the usual place.
    known_assets
        Asset ids that own records may name; None for any.

    Returns
    -------
    Library
        What is wrong in the own folder stands in ``faults`` and is no error here.

    Raises
    ------
    IncidentError
        `folder` was named and is no folder.

    Examples
    --------
    >>> "estlink2-eagle-s-2024" in load_library().incidents
    True
    """
    place = own_folder(folder)
    if place.exists() and not place.is_dir():
        raise IncidentError("the catalogue folder is a file", file=place, hint="name a folder")
    shipped = load_incidents()
    own, faults = read_folder(place, known_assets)
    names = {i.casefold() for i in shipped}
    for key in [k for k in own if k.casefold() in names]:
        faults.append(Fault(str(place), key, "", "this id is that of a shipped incident"))
        del own[key]
    return Library({**shipped, **own}, frozenset(own), tuple(faults), place)


def own_record(name: str, folder: str | Path) -> Incident | str:
    """Return the record of this id in an own folder, or the name itself when it has none.

    Parameters
    ----------
    name
        Id, or anything else that names an incident.
    folder
        The own folder.

    Returns
    -------
    Incident or str
        The record, checked, or `name` as it was given.

    Raises
    ------
    IncidentFileError
        The record is there and at fault.

    Examples
    --------
    >>> own_record("estlink2-eagle-s-2024", "no-such-folder")
    'estlink2-eagle-s-2024'
    """
    library = load_library(folder)
    if mine := [f for f in library.faults if f.record == name]:
        raise IncidentFileError(mine)
    return library.incidents[name] if name in library.own else name


def check_file(
    file: Path, library: Library, assets: gpd.GeoDataFrame | None = None
) -> dict[str, Incident]:
    """Return the records of a file when all of them are right.

    Beside the form: asset ids, linked records, and break positions, which must lie near
    their asset.

    Parameters
    ----------
    file
        YAML or JSON holding one incident, a list, or ``{"incidents": [...]}``.
    library
        Records that may be linked to.
    assets
        Asset table whose ids may be named; None for the shipped one.

    Returns
    -------
    dict
        Incidents by id.

    Raises
    ------
    IncidentFileError
        Every fault of every record.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.yaml"
    ...     _ = file.write_text("{id: mine, assets: [{asset_id: estlink}]}")
    ...     check_file(file, load_library(folder))
    Traceback (most recent call last):
    baltic.catalogue.faults.IncidentFileError: ...estlink...
    """
    table = load_assets() if assets is None else assets
    found, faults = read_incidents(file, set(table["asset_id"]))
    faults += _links(found, {*library.incidents, *found}, str(file))
    faults += _places(found.values(), table, str(file))
    if faults:
        raise IncidentFileError(faults)
    return found


def check_library(library: Library, assets: gpd.GeoDataFrame | None = None) -> dict[str, Incident]:
    """Return all records at hand when those of the own folder are right.

    They are held to what :func:`check_file` asks of a file, also where they were put into the
    folder by hand, or what they link to is gone.

    Parameters
    ----------
    library
        Loaded with the ids of `assets`.
    assets
        The lines that records are placed on; None for the shipped ones.

    Returns
    -------
    dict
        As ``library.incidents``.

    Raises
    ------
    IncidentFileError
        What is wrong in the folder, all of it.

    Examples
    --------
    >>> len(check_library(load_library("no-such-folder")))
    15
    """
    table = load_assets() if assets is None else assets
    own = {key: library.incidents[key] for key in library.incidents if key in library.own}
    faults = [*library.faults, *_links(own, library.incidents, str(library.folder))]
    faults += _places(own.values(), table, str(library.folder))
    if faults:
        raise IncidentFileError(faults)
    return dict(library.incidents)


def add_incidents(
    file: Path, library: Library, assets: gpd.GeoDataFrame | None = None
) -> dict[str, Path]:
    """Copy the records of a file into the user's own folder, all or none.

    Parameters
    ----------
    file
        YAML or JSON, as for :func:`check_file`.
    library
        Of the folder to write to.
    assets
        Asset table whose ids may be named; None for the shipped one.

    Returns
    -------
    dict
        Incident id -> the file that holds it now.

    Raises
    ------
    IncidentFileError
        A fault in a record, or an id that the catalogue has already.
    OutputError
        The folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.yaml"
    ...     _ = file.write_text("{id: mine, record_type: no_damage, assets: []}")
    ...     added = add_incidents(file, load_library(Path(folder) / "own"))
    ...     added["mine"].name
    'mine.json'
    """
    found = check_file(file, library, assets)
    taken = {i.casefold() for i in library.incidents}
    # A file whose record is at fault keeps its name all the same.
    taken |= {f.record.casefold() for f in library.faults if f.record}
    what = "this id is in the catalogue already; give the record another"
    if twice := [k for k in found if k.casefold() in taken]:
        raise IncidentFileError(Fault(str(file), key, "", what) for key in twice)
    names = {key: f"{key}.json" for key in found}
    present = {p.name.casefold() for p in library.folder.glob("*")}
    if clash := [k for k, name in names.items() if name.casefold() in present]:
        what = f"a file of that name is in {library.folder} already"
        raise IncidentFileError(Fault(str(file), key, "", what) for key in clash)
    with output_folder(library.folder) as scratch:
        for key, record in found.items():
            (scratch / names[key]).write_text(_as_text(record), encoding="utf-8")
    return {key: library.folder / name for key, name in names.items()}


def _as_text(record: Incident) -> str:
    """Return a record as JSON, in which every value comes back as it was."""
    return json_text(record.document()) + "\n"


def _links(found: Mapping[str, Incident], known: Collection[str], file: str) -> list[Fault]:
    return [
        Fault(file, key, f"linked_incidents[{number}]", f"unknown incident {linked!r}")
        for key, record in found.items()
        for number, linked in enumerate(record.linked_incidents)
        if linked not in known
    ]


def _places(records: Iterable[Incident], assets: gpd.GeoDataFrame, file: str) -> list[Fault]:
    """Return a fault for each break position far from every asset that its entry names."""
    faults = []
    for record in records:
        for number, entry in enumerate(record.assets):
            where = f"assets[{number}]"
            lines = assets[assets["asset_id"].isin(entry.asset_ids)]
            reach = max((line_length_m(line) / 1000 for line in lines.geometry), default=0.0)
            if entry.kp_km is not None and reach and entry.kp_km > 1.5 * reach + _OFF_KM:
                what = f"is beyond the end of the asset, which is {reach:.0f} km long"
                faults.append(Fault(file, record.id, f"{where}.kp_km", what))
            if entry.lon is None or entry.lat is None or not entry.asset_ids:
                continue
            near = assets_near(lines, entry.lon, entry.lat, 1000.0)
            km = float(near["distance_km"].min()) if len(near) else 1000.0
            if km > _OFF_KM + 3 * (entry.position_sd_km or 0.0):
                what = f"lon, lat lie {km:.0f} km off {' and '.join(entry.asset_ids)}"
                faults.append(Fault(file, record.id, where, what))
    return faults
