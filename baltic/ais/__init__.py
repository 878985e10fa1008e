"""AIS from files: canonical fixes, vessels, and an account of every row.

>>> from baltic.ais import expand_paths, read_fixes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..lazy import lazily
from .named_files import expand_paths

if TYPE_CHECKING:
    from .read import AisData as AisData
    from .read import read_ais as read_ais
    from .read import read_fixes as read_fixes

__all__ = ["AisData", "expand_paths", "read_ais", "read_fixes"]


# Polars loads only when something is read: the command line's help stays quick.
__getattr__ = lazily(__name__, {"read": ["AisData", "read_ais", "read_fixes"]})
