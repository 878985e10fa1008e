"""Tracks of ranked ships, assets, outages and passages as KML with times (Google Earth)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from ..escape import kml, printable
from .attribution_geojson import VERDICT
from .kp_places import place_words, placed_windows
from .passage_words import heard, passage_span, passage_tag, passage_words, possible_only
from .svg import finite
from .words import clean, degrees, failed_when, identity, letter, likelihood, parse, provenance_word

__all__ = ["tracks_kml"]

_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_KML, _GX = "http://www.opengis.net/kml/2.2", "http://www.google.com/kml/ext/2.2"
#: Line colours, aabbggrr: ranked ships in turn.
_SHIPS = ("ff996e0b", "ff3a7f5b", "ffa65a7a", "ff0a47a4", "ff8c6d3f")
_STYLES = {"asset": ("ffbdb09f", 1.5), "outage": ("ff007db0", 3.0), "slow": ("ff5c1c8a", 5.0)}


def tracks_kml(
    title: str,
    lines: Mapping[str, Mapping[str, Any]],
    tracks: Sequence[Mapping[str, Any]],
    windows: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """Return a KML document in UTF-8.

    Parameters
    ----------
    title
        Name of the document.
    lines
        Asset id to ``name``, ``accuracy_km``, ``accuracy_class`` and ``lines`` (degrees).
    tracks
        Ships in order: ``rank``, ``mmsi``, ``name``, ``provenance``, ``posterior`` (or None),
        ``parts`` (``t``, ``lon``, ``lat`` of each unbroken stretch), ``episode`` (two ISO times
        or None) and ``passages`` (``t``, ``lon``, ``lat``, ``asset_id``, ``t_sd_s``; with
        ``how``, ``t_from``, ``t_to`` one that is only possible has its span, not a time).
    windows
        ``windows`` of ``attribution.json``.

    Returns
    -------
    bytes
        The file's content.

    Examples
    --------
    >>> b"<name>My case</name>" in tracks_kml("My case", {}, [])
    True
    """
    ET.register_namespace("", _KML)
    ET.register_namespace("gx", _GX)
    root = ET.Element(f"{{{_KML}}}kml")
    document = _add(root, "Document")
    _said(document, title, VERDICT)
    for key, (colour, width) in _styles().items():
        style = _add(_add(document, "Style", id=key), "LineStyle")
        _add(style, "color", colour)
        _add(style, "width", f"{width:g}")
    names = {k: str(clean(v.get("name")) or k) for k, v in lines.items()}
    _assets(document, lines, names)
    _windows(document, windows, lines, names)
    for track in tracks:
        _ship(document, track, names)
    return b"".join((_HEAD, ET.tostring(root, encoding="utf-8")))


def _styles() -> dict[str, tuple[str, float]]:
    return {**_STYLES, **{f"ship{i}": (colour, 2.0) for i, colour in enumerate(_SHIPS)}}


def _add(parent: ET.Element, tag: str, words: str | None = None, **about: str) -> ET.Element:
    space = _GX if tag in ("Track", "MultiTrack", "coord", "interpolate") else _KML
    child = ET.SubElement(parent, f"{{{space}}}{tag}", about)
    if words is not None:
        # The writer escapes for XML; what XML cannot hold at all goes here.
        child.text = printable(words)
    return child


def _said(parent: ET.Element, name: Any, description: str) -> None:
    _add(parent, "name", kml(clean(str(name), chars=120)))
    _add(parent, "description", kml(description))


def _folder(document: ET.Element, name: str, description: str) -> ET.Element:
    folder = _add(document, "Folder")
    _said(folder, name, description)
    return folder


def _place(
    folder: ET.Element, name: str, description: str, span: Sequence[Any] = (), style: str = ""
) -> ET.Element:
    """Return a placemark with its time: none, an instant, or a span."""
    mark = _add(folder, "Placemark")
    _said(mark, name, description)
    times = [t.strftime("%Y-%m-%dT%H:%M:%SZ") for t in map(parse, span) if t is not None]
    if len(times) == 1:
        _add(_add(mark, "TimeStamp"), "when", times[0])
    elif len(times) == 2:
        when = _add(mark, "TimeSpan")
        _add(when, "begin", min(times))
        _add(when, "end", max(times))
    if style:
        _add(mark, "styleUrl", f"#{style}")
    return mark


def _lines(mark: ET.Element, parts: Sequence[Any]) -> None:
    shape = _add(mark, "MultiGeometry")
    for part in parts:
        good = [p for p in part if finite(p[0]) and finite(p[1])]
        if len(good) > 1:
            line = _add(shape, "LineString")
            _add(line, "tessellate", "1")
            _add(line, "coordinates", " ".join(f"{p[0]:.6f},{p[1]:.6f},0" for p in good))


def _point(mark: ET.Element, place: Mapping[str, Any]) -> None:
    _add(_add(mark, "Point"), "coordinates", f"{place['lon']:.6f},{place['lat']:.6f},0")


def _assets(
    document: ET.Element, lines: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]
) -> None:
    folder = _folder(document, "Assets", "Charted lines, each with its stated error.")
    for key, about in lines.items():
        known = f"Line known to {about.get('accuracy_km')} km ({about.get('accuracy_class')})."
        _lines(_place(folder, names[key], known, style="asset"), about.get("lines") or [])


def _windows(
    document: ET.Element,
    windows: Sequence[Mapping[str, Any]],
    lines: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
) -> None:
    if not windows:
        return
    folder = _folder(document, "Outages", "Shown while the asset may have failed.")
    shapes = {key: about.get("lines") or [] for key, about in lines.items()}
    for number, window in enumerate(placed_windows(clean(list(windows)), shapes)):
        span = (window.get("t_earliest"), window.get("t_latest"))
        words = f"Failed {failed_when(window)}."
        mark = letter(number)
        for key in window.get("asset_ids") or []:
            name = f"{mark} {names.get(key, key)}"
            where = _place(folder, name, words, span, style="outage")
            _lines(where, (lines.get(key) or {}).get("lines") or [])
        if finite(window.get("lon")) and finite(window.get("lat")):
            told = _place(folder, f"{mark} {place_words(window)}", words, span)
            _point(told, window)


def _ship(document: ET.Element, track: Mapping[str, Any], names: Mapping[str, str]) -> None:
    about = clean({k: track.get(k) for k in ("rank", "mmsi", "name", "provenance", "posterior")})
    word = provenance_word(about["provenance"])
    who = f"{about['rank']}. {about['name'] or 'unnamed ship'}"
    name = f"{who} ({word})"
    words = f"MMSI {identity(about['mmsi'])}; track {word}."
    if about["posterior"] is not None:
        words += f" Posterior {likelihood(about['posterior'])}."
    folder = _folder(document, name, f"{words} {VERDICT}")
    style = f"ship{(int(about['rank']) - 1) % len(_SHIPS)}"
    moving = _place(folder, name, words, style=style)
    _moving(moving, track.get("parts") or [])
    episode = track.get("episode")
    if episode:
        mark = _place(folder, "Slow stretch", f"{name}: below its own speed.", episode, "slow")
        _lines(mark, _within(track.get("parts") or [], episode))
    for p in track.get("passages") or []:
        if finite(p.get("lon")) and finite(p.get("lat")):
            _passage(folder, p, f"{who} (track {word})", names)


def _passage(
    folder: ET.Element, passage: Mapping[str, Any], ship: str, names: Mapping[str, str]
) -> None:
    """Add a passage at its time, or over the span in which it is possible."""
    asset = names.get(str(passage.get("asset_id")), str(passage.get("asset_id")))
    words = f"{ship} {passage_words(passage, asset)}; {_where(passage)}."
    tag = passage_tag(passage)
    title = f"{asset} ({tag})" if tag else asset
    _point(_place(folder, title, words, passage_span(passage)), passage)


def _where(passage: Mapping[str, Any]) -> str:
    place = degrees(passage["lon"], passage["lat"])
    if not possible_only(passage):
        return place
    why = "" if heard(passage) else ", as where it would have crossed is not known"
    return f"marked at the point of the line nearest to its track, {place}{why}"


def _moving(mark: ET.Element, parts: Sequence[Mapping[str, Any]]) -> None:
    """Add a track in time; silences are not bridged."""
    tracks = _add(mark, "MultiTrack")
    _add(tracks, "interpolate", "0")
    for part in parts:
        rows = [
            (moment, x, y)
            for t, x, y in zip(part["t"], part["lon"], part["lat"], strict=True)
            if (moment := parse(t)) is not None and finite(x) and finite(y)
        ]
        if not rows:
            continue
        track = _add(tracks, "Track")
        for moment, _, _ in rows:
            whole = moment.replace(microsecond=math.floor(moment.microsecond / 1000) * 1000)
            _add(track, "when", whole.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
        for _, x, y in rows:
            _add(track, "coord", f"{x:.6f} {y:.6f} 0")


def _within(parts: Sequence[Mapping[str, Any]], span: Sequence[Any]) -> list[list[list[float]]]:
    """Return the places of a track between two times."""
    low, high = (parse(t) for t in span)
    if low is None or high is None:
        return []
    return [
        [
            [x, y]
            for t, x, y in zip(part["t"], part["lon"], part["lat"], strict=True)
            if (moment := parse(t)) is not None and low <= moment <= high
        ]
        for part in parts
    ]
