"""How well the detector does: on simulated seas, on set scenes, on a user's own traffic."""

from __future__ import annotations

from .backtest import FULL, QUICK, Size, backtest, backtest_files

__all__ = ["FULL", "QUICK", "Size", "backtest", "backtest_files"]
