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
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import SettingsError, did_you_mean, like_file, nearest
from .behaviour import Baseline, Dark, Episodes, States, Weather
from .fetch import Fetch
from .ledger import EvidenceDefaults
from .levels import Levels
from .machine import Engine
from .ranking import Attribution
from .reading import Cleaning, Crossings, Gnss, Limits, Reading, Segments
from .sea import Bathymetry, Contact, Maps, Physics

__all__ = [
    "Attribution",
    "Baseline",
    "Bathymetry",
    "Cleaning",
    "Contact",
    "Crossings",
    "Dark",
    "Engine",
    "Episodes",
    "EvidenceDefaults",
    "Fetch",
    "Gnss",
    "Levels",
    "Limits",
    "Maps",
    "Physics",
    "Reading",
    "Segments",
    "Settings",
    "States",
    "Weather",
    "describe",
    "load_settings",
]


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
    engine: Engine = field(default_factory=Engine)
    fetch: Fetch = field(default_factory=Fetch)

    def as_dict(self) -> dict[str, Any]:
        """Return all values as plain JSON.

        Returns
        -------
        dict
            Values by section and name.

        Examples
        --------
        >>> Settings().as_dict()["segments"]
        {'gap_h': 2.0}
        """
        return dataclasses.asdict(self)

    def hash(self) -> str:
        """Return a short hash of all values that may change a result.

        Returns
        -------
        str
            16 hexadecimal digits; ``engine`` and ``fetch`` do not enter.
        """
        values = {k: v for k, v in self.as_dict().items() if k not in ("engine", "fetch")}
        text = json.dumps(values, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def describe(settings: Settings | None = None) -> list[dict[str, Any]]:
    """Return one row a setting.

    Parameters
    ----------
    settings
        Those in use; None for the defaults.

    Returns
    -------
    list of dict
        ``section``, ``name``, ``value``, ``unit``, ``why``, ``source``.

    Examples
    --------
    >>> row = next(row for row in describe() if row["name"] == "gap_h")
    >>> row["value"], row["unit"], row["source"]
    (2.0, 'h', 'METHOD 3.1')
    """
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
    r"""Return the defaults, overlaid by a TOML file.

    Parameters
    ----------
    path
        TOML file with a table a section; None for the defaults alone.

    Returns
    -------
    Settings
        Frozen.

    Raises
    ------
    SettingsError
        Unreadable file, unknown name (the nearest is offered), wrong type, or a number that
        is not finite, or below zero where nothing can be.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "mine.toml"
    ...     _ = file.write_text("[segments]\ngap_h = 3")
    ...     load_settings(file).segments.gap_h
    3.0
    """
    if path is None:
        return Settings()
    path = Path(path)
    try:
        overlay = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(
            "no such file", file=path, hint=like_file(path, "check --settings")
        ) from error
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
        units = {f.name: f.metadata.get("unit", "") for f in dataclasses.fields(part)}
        for key, value in values.items():
            old = _member(part, key, "setting", path)
            changes[key] = _coerce(old, value, f"{name}.{key}", path)
            _check_size(old, changes[key], units[key], f"{name}.{key}", path)
        parts[name] = dataclasses.replace(part, **changes)
    return dataclasses.replace(base, **parts)


def _member(holder: Any, name: str, what: str, path: Path) -> Any:
    known = [f.name for f in dataclasses.fields(holder)]
    if name not in known:
        raise SettingsError(
            f"unknown {what} {name!r}",
            file=path,
            hint=did_you_mean(nearest(name, known, 1), "known: " + ", ".join(known)),
        )
    return getattr(holder, name)


#: What a setting is, as a person would call it.
_TYPES = {
    bool: "true or false",
    int: "a whole number",
    float: "a number, such as 1.5",
    str: "text in quotes",
    tuple: "a list of lists of numbers",
}


def _coerce(old: Any, value: Any, name: str, path: Path) -> Any:
    if isinstance(old, tuple) and isinstance(value, list):
        try:
            return tuple(tuple(float(x) for x in row) for row in value)
        except (TypeError, ValueError) as error:
            raise SettingsError(
                f"{name} must be a list of lists of numbers", file=path, column=name, example=value
            ) from error
    if isinstance(old, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(old) is not type(value):
        raise SettingsError(
            f"{name} must be {_TYPES.get(type(old), type(old).__name__)}",
            file=path,
            column=name,
            example=value,
        )
    return value


def _check_size(old: Any, value: Any, unit: str, name: str, path: Path) -> None:
    """Refuse numbers that nothing can be: a size, a time or a share below zero, or no number."""
    if type(value) not in (int, float):
        return
    if not math.isfinite(value):
        raise SettingsError(f"{name} must be a finite number", file=path, column=name)
    # Evidence may speak for or against; all else that is above zero measures something.
    if old <= 0 or unit in ("", "nats", "nat", "ln"):
        return
    # In blocks of nothing no file is ever read.
    least = 1 if name.endswith("block_bytes") else 0
    if value < least:
        raise SettingsError(
            f"{name} must be {least} or more", file=path, column=name, example=value
        )
