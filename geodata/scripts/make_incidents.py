"""Make ``incidents.yaml`` from ``sources/incidents.yaml``.

    python geodata/scripts/make_incidents.py [OUT]

Every fact is carried over.  Added to each entry of ``assets``: ``damaged``,
``t_earliest``, ``t_latest``, ``evidence_kind``, ``t_sd_s`` from the table below, read
from the published time and its note; the published ``break_time_utc`` stays beside
them.  ``legal_history`` comes from ``legal_steps.py``.  Renamed:
``break_lon``/``break_lat`` to ``lon``/``lat`` and ``position_uncertainty_km`` to
``position_sd_km``.

Rules of the table
------------------
* A time printed to the minute is that whole minute: 10:26 -> 10:26:00 to 10:27:00.
* Two published readings of one break are the earliest and the latest.
* ``t_sd_s`` is the error of the clock or instrument on top of that interval (seconds):
  trip 5, loss of light 30, seismic 20, router view 300; null where the interval is all
  that is known.
* A day alone is the whole UTC day, with ``t_sd_s`` 7200, because a printed day may be
  meant in local time (UTC+1 to UTC+3).
* An interval wider than the published range says why in ``t_note``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple

import yaml

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:  # the scripts are no package
    sys.path.insert(0, str(HERE))

from legal_steps import LEGAL  # noqa: E402

SOURCE = HERE.parent / "sources" / "incidents.yaml"
OUT = HERE.parent / "incidents.yaml"


class When(NamedTuple):
    """When one asset failed, and how that is known."""

    t_earliest: str | None = None
    t_latest: str | None = None
    evidence_kind: str | None = None
    t_sd_s: float | None = None
    t_note: str | None = None
    damaged: bool = True


UNHURT = When(damaged=False)


def day(date: str, last: str, note: str | None = None) -> When:
    """Return whole UTC days, from the first to the start of the day after the last."""
    return When(f"{date}T00:00:00Z", f"{last}T00:00:00Z", "day_only", 7200.0, note)


#: (incident, number of the asset entry) -> when.
TABLE: dict[tuple[str, int], When] = {
    # Energinet 06:17 CET, Jyllands-Posten about 06:19 CET: two readings of one trip.
    ("bornholm-cable-samus-swan-2022", 0): When(
        "2022-02-26T05:17:00Z", "2022-02-26T05:20:00Z", "scada_trip", 5.0
    ),
    # 02:03 CEST and 19:03-19:04 CEST, seismic.
    ("nord-stream-2022", 0): When("2022-09-26T00:03:00Z", "2022-09-26T00:04:00Z", "seismic", 20.0),
    ("nord-stream-2022", 1): When("2022-09-26T17:03:00Z", "2022-09-26T17:05:00Z", "seismic", 20.0),
    # 18:13 EEST (Svenska Yle); ERR: about an hour after the report of 17:17 to 17:20.
    ("balticconnector-newnew-polar-bear-2023", 0): When(
        "2023-10-07T15:13:00Z", "2023-10-07T15:20:00Z", "loss_of_light", 60.0
    ),
    # 23:30 Moscow time, the operator.
    ("balticconnector-newnew-polar-bear-2023", 1): When(
        "2023-10-07T20:30:00Z", "2023-10-07T20:31:00Z", "loss_of_light", 30.0
    ),
    # 01:20 EEST, NORSAR.  The pressure drop seen about 02:00 EEST came later and adds nothing.
    ("balticconnector-newnew-polar-bear-2023", 2): When(
        "2023-10-07T22:20:00Z", "2023-10-07T22:21:00Z", "seismic", 20.0
    ),
    # After the pipe, and all four hits inside nine hours of the first.
    ("balticconnector-newnew-polar-bear-2023", 3): When(
        "2023-10-07T22:20:00Z", "2023-10-08T00:13:00Z", "press_window"
    ),
    ("estlink2-technical-2024", 0): day("2024-01-26", "2024-01-27"),
    # "About 10:00 EET", the range of the record says "about the hour"; another text prints
    # 20:00 and a third "shortly after 21:00 local", unresolved: see break_time_note.
    ("bcs-clion1-yi-peng-3-2024", 0): When(
        "2024-11-17T07:30:00Z",
        "2024-11-17T08:30:00Z",
        "routing_outage",
        300.0,
        "half an hour either side of the operator's 'about 10:00 EET'; the press times of "
        "the evening in break_time_note contradict it and are not inside this interval",
    ),
    # 04:04 EET, Cinia.
    ("bcs-clion1-yi-peng-3-2024", 1): When(
        "2024-11-18T02:04:00Z", "2024-11-18T02:05:00Z", "loss_of_light", 30.0
    ),
    ("bcs-clion1-yi-peng-3-2024", 2): UNHURT,
    # On land; RIPE NCC dates the cut 3 December, another memory says 2 December.
    ("fi-se-land-cable-excavator-2024", 0): day("2024-12-02", "2024-12-04"),
    # 12:26 EET, the operators' trip.
    ("estlink2-eagle-s-2024", 0): When(
        "2024-12-25T10:26:00Z", "2024-12-25T10:27:00Z", "scada_trip", 5.0
    ),
    # "Between 18:04 and 18:44 EET", single times not published.
    ("estlink2-eagle-s-2024", 1): When(
        "2024-12-25T16:04:00Z", "2024-12-25T16:44:00Z", "loss_of_light", 30.0
    ),
    ("estlink2-eagle-s-2024", 2): When(
        "2024-12-25T16:04:00Z", "2024-12-25T16:44:00Z", "loss_of_light", 30.0
    ),
    ("estlink2-eagle-s-2024", 3): When(
        "2024-12-25T16:04:00Z", "2024-12-25T16:44:00Z", "loss_of_light", 30.0
    ),
    ("estlink2-eagle-s-2024", 4): When(
        "2024-12-25T16:04:00Z", "2024-12-25T16:44:00Z", "loss_of_light", 30.0
    ),
    # Known only by the report to Finland.
    ("estlink2-eagle-s-2024", 5): When(
        "2024-12-25T00:00:00Z",
        "2024-12-28T00:00:00Z",
        "press_window",
        None,
        "no time published: from the day of the other breaks to the end of the day on which "
        "the damage was reported to Finland, 27 Dec 2024",
    ),
    # "About 01:45 CET": five minutes either side.
    ("lvrtc-ventspils-gotland-vezhen-2025", 0): When(
        "2025-01-26T00:40:00Z",
        "2025-01-26T00:50:00Z",
        "press_window",
        None,
        "five minutes either side of 'about 01:45 CET'. The time was read from one ship's "
        "AIS, not from the cable: it cannot test that ship",
    ),
    # 02:37 Finnish time, announced a month later by the operator; traffic never stopped.
    ("lvrtc-ventspils-gotland-vezhen-2025", 1): When(
        "2025-01-26T00:37:00Z", "2025-01-26T00:38:00Z", "operator_notice", 60.0
    ),
    ("clion1-gotland-2025", 0): When(
        "2025-01-26T00:37:00Z", "2025-01-26T00:38:00Z", "operator_notice", 60.0
    ),
    ("swepol-suspicious-manoeuvres-2025", 0): UNHURT,
    ("hiiumaa-cables-storm-2025", 0): day("2025-12-30", "2025-12-31"),
    # "Recent days" on 31 December: no day.
    ("hiiumaa-cables-storm-2025", 1): When(t_note="day not found"),
    # 04:53 EET is Elisa's notice, ERR says about 05:00 EET; a notice lags the break.
    ("elisa-arelion-fitburg-2025", 0): When(
        "2025-12-31T02:53:00Z", "2025-12-31T03:00:00Z", "operator_notice", 600.0
    ),
    # "Early morning 31 Dec", Estonian time.
    ("elisa-arelion-fitburg-2025", 1): When(
        "2025-12-30T22:00:00Z",
        "2025-12-31T06:00:00Z",
        "press_window",
        None,
        "'early morning 31 Dec' taken as 00:00 to 08:00 EET",
    ),
    ("sventoji-liepaja-2026", 0): day("2026-01-02", "2026-01-03"),
    # The link tripped; the fault was in a substation.  An outage all the same.
    ("fenno-skan2-outage-2026", 0): day("2026-03-10", "2026-03-11"),
}

#: Records that `investigate` refuses, and why; all others are "damage".
RECORD_TYPES = {
    "fi-se-land-cable-excavator-2024": "not_at_sea",
    "mt-jazz-hanko-2024": "no_damage",
    "swepol-suspicious-manoeuvres-2025": "no_damage",
}

RENAMED = {
    "break_lon": "lon",
    "break_lat": "lat",
    "position_uncertainty_km": "position_sd_km",
}

HEAD = """\
# Baltic Sea subsea-infrastructure incidents; made by scripts/make_incidents.py from
# sources/incidents.yaml. Do not edit here. Facts and figures only, re-worded; see
# LICENSE-incidents.md. Null means not published or not found, never zero.
# t_earliest, t_latest, evidence_kind, t_sd_s (seconds): how the script reads the published
# time, whose own words stay in break_time_utc and break_time_note.
# lon, lat: only where a source prints the break position. An estimate of a third party is
# kept as position_estimate_third_party and is no published position.
"""


class Plain(yaml.SafeDumper):
    """Dumps without anchors and with indented lists."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        return super().increase_indent(flow, False)


def asset_entry(entry: dict[str, Any], when: When) -> dict[str, Any]:
    """Return one entry of `assets` in the shape of an incident file."""
    facts = {RENAMED.get(k, k): v for k, v in entry.items()}
    first = {k: facts.pop(k) for k in ("asset_id", "name", "kind", "damage")}
    place = {k: facts.pop(k) for k in ("lon", "lat")}
    return {
        **first,
        "damaged": when.damaged,
        "t_earliest": when.t_earliest,
        "t_latest": when.t_latest,
        "evidence_kind": when.evidence_kind,
        "t_sd_s": when.t_sd_s,
        **({"t_note": when.t_note} if when.t_note else {}),
        **place,
        "kp_km": None,
        "position_sd_km": facts.pop("position_sd_km"),
        **facts,
    }


def with_history(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the steps of the law behind the newest one."""
    steps = [
        {"date": s.date, "status": s.status, **({"by": s.by} if s.by else {}),
         "sources": list(s.sources)}
        for s in LEGAL.get(record["id"], ())
    ]  # fmt: skip
    if not steps:
        return record
    at = list(record).index("legal_status") + 1
    rows = list(record.items())
    return dict([*rows[:at], ("legal_history", steps), *rows[at:]])


def render(source: Path = SOURCE) -> str:
    """Return the text of ``incidents.yaml``."""
    facts = yaml.safe_load(source.read_text(encoding="utf-8"))
    used = set()
    records = []
    for fact in facts:
        record = {"id": fact["id"], "title": fact["title"], "kind": fact["kind"]}
        record["record_type"] = RECORD_TYPES.get(fact["id"], "damage")
        record.update(fact)
        record["assets"] = []
        for number, entry in enumerate(fact["assets"]):
            used.add((fact["id"], number))
            record["assets"].append(asset_entry(entry, TABLE[fact["id"], number]))
        records.append(with_history(record))
    if left := set(TABLE) - used:
        raise SystemExit(f"table rows without an asset: {sorted(left)}")
    if lost := set(LEGAL) - {r["id"] for r in records}:
        raise SystemExit(f"steps of the law without a record: {sorted(lost)}")
    return HEAD + yaml.dump(records, Dumper=Plain, sort_keys=False, allow_unicode=True, width=100)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    target.write_text(render(), encoding="utf-8")
    print(target)
