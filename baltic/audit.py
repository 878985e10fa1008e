"""The audit: every dropped or flagged row counted by reason, with one example.

Rows in = rows used + rows dropped, always; :meth:`Audit.check` holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .errors import BalticError

__all__ = ["DROP_ORDER", "Audit", "Example", "Tally"]

#: Each row is dropped for one reason, the first that applies (a contract of the command line).
DROP_ORDER = (
    "unreadable",
    "exact_duplicate",
    "repeated_transmission",
    "non_ship",
    "no_position",
    "static_only",
    "stale",
    "outside_time",
    "outside_area",
    "same_time",
    "teleport",
    "twin_hull",
)


@dataclass(frozen=True)
class Example:
    """One row that shows a reason.

    Attributes
    ----------
    file
        Name of the input.
    line
        Its line, the first is 1; None where a format has no lines.
    text
        The row as it stands there.

    Examples
    --------
    >>> Example("aisdk.csv", 7, "25/12/2024 ...").as_dict()["line"]
    7
    """

    file: str
    line: int | None
    text: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON.

        Returns
        -------
        dict
            ``file``, ``line``, and at most 300 characters of ``text``.
        """
        return {"file": self.file, "line": self.line, "text": self.text[:300]}


@dataclass
class Tally:
    """How many rows share a reason, and the first of them.

    Attributes
    ----------
    count
        Rows.
    example
        The first, where one was kept.

    Examples
    --------
    >>> tally = Tally()
    >>> tally.add(2, Example("a.csv", 1, "x"))
    >>> tally.add(3, None)
    >>> Tally.of(tally.as_dict()) == tally, tally.count
    (True, 5)
    """

    count: int = 0
    example: Example | None = None

    def add(self, count: int, example: Example | None) -> None:
        """Count more rows.

        Parameters
        ----------
        count
            How many.
        example
            One of them; kept if there is none yet.
        """
        self.count += count
        if self.example is None:
            self.example = example

    @classmethod
    def of(cls, document: dict[str, Any]) -> Tally:
        """Return the tally that :meth:`as_dict` wrote.

        Parameters
        ----------
        document
            One entry of ``dropped`` or ``flagged`` of ``audit.json``.

        Returns
        -------
        Tally
            The same count and example.
        """
        shown = document["example"]
        return cls(int(document["count"]), Example(**shown) if shown else None)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain JSON.

        Returns
        -------
        dict
            ``count`` and ``example``.

        Examples
        --------
        >>> Tally(3).as_dict()
        {'count': 3, 'example': None}
        """
        return {"count": self.count, "example": self.example.as_dict() if self.example else None}


@dataclass
class Audit:
    """Row counts of one run.

    Attributes
    ----------
    rows_in, rows_used
        Rows seen in the inputs; rows that became part of a track.
    dropped, flagged
        Tallies by reason: rows that were not used; rows worth a remark, used or not.

    Examples
    --------
    >>> audit = Audit()
    >>> audit.read(10)
    >>> audit.drop("no_position", 3)
    >>> audit.use(7)
    >>> audit.check()
    >>> audit.as_dict()["dropped"]["no_position"]["count"]
    3
    """

    rows_in: int = 0
    rows_used: int = 0
    dropped: dict[str, Tally] = field(default_factory=dict)
    flagged: dict[str, Tally] = field(default_factory=dict)

    def read(self, rows: int) -> None:
        """Count rows that were seen in an input.

        Parameters
        ----------
        rows
            How many.
        """
        self.rows_in += int(rows)

    def use(self, rows: int) -> None:
        """Count rows that reached the tracks.

        Parameters
        ----------
        rows
            How many.
        """
        self.rows_used += int(rows)

    def drop(self, reason: str, rows: int, example: Example | None = None) -> None:
        """Count rows that cannot be used, for one reason.

        Parameters
        ----------
        reason
            One of :data:`DROP_ORDER`, or any other word.
        rows
            How many; none changes nothing.
        example
            The first of them; only the first ever given for a reason is kept.
        """
        if rows:
            self.dropped.setdefault(reason, Tally()).add(int(rows), example)

    def unuse(self, reason: str, rows: int, example: Example | None = None) -> None:
        """Move rows that were counted as used to a later reason (cleaning).

        Parameters
        ----------
        reason, rows, example
            As of :meth:`drop`.

        Examples
        --------
        >>> audit = Audit(rows_in=5, rows_used=5)
        >>> audit.unuse("teleport", 2)
        >>> audit.rows_used, audit.dropped["teleport"].count
        (3, 2)
        """
        if rows:
            self.rows_used -= int(rows)
            self.drop(reason, rows, example)

    def flag(self, reason: str, rows: int, example: Example | None = None) -> None:
        """Count rows worth a remark, whether used or not.

        Parameters
        ----------
        reason, rows, example
            As of :meth:`drop`.

        Examples
        --------
        >>> audit = Audit()
        >>> audit.flag("lat_91", 750)
        >>> audit.flagged["lat_91"].count
        750
        """
        if rows:
            self.flagged.setdefault(reason, Tally()).add(int(rows), example)

    def merge(self, other: Audit) -> None:
        """Add the counts of another audit to this one.

        Parameters
        ----------
        other
            Stays as it is.

        Examples
        --------
        >>> audit = Audit(rows_in=2, rows_used=2)
        >>> audit.merge(Audit(rows_in=3, rows_used=3))
        >>> audit.rows_in, audit.rows_used
        (5, 5)
        """
        self.rows_in += other.rows_in
        self.rows_used += other.rows_used
        for mine, theirs in ((self.dropped, other.dropped), (self.flagged, other.flagged)):
            for reason, tally in theirs.items():
                mine.setdefault(reason, Tally()).add(tally.count, tally.example)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Audit:
        """Return the audit that :meth:`as_dict` wrote.

        Parameters
        ----------
        document
            In the shape of ``audit.json``.

        Returns
        -------
        Audit
            The same counts.

        Examples
        --------
        >>> audit = Audit(rows_in=3, rows_used=2)
        >>> audit.drop("no_position", 1, Example("a.csv", 7, "text"))
        >>> Audit.of(audit.as_dict()) == audit
        True
        """
        audit = cls(int(document["rows_in"]), int(document["rows_used"]))
        for name in ("dropped", "flagged"):
            tallies = {r: Tally.of(t) for r, t in document[name].items()}
            getattr(audit, name).update(tallies)
        return audit

    def check(self) -> None:
        """Raise if a row was lost or counted twice.

        Raises
        ------
        BalticError
            Rows in are not rows used and rows dropped: a defect of the program.
        """
        total = self.rows_used + sum(t.count for t in self.dropped.values())
        if total != self.rows_in:
            raise BalticError(
                f"row accounting is broken: {self.rows_in} rows in, {total} accounted for",
                hint="this is a defect of the program; please report it with the input",
            )

    def as_dict(self) -> dict[str, Any]:
        """Return the audit in the shape of ``audit.json``.

        Returns
        -------
        dict
            ``rows_in``, ``rows_used``, ``dropped`` and ``flagged``; reasons in the order in which
            they apply.
        """
        order = {reason: i for i, reason in enumerate(DROP_ORDER)}
        ranked = sorted(self.dropped, key=lambda r: (order.get(r, len(order)), r))
        return {
            "rows_in": self.rows_in,
            "rows_used": self.rows_used,
            "dropped": {r: self.dropped[r].as_dict() for r in ranked},
            "flagged": {r: self.flagged[r].as_dict() for r in sorted(self.flagged)},
        }
