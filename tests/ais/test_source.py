from __future__ import annotations

import dataclasses
import gzip
import zipfile
from pathlib import Path

import pytest

from baltic.ais import expand_paths
from baltic.ais.source import list_sources
from baltic.errors import InputError
from baltic.settings import Settings

from .shapes import DMA_HEADER, dropped, read, small_blocks, track, write, write_bytes


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.zip", "a.csv.zst", "с пробелом ö.csv"])
def test_packing_and_names_change_nothing(tmp_path: Path, name: str) -> None:
    plain = read(write(tmp_path / "plain.csv", track()))
    data = read(write(tmp_path / name, track()))
    assert data.fixes.equals(plain.fixes) and data.vessels.equals(plain.vessels)
    assert len(data.inputs[0]["sha256"]) == 64
    assert data.inputs[0]["size"] == (tmp_path / name).stat().st_size


def test_packing_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    packed = write(tmp_path / "a.csv.gz", track())
    packed.rename(tmp_path / "a.csv")
    assert read(tmp_path / "a.csv").audit.rows_used == 5
    write(tmp_path / "b.csv", track()).rename(tmp_path / "b.csv.gz")
    assert read(tmp_path / "b.csv.gz").audit.rows_used == 5


def test_zip_of_several_members_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "month.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("two.csv", "\n".join([DMA_HEADER, *track(5, 219000002)]))
        archive.writestr("deep/one.csv", "\n".join([DMA_HEADER, *track(4, 219000001)]))
        archive.writestr("__MACOSX/._one.csv", b"\x00\x05\x16\x07")
        archive.writestr("readme.md", "words")
    data = read(path)
    assert data.audit.rows_used == 9
    assert [i["file"].split("!")[1] for i in data.inputs] == ["deep/one.csv", "two.csv"]


@pytest.mark.parametrize("suffix", [".csv.gz", ".zip", ".csv.zst"])
@pytest.mark.parametrize("keep", [0.3, 0.7, 0.97])
def test_truncated_archives_are_refused(tmp_path: Path, suffix: str, keep: float) -> None:
    whole = write(tmp_path / f"whole{suffix}", track(500)).read_bytes()
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(InputError, match=r"cut.*(truncated|damaged)"):
        read(cut)


def test_damaged_gzip_and_zip_are_refused(tmp_path: Path) -> None:
    for suffix in (".csv.gz", ".zip"):
        raw = bytearray(write(tmp_path / f"whole{suffix}", track(500)).read_bytes())
        raw[len(raw) // 2] ^= 0xFF
        bad = tmp_path / f"bad{suffix}"
        bad.write_bytes(raw)
        with pytest.raises(InputError, match="bad"):
            read(bad)


def test_gzip_of_several_parts_is_one_file(tmp_path: Path) -> None:
    first = gzip.compress("\n".join([DMA_HEADER, *track(3), ""]).encode())
    second = gzip.compress("\n".join([*track(3, 219000002), ""]).encode())
    (tmp_path / "a.csv.gz").write_bytes(first + second)
    assert read(tmp_path / "a.csv.gz").audit.rows_used == 6


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (bytes(range(256)) * 40, "binary"),
        (b"PK\x03\x04rubbish", "zip"),
        (b"PK\x05\x06" + bytes(18), "no AIS table"),
        (b"\x1f\x8brubbish", "truncated"),
        (b"BZh91AY", "bzip2"),
        (DMA_HEADER.encode(), "only a header"),
        (DMA_HEADER.encode() + b"\n", "only a header"),
        (DMA_HEADER.encode("utf-16"), "UTF-16"),
        (b"once upon a time\nthere was a ship\n", "no known AIS format"),
        (b"!AIVDM,1,1,,A,13mb9U0P00PRk8fT5nw>4?wj2006,0*5D\n", "NMEA"),
        (b"PAR1 rubbish", "Parquet"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Fea', "JSON"),
        (b'{"type": "FeatureCollection", "features": []}', "no rows"),
    ],
)
def test_useless_files_are_refused_in_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "it.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(path)
    text = str(caught.value)
    assert "it.csv" in text and says in text and "\n" not in text


def test_missing_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv: no such file"):
        list_sources(tmp_path / "none.csv")
    with pytest.raises(InputError, match="folder"):
        list_sources(tmp_path)


def test_long_lines_and_bombs_meet_the_limits(tmp_path: Path) -> None:
    base = Settings()
    limits = dataclasses.replace(base.limits, max_line_bytes=10_000, max_unzipped_bytes=100_000)
    tight = dataclasses.replace(small_blocks(5_000), limits=limits)
    long = write(tmp_path / "long.csv", [*track(), "x" * 50_000])
    with pytest.raises(InputError, match=r"long.csv, line 7: a line is longer"):
        read(long, settings=tight)
    bomb = write(tmp_path / "bomb.csv.gz", track(5_000))
    with pytest.raises(InputError, match="unpacks to more"):
        read(bomb, settings=tight)


def test_expand_paths_takes_globs_and_folders(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    (folder / "deep").mkdir(parents=True)
    one = write(folder / "b.csv", track())
    two = write(folder / "deep" / "a.csv.gz", track())
    (folder / "notes.md").write_text("x")
    (folder / ".hidden.csv").write_text("x")
    assert expand_paths([folder]) == [one, two]
    assert expand_paths([str(tmp_path / "*" / "*.csv"), one, folder]) == [one, two]
    assert expand_paths([tmp_path / "**" / "*.gz"]) == [two]


@pytest.mark.parametrize("pattern", ["none.csv", "none*.csv", "empty"])
def test_expand_paths_refuses_what_names_nothing(tmp_path: Path, pattern: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError):
        expand_paths([tmp_path / pattern])
    with pytest.raises(InputError):
        expand_paths([])


def test_a_name_with_brackets_is_a_file_first(tmp_path: Path) -> None:
    path = write(tmp_path / "day[1].csv", track())
    assert expand_paths([path]) == [path]


def test_one_empty_file_among_others_is_a_note(tmp_path: Path) -> None:
    data = read(write(tmp_path / "a.csv", []), write(tmp_path / "b.csv", track()))
    assert data.audit.rows_used == 5 and dropped(data) == {}
    assert "a.csv" in data.notes[0] and "no rows" in data.notes[0]


def test_write_bytes_helper_packs(tmp_path: Path) -> None:
    assert write_bytes(tmp_path / "x.zst", b"abc").read_bytes()[:4] == b"\x28\xb5\x2f\xfd"
