"""Measure reading and scanning of Danish days against the floor of bare Polars.

One command (the extra ``bench`` brings what it needs)::

    pip install -e '.[bench]'
    python -m tests.benchmarks.measure_ais --rows 1e6,5e6,20e6 --workers 1,2 --repeat 3

For each size and number of workers three things run in turns, each as a fresh process, and the
medians over the turns are told:

floor
    Bare Polars: the nine dynamic columns of the file, times parsed, sorted by ship and time.
    ``collect`` is that call alone, measured inside the process; the others are whole processes,
    with starting Python and loading libraries.
ingest
    ``baltic ingest FILE --store DIR`` into an empty store.
scan
    ``baltic scan FILE --out DIR``: all assets, the whole detector, map and report.

Ratios are against the collect alone, the stricter of the two.  Where other work shares the
cores, wall times say little: the ratio of CPU seconds holds.  Memory is the largest sum over
the process and its children (see ``processes.run``).  Then how the time a row grows with the
size, the same work by MovingPandas on 100,000 fixes, and an NMEA log against the bare decoder.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import polars as pl

from .day import write_day
from .processes import run, wanted

__all__ = ["main"]

_BALTIC = [sys.executable, "-c", "from baltic.cli.app import main; main()"]
_STEPS = ("floor", "ingest", "scan")
_COLUMNS = (
    "rows", "workers", "step", "wall s", "rows/s", "ratio", "CPU s", "CPU ratio", "tree MB",
    "max RSS MB", "runs",
)  # fmt: skip


def machine():
    """Return the machine and the versions in one line."""
    psutil = wanted("psutil")
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, Polars {pl.__version__}"
    )


def drop_cache():
    """Ask the kernel to forget the files it has read; return whether it did."""
    with contextlib.suppress(OSError):
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3")
        return True
    return False


def day_file(folder, rows, seed):
    """Return the day of that many rows, written unless it is there."""
    path = folder / f"day{rows / 1e6:g}m.csv"
    if not path.exists():
        part = path.with_name(f".{path.name}")
        write_day(part, rows, seed=seed)
        part.replace(path)
    return path


def known_commands():
    """Return which of the steps this version of the program has."""
    told = subprocess.run([*_BALTIC, "--help"], capture_output=True, text=True, check=True).stdout
    return [s for s in _STEPS if s == "floor" or f" {s} " in told]


def command_of(step, day, workers, folder):
    """Return the command of a step and its environment."""
    if step == "floor":
        here = [sys.executable, "-m", "tests.benchmarks.floor", str(day)]
        return here, {"POLARS_MAX_THREADS": str(workers)}
    target = ["--store" if step == "ingest" else "--out", str(folder / step)]
    return [*_BALTIC, step, str(day), *target, "--workers", str(workers), "--quiet"], {}


def measure(step, day, rows, workers, scratch):
    """Run a step once and return what it took."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        command, env = command_of(step, day, workers, Path(folder))
        done = run(command, env=env)
        written = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
    told = {
        "step": step, "rows": rows, "workers": workers, "wall_s": done.wall_s,
        "cpu_s": done.cpu_s, "tree_mb": done.tree_mb, "max_rss_mb": done.max_rss_mb,
        "written_mb": written / 1e6, "code": done.code,
    }  # fmt: skip
    if done.code:
        told["error"] = done.last_line
    elif step == "floor":
        inside = json.loads(done.stdout)
        told |= {"collect_s": inside["collect_s"], "collect_cpu_s": inside["collect_cpu_s"]}
    return told


def measure_all(options, folder):
    """Return every run of every size, in turns."""
    steps, runs = known_commands(), []
    sizes = [(rows, day_file(options.data or folder, rows, options.seed)) for rows in options.rows]
    plan = itertools.product(range(options.repeat), sizes, options.workers, steps)
    for turn, (rows, day), workers, step in plan:
        if options.drop_cache:
            options.dropped = drop_cache()
        told = measure(step, day, rows, workers, folder) | {"turn": turn}
        runs.append(told)
        seconds = told.get("error") or f"{told['wall_s']:.1f} s, {told['tree_mb']:,.0f} MB"
        sys.stderr.write(f"turn {turn + 1}: {rows:,} rows, {workers} workers, {step}: {seconds}\n")
    return runs


def summarise(runs):
    """Return the medians of each size, number of workers and step, with ratios."""
    out = []
    keys = sorted({(r["rows"], r["workers"]) for r in runs})
    for rows, workers in keys:
        here = [r for r in runs if (r["rows"], r["workers"]) == (rows, workers)]
        floors = [r for r in here if "collect_s" in r]
        alone = [r | {"wall_s": r["collect_s"], "cpu_s": r["collect_cpu_s"]} for r in floors]
        out.append(_line(rows, workers, "collect", alone, alone))
        for step in dict.fromkeys(r["step"] for r in here):
            good = [r for r in here if r["step"] == step and not r["code"]]
            if good:
                out.append(_line(rows, workers, step, good, alone))
            else:
                error = next(r["error"] for r in here if r["step"] == step)
                out.append({"rows": rows, "workers": workers, "step": step, "error": error})
    return out


def _line(rows, workers, step, good, alone):
    """Return a line of the table: medians of the good runs over those of the bare collect."""
    walls = [r["wall_s"] for r in good]
    wall, cpu = median(walls), median(r["cpu_s"] for r in good)
    return {
        "rows": rows, "workers": workers, "step": step, "wall_s": wall, "rows_s": rows / wall,
        "ratio": wall / median(r["wall_s"] for r in alone), "cpu_s": cpu,
        "cpu_ratio": cpu / median(r["cpu_s"] for r in alone),
        "tree_mb": max(r["tree_mb"] for r in good),
        "max_rss_mb": max(r["max_rss_mb"] for r in good), "runs": len(good),
        "least_s": min(walls), "most_s": max(walls),
    }  # fmt: skip


def growth(lines):
    """Return, by step and workers, the time a row at the largest size over that at the next."""
    sizes = sorted({line["rows"] for line in lines})
    if len(sizes) < 2:
        return []
    low, high = sizes[-2:]
    at = {(x["step"], x["workers"], x["rows"]): x["rows_s"] for x in lines if "rows_s" in x}
    return [
        {"step": s, "workers": w, "from": low, "to": high, "growth": at[s, w, low] / rate}
        for (s, w, rows), rate in at.items()
        if rows == high and (s, w, low) in at
    ]


def table_of(lines):
    """Return the Markdown table."""
    out = ["| " + " | ".join(_COLUMNS) + " |", "|" + "---:|" * 2 + "---|" + "---:|" * 8]
    for x in lines:
        first = f"| {x['rows']:,} | {x['workers']} | {x['step']} |"
        if "error" in x:
            out.append(f"{first} {x['error'].replace('|', '/')}{' |' * 8}")
            continue
        span = f"{x['wall_s']:.2f} ({x['least_s']:.2f}-{x['most_s']:.2f})"
        out.append(
            f"{first} {span} | {x['rows_s']:,.0f} | {x['ratio']:.2f} | "
            f"{x['cpu_s']:.2f} | {x['cpu_ratio']:.2f} | {x['tree_mb']:,.0f} | "
            f"{x['max_rss_mb']:,.0f} | {x['runs']} |"
        )
    return out


def _module(name, *args):
    done = run([sys.executable, "-m", f"tests.benchmarks.{name}", *map(str, args)])
    return {"error": done.last_line} if done.code else json.loads(done.stdout)


def words_of_peers(told):
    """Return what MovingPandas and we took, in one line."""
    if "error" in told:
        return f"MovingPandas: {told['error']}"
    ours, theirs, fixes = told["ours_s"], told["movingpandas_s"], told["fixes"]
    return (
        f"{fixes:,} fixes of {told['ships']} ships in memory, line {told['asset']}: MovingPandas "
        f"{theirs:.2f} s ({fixes / theirs:,.0f}/s; {told['movingpandas_did']}), ours {ours:.3f} s "
        f"({fixes / ours:,.0f}/s; {told['ours_did']}): {theirs / ours:,.0f} times"
    )


def words_of_nmea(told):
    """Return what reading a log took against bare decoding, in one line."""
    if "error" in told:
        return f"NMEA: {told['error']}"
    bare = f"NMEA log of {told['lines']:,} sentences: bare pyais {told['pyais_s']:.2f} s " + (
        f"({told['lines'] / told['pyais_s']:,.0f}/s)"
    )
    if told["ours_s"] is None:
        return f"{bare}; ours: not read"
    ours = told["ours_s"]
    return (
        f"{bare}; ours {ours:.2f} s ({told['lines'] / ours:,.0f}/s, {told['fixes']:,} fixes): "
        f"{ours / told['pyais_s']:.2f} times the bare decoder"
    )


def report(options, folder):
    """Measure all and return the document, as data and as Markdown."""
    runs = measure_all(options, folder)
    lines = summarise(runs)
    told = {"machine": machine(), "runs": runs, "table": lines, "growth": growth(lines)}
    cache = "dropped before each run" if options.dropped else "not dropped: files may be in it"
    told["cache"] = cache
    load = "load of the last minutes {:.1f}, {:.1f}, {:.1f}".format(*os.getloadavg())
    text = [told["machine"], f"Each run is a new process; the page cache was {cache}; {load}.", ""]
    text += [*table_of(lines), ""]
    for step in set(_STEPS) - {r["step"] for r in runs}:
        text.append(f"- {step}: this version of the program has no such command")
    for g in told["growth"]:
        text.append(
            f"- time a row, {g['step']}, {g['workers']} workers, {g['from']:,} to {g['to']:,} "
            f"rows: x {g['growth']:.2f}"
        )
    if not options.no_peers:
        day = day_file(options.data or folder, options.rows[0], options.seed)
        told["movingpandas"] = _module("peers", day, "--repeat", options.repeat)
        told["nmea"] = _module("nmea", "--repeat", options.repeat)
        text += [f"- {words_of_peers(told['movingpandas'])}", f"- {words_of_nmea(told['nmea'])}"]
    return told, "\n".join(text) + "\n"


def _counts(text):
    return [int(float(part)) for part in text.split(",")]


def main(argv=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=_counts, default=_counts("1e6,5e6,20e6"))
    parser.add_argument("--workers", type=_counts, default=_counts("1,2"))
    parser.add_argument("--repeat", type=int, default=3, help="turns; medians are told")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="folder for ais.json and ais.md")
    parser.add_argument("--data", type=Path, help="folder of the days, kept for the next time")
    parser.add_argument("--no-peers", action="store_true", help="no MovingPandas, no NMEA")
    parser.add_argument("--drop-cache", action="store_true", help="before each run (needs root)")
    options = parser.parse_args(argv, argparse.Namespace(dropped=False))
    wanted("psutil")
    for folder in filter(None, (options.out, options.data)):
        folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=options.data))
    try:
        told, text = report(options, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    sys.stdout.write(text)
    if options.out:
        (options.out / "ais.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        (options.out / "ais.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
