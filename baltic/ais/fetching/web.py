"""One polite connection: who we are, when to try again, and when to stop."""

from __future__ import annotations

import errno
import random
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from ... import __version__
from ...settings import Fetch
from .faults import FetchError, PassingError

if TYPE_CHECKING:
    import httpx

__all__ = ["Web", "retry_after_s"]

_T = TypeVar("_T")

_BUSY = (429, 500, 502, 503, 504)
#: 416 is an answer to a range that the downloader must judge.
_ANSWERS = (200, 206, 416)


class Web:
    """Asks one server at a time, over one connection.

    Parameters
    ----------
    settings
        Patience and pauses.
    sleep, jitter
        How to wait, and a number in [0, 1) that spreads the waits; tests replace both.
    say
        Told before every wait.
    """

    def __init__(
        self,
        settings: Fetch,
        *,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.settings, self.sleep = settings, sleep
        self.say, self._jitter = say, jitter
        self._heard = False

    def __enter__(self) -> Web:
        import httpx

        s = self.settings
        self._client = httpx.Client(
            headers={"User-Agent": f"baltic/{__version__}", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(s.read_s, connect=s.connect_s),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
            follow_redirects=False,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    @contextmanager
    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[httpx.Response]:
        """Yield an answer of status 200, 206 or 416, its body not yet read.

        Raises
        ------
        PassingError
            Busy, cut or slow, here or while the body is read.
        FetchError
            Refused, or no valid address or certificate.
        """
        import httpx

        try:
            with self._client.stream("GET", url, params=params, headers=headers) as answer:
                self._heard = True
                self._judge(answer, url)
                yield answer
        except httpx.ConnectTimeout as error:
            wait = self.settings.connect_s
            raise PassingError(f"cannot be reached within {wait:g} s", hint=_ONLINE) from error
        except httpx.TimeoutException as error:
            wait = self.settings.read_s
            raise PassingError(f"sends nothing for {wait:g} s", hint=_LATER) from error
        except httpx.ConnectError as error:
            raise _unreachable(error, url) from error
        except httpx.ProxyError as error:
            raise PassingError(
                "the proxy does not let us through", hint="check HTTPS_PROXY"
            ) from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise PassingError("the connection was cut", hint=_LATER) from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise FetchError(
                f"cannot be asked: {str(error)[:120]}", file=url, hint="check fetch.url"
            ) from error

    def _judge(self, answer: httpx.Response, url: str) -> None:
        status = answer.status_code
        if status in _ANSWERS:
            return
        if status in _BUSY:
            wait = retry_after_s(answer.headers.get("Retry-After"))
            limit = self.settings.max_retry_after_s
            if wait is not None and wait > limit:
                raise FetchError(
                    f"answers {status} and asks for {wait:.0f} s of peace",
                    file=url,
                    hint="run again after that; what was fetched is kept",
                )
            raise PassingError(f"answers {status}", wait_s=wait, hint=_LATER)
        if 300 <= status < 400:
            raise FetchError(
                f"answers {status}: sends us elsewhere",
                file=url,
                example=answer.headers.get("Location"),
                hint="is a login page in the way? else check fetch.url",
            )
        hint = {
            403: "the server allows no access; is a proxy in the way?",
            404: "run again: it may have been moved just now; else check fetch.url",
        }.get(status, "check fetch.url")
        raise FetchError(f"answers {status}", file=url, hint=hint)

    def persist(
        self, attempt: Callable[[], _T], url: str, mark: Callable[[], int] = lambda: 0
    ) -> _T:
        """Return what `attempt` returns, trying again while its faults may pass.

        Pauses double from ``backoff_s``, each spread by half; a longer pause that the
        server asks for is kept.

        Parameters
        ----------
        attempt
            Raises :class:`PassingError` when another attempt may succeed.
        url
            For messages.
        mark
            Bytes kept so far. Real progress makes the count of attempts begin anew, so a
            long file comes over a poor line; as it is bounded by the size, this ends.

        Raises
        ------
        FetchError
            When ``attempts`` in a row failed.
        """
        s = self.settings
        tries, best = 0, mark()
        while True:
            try:
                return attempt()
            except PassingError as fault:
                now = mark()
                if now >= best + s.progress_bytes:
                    tries, best = 0, now
                tries += 1
                if tries >= s.attempts or (fault.offline and not self._heard):
                    often = f" (tried {tries} times)" if tries > 1 else ""
                    raise FetchError(
                        fault.what + often, file=url, hint=fault.hint or _LATER
                    ) from fault
                pause = min(s.max_backoff_s, s.backoff_s * 2.0 ** (tries - 1))
                pause = max(pause * (0.5 + self._jitter() / 2), fault.wait_s or 0.0)
                self.say(f"{fault.what}; trying again in {pause:.0f} s")
                self.sleep(pause)


_ONLINE = "are you online? is a proxy needed (HTTPS_PROXY)?"
_LATER = "run again later: what was fetched is kept"


def retry_after_s(text: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds of a ``Retry-After`` header, which may also be a date.

    Examples
    --------
    >>> retry_after_s("120"), retry_after_s("soon"), retry_after_s(None)
    (120.0, None, None)
    >>> retry_after_s("Wed, 25 Dec 2024 10:26:30 GMT", datetime(2024, 12, 25, 10, 26, tzinfo=UTC))
    30.0
    """
    text = (text or "").strip()[:40]
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - (now or datetime.now(UTC))).total_seconds())


def _unreachable(error: BaseException, url: str) -> FetchError | PassingError:
    """Tell a name or certificate that will not do from a server that is down for now."""
    cause: BaseException | None = error
    for _ in range(8):
        if isinstance(cause, socket.gaierror):
            return PassingError("the name cannot be resolved", hint=_ONLINE, offline=True)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FetchError(
                f"its certificate is not valid: {cause.verify_message}",
                file=url,
                hint="is a proxy in the way? check fetch.url",
            )
        if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return PassingError("there is no way to it", hint=_ONLINE, offline=True)
        if cause is None:
            break
        cause = cause.__cause__ or cause.__context__
    return PassingError("cannot be reached", hint=_ONLINE)
