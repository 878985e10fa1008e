"""The outages of a record made ready for ranking: errors of time and place by their evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..catalogue import unknown_asset
from ..errors import IncidentError
from .damage import damage_state, says_both
from .targets import Target, place_target
from .window_notes import outage_notes, record_notes
from .windows import Outage, called, seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from ..catalogue import Incident
    from ..records import Window
    from ..settings import Settings

__all__ = ["make_outages"]

#: Kinds of located evidence that measure along the asset.
_REFLECTED = ("otdr", "tdr")


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
    outages = [replace(o, label=name) for o, name in zip(outages, called(outages), strict=True)]
    for outage in outages:
        notes += outage_notes(outage, table, _least_s(outage.window, settings), settings)
    notes += record_notes(outages, settings)
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
        place_target(asset_id, table.loc[asset_id], window, prior.area_km)
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


def _least_s(window: Window, settings: Settings) -> float:
    """Return the shortest window that a kind of evidence supports, s; 0 with a stated error."""
    if window.t_sd_s is not None:
        return 0.0
    prior = settings.attribution
    return 60.0 * {
        "routing_outage": prior.least_routing_min,
        "pressure_drop": prior.least_pressure_min,
    }.get(window.evidence_kind, 0.0)
