"""What a hull weighs, and what holds it back in calm water and in waves.

Calm-water resistance with the ITTC-57 friction line, an allowance for roughness, and a
wave part that grows with the Froude number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..settings import Physics
from .equipment import displacement_t, hull_form, summer_draught_m

__all__ = ["Hull", "hull_of", "resistance_n", "wave_resistance_n"]

Floats = NDArray[np.float64]

_KN_MS = 1852.0 / 3600.0
_G = 9.81
_NU_M2_S = 1.4e-6  # kinematic viscosity of cold brackish water

#: 1 + form factor and roughness of the friction line, and the wave-making coefficient.
_FORM = 1.22
_ROUGHNESS = 0.0004
_WAVE = 0.0006
_FROUDE_KNEE, _FROUDE_SCALE = 0.16, 0.06

#: Mass of the ship with the water that it carries along, over its displacement.
_ADDED_MASS = 1.05


@dataclass(frozen=True)
class Hull:
    """What resistance needs, arrays of one shape.

    Attributes
    ----------
    loa_m, beam_m
        As sent by AIS, m.
    wetted_m2
        Wetted surface ``L (1.7 T + C_B B)``.
    mass_kg
        Displacement with 5 % of added mass.

    Examples
    --------
    >>> hull = hull_of([105.5, 229.0], [16.8, 33.0], [6.5, 13.2], "tanker")
    >>> hull.wetted_m2.shape, bool(hull.mass_kg[0] < hull.mass_kg[1])
    ((2,), True)
    """

    loa_m: Floats
    beam_m: Floats
    wetted_m2: Floats
    mass_kg: Floats


def hull_of(
    loa_m: ArrayLike, beam_m: ArrayLike, draught_m: ArrayLike, ship_class: str | ArrayLike
) -> Hull:
    """Return the hull of a ship known by AIS.

    Parameters
    ----------
    loa_m, beam_m, draught_m, ship_class
        As in :func:`~baltic.physics.equipment.equipment_number`.

    Returns
    -------
    Hull
        Arrays of the common shape.

    Examples
    --------
    >>> hull = hull_of(229.0, 33.0, 13.2, "tanker")
    >>> round(float(hull.mass_kg) / 1e6)
    83
    """
    form = hull_form(ship_class)
    loa, beam = np.asarray(loa_m, float), np.asarray(beam_m, float)
    draught = summer_draught_m(beam, draught_m, ship_class)
    tonnes = displacement_t(loa, beam, draught, ship_class)
    return Hull(
        loa_m=loa,
        beam_m=beam,
        wetted_m2=np.asarray(loa * (1.7 * draught + form["block"] * beam)),
        mass_kg=np.asarray(_ADDED_MASS * tonnes * 1000.0),
    )


def resistance_n(speed_kn: ArrayLike, hull: Hull, *, physics: Physics | None = None) -> Floats:
    """Return the calm-water resistance.

    ``R = rho/2 S V^2 [1.22 * 0.075 / (log10 Re - 2)^2 + 0.0004 + Cw]`` with
    ``Cw = 0.0006 (1 + ((Fn - 0.16)+ / 0.06)^2)`` (ITTC-57 friction line).

    Parameters
    ----------
    speed_kn
        Speed through the water, knots.
    hull
        From :func:`hull_of`.
    physics
        Coefficients; the defaults when left out.

    Returns
    -------
    ndarray
        N.

    Examples
    --------
    >>> hull = hull_of(169.0, 27.0, 9.0, "container")
    >>> 150e3 < float(resistance_n(11.5, hull)) < 400e3
    True
    """
    rho = (physics or Physics()).rho_kg_m3
    v = np.maximum(np.asarray(speed_kn, float) * _KN_MS, 1e-3)
    reynolds = np.maximum(v * hull.loa_m / _NU_M2_S, 1e4)
    froude = v / np.sqrt(_G * hull.loa_m)
    wave = _WAVE * (1.0 + (np.maximum(froude - _FROUDE_KNEE, 0.0) / _FROUDE_SCALE) ** 2)
    friction = _FORM * 0.075 / (np.log10(reynolds) - 2.0) ** 2
    return np.asarray(0.5 * rho * hull.wetted_m2 * v * v * (friction + _ROUGHNESS + wave))


def wave_resistance_n(
    wave_height_m: ArrayLike, hull: Hull, *, physics: Physics | None = None
) -> Floats:
    """Return the mean added resistance in head waves (within 45 degrees).

    STAWAVE-1 of ISO 15016: ``rho g Hs^2 B sqrt(B / L_bwl) / 16``, L_bwl about 0.13 L.

    Parameters
    ----------
    wave_height_m
        Significant wave height, m.
    hull
        From :func:`hull_of`.
    physics
        Coefficients; the defaults when left out.

    Returns
    -------
    ndarray
        N.

    Examples
    --------
    >>> hull = hull_of(229.0, 33.0, 13.2, "tanker")
    >>> round(float(wave_resistance_n(2.0, hull)) / 1e3)
    86
    """
    rho = (physics or Physics()).rho_kg_m3
    height = np.asarray(wave_height_m, float)
    bow = np.sqrt(hull.beam_m / (0.13 * hull.loa_m))
    return np.asarray(rho * _G * height**2 * hull.beam_m * bow / 16.0)
