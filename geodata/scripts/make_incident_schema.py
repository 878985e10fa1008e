"""Make ``incident.schema.json``, the JSON Schema of incident files, from the program.

    python geodata/scripts/make_incident_schema.py [OUT]

The same as ``baltic incidents schema --out FILE``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from baltic.catalogue import incident_schema

OUT = Path(__file__).resolve().parent.parent / "incident.schema.json"


def render() -> str:
    """Return the text of ``incident.schema.json``."""
    return json.dumps(incident_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    target.write_text(render(), encoding="utf-8")
    print(target)
