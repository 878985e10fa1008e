"""The ranking as STIX 2.1, where the extra ``stix`` is installed.

STIX has no ship and no cable: an asset is an ``infrastructure``, a ship an ``identity`` of
class system, what its AIS shows an ``observed-data`` that points to the hashed input files,
the outages one ``incident``, and what all of it means a ``note`` with the words "evidence,
not verdict".
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ..errors import MissingExtraError
from ..escape import json_safe
from ..extras import extra_command
from .answer_words import count_loose
from .attribution_geojson import VERDICT
from .kp_places import place_words, placed_windows
from .passage_words import heard, passage_span, passage_words
from .words import clean, count, failed_when, identity, letter, likelihood, parse, provenance_word

__all__ = ["attribution_stix"]

#: Names of our objects are made from their content within this space.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "baltic: submarine assets, ships and outages")
_SHIPS = 12
_LEAST, _MOST = 1, 99


def attribution_stix(
    document: Mapping[str, Any],
    assets: Mapping[str, Mapping[str, Any]],
    manifest: Mapping[str, Any],
) -> str:
    """Return a STIX 2.1 bundle as JSON text.

    Parameters
    ----------
    document
        ``attribution.json`` as a dict.
    assets
        Asset id to ``name``, ``kind``, ``accuracy_km``; ``lines`` (degrees) for places by KP.
    manifest
        ``manifest.json``: input files with their hashes, time of the run.

    Returns
    -------
    str
        Ids are made from content (UUID 5): a second run over the same data gives the same.
        ``created`` is the end of the AIS, from when all of it could be known; ``modified`` the
        run.  ``confidence`` is the posterior in percent, never 0 or 100.  An ``observed-data``
        spans the passages that were heard; a ship without one is related itself.

    Raises
    ------
    MissingExtraError
        The extra ``stix`` is not installed; the hint is the command.

    Examples
    --------
    >>> import json
    >>> document = {"incident_id": "mine", "windows": [], "hypotheses": [], "excluded": []}
    >>> json.loads(attribution_stix(document, {}, {}))["type"]
    'bundle'
    """
    try:
        import stix2
    except ImportError as error:
        raise MissingExtraError(
            "attribution.stix.json needs stix2", hint=extra_command("stix")
        ) from error
    bundle = _Bundle(stix2, clean(dict(manifest)))
    document, assets = clean(dict(document)), clean(dict(assets))
    outages = bundle.outages(document, assets)
    names = {key: about.get("name") for key, about in assets.items()}
    ships = [h for h in document.get("hypotheses") or [] if h.get("kind") == "vessel"]
    for ship in ships[:_SHIPS]:
        bundle.ship(ship, outages, names)
    bundle.note(document)
    return bundle.text()


def _confidence(posterior: float) -> int:
    return min(max(round(100 * posterior), _LEAST), _MOST)


class _Bundle:
    """Gathers objects under ids made from their content."""

    def __init__(self, stix2: Any, manifest: Mapping[str, Any]) -> None:
        self._stix2 = stix2
        self._objects: dict[str, Any] = {}
        counts = manifest.get("counts") or {}
        run = parse(manifest.get("created"))
        self.first = parse(counts.get("first_fix")) or run
        self.last = parse(counts.get("last_fix")) or run
        moments = [t for t in (self.last, run) if t is not None]
        self._when = {"created": min(moments), "modified": max(moments)} if moments else {}
        self._maker: str | None = None
        self._maker = self.add("Identity", name="baltic", identity_class="system")
        self._files = [
            self._file(i) for i in manifest.get("inputs") or [] if isinstance(i, Mapping)
        ]

    def add(self, kind: str, /, about: str = "", **values: Any) -> str:
        """Add an object (once) and return its id, made from its content and what it is about."""
        make = getattr(self._stix2.v21, kind)
        name = make._type
        key = json.dumps([name, about, values], sort_keys=True, default=str)
        made = f"{name}--{uuid.uuid5(_SPACE, key)}"
        by = {"created_by_ref": self._maker} if self._maker else {}
        self._objects.setdefault(made, make(id=made, **self._when, **by, **values))
        return made

    def _file(self, told: Mapping[str, Any]) -> str:
        """Return the id of an input file: name, size, hash."""
        values: dict[str, Any] = {"name": str(told.get("file") or "AIS").rsplit("/", 1)[-1] or "-"}
        if isinstance(told.get("size"), int) and told["size"] >= 0:
            values["size"] = told["size"]
        sha = str(told.get("sha256") or "")
        if len(sha) == 64 and not set(sha.lower()) - set("0123456789abcdef"):
            values["hashes"] = {"SHA-256": sha}
        made = self._stix2.v21.File(**values)
        self._objects.setdefault(made.id, made)
        return str(made.id)

    def outages(
        self, document: Mapping[str, Any], assets: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Add incident, assets and published places; return the ids of what failed."""
        shapes = {key: about.get("lines") or [] for key, about in assets.items()}
        windows = placed_windows(document.get("windows") or [], shapes)
        said = [
            f"{letter(i)}: {w.get('name') or 'an asset'} failed {failed_when(w)}"
            for i, w in enumerate(windows)
        ]
        incident = self.add(
            "Incident",
            name=str(document.get("title") or document.get("incident_id") or "outage"),
            description="; ".join([*said, VERDICT]),
            external_references=[
                {"source_name": "baltic incident", "external_id": str(document["incident_id"])}
            ],
        )
        failed: dict[str, str] = {}
        for window in windows:
            for asset_id in window.get("asset_ids") or []:
                failed[asset_id] = self._asset(asset_id, assets.get(asset_id) or {})
                self._join(incident, "related-to", failed[asset_id])
            self._place(window, incident)
        return {"incident": incident, **failed}

    def _asset(self, asset_id: str, about: Mapping[str, Any]) -> str:
        return self.add(
            "Infrastructure",
            name=str(about.get("name") or asset_id),
            infrastructure_types=[f"submarine-{about.get('kind') or 'asset'}"],
            description=f"Charted line known to {about.get('accuracy_km')} km.",
            external_references=[{"source_name": "baltic asset", "external_id": asset_id}],
        )

    def _place(self, window: Mapping[str, Any], incident: str) -> None:
        lon, lat = window.get("lon"), window.get("lat")
        if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
            return
        sd = window.get("position_sd_km")
        precision: dict[str, Any] = {} if sd is None else {"precision": 1000.0 * float(sd)}
        name = f"{place_words(window)} of {window.get('name') or 'an asset'}"
        place = self.add("Location", name=name, latitude=lat, longitude=lon, **precision)
        self._join(incident, "related-to", place)

    def ship(
        self, row: Mapping[str, Any], outages: Mapping[str, str], names: Mapping[str, Any]
    ) -> None:
        """Add a ranked ship and what its AIS shows, or leaves open."""
        word = provenance_word(row.get("provenance"))
        number = identity(row.get("mmsi"))
        real = number.isdigit()
        told = {"external_references": [{"source_name": "MMSI", "external_id": number}]}
        ship = self.add(
            "Identity",
            about=str(row.get("mmsi")),
            name=str(row.get("name") or "unnamed ship"),
            identity_class="system",
            description=f"Ship in AIS, MMSI {number}, track {word}. {VERDICT}",
            labels=["ship", *word.split(" and ")],
            **(told if real else {}),
        )
        passages = row.get("crossings") or []
        posterior = float(row.get("posterior") or 0.0)
        ranked = f"rank {row.get('rank')}, posterior {likelihood(posterior)}. {VERDICT}"
        observed = [p for p in passages if heard(p)]
        seen = self._observed(ship, observed, posterior, word) if observed else None
        if seen is not None:
            self._join(seen, "related-to", ship, description=f"AIS of this ship: {ranked}")
        # Of a passage that was not heard nothing was observed: the ship itself is ranked.
        about = f"{ranked[0].upper()}{ranked[1:]}"
        sure = {} if seen is not None else {"confidence": _confidence(posterior)}
        self._join(seen or ship, "related-to", outages["incident"], description=about, **sure)
        for p in passages:
            source = seen if heard(p) else ship
            if source is not None and p.get("asset_id") in outages and p.get("t"):
                what = passage_words(p, str(names.get(p["asset_id"]) or p["asset_id"]))
                what = f"{what[0].upper()}{what[1:]}. {VERDICT}"
                self._join(source, "related-to", outages[p["asset_id"]], description=what)

    def _observed(
        self, ship: str, passages: Sequence[Mapping[str, Any]], posterior: float, word: str
    ) -> str | None:
        """Add what AIS shows of the passages that were heard; None without file or time."""
        first, last = self._span(passages)
        if not self._files or first is None or last is None:
            return None
        return self.add(
            "ObservedData",
            about=ship,
            first_observed=first,
            last_observed=last,
            number_observed=max(1, min(len(passages), 999_999_999)),
            object_refs=self._files,
            confidence=_confidence(posterior),
            labels=["evidence-not-verdict", *word.split(" and ")],
        )

    def _span(self, passages: Sequence[Mapping[str, Any]]) -> tuple[Any, Any]:
        ends = (parse(t) for p in passages for t in passage_span(p))
        times: list[datetime] = [t for t in ends if t is not None]
        return (min(times), max(times)) if times else (self.first, self.last)

    def _join(self, a: str, how: str, b: str, **more: Any) -> None:
        self.add("Relationship", relationship_type=how, source_ref=a, target_ref=b, **more)

    def note(self, document: Mapping[str, Any]) -> None:
        """Add what the whole means, and what it does not."""
        rest = [h for h in document.get("hypotheses") or [] if h.get("kind") != "vessel"]
        words = {"dark": "a ship not heard in this AIS", "none": "no ship"}
        said = [f"{words.get(h['kind'], 'other')}: {likelihood(h.get('posterior'))}" for h in rest]
        rows = document.get("excluded") or []
        excluded, loose = len(rows), count_loose(rows)
        verb = "is" if excluded == 1 else "are"
        apart = f" ({loose} of them for all but loosely dated outages)" if loose else ""
        covered = "covered" if document.get("covered", True) else "not covered in full"
        refs = [k for k in self._objects if not k.startswith(("relationship", "file"))]
        self.add(
            "Note",
            abstract="Evidence, not verdict",
            content=(
                f"{VERDICT} {'; '.join(said)}. {count(excluded, 'ship')} {verb} excluded with "
                f"a reason{apart}. Windows and places are {covered} by AIS."
            ),
            object_refs=refs,
            labels=["evidence-not-verdict"],
        )

    def text(self) -> str:
        """Return the bundle; its id is made from those of its objects."""
        made = f"bundle--{uuid.uuid5(_SPACE, ' '.join(sorted(self._objects)))}"
        bundle = self._stix2.v21.Bundle(id=made, objects=list(self._objects.values()))
        return json_safe(str(bundle.serialize(indent=1, ensure_ascii=False))) + "\n"
