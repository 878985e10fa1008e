"""What the ranking rests on: the priors, how they move it, and what the AIS covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .words import letter, likelihood, utc

__all__ = ["band", "coverage_rows", "prior_rows", "variants"]


def variants(sensitivity: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """Return the posteriors of the leading explanations under each set of priors, as a table.

    Parameters
    ----------
    sensitivity
        ``sensitivity`` of ``attribution.json``.
    keys
        Label of each explanation by MMSI or kind.
    """
    variants = sensitivity.get("variants") or []
    shown = list((variants[0].get("posterior") or {}) if variants else {})
    columns = [*shown[:3], *(k for k in ("dark", "none") if k in shown[3:])]
    return {
        "columns": [keys.get(k, k) for k in columns],
        "rows": [
            {"name": v["name"], "cells": [likelihood(v["posterior"].get(k)) for k in columns]}
            for v in variants
        ],
    }


def band(sensitivity: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, str]:
    """Return from where to where the priors move each posterior, by label.

    Parameters
    ----------
    sensitivity, keys
        As for :func:`variants`.
    """
    return {
        keys.get(k, k): _range(likelihood(b["low"]), likelihood(b["high"]))
        for k, b in (sensitivity.get("band") or {}).items()
    }


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def coverage_rows(coverage: Mapping[str, Any]) -> dict[str, Any]:
    """Return the coverage with its spans in words.

    Parameters
    ----------
    coverage
        ``coverage`` of ``attribution.json``.
    """
    windows: list[dict[str, Any]] = []
    for row in coverage.get("windows") or []:
        spans = [str(s).partition("/") for s in row.get("hours_missing") or []]
        words = [f"{utc(a, seconds=False)} to {utc(b, seconds=False)}" for a, _, b in spans[:6]]
        if len(spans) > len(words):
            words.append(f"and {len(spans) - len(words)} more")
        mark = letter(len(windows))
        windows.append({**row, "letter": mark, "silent": ", ".join(words) or "none"})
    return {**coverage, "windows": windows}


_PRIORS = {
    "q_drag_per_million_crossings": "ships that drag an anchor, in a million crossings (q)",
    "kappa_dark": "share of ships not heard (kappa)",
    "p_contact": "chance that a dragged anchor touches the seabed, where physics gave none",
    "q_trawl_per_million_passes": "passes of fishing gear that break a telecom cable, in a million",
}


def prior_rows(priors: Mapping[str, Any]) -> dict[str, Any]:
    """Return the priors with names that say what they are, and those of each window.

    Parameters
    ----------
    priors
        ``priors`` of ``attribution.json``.
    """
    return {
        "numbers": [
            {"name": _PRIORS.get(k, k.replace("_", " ")), "value": f"{v:.3g}"}
            for k, v in priors.items()
            if isinstance(v, (int, float))
        ],
        "windows": [{**w, "letter": letter(i)} for i, w in enumerate(priors.get("windows") or [])],
    }
