"""Small AIS files of every shape, made on the spot."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

__all__ = ["DMA_HEADER", "dma_row", "track_csv", "write_dma"]

DMA_HEADER = (
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,"
    "IMO,Callsign,Name,Ship type,Cargo type,Width,Length,Type of position fixing device,Draught,"
    "Destination,ETA,Data source type,A,B,C,D"
)


def dma_row(
    *,
    t: str = "25/12/2024 10:00:00",
    mobile: str = "Class A",
    mmsi: object = 219000001,
    lat: object = 55.0,
    lon: object = 14.0,
    sog: object = 10.0,
    cog: object = 90.0,
    name: str = "",
) -> str:
    """Return one row of the Danish 2023 dialect."""
    return (
        f"{t},{mobile},{mmsi},{lat},{lon},Under way using engine,0.0,{sog},{cog},90,"
        f"Unknown,Unknown,{name},Undefined,,,,Undefined,,Unknown,,AIS,,,,"
    )


def write_dma(path: Path, rows: list[str], *, end: str = "\n") -> Path:
    """Write a Danish file as .csv, .csv.gz or .zip by the name of `path`."""
    text = end.join([DMA_HEADER, *rows]) + end
    raw = text.encode()
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(raw))
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(path.stem + ".csv", raw)
    else:
        path.write_bytes(raw)
    return path


def track_csv(path: Path, rows: list[tuple[str, int, float, float, float, float]]) -> Path:
    """Write a generic table: t, mmsi, lon, lat, sog_kn, cog_deg."""
    lines = ["t,mmsi,lon,lat,sog_kn,cog_deg"]
    lines += [",".join(str(cell) for cell in row) for row in rows]
    path.write_text("\n".join(lines) + "\n")
    return path
