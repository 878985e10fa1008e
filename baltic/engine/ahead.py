"""Code that loads while the files are read: it is there when its turn comes."""

from __future__ import annotations

import importlib
import threading
from contextlib import suppress

__all__ = ["load_ahead"]


def load_ahead(*modules: str) -> threading.Thread:
    """Begin to import modules in a thread of their own.

    Parameters
    ----------
    modules
        Names, loaded one after the other.  One that cannot be loaded is left out here: what is
        to be said of that is said where it is asked for.

    Returns
    -------
    threading.Thread
        Nobody need wait for it: who imports one of the modules meanwhile waits for that one.

    Examples
    --------
    >>> import sys
    >>> load_ahead("no_such_module", "wave").join()
    >>> "wave" in sys.modules
    True
    """
    thread = threading.Thread(target=_load, args=(modules,), name="load ahead", daemon=True)
    thread.start()
    return thread


def _load(modules: tuple[str, ...]) -> None:
    for name in modules:
        with suppress(ImportError, OSError):
            importlib.import_module(name)
