"""``baltic ingest``: files into a store that every other command reads."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from .options import (
    AisFiles,
    Engine,
    FormatName,
    Json,
    Mapping_,
    Quiet,
    Rate,
    SettingsFile,
    Start,
    Workers,
    parse_mapping,
    parse_time,
)
from .talk import Talk, some

__all__ = ["ingest"]


def ingest(
    ais: AisFiles,
    store: Annotated[
        str, typer.Option("--store", metavar="DIR", help="folder or address of the store")
    ],
    format_: FormatName = None,
    map_: Mapping_ = None,
    start: Start = None,
    rate: Rate = None,
    workers: Workers = None,
    engine: Engine = "local",
    buckets: Annotated[
        int | None,
        typer.Option("--buckets", metavar="N", min=1, max=4096, help="of a new store"),
    ] = None,
    settings: SettingsFile = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Put AIS files into a store (Parquet by ship and day) that other commands read.

    More files can be added at any time; the same file again changes nothing, and rows
    that several files share count once. A run that was broken off leaves a valid store.

    Examples:
      baltic ingest 2025/*.zip --store ais-2025
      baltic ingest own.csv --store ais-own --map t:utc=Time --map sog:kn=Speed
    """
    mapping, t_start = parse_mapping(map_), parse_time(start, "--start")
    from ..ais import expand_paths
    from ..engine.ingestion import ingest as run
    from ..settings import load_settings

    talk = Talk(quiet=quiet, as_json=json)
    with talk.progress() as progress:
        told = run(
            expand_paths(ais),
            store,
            format=format_,
            mapping=mapping,
            start=t_start,
            rate=rate,
            settings=load_settings(settings),
            buckets=buckets,
            engine=engine,
            workers=workers,
            progress=progress,
        )
    already = sum(1 for i in told.inputs if i["already"])
    talk.say(
        f"{some(told.rows_in, 'row')} read, {some(told.fixes, 'fix', 'fixes')} stored in "
        f"{Path(store).name or store}"
        + (f"; {some(already, 'input')} already in the store" if already else "")
    )
    for reason, count in told.dropped.items():
        talk.say(f"not stored: {count:,} {reason}")
    for note in told.notes:
        talk.say(f"note: {note}")
    talk.say("every command takes it in place of files:")
    talk.copyable(f"baltic scan {quote(store)} --out DIR")
    talk.document(told.document())
