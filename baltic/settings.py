"""One frozen Settings: every number with its unit, why it is so, and its source.

A TOML file overlays any of them::

    [segments]
    gap_h = 3.0

Settings are passed down as an argument; no module keeps a global copy.
Sources: METHOD sections are those of the project's method note, summarised in README.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from .errors import SettingsError, nearest

__all__ = ["Settings", "describe", "load_settings"]

_T = TypeVar("_T")


def _s(value: _T, unit: str, why: str, source: str) -> _T:
    """Declare one setting."""
    return field(default=value, metadata={"unit": unit, "why": why, "source": source})


_STEPS = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Limits:
    """Bounds that keep hostile or huge input from filling the machine."""

    max_line_bytes: int = _s(1_000_000, "bytes", "longer lines are no AIS rows", "own choice")
    max_unzipped_bytes: int = _s(60_000_000_000, "bytes", "ten Danish days", "own choice")
    max_zip_ratio: float = _s(200.0, "1", "real AIS zips reach 8 to 12", "AIS_FORMATS section 1")
    max_bad_share: float = _s(
        0.999, "1", "a file with no usable row is the wrong file", "own choice"
    )


@dataclass(frozen=True)
class Reading:
    """How files are read and when a file is refused as a whole."""

    block_bytes: int = _s(
        32_000_000, "bytes", "text is read in blocks, so memory stays bounded", "measured"
    )
    first_year: int = _s(1990, "year", "no AIS before; an earlier time is no time", "own choice")
    last_year: int = _s(2100, "year", "a later time is no time", "own choice")
    mixed_times_share: float = _s(
        0.01, "1", "more times in another format make the whole column doubtful", "own choice"
    )
    swapped_share: float = _s(
        0.9, "1", "share of positions that only make sense with lat and lon swapped", "own choice"
    )
    home_box: _STEPS = _s(
        ((3.0, 53.0), (32.0, 67.0)), "degrees", "south-west, north-east of the Baltic", "own choice"
    )


@dataclass(frozen=True)
class Cleaning:
    """Which fixes cannot be true."""

    max_speed_kn: float = _s(60.0, "kn", "no ship in the box is faster", "GRAPNEL splits at 60 kn")
    slack_m: float = _s(500.0, "m", "antenna and clock error of two fixes", "own choice")
    twin_min_switches: int = _s(
        4, "1", "one bad fix makes two jumps, two hulls make many", "PEERS 10.13"
    )
    twin_min_share: float = _s(
        0.05, "1", "fixes of a further hull as a share of the largest's", "own choice"
    )
    twin_min_fixes: int = _s(4, "1", "fewer fixes are no hull", "own choice")
    teleport_max_fixes: int = _s(
        10, "1", "a longer stretch elsewhere is kept apart as a hull, not dropped", "own choice"
    )
    sog_window_s: float = _s(
        120.0, "s", "within this a ship cannot speed up and stop again", "own choice"
    )
    sog_factor: float = _s(1.5, "1", "times the larger reported speed", "METHOD 2, GNSS flags")
    sog_margin_kn: float = _s(
        10.0, "kn", "above the reported speed; 5 kn flags pilot boats", "METHOD 2, GNSS flags"
    )
    sog_explains: float = _s(
        0.9, "1", "reported speeds that would drop more fixes are not trusted", "own choice"
    )
    main_share: float = _s(
        0.9,
        "1",
        "the hull with so many of the fixes is the ship, whatever the rest is",
        "own choice",
    )
    passing_share: float = _s(
        0.25,
        "1",
        "a second hull heard for a smaller part of the time is a bad receiver",
        "own choice",
    )
    join_h: float = _s(
        6.0, "h", "longer lies leave two stretches that nobody can join", "own choice"
    )
    join_factor: float = _s(
        1.15, "1", "times its usual speed: what a ship may have sailed between", "METHOD 4.3"
    )


@dataclass(frozen=True)
class Gnss:
    """Which fixes contradict themselves, and where and when that is a disturbed region."""

    window_s: float = _s(
        180.0, "s", "positions this far apart give a speed; 50 m of noise is 0.5 kn", "own choice"
    )
    window_min_s: float = _s(60.0, "s", "shorter windows say nothing of speed", "METHOD 2")
    window_max_s: float = _s(
        300.0, "s", "in longer ones a ship can turn or stop unseen", "own choice"
    )
    apart_kn: float = _s(
        3.0, "kn", "speed by positions this far outside all speeds sent meanwhile", "METHOD 2"
    )
    slack_m: float = _s(50.0, "m", "error of two positions and of the clock", "own choice")
    straight_deg: float = _s(
        30.0, "deg", "a ship that turns by more gets less far than it sails", "own choice"
    )
    implied_kn: float = _s(30.0, "kn", "few ships are faster", "METHOD 2")
    usual_factor: float = _s(1.5, "1", "times the usual speed of the ship", "METHOD 2")
    usual_margin_kn: float = _s(5.0, "kn", "above the usual speed of the ship", "METHOD 2")
    least_limit_kn: float = _s(
        20.0, "kn", "any ship may be this fast: most were seen only while slow", "own choice"
    )
    crowd_hulls: int = _s(5, "1", "hulls in one place or about one centre", "METHOD 2")
    crowd_m: float = _s(300.0, "m", "size of that place", "METHOD 2")
    crowd_kn: float = _s(
        5.0, "kn", "claims to move; tugs and ships in locks are slower", "own choice"
    )
    circle_net: float = _s(
        0.65, "1", "distance got over distance sailed in half a circle", "geometry: 2 / pi"
    )
    circle_fit: float = _s(0.1, "1", "scatter of a circle as a share of its radius", "own choice")
    circle_fixes: int = _s(5, "1", "points that make a circle", "own choice")
    circle_alone: float = _s(
        1.0, "rounds", "in half an hour: no ship sails so, whoever else does", "own choice"
    )
    rigid_share: float = _s(
        0.25, "1", "heading this much steadier than a course that points everywhere", "own choice"
    )
    island_bins: int = _s(
        2, "1", "so few good bins between bad ones of a ship are bad as well", "own choice"
    )
    heading_deg: float = _s(60.0, "deg", "course against gyro heading", "METHOD 2")
    heading_kn: float = _s(5.0, "kn", "above this no ship drifts sideways", "METHOD 2")
    astern_deg: float = _s(150.0, "deg", "from here on a double-ended ferry", "own choice")
    compass_share: float = _s(
        0.6, "1", "against its heading this often: a bad compass, not a bad position", "own choice"
    )
    cell_nm: float = _s(30.0, "nm", "side of a cell of the regional state", "METHOD 2")
    slot_min: float = _s(30.0, "min", "its length in time", "METHOD 2")
    hulls: int = _s(3, "1", "flagged hulls that make a region disturbed", "METHOD 2")
    least_share: float = _s(
        0.05,
        "1",
        "and at least this share of the hulls heard: of 200 some are always odd",
        "own choice",
    )
    share: float = _s(0.15, "1", "or more than this share of the hulls heard", "METHOD 2")
    share_hulls: int = _s(2, "1", "of at least so many: one bad sensor is no region", "own choice")
    fixes: int = _s(2, "1", "flagged fixes of a hull in a cell that count", "own choice")
    fix_share: float = _s(0.1, "1", "and this share of all it sent in that time", "own choice")
    margin_min: float = _s(
        10.0,
        "min",
        "silenced before and after: a jammer is not switched by the half hour",
        "own choice",
    )
    carry_h: float = _s(
        6.0, "h", "where a ship was while it lied: between fixes this far away", "own choice"
    )
    bin_share: float = _s(
        0.3, "1", "share of bad fixes that makes ten minutes of a ship unusable", "own choice"
    )
    place_low_km: float = _s(1.0, "km", "error of a position in a disturbed region", "METHOD 2")
    place_high_km: float = _s(10.0, "km", "the same, at worst", "METHOD 2")


@dataclass(frozen=True)
class Segments:
    """Where a track is broken."""

    gap_h: float = _s(2.0, "h", "behaviour is not carried over longer silences", "METHOD 3.1")


@dataclass(frozen=True)
class Crossings:
    """How a leg between two fixes meets a line."""

    max_gap_h: float = _s(
        12.0, "h", "a longer straight line says nothing about the path", "own choice"
    )
    sigma_m_sqrt_s: float = _s(
        2.0, "m/s^0.5", "path noise between fixes", "METHOD 4.2, two real tracks"
    )
    sigma_turn_m_sqrt_s: float = _s(
        15.0, "m/s^0.5", "path noise where a turn falls between fixes", "METHOD 4.2, rms 5-16"
    )
    turn_share: float = _s(0.1, "1", "share of long legs that hide a turn", "METHOD 4.2 mixture")
    turn_after_s: float = _s(600.0, "s", "a leg this long may hide a turn", "METHOD 4.2")
    fix_sd_m: float = _s(20.0, "m", "AIS position error", "METHOD 4.2: 10-30 m")
    min_speed_kn: float = _s(
        0.5, "kn", "floor when a route error is turned into a time error", "own choice"
    )
    touch_m: float = _s(
        0.5, "m", "a fix this near lies on the line; AIS sends steps of 0.2 m", "own choice"
    )
    sog_fit_kn: float = _s(
        1.0, "kn", "reported speeds this near to the leg's shape its timing", "own choice"
    )
    sog_fit_share: float = _s(0.15, "1", "or within this share of the leg's speed", "own choice")


@dataclass(frozen=True)
class Baseline:
    """The ship's own expected speed, and what its neighbours do."""

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
    """What counts as a stretch below expectation."""

    sigma_floor: float = _s(0.012, "ln", "SOG is sent in 0.1 kn", "METHOD 3.3")
    pelt_sigma2: float = _s(25.0, "1", "PELT penalty in units of the variance", "METHOD 3.3")
    pelt_floor: float = _s(0.004, "ln^2", "PELT penalty floor", "METHOD 3.3")
    enter_drop: float = _s(0.06, "ln", "an episode begins this far below reference", "METHOD 3.3")
    leave_drop: float = _s(0.05, "ln", "an episode ends when back within this", "METHOD 3.3")
    leave_share: float = _s(
        0.25, "1", "or back within this share of its depth: not all engines recover", "own choice"
    )
    least_drop: float = _s(0.08, "ln", "shallower episodes are not weighed", "own choice")
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
    max_per_ship: int = _s(
        24, "1", "alternatives weighed for one leg of one ship: bounds hostile input", "own choice"
    )


@dataclass(frozen=True)
class EvidenceDefaults:
    """Default log-likelihood ratios, nats.

    Tables are knots (value, llr), linear between them: a small change of a track
    (re-sampling, another start of the bins) must not flip a candidate.
    """

    cap: float = _s(3.0, "nats", "no single item decides", "METHOD 2")
    yaw_cap: float = _s(2.0, "nats", "heading items are not validated yet", "METHOD 2")
    dependence: float = _s(1.0, "1", "items are not independent", "METHOD 2")
    drop: _STEPS = _s(
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
        "METHOD 2, refitted on simulated world A",
    )
    drop_of_after: _STEPS = _s(
        ((0.08, -0.33), (0.2, -0.33), (0.3, -0.33), (0.45, -1.49), (0.8, -0.98)),
        "nats",
        "the same when the record begins in the slow stretch: compared with what follows",
        "refitted on simulated world A",
    )
    drop_of_norm: _STEPS = _s(
        ((0.3, -1), (0.45, 1.4), (0.6, 2.4), (0.8, 1.2), (1, -1.5)),
        "nats",
        "ln(norm of its class / V) when the ship was never seen faster: 5 % of cargo ships and "
        "tankers sail at 5 to 8 kn",
        "METHOD 6, last fixes of 6,463 ships",
    )
    drop_of_steering: _STEPS = _s(
        ((0, -1.43), (0.1, -0.69), (0.2, -0.36), (0.3, 0.09)),
        "nats",
        "the same when rough steering is what was noticed: one of six known drags shows no loss "
        "of speed (and the physics expects fewer), ordinary rough steering mostly none",
        "METHOD 2, Bornholmsgat 2022",
    )
    repeats: _STEPS = _s(
        ((0, 0.33), (1, 0.33), (2, -0.35), (3, -1.11), (5, -2.06)),
        "nats",
        "like slow-downs of the same ship: work, rounds and timetables repeat",
        "own choice",
    )
    wander: _STEPS = _s(
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
        "own choice",
    )
    company: _STEPS = _s(
        ((1.0, -0.7), (2.0, -2.0), (3.0, -3.0)),
        "nats",
        "ships that kept within 10 km at the same speed: convoy, tow, transfer",
        "METHOD 2: ice convoys",
    )
    alongside_llr: float = _s(
        -1.61, "nats", "another ship within 600 m all along: transfer or tow", "METHOD 2: STS"
    )
    force: _STEPS = _s(
        ((-3, -1.2), (-1, -0.49), (0, 0.4), (1, 0.4), (2, -0.43)),
        "nats",
        "ln P(force | anchor and chain of this ship) / P(force | ordinary slow-down)",
        "METHOD 2",
    )
    ramp: _STEPS = _s(
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
        "METHOD 2, refitted on simulated world A",
    )
    shape: _STEPS = _s(
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
        "METHOD 1.7",
    )
    release_ramp: _STEPS = _s(
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
        "METHOD 1.7",
    )
    release_shape: _STEPS = _s(
        ((-3, -1.38), (-1.5, -1.05), (-0.5, -1.04), (0, 0.39), (0.5, 0.55), (1.5, 0.55), (3, 0.55)),
        "nats",
        "the same comparison where the speed comes back",
        "METHOD 1.7",
    )
    back: _STEPS = _s(
        ((-0.25, -0.49), (-0.12, -0.49), (-0.05, -0.23), (0, 0.37), (0.05, -0.13), (0.12, -0.88)),
        "nats",
        "ln of the speed afterwards over that before: an engine in trouble seldom is back",
        "own choice",
    )
    usual_tau_min: float = _s(
        4.7,
        "min",
        "time constant of the ship that the knots of ramp_min stand for; a ship's own ramp is "
        "judged against its own time constant, 2.5 to 8 min by size",
        "method note 1.6 and 3.5; median of simulated cargo ships and tankers at 9 kn",
    )
    no_onset_llr: float = _s(
        -1.1, "nats", "speed lost so slowly that no onset is seen", "METHOD 2: ramps over 15 min"
    )
    duration_h: _STEPS = _s(
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
        "METHOD 2, refitted on simulated world A",
    )
    duration_end_h: _STEPS = _s(
        ((0.6, -1.8), (1, -1.8), (2, -1.43), (4, -0.32), (7, -0.14), (12, 0.02), (20, 0.22)),
        "nats",
        "hours below expectation up to a stop or a silence: often an arrival",
        "METHOD 2",
    )
    duration_norm_h: _STEPS = _s(
        ((6.0, -1.2), (12.0, -0.6), (24.0, 0.0), (30.0, 0.8), (40.0, 1.2)),
        "nats",
        "hours of a ship never seen at cruise: slow steaming is common, but seldom for days",
        "own choice",
    )
    duration_open_h: _STEPS = _s(
        ((0.6, -0.19), (1, -0.19), (2, 0.27), (4, 0.67), (7, 0.67), (12, 0.67), (20, 0.67)),
        "nats",
        "hours below expectation so far, when the record ends there: it may go on",
        "METHOD 2",
    )
    yaw: _STEPS = _s(
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
        "METHOD 2, softened by a refit on simulated world A",
    )
    yaw_of_steering: _STEPS = _s(
        ((0, -0.28), (0.3, -0.28), (0.5, 0.1), (0.7, 0.8), (1, 1.4), (1.4, 1.6)),
        "nats",
        "the same where rough steering is what was noticed",
        "METHOD 2, Bornholmsgat 2022",
    )
    drift: _STEPS = _s(
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
        "METHOD 2, softened by a refit on simulated world A",
    )
    rough: _STEPS = _s(
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
        "METHOD 2, refitted on simulated world A: uniform ground is smooth too",
    )
    physics_sd_ln: float = _s(0.35, "ln", "spread of the force about the model", "METHOD 2")
    stop_recovery_llr: float = _s(
        1.82, "nats", "stop of 20-120 min outside anchorages, then full speed", "METHOD 2"
    )
    stop_llr: float = _s(0.65, "nats", "stop alone", "METHOD 2")
    released_llr: float = _s(
        0.72,
        "nats",
        "back at full speed in the open sea: half of the ordinary slow-downs end at a port, an "
        "anchorage or with the record",
        "METHOD 7: shares of the confounders",
    )
    place_llr: float = _s(
        -2.51, "nats", "episode ends at a port, pilot station or anchorage", "METHOD 2"
    )
    arrived_llr: float = _s(
        -1.02, "nats", "lay still for hours right after the episode", "METHOD 2"
    )
    status_llr: float = _s(
        1.0, "nats", "'at anchor' moving, or 'under way' adrift at sea", "METHOD 2"
    )
    not_under_command_llr: float = _s(
        -2.5, "nats", "the ship itself says that it cannot manoeuvre: engine trouble", "own choice"
    )
    fishing_llr: float = _s(
        -2.98, "nats", "fishing gear slows a ship every day, anchors do not", "METHOD 2"
    )
    work_llr: float = _s(-1.12, "nats", "dredgers, patrol and other craft work slowly", "METHOD 2")
    tow_llr: float = _s(-0.43, "nats", "tugs and tows work slowly", "METHOD 2")
    timetable_llr: float = _s(-0.39, "nats", "ferries slow down by timetable", "METHOD 2")
    lane_llr: float = _s(
        -1.5, "nats", "most of the slow-down is shared by the lane: weather, ice", "METHOD 3.2"
    )
    dip_llr: _STEPS = _s(
        ((3.0, 1.0), (9.0, 3.0)),
        "nats",
        "dip in standard deviations within 5 min of a pipeline or power link",
        "METHOD 2",
    )
    one_chain: _STEPS = _s(
        ((-3.0, -2.5), (-0.3, 0.0), (0.3, 0.0), (3.0, 1.5)),
        "nats",
        "ln ratio of one chain over the depths of the whole episode to none; ordinary ships slow "
        "down in shallow water too, so it can say less for a drag than against one",
        "METHOD 3.5; not fitted: the simulated seas have no depths",
    )
    gap_cap: float = _s(1.5, "nats", "silence over an asset where others are heard", "METHOD 2")


@dataclass(frozen=True)
class States:
    """Labels that explain a candidate; they enter no score."""

    around_h: float = _s(6.0, "h", "labelled before and after an episode", "own choice")
    moored_h: float = _s(12.0, "h", "mean stay", "own choice")
    anchored_h: float = _s(12.0, "h", "mean stay", "own choice")
    adrift_h: float = _s(3.0, "h", "mean stay", "own choice")
    transit_h: float = _s(12.0, "h", "mean time at cruise", "own choice")
    slowed_h: float = _s(4.0, "h", "mean time at an ordered lower speed", "own choice")
    drag_h: float = _s(7.0, "h", "mean time of a drag", "METHOD 3.4")
    recovery_h: float = _s(0.75, "h", "mean stop to recover an anchor", "METHOD 3.4: 45 min")
    still_kn: _STEPS = _s(
        ((0.07, 0.8), (0.2, 0.8), (1.0, 0.5), (0.7, 0.7)),
        "kn, ln",
        "median speed and ln s.d. of ships moored, anchored, adrift, recovering an anchor",
        "own choice",
    )
    moving_ln: _STEPS = _s(
        ((0.0, 0.07), (-0.3, 0.30), (-0.42, 0.25)),
        "ln",
        "speed over expected speed, mean and s.d.: transit, slowed, drag",
        "METHOD 2: median 0.46",
    )
    drag_at_speed: float = _s(
        0.17, "1", "share of drags without loss of speed", "METHOD 2, one of six"
    )
    yaw_ln: _STEPS = _s(
        ((0.0, 0.35), (0.0, 0.35), (0.4, 0.4)),
        "ln",
        "yaw over the ship's own, neighbours' change taken out: transit, slowed, drag",
        "METHOD 2: +0.2 to +0.9",
    )
    drift_deg: _STEPS = _s(
        ((0.0, 0.9), (0.0, 1.1), (0.0, 2.0)),
        "deg",
        "drift angle less the ship's own: transit, slowed, drag (to either side)",
        "METHOD 2: 0.7 to 3",
    )
    place_km: float = _s(1.0, "km", "a stop this near to a place is at it", "own choice")
    temper: float = _s(
        0.5, "1", "weight of a bin: neighbouring bins repeat each other", "own choice"
    )
    ledger_share: float = _s(
        0.1, "1", "times the ledger's sum, for drag in each bin of the episode", "own choice"
    )


@dataclass(frozen=True)
class Dark:
    """Silences of ships under way, and what they may hide."""

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
    slack_llr: _STEPS = _s(
        ((0.0, -1.0), (10.0, -0.5), (20.0, 0.0), (60.0, 0.5), (120.0, 0.8)),
        "nats",
        "minutes left over had it sailed on: a ship that lost no time dragged little; bounded, "
        "since the loss of speed is an item of its own",
        "METHOD 4.3: more than 20 min is a hidden slow-down or stop",
    )


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


@dataclass(frozen=True)
class Attribution:
    """Priors of the competing rates.  Nationality and ownership are not among them."""

    q_drag: float = _s(
        1e-6,
        "1",
        "P(dragging at a random crossing)",
        "METHOD 4.1, 6 known events in 2.9e6 vessel-days",
    )
    kappa_dark: float = _s(0.07, "1", "share of hulls not heard", "METHOD 4.1: 0.05-0.10")
    lam_telecom_km_h: float = _s(
        3e-9, "1/(km h)", "technical faults of telecom cables", "METHOD 4.1, ICPC"
    )
    lam_power_km_h: float = _s(5e-8, "1/(km h)", "technical faults of power links", "METHOD 4.1")
    lam_pipe_km_h: float = _s(
        2.3e-8, "1/(km h)", "technical faults of pipelines", "METHOD 4.1, prototype"
    )
    p_break_telecom: float = _s(0.9, "1", "P(break | dragged over)", "METHOD 4.1, judgement")
    p_break_power: float = _s(0.7, "1", "P(break | dragged over)", "METHOD 4.1, judgement")
    p_break_pipe: float = _s(0.3, "1", "P(rupture | dragged over)", "METHOD 4.1, judgement")
    fail_delay_telecom_min: float = _s(
        2.0, "min", "mean time from contact to failure", "METHOD 4.4"
    )
    fail_delay_power_min: float = _s(1.0, "min", "mean time from contact to failure", "METHOD 4.4")
    margin_h: float = _s(6.0, "h", "vessels around the window are listed as excluded", "METHOD 5.1")
    area_km: float = _s(
        40.0, "km", "vessels this near to the asset are listed as excluded", "own choice"
    )
    before_h: float = _s(
        60.0, "h", "a drag of 36 h and a day of ordinary sailing before it", "Yi Peng 3: 36 h"
    )
    after_h: float = _s(12.0, "h", "the stop and the recovery after an outage", "own choice")
    dark_rate_floor: float = _s(
        0.2, "1/h", "crossings of an asset an hour when the AIS shows none", "own choice"
    )
    dark_second_h: float = _s(
        24.0, "h", "spread of the next asset's crossing by a ship not heard", "own choice"
    )
    dark_second_p: float = _s(
        0.5, "1", "P(a ship not heard also crosses the next asset)", "own choice"
    )
    dark_ships: float = _s(
        3.0, "1", "weight of that chance and spread against ships heard, in ships", "own choice"
    )
    rate_span_h: float = _s(
        12.0, "h", "crossings are counted this far around a window for the dark rate", "own choice"
    )
    rate_span_km: float = _s(
        10.0, "km", "crossings are counted this far along a located fault", "own choice"
    )
    p_contact: float = _s(
        0.6, "1", "P(anchor on the seabed | dragging) where physics gave none", "METHOD 1.4"
    )
    llr_no_episode: float = _s(
        -1.2, "nats", "ln(1 - P(a drag shows as an episode)), 0.7 in AIS", "METHOD 5.4: 0.5-0.8"
    )
    episode_slack_min: float = _s(
        60.0, "min", "an episode this near to a crossing belongs to it", "bins of 10 min, ramps"
    )
    unbroken_floor: float = _s(
        0.1, "1", "least weight of unbroken assets: burial and hops are unknown", "own choice"
    )
    external_factor: float = _s(
        0.02, "1", "technical rate when outer force is stated", "METHOD 4.1"
    )
    internal_factor: float = _s(
        20.0, "1", "technical rate when an inner or shore fault is stated", "METHOD 4.1"
    )
    other_cause_factor: float = _s(
        1e4, "1", "rate of no ship when explosion, digging or storm is stated", "own choice"
    )
    position_sd_km: float = _s(
        2.0, "km", "error of a published place that states none", "METHOD 4.4: 0.5-2 km"
    )
    loose_window_h: float = _s(
        12.0,
        "h",
        "beside outages of known time, a passage in a longer window alone ranks no ship",
        "own choice",
    )
    open_gap_min: float = _s(
        10.0, "min", "longer silences are tested for a hidden crossing", "own choice"
    )
    open_gap_p: float = _s(
        0.01, "1", "least P(crossing hidden in a silence that allows one)", "own choice"
    )
    reach_factor: float = _s(
        1.1, "1", "reach in a silence: times the ship's own largest speed", "METHOD 4.3"
    )


@dataclass(frozen=True)
class Physics:
    """Anchor, chain and hull."""

    rho_kg_m3: float = _s(1010.0, "kg/m3", "Baltic water", "METHOD 1.3")
    drag_normal: float = _s(
        2.6, "1", "stud-link chain, on the nominal diameter", "DNV-OS-E301, recalled"
    )
    drag_tangential: float = _s(
        1.4, "1", "stud-link chain, on the nominal diameter", "DNV-OS-E301, recalled"
    )
    above_water_m: float = _s(8.0, "m", "chain between hawse and water", "METHOD 1.3")
    thrust_slope: float = _s(0.4, "1", "torque-limited slow diesel", "METHOD 1.6")
    full_run_out: float = _s(0.5, "1", "P(chain nearly all out)", "METHOD 1.4")
    contact_floor: float = _s(0.02, "1", "heave and intermittent touch", "METHOD 1.4")


@dataclass(frozen=True)
class Contact:
    """Whether one chain explains an episode."""

    least_bins: int = _s(3, "1", "bins of known depth, and half of all", "own choice")
    level_sd: float = _s(
        0.2, "ln", "spread of the mean speed about the model: force 30 %, engine", "METHOD 1.3"
    )
    noise: float = _s(0.05, "ln", "speed over patches of seabed, gusts", "METHOD 2: roughness")
    outlier: float = _s(0.3, "ln", "bins further off count as this far", "own choice")
    correlated_min: float = _s(
        30.0, "min", "neighbouring bins do not speak for themselves", "own choice"
    )
    depth_sd_m: float = _s(5.0, "m", "error of charted depths", "METHOD 6")
    depth_sd_ln: float = _s(0.12, "ln", "spread of the depth an anchor reaches", "METHOD 1.3")


@dataclass(frozen=True)
class Bathymetry:
    """How a grid of water depths is read."""

    values: str = _s(
        "auto",
        "",
        "'elevation' (negative under water) or 'depth' (positive) for a file that does not say",
        "own choice",
    )
    variable: str = _s("", "", "variable of a NetCDF file that holds several", "own choice")
    tile_cells: int = _s(256, "cells", "side of a piece that is read at once", "own choice")
    tiles: int = _s(64, "1", "pieces kept in memory: 17 MB", "own choice")
    cache_mb: int = _s(64, "MB", "what the reading library may keep", "own choice")
    least_seen: int = _s(
        20, "1", "ships' positions that must lie in the grid to tell its sign", "own choice"
    )
    least_share: float = _s(
        0.9, "1", "share of them that must be water: coarse cells put some on land", "own choice"
    )


@dataclass(frozen=True)
class Weather:
    """How waves from a file are read and what they cost in speed."""

    point_km: float = _s(50.0, "km", "a row of a table stands for the sea around", "own choice")
    point_h: float = _s(3.0, "h", "and for the hours around", "own choice")
    longest_step_h: float = _s(
        6.0, "h", "between two times of a grid further apart the sea is unknown", "ERA5: 1 to 6 h"
    )
    head_share: _STEPS = _s(
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


@dataclass(frozen=True)
class Maps:
    """What a map may hold."""

    max_fixes: int = _s(2_000_000, "1", "above this a density raster is drawn", "MAPS 3")
    thin_m: float = _s(60.0, "m", "largest position error of a thinned track", "own choice")
    thin_kn: float = _s(0.3, "kn", "largest speed error of a thinned track", "MAPS 3")
    thin_s: float = _s(600.0, "s", "longest time between kept fixes", "own choice")


@dataclass(frozen=True)
class Settings:
    """All settings of a run, frozen.

    Examples
    --------
    >>> Settings().segments.gap_h
    2.0
    >>> Settings().hash() == Settings().hash()
    True
    """

    limits: Limits = field(default_factory=Limits)
    reading: Reading = field(default_factory=Reading)
    cleaning: Cleaning = field(default_factory=Cleaning)
    gnss: Gnss = field(default_factory=Gnss)
    segments: Segments = field(default_factory=Segments)
    crossings: Crossings = field(default_factory=Crossings)
    baseline: Baseline = field(default_factory=Baseline)
    episodes: Episodes = field(default_factory=Episodes)
    evidence: EvidenceDefaults = field(default_factory=EvidenceDefaults)
    dark: Dark = field(default_factory=Dark)
    states: States = field(default_factory=States)
    levels: Levels = field(default_factory=Levels)
    attribution: Attribution = field(default_factory=Attribution)
    physics: Physics = field(default_factory=Physics)
    contact: Contact = field(default_factory=Contact)
    bathymetry: Bathymetry = field(default_factory=Bathymetry)
    weather: Weather = field(default_factory=Weather)
    maps: Maps = field(default_factory=Maps)

    def as_dict(self) -> dict[str, Any]:
        """Return all values as plain JSON."""
        return dataclasses.asdict(self)

    def hash(self) -> str:
        """Return a short hash of all values."""
        text = json.dumps(self.as_dict(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def describe(settings: Settings | None = None) -> list[dict[str, Any]]:
    """Return one row a setting: section, name, value, unit, why, source."""
    settings = settings or Settings()
    rows = []
    for section in dataclasses.fields(settings):
        part = getattr(settings, section.name)
        for item in dataclasses.fields(part):
            rows.append(
                {
                    "section": section.name,
                    "name": item.name,
                    "value": getattr(part, item.name),
                    **item.metadata,
                }
            )
    return rows


def load_settings(path: Path | None = None) -> Settings:
    """Return the defaults, overlaid by a TOML file.

    Raises
    ------
    SettingsError
        Unreadable file, unknown name (the nearest is offered) or wrong type.
    """
    if path is None:
        return Settings()
    path = Path(path)
    try:
        overlay = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError("no such file", file=path, hint="check --settings") from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", file=path) from error
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8 text", file=path, hint="settings are TOML") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"is not TOML: {error}", file=path) from error
    return _overlay(Settings(), overlay, path)


def _overlay(base: Settings, overlay: Mapping[str, Any], path: Path) -> Settings:
    parts = {}
    for name, values in overlay.items():
        part = _member(base, name, "section", path)
        if not isinstance(values, dict):
            raise SettingsError(f"[{name}] must be a table", file=path, column=name)
        changes = {}
        for key, value in values.items():
            old = _member(part, key, "setting", path)
            changes[key] = _coerce(old, value, f"{name}.{key}", path)
        parts[name] = dataclasses.replace(part, **changes)
    return dataclasses.replace(base, **parts)


def _member(holder: Any, name: str, what: str, path: Path) -> Any:
    known = [f.name for f in dataclasses.fields(holder)]
    if name not in known:
        near = nearest(name, known)
        raise SettingsError(
            f"unknown {what} {name!r}",
            file=path,
            hint=f"did you mean {near[0]}?" if near else "known: " + ", ".join(known),
        )
    return getattr(holder, name)


def _coerce(old: Any, value: Any, name: str, path: Path) -> Any:
    if isinstance(old, tuple) and isinstance(value, list):
        return tuple(tuple(float(x) for x in row) for row in value)
    if isinstance(old, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(old) is not type(value):
        raise SettingsError(
            f"{name} must be {type(old).__name__}", file=path, column=name, example=value
        )
    return value
