"""Fixtures of the importers' tests."""

from __future__ import annotations

from ..conftest import save as save
