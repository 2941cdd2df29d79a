"""A classifier gives two guesses, says how sure it is, and abstains where it is not."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minben.commons.errors import TeachingError
from minben.commons.statistics import calibration_error
from minben.needs.hotline.core.calibration import fit_calibration
from minben.needs.hotline.core.classify import Classifier, softmax
from minben.needs.hotline.core.training import choose_threshold, train, train_and_rehearse
from tests.needs.hotline.core.examples import requests


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return train(*requests(400), seed=3)


def test_grandma_chens_cold_room_is_read_as_heating(classifier):
    said = classifier.predict(["我老太太一个人住，家里没有暖气，冷得睡不着"])
    assert said.labels == ["供暖"]
    assert said.confidence[0] > 0.8


def test_the_clerk_always_gets_two_different_guesses(classifier):
    said = classifier.predict(["楼下很吵，路灯也坏了", "???", ""])
    assert all(first != second for first, second in zip(said.labels, said.second, strict=True))
    assert (said.confidence >= said.second_confidence).all()


def test_words_it_never_met_leave_it_unsure(classifier):
    said = classifier.cleared_at(0.7).predict(["xyzzy", "家里没有暖气，请尽快处理"])
    assert said.abstained.tolist() == [True, False]


def test_a_request_is_read_alike_alone_and_among_thousands(classifier):
    texts, _ = requests(50, seed=9)
    together = classifier.probabilities(texts * 50)[: len(texts)]
    alone = np.vstack([classifier.probabilities([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=120) | st.text(alphabet="家里没有暖气路灯坏了 heat12。", max_size=300))
def test_whatever_was_typed_is_read_alike_alone_and_beside_others(classifier, text):
    alone, beside = classifier.margins([text]), classifier.margins([text, "楼下很吵"])[:1]
    np.testing.assert_allclose(alone, beside, rtol=1e-5, atol=1e-5)


def test_no_requests_no_guesses(classifier):
    said = classifier.predict([])
    assert (said.labels, said.second, len(said.confidence)) == ([], [], 0)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_probabilities_are_shares_of_one_whatever_was_typed(classifier, texts):
    chances = classifier.probabilities(texts)
    assert (chances >= 0).all()
    np.testing.assert_allclose(chances.sum(axis=1), 1)


def test_the_same_seed_and_rows_give_the_same_classifier():
    one, other = (train(*requests(120), seed=5) for _ in range(2))
    assert (one.weights == other.weights).all()
    assert one.temperature == other.temperature


def test_trained_on_segmented_words_it_reads_raw_sentences():
    texts, labels = requests(300)
    segmented = [" ".join(text) for text in texts]
    said = train(segmented, labels, seed=1).predict(texts)
    assert np.mean([a == b for a, b in zip(said.labels, labels, strict=True)]) > 0.97


def test_what_everybody_begins_with_stands_in_no_more_texts_than_there_are():
    assert train(["路灯坏了", "路灯很暗"] * 20, ["坏", "暗"] * 20, seed=1).rarity.min() == 1


def test_english_requests_are_read_by_their_words():
    texts = [
        "no heat in my apartment",
        "heat is off again",
        "streetlight out",
        "the street light is broken",
    ] * 8
    classifier = train(texts, ["heat", "heat", "light", "light"] * 8, seed=1)
    assert classifier.predict(["There is NO HEAT", "street light out on Main St"]).labels == ["heat", "light"]


def test_two_labels_are_enough():
    classifier = train(["没有暖气", "路灯坏了"] * 10, ["暖", "灯"] * 10, seed=1)
    assert classifier.predict(["路灯坏了", "没有暖气"]).labels == ["灯", "暖"]
    assert classifier.predict(["路灯坏了"]).second == ["暖"]


def test_hundreds_of_labels_some_with_a_single_example_are_learnt():
    texts = [f"第{number}号事项怎么办理" for number in range(300)] + ["第7号事项在哪里办"] * 5
    labels = [f"事项{number}" for number in range(300)] + ["事项7"] * 5
    classifier, rehearsal = train_and_rehearse(texts, labels, seed=1)
    assert len(classifier.labels) == 300
    assert classifier.predict(["第7号事项在哪里办"]).labels == ["事项7"]
    assert len(rehearsal.right) == 305


def test_one_label_alone_is_refused_with_its_name():
    with pytest.raises(TeachingError) as refused:
        train(["没有暖气", "暖气不热"], ["暖", "暖"], seed=1)
    assert refused.value.code == "labels_too_few"
    assert refused.value.params == {"labels": "暖", "rows": 2}


def test_its_confidence_is_honest_when_people_disagree_about_labels():
    texts, labels = requests(1500, noise=0.2)
    classifier = train(texts, labels, seed=1)
    fresh, given_labels = requests(1500, seed=77, noise=0.2)
    said = classifier.predict(fresh)
    right = np.array(said.labels) == np.array(given_labels)
    assert 0.78 < right.mean() < 0.92
    assert calibration_error(said.confidence, right) < 0.05


def test_the_rehearsal_judges_only_texts_that_were_not_learnt_from():
    # Labels without any rule: whoever scored texts it has learnt would be nearly always right.
    texts = [f"{number * 7919}" for number in range(200)]
    labels = [str(number % 2) for number in np.random.default_rng(0).permutation(200)]
    _, rehearsal = train_and_rehearse(texts, labels, seed=1)
    assert rehearsal.right.mean() < 0.65


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50),
    st.floats(0.5, 1),
)
def test_above_the_threshold_the_wanted_share_is_right(rows, accuracy):
    confidence, right = np.array([c for c, _ in rows]), np.array([r for _, r in rows])
    threshold = choose_threshold(confidence, right, accuracy=accuracy)
    above = confidence >= threshold
    assert threshold >= 0.5
    if threshold > 0.5 and len(set(confidence.tolist())) == len(rows) and above.any():
        assert right[above].mean() >= accuracy


def test_a_guess_more_likely_wrong_than_right_is_never_acted_on():
    assert choose_threshold(np.array([0.9, 0.2]), np.array([True, True]), accuracy=0.9) == 0.5


def test_where_nothing_is_good_enough_it_always_abstains():
    assert choose_threshold(np.array([0.9, 0.8]), np.array([False, False]), accuracy=0.9) > 1


def honest(rows=4000, apart=1.5, shares=(1, 1, 1)):
    """Draw labels, and normal scores of which the right one stands higher."""
    rng = np.random.default_rng(4)
    answers = rng.choice(3, rows, p=np.array(shares) / sum(shares))
    return rng.normal(size=(rows, 3)) + apart * np.eye(3)[answers], answers


def test_the_temperature_undoes_overconfidence():
    margins, answers = honest()
    # Normal scores one apart by 1.5 are honest at temperature 1.5; here they shout five times as loud.
    temperature, _, doubt = fit_calibration(5 * margins, answers)
    assert temperature == pytest.approx(1.5 / 5, rel=0.15)
    assert doubt < 0.05


def test_a_label_that_people_name_seldom_is_named_seldom():
    margins, answers = honest(shares=(8, 1, 1))
    temperature, shift, _ = fit_calibration(margins, answers)
    # The honest shift is the logarithm of how often a label is given.
    assert temperature * (shift[0] - shift[1]) == pytest.approx(np.log(8), rel=0.15)
    assert temperature * (shift[1] - shift[2]) == pytest.approx(0, abs=0.3)


def test_labels_given_by_chance_now_and_then_are_seen_as_doubt():
    margins, answers = honest(apart=6)
    answers[:800] = np.random.default_rng(1).integers(0, 3, 800)
    assert fit_calibration(margins, answers).doubt == pytest.approx(0.2, abs=0.11)


def test_softmax_of_large_margins_stays_finite():
    assert softmax(np.array([[1e4, -1e4]])).tolist() == [[1.0, 0.0]]
