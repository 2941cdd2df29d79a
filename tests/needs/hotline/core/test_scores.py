"""The figures of a classifier are those a reviewer would count by hand."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from minben.needs.hotline.core.classify import Predictions
from minben.needs.hotline.core.scores import per_class, scores


def said(labels, confidence, second=()):
    confidence = np.array(confidence, dtype=float)
    other = list(second) or ["其他"] * len(labels)
    return Predictions(list(labels), confidence, other, 1 - confidence, confidence < 0)


def test_four_requests_counted_by_hand():
    found = scores(
        ["灯", "灯", "暖", "暖"], said(["灯", "暖", "暖", "暖"], [0.9, 0.5, 0.8, 0.6]), threshold=0.6
    )
    assert found["accuracy"] == 0.75
    assert found["abstained"] == 0.25
    assert found["accuracy_above"] == 1.0
    assert found["per_class"]["暖"].recall == 1.0
    assert found["per_class"]["暖"].precision == pytest.approx(2 / 3)


def test_the_second_guess_counts_for_the_clerk():
    found = scores(["灯", "灯"], said(["暖", "灯"], [0.6, 0.9], second=["灯", "暖"]), threshold=0)
    assert (found["accuracy"], found["second_guess"]) == (0.5, 1.0)


def test_where_all_abstain_there_is_no_accuracy_to_show():
    assert scores(["灯"], said(["灯"], [0.4]), threshold=0.9)["accuracy_above"] is None


def test_macro_f1_is_that_of_the_textbook():
    rng = np.random.default_rng(2)
    given, guessed = (rng.choice(list("abcd"), 300).tolist() for _ in range(2))
    found = scores(given, said(guessed, [0.5] * 300), threshold=0)
    assert found["macro_f1"] == pytest.approx(f1_score(given, guessed, average="macro"))


def test_a_label_that_only_the_machine_used_is_shown_with_no_rows():
    assert per_class(["灯"], ["暖"])["暖"].rows == 0
