"""What is known: assets, incidents, places, coastline, ships' numbers, shipped tracks."""

from __future__ import annotations

from .assets import assets_near, find_asset, is_real, load_assets, near, unknown_asset
from .coastline import load_coastline
from .export import export_assets, export_incidents
from .faults import Fault, IncidentFileError
from .identity import at_time, latest, rows_at
from .incident_files import load_incident, load_incidents, unknown_incident
from .incident_schema import incident_schema
from .incidents import EVIDENCE_KINDS, Incident, IncidentAsset
from .library import Library, add_incidents, check_file, load_library, own_record
from .own_folder import own_folder
from .places import load_places
from .tracks import list_tracks, load_track, track_vessels
from .vessels import FIRST_SIMULATED_MMSI, flag_of_mmsi, imo_is_valid, is_placeholder, ship_class

__all__ = [
    "EVIDENCE_KINDS",
    "FIRST_SIMULATED_MMSI",
    "Fault",
    "Incident",
    "IncidentAsset",
    "IncidentFileError",
    "Library",
    "add_incidents",
    "assets_near",
    "at_time",
    "check_file",
    "export_assets",
    "export_incidents",
    "find_asset",
    "flag_of_mmsi",
    "imo_is_valid",
    "incident_schema",
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
    "rows_at",
    "ship_class",
    "track_vessels",
    "unknown_asset",
    "unknown_incident",
]
