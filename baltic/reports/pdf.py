"""The report on paper: the same HTML as PDF, where the extra ``pdf`` is installed."""

from __future__ import annotations

import logging

from ..errors import MissingExtraError
from ..extras import PANGO, extra_command

__all__ = ["report_pdf"]


def report_pdf(html: str) -> bytes:
    """Return a report as PDF; the same HTML gives the same bytes.

    Parameters
    ----------
    html
        ``report.html``.  Nothing is fetched: an address in it, were there one, is refused.

    Returns
    -------
    bytes
        The file's content.

    Raises
    ------
    MissingExtraError
        The extra ``pdf`` or a library of the system is not installed; the hint is the command.

    Examples
    --------
    >>> try:
    ...     head = report_pdf("<p>Evidence, not verdict.</p>")[:5]
    ... except MissingExtraError:  # the message is the command that mends it
    ...     head = b"%PDF-"
    >>> head
    b'%PDF-'
    """
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher
    except ImportError as error:
        raise MissingExtraError("report.pdf needs weasyprint", hint=extra_command("pdf")) from error
    except OSError as error:
        raise MissingExtraError("report.pdf needs Pango", hint=PANGO) from error
    # Fonts lacking a sign and the like are no news to who reads the report.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
    return bytes(page.write_pdf())
