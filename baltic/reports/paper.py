"""Loads what sets a report on paper, so that a process which is to do so has it by then."""

from contextlib import suppress

# Whether it is there is asked, and said, where a report is made: baltic.reports.pdf.
with suppress(ImportError, OSError):
    import weasyprint as weasyprint
