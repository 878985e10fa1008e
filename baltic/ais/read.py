"""Reads AIS files of any known format into canonical tables."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from ..audit import Audit
from ..errors import InputError, TableError
from ..files import sha256
from ..settings import Settings
from ..tables import FIXES, VESSELS, Table
from .filters import Filter
from .formats import decide
from .head import Options, read_head
from .judging import Judged
from .named_files import expand_paths, list_sources
from .remote import InputFile, as_file
from .rows import Check, Chunk, Making
from .sieve import Sieve
from .source import Meter, Source
from .telling import Telling

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AisData", "read_ais", "read_fixes", "read_source"]


#: Blocks made and judged at once.
_AHEAD = 2


@dataclass(frozen=True)
class AisData:
    """What a run read.

    Parameters
    ----------
    fixes
        Table FIXES, sorted by mmsi and t.
    vessels
        Table VESSELS, one row a ship and MMSI.
    audit
        Every row used or dropped, with the reason.
    inputs
        One dict an input: file, size, sha256, format, why, rows.
    notes
        Remarks for the reader of a report.
    history
        Table VESSELS, one row a stretch of time in which a ship's words stayed the same.

    Examples
    --------
    >>> import pandas as pd
    >>> t = pd.to_datetime(["2024-12-25T10:00Z", "2024-12-25T10:01Z"])
    >>> data = AisData.of(pd.DataFrame({"mmsi": 230000001, "t": t, "lon": 25.0, "lat": 59.9}))
    >>> data.fixes["provenance"].unique().to_list(), data.audit.rows_used
    (['measured'], 2)
    """

    fixes: pl.DataFrame
    vessels: pl.DataFrame
    audit: Audit
    inputs: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)
    history: pl.DataFrame | None = None

    @property
    def known(self) -> pl.DataFrame:
        """What to look ships up in by MMSI and time: the history where there is one."""
        return self.vessels if self.history is None else self.history

    @classmethod
    def of(
        cls,
        fixes: pl.DataFrame | pd.DataFrame,
        vessels: pl.DataFrame | pd.DataFrame | None = None,
    ) -> AisData:
        """Return tables that are already in memory as if they had been read.

        Parameters
        ----------
        fixes
            Columns of FIXES; ``mmsi``, ``t`` (UTC), ``lon`` and ``lat`` are required, others
            may be missing.  Provenance is ``measured`` unless a column says otherwise.
        vessels
            Columns of VESSELS as far as known, one row a ship; several of one MMSI are told
            apart by ``first_t`` and ``last_t``.  None takes them from columns of that name
            among the fixes, of each ship what was sent last; a note names columns of no use.

        Returns
        -------
        AisData
            Sorted by mmsi and t, its audit counting every row as used; no inputs.

        Raises
        ------
        TableError
            A required column is missing or of the wrong type.
        TableError
            A required column is missing or of the wrong type.

        Examples
        --------
        >>> import pandas as pd
        >>> t = pd.to_datetime(["2024-12-25T10:00Z", "2024-12-25T10:01Z"])
        >>> two = pd.DataFrame({"mmsi": 230000001, "t": t, "lon": [25.0, 25.01], "lat": 59.9})
        >>> AisData.of(two).fixes.height
        2
        """
        plain = _plain(fixes)
        table = _as_contract(plain, FIXES)
        table = table.with_columns(pl.col("provenance").fill_null("measured")).sort("mmsi", "t")
        FIXES.check(table)
        known = _as_contract(_sent_with(plain) if vessels is None else _plain(vessels), VESSELS)
        used = {*FIXES.names, *(VESSELS.names if vessels is None else ())}
        idle = [c for c in plain.columns if c not in used]
        notes = [f"columns of the fixes that are not used: {', '.join(idle)}"] if idle else []
        audit = Audit(rows_in=table.height, rows_used=table.height)
        return cls(fixes=table, vessels=known, audit=audit, inputs=[], notes=notes)


def _sent_with(fixes: pl.DataFrame) -> pl.DataFrame:
    """Return what each ship last sent of itself, from columns of VESSELS among its fixes."""
    own = [c for c in VESSELS.names if c in fixes.columns and c != "mmsi"]
    if not own:
        return VESSELS.empty()
    last = [pl.col(c).drop_nulls().last() for c in own]
    return fixes.sort("t").group_by("mmsi", maintain_order=True).agg(last).sort("mmsi")


def _plain(frame: pl.DataFrame | pd.DataFrame) -> pl.DataFrame:
    return frame if isinstance(frame, pl.DataFrame) else pl.from_pandas(frame)


def _as_contract(plain: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return a caller's table with the columns and types of a contract."""
    missing = [
        c for c in ("mmsi", "t", "lon", "lat") if c in table.names and c not in plain.columns
    ]
    if missing:
        raise TableError(
            f"table {table.name}: column {' and '.join(missing)} missing",
            hint="columns of this table: " + ", ".join(table.names),
        )
    if "t" in plain.columns and getattr(plain.schema["t"], "time_zone", None) is None:
        raise TableError("column t has no time zone", hint="use aware UTC times")
    empty = [pl.lit(None).alias(c) for c in table.names if c not in plain.columns]
    try:
        return plain.with_columns(empty).select(
            pl.col(c.name).cast(c.dtype, strict=True) for c in table.columns
        )
    except pl.exceptions.PolarsError as error:
        raise TableError(f"table {table.name}: {str(error).splitlines()[0]}") from error


def read_fixes(
    paths: Sequence[str | InputFile],
    *,
    format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    t_from: datetime | None = None,
    t_to: datetime | None = None,
    bbox: tuple[float, float, float, float] | None = None,
    start: datetime | None = None,
    rate: float | None = None,
    settings: Settings | None = None,
    told: Callable[[int, float], None] | None = None,
) -> AisData:
    r"""Read files (packed or not) into fixes and vessels.

    Parameters
    ----------
    paths
        Files; use :func:`expand_paths` for folders and globs.
    format
        Name of the format; None lets the program decide and say why.
    mapping
        Columns of generic tables, canonical field to column: ``{"t:utc": "BaseDateTime"}``.
    t_from, t_to
        Only fixes of this time, both ends included; aware datetimes.
    bbox
        Only fixes in this box: west, south, east, north in degrees.
    start, rate
        For one NMEA log without times: UTC time of its first message, and messages a second.
    settings
        Sections ``limits`` and ``reading``; None for the defaults.
    told
        Called now and then with the rows so far and the share of all bytes that is read.

    Returns
    -------
    AisData
        The same for any order or split of the input.

    Raises
    ------
    InputError
        One line: what is wrong with which file.
    InputError
        One line: what is wrong with which file.

    Examples
    --------
    >>> import tempfile
    >>> rows = "mmsi,When,lon,lat\n230000001,2024-12-25 10:00:00,25.0,59.9\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "log.csv"
    ...     _ = file.write_text(rows)
    ...     data = read_fixes([file], mapping={"t:utc": "When"})
    >>> data.fixes["t"].to_list()[0].isoformat()
    '2024-12-25T10:00:00+00:00'
    """
    settings = settings or Settings()
    window = Filter(t_from, t_to, bbox)
    window.check()
    notes: list[str] = []
    options = Options(settings, dict(mapping or {}), notes, start=start, rate=rate)
    options.check(len(paths))
    sieve = Sieve(settings, window, notes=notes)
    inputs: list[dict[str, Any]] = []
    files = [as_file(p) for p in paths]
    telling = None if told is None else Telling.of(told, files)
    with ThreadPoolExecutor(1) as aside:
        for file in files:
            sources = list_sources(file, settings.limits)
            digest = aside.submit(sha256, file)
            for source in sources:
                entry = read_source(source, format, options, sieve, telling)
                inputs.append({**entry, "sha256": digest})
            if telling is not None:
                telling.add(0, file.stat().st_size)
        for entry in inputs:
            entry["sha256"] = entry["sha256"].result()
    fixes, vessels = sieve.finish()
    FIXES.check(fixes)
    VESSELS.check(vessels)
    history = sieve.history(vessels)
    return AisData(fixes, vessels, sieve.audit, inputs, notes, history)


def read_source(
    source: Source,
    name: str | None,
    options: Options,
    sieve: Sieve,
    told: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Read one stream into a sieve; return its row of the manifest, less its hash.

    Parameters
    ----------
    name
        The user's word for its format; None lets the program decide.
    told
        Called with the rows of the sieve and the bytes of the file that are read.
    """
    meter = None if told is None else Meter()
    source = replace(source, meter=meter)
    head = read_head(source, options.settings)
    chosen, why = decide(head, options, name)
    options.decided.clear()
    before = sieve.audit.rows_in
    if told is not None:
        told(before, 0)
    sieve.begin(source)
    for judged, place in _ahead(chosen.chunks(source, head, options), sieve.judge, meter):
        sieve.take(judged)
        if told is not None:
            told(sieve.audit.rows_in, place)
    sieve.end()
    size = source.path.stat().st_size
    if told is not None and meter is not None:
        told(sieve.audit.rows_in, size if source.member is None else meter.bytes())
    return {
        "file": source.name,
        "size": size,
        "sha256": None,
        "format": chosen.name,
        "why": "; ".join([why, *options.decided]),
        "rows": sieve.audit.rows_in - before,
    }


def _ahead(
    chunks: Iterator[Chunk] | Iterator[Making | Check],
    judge: Callable[[Chunk], Judged],
    meter: Meter | None = None,
    most: int = _AHEAD,
) -> Iterator[tuple[Judged, int]]:
    """Yield blocks in order while the next ones are made and judged: all share the cores.

    Beside each stands how many bytes of the file had been read for it.
    """
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(most) as makers:
        coming: deque[tuple[Future[Judged], int]] = deque()
        following: Future[Any] = reader.submit(next, chunks, None)
        try:
            while True:
                item = following.result()
                if item is None:
                    break
                place = 0 if meter is None else meter.bytes()
                following = reader.submit(next, chunks, None)
                if isinstance(item, Check):
                    while coming:
                        yield _judged(coming.popleft())
                    item.run()
                    continue
                coming.append((makers.submit(_make, item, judge), place))
                while len(coming) > most:
                    yield _judged(coming.popleft())
            while coming:
                yield _judged(coming.popleft())
        finally:
            for future in (following, *(future for future, _ in coming)):
                future.cancel()


def _make(item: Chunk | Making, judge: Callable[[Chunk], Judged]) -> Judged:
    return judge(item() if callable(item) else item)


def _judged(item: tuple[Future[Judged], int]) -> tuple[Judged, int]:
    return item[0].result(), item[1]


def read_ais(paths: str | Path | Sequence[str | Path], **options: Any) -> pd.DataFrame:
    r"""Read AIS files into a pandas table of fixes.

    Parameters
    ----------
    paths
        Files, folders or globs.
    options
        Those of :func:`read_fixes`.

    Returns
    -------
    pandas.DataFrame
        Columns of the table FIXES; ``attrs["audit"]`` accounts for every row.

    Raises
    ------
    InputError
        One line: what is wrong with which file.

    Examples
    --------
    >>> import tempfile
    >>> rows = "mmsi,t,lon,lat\n230000001,2024-12-25T10:00:00Z,25.0,59.9\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "day.csv"
    ...     _ = file.write_text(rows)
    ...     fixes = read_ais(file)
    >>> len(fixes), fixes.attrs["audit"]["rows_used"]
    (1, 1)
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    for name in ("t_from", "t_to", "start"):
        if isinstance(options.get(name), str):
            options[name] = _instant(name, options[name])
    data = read_fixes(expand_paths(given), **options)
    table = data.fixes.to_pandas()
    table.attrs["audit"] = data.audit.as_dict()
    table.attrs["inputs"] = data.inputs
    return table


def _instant(name: str, text: str) -> datetime:
    try:
        t = datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{name} is no ISO 8601 time", example=text) from error
    if t.tzinfo is None:
        raise InputError(f"{name} has no time zone", example=text, hint="write it with Z")
    return t.astimezone(UTC)
