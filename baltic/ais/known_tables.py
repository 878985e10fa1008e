"""Text tables of known publishers: told by their header, with the units their makers document.

A format is declared as a small table, column to field and unit; reading is that of any
text table.  A mapping by the user goes before the declaration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..errors import InputError
from .columns import Column, bare, map_words, recognised
from .fields import REQUIRED
from .head import SEPARATORS, Format, Head, Options
from .rows import Chunk
from .source import Source
from .tabular import read_table, separator_name

__all__ = ["KnownTable"]


@dataclass(frozen=True)
class KnownTable:
    """One published table.

    Parameters
    ----------
    name, title
        For ``--format`` and for people.
    signs
        Column names, bare (lower-case letters and digits); a header with all of one set is
        of this format.
    columns
        Bare column name to ``field`` or ``field:unit``, as in a mapping.
    ignored
        Bare names of columns that look like a field but hold something else.
    unclear
        Bare names of columns whose unit the publisher does not tell for certain, with the
        ways to read them.
    """

    name: str
    title: str
    signs: tuple[frozenset[str], ...]
    columns: Mapping[str, str]
    ignored: tuple[str, ...] = ()
    unclear: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_format(self) -> Format:
        """Return the format's entry in the registry."""
        return Format(self.name, self.title, self.recognise, self.chunks)

    def header(self, head: Head) -> tuple[str, list[str]] | None:
        """Return the separator and the column names of a head of this table, else None."""
        for separator in SEPARATORS:
            header = head.cells(separator)
            names = {bare(h) for h in header}
            if any(signs <= names for signs in self.signs):
                return separator, header
        return None

    def recognise(self, head: Head, options: Options) -> str | None:
        """Return why a head is of this table; see :class:`~baltic.ais.head.Format`."""
        found = None if head.is_binary else self.header(head)
        if found is None:
            return None
        separator, header = found
        mapped = {key.partition(":")[0] for key in options.mapping}
        has = {self.columns.get(bare(h), "").partition(":")[0] for h in header}
        missing = [f for f in REQUIRED if f not in has.union(mapped, recognised(header))]
        if missing:
            lacking = [
                " or ".join(c for c, f in self.columns.items() if f.partition(":")[0] == m)
                for m in missing
            ]
            raise InputError(
                f"has the header of {self.title} without the column "
                + ", ".join(f"for {m} ({c})" for m, c in zip(missing, lacking, strict=True)),
                file=head.source.name,
                line=head.first_line[0],
                example=head.first_line[1],
                hint="name it with " + map_words(*((m, "COLUMN") for m in missing)),
            )
        why = f"its header is that of {self.title}, {len(header)} columns"
        return why + f" separated by {separator_name(separator)}"

    def chunks(self, source: Source, head: Head, options: Options) -> Iterator[Chunk]:
        """Yield the rows of a source of this table, block by block."""
        found = self.header(head)
        if found is None:
            raise InputError(
                f"has no header of {self.title}",
                file=source.name,
                line=head.first_line[0],
                example=head.first_line[1],
                hint="leave out --format to let the program decide",
            )
        separator, header = found
        defaults: dict[str, Column] = {}
        for column in header:
            name, _, unit = self.columns.get(bare(column), "").partition(":")
            if name:
                defaults.setdefault(name, Column(column, unit or None))
        unclear = {h: self.unclear[bare(h)] for h in header if bare(h) in self.unclear}
        yield from read_table(
            source,
            head,
            options,
            separator,
            header,
            defaults=defaults,
            ignored=[h for h in header if bare(h) in self.ignored or h in unclear],
            unclear={
                h: " or ".join(map_words((way, h)) for way in ways) for h, ways in unclear.items()
            },
        )
