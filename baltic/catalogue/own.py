"""Where the user's own catalogue lies: a folder with one incident file a record."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["SUFFIXES", "own_files", "own_folder"]

SUFFIXES = (".yaml", ".yml", ".json")


def own_folder(
    named: str | Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    platform: str = sys.platform,
) -> Path:
    """Return the folder of the user's own incidents, which need not be there.

    The one named; else ``$BALTIC_CATALOGUE``; else ``baltic/catalogue`` where this
    system keeps the data of a user.

    Parameters
    ----------
    named
        A folder that comes before all else.
    environment
        Variables; None for those of this process.
    platform
        As ``sys.platform``.

    Returns
    -------
    Path
        There or not.

    Examples
    --------
    >>> own_folder(environment={"XDG_DATA_HOME": "/data"}, platform="linux").as_posix()
    '/data/baltic/catalogue'
    """
    env = os.environ if environment is None else environment
    place = str(named or env.get("BALTIC_CATALOGUE") or "")
    if place:
        return Path(place).expanduser()
    home = Path.home()
    if platform == "win32":
        base = Path(env.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(env.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "baltic" / "catalogue"


def own_files(folder: Path) -> list[Path]:
    """Return the incident files of a folder, sorted; none when it is not there."""
    if not folder.is_dir():
        return []
    return sorted(
        p
        for p in folder.iterdir()
        if p.suffix.casefold() in SUFFIXES and not p.name.startswith(".")
    )
