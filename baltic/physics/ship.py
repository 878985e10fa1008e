"""How a ship slows when it tows an anchor, and how fast.

Its propulsion is left as it was set: thrust, resistance and the pull of the anchor find a new
balance.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..settings import Physics
from .hull import Hull, resistance_n
from .pull import pull_of

__all__ = [
    "drag_run",
    "force_from_speed_n",
    "settled_share",
    "speed_with_anchor_kn",
    "time_constant_s",
]

Floats = NDArray[np.float64]

_KN_MS = 1852.0 / 3600.0


def time_constant_s(
    speed_kn: ArrayLike,
    hull: Hull,
    *,
    thrust_slope: float | None = None,
    physics: Physics | None = None,
) -> Floats:
    """Return the time constant with which a ship settles to a new speed.

    ``tau = 1.05 Delta / (dR/dV + a R / V)``: 3 to 8 minutes for ships in the Baltic.

    Parameters
    ----------
    speed_kn
        Speed that it settles about, knots.
    hull
        From :func:`~baltic.physics.hull.hull_of`.
    thrust_slope
        a: 0 constant thrust, 0.4 torque-limited slow diesel (default of the settings),
        1 constant revolutions or controllable pitch.
    physics
        Coefficients; the defaults when left out.

    Returns
    -------
    ndarray
        Seconds.

    Examples
    --------
    >>> from baltic.physics import hull_of
    >>> hull = hull_of(229.0, 33.0, 13.2, "tanker")
    >>> 5 < float(time_constant_s(11.5, hull)) / 60 < 10
    True
    """
    physics = physics or Physics()
    slope = physics.thrust_slope if thrust_slope is None else thrust_slope
    v = np.asarray(speed_kn, float)
    step = 0.05
    up, down = (resistance_n(v + d, hull, physics=physics) for d in (step, -step))
    rate = (up - down) / (2 * step * _KN_MS)
    here = resistance_n(v, hull, physics=physics)
    return np.asarray(hull.mass_kg / (rate + slope * here / (v * _KN_MS)))


def force_from_speed_n(
    speed_before_kn: ArrayLike,
    speed_kn: ArrayLike,
    hull: Hull,
    *,
    thrust_slope: float | None = None,
    physics: Physics | None = None,
) -> Floats:
    """Return the extra force that holds a ship at a lower speed; for use as evidence.

    ``F = R(V0) (1 + a (1 - v)) - R(v V0)`` with v = V / V0, propulsion left unchanged.

    Parameters
    ----------
    speed_before_kn, speed_kn
        Speeds before and with the force, knots.
    hull
        From :func:`~baltic.physics.hull.hull_of`.
    thrust_slope, physics
        As in :func:`time_constant_s`.

    Returns
    -------
    ndarray
        N.

    Examples
    --------
    >>> from baltic.physics import hull_of
    >>> hull = hull_of(229.0, 33.0, 13.2, "tanker")
    >>> float(force_from_speed_n(11.5, 11.5, hull))
    0.0
    """
    physics = physics or Physics()
    slope = physics.thrust_slope if thrust_slope is None else thrust_slope
    before = np.asarray(speed_before_kn, float)
    share = np.asarray(speed_kn, float) / before
    thrust = resistance_n(before, hull, physics=physics) * (1.0 + slope * (1.0 - share))
    return np.asarray(thrust - resistance_n(speed_kn, hull, physics=physics))


def speed_with_anchor_kn(
    speed_before_kn: ArrayLike,
    chain_out_m: ArrayLike,
    anchor_kg: ArrayLike,
    chain_d_m: ArrayLike,
    depth_m: ArrayLike,
    seabed_lambda: ArrayLike,
    hull: Hull,
    *,
    thrust_slope: float | None = None,
    physics: Physics | None = None,
) -> Floats:
    """Return the steady speed with the anchor out and the engine left alone, knots.

    Solves ``R(V0) [1 + a (1 - v)] = R(v V0) + F(v V0)``.

    Parameters
    ----------
    speed_before_kn
        Speed before the drop, knots.
    chain_out_m, anchor_kg, chain_d_m, depth_m, seabed_lambda
        As in :func:`~baltic.physics.pull.pull_of`.
    hull
        From :func:`~baltic.physics.hull.hull_of`.
    thrust_slope, physics
        As in :func:`time_constant_s`.

    Returns
    -------
    array of float
        0 where the anchor stops the ship.

    Examples
    --------
    >>> from baltic.physics import hull_of
    >>> hull = hull_of(169.0, 27.0, 9.0, "container")
    >>> speed = speed_with_anchor_kn(11.5, 110.0, 6900.0, 0.064, 60.0, 2.2, hull)
    >>> 8.0 < float(speed) < 9.5
    True
    """
    physics = physics or Physics()
    before = np.asarray(speed_before_kn, float)
    grid = np.linspace(0.02, 1.0, 25)
    parts = [
        np.asarray(v, float) for v in (chain_out_m, anchor_kg, chain_d_m, depth_m, seabed_lambda)
    ]
    shape = np.broadcast_shapes(before.shape, hull.loa_m.shape, *(p.shape for p in parts))
    speeds = np.broadcast_to(before, shape)[..., None] * grid
    force = pull_of(speeds, *(p[..., None] for p in parts), physics=physics).force_n
    wide = Hull(*(np.broadcast_to(f, shape)[..., None] for f in vars(hull).values()))
    spare = force_from_speed_n(
        np.broadcast_to(before, shape)[..., None],
        speeds,
        wide,
        thrust_slope=thrust_slope,
        physics=physics,
    )
    return np.asarray(before * settled_share(grid, spare - force))


def settled_share(shares: Floats, excess_n: Floats) -> Floats:
    """Return the share of the speed before at which a ship settles.

    Parameters
    ----------
    shares : shape (n,)
        Shares of the speed before, rising.
    excess_n : shape (..., n)
        Thrust less resistance and pull at them, N: it falls with the speed.

    Returns
    -------
    array of float, shape (...)
        Where the excess vanishes; 0 where the pull stops the ship, NaN where it is unknown.

    Examples
    --------
    >>> float(settled_share(np.array([0.2, 0.6, 1.0]), np.array([3.0, 1.0, -1.0])))
    0.8
    """
    above = excess_n > 0
    last = np.clip(above.sum(axis=-1) - 1, 0, len(shares) - 2)[..., None]
    e0, e1 = (np.take_along_axis(excess_n, last + k, -1)[..., 0] for k in (0, 1))
    g0, g1 = shares[last[..., 0]], shares[last[..., 0] + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = g0 + (g1 - g0) * np.clip(e0 / (e0 - e1), 0.0, 1.0)
    share = np.where(above[..., 0], share, 0.0)
    return np.asarray(np.where(np.isnan(excess_n[..., 0]), np.nan, share))


def drag_run(
    speed_before_kn: Floats,
    force_table_n: Floats,
    table_speeds_kn: Floats,
    lambda_index: Floats,
    step_s: float,
    hull: Hull,
    *,
    thrust_slope: float | None = None,
    physics: Physics | None = None,
) -> Floats:
    """Return the speed in time of one ship that drags.

    Integrates ``1.05 Delta dV/dt = Thrust(V) - R(V) - F(V, lambda(t))`` with the commanded
    speed `speed_before_kn` (what the ship would do without the anchor).

    Parameters
    ----------
    speed_before_kn : shape (n,)
        Commanded speed at every step, knots.
    force_table_n : shape (n_speeds, n_lambdas)
        Force by speed and seabed, from :func:`~baltic.physics.pull.force_n`.
    table_speeds_kn : shape (n_speeds,)
        Speeds of the table, evenly spaced from 0.
    lambda_index : shape (n,)
        Position on the second axis of the table at every step (may be fractional).
    step_s
        Time step, s; small against the time constant.
    hull
        One ship, from :func:`~baltic.physics.hull.hull_of`.
    thrust_slope, physics
        As in :func:`time_constant_s`.

    Returns
    -------
    ndarray, shape (n,)
        Knots.

    Notes
    -----
    Heun's method on tables of resistance: the loop is over time, as it must be.

    Examples
    --------
    >>> from baltic.physics import hull_of
    >>> hull = hull_of(169.0, 27.0, 9.0, "container")
    >>> table = np.full((21, 2), 150e3)  # 150 kN at every speed, on either seabed
    >>> speeds = drag_run(np.full(600, 11.5), table, np.arange(21.0), np.zeros(600), 5.0, hull)
    >>> float(speeds[0]) > 11.4, 8.0 < float(speeds[-1]) < 10.0
    (True, True)
    """
    physics = physics or Physics()
    slope = physics.thrust_slope if thrust_slope is None else thrust_slope
    mass = float(hull.mass_kg)
    spacing = float(table_speeds_kn[1] - table_speeds_kn[0])
    calm = resistance_n(table_speeds_kn, hull, physics=physics)
    calm[0] = 0.0
    wanted = resistance_n(speed_before_kn, hull, physics=physics)
    load = calm[:, None] + force_table_n
    low = np.clip(np.floor(lambda_index).astype(int), 0, load.shape[1] - 2)
    part = lambda_index - low
    # One resistance curve a step, so that the loop below only interpolates in speed.
    curves = (load[:, low] * (1.0 - part) + load[:, low + 1] * part).T.tolist()
    commands, thrusts = speed_before_kn.tolist(), wanted.tolist()
    top = len(table_speeds_kn) - 2
    speed = commands[0]
    out = []
    for command, thrust, curve in zip(commands, thrusts, curves, strict=True):
        first = 0.0
        trial = speed
        for stage in (0, 1):
            at = trial / spacing
            cell = min(int(at), top)
            share = at - cell
            resist = curve[cell] * (1.0 - share) + curve[cell + 1] * share
            push = thrust * (1.0 + slope * (1.0 - trial / command)) if command > 0 else 0.0
            rate = (push - resist) / mass / _KN_MS
            if stage == 0:
                first = rate
                trial = max(speed + step_s * rate, 0.0)
            else:
                speed = max(speed + 0.5 * step_s * (first + rate), 0.0)
        out.append(speed)
    return np.asarray(out)
