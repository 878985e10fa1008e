"""The command's own switches reach the simulation."""

from __future__ import annotations

import json

import pytest

from tests.cli.runner import run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("switch", "there", "kind"),
    [
        ("--jamming", True, "jamming"),
        ("--no-jamming", False, "jamming"),
        ("--ice", True, "convoy"),
        ("--no-ice", False, "convoy"),
    ],
)
def test_switches_of_what_concerns_many(tmp_path, switch, there, kind):
    words = ["--ships", 60, "--hours", 24, "--interval", 600, "--seed", 3, "--json", "--quiet"]
    done = run("simulate", "--out", tmp_path / "a.parquet", *words, switch)
    assert (done.code, done.err) == (0, "")
    told = json.loads(done.out)["happenings"]
    assert any(each["kind"] == kind for each in told) is there
