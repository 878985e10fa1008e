"""Lines of cables and pipelines from others' formats, as an asset file of this program.

Nothing is downloaded: the file is the user's, and so is what its licence allows.
"""

from __future__ import annotations

from .read import IMPORT_FORMATS as IMPORT_FORMATS
from .read import Imported as Imported
from .read import import_assets as import_assets

__all__ = ["IMPORT_FORMATS", "Imported", "import_assets"]
