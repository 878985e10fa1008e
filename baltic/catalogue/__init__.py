"""What is known: assets, incidents, places, coastline, ships' numbers, shipped tracks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import lazily

if TYPE_CHECKING:
    from .assets import assets_near as assets_near
    from .assets import find_asset as find_asset
    from .assets import is_real as is_real
    from .assets import load_assets as load_assets
    from .assets import near as near
    from .assets import unknown_asset as unknown_asset
    from .coastline import load_coastline as load_coastline
    from .export import export_assets as export_assets
    from .export import export_incidents as export_incidents
    from .identity import at_time as at_time
    from .identity import latest as latest
    from .identity import rows_at as rows_at
    from .incident_files import load_incident as load_incident
    from .incident_files import load_incidents as load_incidents
    from .incident_files import unknown_incident as unknown_incident
    from .incidents import EVIDENCE_KINDS as EVIDENCE_KINDS
    from .incidents import Incident as Incident
    from .incidents import IncidentAsset as IncidentAsset
    from .places import load_places as load_places
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

__getattr__ = lazily(
    __name__,
    {
        "assets": ["assets_near", "find_asset", "is_real", "load_assets", "near", "unknown_asset"],
        "coastline": ["load_coastline"],
        "export": ["export_assets", "export_incidents"],
        "identity": ["at_time", "latest", "rows_at"],
        "incident_files": ["load_incident", "load_incidents", "unknown_incident"],
        "incidents": ["EVIDENCE_KINDS", "Incident", "IncidentAsset"],
        "places": ["load_places"],
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
