"""Small AIS files made on the spot, in every shape a test needs."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from baltic.ais import AisData, read_fixes
from baltic.settings import Settings

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ais"

DMA_HEADER = (
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,"
    "IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,"
    "Destination,ETA,Data source type,A,B,C,D"
)
UNKNOWN = "Unknown,Unknown,,Undefined,,,,Undefined,,Unknown,,AIS,,,,"


def dma(
    t: str = "25/12/2024 10:26:00",
    mmsi: object = 518998865,
    lat: object = 59.5,
    lon: object = 25.5,
    *,
    mobile: str = "Class A",
    status: str = "Under way using engine",
    motion: str = "0.0,9.5,251.3,250",
    static: str = UNKNOWN,
) -> str:
    """Return one row of the Danish 2023 dialect."""
    return f"{t},{mobile},{mmsi},{lat},{lon},{status},{motion},{static}"


def named(name: str = "EAGLE S", imo: object = 9329760, cells: str = "189,40,12,20") -> str:
    """Return the static cells of a Danish row."""
    return f"{imo},E5U1234,{name},Tanker,Category X,32,229,GPS,12.5,PORT SAID,,AIS,{cells}"


def write(path: Path, rows: list[str], *, header: str | None = DMA_HEADER, end: str = "\n") -> Path:
    """Write lines as the file's name says: plain, .gz, .zip or .zst."""
    lines = ([header] if header is not None else []) + rows
    return write_bytes(path, (end.join(lines) + end).encode())


def write_bytes(path: Path, raw: bytes) -> Path:
    if path.suffix == ".gz":
        raw = gzip.compress(raw)
    elif path.suffix == ".zst":
        sink = io.BytesIO()
        with pa.CompressedOutputStream(sink, "zstd") as out:
            out.write(raw)
            out.flush()
            out.close()
        raw = sink.getvalue() if not sink.closed else pa.compress(raw, "zstd", asbytes=True)
    elif path.suffix == ".zip":
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(path.stem + ".csv", raw)
        raw = sink.getvalue()
    path.write_bytes(raw)
    return path


def track(n: int = 5, mmsi: int = 219000001, lon: float = 20.0) -> list[str]:
    """Return Danish rows of one ship, one a minute."""
    return [
        dma(f"25/12/2024 {i // 60:02d}:{i % 60:02d}:00", mmsi, 59.5, f"{lon + i / 100:.6f}")
        for i in range(n)
    ]


def read(*paths: Path, **options: Any) -> AisData:
    return read_fixes(list(paths), **options)


def dropped(data: AisData) -> dict[str, int]:
    return {r: t.count for r, t in data.audit.dropped.items() if t.count}


def flagged(data: AisData) -> dict[str, int]:
    return {r: t.count for r, t in data.audit.flagged.items()}


def small_blocks(size: int = 400) -> Settings:
    """Settings that cut even a small file into many blocks."""
    import dataclasses

    base = Settings()
    return dataclasses.replace(base, reading=dataclasses.replace(base.reading, block_bytes=size))


def real(name: str) -> Path:
    """Return a real file, or skip the test."""
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"real file {name} is not beside this checkout")
    return path
