from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from baltic.errors import InputError

from .shapes import read


def _workbook() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (_workbook(), "Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel workbook"),
        (b"\n<!DOCTYPE html>\n<html>mmsi, lat, lon</html>\n", "web page"),
        (gzip.compress(_workbook()), "archive inside"),
        (b"%PDF-1.4\nmmsi,t,lon,lat\n", "PDF"),
        (b"SQLite format 3\x00" + bytes(600), "SQLite"),
        (b"ARROW1\x00\x00" + bytes(600), "Arrow"),
        (b"a.csv" + bytes(252) + b"ustar\x0000" + bytes(250), "tar archive"),
    ],
)
def test_what_a_file_is_instead_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "it.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    text = str(caught.value)
    assert "it.csv" in text and says in text and "\n" not in text and ";" in text
