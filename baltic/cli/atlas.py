"""``baltic atlas``: every asset and incident on one map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import Json, Quiet
from .talk import Talk

__all__ = ["atlas"]


def atlas(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.html", help="the map to write")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw every asset and incident on one self-contained map; needs no AIS.

    Examples:
      baltic atlas --out atlas.html
    """
    from .outputs import write_atlas

    talk = Talk(quiet=quiet, as_json=json)
    with talk.progress() as progress:
        progress("drawing the atlas")
        counts = write_atlas(out)
    talk.file(f"{counts['assets']} assets and {counts['incidents']} incidents", out)
    talk.document({"file": str(out), **counts})
