"""How well the detector does: on simulated seas, on set scenes, on a user's own traffic."""

from __future__ import annotations

from .backtest import backtest, backtest_files
from .backtest_words import main_table
from .incident_backtest import (
    INCIDENTS_FULL,
    INCIDENTS_QUICK,
    IncidentSize,
    backtest_incidents,
)
from .limits import limits
from .plots import write_plots
from .size import FULL, QUICK, Size

__all__ = [
    "FULL",
    "INCIDENTS_FULL",
    "INCIDENTS_QUICK",
    "QUICK",
    "IncidentSize",
    "Size",
    "backtest",
    "backtest_files",
    "backtest_incidents",
    "limits",
    "main_table",
    "write_plots",
]
