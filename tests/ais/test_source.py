from __future__ import annotations

import dataclasses
import gzip
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baltic.ais import expand_paths
from baltic.ais.named_files import list_sources
from baltic.errors import InputError
from baltic.settings import Settings

from .shapes import DMA_HEADER, dropped, read, small_blocks, track, write, write_bytes

MAGIC = [b"\x1f\x8b\x08", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"PAR1", b"{", DMA_HEADER.encode()]


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
        archive.writestr("README_ais.txt", "more words")
        archive.writestr("hour-13.csv", "")
    data = read(path)
    assert data.audit.rows_used == 9
    assert [i["file"].split("!")[1] for i in data.inputs] == ["deep/one.csv", "two.csv"]


def test_words_beside_the_data_of_a_folder_are_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", track())
    (tmp_path / "Licence.txt").write_text("free to use\n")
    assert [p.name for p in expand_paths([tmp_path])] == ["a.csv"]
    with pytest.raises(InputError, match=r"Licence\.txt"):
        read(tmp_path / "Licence.txt")


def test_an_archive_of_nothing_but_an_empty_table_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.csv", "")
    with pytest.raises(InputError, match="empty"):
        read(tmp_path / "a.zip")


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
        (DMA_HEADER.encode("utf-16"), "only a header"),
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


@pytest.mark.parametrize("form", ["utf-16", "utf-16-le", "utf-16-be"])
def test_text_saved_as_utf16_is_read(tmp_path: Path, form: str) -> None:
    rows = [line.replace("SIM", "ÅSA €") for line in track(3)]
    mark = "" if form == "utf-16" else "\ufeff"
    data = (mark + "\r\n".join([DMA_HEADER, *rows])).encode(form)
    (tmp_path / "a.csv").write_bytes(data)
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(data))
    (tmp_path / "c.csv").write_text("\n".join([DMA_HEADER, *rows]), encoding="utf-8")
    plain = read(tmp_path / "c.csv")
    for name in ("a.csv", "b.csv.gz"):
        found = read(tmp_path / name)
        assert found.fixes.equals(plain.fixes) and found.vessels.equals(plain.vessels)
    (tmp_path / "a.csv").write_bytes(data[:-1])  # cut within a letter
    assert read(tmp_path / "a.csv").audit.rows_in == 3


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


def archive(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(name, data)
    return path


DAY = "\n".join([DMA_HEADER, *track(3), ""])


def test_members_with_paths_upwards_are_read_and_written_nowhere(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.zip",
        {
            "../../up.csv": DAY,
            "/etc/down.csv": DAY.replace("219000001", "219000002"),
            "./here.csv": DAY.replace("219000001", "219000003"),
        },
    )
    before = sorted(tmp_path.parent.iterdir())
    assert read(path).audit.rows_used == 9
    assert sorted(tmp_path.parent.iterdir()) == before and sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".csv.gz", ".csv.zst"])
def test_a_packed_member_is_unpacked_once_more(tmp_path: Path, suffix: str) -> None:
    inner = write(tmp_path / f"x{suffix}", track(3)).read_bytes()
    assert read(archive(tmp_path / "a.zip", {f"deep/x{suffix}": inner})).audit.rows_used == 3


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"a.zip": b"PK\x05\x06" + bytes(18)}, "archives inside"),
        ({"day.csv": DAY, "rest/more.zip": b"PK\x05\x06" + bytes(18)}, "archives inside"),
        ({"day.csv": b"PK\x05\x06" + bytes(18)}, "binary"),
        ({f"{i}.csv": "" for i in range(2_001)}, "2001 tables, more than 2000"),
        ({"zeros.csv": bytes(120_000_000)}, "200 times"),
        ({f"{i}.csv": bytes(40_000_000) for i in range(3)}, "200 times"),
    ],
)
def test_archives_that_are_traps_are_refused(
    tmp_path: Path, members: dict[str, bytes | str], says: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(archive(tmp_path / "trap.zip", members))
    assert says in str(caught.value) and "trap.zip" in str(caught.value)


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr("a.csv", DAY)
        out.writestr("a.csv", DAY)
    with pytest.raises(InputError, match="one name"):
        read(path)


@pytest.mark.slow
def test_a_gzip_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    row = (track(1)[0] + "\n").encode()
    path.write_bytes(gzip.compress(DMA_HEADER.encode() + b"\n" + row * (130_000_000 // len(row))))
    with pytest.raises(InputError, match="200 times"):
        read(path)


def test_a_zstandard_window_of_gigabytes_is_refused(tmp_path: Path) -> None:
    # frame: magic, no flags, window of 2^31 bytes, one raw last block
    text = DAY.encode()
    block = (len(text) << 3 | 1).to_bytes(3, "little") + text
    path = tmp_path / "a.csv.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd\x00" + bytes([21 << 3]) + block)
    with pytest.raises(InputError, match=r"a\.csv\.zst"):
        read(path)
    path.write_bytes(b"\x28\xb5\x2f\xfd\x00" + bytes([10 << 3]) + block)
    assert read(path).audit.rows_used == 3


@pytest.mark.parametrize("suffix", [".csv.gz", ".csv.zst"])
def test_parts_in_a_row_are_one_file_and_rubbish_after_them_is_told(
    tmp_path: Path, suffix: str
) -> None:
    one = write(tmp_path / f"one{suffix}", track(3)).read_bytes()
    two = write(tmp_path / f"two{suffix}", track(3, 219000002), header=None).read_bytes()
    whole = tmp_path / f"whole{suffix}"
    whole.write_bytes(one + two)
    assert read(whole).audit.rows_used == 6
    whole.write_bytes(one + b"rubbish after the end")
    with pytest.raises(InputError, match=r"whole.*(damaged|truncated)"):
        read(whole)


def test_zeros_after_a_gzip_are_padding(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv.gz", track(3))
    path.write_bytes(path.read_bytes() + bytes(512))
    assert read(path).audit.rows_used == 3


def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"gr\xf8n \xff.csv")
    try:
        write(path, track(3))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    data = read(path)
    name = data.inputs[0]["file"]
    assert name.endswith(r"gr\xf8n \xff.csv") and name.encode()
    assert expand_paths([tmp_path]) == [path]
    path.write_bytes(b"once upon a time\n")
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).encode()


def test_pipes_and_devices_do_not_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "a.csv"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(InputError, match="pipe or device"):
            read(path)
    with pytest.raises(InputError, match="holds no AIS file"):
        expand_paths([tmp_path])


@pytest.mark.parametrize("text", ["x" * 5_000, "~nobody-here/a.csv", "a\0b.csv", "[\0", "*\0*"])
def test_what_is_no_path_at_all(text: str) -> None:
    with pytest.raises(InputError):
        expand_paths([text])


@settings(max_examples=40, deadline=None)
@given(raw=st.binary(max_size=300), start=st.sampled_from([b"", *MAGIC]))
def test_any_bytes_give_rows_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, start: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a.csv"
    path.write_bytes(start + raw)
    with pytest.raises(InputError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
