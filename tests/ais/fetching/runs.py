"""Fetches from a bucket of our own, and what the tests of fetching share."""

from __future__ import annotations

import dataclasses
import io
import random
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from baltic.ais.fetching import Fetched, fetch_dma, parse_span
from baltic.errors import BalticError
from baltic.settings import Settings

from .bucket import Bucket, Fault, patient

TODAY = date(2025, 3, 1)
KEY = "2024/aisdk-2024-12-25.zip"
NAME = "aisdk-2024-12-25.zip"


@cache
def packed(seed: int = 0, size: int = 30_000, members: int = 2) -> bytes:
    """Return a zip of bytes that do not shrink."""
    chance = random.Random(seed)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(members):
            # A fixed time: the same zip whenever it is made.
            name = zipfile.ZipInfo(f"{i}.csv", (2024, 12, 25, 0, 0, 0))
            name.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(name, chance.randbytes(size // members))
    return sink.getvalue()


BODY = packed()


@dataclasses.dataclass
class Run:
    """Fetches, and remembers what was waited for and said."""

    bucket: Bucket
    out: Path
    waits: list[float] = dataclasses.field(default_factory=list)
    said: list[str] = dataclasses.field(default_factory=list)

    def __call__(
        self, days: str = "2024-12-25", *, settings: Settings | None = None, **options: Any
    ) -> Fetched:
        return fetch_dma(
            parse_span(days),
            self.out,
            settings=settings or patient(self.bucket),
            today=TODAY,
            sleep=self.waits.append,
            jitter=lambda: 1.0,
            progress=self.said.append,
            **options,
        )

    def fails(self, days: str = "2024-12-25", **options: Any) -> str:
        """Return the one line of a run that fails and leaves no final file of that day."""
        with pytest.raises(BalticError) as caught:
            self(days, **options)
        line = caught.value.one_line()
        assert "\n" not in line and len(line) < 700
        assert not (self.out / NAME).exists()
        return line

    def names(self) -> list[str]:
        return sorted(p.name for p in self.out.iterdir())


def cut_at(n: int) -> Fault:
    """Return a line that breaks after so many bytes."""
    return Fault("cut", n)
