"""Files for other programs beside the report: GeoJSON, KML, event log, STIX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..records import as_json

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

    from ..engine import Investigation, ScanResult

__all__ = ["asset_lines", "export_investigation", "export_scan"]

_RANKED, _CANDIDATES = 12, 25


def export_scan(found: ScanResult, candidates: Sequence[Mapping[str, Any]], folder: Path) -> None:
    """Write ``tracks.kml`` and ``events.csv`` of the candidates' ships."""
    from ..engine.visits import find_visits, watch_assets
    from ..reports import tracks_kml

    told: dict[int, Mapping[str, Any]] = {}
    for candidate in candidates[:_CANDIDATES]:
        told.setdefault(candidate["mmsi"], candidate)
    ships = [
        {**row, "rank": rank, "passages": row["assets"]}
        for rank, row in enumerate(told.values(), 1)
    ]
    crossed = {hit["asset_id"] for row in ships for hit in row["passages"]}
    tracks = _drawn(found, ships)
    kml = tracks_kml("Candidates of a scan", asset_lines(found.assets, crossed), tracks)
    (folder / "tracks.kml").write_bytes(kml)
    of_them = _of_ships(found.thinned, told)
    near = find_visits(watch_assets(of_them, found.crossings, found.assets, found.settings))
    _events(found, near, asset_lines(found.assets), (), folder)


def export_investigation(case: Investigation, document: Mapping[str, Any], folder: Path) -> None:
    """Write ``attribution.geojson``, ``tracks.kml``, ``events.csv``; STIX with its extra."""
    from ..errors import MissingExtraError
    from ..reports import attribution_geojson, attribution_stix, geojson_text, tracks_kml

    found, windows = case.scan, document["windows"]
    failed = {asset for w in windows for asset in w["asset_ids"]}
    ships = [h for h in document["hypotheses"] if h["kind"] == "vessel"][:_RANKED]
    tracks = _drawn(found, [{**h, "passages": h["crossings"], **_slow(h)} for h in ships])
    lines = asset_lines(found.assets, failed)
    shapes = {key: about["lines"] for key, about in lines.items()}
    text = geojson_text(attribution_geojson(document, shapes, tracks))
    _write(folder / "attribution.geojson", text)
    title = str(document.get("title") or document["incident_id"])
    (folder / "tracks.kml").write_bytes(tracks_kml(title, lines, tracks, windows))
    _events(found, case.visits, lines, windows, folder)
    # Whoever wants STIX has installed it; the others need not hear of it each time.
    with suppress(MissingExtraError):
        stix = attribution_stix(document, lines, found.manifest)
        _write(folder / "attribution.stix.json", stix)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _slow(hypothesis: Mapping[str, Any]) -> dict[str, Any]:
    episode = hypothesis.get("episode") or {}
    return {key: episode.get(key) for key in ("t_start", "t_end")}


def asset_lines(assets: Any, wanted: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """Return name, error and line (plain lists of degrees) of the wanted assets, or of all."""
    import shapely

    some = assets if wanted is None else assets[assets.asset_id.isin(set(wanted))]
    columns = ["asset_id", "name", "kind", "status", "accuracy_km", "accuracy_class"]
    return {
        row["asset_id"]: {
            **as_json(row),
            "lines": [shapely.get_coordinates(p).tolist() for p in shapely.get_parts(shape)],
        }
        for row, shape in zip(some[columns].to_dict("records"), some.geometry, strict=True)
    }


def _of_ships(tracks: pl.DataFrame, ships: Iterable[int]) -> pl.DataFrame:
    import polars as pl

    return tracks.filter(pl.col("mmsi").is_in(list(ships)))


def _drawn(found: ScanResult, ships: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the thinned tracks of ships by unbroken stretch, with what is told of each."""
    import polars as pl

    some = _of_ships(found.thinned, [ship["mmsi"] for ship in ships])
    rows = []
    for ship in ships:
        parts = some.filter(pl.col("mmsi") == ship["mmsi"]).partition_by(
            "hull", "segment", maintain_order=True
        )
        span = (ship.get("t_start"), ship.get("t_end"))
        rows.append(
            {
                **{k: ship.get(k) for k in ("rank", "mmsi", "name", "provenance", "posterior")},
                "episode": span if all(span) else None,
                "passages": ship["passages"],
                "parts": [
                    {
                        "t": [as_json(t) for t in part["t"].to_list()],
                        "lon": part["lon"].round(6).to_list(),
                        "lat": part["lat"].round(6).to_list(),
                    }
                    for part in parts
                ],
            }
        )
    return rows


def _events(
    found: ScanResult,
    visits: pd.DataFrame,
    lines: Mapping[str, Mapping[str, Any]],
    windows: Sequence[Mapping[str, Any]],
    folder: Path,
) -> None:
    """Write ``events.csv``."""
    from ..reports import events_csv

    rows = [as_json(row) for row in visits.to_dict("records")]
    named = [{**r, "name": n} for r, n in zip(rows, _names(found, visits), strict=True)]
    zone_km = found.settings.crossings.zone_km
    _write(folder / "events.csv", events_csv(named, lines, zone_km, windows))


def _names(found: ScanResult, table: pd.DataFrame) -> list[Any]:
    from ..catalogue import at_time

    if table.empty:
        return []
    return list(at_time(found.known, table["mmsi"], table["t"], ["name"])["name"])
