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
            (0.05, 1.44),
            (0.12, 1.44),
            (0.2, 1.44),
            (0.3, 1.44),
            (0.45, 1.44),
            (0.7, 0.45),
            (1.2, -0.1),
            (2.5, -0.6),
        ),
        "nats",
        "ln(V before / V during)",
        "fitted on simulated world A, from 0.7 on raised towards METHOD 2: few simulated drags "
        "bring a ship below half its speed",
    )
    drop_of_after: Steps = _s(
        ((0.08, 0.26), (0.2, 0.42), (0.3, 0.42), (0.45, -0.51), (0.8, -1.06)),
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
        ((0, -2.38), (0.1, -0.52), (0.2, -0.02), (0.3, -0.02)),
        "nats",
        "the same when rough steering is what was noticed: one of six known drags shows no loss "
        "of speed (and the physics expects fewer), ordinary rough steering mostly none",
        "fitted on simulated world A; METHOD 2",
    )
    repeats: Steps = _s(
        ((0, 0.36), (1, 0.36), (2, -0.63), (3, -2.14), (5, -2.35)),
        "nats",
        "like slow-downs of the same ship: work, rounds and timetables repeat",
        "fitted on simulated world A",
    )
    wander: Steps = _s(
        (
            (3, 0.43),
            (8, -0.19),
            (15, -0.2),
            (25, -0.59),
            (40, -1.44),
            (60, -1.5),
            (80, -1.5),
            (110, -1.6),
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
        -1.01,
        "nats",
        "another ship within 600 m all along: transfer or tow",
        "fitted on simulated world A; METHOD 2",
    )
    force: Steps = _s(
        ((-3, -1.02), (-1, -0.34), (0, 0.3), (1, 0.67), (2, -1.28)),
        "nats",
        "ln P(force | anchor and chain of this ship) / P(force | ordinary slow-down)",
        "fitted on simulated world A; METHOD 2",
    )
    ramp: Steps = _s(
        (
            (0.35, 0.32),
            (0.5, 1.1),
            (0.65, 1.0),
            (0.8, 0.7),
            (1, 0.0),
            (1.3, -1.1),
            (1.8, -2.2),
            (2.5, -2.2),
            (4, -2.2),
        ),
        "nats",
        "time from 85 to 25 % of the drop over that of the ship under a constant force",
        "fitted on simulated world A (1.48, 1.13, 0.96, -0.68, -1.58, -2.2), blurred: the time "
        "constant of a hull is known to a third, and a fall as slow as that of METHOD 1.6 itself "
        "must not speak against a drag; below 0.35, which no ship can, as fitted; METHOD 2",
    )
    shape: Steps = _s(
        (
            (-2.5, -3.6),
            (-1.5, -2.6),
            (-1, -2.19),
            (-0.6, -2.11),
            (-0.3, -0.98),
            (0, -0.17),
            (0.3, 1.54),
            (0.6, 1.54),
            (1, 1.54),
            (1.5, 1.54),
        ),
        "nats",
        "ln squared error of the best engine programme over that of an outside force",
        "fitted on simulated world A; METHOD 1.7",
    )
    kept: Steps = _s(
        (
            (-1.5, -1.15),
            (-0.8, 0.33),
            (-0.4, 1),
            (-0.2, 1),
            (0, -0.46),
            (0.15, -0.62),
            (0.4, -1.2),
            (1, -1.2),
        ),
        "nats",
        "ln of the median loss of speed over the loss in the first fall: gear pulls on, an engine "
        "is repaired in part, weather comes and goes",
        "fitted on simulated world A, no less than -1.2: drags that deepen in steps are rare there",
    )
    kept_of_force: Steps = _s(
        (
            (-1.5, -2.17),
            (-0.8, -1.56),
            (-0.4, -0.81),
            (-0.2, 0.73),
            (0, 0.13),
            (0.15, 0.13),
            (0.4, -0.22),
            (1, -0.93),
        ),
        "nats",
        "the same after a fall as by an outside force: what is left is an engine that failed",
        "fitted on simulated world A",
    )
    release_ramp: Steps = _s(
        ((0.4, -0.67), (0.8, -0.24), (1.2, 0.06), (1.6, 0.06), (2.2, 0.06), (3.5, 0.06)),
        "nats",
        "the same where speed comes back: chain lost or engine ordered",
        "fitted on simulated world A; below 0.4, which no ship can, as at 0.4; METHOD 1.7",
    )
    release_shape: Steps = _s(
        (
            (-2.5, -1.5),
            (-1.5, -1.5),
            (-1, -1.5),
            (-0.6, -0.95),
            (-0.3, -0.91),
            (0, -0.22),
            (0.3, 0.6),
            (0.6, 1.5),
            (1, 1.5),
            (1.5, 1.5),
        ),
        "nats",
        "the same comparison where the speed comes back",
        "fitted on simulated world A, no more than 1.5 either way: nobody has measured how mended "
        "engines are brought up; METHOD 1.7",
    )
    back: Steps = _s(
        ((-0.25, -1.32), (-0.12, -1.07), (-0.05, 0.01), (0, 0.12), (0.05, 0.07), (0.12, -0.29)),
        "nats",
        "ln of the speed afterwards over that before: an engine in trouble seldom is back",
        "fitted on simulated world A",
    )
    back_of_force: Steps = _s(
        (
            (-0.25, -1.49),
            (-0.12, -0.98),
            (-0.07, -0.75),
            (-0.04, 0.44),
            (0, 0.97),
            (0.04, 1.76),
            (0.08, 0.55),
            (0.15, -1.11),
        ),
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
        -1.97,
        "nats",
        "speed lost so slowly that no onset is seen",
        "fitted on simulated world A; METHOD 2",
    )
    unseen_fall_llr: float = _s(
        -0.45,
        "nats",
        "a fall of speed between fixes too far apart: what ramp and shape say of ordinary falls on "
        "average, which the other items were fitted beside",
        "half of what the fit on simulated world A gives (-0.88): drags in sparse records shall "
        "still reach a watch",
    )
    duration_h: Steps = _s(
        (
            (0.6, -0.44),
            (1, -0.44),
            (1.5, 0.28),
            (2.2, 0.95),
            (3, 1.15),
            (4.5, 1.22),
            (7, 1.56),
            (12, 1.56),
            (20, 1.56),
        ),
        "nats",
        "hours below expectation",
        "fitted on simulated world A; METHOD 2",
    )
    duration_of_force_h: Steps = _s(
        (
            (0.6, -3),
            (0.8, -2.4),
            (1, -1),
            (1.5, -0.3),
            (2.2, -0.3),
            (3, -0.3),
            (4.5, -0.3),
            (5.5, -0.3),
            (7, 0.69),
            (12, 1.21),
            (20, 1.46),
        ),
        "nats",
        "hours below expectation after a fall as by an outside force: what is left is an engine "
        "that failed, and those are repaired sooner",
        "fitted on simulated world A, below 1.5 h lowered towards METHOD 2: pilots and blows",
    )
    duration_end_h: Steps = _s(
        ((0.6, -3.25), (1, -3.25), (2, -0.52), (4, -0.52), (7, -0.52), (12, -0.52), (20, -0.52)),
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
        ((0.6, -0.79), (1, -0.79), (2, -0.79), (4, 0.53), (7, 0.57), (12, 0.57), (20, 0.57)),
        "nats",
        "hours below expectation so far, when the record ends there: it may go on",
        "fitted on simulated world A; METHOD 2",
    )
    yaw: Steps = _s(
        (
            (-0.5, -0.24),
            (-0.2, -0.24),
            (0, -0.24),
            (0.12, -0.24),
            (0.25, 0.28),
            (0.4, 0.53),
            (0.6, 0.57),
            (0.9, 0.57),
            (1.3, 0.57),
        ),
        "nats",
        "ln ratio of heading or course s.d. inside to outside, less the neighbours'",
        "fitted on simulated world A; METHOD 2",
    )
    yaw_of_steering: Steps = _s(
        ((0, -0.44), (0.3, -0.44), (0.5, -0.44), (0.7, 0.4), (1, 3.07), (1.4, 3.51)),
        "nats",
        "the same where rough steering is what was noticed",
        "fitted on simulated world A; METHOD 2",
    )
    drift: Steps = _s(
        (
            (0, -0.49),
            (0.2, -0.49),
            (0.5, -0.24),
            (0.9, 0.35),
            (1.4, 0.35),
            (2, 0.56),
            (3, 0.56),
            (5, 0.56),
        ),
        "nats",
        "change of drift angle, degrees, leeway of a slower ship taken out; an anchor makes up "
        "to 3, more is wind",
        "fitted on simulated world A; METHOD 2",
    )
    rough: Steps = _s(
        (
            (-1, -1.96),
            (-0.3, -1.96),
            (0, -1.39),
            (0.4, -0.38),
            (0.8, 0.06),
            (1.2, 0.07),
            (1.8, 1.14),
            (2.6, 1.49),
        ),
        "nats",
        "ln ratio of the speed's roughness to before: a constant engine setting is as smooth "
        "as before, patches of seabed roughen it",
        "fitted on simulated world A; METHOD 2",
    )
    rough_of_force: Steps = _s(
        (
            (-1, -0.85),
            (-0.3, -0.66),
            (0, -0.66),
            (0.4, -0.03),
            (0.8, 1.28),
            (1.2, 1.54),
            (1.8, 1.54),
            (2.6, 1.54),
        ),
        "nats",
        "the same after a fall as by an outside force: a failing engine runs as smoothly as before",
        "fitted on simulated world A",
    )
    rough_of_steering: Steps = _s(
        (
            (-1, -0.35),
            (-0.3, -0.35),
            (0, -0.35),
            (0.4, 0.23),
            (0.8, 0.23),
            (1.2, 0.36),
            (1.8, 0.36),
            (2.6, 0.87),
        ),
        "nats",
        "the same where rough steering is what was noticed: a propulsion that holds its speed "
        "shows little of the pull",
        "fitted on simulated world A",
    )
    physics_sd_ln: float = _s(0.35, "ln", "spread of the force about the model", "METHOD 2")
    stop_recovery_llr: float = _s(
        2.2,
        "nats",
        "stop of 20-120 min outside anchorages, then full speed",
        "fitted on simulated world A: 2.75, lowered since its rarest false alarms hang on stops; "
        "METHOD 2",
    )
    stop_recovery_of_steering_llr: float = _s(
        2.8,
        "nats",
        "the same after rough steering without a loss of speed, as the documented tanker showed: "
        "7 of 20 such drags against 7 of 1,247 ordinary stretches of world A are ln 78",
        "simulated world A, kept below the cap; METHOD 2",
    )
    stop_llr: float = _s(
        1.3, "nats", "stop alone", "fitted on simulated world A: 1.94, lowered as above; METHOD 2"
    )
    creeping_llr: float = _s(
        0.8,
        "nats",
        "made way at a knot or so on the course it had: a ship adrift goes where wind and current "
        "take it, within 15 degrees of its old course one time in twelve",
        "own choice, well below ln 12",
    )
    released_llr: float = _s(
        0.15,
        "nats",
        "back at full speed in the open sea: half of the ordinary slow-downs end at a port, an "
        "anchorage or with the record",
        "fitted on simulated world A; METHOD 7",
    )
    place_llr: float = _s(
        -2.32,
        "nats",
        "episode ends at a port, pilot station or anchorage",
        "fitted on simulated world A; METHOD 2",
    )
    arrived_llr: float = _s(
        -1.0,
        "nats",
        "lay still for hours right after the episode, or said 'moored'",
        "METHOD 2; the fit cannot tell it from the long stops of a few drags",
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
        -2.08,
        "nats",
        "dredgers, patrol and other craft work slowly",
        "fitted on simulated world A; METHOD 2",
    )
    tow_llr: float = _s(
        -1.71, "nats", "tugs and tows work slowly", "fitted on simulated world A; METHOD 2"
    )
    timetable_llr: float = _s(
        -0.69, "nats", "ferries slow down by timetable", "fitted on simulated world A; METHOD 2"
    )
    locked: Steps = _s(
        ((0.15, 0.0), (0.3, -0.5), (0.5, -1.2), (0.7, -2.0), (0.85, -2.5)),
        "nats",
        "share of the other ships that slow down at the same place, at any time: fairways, limits "
        "of speed, traffic schemes",
        "near the fit on simulated world A (-0.6, -1.1, -1.6, -2.0 from 0.3 on, against 0.1); that "
        "nobody else slows counts nothing (fit: +0.5), since that hangs on how many pass; METHOD 2",
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

    Rates of ordinary ships on the seas of world A that the ledger was fitted on (36 seas of
    300 ships and 48 h, seeds 20001 to 20036, a fix a minute; engine failures six times as many
    and weighted back to twice, so that the rates rest on some hundred of them).  Half an alarm
    in 1,000 vessel-days is 5.24, one 4.48, five are 2.96, twenty 1.54; at the shipped levels there
    are 0.8, 5.7 and 20.
    ``python -m tests.benchmarks.fit_evidence thresholds`` measures them on other seas.

    Examples
    --------
    >>> Levels().note_llr < Levels().watch_llr < Levels().alert_llr
    True
    """

    note_llr: float = _s(1.55, "nats", "20 per 1,000 vessel-days", "simulated world A, see basis")
    watch_llr: float = _s(
        2.75, "nats", "5 to 6 per 1,000 vessel-days", "simulated world A, see basis"
    )
    alert_llr: float = _s(
        4.8, "nats", "less than one alarm in 1,000 vessel-days", "simulated world A, see basis"
    )
    basis: str = _s(
        "simulated ordinary (world A, 10,493 vessel-days, seeds 20001 to 20036)",
        "",
        "what the thresholds were measured on; real traffic may alarm more often",
        "own measurement",
    )
