"""The noise is what it says: exact, symmetric, and never twice as often nought."""

import secrets
from collections import Counter
from fractions import Fraction
from math import exp
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from minben.commons.privacy import chance_of, discrete_laplace, noise_within

DRAWS = 20_000
EPSILONS = st.fractions(min_value=Fraction(1, 50), max_value=5, max_denominator=1000)


@pytest.mark.parametrize(
    ("epsilon", "sensitivity"), [(Fraction(1), 1), (Fraction(1, 2), 1), (Fraction(1), 2), (Fraction(7, 3), 3)]
)
def test_twenty_thousand_draws_are_spread_as_the_law_says(epsilon: Fraction, sensitivity: int) -> None:
    below = Random(20260311).randrange
    seen = Counter(
        discrete_laplace(epsilon=epsilon, sensitivity=sensitivity, below=below) for _ in range(DRAWS)
    )
    values = [
        v for v in range(-60, 61) if chance_of(v, epsilon=epsilon, sensitivity=sensitivity) * DRAWS >= 8
    ]
    expected = [chance_of(v, epsilon=epsilon, sensitivity=sensitivity) * DRAWS for v in values]
    observed = [seen[v] for v in values]
    rest = DRAWS - sum(expected)
    assert chisquare([*observed, DRAWS - sum(observed)], [*expected, rest]).pvalue > 0.001


def test_a_draw_that_forgets_the_second_sign_of_nought_would_be_noticed() -> None:
    below = Random(1).randrange
    drawn = [discrete_laplace(epsilon=Fraction(1), sensitivity=1, below=below) for _ in range(DRAWS)]
    # With both signs of nought kept, P(0) would be 0.632 instead of 0.462.
    assert abs(drawn.count(0) / DRAWS - 0.4621) < 0.015


@given(EPSILONS, st.integers(1, 5), st.integers(-40, 40))
def test_one_person_changes_no_chance_by_more_than_epsilon_allows(
    epsilon: Fraction, sensitivity: int, value: int
) -> None:
    with_them = chance_of(value, epsilon=epsilon, sensitivity=sensitivity)
    for moved in range(-sensitivity, sensitivity + 1):
        without = chance_of(value + moved, epsilon=epsilon, sensitivity=sensitivity)
        assert with_them <= exp(float(epsilon)) * without * (1 + 1e-9)


@given(EPSILONS, st.integers(1, 5), st.sampled_from([0.5, 0.9, 0.95]))
def test_the_width_told_to_readers_is_the_smallest_that_holds(
    epsilon: Fraction, sensitivity: int, share: float
) -> None:
    within = noise_within(epsilon=epsilon, sensitivity=sensitivity, share=share)

    def inside(width: int) -> float:
        return sum(chance_of(v, epsilon=epsilon, sensitivity=sensitivity) for v in range(-width, width + 1))

    assert inside(within) >= share - 1e-9
    assert within == 0 or inside(within - 1) < share + 1e-9


@given(EPSILONS, st.integers(1, 5))
def test_any_epsilon_a_city_may_set_gives_whole_numbers_from_a_cryptographic_source(
    epsilon: Fraction, sensitivity: int
) -> None:
    drawn = discrete_laplace(epsilon=epsilon, sensitivity=sensitivity, below=secrets.randbelow)
    assert isinstance(drawn, int)


def test_the_same_seed_draws_the_same_noise() -> None:
    ways = [Random(5).randrange for _ in range(2)]
    first, second = (
        [discrete_laplace(epsilon=Fraction(1, 3), sensitivity=2, below=below) for _ in range(50)]
        for below in ways
    )
    assert first == second
