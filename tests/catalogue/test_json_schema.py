"""The published JSON Schema: the shipped copy is that of the program, and says the same."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from baltic.catalogue import Incident, incident_schema, load_incidents
from baltic.data import data_file

from .test_incidents import MINIMAL, changed

SCHEMA = incident_schema()
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def test_the_shipped_schema_is_that_of_the_program() -> None:
    text = data_file("incident.schema.json").read_text(encoding="utf-8")
    assert json.loads(text) == SCHEMA, "run geodata/scripts/make_incident_schema.py"


def test_it_is_a_schema_and_the_catalogue_fits_it() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    documents = [r.document() for r in load_incidents().values()]
    for document in [MINIMAL, *documents, documents, {"incidents": documents}]:
        CHECK.validate(document)
    CHECK.validate({**MINIMAL, "title": None, "sources": None, "own_key": {"a": 1}})


@pytest.mark.parametrize(
    "record",
    [
        {"id": "x"},
        {**MINIMAL, "id": "../x"},
        {**MINIMAL, "record_type": "rumour"},
        {**MINIMAL, "date_utc_start": "Christmas"},
        {**MINIMAL, "suspected_vessels": [{"role": "pirate"}]},
        {**MINIMAL, "attribution_claims": [{"claim": "x"}]},
        changed(t_earliest="2024-12-25T10:26:00"),
        changed(t_earliest="2024-12-25"),
        changed(asset_id=7),
        changed(asset_id=[]),
        changed(evidence_kind="rumour"),
        changed(t_sd_s=-1),
        changed(lon=260.0),
        [],
        "text",
    ],
)
def test_it_refuses_what_the_program_refuses(record: Any) -> None:
    assert not CHECK.is_valid(copy.deepcopy(record))


@pytest.mark.parametrize(
    "record",
    [
        changed(lon=True, lat=59.9),
        changed(lon="26.1", lat="59.9"),
        changed(kp_km="12"),
        changed(t_sd_s=True),
        changed(damaged="yes"),
        changed(damaged=0),
        changed(asset_id=["estlink-2", ""]),
        changed(t_earliest="2024-12-25T24:10Z"),
        changed(t_earliest="2024-13-25T10:26:00Z"),
        changed(t_earliest="20241225T102600Z"),
        changed(t_earliest="2024-W52-3T10:26:00Z"),
        {**MINIMAL, "date_utc_start": "2024-13"},
        {**MINIMAL, "date_utc_start": 1066},
        {**MINIMAL, "linked_incidents": [""]},
        {**MINIMAL, "suspected_vessels": [{"imo": "9074729"}]},
        {**MINIMAL, "suspected_vessels": [{"mmsi": True}]},
    ],
)
def test_both_refuse(record: Any) -> None:
    assert not CHECK.is_valid(copy.deepcopy(record))
    with pytest.raises(ValidationError):
        Incident.model_validate(record)


@pytest.mark.parametrize(
    "record",
    [
        changed(t_earliest="2024-12-25t10:25z"),
        changed(t_earliest=" 2024-12-25 12:25:00.5+0200 "),
        changed(lon=26, lat=59.9),
        {**MINIMAL, "date_utc_start": 2024},
        {**MINIMAL, "suspected_vessels": [{"imo": 9074729, "mmsi": None}]},
    ],
)
def test_both_accept(record: Any) -> None:
    CHECK.validate(copy.deepcopy(record))
    Incident.model_validate(record)
