"""The page's own scripts, run by node: unit tests, and one decoder against the other."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from baltic.maps import base
from baltic.maps.layers import encode_assets
from baltic.maps.tracks import encode_tracks
from baltic.seam import find_seam

from .samples import over_180, own_cable, suspect, track, traffic
from .test_tracks import decode

HERE = Path(__file__).parent
SCRIPTS = Path(base.__file__).parent / "js"
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")


def node(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(NODE), *arguments], capture_output=True, text=True, timeout=120, check=False
    )


@needs_node
def test_units():
    done = node("--test", *(str(HERE / "js" / f"{name}.test.js") for name in ("units", "contrast")))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


def test_every_script_is_loaded_and_exists():
    assert {p.name for p in SCRIPTS.glob("*.js")} == set(base.SCRIPTS)


@pytest.mark.parametrize("name", base.SCRIPTS)
def test_scripts_never_parse_text_as_markup(name):
    code = (SCRIPTS / name).read_text(encoding="utf-8")
    for word in ("insertAdjacentHTML", "document.write", "eval(", "new Function", "</script"):
        assert word not in code
    # The one reading of innerHTML turns text into entities; nothing writes it.
    assert ".innerHTML =" not in code


@needs_node
@pytest.mark.parametrize("fine", [True, False])
def test_the_browser_reads_what_python_wrote(tmp_path, fine):
    over = track(7, [(179.5, 60.0), (180.5, 60.0)], hours=1)
    over["lon"] = (over["lon"] + 180) % 360 - 180
    gappy = track(8, [(20, 59), (22, 59.5)], hours=9)
    gappy.loc[3, "sog_kn"] = np.nan
    gappy = gappy.drop(index=range(20, 60))
    frame = pd.concat([suspect(), traffic(4), over, gappy], ignore_index=True)
    packs = [encode_tracks(frame, fine=fine), encode_tracks(frame.iloc[:0], fine=True)]
    file = tmp_path / "packs.json"
    file.write_text(json.dumps(packs))
    done = node(str(HERE / "js" / "decode.js"), str(file))
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    wanted = decode(packs[0])
    assert len(seen["lines"]) == len(wanted)
    for ours, theirs in zip(wanted, seen["lines"], strict=True):
        assert theirs["mmsi"] == ours["mmsi"]
        assert theirs["t"] == ours["t"].tolist()
        assert np.allclose(theirs["lon"], ours["lon"], atol=1e-9)
        assert np.allclose(theirs["lat"], ours["lat"], atol=1e-9)
        assert theirs["sog"] == [None if v == 1023 else v / 10 for v in ours["sog"].tolist()]
    assert seen["lines"][0]["t"][0] <= seen["lines"][0]["t"][-1]
    assert seen["at"]["lon"] == pytest.approx(
        np.interp((wanted[0]["t"][0] + wanted[0]["t"][-1]) / 2, wanted[0]["t"], wanted[0]["lon"]),
        abs=1e-6,
    )


@needs_node
def test_the_browser_sees_tracks_and_cable_of_180_degrees_side_by_side(tmp_path):
    frame = over_180()
    seam = find_seam(frame["lon"])
    packs, routes = tmp_path / "packs.json", tmp_path / "routes.json"
    packs.write_text(json.dumps([encode_tracks(frame, fine=True, seam=seam)]))
    routes.write_text(json.dumps(encode_assets(own_cable(split=True), seam)["lines"]))
    done = node(str(HERE / "js" / "decode.js"), str(packs), str(routes))
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    lon = np.concatenate([line["lon"] for line in seen["lines"]])
    assert 175.9 < lon.min() < 180 < lon.max() < 184.1
    for line in seen["lines"]:
        assert np.abs(np.diff(line["lon"])).max() < 1
    # Half way of the first line: the ship is at 180 degrees, not at 0.
    assert seen["at"]["lon"] == pytest.approx(180, abs=0.1)
    (west, east) = seen["routes"]
    assert west == [[59, 178], [60, 180]] and east == [[60, 180], [61, 182]]
