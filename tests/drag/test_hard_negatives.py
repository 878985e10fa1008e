"""Ordinary sailing that looks like a drag, by name: none may be an alert."""

from __future__ import annotations

import pytest

from .not_yet import told
from .stories import RANK, Story, Telling, tell
from .story_innocents import INNOCENTS

FEW = [(s, s.tellings("few")[i % len(s.known)]) for i, s in enumerate(INNOCENTS)][::2]
MANY = [(s, t) for s in INNOCENTS for t in s.tellings("all") if (s, t) not in FEW]


def check(story: Story, telling: Telling) -> None:
    outcome = tell(story, telling)
    assert outcome.fine, str(outcome)
    if outcome.best is not None and RANK[outcome.level] > 0:
        assert outcome.best.innocent, "a candidate without an ordinary reason to check"


@pytest.mark.parametrize(("story", "telling"), told(FEW))
def test_ordinary_story_stays_quiet(story: Story, telling: Telling) -> None:
    check(story, telling)


@pytest.mark.slow
@pytest.mark.parametrize(("story", "telling"), told(MANY, slow=True))
def test_ordinary_story_stays_quiet_in_every_telling(story: Story, telling: Telling) -> None:
    check(story, telling)


def test_a_watch_is_borne_only_with_a_reason() -> None:
    assert all(s.most in ("none", "note", "watch") for s in INNOCENTS)
    assert all(s.why for s in INNOCENTS if s.most == "watch")


def test_names_are_told_once() -> None:
    names = [s.name for s in INNOCENTS]
    assert len(names) == len(set(names))
