"""Yi Peng 3, 16-18 November 2024: east of Gotland, BCS East-West, C-Lion1, Bornholm strait."""

from __future__ import annotations

from track_path import At, On
from track_plan import Check, Departure, Plan
from track_speed import Ease, Hold, Leg, at

#: Sea speed (kn; she ran 10.5-10.9 kn after the drag) and time constant of a laden panamax (min).
SEA_KN, TAU_MIN = 10.7, 7.7
FIRST, LAST = "2024-11-18T06:01:44Z", "2024-11-18T13:03:34Z"
DROP, BCS, CUT = (
    "2024-11-16T20:00:00Z",
    "2024-11-17T08:00:00Z",
    "2024-11-18T02:04:00Z",
)

PLAN = Plan(
    name="yi-peng-3-2024",
    title="Yi Peng 3, 16-18 November 2024, reconstructed up to her measured key-frames",
    incident_id="bcs-clion1-yi-peng-3-2024",
    vessel="Yi Peng 3",
    start="2024-11-16T12:00:00Z",
    v_start=SEA_KN,
    waypoints=[
        At(22.30, 59.475),
        At(21.60, 59.220),
        At(20.40, 58.200),
        At(19.72, 57.370),
        On("bcs-east-west-interlink", 19.402, 56.996, "bcs"),
        At(18.75, 56.350, radius_m=4000.0),
        At(18.20, 56.170, radius_m=4000.0),
        At(17.60, 56.020, radius_m=4000.0),
        On("c-lion1", 17.090, 55.885, "c-lion1", radius_m=0.0),
    ],
    legs=[
        Leg(
            lambda _: [
                Hold(at(DROP), SEA_KN, "lead-in at the speed measured after the drag"),
                Ease(at(BCS), 5.0, TAU_MIN, "dragging, speed from the published mean"),
            ],
            end="bcs",
        ),
        Leg(
            lambda x: [
                Ease(at("2024-11-18T00:30:00Z"), x, TAU_MIN, "dragging"),
                Ease(at(CUT), 7.3, 20.0),
            ],
            free="speed BCS to C-Lion1, kn",
            bracket=(3.0, 10.0),
            end="c-lion1",
        ),
        Leg(
            lambda x: [Ease(at(FIRST), x, TAU_MIN)],
            free="speed C-Lion1 to the first key-frame, kn",
            bracket=(5.0, 10.0),
            end=f"fix {FIRST}",
        ),
    ],
    fixes=(FIRST, LAST),
    checks=[
        Check(
            "bcs-east-west-interlink",
            "2024-11-17T07:59:30Z",
            "2024-11-17T08:00:30Z",
            "about 08:00Z",
            "about 50 km off Gotland",
        ),
        Check(
            "c-lion1",
            "2024-11-18T02:03:30Z",
            "2024-11-18T02:04:30Z",
            "02:04Z",
            "dead reckoning 55.885 N 17.09 E, error 5 km or more",
        ),
    ],
    assumptions=[
        "Lead-in at 10.7 kn, the middle of the 10.5-10.9 kn measured after the drag; the speed "
        "before is not published. The authority found that she did not slow before the drop.",
        "Drop at 20:00Z on 16 November is derived (36 h before the stop), not observed; its place "
        "is a result. The ramp has a time constant of 7.7 min.",
        "5.0 kn from the drop to BCS East-West: the published mean, the lowest of its range.",
        "{speed_BCS_to_C_Lion1:.2f} kn from BCS East-West to C-Lion1 is what the two times ask "
        "of the laid path; it rises to 7.3 kn before C-Lion1.",
        "BCS East-West is crossed on its charted line 50 km from the coast of Gotland; that line "
        "is known to 4 km.",
        "The path stays south-east of C-Lion1 until 02:04Z, so that it crosses that cable once "
        "after the drop. The lane east of Gotland is followed; way-points are our own.",
        "Between key-frames up to 13:03:34Z rows are laid straight, with a speed that fits both "
        "ends; after it the key-frames stand alone.",
        "The anchoring of 19 November in the Kattegat (press) is left out.",
    ],
    departures=[
        Departure(
            "drag of 180 nm in 1.5 days (mean 5.0 kn); other claims 150-178 km",
            "{nm_drag:.0f} nm from 16 November 20:00Z to the stop at 18 November 08:24Z",
            "from BCS East-West to the stop are {nm_bcs_stop:.0f} nm already; 180 nm would leave "
            "less than 3 kn for the first twelve hours, or stops that nobody reports",
            "pap_shk, finans_wsj, charter97_nordbalt",
        ),
        Departure(
            "speed while dragging 6.8-7.3 kn (AIS)",
            "5.0 kn before BCS East-West, {speed_BCS_to_C_Lion1:.1f} kn after, 7.3 kn from C-Lion1",
            "7.3 kn from 08:00Z to 02:04Z would be 132 nm; the charted places are "
            "{nm_bcs_clion:.0f} nm apart by the laid path",
            "dma_1118",
        ),
        Departure(
            "first cut about 20:00 or shortly after 21:00 local (two press texts)",
            "08:00Z on 17 November",
            "operator's time; the press times look like those of the drop, a day earlier",
            "laodong_yp, finans_wsj",
        ),
        Departure(
            "55.885 N 17.09 E at 02:04Z",
            "{clion_km:.1f} km from it, on the charted C-Lion1",
            "dead reckoning with an error of 5 km or more; the charted line was kept",
            "dma_1118",
        ),
    ],
    spans={
        "drag": (DROP, "2024-11-18T08:24:13Z"),
        "bcs_stop": (BCS, "2024-11-18T08:24:13Z"),
        "bcs_clion": (BCS, CUT),
    },
    drop=DROP,
    places={"clion_km": ("c-lion1", 17.09, 55.885)},
)
