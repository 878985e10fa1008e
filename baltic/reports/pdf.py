"""The report on paper: the same page as PDF, where the extra ``pdf`` is installed."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..errors import BalticError, MissingExtraError
from ..extras import extra_command
from .render import typst_source
from .words import parse

__all__ = ["report_pdf"]

#: Of a report that does not say when it was made: not the time of the clock, and not shown.
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def report_pdf(page: Mapping[str, Any]) -> bytes:
    """Return the report of an investigation as PDF; the same page gives the same bytes.

    Parameters
    ----------
    page
        From :func:`~baltic.reports.investigation_page`.  Its texts are printed, never obeyed.

    Returns
    -------
    bytes
        The file's content: tagged for who hears it, with the date of the run.

    Raises
    ------
    MissingExtraError
        The extra ``pdf`` is not installed; the hint is the command.
    BalticError
        It cannot be drawn, as with a broken font of the system.

    Examples
    --------
    >>> from baltic.reports import investigation_page
    >>> document = {"incident_id": "mine", "windows": [], "hypotheses": []}
    >>> page = investigation_page({"attribution_document": document})
    >>> try:
    ...     head = report_pdf(page)[:5]
    ... except MissingExtraError:  # the message is the command that mends it
    ...     head = b"%PDF-"
    >>> head
    b'%PDF-'
    """
    return _drawn(typst_source("investigation", page), parse(page["manifest"].get("created")))


def _drawn(source: str, made: datetime | None) -> bytes:
    try:
        import typst
    except ImportError as error:
        raise MissingExtraError("report.pdf needs typst", hint=extra_command("pdf")) from error
    # All that a source could read lies in its root: nothing.
    with tempfile.TemporaryDirectory(prefix="baltic-paper-") as root:
        try:
            # Its stubs know sources in files only.
            return typst.compile(  # type: ignore[type-var]
                source.encode(),
                root=root,
                package_path=root,
                package_cache_path=root,
                timestamp=made or _UNDATED,
            )
        except typst.TypstError as error:
            why = " ".join(error.message.split())
            raise BalticError(
                f"report.pdf could not be drawn: {why}", hint="print report.html from a browser"
            ) from error
