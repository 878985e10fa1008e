"""Make ``assets.geojson`` from ``sources/assets.yaml``.

    python geodata/scripts/make_assets.py [OUT]

Every fact is carried over.  A route becomes a MultiLineString: part 0 is the trunk,
parts 1.. are the branches, in the order of the source; ``parts`` names each of them
with its own accuracy and licence, because a branch may be far worse than its trunk.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "sources" / "assets.yaml"
OUT = HERE.parent / "assets.geojson"

#: kind of the source -> kind of the program; the source's word stays as `subtype`.
KINDS = {
    "telecom_cable": "telecom",
    "power_cable_hvdc": "power",
    "power_cable_ac": "power",
    "gas_pipeline": "gas",
    "oil_pipeline": "oil",
}

#: Licence of each part where trunk and branches differ; the source says it in words.
MIXED_LICENCES = {
    "own; branch ODbL-1.0": ("own", "ODbL-1.0"),
    # Branches in file order: Ystad-Bornholm (OSM), Gedser-German EEZ (BSH by EMODnet).
    "ODbL-1.0; Gedser branch CC-BY-4.0": ("ODbL-1.0", "ODbL-1.0", "CC-BY-4.0"),
}

#: Members of the source file that describe it as a whole.
FILE_LEVEL = (
    "schema_version",
    "compiled",
    "region",
    "crs",
    "coordinate_order",
    "not_for",
    "accuracy_classes",
    "route_rules",
    "licences",
    "sources",
    "known_gaps",
)

#: Facts copied as they are, null where the source has none.
COPIED = (
    "aliases",
    "status",
    "status_note",
    "operator",
    "owner",
    "countries",
    "in_service_year",
    "length_km",
    "length_note",
    "submarine_length_km",
    "route_length_km_computed",
    "capacity",
    "voltage_kv",
    "circuits_or_poles",
    "accuracy_class",
    "accuracy_km",
    "route_licence",
    "route_basis",
    "source_features",
    "facts_confidence",
    "notes",
    "sources",
)
LISTS = ("aliases", "countries", "source_features", "sources")


def part_list(asset: dict[str, Any]) -> list[dict[str, Any]]:
    """Return name, accuracy and licence of the trunk and of each branch."""
    branches = asset.get("branches", [])
    licence = asset["route_licence"]
    licences = MIXED_LICENCES.get(licence, (licence,) * (1 + len(branches)))
    parts = [
        {
            "name": "trunk",
            "accuracy_class": asset["accuracy_class"],
            "accuracy_km": float(asset["accuracy_km"]),
            "licence": licences[0],
        }
    ]
    for branch, own in zip(branches, licences[1:], strict=True):
        parts.append(
            {
                "name": branch["name"],
                "accuracy_class": branch["accuracy_class"],
                "accuracy_km": float(branch["accuracy_km"]),
                # Schematic branches of a charted trunk are our own waypoints.
                "licence": "own" if branch["accuracy_class"] == "schematic" else own,
            }
        )
    return parts


def feature(asset: dict[str, Any]) -> dict[str, Any]:
    """Return one asset as a GeoJSON feature."""
    known = {"id", "name", "kind", "landing_points", "route", "branches", *COPIED}
    if unknown := set(asset) - known:
        raise SystemExit(f"{asset['id']}: no place for {sorted(unknown)}")
    properties: dict[str, Any] = {
        "asset_id": asset["id"],
        "name": asset["name"],
        "kind": KINDS[asset["kind"]],
        "subtype": asset["kind"],
    }
    for name in COPIED:
        properties[name] = asset.get(name, [] if name in LISTS else None)
    properties["accuracy_km"] = float(asset["accuracy_km"])
    properties["parts"] = part_list(asset)
    properties["landings"] = asset["landing_points"]
    lines = [asset["route"], *(b["route"] for b in asset.get("branches", []))]
    return {
        "type": "Feature",
        "id": asset["id"],
        "properties": properties,
        "geometry": {"type": "MultiLineString", "coordinates": lines},
    }


def render(source: Path = SOURCE) -> str:
    """Return the text of ``assets.geojson``: one feature a line, so that diffs stay readable."""
    facts = yaml.safe_load(source.read_text(encoding="utf-8"))
    if unknown := set(facts) - {"assets", *FILE_LEVEL}:
        raise SystemExit(f"no place for {sorted(unknown)}")
    metadata = {
        "licence": "ODbL-1.0 as a whole; each feature and part names its own, "
        "see LICENSE-assets.md",
        **{name: facts[name] for name in FILE_LEVEL},
    }
    rows = [json.dumps(feature(a), ensure_ascii=False) for a in facts["assets"]]
    return (
        '{"type": "FeatureCollection", "name": "assets",\n'
        f'"metadata": {json.dumps(metadata, ensure_ascii=False, indent=1)},\n'
        '"features": [\n' + ",\n".join(rows) + "\n]}\n"
    )


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    target.write_text(render(), encoding="utf-8")
    print(target)
