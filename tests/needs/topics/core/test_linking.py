"""Groups join in rounds; a round looks only at what the last one changed, and must join the same people."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.needs.topics.core.likeness import Compared, agreement
from minben.needs.topics.core.linking import LEAN, PIECES, events, numbered

MESSAGES = 8
# Halves and quarters, whose sums are exact in any order: what is equally alike stays so.
PART = st.sampled_from([0.25, 0.5, 1.0])
PAIR = st.tuples(
    st.integers(0, MESSAGES - 1), st.integers(0, MESSAGES - 1), PART, PART, st.sampled_from([0.0, 5e6, 3e7])
).filter(lambda pair: pair[0] != pair[1])
MATTERS = np.eye(3, dtype=np.float16)[[0, 0, 0, 1, 1, 0, 2, 0]]


@settings(max_examples=150)
@given(
    st.lists(PAIR, max_size=24),
    st.lists(st.sampled_from([-1, -1, 0, 1]), min_size=MESSAGES, max_size=MESSAGES),
)
def test_people_join_the_same_events_as_when_every_round_looks_at_all(pairs, settled):
    found = events(MATTERS, _compared(pairs), joined=0.05, settled=np.array(settled))

    assert (
        numbered(found).tolist()
        == numbered(np.array(_by_looking_at_all(pairs, settled, joined=0.05))).tolist()
    )


def _compared(pairs):
    left, right, place, words, gap = (
        (np.array(side) for side in zip(*pairs, strict=True)) if pairs else np.zeros((5, 0))
    )
    ones = np.ones(len(pairs))
    return Compared(left.astype(np.int64), right.astype(np.int64), place, ones, words, gap, 0 * ones)


def _by_looking_at_all(pairs, settled, *, joined):
    """Say the rule once more, plainly: those that choose each other join, until nobody does."""
    group = [settled.index(event) if event >= 0 else row for row, event in enumerate(settled)]
    held = {group[row] for row, event in enumerate(settled) if event >= 0}
    while True:
        chosen = {}
        for (one, other), alike in _alike(pairs, group, held).items():
            several = min(group.count(one), group.count(other)) > 1
            if alike >= (joined * PIECES if several else joined):
                for here, there in ((one, other), (other, one)):
                    chosen[here] = max(chosen.get(here, (0.0, ())), (alike, (-one, -other), there))
        mutual = [one for one in chosen if one < (other := chosen[one][-1]) and chosen[other][-1] == one]
        if not mutual:
            return group
        for one in mutual:
            other = chosen[one][-1]
            group = [one if here == other else here for here in group]
            held |= {one} if other in held else set()


def _alike(pairs, group, held):
    between = {}
    for left, right, place, words, gap in pairs:
        one, other = sorted((group[left], group[right]))
        if one != other and not (one in held and other in held):
            between.setdefault((one, other), []).append((place**LEAN, words**LEAN, gap))
    middle = {
        name: sum(MATTERS[row].astype(np.float32) for row in range(MESSAGES) if group[row] == name)
        for name in group
    }
    return {
        (one, other): agreement(
            (sum(place for place, _, _ in found) / len(found)) ** (1 / LEAN),
            np.float64(
                middle[one] @ middle[other] / (np.linalg.norm(middle[one]) * np.linalg.norm(middle[other]))
            ),
            (sum(words for _, words, _ in found) / len(found)) ** (1 / LEAN),
            np.float64(min(gap for _, _, gap in found)),
            0.0,
        )
        for (one, other), found in between.items()
    }
