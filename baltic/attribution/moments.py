"""When a passage that lasted may have been behind its outage: the part that the window allows.

A ship that lay or ran along a line for hours met the charted one at some time or other.  What it
did then says nothing of an outage at another time of its stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from .windows import Outage

__all__ = ["MOMENT_COLUMNS", "add_moments"]

#: When a passage may have been behind its outage, and the time of that nearest to ``t_s``.
MOMENT_COLUMNS = ("then_s", "then_from_s", "then_to_s")
#: Passages heard.  What a silence leaves open is bounded by its window already.
_HEARD = ("crossing", "near")


def add_moments(outages: Sequence[Outage], passages: pd.DataFrame) -> pd.DataFrame:
    """Return passages with when they may have been behind their outages.

    Parameters
    ----------
    outages
        Those that ``outage`` numbers.
    passages
        Contract :data:`.passages.PASSAGE_COLUMNS`.

    Returns
    -------
    pandas.DataFrame
        The same with :data:`MOMENT_COLUMNS`: of a stay that reaches into the times that could
        explain the outage the part in them; the passage as it is elsewhere.

    Examples
    --------
    A ship lay on the line for 900 s and met the charted one at their end; the asset failed before.

    >>> from types import SimpleNamespace
    >>> import pandas as pd
    >>> one = SimpleNamespace(support_s=lambda: (100.0, 200.0))
    >>> row = {"outage": 0, "how": "crossing", "t_s": 880.0, "t_from_s": 0.0, "t_to_s": 900.0}
    >>> add_moments([one], pd.DataFrame([row]))[list(MOMENT_COLUMNS)].to_numpy().tolist()
    [[200.0, 100.0, 200.0]]
    """
    number = passages["outage"].to_numpy(np.int64)
    bounds = np.array([o.support_s() for o in outages], float).reshape(-1, 2)[number]
    t, a, b = (passages[c].to_numpy(float) for c in ("t_s", "t_from_s", "t_to_s"))
    low, high = np.maximum(a, bounds[:, 0]), np.minimum(b, bounds[:, 1])
    part = (b > a) & (low <= high) & passages["how"].isin(_HEARD).to_numpy()
    begins, ends = np.where(part, low, a), np.where(part, high, b)
    then = np.where(part, np.clip(t, begins, ends), t)
    return passages.assign(then_s=then, then_from_s=begins, then_to_s=ends)
