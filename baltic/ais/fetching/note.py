"""What must be known of a fetched file: where it is from, and what may be done with it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from ...files import dump_json, output_file
from .download import Got

__all__ = ["LICENCE", "NOTE_NAME", "SOURCE_SUFFIX", "write_note", "write_source"]

#: Neither ends like an AIS table, so that a scan of the folder passes them by.
NOTE_NAME = "LICENCE-NOTE.md"
SOURCE_SUFFIX = ".source"

LICENCE = (
    "Historical AIS of the Danish Maritime Authority: free to download under the Danish PSI act "
    "(no. 596 of 24 June 2005); no licence is named and no terms of passing it on are stated, so "
    "it is not ours to pass on: do not redistribute it. Their policy forbids combining it to "
    "identify persons."
)

_NOTE = """# Where these files are from, and what may be done with them

{licence}

Source: http://aisdata.ais.dk/. Each zip has a file `NAME.zip{suffix}` (JSON) beside it with
its address, size, SHA-256, ETag, what was checked, and the time it was fetched.
"""


def write_note(folder: Path) -> None:
    """Write the licence note into the folder."""
    with output_file(folder / NOTE_NAME) as scratch:
        text = _NOTE.format(licence=LICENCE, suffix=SOURCE_SUFFIX)
        scratch.write_text(text, encoding="utf-8")


def write_source(got: Got, now: datetime | None = None) -> None:
    """Write the origin of a file beside it; an earlier record of the same bytes stays."""
    path = got.path.with_name(got.path.name + SOURCE_SUFFIX)
    if got.already_there and _sha256_in(path) == got.checked.sha256:
        return
    fetched = None if got.already_there else now or datetime.now(UTC)
    record = {
        "file": got.path.name,
        "url": got.url,
        "size": got.size,
        "sha256": got.checked.sha256,
        "etag": got.etag,
        "fetched_at": fetched and fetched.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "passed": list(got.checked.passed),
        "notes": list(got.checked.notes),
        "licence": LICENCE,
    }
    with output_file(path) as scratch:
        dump_json(scratch, record)


def _sha256_in(path: Path) -> str | None:
    try:
        record = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return record.get("sha256") if isinstance(record, dict) else None
