"""Code that loads while the files are read."""

import sys

from baltic.engine.ahead import load_ahead


def test_what_cannot_be_loaded_is_left_to_who_asks_for_it() -> None:
    for name in ("wave", "sndhdr"):
        sys.modules.pop(name, None)
    load_ahead("wave", "baltic.no_such_module").join()
    assert "wave" in sys.modules and "baltic.no_such_module" not in sys.modules


def test_nothing_is_loaded_that_was_not_named() -> None:
    before = set(sys.modules)
    load_ahead().join()
    assert set(sys.modules) == before
