"""The JSON Schema of incident files, for editors and programs in other languages."""

from __future__ import annotations

from typing import Any

from .incidents import NULL_IS_EMPTY, Incident

__all__ = ["incident_schema"]


def incident_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a file: one record, a list, or a mapping.

    What a schema can say is in it; that windows are not reversed, that ids are known and
    stand once, and what a damage record needs is checked by ``baltic incidents validate``.

    Returns
    -------
    dict
        Plain JSON.

    Examples
    --------
    >>> sorted(incident_schema()["$defs"]["Incident"]["required"])
    ['assets', 'id']
    """
    own = Incident.model_json_schema(ref_template="#/$defs/{model}")
    parts = own.pop("$defs", {})
    record = {"$ref": "#/$defs/Incident"}
    records = {"type": "array", "items": record, "minItems": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:baltic:incident-file:1",
        "title": "Incident file of baltic",
        "description": "One incident, a list of them, or {incidents: [...]}, as YAML or JSON. "
        "Unknown keys are kept. Evidence for a person, never a verdict.",
        "anyOf": [
            record,
            records,
            {
                "type": "object",
                "required": ["incidents"],
                "properties": {"incidents": records},
                "not": {"required": ["assets"]},
            },
        ],
        "$defs": {**parts, "Incident": _nullable(own)},
    }


def _nullable(model: dict[str, Any]) -> dict[str, Any]:
    """Let lists and words with a default be null: that is nothing said."""
    for name in NULL_IS_EMPTY:
        part = model["properties"][name]
        model["properties"][name] = {"anyOf": [part, {"type": "null"}]}
    return model
