"""The fit of the ledger on rows whose likelihood ratio is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from baltic.evaluation.fitting import fit_ledger
from baltic.settings import EvidenceDefaults

pytestmark = pytest.mark.slow
RULES = EvidenceDefaults()


def rows(n: int = 4000, seed: int = 1) -> pd.DataFrame:
    """Return drags that are rougher by one s.d.; the drop says nothing, the place is missing."""
    rng = np.random.default_rng(seed)
    drag = rng.random(n) < 0.2
    return pd.DataFrame(
        {
            "drag": drag,
            "weight": 1.0,
            "drop": 0.4,
            "duration_h": 4.0,
            "rough": rng.normal(0.5 + 0.5 * drag, 0.5),
            "place_llr": np.nan,
        }
    )


def test_the_ratio_of_two_normals_is_found_again() -> None:
    table = dict(fit_ledger(rows(), RULES).rules["rough"])
    # ln of N(1, 0.5) over N(0.5, 0.5) is 2 x - 1.5.
    for x in (0.0, 0.4, 0.8, 1.2):
        assert abs(table[x] - (2.0 * x - 1.5)) < 0.45
    values = list(table.values())
    assert values == sorted(values)


def test_what_was_never_measured_weighs_nothing_and_the_fit_is_repeatable() -> None:
    first, again = fit_ledger(rows(), RULES), fit_ledger(rows(), RULES)
    assert first == again
    assert first.rules["place_llr"] == 0.0
    assert all(abs(v) <= RULES.cap for _, v in first.rules["rough"])
    assert first.log_loss < 0.5


def test_more_weight_on_drags_changes_the_odds_and_not_the_evidence() -> None:
    plain = rows()
    heavy = plain.assign(weight=np.where(plain["drag"], 3.0, 1.0))
    a, b = (dict(fit_ledger(r, RULES).rules["rough"]) for r in (plain, heavy))
    assert abs(a[0.8] - b[0.8]) < 0.3
