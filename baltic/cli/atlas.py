"""``baltic atlas``: every asset and incident on one map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import AssetsFile, Catalogue, Json, Quiet
from .talk import Talk, some

__all__ = ["atlas"]


def atlas(
    out: Annotated[Path, typer.Option("--out", metavar="FILE.html", help="the map to write")],
    assets: AssetsFile = None,
    catalogue: Catalogue = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw every asset and incident on one self-contained map; needs no AIS.

    Each has a page of facts with its own address: atlas.html#asset=c-lion1,
    atlas.html#incident=estlink2-eagle-s-2024. Your own incidents are on it too, and
    marked as such.

    Examples:
      baltic atlas --out atlas.html
      baltic atlas --assets mine.geojson --out mine.html
    """
    from ..catalogue import load_library
    from .outputs import write_atlas

    talk = Talk(quiet=quiet, as_json=json)
    library = load_library(catalogue)
    for fault in library.faults:
        talk.step(f"left out: {fault.line()}")
    with talk.progress() as progress:
        progress("drawing the atlas")
        counts = write_atlas(out, assets_file=assets, library=library)
    talk.file(f"{some(counts['assets'], 'asset')} and {some(counts['incidents'], 'incident')}", out)
    talk.document({"file": str(out), **counts})
