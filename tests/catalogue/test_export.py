"""Incident exports: break positions only, estimates marked, foreign text disarmed."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

from baltic.catalogue import Incident, export_incidents, load_incidents
from baltic.errors import OutputError

KNOWN = load_incidents()
HOSTILE = Incident.model_validate(
    {
        "id": "x",
        "title": '=HYPERLINK("http://a","b")',
        "record_type": "no_damage",
        "notes": "n",
        "assets": [
            {
                "asset_id": "estlink-2",
                "name": "</name><script>alert(1)</script>",
                "lon": 26.0,
                "lat": 59.9,
            }
        ],
    }
)


def test_geometry_is_break_positions_only() -> None:
    features = json.loads(export_incidents(KNOWN, "geojson"))["features"]
    assert {f["properties"]["incident_id"] for f in features} == set(KNOWN)
    basis = [f["properties"]["position_basis"] for f in features]
    assert (basis.count("published"), basis.count("third-party estimate")) == (1, 8)
    for feature in features:
        own = feature["properties"]
        assert (feature["geometry"] is None) is (own["position_basis"] is None)
        assert (own["position_basis"] == "third-party estimate") is bool(own["position_note"])
        if feature["geometry"]:
            assert feature["geometry"]["type"] == "Point"
            assert own["position_sd_km"] > 0


def test_csv_has_a_row_an_asset() -> None:
    rows = list(csv.DictReader(io.StringIO(export_incidents(KNOWN, "csv"))))
    assert len(rows) == sum(max(1, len(r.assets)) for r in KNOWN.values())
    fec = next(r for r in rows if r["asset_id"] == "fec-2 or fec-1")
    assert fec["t_latest"] == "2023-10-08T00:13:00Z"


def test_kml_is_xml_with_the_same_points() -> None:
    root = ET.fromstring(export_incidents(KNOWN, "kml").encode())
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert len(root.findall(".//k:Point", space)) == 9


@pytest.mark.parametrize("format", ["geojson", "csv", "kml"])
def test_nothing_to_export_is_still_a_file(format: str) -> None:
    text = export_incidents({}, format)
    assert text.endswith("\n")


def test_foreign_text_is_disarmed() -> None:
    known = {"x": HOSTILE}
    assert "<script>" not in export_incidents(known, "kml")
    ET.fromstring(export_incidents(known, "kml").encode())
    (row,) = csv.DictReader(io.StringIO(export_incidents(known, "csv")))
    assert row["title"].startswith("'=")
    (feature,) = json.loads(export_incidents(known, "geojson"))["features"]
    assert feature["properties"]["title"] == HOSTILE.title


def test_an_unknown_format_names_the_known() -> None:
    with pytest.raises(OutputError, match="geojson, csv, kml"):
        export_incidents(KNOWN, "xlsx")


DENIED = Incident.model_validate(
    {
        "id": "denied",
        "assets": [
            {
                "asset_id": "estlink-2",
                "t_earliest": "2025-01-01T00:00Z",
                "t_latest": "2025-01-01T01:00Z",
                "lon": 26.0,
                "lat": 59.9,
            }
        ],
        "attribution_claims": [
            {"by": "a ministry", "claim": "their ship cut the cable", "stance": "denies"},
            {"by": "the police", "claim": "it had crossed", "stance": "clears", "about": "Ship A"},
            {"by": "a paper", "claim": "an anchor was seen"},
        ],
    }
)


@pytest.mark.parametrize("format_", ["csv", "geojson", "kml"])
def test_a_denial_is_told_as_a_denial(format_: str) -> None:
    text = export_incidents({"denied": DENIED}, format_)
    assert "a ministry denies: their ship cut the cable" in text
    assert "the police clears (about Ship A): it had crossed" in text
    assert "a paper: an anchor was seen" in text


def test_own_records_are_told_from_shipped_ones() -> None:
    (key,) = list(KNOWN)[:1]
    rows = list(csv.DictReader(io.StringIO(export_incidents(KNOWN, "csv", own={key}))))
    assert {r["incident_id"] for r in rows if r["catalogue"] == "own"} == {key}
    assert {r["catalogue"] for r in rows} == {"own", "shipped"}
