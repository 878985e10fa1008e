"""Vezhen, 24-26 January 2025: Gulf of Finland, C-Lion1 and LVRTC, round Gotland to Karlskrona."""

from __future__ import annotations

from track_path import At, On, Reach
from track_plan import Check, Departure, Plan
from track_speed import KN_MS, Ease, Hold, Leg, Slide, at

#: Sea speed (kn; 10.7-11.2 measured without the anchor), drag speed at the ratio 0.68 measured
#: on another laden bulk carrier, time constant of a handysize (min).
SEA_KN, DRAG_KN, TAU_MIN = 11.2, 7.6, 5.4
DROP, CLION, LVRTC = (
    "2025-01-25T03:11:00Z",
    "2025-01-26T00:37:00Z",
    "2025-01-26T00:45:00Z",
)
FIRST, LAST = "2025-01-26T17:05:43Z", "2025-01-26T18:39:12Z"

PLAN = Plan(
    name="vezhen-2025",
    title="Vezhen, 24-26 January 2025, reconstructed up to her measured key-frames",
    incident_id="lvrtc-ventspils-gotland-vezhen-2025",
    vessel="Vezhen",
    start="2025-01-24T20:30:00Z",
    v_start=SEA_KN,
    waypoints=[
        At(26.55, 60.015),
        At(25.72, 59.928),
        At(25.16, 59.874),
        At(24.55, 59.818),
        At(24.28, 59.788),
        At(22.68, 59.565),
        At(22.35, 59.480),
        At(21.46, 59.120),
        At(20.40, 58.210),
        At(20.00, 57.980, radius_m=6000.0),
        Reach("c-lion1", (466.0, 473.6), "lvrtc", DRAG_KN * KN_MS * 480.0, "c-lion1", 300.0),
        On("sweden-latvia-lvrtc", 19.6145, 57.7430, "lvrtc", 300.0),
        At(18.46, 56.800, radius_m=6000.0),
        At(16.00, 55.890, radius_m=3000.0),
    ],
    legs=[
        Leg(
            lambda _: [
                Hold(at(DROP), SEA_KN, "lead-in at the speed measured after the drag"),
                Ease(at(CLION), DRAG_KN, TAU_MIN, "dragging at an assumed speed"),
            ],
            end="c-lion1",
        ),
        Leg(
            lambda x: [Slide(at(LVRTC), x, "from C-Lion1 to LVRTC")],
            free="speed C-Lion1 to LVRTC, kn",
            bracket=(5.0, 11.0),
            end="lvrtc",
        ),
        Leg(
            lambda x: [
                Ease(x, DRAG_KN, TAU_MIN, "dragging"),
                Ease(at("2025-01-26T16:55:00Z"), SEA_KN, TAU_MIN, "without the load, free running"),
                Slide(at(FIRST), 6.0, "slowing for the first key-frame"),
            ],
            free="end of the drag",
            bracket=(at("2025-01-26T00:50:00Z"), at("2025-01-26T12:00:00Z")),
            end=f"fix {FIRST}",
        ),
    ],
    fixes=(FIRST, LAST),
    checks=[
        Check(
            "c-lion1",
            "2025-01-26T00:36:30Z",
            "2025-01-26T00:37:30Z",
            "00:37Z",
            "Swedish EEZ east of Gotland",
        ),
        Check(
            "sweden-latvia-lvrtc",
            "2025-01-26T00:44:30Z",
            "2025-01-26T00:45:30Z",
            "about 00:45Z",
            "Swedish EEZ, between Latvia and Gotland",
        ),
    ],
    assumptions=[
        "Lead-in at 11.2 kn, the fastest measured without the anchor; the speed before the drop "
        "is not published.",
        "No speed of the drag is published: 7.6 kn, the ratio 0.68 of drag to free speed measured "
        "on Yi Peng 3. The ramp has a time constant of 5.4 min.",
        "The place of the drop (03:11Z on 25 January) is not published; it is where "
        "{km_drag_before:.0f} km at that speed end on C-Lion1 at 00:37Z.",
        "End of the drag {end_of_the_drag}: solved so that free running at 11.2 kn reaches the "
        "first key-frame in time; {end_of_the_drag_h:.1f} h after the drop, which fits 'more "
        "than 24 h'. No stop is published and none is laid.",
        "C-Lion1 is crossed close to the crossing of the two charted cables, 8 minutes before "
        "LVRTC.",
        "The 6.0 kn of the first key-frame may be the end of the drag instead; the mean from LVRTC "
        "to it, {kn_after:.1f} kn, leaves hardly any loss of speed for that.",
        "The westbound lanes are followed; they cross C-Lion1 west of Hiiumaa, and other lines, "
        "while dragging, without known damage (`checks`, `other_crossings`). Way-points are our "
        "own.",
        "South about Gotland: the straight way to the first key-frame leads over the island.",
        "Between key-frames rows are laid straight, with a speed that fits both ends.",
    ],
    departures=[
        Departure(
            "local times 04:11 and 04:20 for the last stopper",
            "03:11Z",
            "the prosecutor's time; no position depends on the nine minutes but that of the drop",
            "friatider, swherald",
        ),
        Departure(
            "the AIS crossing of the LVRTC damage area at about 01:45 CET",
            "00:45:00Z on the charted line, {v_lvrtc:.1f} kn",
            "the charted LVRTC line is known to 2.5 km, which is ten minutes at this speed",
            "tu_no",
        ),
    ],
    spans={"drag_before": (DROP, CLION), "after": (LVRTC, FIRST)},
    drop=DROP,
    moments={"lvrtc": LVRTC},
)
