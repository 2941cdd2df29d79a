"""A model is opened only if Minben wrote it and nobody changed it since."""

import json
import pickle
from datetime import date

import numpy as np
import pytest
import skops.io
from sklearn.svm import LinearSVC

from minben.needs.hotline.core.making import make
from minben.needs.hotline.core.modelfile import ARRAYS, CARD, ModelRefused, load, load_card, rows_digest
from tests.needs.hotline.core.examples import requests

DAY = date(2026, 3, 1)


@pytest.fixture
def folder(tmp_path):
    make(*requests(150), tmp_path / "model", seed=1, made_on=DAY)
    return tmp_path / "model"


def refused(folder):
    with pytest.raises(ModelRefused) as error:
        load(folder)
    return error.value.code


def rewrite_card(folder, **changes):
    card = json.loads((folder / CARD).read_text())
    (folder / CARD).write_text(json.dumps(card | changes))


def test_a_model_comes_back_as_it_was_kept(folder, tmp_path):
    texts, _ = requests(40, seed=8)
    first = load(folder)
    again = make(*requests(150), tmp_path / "models" / "again", seed=1, made_on=DAY)
    np.testing.assert_array_equal(
        first.probabilities(texts), load(tmp_path / "models" / "again").probabilities(texts)
    )
    assert again.version == load_card(folder).version


def test_the_card_tells_a_reviewer_what_the_model_is(folder):
    card = load_card(folder)
    assert card.labels == ("供暖", "公交", "噪声", "路灯")
    assert card.provenance.made_on == "2026-03-01"
    assert card.provenance.trained_rows == 150
    assert card.provenance.data_digest == rows_digest(*requests(150))
    assert set(card.provenance.metrics) >= {"rows", "accuracy", "macro_f1", "ece", "threshold", "abstained"}


def test_a_threshold_lowered_behind_the_reviewers_back_is_noticed(folder):
    rewrite_card(folder, threshold=0.0)
    assert refused(folder) == "model_changed"


def test_another_accuracy_written_over_it_is_noticed(folder):
    provenance = json.loads((folder / CARD).read_text())["provenance"]
    provenance["metrics"]["accuracy"] = 0.5
    rewrite_card(folder, provenance=provenance)
    assert refused(folder) == "model_changed"


def test_one_changed_byte_of_the_arrays_is_noticed(folder):
    content = bytearray((folder / ARRAYS).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / ARRAYS).write_bytes(content)
    assert refused(folder) == "model_changed"


@pytest.mark.parametrize("missing", [ARRAYS, CARD])
def test_a_missing_file_is_named(folder, missing):
    (folder / missing).unlink()
    with pytest.raises(ModelRefused) as error:
        load(folder)
    assert error.value.code == "model_absent"
    assert error.value.params["path"].endswith(missing)


def forged(folder, content):
    """Put other content in place of the arrays, with a card whose digests fit it."""
    import hashlib
    from dataclasses import asdict, replace

    from minben.needs.hotline.core.modelfile import _versioned

    (folder / ARRAYS).write_bytes(content)
    card = _versioned(replace(load_card(folder), file_digest=hashlib.sha256(content).hexdigest()))
    (folder / CARD).write_text(json.dumps(asdict(card)))


def test_a_pickle_is_never_opened_even_with_a_fitting_card(folder):
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("a pickle was run",))

    forged(folder, pickle.dumps(Trap()))
    assert refused(folder) == "model_foreign"


def test_a_skops_file_with_other_objects_inside_is_refused(folder):
    forged(folder, skops.io.dumps({"weights": LinearSVC()}))
    assert refused(folder) == "model_foreign"


@pytest.mark.parametrize(
    "other", [np.array(["a", None], dtype=object), np.ma.array([1.0]), [1.0], LinearSVC()]
)
def test_a_skops_file_with_anything_but_plain_arrays_inside_is_refused(folder, other):
    found = load(folder)
    arrays = {name: getattr(found, name) for name in ("columns", "rarity", "weights", "intercept")}
    forged(folder, skops.io.dumps(arrays | {"weights": other}))
    assert refused(folder) == "model_foreign"


def test_whoever_has_skops_reads_the_same_arrays(folder):
    theirs, ours = skops.io.loads((folder / ARRAYS).read_bytes(), trusted=[]), load(folder)
    for name, array in theirs.items():
        np.testing.assert_array_equal(array, getattr(ours, name))


def test_a_skops_file_with_other_arrays_inside_is_refused(folder):
    forged(folder, skops.io.dumps({"weights": np.zeros(3)}))
    assert refused(folder) == "model_foreign"


@pytest.mark.parametrize("card", ["not json", "[]", "{}", '{"form": "other"}'])
def test_a_card_of_another_program_is_refused(folder, card):
    (folder / CARD).write_text(card)
    assert refused(folder) == "model_foreign"


def test_other_weights_under_a_fitting_file_digest_are_noticed(folder):
    found = load(folder)
    arrays = {name: getattr(found, name) for name in ("columns", "rarity", "weights", "intercept")}
    forged(folder, skops.io.dumps(arrays | {"weights": found.weights * 2}))
    assert refused(folder) == "model_changed"
