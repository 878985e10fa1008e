"""Writing AIS in the form of the Danish Maritime Authority's daily files.

One column more than theirs says what every row is, so that a simulated file is never
taken for a measured one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ..ais.dma import CARGO_WORDS, COLUMNS, TWO_DIGITS
from ..ais.dma_dialects import PROVENANCE
from ..ais.fixes import NAV_STATUS_WORDS
from ..ais.ship_types import SHIP_TYPE_WORDS
from ..catalogue import at_time
from .faults import SimulationError

__all__ = ["write_dma"]

_STATIC = (
    "imo", "name", "callsign", "ship_type", "loa_m", "beam_m", "draught_m", "to_bow_m",
    "destination",
)  # fmt: skip
_MOBILES = {"class-a": "Class A", "class-b": "Class B"}
#: Hazard of the cargo, the second digit of the ship type, as the feed writes it.
_CARGO = {
    code: "Category " + word.split()[1].upper() if word.startswith("c") else word.capitalize()
    for word, code in CARGO_WORDS.items()
}
#: Time inside the zip: the same tables give the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_dma(fixes: pl.DataFrame, vessels: pl.DataFrame, path: str | Path) -> None:
    """Write fixes with their ships' static data as a daily file of the Danish feed.

    The 26 columns of today's files in their order and words, and a 27th, ``Provenance``,
    which the readers of this program honour: what was simulated stays ``simulated``.

    Parameters
    ----------
    fixes
        Polars FIXES; further columns (as ``truth_state``) are left out.
    vessels
        Polars VESSELS; joined by MMSI and time.
    path
        ``.csv``, or ``.zip`` with one CSV of that name inside, as they are published.

    Raises
    ------
    SimulationError
        When the ending names no known format.

    Notes
    -----
    Times are cut to whole seconds; places have six decimals, speeds and courses one.

    Examples
    --------
    >>> import tempfile
    >>> from baltic.ais import read_fixes
    >>> from baltic.simulate import straight_run
    >>> run = straight_run([(1, 11.0)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "aisdk-2024-01-01.zip"
    ...     write_dma(run.fixes, run.vessels, path)
    ...     back = read_fixes([path])
    >>> back.inputs[0]["format"], back.fixes["provenance"].unique().to_list()
    ('dma', ['simulated'])
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in (".csv", ".zip"):
        raise SimulationError(
            f"Danish files end in .csv or .zip, not {ending!r}", file=path, hint="name one of these"
        )
    static = at_time(vessels, fixes["mmsi"], fixes["t"], list(_STATIC))
    table = fixes.select(pl.exclude(_STATIC)).hstack(static).sort("t", "mmsi", maintain_order=True)
    text = table.select(_cells()).write_csv().encode()
    if ending == ".csv":
        path.write_bytes(text)
        return
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr(zipfile.ZipInfo(path.with_suffix(".csv").name, _NO_TIME), text, 8)
    path.write_bytes(packed.getvalue())


def _cells() -> list[pl.Expr]:
    """Return the 27 columns as text, from FIXES and static data side by side."""
    kind = pl.col("ship_type")
    tens = (kind // 10 * 10).cast(pl.UInt8)
    has_cargo = tens.is_in(TWO_DIGITS)
    cargo = _word(pl.when(has_cargo).then(kind % 10), _CARGO, "")
    kind = pl.when(has_cargo).then(tens).otherwise(kind)
    behind, half = pl.col("loa_m") - pl.col("to_bow_m"), pl.col("beam_m") / 2
    made = {
        "# Timestamp": pl.col("t").dt.strftime("%d/%m/%Y %H:%M:%S"),
        "Type of mobile": _word(pl.col("source"), _MOBILES, "Class A"),
        "MMSI": pl.col("mmsi"),
        "Latitude": pl.col("lat").round(6),
        "Longitude": pl.col("lon").round(6),
        "Navigational status": _word(
            pl.col("nav_status"), _coded(NAV_STATUS_WORDS), "Unknown value"
        ),
        "ROT": _tenths("rot_deg_min"),
        "SOG": _tenths("sog_kn"),
        "COG": _tenths("cog_deg"),
        "Heading": pl.col("heading_deg").round(0).cast(pl.Int64),
        "IMO": pl.col("imo").cast(pl.String).fill_null("Unknown"),
        "Callsign": pl.col("callsign").fill_null("Unknown"),
        "Name": pl.col("name"),
        "Ship type": _word(kind, _coded(SHIP_TYPE_WORDS), "Undefined"),
        "Cargo type": cargo,
        "Width": _metres(pl.col("beam_m")),
        "Length": _metres(pl.col("loa_m")),
        "Type of position fixing device": pl.lit("Undefined"),
        "Draught": _tenths("draught_m"),
        "Destination": pl.col("destination").fill_null("Unknown"),
        "Data source type": pl.lit("AIS"),
        "A": _metres(pl.col("to_bow_m")),
        "B": _metres(behind),
        "C": _metres(half.ceil()),
        "D": _metres(half.floor()),
        PROVENANCE: pl.col("provenance"),
    }
    return [made.get(c, pl.lit("")).alias(c) for c in (*COLUMNS, PROVENANCE)]


def _coded(words: Mapping[str, int]) -> dict[int, str]:
    """Return the first word of each code, as the feed writes it."""
    first: dict[int, str] = {}
    for word, code in words.items():
        first.setdefault(code, word.capitalize())
    return first


def _word(code: pl.Expr, words: Mapping[int, str] | Mapping[str, str], other: str) -> pl.Expr:
    return code.replace_strict(words, default=other, return_dtype=pl.String).fill_null(other)


def _tenths(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Float64).round(1)


def _metres(length: pl.Expr) -> pl.Expr:
    return length.round(0).cast(pl.Int64)
