"""Runs the steps in order, on this machine."""

from .investigate import Investigation, investigate
from .scan import ScanResult, scan

__all__ = ["Investigation", "ScanResult", "investigate", "scan"]
