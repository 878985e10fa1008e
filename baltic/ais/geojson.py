"""GeoJSON points: a FeatureCollection, a list of features, or one feature a line.

Line numbers in the audit are those of the features, counted from 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from ..errors import InputError
from .columns import make_plan
from .generic import Converter
from .head import Format, Head, Options, seed_of
from .places import to_degrees
from .rows import Chunk
from .source import Source

__all__ = ["GEOJSON"]

_LINE_END = re.compile(r"[\r\n]+")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _recognise(head: Head, _: Options) -> str | None:
    start = head.text.lstrip()[:1]
    if start not in ("{", "[") or head.is_binary:
        return None
    if '"Feature' in head.text or '"features"' in head.text:
        return "it is JSON with GeoJSON features"
    return None


def _chunks(source: Source, _: Head, options: Options) -> Iterator[Chunk]:
    most = options.settings.limits.max_json_bytes
    with source.open(options.settings.limits) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise InputError(
            f"is GeoJSON of more than {most} bytes, which has to be read whole",
            file=source.name,
            hint="cut it, write it as GeoParquet, or raise limits.max_json_bytes",
        )
    features, crs = _features(data.removeprefix(b"\xef\xbb\xbf"), source)
    del data
    if not features:
        return
    texts = [json.dumps(f, sort_keys=True, ensure_ascii=False) for f in features]
    records = [_properties(f) for f in features]
    header = sorted({name for record in records for name in record})
    plan = make_plan(header, options.mapping, file=source.name, given=("lon", "lat"))
    keys = pl.Series("key", texts).hash(seed=seed_of("geojson", *map(str, plan.items())))
    at = keys.is_first_distinct().arg_true().cast(pl.UInt32).alias("at")
    columns = [
        pl.Series(field, [_text(records[i].get(column.name)) for i in at], pl.String)
        for field, column in plan.items()
    ]
    x, y, spoiled = _points([features[i] for i in at])
    lon, lat = to_degrees(x, y, crs, file=source.name)
    columns += [pl.Series(n, v, nan_to_null=True) for n, v in (("lon", lon), ("lat", lat))]
    converter = Converter(plan, source.name, options, header)
    rows, static = converter.convert(pl.DataFrame([*columns, at]))
    rows = rows.with_columns(pl.col("bad") | pl.Series(spoiled))
    numbers = np.arange(1, len(texts) + 1, dtype=np.int64)
    yield Chunk(rows, static, keys, numbers, texts.__getitem__)
    converter.check()


def _features(data: bytes, source: Source) -> tuple[list[Any], Any]:
    """Return the features and the declared CRS (null when none: WGS84 by the standard)."""
    text = data.decode("utf-8", "replace")
    try:
        document = _parse(text)
    except (ValueError, RecursionError) as error:
        return _feature_lines(text, source, error), "OGC:CRS84"
    if isinstance(document, list):
        return document, "OGC:CRS84"
    if isinstance(document, dict) and document.get("type") == "Feature":
        return [document], "OGC:CRS84"
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise InputError("is JSON without GeoJSON features", file=source.name)
    crs = document.get("crs")
    if isinstance(crs, dict):
        properties = crs.get("properties")
        return features, properties.get("name") if isinstance(properties, dict) else None
    return features, "OGC:CRS84"


def _parse(text: str) -> Any:
    """Return a JSON value; half a pair of surrogates, which is no character, becomes "?".

    Raises
    ------
    ValueError, RecursionError
        Broken JSON, a number of thousands of digits, or brackets without end.
    """
    value = json.loads(text)
    if _SURROGATE.search(text):
        whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        value = json.loads(whole)
    return value


def _feature_lines(text: str, source: Source, error: Exception) -> list[Any]:
    found: list[Any] = []
    for line in _LINE_END.split(text):
        if not line.strip():
            continue
        try:
            found.append(_parse(line.lstrip("\x1e")))  # the mark of a text sequence, RFC 8142
        except (ValueError, RecursionError):
            found.append(None)
    if sum(isinstance(f, dict) and f.get("type") == "Feature" for f in found) * 2 > len(found):
        return found
    where = error.lineno if isinstance(error, json.JSONDecodeError) else None
    raise InputError(
        f"is truncated or broken JSON: {error}", file=source.name, line=where, hint="fetch it again"
    ) from error


def _properties(feature: Any) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    found = dict(properties) if isinstance(properties, dict) else {}
    if isinstance(feature, dict) and "mmsi" in feature:
        found.setdefault("mmsi", feature["mmsi"])
    return found


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, (dict, list)):
        return None
    return str(value)


def _points(features: list[Any]) -> tuple[Any, Any, list[bool]]:
    x = np.full(len(features), np.nan)
    y = np.full(len(features), np.nan)
    spoiled = [False] * len(features)
    for i, feature in enumerate(features):
        geometry: Any = feature.get("geometry", {}) if isinstance(feature, dict) else {}
        if geometry is None:
            continue
        try:
            if geometry["type"] != "Point":
                raise ValueError
            x[i], y[i] = (float(v) for v in geometry["coordinates"][:2])
        except (TypeError, KeyError, ValueError, OverflowError):
            spoiled[i] = True
    return x, y, spoiled


#: The format's entry in the registry.
GEOJSON = Format("geojson", "GeoJSON points with properties", _recognise, _chunks)
