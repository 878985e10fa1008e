"""Newnew Polar Bear, 7 October 2023: west of Hiiumaa, Baltika, Balticconnector, FEC."""

from __future__ import annotations

from track_path import At, On, Reach
from track_plan import Check, Departure, Plan
from track_speed import KN_MS, Ease, Hold, Leg, Slide, at

#: Free-running speed before the drop (kn), drag speed, time constant of a feeder container (min).
SEA_KN, DRAG_KN, TAU_MIN = 15.0, 11.2, 4.0
DRAG_M = 180e3
STOP_SHORT_M = 1.4 * 1852


def t(clock: str) -> float:
    return at(f"2023-10-07T{clock}Z")


EE_S1, BALTIKA, PIPE = t("15:13:00"), t("20:30:00"), t("22:20:00")

PLAN = Plan(
    name="newnew-polar-bear-2023",
    title="Newnew Polar Bear, 7-8 October 2023, reconstructed from published times and speeds",
    incident_id="balticconnector-newnew-polar-bear-2023",
    vessel="Newnew Polar Bear",
    placeholder_mmsi=200_000_001,
    start="2023-10-07T06:30:00Z",
    v_start=SEA_KN,
    waypoints=[
        At(19.40, 56.72),
        At(19.55, 57.00),
        At(19.86, 57.33),
        At(20.41, 58.00),
        At(21.50, 58.88),
        Reach("ee-s-1", (140.0, 185.0), "baltika", DRAG_KN * KN_MS * (BALTIKA - EE_S1), "ee-s-1"),
        At(22.36, 59.355),
        At(22.68, 59.428),
        Reach("baltika", (255.0, 320.0), "balticconnector", 28e3, "baltika"),
        On("balticconnector", 24.0802, 59.6703, "balticconnector"),
        At(24.30, 59.713),
        On("fec-2", 24.6330, 59.7560, "fec-2"),
        At(25.15, 59.825),
        At(25.75, 59.870),
        At(26.30, 59.930),
    ],
    legs=[
        Leg(
            lambda x: [
                Hold(x, SEA_KN, "lead-in at an assumed sea speed"),
                Ease(EE_S1, DRAG_KN, TAU_MIN, "anchor down, place inferred from the length"),
            ],
            free="drop",
            bracket=(t("10:00:00"), t("15:00:00")),
            end="ee-s-1",
            drag=(DRAG_M, PIPE),
        ),
        Leg(
            lambda x: [Ease(BALTIKA, x, TAU_MIN, "dragging")],
            free="speed EE-S1 to Baltika, kn",
            bracket=(6.0, 20.0),
            end="baltika",
        ),
        Leg(
            lambda x: [
                Hold(x),
                Ease(t("22:00:00"), 0.2, 3.0, "stopping short of the pipe"),
            ],
            free="engine taken off",
            bracket=(t("20:40:00"), t("21:58:00")),
            end="balticconnector",
            offset_m=-STOP_SHORT_M,
        ),
        Leg(
            lambda x: [
                Hold(x),
                Ease(t("22:19:00"), DRAG_KN, 2.5, "under way again towards the pipe"),
                Slide(PIPE, 9.5, "at the pipe"),
            ],
            free="engine started",
            bracket=(t("22:00:30"), t("22:18:00")),
            end="balticconnector",
        ),
        Leg(
            lambda _: [
                Hold(t("22:24:00"), 9.5),
                Ease(at("2023-10-08T02:30:00Z"), DRAG_KN, TAU_MIN, "chain trailing, anchor lost"),
            ]
        ),
    ],
    checks=[
        Check(
            "ee-s-1",
            "2023-10-07T15:12:30Z",
            "2023-10-07T15:13:30Z",
            "15:13Z",
            "about 50-52 km west of Hiiumaa",
        ),
        Check(
            "baltika",
            "2023-10-07T20:29:30Z",
            "2023-10-07T20:30:30Z",
            "20:30Z",
            "28 km from the Balticconnector damage, Finnish EEZ",
        ),
        Check(
            "balticconnector",
            "2023-10-07T22:19:30Z",
            "2023-10-07T22:20:30Z",
            "22:20Z",
            "between the strings of Nord Stream 1, about 40 km north of Paldiski",
        ),
        Check(
            "fec-2",
            "2023-10-07T22:20:00Z",
            "2023-10-08T00:13:00Z",
            "after the pipe, inside nine hours of 15:13Z",
            "about 20 nm east of the pipe damage",
        ),
    ],
    assumptions=[
        "Speed before the drop is not published: 15 kn, the middle of the 14-16 kn whose engine "
        "setting leaves 11 kn with an anchor and chain in tow.",
        "Drop {drop}: not published; it is the moment from which 180 km of drag end at the pipe. "
        "The ramp has a time constant of 4 min.",
        "The lanes east of Gotland and off Hiiumaa are followed; way-points between the cables "
        "are our own.",
        "The pipe is crossed where the charted Balticconnector meets the charted Nord Stream 1 "
        "line. The strings are 900 m apart and the catalogue holds one line for both.",
        "The stop is laid 1.4 nm short of the pipe: engine off {engine_taken_off}, started "
        "{engine_started}. 11 kn on both sides of it then give the 8.2 kn mean of the last 28 km, "
        "so these three figures do not conflict.",
        "Restart with a time constant of 2.5 min, what 12.6 MW can do to a ship of 24,000 t; the "
        "speed at 22:19Z is {v_2219:.1f} kn.",
        "FEC-2 is laid, the first of the two Elisa cables from the west; FEC-1 would be reached "
        "after the nine hours.",
        "Baltika is crossed from south to north 28 km before the pipe; C-Lion1 and Nord Stream 1 "
        "lie between, and are crossed without known damage.",
        "After FEC the ship keeps 11.2 kn; her true speed and course there are not published.",
    ],
    departures=[
        Departure(
            "EE-S1 damaged about 50-52 km west of Hiiumaa",
            "{hiiumaa_km:.0f} km from Ristna, the western end of Hiiumaa",
            "from there to the charted Baltika 28 km before the pipe the way is {far_km:.0f} km, "
            "{far_kn:.1f} kn for 15:13-20:30Z; break times, charted routes and "
            "11.2 kn, the upper end of the published drag speed, are kept; the sources do not tell "
            "whether the place or the speed is wrong",
            "earthpress_yle, err_new, err_ees1",
        ),
        Departure(
            "about 80 nm from the EE-S1 damage to the pipe",
            "{nm_ees1_pipe:.0f} nm",
            "80 nm in 7 h 07 min would leave no time for the stop at 11.2 kn",
            "marineforum",
        ),
        Departure(
            "mean 11.2 kn from EE-S1 to the pipe",
            "{kn_ees1_pipe:.1f} kn with the stop, 11.2 kn under way",
            "the mean was derived from the 80 nm",
            "marineforum",
        ),
        Departure(
            "180 km of drag in 7.1 h",
            "180 km from the drop to the pipe, {km_ees1_pipe:.0f} km of them after EE-S1",
            "180 km in the 7.1 h from EE-S1 to the pipe would be 13.7 kn; the rest is laid before "
            "EE-S1, as the facts say that the drag began before that cable",
            "laodong_bc, err_new",
        ),
        Departure(
            "the last cable about 20 nm east of the pipe",
            "FEC-2 {pipe_to_fec2_nm:.1f} nm from the pipe",
            "the charted FEC-2 is followed; 20 nm would be past it at this latitude",
            "marineforum",
        ),
    ],
    spans={
        "ees1_pipe": ("2023-10-07T15:13:00Z", "2023-10-07T22:20:00Z"),
        "baltika_pipe": ("2023-10-07T20:30:00Z", "2023-10-07T22:20:00Z"),
        "ees1_baltika": ("2023-10-07T15:13:00Z", "2023-10-07T20:30:00Z"),
    },
    moments={"2219": "2023-10-07T22:19:00Z"},
    # Ristna, the western end of Hiiumaa.
    places={"hiiumaa_km": ("ee-s-1", 22.04, 58.93)},
)
