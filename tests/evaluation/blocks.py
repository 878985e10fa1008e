"""Made-up blocks: scores that are known, so that rates can be worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from baltic.evaluation.blocks import Block, DragScore, Ordinary, PeerScore

T = datetime(2025, 3, 1, tzinfo=UTC)


def drag(llr: float, *, during: float = 7.0, hours: int = 4, rough: bool | None = False) -> Any:
    truth = {
        "mmsi": 1, "v_before_kn": 11.0, "v_during_kn": during, "loa_m": 120,
        "t_drop": "2025-03-01T00:00:00Z", "t_end": f"2025-03-01T{hours:02d}:00:00Z",
        "t_stop_end": f"2025-03-01T{hours:02d}:00:00Z",
    }  # fmt: skip
    return DragScore(llr, "none", truth, rough)


def block(
    name: str,
    ordinary: list[float],
    drags: list[float],
    days: float = 1000.0,
    peers: dict[str, PeerScore] | None = None,
) -> Block:
    return Block(
        name,
        days,
        0.5 * days,
        tuple(Ordinary(x, 2, T, rough=k % 2 == 0) for k, x in enumerate(ordinary)),
        tuple(drag(x) for x in drags),
        peers or {},
    )
