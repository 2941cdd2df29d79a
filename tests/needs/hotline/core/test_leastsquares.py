"""Weights are those of plain least squares, each target learning from its own rows only."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from minben.needs.hotline.core import leastsquares
from minben.needs.hotline.core.leastsquares import solve


def drawn(seed: int, rows: int = 30, columns: int = 8, targets: int = 3):
    rng = np.random.default_rng(seed)
    texts = sparse.random(rows, columns, density=0.5, random_state=seed, dtype=np.float32, format="csr")
    wanted = rng.choice([-1, 1], (rows, targets)).astype(np.float32)
    learnt = rng.choice([0, 1], (rows, targets), p=(0.3, 0.7)).astype(np.float32)
    return texts, wanted, learnt


def directly(texts, wanted, learnt, penalty):
    plain = texts.toarray().astype(float)
    cost = penalty * (plain**2).sum() / len(plain) * np.eye(plain.shape[1])
    solved = [
        np.linalg.solve((plain * kept[:, None]).T @ plain + cost, plain.T @ (kept * target))
        for target, kept in zip(wanted.T, learnt.T, strict=True)
    ]
    return np.column_stack(solved)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_after_enough_steps_they_are_the_exact_ones(seed):
    texts, wanted, learnt = drawn(seed)
    found = solve(texts.T.tocsr(), wanted, learnt, penalty=0.2, steps=40)
    np.testing.assert_allclose(found, directly(texts, wanted, learnt, 0.2), atol=2e-3)


def test_a_row_that_is_left_out_changes_nothing():
    texts, wanted, learnt = drawn(3)
    learnt[0] = 0
    other = wanted.copy()
    other[0] *= -1
    one, two = (solve(texts.T.tocsr(), told, learnt, penalty=0.2, steps=8) for told in (wanted, other))
    assert (one == two).all()


def test_many_targets_are_solved_in_blocks_as_they_would_be_together(monkeypatch: pytest.MonkeyPatch):
    texts, wanted, learnt = drawn(5, targets=7)
    together = solve(texts.T.tocsr(), wanted, learnt, penalty=0.2, steps=8)
    monkeypatch.setattr(leastsquares, "MOST", 2 * texts.shape[1])
    apart = solve(texts.T.tocsr(), wanted, learnt, penalty=0.2, steps=8)
    np.testing.assert_allclose(apart, together, atol=1e-5)


def test_where_nothing_is_to_be_learnt_the_weights_are_nought():
    texts, wanted, learnt = drawn(1)
    assert not solve(texts.T.tocsr(), 0 * wanted, learnt, penalty=0.2, steps=8).any()
