"""What is known: assets, incidents, places, coastline, ships' numbers, shipped tracks."""

from __future__ import annotations

from .assets import assets_near, find_asset, is_real, load_assets, near, unknown_asset
from .coastline import load_coastline
from .export import export_assets, export_incidents
from .identity import at_time, latest, rows_at
from .incident_files import load_incident, load_incidents, unknown_incident
from .incidents import EVIDENCE_KINDS, Incident, IncidentAsset
from .places import load_places
from .tracks import list_tracks, load_track, track_vessels
from .vessels import FIRST_SIMULATED_MMSI, flag_of_mmsi, imo_is_valid, is_placeholder, ship_class

__all__ = [
    "EVIDENCE_KINDS",
    "FIRST_SIMULATED_MMSI",
    "Incident",
    "IncidentAsset",
    "assets_near",
    "at_time",
    "export_assets",
    "export_incidents",
    "find_asset",
    "flag_of_mmsi",
    "imo_is_valid",
    "is_placeholder",
    "is_real",
    "latest",
    "list_tracks",
    "load_assets",
    "load_coastline",
    "load_incident",
    "load_incidents",
    "load_places",
    "load_track",
    "near",
    "rows_at",
    "ship_class",
    "track_vessels",
    "unknown_asset",
    "unknown_incident",
]
