"""What is known: assets, incidents, places, coastline, ships' numbers, shipped tracks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import lazily

if TYPE_CHECKING:
    from .assets import assets_near as assets_near
    from .assets import find_asset as find_asset
    from .assets import is_in_service as is_in_service
    from .assets import is_real as is_real
    from .assets import load_assets as load_assets
    from .assets import near as near
    from .assets import unknown_asset as unknown_asset
    from .claims import who_says as who_says
    from .coastline import load_coastline as load_coastline
    from .export import export_assets as export_assets
    from .export import export_incidents as export_incidents
    from .faults import Fault as Fault
    from .faults import IncidentFileError as IncidentFileError
    from .identity import at_time as at_time
    from .identity import latest as latest
    from .identity import rows_at as rows_at
    from .importers import IMPORT_FORMATS as IMPORT_FORMATS
    from .importers import import_assets as import_assets
    from .incident_entries import EVIDENCE_KINDS as EVIDENCE_KINDS
    from .incident_entries import IncidentAsset as IncidentAsset
    from .incident_files import load_incident as load_incident
    from .incident_files import load_incidents as load_incidents
    from .incident_files import unknown_incident as unknown_incident
    from .incidents import Incident as Incident
    from .json_schema import incident_schema as incident_schema
    from .library import Library as Library
    from .library import add_incidents as add_incidents
    from .library import check_file as check_file
    from .library import check_library as check_library
    from .library import load_library as load_library
    from .library import own_record as own_record
    from .own import own_folder as own_folder
    from .places import load_places as load_places
    from .remarks import remarks_on as remarks_on
    from .tracks import list_tracks as list_tracks
    from .tracks import load_track as load_track
    from .tracks import track_vessels as track_vessels
    from .vessels import FIRST_SIMULATED_MMSI as FIRST_SIMULATED_MMSI
    from .vessels import flag_of_mmsi as flag_of_mmsi
    from .vessels import imo_is_valid as imo_is_valid
    from .vessels import is_placeholder as is_placeholder
    from .vessels import ship_class as ship_class

__all__ = [
    "EVIDENCE_KINDS",
    "FIRST_SIMULATED_MMSI",
    "IMPORT_FORMATS",
    "Fault",
    "Incident",
    "IncidentAsset",
    "IncidentFileError",
    "Library",
    "add_incidents",
    "assets_near",
    "at_time",
    "check_file",
    "check_library",
    "export_assets",
    "export_incidents",
    "find_asset",
    "flag_of_mmsi",
    "imo_is_valid",
    "import_assets",
    "incident_schema",
    "is_in_service",
    "is_placeholder",
    "is_real",
    "latest",
    "list_tracks",
    "load_assets",
    "load_coastline",
    "load_incident",
    "load_incidents",
    "load_library",
    "load_places",
    "load_track",
    "near",
    "own_folder",
    "own_record",
    "remarks_on",
    "rows_at",
    "ship_class",
    "track_vessels",
    "unknown_asset",
    "unknown_incident",
    "who_says",
]

__getattr__ = lazily(
    __name__,
    {
        "assets": [
            "assets_near",
            "find_asset",
            "is_in_service",
            "is_real",
            "load_assets",
            "near",
            "unknown_asset",
        ],
        "claims": ["who_says"],
        "coastline": ["load_coastline"],
        "export": ["export_assets", "export_incidents"],
        "faults": ["Fault", "IncidentFileError"],
        "identity": ["at_time", "latest", "rows_at"],
        "importers": ["IMPORT_FORMATS", "import_assets"],
        "incident_files": ["load_incident", "load_incidents", "unknown_incident"],
        "json_schema": ["incident_schema"],
        "incident_entries": ["EVIDENCE_KINDS", "IncidentAsset"],
        "incidents": ["Incident"],
        "library": [
            *("Library", "add_incidents", "check_file", "check_library", "load_library"),
            "own_record",
        ],
        "own": ["own_folder"],
        "places": ["load_places"],
        "remarks": ["remarks_on"],
        "tracks": ["list_tracks", "load_track", "track_vessels"],
        "vessels": [
            "FIRST_SIMULATED_MMSI",
            "flag_of_mmsi",
            "imo_is_valid",
            "is_placeholder",
            "ship_class",
        ],
    },
)
