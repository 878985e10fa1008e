"""Eagle S, 25 December 2024: Luga Bay, EstLink 2, the four telecom cables, off Porkkala."""

from __future__ import annotations

from track_path import At, On, Reach
from track_plan import Check, Departure, Plan
from track_speed import KN_MS, Ease, Hold, Leg, Slide, at

#: Sea speed before the drop (kn) and time constant of a laden panamax taking up an anchor (min).
SEA_KN, TAU_MIN = 11.75, 7.7
#: Drag length of the indictment (m).
DRAG_M = 90e3


def t(clock: str) -> float:
    return at(f"2024-12-25T{clock}Z")


WINDOW = ("2024-12-25T16:04:00Z", "2024-12-25T16:44:00Z")
FIRST, LAST = t("16:04:30"), t("16:43:30")

PLAN = Plan(
    name="eagle-s-2024",
    title="Eagle S, 25 December 2024, reconstructed from published times and speeds",
    incident_id="estlink2-eagle-s-2024",
    vessel="Eagle S",
    start="2024-12-25T03:45:00Z",
    v_start=SEA_KN,
    waypoints=[
        At(28.30, 59.74),
        At(28.22, 59.82),
        At(28.16, 59.935),
        At(28.03, 59.945),
        At(27.86, 59.840),
        At(27.77, 59.880),
        At(27.43, 59.865),
        At(27.05, 59.985),
        At(26.55, 60.015),
        On("estlink-2", 26.060, 59.960, "estlink-2"),
        At(25.72, 59.928),
        At(25.16, 59.874),
        On("fec-1", 24.862, 59.833, "fec-1"),
        Reach("c-lion1", (57.0, 75.0), "fec-1", 8.5 * KN_MS * (LAST - FIRST), "c-lion1"),
        At(24.645, 59.8265, radius_m=900.0),
        At(24.600, 59.875),
        At(24.585, 59.960),
    ],
    legs=[
        Leg(
            lambda x: [
                Hold(x, SEA_KN, "lead-in at an assumed sea speed"),
                Ease(t("10:23:00"), 9.2, TAU_MIN, "anchor down, place inferred from the length"),
                Slide(t("10:25:00"), 9.3),
                Slide(t("10:26:00"), 9.05, "over EstLink 2"),
            ],
            free="drop",
            bracket=(t("09:00:00"), t("10:15:00")),
            end="estlink-2",
            drag=(DRAG_M, t("16:53:00")),
        ),
        Leg(
            lambda x: [
                Slide(t("10:27:00"), 8.8),
                Slide(t("11:00:00"), 8.5, "dragging"),
                Slide(t("11:35:00"), 6.3, "revolutions low"),
                Slide(t("11:49:00"), 4.3),
                Ease(t("12:16:00"), 0.7, 3.0, "engine stopped, drifting"),
                Slide(t("12:30:00"), 1.5, "engine started"),
                Slide(t("12:42:00"), 0.7, "revolutions fall to zero"),
                Hold(t("12:53:00")),
                Slide(t("13:05:00"), 7.5, "under way again"),
                Ease(FIRST, x, TAU_MIN, "dragging"),
            ],
            free="speed 13:05-16:04Z, kn",
            bracket=(5.0, 12.0),
            end="fec-1",
        ),
        Leg(
            lambda x: [Ease(LAST, x, 3.0, "dragging over the telecom cables")],
            free="speed over the telecom cables, kn",
            bracket=(5.0, 12.0),
            end="c-lion1",
        ),
        Leg(
            lambda _: [
                Hold(t("16:44:30")),
                Ease(t("17:08:00"), 0.2, 2.5, "stopping, chain hoisted, anchor lost"),
                Ease(t("18:00:00"), 8.0, 6.0, "north to Finnish waters without the anchor"),
            ]
        ),
    ],
    checks=[
        Check(
            "estlink-2",
            "2024-12-25T10:26:00Z",
            "2024-12-25T10:27:00Z",
            "10:26Z",
            "about 55 km south of Loviisa",
        ),
        Check("fec-1", *WINDOW, "16:04-16:44Z", "between EstLink 2 and Porkkala"),
        Check("fec-2", *WINDOW, "16:04-16:44Z", "Finnish EEZ"),
        Check("c-lion1", *WINDOW, "16:04-16:44Z", "close to EstLink 1"),
        Check("baltika", None, None, "no time published", "on the track line, Finnish EEZ"),
    ],
    assumptions=[
        "Speed before the drop is not published: 11.75 kn, the middle of the 11.5-12 kn usual for "
        "a laden panamax tanker.",
        "Drop {drop}: not published; it is the moment from which the 90 km of the indictment end "
        "where the ship stops off Porkkala. The ramp has a time constant of 7.7 min.",
        "Lanes of the traffic separation schemes are followed; way-points between the cables are "
        "our own. The track begins in Luga Bay at sea speed; how she left port is not laid.",
        "EstLink 2 is crossed on its charted line, {loviisa_km:.0f} km from Loviisa at bearing "
        "{loviisa_deg:.0f}.",
        "After the restart the ship settles at {speed_13_05_16_04Z:.1f} kn, the speed that brings "
        "her to FEC-1 at 16:04:30Z. 7.5 kn is kept at 13:05Z.",
        "4.3 kn at 11:49Z, 0.7 kn of drift and 1.5 kn at 12:30Z are chosen for the 'about three "
        "miles' between 11:35Z and 13:05Z ({km_1135_1305:.1f} km laid). Drift is laid along the "
        "course; wind drift is not known.",
        "FEC-1 first (16:04:30Z), C-Lion1 last (16:43:30Z): half a minute inside the window.",
        "CITIC's cable has four possible routes; none of them was steered for. Crossings with "
        "them are under `other_crossings`.",
    ],
    departures=[
        Departure(
            "C-Lion1 was cut close to EstLink 1",
            "{c_lion1_to_estlink1:.0f} km from EstLink 1",
            "from FEC-1 to EstLink 1 are {fec1_to_estlink1:.0f} km; 40 minutes at the 8.5 kn read "
            "with the anchor down reach the laid place; window and charted routes were kept",
            "eestinen, demok_trial",
        ),
        Departure(
            "four telecom cables, CITIC's among them, between 16:04Z and 16:44Z",
            "FEC-1, FEC-2, C-Lion1 inside; of CITIC's possible routes: {citic}",
            "BSSC and BCS North lie west of the stop, so not all published figures can hold; the "
            "place is left open",
            "demok_trial, eestinen",
        ),
        Departure(
            "6 h 19 min from 12:26 local to the stop, that is 16:45Z",
            "engine taken off at 16:44:30Z, below 1 kn at {stopped}",
            "a laden tanker does not stop in seconds; the chain is hoisted from about 16:50Z",
            "mtv_ljung",
        ),
        Departure(
            "turns north 35 nm from the stop point",
            "{nm_stop_turn:.0f} nm sailed from the stop of 11:49-12:53Z to the turn",
            "break times and charted routes fix the length; the two stops are not told apart in "
            "the source",
            "eadaily",
        ),
        Departure(
            "left Ust-Luga on 24 December",
            "in Luga Bay at 03:45Z on 25 December",
            "the way is {km_lead:.0f} km to EstLink 2, which takes {h_lead:.1f} h as laid",
            "europesays",
        ),
        Departure(
            "entered the Finnish EEZ at 10:23Z",
            "{km_1023:.1f} km before the charted EstLink 2",
            "no EEZ line is among the data, so this was not tested",
            "mtv_timeline",
        ),
    ],
    spans={
        "1135_1305": ("2024-12-25T11:35:00Z", "2024-12-25T13:05:00Z"),
        "1023": ("2024-12-25T10:23:00Z", "2024-12-25T10:26:00Z"),
        "lead": ("2024-12-25T03:45:00Z", "2024-12-25T10:26:00Z"),
        "stop_turn": ("2024-12-25T12:00:00Z", "2024-12-25T17:08:00Z"),
    },
)
