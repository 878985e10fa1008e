"""Where AIS is downloaded from, and how patiently."""

from __future__ import annotations

from dataclasses import dataclass

from .declare import setting as _s

__all__ = ["Fetch"]


@dataclass(frozen=True)
class Fetch:
    """Downloads of the Danish archive (an S3 bucket).

    Examples
    --------
    >>> Fetch().first_month
    '2006-03'
    """

    url: str = _s(
        "http://aisdata.ais.dk.s3.eu-central-1.amazonaws.com",
        "URL",
        "the bucket; its dotted name fits no certificate, so no https by this name",
        "AIS_FORMATS section 1",
    )
    second_url: str = _s(
        "https://s3.eu-central-1.amazonaws.com/aisdata.ais.dk",
        "URL",
        "the same bucket when the first cannot be listed; empty for none",
        "AIS_FORMATS section 1",
    )
    first_month: str = _s("2006-03", "month", "the archive begins here", "AIS_FORMATS section 1")
    lag_days: int = _s(3, "days", "until a day is published", "AIS_FORMATS section 1")
    verify: bool = _s(
        True, "", "unpack a fetched zip once to check it; a day takes half a minute", "own choice"
    )
    attempts: int = _s(6, "1", "in a row without progress before giving up", "own choice")
    progress_bytes: int = _s(
        1_000_000, "bytes", "so much more than ever before is progress", "own choice"
    )
    backoff_s: float = _s(1.0, "s", "first pause, doubled each time", "own choice")
    max_backoff_s: float = _s(60.0, "s", "longest pause of our own choosing", "own choice")
    max_retry_after_s: float = _s(
        600.0, "s", "a server that asks for a longer pause is left alone", "own choice"
    )
    connect_s: float = _s(15.0, "s", "to reach the server", "own choice")
    read_s: float = _s(60.0, "s", "without a byte is a lost connection", "own choice")
    pause_s: float = _s(0.2, "s", "between pages of the listing", "own choice")
    max_pages: int = _s(50, "1", "of 1,000 keys: the bucket holds 1,100", "own choice")
    max_page_bytes: int = _s(4_000_000, "bytes", "a real page has 0.4 MB", "own choice")
    page_s: float = _s(120.0, "s", "for a whole page, however slowly it drips", "own choice")
    spare_bytes: int = _s(100_000_000, "bytes", "left free on the disk", "own choice")
