"""What both reports share: assets, audit, manifest, ledgers, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .charts import ledger_bars, speed_chart
from .kp_places import kp_words, parts_of
from .passage_words import heard, passage_place, passage_span, passage_tag
from .words import clean, parse

__all__ = ["AUDIT_WORDS", "asset_words", "common", "ledger", "passages_of", "series_of"]

AUDIT_WORDS = {
    "unreadable": "the row cannot be read",
    "exact_duplicate": "the same line was already read",
    "repeated_transmission": "the same transmission, heard by another station",
    "non_ship": "base station, aid to navigation, aircraft",
    "no_position": "no position in the row",
    "static_only": "ship's particulars only; kept as such",
    "stale": "an old row of a snapshot: the ship had not been heard for days",
    "outside_time": "outside the chosen time",
    "outside_area": "outside the chosen area",
    "teleport": "a jump no ship can make",
    "twin_hull": "second hull on one number, too few fixes",
}

#: A window longer than this is no mark on a chart of hours.
_LONG_H = 12.0

LIMITS = (
    "A candidate or a rank is an observation to check, never a verdict. Slow sailing has many "
    "ordinary reasons; a high rank says that the recorded motion is consistent with the outage.",
    "AIS is sent by the ships themselves: it can be switched off, wrong or jammed, and a ship "
    "without AIS stands in no table here.",
    "Charted lines carry the stated error; where it is large, crossing times and places are loose.",
    "Weights of evidence were set on simulated traffic and published cases; they are not yet "
    "measured on large real archives.",
    "Flag, owner, cargo and destination never enter a score.",
)


def common(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts every report has, cleaned."""
    manifest = clean(data.get("manifest") or {})
    audit = clean(data.get("audit") or {})
    # Of two assets whose names only look alike each has its note: what is as sent is compared.
    notes = [str(n) for n in clean(list(dict.fromkeys(map(str, data.get("notes") or []))))]
    for note in manifest.get("notes") or []:
        if note not in notes:
            notes.append(note)
    counts = manifest.get("counts") or {}
    return {
        "notes": notes,
        "assets": {k: asset_words(k, v) for k, v in clean(data.get("assets") or {}).items()},
        "audit": _audit(audit),
        "manifest": _manifest(manifest),
        "counts": counts,
        "provenances": _provenances(counts),
        "limits": LIMITS,
        "span": _span(counts),
    }


def asset_words(asset_id: str, asset: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an asset as the reader sees it; unknown ones keep their id."""
    asset = asset or {}
    return {
        "asset_id": asset_id,
        "name": asset.get("name") or asset_id,
        "kind": asset.get("kind") or "–",
        "status": str(asset.get("status") or "–").replace("_", " "),
        "accuracy_km": asset.get("accuracy_km"),
        "accuracy_class": asset.get("accuracy_class") or "–",
    }


def _audit(audit: Mapping[str, Any]) -> dict[str, Any]:
    def rows(part: str) -> list[dict[str, Any]]:
        return [
            {
                "reason": reason.replace("_", " "),
                "words": AUDIT_WORDS.get(reason, ""),
                "count": tally.get("count"),
                "example": _example(tally.get("example")),
            }
            for reason, tally in (audit.get(part) or {}).items()
        ]

    dropped = rows("dropped")
    return {
        "rows_in": audit.get("rows_in"),
        "rows_used": audit.get("rows_used"),
        "rows_dropped": sum(int(r["count"] or 0) for r in dropped),
        "dropped": dropped,
        "flagged": rows("flagged"),
    }


def _example(example: Any) -> str:
    if not example:
        return "–"
    line = f"line {example['line']}" if example.get("line") else ""
    file = str(example.get("file") or "").rsplit("/", 1)[-1]
    text = str(example.get("text") or "")[:80]
    where = ", ".join(word for word in (file, line) if word)
    return f"{where}: {text}" if where else text


def _manifest(manifest: Mapping[str, Any]) -> dict[str, Any]:
    inputs = [
        {
            "file": str(i.get("file") or "–").rsplit("/", 1)[-1],
            "size": i.get("size"),
            "sha256": i.get("sha256") or "–",
            "format": i.get("format") or "–",
            "rows": i.get("rows"),
        }
        for i in manifest.get("inputs") or []
        if isinstance(i, Mapping)
    ]
    assets = manifest.get("assets") or {}
    depths, waves = manifest.get("bathymetry"), manifest.get("weather")
    wanted = ("program", "version", "command", "created", "settings_hash", "result_hash",
              "python", "platform", "duration_s", "peak_memory_bytes")  # fmt: skip
    levels = manifest.get("levels") or {}
    return {
        **{name: manifest.get(name) for name in wanted},
        "inputs": inputs,
        "assets_file": assets.get("file") if isinstance(assets, Mapping) else None,
        "assets_sha256": assets.get("sha256") if isinstance(assets, Mapping) else None,
        "bathymetry": dict(depths) if isinstance(depths, Mapping) else None,
        "weather": dict(waves) if isinstance(waves, Mapping) else None,
        "levels": levels.get("false_alarms_per_1000_vessel_days") or {},
        "thresholds": levels.get("thresholds_llr") or {},
        "levels_basis": levels.get("measured_on"),
    }


def _provenances(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = counts.get("provenance") or {}
    return [{"word": str(w), "fixes": n} for w, n in found.items()]


def _span(counts: Mapping[str, Any]) -> dict[str, Any]:
    first, last = parse(counts.get("first_fix")), parse(counts.get("last_fix"))
    seconds = (last - first).total_seconds() if first and last else None
    return {
        "first": counts.get("first_fix"),
        "last": counts.get("last_fix"),
        "seconds": seconds,
        "words": _length(seconds),
    }


def _length(seconds: float | None) -> str:
    if seconds is None:
        return "unknown"
    if seconds < 600:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 7200 else f"{seconds / 3600:.1f} hours"


def ledger(episode: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ledger of an episode: rows and the bar chart."""
    rows = [
        {
            "item": str(e.get("item") or "–").replace("_", " "),
            "value": _value(e.get("value"), e.get("unit")),
            "neighbours": _value(e.get("neighbours"), e.get("unit")),
            "llr": e.get("llr"),
            "text": e.get("text") or "",
        }
        for e in episode.get("evidence") or []
    ]
    chart = ledger_bars([{"item": r["item"], "llr": r["llr"]} for r in rows]) if rows else ""
    return {"rows": rows, "chart": chart, "sum": episode.get("llr")}


def _value(value: Any, unit: Any) -> str:
    if value is None:
        return "–"
    # What rounds to nothing has no sign.
    shown = f"{value + 0.0:.3g}" if isinstance(value, float) else str(value)
    return f"{shown} {unit}" if unit and unit != "1" else shown


def passages_of(
    rows: Sequence[Mapping[str, Any]],
    assets: Mapping[str, Mapping[str, Any]],
    lines: Mapping[str, Sequence[Any]],
) -> list[dict[str, Any]]:
    """Return crossings with the asset's name and the line's error beside each."""
    found = []
    for row in rows:
        asset_id = str(row.get("asset_id") or "–")
        asset = assets.get(asset_id) or asset_words(asset_id, None)
        accuracy = row.get("accuracy_km")
        parts = lines.get(asset_id) or []
        (part,) = parts_of([row], parts)
        found.append(
            {
                "name": asset["name"],
                "asset_id": asset_id,
                "accuracy_km": asset["accuracy_km"] if accuracy is None else accuracy,
                "accuracy_class": asset["accuracy_class"],
                **{
                    key: row.get(key)
                    for key in ("t", "t_sd_s", "lon", "lat", "kp_km", "sog_kn", "cog_deg",
                                "angle_deg", "p_contact", "how", "t_from", "t_to",
                                "window_name", "p_behind_this_outage", "distance_km",
                                "share_of_passages", "p_cross", "gap_s")
                },
                "part": part,
                "kp": kp_words(row.get("kp_km"), part, len(parts)),
                "tag": passage_tag(row),
                "span": list(passage_span(row)),
                "place": passage_place(row),
                # Of a passage that was not heard the speed is that of the last fix before.
                "speed_kn": row.get("sog_kn") if heard(row) else None,
            }
        )  # fmt: skip
    return found


def _hours(a: Any, b: Any) -> float:
    first, last = parse(a), parse(b)
    return (last - first).total_seconds() / 3600 if first and last else 0.0


def series_of(
    data: Mapping[str, Any],
    keys: Sequence[Any],
    passages: Sequence[Mapping[str, Any]],
    *,
    episode: Mapping[str, Any] | None = None,
    windows: Sequence[Mapping[str, Any]] = (),
    span: tuple[Any, Any] | None = None,
) -> Any:
    """Return the speed chart of the first key that has a series, else an empty string."""
    series = data.get("series") or {}
    found = next((series[str(k)] for k in keys if str(k) in series), None)
    if not found:
        return ""
    shade = [
        (w.get("t_earliest"), w.get("t_latest"), "window")
        for w in windows
        if _hours(w.get("t_earliest"), w.get("t_latest")) <= _LONG_H
    ]
    if episode:
        shade.append((episode.get("t_start"), episode.get("t_end"), "episode"))
    marks = [(p["t"], str(n)) for n, p in enumerate(passages[:40], 1) if heard(p)]
    return speed_chart(found, shade=shade, marks=marks, span=span)
