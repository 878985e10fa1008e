"""How heavy an anchor a ship must carry: equipment number and the rule table.

The equipment number (EN) is that of IACS UR A1, estimated here from what AIS tells:
length, beam, draught and the kind of ship.  The rows of the table are facts of the
unified requirement (EN limit, anchor mass, chain length of both bowers, chain diameter).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "HULL_FORMS",
    "Anchor",
    "HullForm",
    "anchor_of",
    "displacement_t",
    "equipment_number",
    "hull_form",
    "ship_class_of",
    "summer_draught_m",
]

Floats = NDArray[np.float64]

#: Sea water in the moulded displacement of the rule, t/m3.
_SEA_T_M3 = 1.025

#: Length between perpendiculars as a share of the length over all.
_LPP_SHARE = 0.965


@dataclass(frozen=True)
class HullForm:
    """Typical proportions of one class of ship (all without unit but `h0`).

    Attributes
    ----------
    block
        Block coefficient C_B.
    draught_beam
        Summer draught over beam.
    depth_draught
        Moulded depth over summer draught.
    h0, h1
        Height of the tiers that count, m: ``h0 + h1 * beam``.
    side
        Share of the length that those tiers cover, seen from the side.
    """

    block: float
    draught_beam: float
    depth_draught: float
    h0: float
    h1: float
    side: float


#: Proportions by class; estimates that reproduce published anchors within about 12 %.
HULL_FORMS: dict[str, HullForm] = {
    "tanker": HullForm(0.80, 0.40, 1.42, 8.0, 0.22, 0.10),
    "bulk": HullForm(0.82, 0.42, 1.42, 8.0, 0.22, 0.10),
    "general": HullForm(0.70, 0.42, 1.40, 7.0, 0.30, 0.13),
    "container": HullForm(0.64, 0.33, 1.55, 8.0, 0.40, 0.12),
    "roro": HullForm(0.62, 0.27, 2.20, 10.0, 0.30, 0.60),
    "passenger": HullForm(0.60, 0.24, 2.00, 10.0, 0.40, 0.80),
}

#: Upper EN limit, anchor kg, total chain m, chain diameter mm of grade 2 and grade 3.
#: Below EN 205 one diameter is given (grade 2); from 10 700 on only grade 3.
_ROWS = """
70 180 220 12.5 -|90 240 220 14 -|110 300 247.5 16 -|130 360 247.5 17.5 -
150 420 275 17.5 -|175 480 275 19 -|205 570 302.5 20.5 -|240 660 302.5 22 20.5
280 780 330 24 22|320 900 357.5 26 24|360 1020 357.5 28 24|400 1140 385 30 26
450 1290 385 32 28|500 1440 412.5 34 30|550 1590 412.5 34 30|600 1740 440 36 32
660 1920 440 38 34|720 2100 440 40 36|780 2280 467.5 42 36|840 2460 467.5 44 38
910 2640 467.5 46 40|980 2850 495 48 42|1060 3060 495 50 44|1140 3300 495 50 46
1220 3540 522.5 52 46|1300 3780 522.5 54 48|1390 4050 522.5 56 50|1480 4320 550 58 50
1570 4590 550 60 52|1670 4890 550 62 54|1790 5250 577.5 64 56|1930 5610 577.5 66 58
2080 6000 577.5 68 60|2230 6450 605 70 62|2380 6900 605 73 64|2530 7350 605 76 66
2700 7800 632.5 78 68|2870 8300 632.5 81 70|3040 8700 632.5 84 73|3210 9300 660 84 76
3400 9900 660 87 78|3600 10500 660 90 78|3800 11100 687.5 92 81|4000 11700 687.5 95 84
4200 12300 687.5 97 87|4400 12900 715 100 87|4600 13500 715 102 90|4800 14100 715 105 92
5000 14700 742.5 107 95|5200 15400 742.5 111 97|5500 16100 742.5 111 97
5800 16900 742.5 114 100|6100 17800 742.5 117 102|6500 18800 742.5 120 107
6900 20000 770 124 111|7400 21500 770 127 114|7900 23000 770 132 117
8400 24500 770 137 122|8900 26000 770 142 127|9400 27500 770 147 132
10000 29000 770 152 132|10700 31000 770 - 137|11500 33000 770 - 142
12400 35500 770 - 147|13400 38500 770 - 152|14600 42000 770 - 157|16000 46000 770 - 162
"""


def _table() -> Floats:
    rows = [r.split() for line in _ROWS.split("\n") for r in line.split("|") if r.strip()]
    return np.array([[np.nan if c == "-" else float(c) for c in row] for row in rows])


@dataclass(frozen=True)
class Anchor:
    """One bower anchor and its chain, arrays of one shape.

    Attributes
    ----------
    mass_kg
        Mass of a stockless bower, kg (high-holding-power anchors weigh 0.75 of it).
    chain_side_m
        Chain of one side, m: half of the rule's total; a shackle is 27.5 m.
    chain_d_m
        Nominal diameter of the stud-link chain, m.
    equipment_number
        The EN it was looked up with.

    Examples
    --------
    >>> gear = anchor_of([1000.0, 3400.0])
    >>> gear.mass_kg.tolist(), gear.chain_side_m.tolist()
    ([3060.0, 9900.0], [247.5, 330.0])
    """

    mass_kg: Floats
    chain_side_m: Floats
    chain_d_m: Floats
    equipment_number: Floats


def ship_class_of(ship_type: ArrayLike, loa_m: ArrayLike = np.nan) -> NDArray[np.str_]:
    """Return the class of hull for AIS ship type codes.

    AIS does not tell bulk carriers from container ships: cargo ships (70-79) of 140 m
    and more count as ``bulk``, the heavier anchor of the two being within 15 %.

    Parameters
    ----------
    ship_type
        AIS codes 0-99; anything unknown (also NaN) counts as ``general``.
    loa_m
        Length over all, m; NaN where unknown.

    Returns
    -------
    array of str
        Keys of :data:`HULL_FORMS`, broadcast over both arguments.

    Examples
    --------
    >>> [str(c) for c in ship_class_of([80, 70, 74, 60, 30], [229, 105, 225, 180, 24])]
    ['tanker', 'general', 'bulk', 'passenger', 'general']
    """
    kind, length = np.broadcast_arrays(np.asarray(ship_type, float), np.asarray(loa_m, float))
    tens = np.floor(np.where(np.isfinite(kind), kind, 0) / 10)
    return np.asarray(
        np.select(
            [tens == 8, (tens == 7) & (length >= 140.0), (tens == 6) | (tens == 4)],
            ["tanker", "bulk", "passenger"],
            default="general",
        ),
        dtype=np.str_,
    )


def hull_form(ship_class: str | ArrayLike) -> dict[str, Floats]:
    """Return the proportions of classes as arrays, keyed by the names of :class:`HullForm`.

    Raises
    ------
    ValueError
        A class that is not in :data:`HULL_FORMS`; the message lists the allowed ones.
    """
    names, where = np.unique(np.asarray(ship_class, dtype=np.str_), return_inverse=True)
    unknown = [str(n) for n in names if str(n) not in HULL_FORMS]
    if unknown:
        raise ValueError(f"unknown ship class {unknown[0]!r}; known: {', '.join(HULL_FORMS)}")
    shape = np.shape(ship_class)
    forms = [HULL_FORMS[str(n)] for n in names]
    return {
        name: np.array([getattr(f, name) for f in forms], float)[where].reshape(shape)
        for name in HullForm.__dataclass_fields__
    }


def summer_draught_m(
    beam_m: ArrayLike, draught_m: ArrayLike, ship_class: str | ArrayLike
) -> Floats:
    """Return the summer draught, m: the larger of AIS draught and the class's share of beam.

    AIS gives the draught of this voyage (0 = not sent), the rule wants the summer load line.
    """
    typical = hull_form(ship_class)["draught_beam"] * np.asarray(beam_m, float)
    return np.asarray(np.fmax(np.asarray(draught_m, float), typical))


def displacement_t(
    loa_m: ArrayLike, beam_m: ArrayLike, draught_m: ArrayLike, ship_class: str | ArrayLike
) -> Floats:
    """Return the moulded displacement at the summer load line.

    ``1.025 C_B Lpp B T`` with the block coefficient of :data:`HULL_FORMS`, and the larger of
    the draught sent and the usual draught of such a beam.

    Parameters
    ----------
    loa_m, beam_m, draught_m, ship_class
        As in :func:`equipment_number`.

    Returns
    -------
    ndarray
        Tonnes.

    Examples
    --------
    >>> round(float(displacement_t(228.6, 32.6, 13.0, "tanker")))
    76...
    """
    form = hull_form(ship_class)
    draught = summer_draught_m(beam_m, draught_m, ship_class)
    lpp = _LPP_SHARE * np.asarray(loa_m, float)
    return np.asarray(_SEA_T_M3 * form["block"] * lpp * np.asarray(beam_m, float) * draught)


def equipment_number(
    loa_m: ArrayLike, beam_m: ArrayLike, draught_m: ArrayLike, ship_class: str | ArrayLike
) -> Floats:
    """Return the equipment number of IACS UR A1, estimated from AIS dimensions.

    ``EN = Delta^(2/3) + 2 h B + A / 10`` with the displacement Delta (t), the height h from
    the summer waterline to the top of the uppermost wide house (m), the beam B (m) and the
    side area A above the waterline (m2).

    Parameters
    ----------
    loa_m, beam_m, draught_m
        Length over all, beam and draught as sent by AIS, m; a missing draught is NaN or 0.
    ship_class
        Key(s) of :data:`HULL_FORMS`.

    Returns
    -------
    array of float
        EN, NaN where a length or beam is missing.

    Notes
    -----
    The rule assumes 2.5 m/s of current and 25 m/s of wind at a sheltered anchorage, not
    the stopping of a moving ship.

    Examples
    --------
    >>> round(float(equipment_number(169.0, 27.2, 9.0, "container")), -1)
    2300.0
    """
    form = hull_form(ship_class)
    loa, beam = np.asarray(loa_m, float), np.asarray(beam_m, float)
    draught = summer_draught_m(beam, draught_m, ship_class)
    delta = displacement_t(loa, beam, draught, ship_class)
    freeboard = (form["depth_draught"] - 1.0) * draught
    house = form["h0"] + form["h1"] * beam
    area = freeboard * _LPP_SHARE * loa + form["side"] * house * loa
    with np.errstate(invalid="ignore"):
        number = delta ** (2.0 / 3.0) + 2.0 * (freeboard + house) * beam + area / 10.0
    bad = ~((loa > 0) & (beam > 0))
    return np.asarray(np.where(bad, np.nan, number))


def anchor_of(equipment_number: ArrayLike, grade: int = 3) -> Anchor:
    """Return the anchor and chain that UR A1 asks for.

    Parameters
    ----------
    equipment_number
        EN; below the first row that row is taken, above 16 000 the last, NaN gives NaN.
    grade
        Steel grade of the chain, 2 or 3.  Where the rule has only one, that is taken.

    Returns
    -------
    Anchor
        Arrays of the shape of the argument.

    Examples
    --------
    >>> eagle = anchor_of(equipment_number(228.6, 32.6, 13.0, "tanker"))
    >>> float(eagle.mass_kg), float(eagle.chain_side_m)
    (9900.0, 330.0)
    """
    if grade not in (2, 3):
        raise ValueError(f"chain grade must be 2 or 3, not {grade!r}")
    number = np.asarray(equipment_number, float)
    table = _table()
    row = np.searchsorted(table[:, 0], np.nan_to_num(number), side="left")
    found = table[np.minimum(row, len(table) - 1)]
    first, second = (found[..., 4], found[..., 3]) if grade == 3 else (found[..., 3], found[..., 4])
    blank = np.where(np.isnan(number), np.nan, 1.0)
    return Anchor(
        mass_kg=np.asarray(found[..., 1] * blank),
        chain_side_m=np.asarray(found[..., 2] / 2.0 * blank),
        chain_d_m=np.asarray(np.where(np.isnan(first), second, first) / 1000.0 * blank),
        equipment_number=number,
    )
