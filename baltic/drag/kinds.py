"""Kinds of ships by what they do all day."""

from __future__ import annotations

__all__ = ["kind_of_ship"]

_TOW_TYPES = (31, 32, 52)


def kind_of_ship(ship_type: int | None) -> str:
    """Return ``merchant``, ``fishing``, ``tow``, ``work``, ``passenger`` or ``unknown``.

    Examples
    --------
    >>> kind_of_ship(70), kind_of_ship(30), kind_of_ship(52), kind_of_ship(None)
    ('merchant', 'fishing', 'tow', 'unknown')
    """
    if ship_type is None or ship_type == 0:
        return "unknown"
    if ship_type == 30:
        return "fishing"
    if ship_type in _TOW_TYPES:
        return "tow"
    if ship_type // 10 in (4, 6):
        return "passenger"
    return "merchant" if ship_type // 10 in (7, 8) else "work"
