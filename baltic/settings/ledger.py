"""What each measure of an episode is worth."""

from __future__ import annotations

from dataclasses import dataclass

from .change import ChangeItems
from .declare import Steps
from .declare import setting as _s
from .loss import DurationItems, LossItems
from .steering import SteeringItems

__all__ = ["EvidenceDefaults"]


@dataclass(frozen=True)
class Caps:
    """How much any item, and all of them together, may say."""

    cap: float = _s(3.0, "nats", "no single item decides", "METHOD 2")
    yaw_cap: float = _s(2.0, "nats", "heading items are not validated yet", "METHOD 2")
    dependence: float = _s(
        1.0, "1", "items fitted together need no further factor; less than 1 shrinks", "METHOD 2"
    )


# The items are listed from the last base to the first, then those below.
@dataclass(frozen=True)
class EvidenceDefaults(SteeringItems, DurationItems, ChangeItems, LossItems, Caps):
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
