"""Runs the steps in order, in one piece or in parts, here or on many machines."""

from .investigate import Investigation, investigate
from .result import ScanResult
from .scan import scan

__all__ = ["Investigation", "ScanResult", "investigate", "scan"]
