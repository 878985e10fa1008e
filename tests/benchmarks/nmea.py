"""How fast an NMEA log is read, against the bare decoder on the same lines, in turns.

The log is our own: simulated ships encoded by pyais with a tag block that tells the second, one
ship's name in thirty sentences, repeated with later times.  Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import polars as pl

from baltic.errors import BalticError
from baltic.simulate import simulate_traffic

from .day_rows import START
from .measure_nmea import bare
from .processes import wanted

__all__ = ["compare", "write_log"]

_STATION = "s:2573001"


def _tagged(line, epoch_s):
    block = f"{_STATION},c:{epoch_s}"
    check = 0
    for byte in block.encode():
        check ^= byte
    return f"\\{block}*{check:02X}\\{line}"


def _messages(count):
    """Yield seconds and sentences of `count` simulated reports."""
    from pyais import encode_dict

    sea = simulate_traffic(t_start=START, hours=3, ships=max(10, count // 150), seed=5)
    names = dict(sea.vessels.select("mmsi", "name").iter_rows())
    fixes = sea.fixes.sort("t").head(count)
    columns = ("mmsi", "lon", "lat", "sog_kn", "cog_deg", "heading_deg", "nav_status")
    seconds = fixes.select(pl.col("t").dt.epoch("s")).to_series().to_list()
    rows = fixes.select(pl.col(c).fill_null(0) for c in columns).iter_rows()
    for i, (t, (mmsi, lon, lat, sog, cog, heading, status)) in enumerate(
        zip(seconds, rows, strict=True)
    ):
        yield t, encode_dict(
            {
                "type": 1, "mmsi": mmsi, "lon": lon, "lat": lat, "speed": sog, "course": cog,
                "heading": int(heading), "status": int(status), "second": t % 60,
            },
            talker_id="AI", sentence_type="VDM", radio_channel="A",
        )  # fmt: skip
        if i % 30 == 0:
            said = {"type": 5, "mmsi": mmsi, "shipname": names[mmsi], "ship_type": 70}
            yield (
                t,
                encode_dict(
                    said,
                    talker_id="AI",
                    sentence_type="VDM",
                    radio_channel="A",
                    seq_id=i // 30 % 10,
                ),
            )


def write_log(path, lines, distinct=20_000):
    """Write a log of about `lines` sentences; return how many."""
    spoken = list(_messages(min(distinct, lines)))
    span = spoken[-1][0] - spoken[0][0] + 60
    done = turn = 0
    with Path(path).open("w", encoding="ascii") as log:
        while done < lines:
            for t, sentences in spoken:
                for sentence in sentences:
                    log.write(_tagged(sentence, t + turn * span) + "\n")
                    done += 1
                if done >= lines:
                    break
            turn += 1
    return done


def _bare(path):
    begin = time.perf_counter()
    count = bare(path)
    return time.perf_counter() - begin, count


def _ours(path):
    from baltic.ais import read_fixes

    begin = time.perf_counter()
    data = read_fixes([path])
    return time.perf_counter() - begin, data.fixes.height


def compare(lines, repeat):
    """Return the rates of both; ``ours_s`` is None where the format is not read."""
    wanted("pyais")
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.nmea"
        told = {"lines": write_log(log, lines), "repeat": repeat, "ours_s": None}
        theirs, ours = [], []
        for _ in range(repeat):
            theirs.append(_bare(log))
            try:
                ours.append(_ours(log))
            except BalticError as error:
                told["not_read"] = str(error).replace(folder, "")
        told |= {"pyais_s": median(s for s, _ in theirs), "messages": theirs[-1][1]}
        if ours:
            told |= {"ours_s": median(s for s, _ in ours), "fixes": ours[-1][1]}
    return told


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args(argv)
    sys.stdout.write(json.dumps(compare(options.lines, options.repeat)) + "\n")


if __name__ == "__main__":
    main()
