"""What can go wrong on the way: for good, or only this time."""

from __future__ import annotations

from ...errors import InputError

__all__ = ["FetchError", "PassingError"]


class FetchError(InputError):
    """A download failed for good: one line says what, where from, and what to do.

    Examples
    --------
    >>> raise FetchError("2099-01-01 is not yet there", hint="ask for an earlier day")
    Traceback (most recent call last):
    baltic.ais.fetching.faults.FetchError: 2099-01-01 is not yet there; ask for an earlier day
    """


class PassingError(Exception):
    """A fault that may be gone at the next attempt; never leaves this package.

    Parameters
    ----------
    what
        What happened, as one sentence without a full stop.
    wait_s
        Seconds the server asks us to wait, if it does.
    hint
        What to do when it does not pass.
    offline
        There seems to be no network: not worth a second attempt when nothing was heard yet.
    """

    def __init__(
        self,
        what: str,
        *,
        wait_s: float | None = None,
        hint: str | None = None,
        offline: bool = False,
    ) -> None:
        super().__init__(what)
        self.what, self.wait_s, self.hint, self.offline = what, wait_s, hint, offline
