"""Facts about ships' numbers: flag of an MMSI, IMO check digit, type code.

A flag is shown, never scored.
"""

from __future__ import annotations

from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from .mids import MIDS

__all__ = [
    "FIRST_SIMULATED_MMSI",
    "flag_of_mmsi",
    "imo_is_valid",
    "is_placeholder",
    "ship_class",
]

#: Of our placeholders, those from here on are of ships that do not exist.
FIRST_SIMULATED_MMSI = 200_100_001

#: Digits before the MID, and the value of the MID's last digit in a number of nine.
_MID_PLACES = (
    (0, 1_000_000), (0, 100_000), (0, 10_000), (111, 1_000), (8, 100_000), (98, 10_000),
    (99, 10_000),
)  # fmt: skip

_CLASSES = {
    2: "wing-in-ground",
    4: "high-speed craft",
    6: "passenger ship",
    7: "cargo ship",
    8: "tanker",
    9: "other",
}
_SPECIAL = {
    30: "fishing vessel",
    31: "tug (towing)",
    32: "tug (long tow)",
    33: "dredger",
    34: "diving support",
    35: "naval ship",
    36: "sailing vessel",
    37: "pleasure craft",
    50: "pilot vessel",
    51: "search and rescue",
    52: "tug",
    53: "port tender",
    54: "anti-pollution vessel",
    55: "law enforcement",
    58: "medical transport",
    59: "neutral ship",
}


@overload
def flag_of_mmsi(mmsi: int) -> str | None: ...
@overload
def flag_of_mmsi(mmsi: NDArray[Any]) -> NDArray[Any]: ...
def flag_of_mmsi(mmsi: Any) -> Any:
    """Return the country of the MID in an MMSI, ISO 3166 alpha-2.

    Parameters
    ----------
    mmsi
        One MMSI or an array.  The MID is where ITU-R M.585-9 puts it: first for ships,
        after 0 for groups of ships, 00 coast stations, 111 aircraft, 8 hand-held sets, 98
        craft of a parent ship and 99 aids to navigation.

    Returns
    -------
    str | None, or an object array of these
        None for numbers without a known MID.

    Examples
    --------
    >>> flag_of_mmsi(230123456)
    'FI'
    >>> flag_of_mmsi(np.array([518998865, 982301234, 2301234, 970010001])).tolist()
    ['CK', 'FI', 'FI', None]
    """
    values = np.atleast_1d(np.asarray(mmsi, dtype=np.int64))
    mids = np.zeros(values.shape, np.int64)
    for before, unit in _MID_PLACES:
        # The number less the digits before its MID, in units of the last digit of the MID.
        mid = values // unit - before * 1000
        mids = np.where((mid >= 200) & (mid < 800) & (mids == 0), mid, mids)
    found, place = np.unique(mids, return_inverse=True)
    flags = np.array([MIDS.get(int(m)) for m in found], dtype=object)[place.reshape(values.shape)]
    return flags[0] if np.ndim(mmsi) == 0 else flags


@overload
def imo_is_valid(imo: int | None) -> bool: ...
@overload
def imo_is_valid(imo: NDArray[Any]) -> NDArray[np.bool_]: ...
def imo_is_valid(imo: Any) -> Any:
    """Return whether an IMO number has seven digits and the right check digit.

    The last digit equals the last digit of the sum of the others times 7, 6, 5, 4, 3, 2.

    Parameters
    ----------
    imo
        One number, an array, or None.

    Returns
    -------
    bool, or an array of bool
        In the shape of `imo`; NaN and None are not valid.

    Examples
    --------
    >>> imo_is_valid(9329760), imo_is_valid(9329761), imo_is_valid(None)
    (True, False, False)
    """
    if imo is None:
        return False
    values = np.nan_to_num(np.atleast_1d(np.asarray(imo, dtype=float)), posinf=0, neginf=0)
    whole = values.astype(np.int64)
    digits = np.stack([whole // 10**k % 10 for k in range(6, 0, -1)])
    total = (digits * np.arange(7, 1, -1)[:, None]).sum(axis=0)
    good = (
        (whole == values) & (whole >= 1_000_000) & (whole <= 9_999_999) & (total % 10 == whole % 10)
    )
    return bool(good[0]) if np.ndim(imo) == 0 else good


@overload
def is_placeholder(mmsi: int) -> bool: ...
@overload
def is_placeholder(mmsi: NDArray[Any]) -> NDArray[np.bool_]: ...
def is_placeholder(mmsi: Any) -> Any:
    """Return whether an MMSI is one of ours for a ship whose number is not known.

    200000001 to 200999999: the MID 200 is assigned to no country.

    Parameters
    ----------
    mmsi
        One number, or an array.

    Returns
    -------
    bool, or an array of bool
        In the shape of `mmsi`.

    Examples
    --------
    >>> is_placeholder(200000001), is_placeholder(201000001)
    (True, False)
    """
    values = np.asarray(mmsi, dtype=np.int64)
    inside = (values > 200_000_000) & (values < 201_000_000)
    return bool(inside) if np.ndim(mmsi) == 0 else inside


def ship_class(code: int | None) -> str:
    """Return the class of an AIS ship type code (ITU-R M.1371, table of message 5).

    Parameters
    ----------
    code
        0 to 99; None or anything else is ``unknown``.

    Returns
    -------
    str
        In words.

    Examples
    --------
    >>> ship_class(70), ship_class(52), ship_class(None)
    ('cargo ship', 'tug', 'unknown')
    """
    if code is None or not 0 <= int(code) <= 99:
        return "unknown"
    code = int(code)
    return _SPECIAL.get(code) or _CLASSES.get(code // 10) or "unknown"
