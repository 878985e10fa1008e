"""Make ``places.geojson`` (anchorages and ports) from ``sources/places.yaml``.

    python geodata/scripts/make_places.py [OUT]

A place whose position fails a check stays in the file with ``doubtful`` set and the
reason beside it; the loader leaves it out unless asked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "sources" / "places.yaml"
OUT = HERE.parent / "places.geojson"

#: Ports come as points; their water reaches about this far from the centre (own choice).
PORT_RADIUS_KM = 5.0

#: Why a position of the ports table cannot be right.
MINUTES = (
    "kilometres from any harbour; read as degrees and minutes instead of decimals the "
    "numbers fall on the port's own coast"
)

#: LOCODE -> reason.  Found by comparing each port with the coastline, both as printed and
#: with its decimals read as minutes.
DOUBTFUL = {
    "SEVBY": "printed at 57.63 N 11.60 E off Gothenburg; Visby lies on Gotland near 18.3 E",
    **dict.fromkeys(
        (
            *("DKBGZ", "DKHAD", "DKMRR", "FILAP", "FIPAT", "FIREP", "FITAH", "FIVAS", "FIVEI"),
            *("NOLAD", "NOORK", "NOTOF", "PLHEL", "RUBNK", "SEHAH", "SEKLA", "SERBN", "SETUN"),
        ),
        MINUTES,
    ),
}


def anchorage(row: dict[str, Any]) -> dict[str, Any]:
    """Return one anchorage as a feature."""
    return _feature(
        row, kind="anchorage", name=row["name"], radius_km=row["radius_km"], source=row["source"]
    )


def port(row: dict[str, Any]) -> dict[str, Any]:
    """Return one port as a feature."""
    why = DOUBTFUL.get(row["locode"])
    extra = {"doubtful": True, "doubtful_note": why} if why else {}
    return _feature(
        row,
        kind="port",
        name=row["name"],
        radius_km=PORT_RADIUS_KM,
        country=row["country"],
        locode=row["locode"],
        source="searoute 1.6.0 ports table",
        **extra,
    )


def _feature(row: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"doubtful": False, **properties},
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
    }


def render(source: Path = SOURCE) -> str:
    """Return the text of ``places.geojson``, one place a line."""
    facts = yaml.safe_load(source.read_text(encoding="utf-8"))
    features = [anchorage(r) for r in facts["anchorages"]] + [port(r) for r in facts["ports"]]
    metadata = {k: facts[k] for k in ("schema_version", "compiled", "note", "licences")} | {
        "port_radius_km": PORT_RADIUS_KM
    }
    rows = [json.dumps(f, ensure_ascii=False) for f in features]
    return (
        '{"type": "FeatureCollection", "name": "places",\n'
        f'"metadata": {json.dumps(metadata, ensure_ascii=False, indent=1)},\n'
        '"features": [\n' + ",\n".join(rows) + "\n]}\n"
    )


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    target.write_text(render(), encoding="utf-8")
    print(target)
