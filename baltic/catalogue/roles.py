"""The roles that a public source can give a ship, as the catalogue names them.

The words themselves are data (``roles.yaml``): they are those of authorities, not ours.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

__all__ = ["check_role", "known_roles", "role_schema"]


@cache
def known_roles() -> tuple[str, ...]:
    """Return the roles.

    Examples
    --------
    >>> "cleared" in known_roles()
    True
    """
    text = (Path(__file__).with_name("roles.yaml")).read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text))


def check_role(value: object) -> object:
    """Return a role as it is.

    Raises
    ------
    ValueError
        Not one of the known.
    """
    if value is not None and value not in known_roles():
        raise ValueError("must be one of " + ", ".join(known_roles()) + ", or null")
    return value


def role_schema(schema: dict[str, Any]) -> None:
    """Write the known roles into a JSON Schema."""
    schema["anyOf"] = [{"enum": list(known_roles())}, {"type": "null"}]
