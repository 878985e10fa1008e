"""Which assets of the catalogue a description can mean, with a confidence for each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from ..assets import is_real
from .geography import Box, Ends, Towns, fold, island_box, town_names
from .mentions import AssetNames

__all__ = ["Description", "Gazetteer"]

_KINDS = {"cable": ("telecom", "power"), "pipeline": ("gas", "oil"), "any": ()}
#: How much a description narrows the choice: share of the confidence that is given away.
_NAME, _PAIR, _OPERATOR, _OF_COUNTRY, _TOWN, _AREA = 0.95, 0.9, 0.85, 0.75, 0.55, 0.4
_STATUS = {"unknown": 0.6, "under_construction": 0.2}
_FAR_DEG = 0.8
#: "South of Hiiumaa" lies outside its box, and drawn routes are 16-24 km off at real breaks.
_ROUTE_DEG = 0.45
_BESIDE_AREA = 0.5
_MOST = 8
_LEAST = 0.05
#: When the best is no better than this the description does not tell.
_BEST_LEAST = 0.08


@dataclass(frozen=True)
class Description:
    """What a text says of one asset (or of several alike).

    Attributes
    ----------
    ids
        Assets named; empty when none is.
    kind
        As in :class:`Mention`.
    pairs
        Ends, each a group of country codes or towns.
    of_countries
        Countries as adjectives: "a Russian cable".
    towns, areas
        Places beside it.
    operators
        Operators of the catalogue named beside it.
    """

    ids: tuple[str, ...] = ()
    kind: str = "cable"
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    of_countries: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    areas: tuple[Box, ...] = ()
    operators: tuple[str, ...] = ()

    def joined(self, other: Description) -> Description:
        """Return what both say together."""
        kinds = [k for k in (self.kind, other.kind) if k not in _KINDS] or [self.kind]
        return Description(
            tuple(sorted(set(self.ids) & set(other.ids))) or self.ids or other.ids,
            kinds[0],
            *(
                tuple(dict.fromkeys([*getattr(self, n), *getattr(other, n)]))
                for n in ("pairs", "of_countries", "towns", "areas", "operators")
            ),
        )


@dataclass
class Gazetteer:
    """The assets, ready to be asked.

    Parameters
    ----------
    rows
        Records of the asset table with ``geometry``; planned and cancelled ones are left out.

    Attributes
    ----------
    names, towns, operators
        Names and aliases of the assets; their landings; operator -> asset ids.

    Examples
    --------
    >>> from baltic.catalogue import load_assets
    >>> gazetteer = Gazetteer.of(load_assets())
    >>> gazetteer.resolve(Description(ids=("estlink-2",)))
    {'estlink-2': 0.95}
    >>> gazetteer.operators_in("Fingrid said the link had tripped.")
    ('Fingrid',)
    """

    rows: list[dict[str, Any]]
    names: AssetNames = field(init=False)
    towns: Towns = field(init=False)
    operators: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.names = AssetNames(self.rows)
        self.towns = Towns(x for r in self.rows for x in r.get("landings") or ())
        found: dict[str, list[str]] = {}
        for row in self.rows:
            for part in re.split(r"[;/(),]| and ", str(row.get("operator") or "")):
                name = re.sub(r"\s+(?:Oyj?|AB|AG|A/S|CPC|ASA)$", "", fold(part).strip())
                name = re.sub(r"^(?:ex|Russian end|system operator|inferred)\s+", "", name)
                if len(name) >= 3 and name[:1].isupper() and not name.endswith("uses it"):
                    found.setdefault(name, []).append(str(row["asset_id"]))
        self.operators = {k: tuple(v) for k, v in found.items()}
        joined = "|".join(re.escape(k) for k in sorted(found, key=len, reverse=True))
        self._operator_words = re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if joined else r"(?!)")
        self._profiles = [self._profile(row) for row in self.rows]

    @classmethod
    def of(cls, assets: gpd.GeoDataFrame) -> Gazetteer:
        """Return the gazetteer of an asset table, without what is not laid.

        Parameters
        ----------
        assets
            Asset table.

        Returns
        -------
        Gazetteer
            For any number of texts.
        """
        return cls([r for r in assets.to_dict("records") if is_real(r["status"])])

    def lands_of(self, asset_id: str) -> frozenset[str]:
        """Return the country codes of an asset's landings.

        Parameters
        ----------
        asset_id
            Of the table; of any other nothing is known.

        Returns
        -------
        frozenset of str
            Such as ``FI``.

        Examples
        --------
        >>> from baltic.catalogue import load_assets
        >>> sorted(Gazetteer.of(load_assets()).lands_of("estlink-2"))
        ['EE', 'FI']
        """
        return next((p.countries for p in self._profiles if p.asset_id == asset_id), frozenset())

    def operators_in(self, text: str) -> tuple[str, ...]:
        """Return the operators named in a text.

        Parameters
        ----------
        text
            Any prose.

        Returns
        -------
        tuple of str
            Each once, in the order of the text.
        """
        return tuple(dict.fromkeys(m[0] for m in self._operator_words.finditer(fold(text))))

    def resolve(self, said: Description) -> dict[str, float]:
        """Return asset -> confidence, the likeliest first; empty when nothing narrows it.

        The confidences are shares of one, less what the description leaves open.

        Parameters
        ----------
        said
            What a text says of one asset.

        Returns
        -------
        dict
            Confidence by asset id, 0 to 1.
        """
        if said.ids:
            real = [i for i in said.ids if i in {p.asset_id for p in self._profiles}]
            return self._among(said, real) if len(real) > 1 else dict.fromkeys(real, _NAME)
        narrow = max(
            (_PAIR if said.pairs else 0.0, _OPERATOR if said.operators else 0.0,
             _OF_COUNTRY if said.of_countries else 0.0, _TOWN if said.towns else 0.0,
             _AREA if said.areas else 0.0),
        )  # fmt: skip
        if not narrow:
            return {}
        weights = {p.asset_id: self._weight(p, said) for p in self._profiles}
        if said.pairs and not any(weights.values()):
            # "Between Zealand and Sweden": an end that no asset lands at stands for its land.
            lands = replace(said, pairs=tuple(self._with_lands(pair) for pair in said.pairs))
            weights = {p.asset_id: self._weight(p, lands) for p in self._profiles}
            narrow = _AREA
        return self._shares(weights, narrow)

    def _with_lands(self, pair: Ends) -> Ends:
        countries = self.towns.countries
        left, right = (
            tuple(dict.fromkeys([*end, *(countries[t] for t in end if t in countries)]))
            for end in pair
        )
        return left, right

    def _among(self, said: Description, ids: list[str]) -> dict[str, float]:
        """Return shares among the assets of one name, by what else is said."""
        rest = Description(kind="any", pairs=said.pairs, towns=said.towns)
        weights = {
            p.asset_id: 0.2 + self._weight(p, rest) for p in self._profiles if p.asset_id in ids
        }
        return self._shares(weights, _NAME)

    def _shares(self, weights: dict[str, float], narrow: float) -> dict[str, float]:
        total = sum(weights.values())
        if total <= 0:
            return {}
        if narrow * max(weights.values()) / total < _BEST_LEAST:
            return {}
        ranked = sorted(weights.items(), key=lambda x: (-x[1], x[0]))
        return {
            k: round(narrow * w / total, 2)
            for k, w in ranked[:_MOST]
            if narrow * w / total >= _LEAST
        }

    def _profile(self, row: dict[str, Any]) -> _Profile:
        landings = row.get("landings") or ()
        towns = {t for x in landings for t in town_names(str(x.get("name") or ""))}
        codes = {str(x.get("country")) for x in landings} | set(row.get("countries") or ())
        return _Profile(
            str(row["asset_id"]), str(row["kind"]), str(row["status"]), frozenset(codes - {"None"}),
            frozenset(towns), row.get("geometry"),
            tuple((float(x["lon"]), float(x["lat"])) for x in landings if x.get("lon") is not None),
        )  # fmt: skip

    def _weight(self, asset: _Profile, said: Description) -> float:
        kinds = _KINDS.get(said.kind, (said.kind,))
        if kinds and asset.kind not in kinds:
            return 0.0
        weight = _STATUS.get(asset.status, 1.0)
        for left, right in said.pairs:
            weight *= asset.joins(left, right)
        if said.operators:
            owned = any(asset.asset_id in self.operators.get(o, ()) for o in said.operators)
            weight *= 1.0 if owned else 0.05
        if said.of_countries and not said.pairs:
            inside = asset.countries <= set(said.of_countries)
            touches = bool(asset.countries & set(said.of_countries))
            weight *= 1.0 if inside else 0.25 if touches else 0.0
        for town in said.towns:
            weight *= 1.0 if town in asset.towns else asset.nearness(self.towns.points.get(town))
        for box in said.areas:
            weight *= 1.0 if asset.enters(box) else _BESIDE_AREA if asset.nears(box) else 0.02
        return weight


@dataclass(frozen=True)
class _Profile:
    asset_id: str
    kind: str
    status: str
    countries: frozenset[str]
    towns: frozenset[str]
    line: Any
    points: tuple[tuple[float, float], ...] = ()

    def joins(self, left: tuple[str, ...], right: tuple[str, ...]) -> float:
        """Return how well the asset joins two ends: towns say more than countries."""
        score = 1.0
        for end in (left, right):
            by_town = [t for t in end if t in self.towns or self.lands_on(island_box(t))]
            countries = [c for c in end if c in self.countries]
            towns_said = any(len(t) > 2 for t in end)
            if by_town:
                continue
            if not countries:
                return 0.0
            score *= 0.3 if towns_said else 1.0
        codes = {c for c in (*left, *right) if len(c) == 2}
        return score * (0.6 if codes and len(self.countries - codes) > 0 else 1.0)

    def nearness(self, point: tuple[float, float] | None) -> float:
        """Return a weight for a place beside the asset: within about 60 km, or not."""
        if point is None or self.line is None:
            return 0.1
        return 0.6 if _away_deg(self.line, point) < _FAR_DEG else 0.03

    def lands_on(self, box: Box | None) -> bool:
        """Return whether a landing lies in a box, degrees."""
        return box is not None and any(
            box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in self.points
        )

    def nears(self, box: Box) -> bool:
        """Return whether the line passes a box within the error of drawn routes, degrees."""
        wide = (
            box[0] - _ROUTE_DEG,
            box[1] - _ROUTE_DEG / 2,
            box[2] + _ROUTE_DEG,
            box[3] + _ROUTE_DEG / 2,
        )
        return self.enters(wide)

    def enters(self, box: Box) -> bool:
        """Return whether the line enters a box, degrees."""
        return self.line is None or bool(shapely.intersects(self.line, shapely.box(*box)))


@lru_cache(maxsize=20_000)
def _away_deg(line: Any, point: tuple[float, float]) -> float:
    """Return how far a point is from a line, degrees of latitude.

    A text names few towns, and each of them often: what was worked out once is kept.
    """
    lon, lat = point
    squeeze = np.cos(np.radians(lat))
    drawn = shapely.transform(line, lambda xy: xy * [squeeze, 1.0])
    return float(shapely.distance(drawn, shapely.Point(lon * squeeze, lat)))
