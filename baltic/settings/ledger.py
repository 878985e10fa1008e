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

    Examples
    --------
    >>> EvidenceDefaults().yaw_cap <= EvidenceDefaults().cap
    True
    """

    cap: float = _s(3.0, "nats", "no single item decides", "METHOD 2")
    yaw_cap: float = _s(2.0, "nats", "heading items are not validated yet", "METHOD 2")
    dependence: float = _s(
        1.0, "1", "items fitted together need no further factor; less than 1 shrinks", "METHOD 2"
    )
    drop: Steps = _s(
        (
            (0.05, 0.59),
            (0.12, 0.64),
            (0.2, 0.64),
            (0.3, 0.72),
            (0.45, 0.72),
            (0.7, 0.58),
            (1.2, -0.78),
            (2.5, -1.48),
        ),
        "nats",
        "ln(V before / V during)",
        "fitted on simulated world A; METHOD 2",
    )
    drop_of_after: Steps = _s(
        ((0.08, -0.17), (0.2, -0.13), (0.3, -0.13), (0.45, -0.93), (0.8, -0.27)),
        "nats",
        "the same when the record begins in the slow stretch: compared with what follows",
        "fitted on simulated world A",
    )
    drop_of_norm: Steps = _s(
        ((0.3, -1), (0.45, 1.8), (0.6, 2.8), (0.8, 1.2), (1, -1.5)),
        "nats",
        "ln(norm of its class / V) when the ship was never seen faster: 5 % of cargo ships and "
        "tankers sail at 5 to 8 kn",
        "METHOD 6, last fixes of 6,463 ships",
    )
    drop_of_steering: Steps = _s(
        ((0, -1.5), (0.1, -0.65), (0.2, -0.38), (0.3, -0.04)),
        "nats",
        "the same when rough steering is what was noticed: one of six known drags shows no loss "
        "of speed (and the physics expects fewer), ordinary rough steering mostly none",
        "fitted on simulated world A; METHOD 2",
    )
    repeats: Steps = _s(
        ((0, 0.31), (1, 0.31), (2, -0.28), (3, -1.31), (5, -2.13)),
        "nats",
        "like slow-downs of the same ship: work, rounds and timetables repeat",
        "fitted on simulated world A",
    )
    wander: Steps = _s(
        (
            (3, 0.22),
            (8, 0.03),
            (15, 0.03),
            (25, -0.08),
            (40, -0.77),
            (60, -1.32),
            (80, -1.9),
            (110, -3),
        ),
        "nats",
        "spread of the courses, degrees: a ship under way keeps its course",
        "fitted on simulated world A; beyond 60 degrees own choice",
    )
    company: Steps = _s(
        ((1.0, -0.7), (2.0, -2.0), (3.0, -3.0)),
        "nats",
        "ships that kept within 10 km at the same speed: convoy, tow, transfer",
        "METHOD 2: ice convoys",
    )
    alongside_llr: float = _s(
        -0.76,
        "nats",
        "another ship within 600 m all along: transfer or tow",
        "fitted on simulated world A; METHOD 2",
    )
    force: Steps = _s(
        ((-3, -1.3), (-1, -0.67), (0, 0.46), (1, 0.46), (2, -0.46)),
        "nats",
        "ln P(force | anchor and chain of this ship) / P(force | ordinary slow-down)",
        "fitted on simulated world A; METHOD 2",
    )
    ramp: Steps = _s(
        (
            (0.15, 0.93),
            (0.4, 0.74),
            (0.8, 0.01),
            (1.2, -1.12),
            (1.6, -1.58),
            (2.2, -1.58),
            (3.5, -1.6),
            (7, -1.65),
        ),
        "nats",
        "time from 85 to 25 % of the drop over that of the ship under a constant force",
        "fitted on simulated world A; METHOD 2",
    )
    shape: Steps = _s(
        ((-3, -1.72), (-1.5, -1.72), (-0.5, -1.33), (0, 0.07), (0.5, 1.13), (1.5, 1.13), (3, 1.13)),
        "nats",
        "ln squared error of the best engine programme over that of an outside force",
        "fitted on simulated world A; METHOD 1.7",
    )
    release_ramp: Steps = _s(
        (
            (0.15, -0.59),
            (0.4, -0.59),
            (0.8, -0.07),
            (1.2, 0.5),
            (1.6, 0.46),
            (2.2, 0.08),
            (3.5, -0.02),
        ),
        "nats",
        "the same where speed comes back: chain lost or engine ordered",
        "fitted on simulated world A, below 0.4, which no ship can, as at 0.4; METHOD 1.7",
    )
    release_shape: Steps = _s(
        ((-3, -1.09), (-1.5, -1.03), (-0.5, -0.59), (0, 0.33), (0.5, 0.33), (1.5, 0.33), (3, 0.33)),
        "nats",
        "the same comparison where the speed comes back",
        "fitted on simulated world A; METHOD 1.7",
    )
    back: Steps = _s(
        ((-0.25, 0), (-0.12, 0), (-0.05, 0), (0, 0), (0.05, 0.17), (0.12, -0.47)),
        "nats",
        "ln of the speed afterwards over that before: an engine in trouble seldom is back",
        "fitted on simulated world A",
    )
    back_of_force: Steps = _s(
        ((-0.25, -0.06), (-0.12, -0.06), (-0.05, -0.02), (0, 1.18), (0.05, 0.16), (0.12, -1.57)),
        "nats",
        "the same after a fall as by an outside force: an engine that failed is seldom back at "
        "all it had, an anchor that is up or lost leaves nothing behind",
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
        -0.6,
        "nats",
        "speed lost so slowly that no onset is seen",
        "fitted on simulated world A; METHOD 2",
    )
    duration_h: Steps = _s(
        (
            (0.6, -1.66),
            (1, -1.44),
            (1.5, -0.83),
            (2.2, -0.22),
            (3, 0.05),
            (4.5, 0.05),
            (7, 0.05),
            (12, 0.05),
            (20, 0.05),
        ),
        "nats",
        "hours below expectation",
        "fitted on simulated world A; METHOD 2",
    )
    duration_of_force_h: Steps = _s(
        (
            (0.6, -1.8),
            (1, -1.2),
            (1.5, 0.2),
            (2.2, 0.75),
            (3, 0.75),
            (4.5, 0.75),
            (7, 1.12),
            (12, 1.12),
            (20, 1.12),
        ),
        "nats",
        "hours below expectation after a fall as by an outside force: what is left is an engine "
        "that failed, and those are repaired sooner",
        "fitted on simulated world A, below 3 h lowered towards METHOD 2: pilots and blows",
    )
    duration_end_h: Steps = _s(
        ((0.6, -2.03), (1, -2.03), (2, -0.99), (4, 0.09), (7, 0.09), (12, 0.09), (20, 0.18)),
        "nats",
        "hours below expectation up to a stop or a silence: often an arrival",
        "fitted on simulated world A; METHOD 2",
    )
    duration_norm_h: Steps = _s(
        ((6.0, -1.2), (12.0, -1.0), (24.0, -0.8), (30.0, 0.8), (40.0, 1.2)),
        "nats",
        "hours of a ship never seen at cruise: slow steaming is common, but seldom for days",
        "own choice",
    )
    duration_open_h: Steps = _s(
        ((0.6, -0.33), (1, -0.33), (2, -0.08), (4, 0.45), (7, 0.61), (12, 0.61), (20, 0.61)),
        "nats",
        "hours below expectation so far, when the record ends there: it may go on",
        "fitted on simulated world A; METHOD 2",
    )
    yaw: Steps = _s(
        (
            (-0.5, -0.45),
            (-0.2, -0.21),
            (0, -0.21),
            (0.12, -0.21),
            (0.25, 0.42),
            (0.4, 0.49),
            (0.6, 0.56),
            (0.9, 0.56),
            (1.3, 0.56),
        ),
        "nats",
        "ln ratio of heading or course s.d. inside to outside, less the neighbours'",
        "fitted on simulated world A; METHOD 2",
    )
    yaw_of_steering: Steps = _s(
        ((0, -0.35), (0.3, -0.35), (0.5, 0.1), (0.7, 0.8), (1, 1.4), (1.4, 1.6)),
        "nats",
        "the same where rough steering is what was noticed",
        "fitted on simulated world A, from +0.5 on raised towards METHOD 2",
    )
    drift: Steps = _s(
        (
            (0, -0.68),
            (0.3, -0.55),
            (0.6, -0.24),
            (1, 0.12),
            (1.5, 0.15),
            (2.2, 0.23),
            (3.2, 0.81),
            (5, 0.46),
        ),
        "nats",
        "change of drift angle, degrees, leeway of a slower ship taken out; an anchor makes up "
        "to 3, more is wind",
        "fitted on simulated world A; METHOD 2",
    )
    rough: Steps = _s(
        (
            (-1, -0.46),
            (-0.3, -0.46),
            (0, -0.43),
            (0.4, -0.31),
            (0.8, 0.05),
            (1.2, 0.16),
            (1.8, 1.03),
            (2.6, 1.2),
        ),
        "nats",
        "ln ratio of the speed's roughness to before: a constant engine setting is as smooth "
        "as before, patches of seabed roughen it",
        "fitted on simulated world A; METHOD 2",
    )
    rough_of_force: Steps = _s(
        (
            (-1, -1.12),
            (-0.3, -0.91),
            (0, -0.46),
            (0.4, 0.24),
            (0.8, 0.99),
            (1.2, 1.22),
            (1.8, 1.22),
            (2.6, 1.22),
        ),
        "nats",
        "the same after a fall as by an outside force: a failing engine runs as smoothly as before",
        "fitted on simulated world A",
    )
    rough_of_steering: Steps = _s(
        (
            (-1, -0.24),
            (-0.3, -0.24),
            (0, -0.24),
            (0.4, -0),
            (0.8, 0.15),
            (1.2, 0.34),
            (1.8, 0.49),
            (2.6, 0.49),
        ),
        "nats",
        "the same where rough steering is what was noticed: a propulsion that holds its speed "
        "shows little of the pull",
        "fitted on simulated world A",
    )
    physics_sd_ln: float = _s(0.35, "ln", "spread of the force about the model", "METHOD 2")
    stop_recovery_llr: float = _s(
        1.97,
        "nats",
        "stop of 20-120 min outside anchorages, then full speed",
        "fitted on simulated world A; METHOD 2",
    )
    stop_recovery_of_steering_llr: float = _s(
        2.8,
        "nats",
        "the same after rough steering without a loss of speed, as the documented tanker showed: "
        "7 of 20 such drags against 7 of 1,247 ordinary stretches of world A are ln 78",
        "simulated world A, kept below the cap; METHOD 2",
    )
    stop_llr: float = _s(0.65, "nats", "stop alone", "fitted on simulated world A; METHOD 2")
    creeping_llr: float = _s(
        0.8,
        "nats",
        "made way at a knot or so on the course it had: a ship adrift goes where wind and current "
        "take it, within 15 degrees of its old course one time in twelve",
        "own choice, well below ln 12",
    )
    released_llr: float = _s(
        0.71,
        "nats",
        "back at full speed in the open sea: half of the ordinary slow-downs end at a port, an "
        "anchorage or with the record",
        "fitted on simulated world A; METHOD 7",
    )
    place_llr: float = _s(
        -2.25,
        "nats",
        "episode ends at a port, pilot station or anchorage",
        "fitted on simulated world A; METHOD 2",
    )
    arrived_llr: float = _s(
        -1.3,
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
        -3,
        "nats",
        "fishing gear slows a ship every day, anchors do not",
        "fitted on simulated world A; METHOD 2",
    )
    work_llr: float = _s(
        -0.81,
        "nats",
        "dredgers, patrol and other craft work slowly",
        "fitted on simulated world A; METHOD 2",
    )
    tow_llr: float = _s(
        -0.32, "nats", "tugs and tows work slowly", "fitted on simulated world A; METHOD 2"
    )
    timetable_llr: float = _s(
        -0.24, "nats", "ferries slow down by timetable", "fitted on simulated world A; METHOD 2"
    )
    lane_llr: float = _s(
        -1.5, "nats", "most of the slow-down is shared by the lane: weather, ice", "METHOD 3.2"
    )
    dip_llr: Steps = _s(
        ((4.0, 0.3), (9.0, 2.5)),
        "nats",
        "dip in standard deviations within 5 min of a pipeline or power link; ordinary speeds "
        "wander by three often enough",
        "METHOD 2, softened by what ordinary ships of world A show",
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

    Measured with ``python -m tests.benchmarks.fit_evidence thresholds`` on simulated
    ordinary traffic of world A that the ledger was not fitted on (36 seas of 300 ships and
    48 h, seeds 5000 to 5035, a fix a minute).  One alarm in 1,000
    vessel-days is 4.0, which rests on ten cases; an alert begins at 4.5, since rougher seas
    alarm more often and one haul of a trawler of unknown type reaches 4.4.

    Examples
    --------
    >>> Levels().note_llr < Levels().watch_llr < Levels().alert_llr
    True
    """

    note_llr: float = _s(1.1, "nats", "20 per 1,000 vessel-days", "simulated world A, see basis")
    watch_llr: float = _s(2.4, "nats", "5 per 1,000 vessel-days", "simulated world A, see basis")
    alert_llr: float = _s(
        4.5, "nats", "half an alarm in 1,000 vessel-days", "simulated world A, see basis"
    )
    basis: str = _s(
        "simulated ordinary (world A, 10,379 vessel-days, seeds 5000 to 5035)",
        "",
        "what the thresholds were measured on; real traffic may alarm more often",
        "own measurement",
    )
