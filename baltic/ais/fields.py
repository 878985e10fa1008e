"""The fields of a fix: under which names tables hold them, and in which units.

What ``--map`` understands (``OURS=THEIRS``, once for each column):

====================== ============================================================
words                  meaning
====================== ============================================================
``mmsi=C``             column C holds the MMSI; so for every field without a unit
``t=C``                times, where the form and the zone are evident
``t:utc=C``            times without a zone, which are UTC: ISO 8601, or a form
                       that can be read in one way only (25.12.2024 10:26)
``t:iso=C``            ISO 8601 times with a zone
``t:epoch_s=C``        numbers since 1970; also ``epoch_ms``, ``epoch_us``, ``epoch_ns``
``t:%d/%m/%Y %H:%M=C`` times in a strptime pattern, UTC unless it holds ``%z``
``t:%d/%m/%Y=D`` and   a date and a time of day in two columns D and C
``t:%H:%M:%S=C``
``sog:kn=C``           speed in knots; also ``tenths`` (of a knot), ``ms``, ``kmh``
``cog:deg=C``          course in degrees; also ``tenths``, ``rad``; so ``heading:``
``cog:sin=S`` and      sine and cosine of the course, clockwise from north
``cog:cos=C``
``rot:deg_min=C``      rate of turn in degrees a minute; ``raw`` is the number sent
                       by AIS, 4.733 times its root; ``deg_min_10`` is degrees a
                       minute with exactly 10 for "faster" (exactEarth)
``lon:deg=C``          degrees; also ``min10000`` (1/10 000 minute, as AIS sends),
                       ``min10`` (1/10 minute), ``e6``, ``e7`` (millionths and ten
                       millionths of a degree), ``rad``; so ``lat:``
``loa:m=C``            sizes in metres; also ``dm`` (1/10 m): ``beam:``, ``draught:``,
                       ``to_bow:``, ``to_stern:``, ``to_port:``, ``to_starboard:``
``message=C``          AIS message type 1 to 27: tells ships from stations
``decimal=comma``      numbers are written 59,5
====================== ============================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ALIASES", "FIELDS", "PAIRS", "REQUIRED", "TIME_UNITS", "Field"]


@dataclass(frozen=True)
class Field:
    """A canonical field: column names known to mean it, and its units.

    Names are written as ``columns.bare`` leaves them; best first.  ``named_units`` are names
    that carry a unit other than the first of ``units``.
    """

    names: tuple[str, ...]
    units: Mapping[str, float] | None = None
    named_units: Mapping[str, str] | None = None
    unclear: tuple[str, ...] = ()


_SPEED = {"kn": 1.0, "ms": 3600.0 / 1852.0, "kmh": 1.0 / 1.852, "tenths": 0.1}
_ANGLE = {"deg": 1.0, "tenths": 0.1, "rad": 57.29577951308232}
#: How names of columns tell a speed and its unit: "Speed (m/s)" is ``speedms``.
_SPEED_STEMS = ("sog", "speedoverground", "groundspeed", "speed")
_SPEED_UNITS = {
    **dict.fromkeys(("kn", "kt", "kts", "knot", "knots"), "kn"),
    **dict.fromkeys(("ms", "mps", "ms1"), "ms"),
    **dict.fromkeys(("kmh", "kph", "kmph"), "kmh"),
    **dict.fromkeys(("01kn", "110kn", "tenths", "tenthkn", "tenthskn", "tenthsknots"), "tenths"),
}
_COURSE_STEMS = ("cog", "courseoverground", "course")
_COURSE_UNITS = {
    **dict.fromkeys(("rad", "radian", "radians"), "rad"),
    **dict.fromkeys(("tenths", "01deg", "110deg", "tenthdeg"), "tenths"),
}
_LENGTH = {"m": 1.0, "dm": 0.1}
#: AIS sends 1/10 000 minute (M.1371-5 table 45), in message 27 1/10 minute (table 79).
_PLACE = {
    "deg": 1.0,
    "min10000": 1.0 / 600_000.0,
    "min10": 1.0 / 600.0,
    "e6": 1e-6,
    "e7": 1e-7,
    "rad": 57.29577951308232,
}

#: Columns a table must have.
REQUIRED = ("mmsi", "t", "lon", "lat")

FIELDS: Mapping[str, Field] = {
    "mmsi": Field(("mmsi", "mmsinumber", "mmsino", "shipmmsi", "vesselmmsi", "userid")),
    "t": Field(
        (
            "t",
            "tutc",
            "timeutc",
            "timestamputc",
            "datetimeutc",
            "utc",
            "basedatetime",
            "datetime",
            "timestamp",
            "time",
            "msgtime",
            "ts",
            "epoch",
            "unixtime",
            "epochs",
            "epochms",
            "timestampms",
            "tepochs",
            "tepochms",
        ),
        named_units={
            "basedatetime": "utc",  # only Marine Cadastre calls it so, and means UTC
            "tutc": "utc",
            "timeutc": "utc",
            "timestamputc": "utc",
            "datetimeutc": "utc",
            "utc": "utc",
            "epochs": "epoch_s",
            "tepochs": "epoch_s",
            "epochms": "epoch_ms",
            "tepochms": "epoch_ms",
            "timestampms": "epoch_ms",
        },
    ),
    "clock": Field(()),
    "lon": Field(("lon", "longitude", "londeg", "longitudedeg", "long", "lng"), _PLACE),
    "lat": Field(("lat", "latitude", "latdeg", "latitudedeg"), _PLACE),
    "sog": Field(
        (
            "sogkn",
            "sog",
            "speedoverground",
            *(stem + unit for stem in _SPEED_STEMS for unit in _SPEED_UNITS),
        ),
        _SPEED,
        {stem + word: unit for stem in _SPEED_STEMS for word, unit in _SPEED_UNITS.items()},
        ("speed", "velocity", "groundspeed"),
    ),
    "cog": Field(
        (
            *("cogdeg", "cog", "courseoverground", "courseovergrounddeg", "course"),
            *(stem + word for stem in _COURSE_STEMS for word in _COURSE_UNITS),
        ),
        _ANGLE,
        {stem + word: unit for stem in _COURSE_STEMS for word, unit in _COURSE_UNITS.items()},
    ),
    "cog_sin": Field((), unclear=("cogsin", "sincog", "coursesin", "sincourse")),
    "cog_cos": Field((), unclear=("cogcos", "coscog", "coursecos", "coscourse")),
    "heading": Field(("headingdeg", "heading", "trueheading", "hdg", "headingtrue"), _ANGLE),
    # Bare "rot" may be the raw AIS number or degrees a minute: left out unless mapped.
    # In ``deg_min_10`` exactly 10 stands for raw 127: faster, no indicator.
    "rot": Field(
        ("rotdegmin", "rotdegpermin"),
        {"deg_min": 1.0, "raw": 0.0, "deg_min_10": 1.0},
        unclear=("rot", "rateofturn"),
    ),
    "nav_status": Field(("navstatus", "navigationalstatus", "navstat", "status")),
    "source": Field(("source", "transceiverclass", "transceiver", "typeofmobile", "aisclass")),
    "message": Field(("messageid", "messagenr", "msgtype", "messagetype", "aismessagetype")),
    "provenance": Field(("provenance",)),
    "imo": Field(("imo", "imonumber")),
    "name": Field(("name", "vesselname", "shipname")),
    "callsign": Field(("callsign",)),
    "ship_type": Field(("shiptype", "vesseltype", "shiptypecode", "shipandcargotype")),
    "loa": Field(("loam", "loa", "lengthm", "length"), _LENGTH),
    "beam": Field(("beamm", "beam", "widthm", "width"), _LENGTH),
    "draught": Field(("draughtm", "draught", "draftm", "draft"), _LENGTH),
    "to_bow": Field(("tobowm", "tobow", "dimensiontobow", "a"), _LENGTH),
    "to_stern": Field(("tosternm", "tostern", "dimensiontostern", "b"), _LENGTH),
    "to_port": Field(("toportm", "toport", "dimensiontoport", "c"), _LENGTH),
    "to_starboard": Field(("tostarboardm", "tostarboard", "dimensiontostarboard", "d"), _LENGTH),
    "destination": Field(("destination",)),
}

#: Spellings of a field with its unit, as the canonical tables have them.
ALIASES = {
    "sog_kn": "sog:kn",
    "cog_deg": "cog:deg",
    "heading_deg": "heading:deg",
    "rot_deg_min": "rot:deg_min",
    "loa_m": "loa:m",
    "beam_m": "beam:m",
    "draught_m": "draught:m",
    "to_bow_m": "to_bow:m",
}
#: Two columns that make one field, and how a mapping names them.
PAIRS = {"cog:sin": "cog_sin", "cog:cos": "cog_cos"}
TIME_UNITS = ("utc", "iso", "epoch_s", "epoch_ms", "epoch_us", "epoch_ns")
