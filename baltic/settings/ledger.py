"""What each measure of an episode is worth, and how much makes a level."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import Steps
from .declare import setting as _s

__all__ = ["EvidenceDefaults", "Levels"]


@dataclass(frozen=True)
class EvidenceDefaults:
    """Log-likelihood ratios, nats.

    Tables are knots (value, llr), linear between them: a small change of a track
    (re-sampling, another start of the bins) must not flip a candidate.  Those that say so
    were fitted all at once (``python -m tests.benchmarks.fit_evidence ledger``), so that
    their sum is a log-likelihood ratio; the others rest on the method note or are chosen.
    """

    cap: float = _s(3.0, "nats", "no single item decides", "METHOD 2")
    yaw_cap: float = _s(2.0, "nats", "heading items are not validated yet", "METHOD 2")
    dependence: float = _s(
        1.0, "1", "items fitted together need no further factor; less than 1 shrinks", "METHOD 2"
    )
    drop: Steps = _s(
        (
            (0.05, 0.41),
            (0.12, 0.76),
            (0.2, 0.78),
            (0.3, 1.02),
            (0.45, 1.02),
            (0.7, 0.62),
            (1.2, -0.42),
            (2.5, -1.28),
        ),
        "nats",
        "ln(V before / V during)",
        "fitted on simulated world A; METHOD 2",
    )
    drop_of_after: Steps = _s(
        ((0.08, -0.33), (0.2, -0.33), (0.3, -0.33), (0.45, -1.49), (0.8, -0.98)),
        "nats",
        "the same when the record begins in the slow stretch: compared with what follows",
        "fitted on simulated world A",
    )
    drop_of_norm: Steps = _s(
        ((0.3, -1), (0.45, 1.4), (0.6, 2.4), (0.8, 1.2), (1, -1.5)),
        "nats",
        "ln(norm of its class / V) when the ship was never seen faster: 5 % of cargo ships and "
        "tankers sail at 5 to 8 kn",
        "METHOD 6, last fixes of 6,463 ships",
    )
    drop_of_steering: Steps = _s(
        ((0, -1.43), (0.1, -0.69), (0.2, -0.36), (0.3, 0.09)),
        "nats",
        "the same when rough steering is what was noticed: one of six known drags shows no loss "
        "of speed (and the physics expects fewer), ordinary rough steering mostly none",
        "fitted on simulated world A; METHOD 2",
    )
    repeats: Steps = _s(
        ((0, 0.33), (1, 0.33), (2, -0.35), (3, -1.11), (5, -2.06)),
        "nats",
        "like slow-downs of the same ship: work, rounds and timetables repeat",
        "fitted on simulated world A",
    )
    wander: Steps = _s(
        (
            (3, 0.25),
            (8, 0.03),
            (15, -0.19),
            (25, -0.21),
            (40, -0.59),
            (60, -1.15),
            (80, -1.83),
            (110, -3),
        ),
        "nats",
        "spread of the courses, degrees: a ship under way keeps its course",
        "fitted on simulated world A",
    )
    company: Steps = _s(
        ((1.0, -0.7), (2.0, -2.0), (3.0, -3.0)),
        "nats",
        "ships that kept within 10 km at the same speed: convoy, tow, transfer",
        "METHOD 2: ice convoys",
    )
    alongside_llr: float = _s(
        -1.61,
        "nats",
        "another ship within 600 m all along: transfer or tow",
        "fitted on simulated world A; METHOD 2",
    )
    force: Steps = _s(
        ((-3, -1.2), (-1, -0.49), (0, 0.4), (1, 0.4), (2, -0.43)),
        "nats",
        "ln P(force | anchor and chain of this ship) / P(force | ordinary slow-down)",
        "fitted on simulated world A; METHOD 2",
    )
    ramp: Steps = _s(
        (
            (0.15, 0.75),
            (0.4, 0.53),
            (0.8, 0.27),
            (1.2, -1.02),
            (1.6, -1.53),
            (2.2, -1.57),
            (3.5, -1.58),
            (7, -1.69),
        ),
        "nats",
        "time from 85 to 25 % of the drop over that of the ship under a constant force",
        "fitted on simulated world A; METHOD 2",
    )
    shape: Steps = _s(
        (
            (-3, -2.45),
            (-1.5, -2.45),
            (-0.5, -2.45),
            (0, -0.19),
            (0.5, 1.58),
            (1.5, 1.58),
            (3, 1.58),
        ),
        "nats",
        "ln squared error of the best engine programme over that of an outside force",
        "fitted on simulated world A; METHOD 1.7",
    )
    release_ramp: Steps = _s(
        (
            (0.15, -0.63),
            (0.4, -0.69),
            (0.8, -0.15),
            (1.2, 0.49),
            (1.6, 0.49),
            (2.2, 0.11),
            (3.5, 0.11),
        ),
        "nats",
        "the same where speed comes back: chain lost or engine ordered",
        "fitted on simulated world A; METHOD 1.7",
    )
    release_shape: Steps = _s(
        ((-3, -1.38), (-1.5, -1.05), (-0.5, -1.04), (0, 0.39), (0.5, 0.55), (1.5, 0.55), (3, 0.55)),
        "nats",
        "the same comparison where the speed comes back",
        "fitted on simulated world A; METHOD 1.7",
    )
    back: Steps = _s(
        ((-0.25, -0.49), (-0.12, -0.49), (-0.05, -0.23), (0, 0.37), (0.05, -0.13), (0.12, -0.88)),
        "nats",
        "ln of the speed afterwards over that before: an engine in trouble seldom is back",
        "fitted on simulated world A",
    )
    usual_tau_min: float = _s(
        4.7,
        "min",
        "time constant of the ship that the knots of ramp_min stand for; a ship's own ramp is "
        "judged against its own time constant, 2.5 to 8 min by size",
        "method note 1.6 and 3.5; median of simulated cargo ships and tankers at 9 kn",
    )
    no_onset_llr: float = _s(
        -1.1,
        "nats",
        "speed lost so slowly that no onset is seen",
        "fitted on simulated world A; METHOD 2",
    )
    duration_h: Steps = _s(
        (
            (0.6, -1.1),
            (1, -0.47),
            (1.5, -0.12),
            (2.2, 0.66),
            (3, 0.67),
            (4.5, 0.67),
            (7, 0.78),
            (12, 0.78),
            (20, 0.78),
        ),
        "nats",
        "hours below expectation",
        "fitted on simulated world A; METHOD 2",
    )
    duration_end_h: Steps = _s(
        ((0.6, -1.8), (1, -1.8), (2, -1.43), (4, -0.32), (7, -0.14), (12, 0.02), (20, 0.22)),
        "nats",
        "hours below expectation up to a stop or a silence: often an arrival",
        "fitted on simulated world A; METHOD 2",
    )
    duration_norm_h: Steps = _s(
        ((6.0, -1.2), (12.0, -0.6), (24.0, 0.0), (30.0, 0.8), (40.0, 1.2)),
        "nats",
        "hours of a ship never seen at cruise: slow steaming is common, but seldom for days",
        "own choice",
    )
    duration_open_h: Steps = _s(
        ((0.6, -0.19), (1, -0.19), (2, 0.27), (4, 0.67), (7, 0.67), (12, 0.67), (20, 0.67)),
        "nats",
        "hours below expectation so far, when the record ends there: it may go on",
        "fitted on simulated world A; METHOD 2",
    )
    yaw: Steps = _s(
        (
            (-0.5, -0.2),
            (-0.2, -0.2),
            (0, -0.2),
            (0.12, -0.2),
            (0.25, 0.4),
            (0.4, 0.5),
            (0.6, 0.5),
            (0.9, 0.5),
            (1.3, 0.5),
        ),
        "nats",
        "ln ratio of heading or course s.d. inside to outside, less the neighbours'",
        "fitted on simulated world A; METHOD 2",
    )
    yaw_of_steering: Steps = _s(
        ((0, -0.28), (0.3, -0.28), (0.5, 0.1), (0.7, 0.8), (1, 1.4), (1.4, 1.6)),
        "nats",
        "the same where rough steering is what was noticed",
        "fitted on simulated world A, from +0.5 on raised towards METHOD 2",
    )
    drift: Steps = _s(
        (
            (0, -0.84),
            (0.3, -0.58),
            (0.6, -0.43),
            (1, -0.11),
            (1.5, 0.34),
            (2.2, 0.58),
            (3.2, 0.58),
            (5, 0.68),
        ),
        "nats",
        "change of drift angle, degrees, leeway of a slower ship taken out; an anchor makes up "
        "to 3, more is wind",
        "fitted on simulated world A; METHOD 2",
    )
    rough: Steps = _s(
        (
            (-1, -1.09),
            (-0.3, -0.56),
            (0, -0.56),
            (0.4, -0.23),
            (0.8, 0.29),
            (1.2, 0.6),
            (1.8, 0.82),
            (2.6, 0.82),
        ),
        "nats",
        "ln ratio of the speed's roughness to before: a constant engine setting is as smooth "
        "as before, patches of seabed roughen it",
        "fitted on simulated world A; METHOD 2",
    )
    physics_sd_ln: float = _s(0.35, "ln", "spread of the force about the model", "METHOD 2")
    stop_recovery_llr: float = _s(
        1.82,
        "nats",
        "stop of 20-120 min outside anchorages, then full speed",
        "fitted on simulated world A; METHOD 2",
    )
    stop_llr: float = _s(0.65, "nats", "stop alone", "fitted on simulated world A; METHOD 2")
    released_llr: float = _s(
        0.72,
        "nats",
        "back at full speed in the open sea: half of the ordinary slow-downs end at a port, an "
        "anchorage or with the record",
        "fitted on simulated world A; METHOD 7",
    )
    place_llr: float = _s(
        -2.51,
        "nats",
        "episode ends at a port, pilot station or anchorage",
        "fitted on simulated world A; METHOD 2",
    )
    arrived_llr: float = _s(
        -1.02,
        "nats",
        "lay still for hours right after the episode",
        "fitted on simulated world A; METHOD 2",
    )
    status_llr: float = _s(
        1.0, "nats", "'at anchor' moving, or 'under way' adrift at sea", "METHOD 2"
    )
    not_under_command_llr: float = _s(
        -2.5, "nats", "the ship itself says that it cannot manoeuvre: engine trouble", "own choice"
    )
    fishing_llr: float = _s(
        -2.98,
        "nats",
        "fishing gear slows a ship every day, anchors do not",
        "fitted on simulated world A; METHOD 2",
    )
    work_llr: float = _s(
        -1.12,
        "nats",
        "dredgers, patrol and other craft work slowly",
        "fitted on simulated world A; METHOD 2",
    )
    tow_llr: float = _s(
        -0.43, "nats", "tugs and tows work slowly", "fitted on simulated world A; METHOD 2"
    )
    timetable_llr: float = _s(
        -0.39, "nats", "ferries slow down by timetable", "fitted on simulated world A; METHOD 2"
    )
    lane_llr: float = _s(
        -1.5, "nats", "most of the slow-down is shared by the lane: weather, ice", "METHOD 3.2"
    )
    dip_llr: Steps = _s(
        ((3.0, 1.0), (9.0, 3.0)),
        "nats",
        "dip in standard deviations within 5 min of a pipeline or power link",
        "METHOD 2",
    )
    one_chain: Steps = _s(
        ((-3.0, -2.5), (-0.3, 0.0), (0.3, 0.0), (3.0, 1.5)),
        "nats",
        "ln ratio of one chain over the depths of the whole episode to none; ordinary ships slow "
        "down in shallow water too, so it can say less for a drag than against one",
        "METHOD 3.5; not fitted: the simulated seas have no depths",
    )
    gap_cap: float = _s(1.5, "nats", "silence over an asset where others are heard", "METHOD 2")


@dataclass(frozen=True)
class Levels:
    """Ledger sums that make a note, a watch or an alert.

    Measured with ``python -m tests.benchmarks.measure_levels --world A --runs 28 --drags 14``:
    4,112 vessel-days of simulated ordinary traffic (28 seas of 150 ships and 48 h, seeds 1 to
    28, a fix a minute).  One alarm in 1,000 vessel-days rests on four cases.
    """

    note_llr: float = _s(1.49, "nats", "20 per 1,000 vessel-days", "simulated world A, see basis")
    watch_llr: float = _s(2.63, "nats", "5 per 1,000 vessel-days", "simulated world A, see basis")
    alert_llr: float = _s(4.24, "nats", "1 per 1,000 vessel-days", "simulated world A, see basis")
    basis: str = _s(
        "simulated ordinary (world A, 4,112 vessel-days, seeds 1 to 28)",
        "",
        "what the thresholds were measured on; real traffic may alarm more often",
        "own measurement",
    )
