"""How well news texts become drafts: ``python -m tests.benchmarks.measure_news``.

Invented texts with their truth (``tests/catalogue/corpus``), written without knowledge of the
rules; sets a to g, i and k to p have been looked at since, h and j not.  Clock times are asked of
texts that play before October 2026 only: windows in the future are refused.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from baltic.catalogue import load_assets, load_incidents
from baltic.catalogue.news import Gazetteer, extract_incidents
from baltic.catalogue.news.lexicon import lexicon

CORPUS = Path(__file__).parents[1] / "catalogue" / "corpus"
Check = tuple[str, bool]


def measure(sets: str, folder: Path = CORPUS) -> dict[str, tuple[int, int]]:
    """Return for each question how many answers are right, and how many were asked.

    Parameters
    ----------
    sets
        First letters of the texts to read.
    folder
        Texts, and ``truth.json``.
    """
    gazetteer, known = Gazetteer.of(load_assets()), load_incidents()
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for name, told in truth.items():
        if name[0] not in sets:
            continue
        published = date.fromisoformat(told["published"]) if told.get("published") else None
        text = (folder / f"{name}.txt").read_text(encoding="utf-8")
        drafts = extract_incidents(
            text, published=published, assets=gazetteer, catalogue=known
        ).drafts
        checks = [*_checks([d for d in drafts if not d["background"]], told)]
        recalled = [d for d in drafts if d["background"]]
        checks += [("case recalled", _is_told(case, recalled)) for case in told.get("recalled", ())]
        for question, is_right in checks:
            asked[question] += 1
            right[question] += is_right
    return {question: (right[question], asked[question]) for question in asked}


def _is_told(case: dict[str, Any], drafts: list[dict[str, Any]]) -> bool:
    """Return whether a draft is that of a case which a text recalls."""
    return any(
        set(case["assets"]) & set().union(*_candidates(draft))
        and draft["date_utc_start"] <= case["date"] <= draft["date_utc_end"]
        for draft in drafts
        if draft["date_utc_start"]
    )


def _checks(drafts: list[dict[str, Any]], told: dict[str, Any]) -> Iterator[Check]:
    """Yield what is right of one text."""
    yield "incidents counted", len(drafts) == len(told["incidents"])
    if not told["incidents"]:
        yield "texts without an incident left empty", not drafts
    left = list(drafts)
    for true in told["incidents"]:
        if left:
            draft = max(left, key=lambda d, t=true: _alike(d, t))
            left.remove(draft)
            yield from _of_draft(draft, true)


#: Texts that play later have windows in the future, which are refused.
_PAST = "2026-10"


def _holds(entry: dict[str, Any], told: str) -> bool:
    """Return whether an entry has a clock time, and it is the one told."""
    first, last = entry["t_earliest"], entry["t_latest"]
    if not first or entry["evidence_kind"] == "day_only":
        return False
    moment = datetime.fromisoformat(told.replace("Z", "+00:00"))
    return bool(datetime.fromisoformat(first) <= moment <= datetime.fromisoformat(last))


def _candidates(draft: dict[str, Any]) -> list[set[str]]:
    return [{c["asset_id"] for c in entry["candidates"]} for entry in draft["assets"]]


def _alike(draft: dict[str, Any], true: dict[str, Any]) -> int:
    """Return how much a draft looks like an incident."""
    ids = set().union(*_candidates(draft))
    hits = sum(bool(ids & set(wanted)) for wanted in true["assets"])
    same = (draft["kind"] == true["kind"]) + (draft["date_utc_start"] == true.get("date"))
    return 2 * hits + same


def _of_draft(draft: dict[str, Any], true: dict[str, Any]) -> Iterator[Check]:
    yield "kind", draft["kind"] == true["kind"]
    for wanted in filter(None, true["assets"]):
        yield "asset among the candidates", any(ids & set(wanted) for ids in _candidates(draft))
    first, last, day = draft["date_utc_start"], draft["date_utc_end"], true.get("date")
    yield "date", first == day or bool(first and day and first <= day <= last)
    told = str(true.get("time_utc") or "")
    if told and told < _PAST:
        yield "clock time", any(_holds(entry, told) for entry in draft["assets"])
    yield "cause", _cause(draft["cause_claimed"]) == true.get("cause")
    yield "repair", draft["repair_status"] == true["repair"]
    yield "false alarm or not", (draft["record_type"] == "no_damage") == bool(true["no_damage"])
    ships = {s["name"].casefold(): s["role"] for s in draft["suspected_vessels"]}
    ships |= {s["name"].casefold(): "service" for s in draft["other_vessels"]}
    wanted_ships = {s["name"].casefold(): s["role"] for s in true["ships"]}
    yield "ships, no more and no less", set(ships) == set(wanted_ships)
    for name in ships.keys() & wanted_ships.keys():
        yield "role of a ship", ships[name] == wanted_ships[name]
    said = [(c["by"].casefold(), c["stance"]) for c in draft["attribution_claims"]]
    for claim in true["claims"]:
        by = claim["by"].casefold()
        yield (
            "claim and who says it",
            any(stance == claim["stance"] and (by in who or who in by) for who, stance in said),
        )


def _cause(words: str) -> str | None:
    """Return the label of the cause that stands first in words of a text."""
    if words == "unknown":
        return None
    table = lexicon().tables["causes"]
    hits = [(m.start(), label) for label, p in table.items() if (m := p.search(words))]
    return min(hits)[1] if hits else words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sets", nargs="+", default=["abcd", "efg", "h", "i", "j", "k", "l", "m", "n", "o", "p"]
    )
    given = parser.parse_args()
    tables = [measure(sets) for sets in given.sets]
    questions = dict.fromkeys(question for table in tables for question in table)
    lines = ["| | " + " | ".join(given.sets) + " |", "|---|" + "---|" * len(tables)]
    for question in questions:
        cells = (f"{t[question][0]}/{t[question][1]}" if question in t else "" for t in tables)
        lines.append(f"| {question} | " + " | ".join(cells) + " |")
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
