"""What is read, and when a fix cannot be true."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import Steps
from .declare import setting as _s

__all__ = ["Cleaning", "Crossings", "Gnss", "Limits", "Reading", "Segments"]


@dataclass(frozen=True)
class Limits:
    """Bounds that keep hostile or huge input from filling the machine.

    Examples
    --------
    >>> Limits(max_bad_share=0.5).max_bad_share
    0.5
    """

    max_line_bytes: int = _s(1_000_000, "bytes", "longer lines are no AIS rows", "own choice")
    max_unzipped_bytes: int = _s(60_000_000_000, "bytes", "ten Danish days", "own choice")
    max_json_bytes: int = _s(
        100_000_000,
        "bytes",
        "a JSON document is read whole and takes some ten times its size in memory",
        "measured",
    )
    max_zip_ratio: float = _s(200.0, "1", "real AIS zips reach 8 to 12", "AIS_FORMATS section 1")
    max_zip_members: int = _s(
        2_000, "1", "a month of hours has 744; each costs a look at the directory", "own choice"
    )
    max_bad_share: float = _s(
        0.999, "1", "a file with no usable row is the wrong file", "own choice"
    )


@dataclass(frozen=True)
class Reading:
    """How files are read and when a file is refused as a whole.

    Examples
    --------
    >>> Reading().home_box
    ((3.0, 53.0), (32.0, 67.0))
    """

    block_bytes: int = _s(
        24_000_000, "bytes", "text is read in blocks, so memory stays bounded", "measured"
    )
    json_block_bytes: int = _s(
        8_000_000, "bytes", "parsed JSON takes many times its text in memory", "measured"
    )
    stale_h: float = _s(
        24.0,
        "h",
        "older rows of a snapshot are what a ship sent days or years before",
        "AIS_FORMATS section 2: 59 % of a snapshot older than 30 days",
    )
    first_year: int = _s(1990, "year", "no AIS before; an earlier time is no time", "own choice")
    last_year: int = _s(2100, "year", "a later time is no time", "own choice")
    mixed_times_share: float = _s(
        0.01, "1", "more times in another format make the whole column doubtful", "own choice"
    )
    other_unit_share: float = _s(
        0.02, "1", "more values than this beyond what a unit allows: another unit", "own choice"
    )
    part_lines: int = _s(
        1000, "lines", "parts of an NMEA message follow each other this closely", "own choice"
    )
    part_s: float = _s(
        10.0, "s", "parts are sent within five slots; stations and lines add delay", "own choice"
    )
    repeat_s: float = _s(
        5.0, "s", "one transmission reaches several stations' logs within this", "own choice"
    )
    tag_checksums: bool = _s(
        True, "1", "a tag block with a wrong checksum is not believed", "NMEA 0183 4.10"
    )
    swapped_share: float = _s(
        0.9, "1", "share of positions that only make sense with lat and lon swapped", "own choice"
    )
    home_box: Steps = _s(
        ((3.0, 53.0), (32.0, 67.0)), "degrees", "south-west, north-east of the Baltic", "own choice"
    )


@dataclass(frozen=True)
class Cleaning:
    """Which fixes cannot be true.

    Examples
    --------
    >>> Cleaning().max_speed_kn
    60.0
    """

    max_speed_kn: float = _s(60.0, "kn", "no ship in the box is faster", "GRAPNEL splits at 60 kn")
    unheard_kn: float = _s(
        30.0,
        "kn",
        "a ship whose track holds jumps is not taken to sail faster while unheard",
        "METHOD 2, GNSS flags",
    )
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
    zero_sog_kn: float = _s(
        3.0, "kn", "who goes on so fast does not lie still: its 0 stands for none", "own choice"
    )
    zero_sog_least_s: float = _s(
        55.0, "s", "in a shorter time the noise of a receiver looks like a speed", "own choice"
    )
    zero_sog_s: float = _s(
        300.0, "s", "in a longer time a ship may have stopped and sailed again", "own choice"
    )
    zero_sog_in_line: float = _s(
        0.9, "1", "fixes that stray come back: the way out and back leads nowhere", "own choice"
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
    """Which fixes contradict themselves, and where and when that is a disturbed region.

    Examples
    --------
    >>> Gnss().cell_nm, Gnss().slot_min
    (30.0, 30.0)
    """

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
    """Where a track is broken.

    Examples
    --------
    >>> Segments().gap_h
    2.0
    """

    gap_h: float = _s(2.0, "h", "behaviour is not carried over longer silences", "METHOD 3.1")


@dataclass(frozen=True)
class Crossings:
    """How a leg between two fixes meets a line.

    Examples
    --------
    >>> Crossings(max_gap_h=6.0).max_gap_h
    6.0
    """

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
    zone_km: float = _s(
        1.852, "km", "half width of the zone of events.csv: one nautical mile", "own choice"
    )
