"""Faults of incident files: gathered, and said with file, record and field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import IncidentError

__all__ = ["Fault", "IncidentFileError"]

_SHOWN = 6


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Attributes
    ----------
    file
        The file it was read from.
    record
        Id of the incident, or its place in the list; empty for the file as a whole.
    field
        The field, as in ``assets[0].t_sd_s``; empty for the whole record.
    what
        What is wrong, as the end of a sentence.

    Examples
    --------
    >>> Fault("mine.yaml", "my-case", "assets[0].t_sd_s", "must not be negative").line()
    'mine.yaml: my-case: assets[0].t_sd_s must not be negative'
    """

    file: str
    record: str
    field: str
    what: str

    def sentence(self) -> str:
        """Return record, field and what is wrong.

        Returns
        -------
        str
            Without the file.

        Examples
        --------
        >>> Fault("mine.yaml", "my-case", "title", "must be text").sentence()
        'my-case: title must be text'
        """
        words = f"{self.field} {self.what}".strip()
        return f"{self.record}: {words}" if self.record else words

    def line(self) -> str:
        """Return the whole, with the file.

        Returns
        -------
        str
            One line.
        """
        return f"{self.file}: {self.sentence()}"


class IncidentFileError(IncidentError):
    """All faults of one reading; the message holds the first of them on one line.

    Attributes
    ----------
    faults
        Every fault singly.

    Examples
    --------
    >>> error = IncidentFileError([Fault("a.yaml", "one", "title", "must be text")])
    >>> len(error.faults)
    1
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        files = list(dict.fromkeys(f.file for f in self.faults))
        shown = self.faults[:_SHOWN]
        text = "; ".join(f.sentence() if len(files) == 1 else f.line() for f in shown)
        if len(self.faults) > _SHOWN:
            text += f"; and {len(self.faults) - _SHOWN} more"
        super().__init__(
            text,
            file=files[0] if len(files) == 1 else None,
            hint="a valid one: baltic incidents show ID --json",
        )
