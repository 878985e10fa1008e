"""``baltic fetch``: what it prints, where it ends, and that a scan reads what it fetched."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ais.fetching.bucket import Bucket, Fault, opened

from .files import dma_row, write_dma
from .runner import Done, run

NAME = "aisdk-2024-12-25.zip"
FILES = ["LICENCE-NOTE.md", NAME, NAME + ".source"]


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[Bucket]:
    rows = [dma_row(t=f"25/12/2024 10:{m:02d}:00", lon=14 + m * 0.005) for m in range(30)]
    with opened() as made:
        made.put(f"2024/{NAME}", write_dma(tmp_path / NAME, rows).read_bytes())
        yield made


@pytest.fixture
def settings(tmp_path: Path, bucket: Bucket) -> Path:
    """Settings that ask the bucket on loopback and do not wait."""
    file = tmp_path / "s.toml"
    file.write_text(
        f'[fetch]\nurl = "{bucket.url}"\nsecond_url = ""\nattempts = 3\nspare_bytes = 0\n'
        "pause_s = 0\nbackoff_s = 0\n"
    )
    return file


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "ais"


def names(out: Path) -> list[str]:
    return sorted(p.name for p in out.iterdir())


def _one_line(done: Done, says: str) -> None:
    assert (done.code, done.out) == (1, ""), done
    lines = done.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("baltic: "), done.err
    assert says in lines[0] and "defect" not in lines[0]


def test_json_is_the_contract(settings: Path, out: Path, bucket: Bucket) -> None:
    words = ("fetch", "dma", "2024-12-25", "--out", out, "--settings", settings, "--json")
    done = run(*words, "--quiet")
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    assert "PSI act" in document["licence"]
    (file,) = document["files"]
    assert set(file) == {"url", "path", "size", "sha256", "etag", "resumed", "already_there"}
    assert file["url"] == f"{bucket.url}/2024/{NAME}" and file["path"] == str(out / NAME)
    assert names(out) == FILES
    again = json.loads(run(*words).out)
    assert again["files"] == [{**file, "already_there": True}]


def test_words_for_a_person(settings: Path, out: Path, bucket: Bucket) -> None:
    bucket.faults.append(Fault("status", code=503))
    words = ("fetch", "dma", "2024-12-25", "--out", out, "--settings", settings)
    done = run(*words)
    assert done.code == 0
    assert NAME in done.out and "SHA-256" in done.out and "do not redistribute" in done.out
    assert "answers 503; trying again" in done.err and NAME in done.err
    assert "already there" in run(*words, "--no-verify").out
    done = run(*words, "--quiet")
    assert done.err == "" and "already there" in done.out


def test_a_scan_reads_what_was_fetched(settings: Path, out: Path, tmp_path: Path) -> None:
    """The file, and the whole folder with the notes that lie in it."""
    assert run("fetch", "dma", "2024-12-25", "--out", out, "--settings", settings).code == 0
    for ais in (out / NAME, out):
        done = run("scan", ais, "--out", tmp_path / "scan", "--quiet", "--json")
        assert (done.code, done.err) == (0, "")
        manifest = json.loads(done.out)["manifest"]
        assert manifest["counts"]["rows_used"] == 30
        assert [Path(i["file"].split("!")[0]).name for i in manifest["inputs"]] == [NAME]


def test_a_part_is_no_ais_file(settings: Path, out: Path, bucket: Bucket, tmp_path: Path) -> None:
    bucket.faults.extend([Fault("cut", 200), *[Fault("drop")] * 2])
    words = ("fetch", "dma", "2024-12-25", "--out", out, "--settings", settings, "--quiet")
    _one_line(run(*words), "the connection was cut (tried 3 times)")
    assert names(out) == [NAME + ".part", NAME + ".part.etag"]
    _one_line(run("scan", out, "--out", tmp_path / "scan", "--quiet"), "holds no AIS file")
    done = run(*words, "--json")
    assert json.loads(done.out)["files"][0]["resumed"] and names(out) == FILES


@pytest.mark.parametrize(
    ("date", "says"),
    [
        ("2024-12-24", "nearest are 2024-12-25"),
        ("2006-02", "first month is 2006-03"),
        ("2999-01-01", "future"),
    ],
)
def test_days_that_are_not_there(settings: Path, out: Path, date: str, says: str) -> None:
    words = ("fetch", "dma", date, "--out", out, "--settings", settings, "--quiet")
    _one_line(run(*words), says)
    assert not out.exists()


def test_offline_is_one_line(out: Path, tmp_path: Path) -> None:
    file = tmp_path / "off.toml"
    file.write_text(
        '[fetch]\nurl = "http://no-such-host.invalid"\nsecond_url = "https://other.invalid"\n'
    )
    done = run("fetch", "dma", "2024-12-25", "--out", out, "--settings", file, "--quiet")
    _one_line(done, "are you online?")
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("fetch", "dma"),
        ("fetch", "dma", "2024-12-25"),
        ("fetch", "dma", "yesterday", "--out", "o"),
        ("fetch", "dma", "2024-12-26..2024-12-25", "--out", "o"),
        ("fetch", "nonsense", "--out", "o"),
    ],
)
def test_wrong_usage_exits_2(words: tuple[str, ...]) -> None:
    assert run(*words).code == 2


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("assets", "--assets FILE"),
        ("bathymetry", "--bathymetry FILE"),
        ("digitraffic", "https://meri.digitraffic.fi/api/ais/v1/locations"),
    ],
)
def test_what_comes_later_says_so(what: str, says: str, out: Path) -> None:
    done = run("fetch", what, "--out", out, "--json", "--quiet")
    _one_line(done, "comes in a later version")
    assert says in done.err and not out.exists()
    if what == "digitraffic":
        assert "Digitraffic-User" in done.err and "gzip" in done.err


def test_an_interrupted_run_says_what_is_kept(
    settings: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from baltic.ais.fetching import dma

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dma, "download", stopped)
    done = run("fetch", "dma", "2024-12-25", "--out", out, "--settings", settings, "--quiet")
    _one_line(done, "the same command continues it")


def test_help_loads_no_http() -> None:
    code = (
        "import sys, baltic.cli.app, baltic.ais.fetching\n"
        "sys.exit(any(m in sys.modules for m in ('httpx', 'polars', 'pandas', 'rich.progress')))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
