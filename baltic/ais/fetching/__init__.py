"""AIS from the net: the Danish archive, day by day, whole or not at all.

>>> from baltic.ais.fetching import parse_span
>>> parse_span("2024-12-24..2024-12-26").days()[-1].isoformat()
'2024-12-26'
"""

from __future__ import annotations

from .days import Span, parse_span
from .dma import Fetched, fetch_dma
from .download import Got
from .faults import FetchError

__all__ = ["FetchError", "Fetched", "Got", "Span", "fetch_dma", "parse_span"]
