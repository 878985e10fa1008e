"""The program as a whole: what it sets before it begins."""

from __future__ import annotations

import os

import pytest

from baltic.cli.app import main


@pytest.mark.parametrize("own", [None, "narenas:1"])
def test_freed_memory_is_kept_for_a_while_unless_the_user_says_otherwise(
    own: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_RJEM_MALLOC_CONF", own or "")
    if own is None:
        monkeypatch.delenv("_RJEM_MALLOC_CONF")
    monkeypatch.setattr("sys.argv", ["baltic", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("baltic ")
    told = os.environ["_RJEM_MALLOC_CONF"]
    assert told == own if own else "dirty_decay_ms" in told
