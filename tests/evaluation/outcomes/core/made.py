"""Facts made by hand for the tests of the core: days instead of seconds, one line per request."""

from dataclasses import replace

import numpy as np

from minben.evaluation.outcomes.core.facts import DAY_S, Facts

NAN = np.nan


def facts(
    received: list[float],
    finished: list[float],
    *,
    person: list[int] | None = None,
    category: list[int] | None = None,
    **others: object,
) -> Facts:
    """Facts with times in days; every request is closed where it has a finish, routed where it has none."""
    n = len(received)
    none = np.full(n, -1, dtype=np.int64)
    ended = np.array(finished, dtype=float) * DAY_S
    made = Facts(
        request=np.arange(1, n + 1),
        person=np.array(person if person is not None else range(n), dtype=np.int64),
        category=np.array(category if category is not None else [1] * n, dtype=np.int64),
        event=none,
        unit=np.ones(n, dtype=np.int64),
        received=np.array(received, dtype=float) * DAY_S,
        first_action=np.full(n, NAN),
        finished=ended,
        due=np.full(n, NAN),
        chaser=np.zeros(n, dtype=bool),
        state=np.where(np.isnan(ended), "routed", "closed"),
        solved=np.full(n, NAN),
        own_claim=np.full(n, NAN),
    )
    return replace(made, **{name: np.asarray(value) for name, value in others.items()})
