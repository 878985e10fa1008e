"""Outages made ready for ranking: each window with its assets, errors and delay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ..catalogue import is_real, unknown_asset
from ..errors import IncidentError
from ..geo import distance_m, line_length_m, local_projection, point_at_km, project
from ..records import Window
from ..settings import Settings
from .damage import damage_state, says_both
from .likelihood import time_support

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import ArrayLike, NDArray

    from ..catalogue import Incident

__all__ = ["Outage", "Target", "damage_state", "make_outages", "seconds"]

#: Kinds of located evidence that measure along the asset.
_REFLECTED = ("otdr", "tdr")
#: No line is known better than an anchor is wide beside its chain.
_LEAST_ACCURACY_KM = 0.01
#: A laid length is longer than its charted line by slack, and by what the chart leaves out.
_KP_FACTOR, _KP_SLACK_KM = 1.05, 1.0


@dataclass(frozen=True)
class Target:
    """One asset that may have failed, in local metres, with the fault on it if located."""

    asset_id: str
    name: str
    kind: str
    accuracy_km: float
    length_km: float
    line: shapely.Geometry
    geometry: shapely.Geometry
    fault_part: int | None
    fault_kp_km: float | None
    fault_lon: float | None
    fault_lat: float | None
    fault_off_km: float | None
    by_kp: bool
    parts_km: tuple[float, ...]
    transformer: Any

    def error_km(self, part: int) -> float:
        """Return the error of a part of the line, km; of the asset for a part not known (-1)."""
        return float(self.errors_km(part))

    def errors_km(self, parts: ArrayLike) -> NDArray[np.float64]:
        """Return the errors of parts as :meth:`error_km` does of one."""
        at = np.asarray(parts, np.int64)
        known = (at >= 0) & (at < len(self.parts_km))
        return np.append(self.parts_km, self.accuracy_km)[np.where(known, at, -1)]

    @property
    def place(self) -> shapely.Point | None:
        """The published place, local metres; None where none is told."""
        if self.fault_lon is None or self.fault_lat is None:
            return None
        x, y = project(self.transformer, self.fault_lon, self.fault_lat)
        return shapely.Point(float(x), float(y))


@dataclass(frozen=True)
class Outage:
    """One window: when, on which of the possible assets, and how well that is known."""

    number: int
    window: Window
    targets: tuple[Target, ...]
    earliest_s: float
    latest_s: float
    reading_sd_s: float
    delay_s: float
    place_sd_km: float
    state: str
    place_radius_km: float = 0.0
    scar_deg: float | None = None
    says_both: bool = False
    label: str = ""

    @property
    def name(self) -> str:
        """What it is called in words: one name for one outage, see :func:`_names`."""
        return self.label or self.window.name

    @property
    def located(self) -> bool:
        return any(t.fault_kp_km is not None for t in self.targets)

    def support_s(self, sd_s: Any = 0.0) -> tuple[Any, Any]:
        """Return the first and last crossing that could explain it, for an error of its time, s."""
        sd = np.hypot(self.reading_sd_s, sd_s)
        return time_support(sd, self.earliest_s, self.latest_s, self.delay_s)


def _names(outages: Sequence[Outage]) -> list[str]:
    """Return what each outage is called: its name, and its time where others have that name."""
    names = [o.window.name for o in outages]
    told = [
        name if names.count(name) == 1 else f"{name} ({o.window.t_latest:%d %b %H:%MZ})"
        for name, o in zip(names, outages, strict=True)
    ]
    return [n if told.count(n) == 1 else f"{n}, entry {i}" for i, n in enumerate(told, 1)]


def seconds(t: datetime) -> float:
    """Return a time as Unix seconds."""
    return t.astimezone(UTC).timestamp()


def make_outages(
    incident: Incident, assets: gpd.GeoDataFrame, settings: Settings
) -> tuple[list[Outage], list[str]]:
    """Return the outages of an incident and notes on what is odd about them.

    Raises
    ------
    IncidentError
        Nothing at sea failed at a known time.
    UnknownIdError
        A window names an asset that is not in the table.
    """
    windows = incident.windows()
    kind = getattr(incident, "record_type", "damage")
    if kind != "damage" or not windows:
        why = {
            "no_damage": "records no damage",
            "not_at_sea": "did not happen at sea",
        }.get(kind, "names no damaged asset at sea with a time")
        raise IncidentError(
            f"incident {incident.id} {why}, so no ship ranks",
            hint="give assets[].asset_id, t_earliest and t_latest"
            if kind == "damage"
            else "choose a record of damage: baltic incidents list",
        )
    table = assets.set_index("asset_id")
    entries = _entries(incident)
    outages, notes = [], []
    for number, window in enumerate(sorted(windows, key=lambda w: (w.t_earliest, w.asset_ids))):
        for asset_id in window.asset_ids:
            if asset_id not in table.index:
                raise unknown_asset(asset_id, assets)
        entry = entries.get(_key(window))
        outages.append(_outage(number, _called(window, table), table, entry, settings))
    outages = [replace(o, label=n) for o, n in zip(outages, _names(outages), strict=True)]
    for outage in outages:
        notes += _notes(outage, table, settings)
    notes += _told_twice(outages) + _state_notes(outages, settings)
    return outages, list(dict.fromkeys(notes))


def _called(window: Window, table: Any) -> Window:
    """Return a window that the record gave no name under that of its asset."""
    first = window.asset_ids[0]
    if window.name != first:
        return window
    return replace(window, name=str(table.loc[first, "name"] or first))


def _key(window: Any) -> tuple[Any, ...]:
    return (tuple(window.asset_ids), window.t_earliest, window.t_latest, window.lon, window.lat,
            window.kp_km)  # fmt: skip


def _entries(incident: Any) -> dict[tuple[Any, ...], Any]:
    """Return the record's entry of each window: what it says beyond the window."""
    return {_key(entry): entry for entry in getattr(incident, "assets", [])}


def _least_s(window: Window, settings: Settings) -> float:
    """Return the shortest window that a kind of evidence supports, s; 0 with a stated error."""
    if window.t_sd_s is not None:
        return 0.0
    prior = settings.attribution
    return 60.0 * {
        "routing_outage": prior.least_routing_min,
        "pressure_drop": prior.least_pressure_min,
    }.get(window.evidence_kind, 0.0)


def _usual_sd_s(kind: str, settings: Settings) -> float:
    """Return the error of a reading by the kind of evidence, where the record states none, s."""
    prior = settings.attribution
    return {
        "scada_trip": prior.sd_scada_trip_s,
        "loss_of_light": prior.sd_loss_of_light_s,
        "seismic": prior.sd_seismic_s,
        "routing_outage": prior.sd_routing_outage_s,
        "pressure_drop": prior.sd_pressure_drop_s,
        "operator_notice": prior.sd_operator_notice_s,
        "day_only": prior.sd_day_only_s,
    }.get(kind, prior.sd_press_window_s)


def _place(window: Window, entry: Any, settings: Settings) -> tuple[float, float]:
    """Return standard deviation and radius of a published place, km.

    An entry may say ``position_kind`` (otdr, tdr, survey or words) and ``radius_km``: a place
    told in words is anywhere within its radius.  What is measured along the asset errs by
    slack as well.

    Raises
    ------
    IncidentError
        ``position_kind`` is none of these.
    """
    prior = settings.attribution
    known = {
        "otdr": prior.sd_otdr_km,
        "tdr": prior.sd_tdr_km,
        "survey": prior.sd_survey_km,
        "words": prior.sd_words_km,
    }
    kind = getattr(entry, "position_kind", None)
    if kind is None and window.kp_km is not None:
        kind = "otdr"
    if kind is not None and (not isinstance(kind, str) or kind not in known):
        raise IncidentError(
            f"position_kind of the damage to {window.name} is {str(kind)[:40]!r}",
            hint=f"give one of {', '.join(known)}, or leave it out",
        )
    stated = window.position_sd_km
    usual = prior.position_sd_km if kind is None else known[kind]
    sd = float(usual if stated is None else stated)
    if kind in _REFLECTED and window.kp_km is not None:
        sd = float(np.hypot(sd, prior.slack_share * window.kp_km))
    return sd, _stated(entry, "radius_km", window) or 0.0


def _stated(entry: Any, field: str, window: Window, most: float = np.inf) -> float | None:
    """Return a number that an entry states beside the checked fields; None where it does not.

    Raises
    ------
    IncidentError
        It is no finite number from 0 to `most`.
    """
    told = getattr(entry, field, None)
    if told is None:
        return None
    known = isinstance(told, (int, float)) and not isinstance(told, bool)
    if not known or not np.isfinite(told) or not 0 <= told <= most:
        limit = f"0 to {most:.0f}" if np.isfinite(most) else "0 or more"
        raise IncidentError(
            f"{field} of the damage to {window.name} is {str(told)[:40]!r}",
            hint=f"give a number, {limit}, or leave it out",
        )
    return float(told)


def _outage(number: int, window: Window, table: Any, entry: Any, settings: Settings) -> Outage:
    prior = settings.attribution
    targets = tuple(
        _placed(asset_id, table.loc[asset_id], window, prior.area_km)
        for asset_id in window.asset_ids
    )
    usual = _usual_sd_s(window.evidence_kind, settings)
    sd_km, radius_km = _place(window, entry, settings)
    latest = seconds(window.t_latest)
    return Outage(
        number=number,
        window=window,
        targets=targets,
        earliest_s=min(seconds(window.t_earliest), latest - _least_s(window, settings)),
        latest_s=latest,
        reading_sd_s=float(usual if window.t_sd_s is None else window.t_sd_s),
        delay_s=_delay_s(targets, settings),
        place_sd_km=sd_km,
        state=damage_state(getattr(entry, "damage", None)),
        place_radius_km=radius_km,
        scar_deg=_stated(entry, "scar_bearing_deg", window, 360.0),
        says_both=says_both(getattr(entry, "damage", None)),
    )


def _delay_s(targets: Sequence[Target], settings: Settings) -> float:
    """Return the mean time from contact to failure, s; over kinds where several may have failed."""
    prior = settings.attribution
    minutes = [
        prior.fail_delay_power_min if t.kind == "power" else prior.fail_delay_telecom_min
        for t in targets
    ]
    return 60.0 * sum(minutes) / len(minutes)


def _placed(asset_id: str, row: Any, window: Window, far_km: float) -> Target:
    """Return an asset with the fault on it; a place too far from it is no place on it."""
    target = _target(asset_id, row, window)
    if (target.fault_off_km or 0.0) <= far_km:
        return target
    # Asset or place is wrong.  A place taken for what it is would rule out every ship.
    nowhere = replace(window, lon=None, lat=None, kp_km=None)
    return replace(_target(asset_id, row, nowhere), fault_off_km=target.fault_off_km)


def _target(asset_id: str, row: Any, window: Window) -> Target:
    geometry = row["geometry"]
    known = window.lon is not None and window.lat is not None
    middle = shapely.Point(window.lon, window.lat) if known else geometry.centroid  # type: ignore[arg-type]
    transformer = local_projection(middle.x, middle.y)
    xy = shapely.get_coordinates(geometry)
    line = shapely.set_coordinates(
        shapely.force_2d(geometry), np.column_stack(project(transformer, xy[:, 0], xy[:, 1]))
    )
    part, kp, off = _fault(geometry, line, transformer, window)
    errors_km = _errors_km(row, len(shapely.get_parts(geometry)))
    lon, lat = window.lon, window.lat
    if kp is not None and not known:
        lon, lat = point_at_km(shapely.get_parts(geometry)[part or 0], kp) or (None, None)
    return Target(
        asset_id=asset_id,
        name=str(row["name"]),
        kind=str(row["kind"]),
        accuracy_km=errors_km[part or 0],
        length_km=line_length_m(geometry) / 1000,
        line=line,
        geometry=shapely.force_2d(geometry),
        fault_part=part,
        fault_kp_km=kp,
        fault_lon=lon,
        fault_lat=lat,
        fault_off_km=off,
        by_kp=window.kp_km is not None,
        # Where the place is known, the part that it is on is the one in question.
        parts_km=errors_km if part is None else (errors_km[part],) * len(errors_km),
        transformer=transformer,
    )


def _errors_km(row: Any, parts: int) -> tuple[float, ...]:
    """Return the error of each part: that of the asset, or a branch's own, km."""
    own = float(row["accuracy_km"])
    told = row.get("branches_accuracy")
    branches = list(told) if isinstance(told, (list, tuple, np.ndarray)) else []
    known = [own, *(float(km) if km is not None and km == km else own for km in branches)]
    known += [own] * (parts - len(known))
    return tuple(max(km, _LEAST_ACCURACY_KM) for km in known[:parts])


def _fault(
    geometry: Any, line: Any, transformer: Any, window: Window
) -> tuple[int | None, float | None, float | None]:
    """Return part, kilometre point and distance from the line of a located fault."""
    if window.kp_km is not None:
        # Beyond the end the place is no place on this line: the end counts, with that error.
        end = line_length_m(shapely.get_parts(geometry)[0]) / 1000
        kp = float(np.clip(window.kp_km, 0.0, end * _KP_FACTOR + _KP_SLACK_KM))
        return 0, kp, max(abs(float(window.kp_km) - kp), _disagreement_km(geometry, window))
    if window.lon is None or window.lat is None:
        return None, None, None
    return _nearest_point(geometry, line, transformer, window.lon, window.lat)


def _disagreement_km(geometry: Any, window: Window) -> float:
    """Return how far a kilometre point lies from the coordinates told with it, beyond slack."""
    if window.kp_km is None or window.lon is None or window.lat is None:
        return 0.0
    first = shapely.get_parts(geometry)[0]
    flat = local_projection(window.lon, window.lat)
    xy = shapely.get_coordinates(first)
    line = shapely.set_coordinates(
        shapely.force_2d(first), np.column_stack(project(flat, xy[:, 0], xy[:, 1]))
    )
    _, kp, off = _nearest_point(first, line, flat, window.lon, window.lat)
    slack = _KP_SLACK_KM + (_KP_FACTOR - 1.0) * float(window.kp_km)
    apart = abs(float(window.kp_km) - kp)
    return 0.0 if apart <= slack + off else apart


def _nearest_point(
    geometry: Any, line: Any, transformer: Any, lon: float, lat: float
) -> tuple[int, float, float]:
    """Return part, kilometre point and distance (km) of the place of a line nearest to a point."""
    x, y = project(transformer, lon, lat)
    point = shapely.Point(float(x), float(y))
    parts = shapely.get_parts(line)
    gaps = shapely.distance(parts, point)
    part = int(np.argmin(gaps))
    # Kilometre points are geodesic: scale the projected fraction by the true length.
    share = shapely.line_locate_point(parts[part], point, normalized=True)
    true_km = line_length_m(shapely.get_parts(geometry)[part]) / 1000
    return part, float(share * true_km), float(gaps[part] / 1000)


def _notes(outage: Outage, table: Any, settings: Settings) -> list[str]:
    notes = []
    least = _least_s(outage.window, settings)
    if seconds(outage.window.t_latest) - seconds(outage.window.t_earliest) < least:
        notes.append(
            f"{outage.name}: evidence of kind {outage.window.evidence_kind} dates no "
            f"failure better than {least / 60:.0f} min, so the window begins earlier by that"
        )
    for target in outage.targets:
        if not is_real(table.loc[target.asset_id, "status"]):
            notes.append(
                f"{target.name} is not laid yet by its status, yet the record says it failed"
            )
        off = target.fault_off_km or 0.0
        by_kp = outage.window.kp_km is not None
        if not by_kp and off > outage.place_radius_km + 3 * float(
            np.hypot(outage.place_sd_km, target.accuracy_km)
        ):
            notes.append(
                f"the published place lies {off:.1f} km from the charted line of {target.name}, "
                f"more than their errors allow; {_counts(off, settings)}"
            )
        if by_kp and len(target.parts_km) > 1 and outage.window.lon is None:
            notes.append(
                f"the kilometre point {outage.window.kp_km:g} of {target.name} is taken along the "
                f"first of its {len(target.parts_km)} parts, the main line; branches have "
                "kilometres of their own: if it failed on one, give the place (lon, lat)"
            )
        apart = _disagreement_km(target.geometry, outage.window) if by_kp else 0.0
        if apart > 0:
            notes.append(
                f"the kilometre point {outage.window.kp_km:g} of {target.name} and the place told "
                f"with it lie {apart:.0f} km apart on the line: one of them is wrong; "
                f"{_counts(off, settings)}"
            )
        elif by_kp and off > 0:
            notes.append(
                f"the published kilometre point {outage.window.kp_km:g} lies beyond the end of "
                f"{target.name} ({target.length_km:.0f} km of charted line), by {off:.0f} km; "
                f"{_counts(off, settings)}"
            )
        if target.accuracy_km >= 5:
            notes.append(
                f"the line of {target.name} is known to {target.accuracy_km:g} km only, "
                f"so crossing times of it are loose"
            )
    return notes


def _counts(off_km: float, settings: Settings) -> str:
    """Return what is made of a published place that is not on the line."""
    if off_km > settings.attribution.area_km:
        return "asset or place must be wrong; the place counts for nothing, ships rank by time"
    return "the place is counted with that error"


def _few(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return "; ".join(names[:3]) + more


def _told_twice(outages: list[Outage]) -> list[str]:
    """Return a note for each two entries that may speak of one failure."""
    return [
        f"{a.name} and {b.name} are entries of one asset whose windows overlap "
        "and whose places are not told apart: counted as two failures, which weighs one passage "
        "twice; if it was one, give it once"
        for a, b in combinations(outages, 2)
        if a.window.asset_ids == b.window.asset_ids
        and a.earliest_s <= b.latest_s
        and b.earliest_s <= a.latest_s
        and not _apart(a, b)
    ]


def _apart(a: Outage, b: Outage) -> bool:
    """Return whether two places are told that lie further apart than their errors allow."""
    places = [t.place for o in (a, b) for t in o.targets[:1]]
    if places[0] is None or places[1] is None:
        return False
    one, other = a.targets[0], b.targets[0]
    km = float(distance_m(one.fault_lon, one.fault_lat, other.fault_lon, other.fault_lat)) / 1000
    slack_km = a.place_radius_km + b.place_radius_km
    return km > slack_km + 3 * float(np.hypot(a.place_sd_km, b.place_sd_km))


def _state_notes(outages: list[Outage], settings: Settings) -> list[str]:
    """Return one note a stated cause, with the assets it is stated of."""
    factors = settings.attribution
    notes = []
    for state, words, factor in (
        ("external", "outer force", factors.external_factor),
        ("internal", "an inner or shore fault", factors.internal_factor),
        ("other", "an outer cause that is no ship", factors.other_cause_factor),
    ):
        names = [o.name for o in outages if o.state == state]
        if names:
            notes.append(
                f"the record describes the damage as {words} ({_few(names)}): the rate of "
                f"failures without a ship is multiplied by {factor:g} there"
            )
    both = [o.name for o in outages if o.says_both]
    if both:
        notes.append(
            f"the record's words on the damage hold marks of an outer force and of a cause without "
            f"a ship ({_few(both)}): they contradict each other and count for nothing"
        )
    return notes


def fault_offset_km(target: Target, part: Any, kp_km: Any, lon: Any, lat: Any) -> Any:
    """Return distances from crossings to the fault, km; NaN when it is not located.

    A kilometre point is measured along the asset.  A place told by coordinates errs in all
    directions: a crossing on another limb of a bend is as far from it as the sea between.
    What the place lies off the line is the same for all crossings and left out.
    """
    kp = np.asarray(kp_km, float)
    if target.fault_kp_km is None:
        return np.full(kp.shape, np.nan)
    straight = np.asarray(distance_m(lon, lat, target.fault_lon, target.fault_lat), float) / 1000
    if target.by_kp:
        on_part = np.asarray(part) == target.fault_part
        return np.where(on_part, np.abs(kp - target.fault_kp_km), straight)
    return np.sqrt(np.maximum(straight**2 - (target.fault_off_km or 0.0) ** 2, 0.0))
