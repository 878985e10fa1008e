"""What a ship is expected to do, and what counts as a stretch below it."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import Steps
from .declare import setting as _s

__all__ = ["Baseline", "Dark", "Episodes", "States", "Weather"]


@dataclass(frozen=True)
class Baseline:
    """The ship's own expected speed, and what its neighbours do.

    Examples
    --------
    >>> Baseline().bin_min
    10.0
    """

    bin_min: float = _s(10.0, "min", "medians steady enough, ramps still seen", "METHOD 3.1")
    ref_window_h: float = _s(3.0, "h", "median cruise before a change", "METHOD 3.3")
    history_h: float = _s(24.0, "h", "the drop may lie before the area of interest", "METHOD 2")
    carry_gap_h: float = _s(
        6.0, "h", "a ship's cruise before a longer silence is no reference after it", "own choice"
    )
    moving_kn: float = _s(1.8, "kn", "below this a ship is stopped", "METHOD 2")
    creep_kn: float = _s(
        0.6, "kn", "between this and moving_kn a ship moves if it keeps its course", "own choice"
    )
    creep_deg: float = _s(15.0, "deg", "what keeping the course means", "own choice")
    steer_kn: float = _s(
        2.5, "kn", "below this the course over ground is mostly position noise", "own choice"
    )
    min_fixes_yaw: int = _s(3, "1", "fixes in a bin for yaw features", "METHOD 3.1")
    min_history_bins: int = _s(3, "1", "bins of cruise before an episode is believed", "METHOD 3.3")
    neighbour_km: float = _s(60.0, "km", "ships in the same weather", "METHOD 3.2")
    neighbour_min: float = _s(30.0, "min", "ships in the same hour", "METHOD 3.2")
    neighbour_deg: float = _s(30.0, "deg", "ships on the same course", "METHOD 3.2")
    neighbour_hulls: int = _s(5, "1", "fewer hulls say little", "METHOD 3.2")
    size_split_m: float = _s(
        135.0, "m", "small and large ships lose speed differently", "METHOD 3.2"
    )
    norm_small_kn: float = _s(
        10.9, "kn", "median cruise of cargo ships and tankers under 135 m", "METHOD 6, last fixes"
    )
    norm_large_kn: float = _s(
        11.8, "kn", "median cruise of cargo ships and tankers of 135 m and more", "METHOD 6"
    )


@dataclass(frozen=True)
class Episodes:
    """What counts as a stretch below expectation.

    Examples
    --------
    >>> Episodes().leave_drop <= Episodes().enter_drop
    True
    """

    sigma_floor: float = _s(0.012, "ln", "SOG is sent in 0.1 kn", "METHOD 3.3")
    pelt_sigma2: float = _s(25.0, "1", "PELT penalty in units of the variance", "METHOD 3.3")
    pelt_floor: float = _s(0.004, "ln^2", "PELT penalty floor", "METHOD 3.3")
    enter_drop: float = _s(0.06, "ln", "an episode begins this far below reference", "METHOD 3.3")
    leave_drop: float = _s(0.05, "ln", "an episode ends when back within this", "METHOD 3.3")
    leave_share: float = _s(
        0.25, "1", "or back within this share of its depth: not all engines recover", "own choice"
    )
    back_share: float = _s(
        0.5,
        "1",
        "or makes good this share of what it lost, for hours: an engine repaired in part",
        "own choice",
    )
    least_drop: float = _s(0.08, "ln", "shallower episodes are not weighed", "own choice")
    short_cruise_drop: float = _s(
        0.2, "ln", "or, held against a cruise seen for less than the usual hours, which the ship "
        "does not return to", "own choice",
    )  # fmt: skip
    fairway_h: float = _s(
        2.0, "h", "ships leave in steps; a stretch between two steps up has to last longer",
        "own choice",
    )  # fmt: skip
    steer_rise: float = _s(
        0.30, "ln", "yaw this far above its own level seeds an episode", "METHOD 2: +0.2 to +0.9"
    )
    steer_hours: float = _s(1.0, "h", "shorter restlessness is a turn or traffic", "own choice")
    norm_drop: float = _s(
        0.45, "ln", "never seen faster, and this far below ships of its kind", "own choice"
    )
    norm_hours: float = _s(6.0, "h", "for this long", "own choice")
    norm_loa_m: float = _s(
        120.0, "m", "shorter ships sail at too many speeds to have a norm", "simulated world A"
    )
    port_km: float = _s(
        12.0, "km", "leaving or reaching a port: speed is limited, pilots board", "own choice"
    )
    min_min: float = _s(30.0, "min", "shorter dips are traffic", "METHOD 3.3")
    min_bins: int = _s(3, "1", "moving bins in an episode", "METHOD 3.3")
    settled_min: float = _s(
        40.0, "min", "a piece this long has settled: eight time constants of a ship", "METHOD 1.7"
    )
    phases: int = _s(
        4,
        "1",
        "beginnings of the bins over which episodes near a watch are averaged: the sum then "
        "moves by 0.1 where one beginning moves it by 0.9",
        "own measurement",
    )
    near_watch: float = _s(
        0.95, "nats", "a ship with an episode this far below a watch is measured so", "own choice"
    )
    max_per_ship: int = _s(
        24, "1", "alternatives weighed for one leg of one ship: bounds hostile input", "own choice"
    )


@dataclass(frozen=True)
class States:
    """Labels that explain a candidate; they enter no score.

    Examples
    --------
    >>> States().moored_h
    12.0
    """

    around_h: float = _s(6.0, "h", "labelled before and after an episode", "own choice")
    moored_h: float = _s(12.0, "h", "mean stay", "own choice")
    anchored_h: float = _s(12.0, "h", "mean stay", "own choice")
    adrift_h: float = _s(3.0, "h", "mean stay", "own choice")
    transit_h: float = _s(12.0, "h", "mean time at cruise", "own choice")
    slowed_h: float = _s(4.0, "h", "mean time at an ordered lower speed", "own choice")
    drag_h: float = _s(7.0, "h", "mean time of a drag", "METHOD 3.4")
    recovery_h: float = _s(0.75, "h", "mean stop to recover an anchor", "METHOD 3.4: 45 min")
    still_kn: Steps = _s(
        ((0.07, 0.8), (0.2, 0.8), (1.0, 0.5), (0.7, 0.7)),
        "kn, ln",
        "median speed and ln s.d. of ships moored, anchored, adrift, recovering an anchor",
        "own choice",
    )
    moving_ln: Steps = _s(
        ((0.0, 0.07), (-0.3, 0.30), (-0.42, 0.25)),
        "ln",
        "speed over expected speed, mean and s.d.: transit, slowed, drag",
        "METHOD 2: median 0.46",
    )
    drag_at_speed: float = _s(
        0.17, "1", "share of drags without loss of speed", "METHOD 2, one of six"
    )
    yaw_ln: Steps = _s(
        ((0.0, 0.35), (0.0, 0.35), (0.4, 0.4)),
        "ln",
        "yaw over the ship's own, neighbours' change taken out: transit, slowed, drag",
        "METHOD 2: +0.2 to +0.9",
    )
    drift_deg: Steps = _s(
        ((0.0, 0.9), (0.0, 1.1), (0.0, 2.0)),
        "deg",
        "drift angle less the ship's own: transit, slowed, drag (to either side)",
        "METHOD 2: 0.7 to 3",
    )
    still_most_kn: float = _s(
        3.6,
        "kn",
        "no ship lies still above: a twentieth of a wind of 25 m/s, and 1.2 kn of current",
        "own choice",
    )
    least_yaw_deg: float = _s(
        0.23,
        "deg",
        "yaw up to this was drawn or rounded away (with the floor of 0.2: 0.11 sent)",
        "own choice",
    )
    odd_share: float = _s(
        0.05,
        "1",
        "share of bins whose yaw or drift fits no state: turns, gusts, faults",
        "simulated world A in transit, beyond three s.d.: 0.01 of yaw, 0.08 of drift",
    )
    odd_yaw_ln: float = _s(6.0, "ln", "width over which an odd yaw may lie", "0.2 to 80 deg")
    odd_drift_deg: float = _s(40.0, "deg", "width over which an odd drift may lie", "own choice")
    place_km: float = _s(1.0, "km", "a stop this near to a place is at it", "own choice")
    temper: float = _s(
        0.5, "1", "weight of a bin: neighbouring bins repeat each other", "own choice"
    )
    ledger_share: float = _s(
        0.1, "1", "times the ledger's sum, for drag in each bin of the episode", "own choice"
    )


@dataclass(frozen=True)
class Dark:
    """Silences of ships under way, and what they may hide.

    Examples
    --------
    >>> Dark().least_gap_min < 60 * Dark().longest_h
    True
    """

    least_gap_min: float = _s(30.0, "min", "shorter silences hide little", "METHOD 4.3")
    longest_h: float = _s(24.0, "h", "after a longer one a ship may be anywhere", "own choice")
    times_usual: float = _s(
        5.0, "1", "times the ship's usual interval: a sparse feed is no silence", "own choice"
    )
    max_per_ship: int = _s(
        50, "1", "of more silences of one ship the longest are kept: bounds hostile input",
        "own choice",
    )  # fmt: skip
    cap_cruise: float = _s(1.3, "1", "times its cruise: no ship sails faster", "METHOD 4.3")
    detour_share: float = _s(
        0.05, "1", "share of silences in which a ship goes elsewhere in its reach", "own choice"
    )
    least_p: float = _s(0.01, "1", "less likely hidden crossings are not listed", "own choice")
    cell_deg: float = _s(
        0.25, "deg", "others are counted in cells this high, and the cells around", "own choice"
    )
    p_silent_drag: float = _s(
        0.1, "1", "P(a ship that drags falls silent over an asset): some did", "own choice"
    )
    slack_llr: Steps = _s(
        ((0.0, -1.0), (10.0, -0.5), (20.0, 0.0), (60.0, 0.5), (120.0, 0.8)),
        "nats",
        "minutes left over had it sailed on: a ship that lost no time dragged little; bounded, "
        "since the loss of speed is an item of its own",
        "METHOD 4.3: more than 20 min is a hidden slow-down or stop",
    )


@dataclass(frozen=True)
class Weather:
    """How waves from a file are read and what they cost in speed.

    Examples
    --------
    >>> Weather().head_share[0]
    (0.0, 1.0)
    """

    point_km: float = _s(50.0, "km", "a row of a table stands for the sea around", "own choice")
    point_h: float = _s(3.0, "h", "and for the hours around", "own choice")
    longest_step_h: float = _s(
        6.0, "h", "between two times of a grid further apart the sea is unknown", "ERA5: 1 to 6 h"
    )
    head_share: Steps = _s(
        ((0.0, 1.0), (45.0, 1.0), (90.0, 0.33), (135.0, 0.05), (180.0, 0.0)),
        "deg, 1",
        "share of the head-sea resistance by the angle of waves off the bow",
        "METHOD 1.7: head +-45 deg; the rest as in the simulator",
    )
    largest_loss: float = _s(
        0.45, "1", "share of speed beyond which the formula says nothing", "own choice"
    )
    least_speed_kn: float = _s(
        6.0, "kn", "cruise below which the formula is not meant", "own choice"
    )
