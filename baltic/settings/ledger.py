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
            (0.05, 0.63),
            (0.12, 0.83),
            (0.2, 0.95),
            (0.3, 1.16),
            (0.45, 1.16),
            (0.7, 0.85),
            (1.2, -0.31),
            (2.5, -1.48),
        ),
        "nats",
        "ln(V before / V during)",
        "fitted on simulated world A; METHOD 2",
    )
    drop_of_after: Steps = _s(
        ((0.08, -0.33), (0.2, -0.33), (0.3, -0.29), (0.45, -1.49), (0.8, -0.86)),
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
        ((0, -1.48), (0.1, -0.63), (0.2, -0.36), (0.3, 0.1)),
        "nats",
        "the same when rough steering is what was noticed: one of six known drags shows no loss "
        "of speed (and the physics expects fewer), ordinary rough steering mostly none",
        "fitted on simulated world A; METHOD 2",
    )
    repeats: Steps = _s(
        ((0, 0.33), (1, 0.33), (2, -0.41), (3, -1.22), (5, -2.32)),
        "nats",
        "like slow-downs of the same ship: work, rounds and timetables repeat",
        "fitted on simulated world A",
    )
    wander: Steps = _s(
        (
            (3, 0.28),
            (8, -0.05),
            (15, -0.05),
            (25, -0.44),
            (40, -0.71),
            (60, -1.39),
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
        -1.49,
        "nats",
        "another ship within 600 m all along: transfer or tow",
        "fitted on simulated world A; METHOD 2",
    )
    force: Steps = _s(
        ((-3, -1.41), (-1, -0.62), (0, 0.45), (1, 0.45), (2, -0.61)),
        "nats",
        "ln P(force | anchor and chain of this ship) / P(force | ordinary slow-down)",
        "fitted on simulated world A; METHOD 2",
    )
    ramp: Steps = _s(
        (
            (0.15, 0.87),
            (0.4, 0.62),
            (0.8, 0.22),
            (1.2, -1.15),
            (1.6, -1.45),
            (2.2, -1.62),
            (3.5, -1.62),
            (7, -1.74),
        ),
        "nats",
        "time from 85 to 25 % of the drop over that of the ship under a constant force",
        "fitted on simulated world A; METHOD 2",
    )
    shape: Steps = _s(
        (
            (-3, -2.67),
            (-1.5, -2.67),
            (-0.5, -2.65),
            (0, -0.07),
            (0.5, 1.56),
            (1.5, 1.56),
            (3, 1.56),
        ),
        "nats",
        "ln squared error of the best engine programme over that of an outside force",
        "fitted on simulated world A; METHOD 1.7",
    )
    release_ramp: Steps = _s(
        (
            (0.15, -0.44),
            (0.4, -0.75),
            (0.8, -0.24),
            (1.2, 0.53),
            (1.6, 0.53),
            (2.2, 0.09),
            (3.5, 0.09),
        ),
        "nats",
        "the same where speed comes back: chain lost or engine ordered",
        "fitted on simulated world A; METHOD 1.7",
    )
    release_shape: Steps = _s(
        ((-3, -1.18), (-1.5, -0.96), (-0.5, -0.96), (0, 0.36), (0.5, 0.85), (1.5, 0.85), (3, 0.85)),
        "nats",
        "the same comparison where the speed comes back",
        "fitted on simulated world A; METHOD 1.7",
    )
    back: Steps = _s(
        ((-0.25, -0.55), (-0.12, -0.55), (-0.05, -0.23), (0, 0.39), (0.05, -0.22), (0.12, -1.45)),
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
        -1.23,
        "nats",
        "speed lost so slowly that no onset is seen",
        "fitted on simulated world A; METHOD 2",
    )
    duration_h: Steps = _s(
        (
            (0.6, -1.23),
            (1, -0.49),
            (1.5, -0.25),
            (2.2, 0.54),
            (3, 0.54),
            (4.5, 0.54),
            (7, 0.85),
            (12, 0.85),
            (20, 0.85),
        ),
        "nats",
        "hours below expectation",
        "fitted on simulated world A; METHOD 2",
    )
    duration_end_h: Steps = _s(
        ((0.6, -2.05), (1, -2.05), (2, -1.35), (4, -0.25), (7, -0.15), (12, -0.03), (20, 0.21)),
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
        ((0.6, -0.11), (1, -0.06), (2, 0.6), (4, 0.77), (7, 0.77), (12, 0.77), (20, 0.77)),
        "nats",
        "hours below expectation so far, when the record ends there: it may go on",
        "fitted on simulated world A; METHOD 2",
    )
    yaw: Steps = _s(
        (
            (-0.5, -0.18),
            (-0.2, -0.18),
            (0, -0.18),
            (0.12, -0.18),
            (0.25, 0.36),
            (0.4, 0.42),
            (0.6, 0.42),
            (0.9, 0.42),
            (1.3, 0.42),
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
            (0, -0.64),
            (0.3, -0.46),
            (0.6, -0.26),
            (1, 0.01),
            (1.5, 0.39),
            (2.2, 0.39),
            (3.2, 0.39),
            (5, 0.39),
        ),
        "nats",
        "change of drift angle, degrees, leeway of a slower ship taken out; an anchor makes up "
        "to 3, more is wind",
        "fitted on simulated world A; METHOD 2",
    )
    rough: Steps = _s(
        (
            (-1, -1.1),
            (-0.3, -0.68),
            (0, -0.68),
            (0.4, -0.07),
            (0.8, 0.31),
            (1.2, 0.56),
            (1.8, 0.87),
            (2.6, 0.87),
        ),
        "nats",
        "ln ratio of the speed's roughness to before: a constant engine setting is as smooth "
        "as before, patches of seabed roughen it",
        "fitted on simulated world A; METHOD 2",
    )
    physics_sd_ln: float = _s(0.35, "ln", "spread of the force about the model", "METHOD 2")
    stop_recovery_llr: float = _s(
        2.03,
        "nats",
        "stop of 20-120 min outside anchorages, then full speed",
        "fitted on simulated world A; METHOD 2",
    )
    stop_llr: float = _s(0.09, "nats", "stop alone", "fitted on simulated world A; METHOD 2")
    released_llr: float = _s(
        0.66,
        "nats",
        "back at full speed in the open sea: half of the ordinary slow-downs end at a port, an "
        "anchorage or with the record",
        "fitted on simulated world A; METHOD 7",
    )
    place_llr: float = _s(
        -2.71,
        "nats",
        "episode ends at a port, pilot station or anchorage",
        "fitted on simulated world A; METHOD 2",
    )
    arrived_llr: float = _s(
        -1.06,
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
        -3.0,
        "nats",
        "fishing gear slows a ship every day, anchors do not",
        "fitted on simulated world A; METHOD 2",
    )
    work_llr: float = _s(
        -1.23,
        "nats",
        "dredgers, patrol and other craft work slowly",
        "fitted on simulated world A; METHOD 2",
    )
    tow_llr: float = _s(
        -0.61, "nats", "tugs and tows work slowly", "fitted on simulated world A; METHOD 2"
    )
    timetable_llr: float = _s(
        -0.41, "nats", "ferries slow down by timetable", "fitted on simulated world A; METHOD 2"
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
    48 h, seeds 5000 to 5035, a fix a minute).  One alarm in 1,000 vessel-days rests on ten
    cases.

    Examples
    --------
    >>> Levels().note_llr < Levels().watch_llr < Levels().alert_llr
    True
    """

    note_llr: float = _s(1.66, "nats", "20 per 1,000 vessel-days", "simulated world A, see basis")
    watch_llr: float = _s(2.9, "nats", "5 per 1,000 vessel-days", "simulated world A, see basis")
    alert_llr: float = _s(4.23, "nats", "1 per 1,000 vessel-days", "simulated world A, see basis")
    basis: str = _s(
        "simulated ordinary (world A, 10,379 vessel-days, seeds 5000 to 5035)",
        "",
        "what the thresholds were measured on; real traffic may alarm more often",
        "own measurement",
    )
