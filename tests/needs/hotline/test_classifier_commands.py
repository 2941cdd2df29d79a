"""``minben classifier`` on the files that an office has."""

import csv
import json

import pytest

from tests.commands import at_hand
from tests.needs.hotline.core.examples import requests


def write(path, header, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return str(path)


@pytest.fixture
def export(tmp_path):
    texts, labels = requests(160)
    rows = [
        (f"R{n}", text[:8], text[8:], label)
        for n, (text, label) in enumerate(zip(texts, labels, strict=True))
    ]
    return write(tmp_path / "export.csv", ["id", "title", "body", "class"], rows)


def minben(*words):
    return at_hand("classifier", *map(str, words))


@pytest.fixture
def model(export, tmp_path):
    done = minben("train", export, "--text", "title+body", "--label", "class", "--out", tmp_path / "model")
    assert done.returncode == 0, done.stderr
    return tmp_path / "model"


def test_a_district_trains_and_sees_what_its_model_is_worth(export, tmp_path):
    done = minben("train", export, "--text", "title+body", "--label", "class", "--out", tmp_path / "m")
    found = json.loads(done.stdout)
    assert found["labels"] == 4
    assert found["rows"] == 160
    assert found["accuracy"] > 0.9
    assert 0 <= found["abstained"] <= 1


def test_evaluation_prints_the_figures_as_json(model, tmp_path):
    fresh = [(text, label) for text, label in zip(*requests(60, seed=5), strict=True)]
    file = write(tmp_path / "fresh.csv", ["text", "label"], fresh)
    found = json.loads(minben("evaluate", model, file, "--text", "text", "--label", "label").stdout)
    assert found["rows"] == 60
    assert found["macro_f1"] > 0.9
    assert found["docs_per_s"] > 0
    assert {"ece", "abstained", "accuracy_above", "accuracy"} <= set(found)
    assert found["per_class"]["供暖"]["rows"] == sum(label == "供暖" for _, label in fresh)


def test_predictions_come_back_under_the_exports_own_ids(model, export, tmp_path):
    out = tmp_path / "out.csv"
    done = minben("predict", model, export, "--text", "title+body", "--id", "id", "--out", out)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [row["id"] for row in rows] == [f"R{n}" for n in range(160)]
    assert list(rows[0])[:4] == ["id", "label", "confidence", "abstained"]
    assert {row["abstained"] for row in rows} <= {"true", "false"}
    assert all(row["label"] != row["second"] for row in rows)


def test_without_an_id_column_the_row_number_stands(model, export, tmp_path):
    minben("predict", model, export, "--text", "body", "--out", tmp_path / "out.csv")
    assert next(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))["id"] == "2"


def test_two_files_with_different_columns_are_learnt_from_together(export, tmp_path):
    texts, labels = requests(80, seed=3)
    rows = [(" ".join(text), label) for text, label in zip(texts, labels, strict=True)]
    tokens = write(tmp_path / "tokens.csv", ["tokens", "class"], rows)
    done = minben("train", export, tokens, "--text", "title+body", "--text", "tokens", "--label", "class",
                  "--out", tmp_path / "m")  # fmt: skip
    assert json.loads(done.stdout)["rows"] == 240


def test_a_wrong_column_is_answered_with_the_columns_there_are(export, tmp_path):
    done = minben("train", export, "--text", "titel+body", "--label", "class", "--out", tmp_path / "m")
    assert done.returncode == 2
    assert "titel" in done.stderr
    assert "id, title, body, class" in done.stderr


def test_rows_without_a_label_are_left_out_and_counted(tmp_path):
    rows = [*zip(*requests(40), strict=True), ("路灯坏了", ""), ("", "路灯")]
    file = write(tmp_path / "some.csv", ["text", "label"], rows)
    done = minben("train", file, "--text", "text", "--label", "label", "--out", tmp_path / "m")
    assert json.loads(done.stdout)["left_out"] == 2


def test_a_broken_row_is_named_and_the_command_says_so(tmp_path):
    file = write(
        tmp_path / "some.csv", ["text", "label"], [*zip(*requests(40), strict=True), ("a", "b", "c", "d")]
    )
    done = minben("train", file, "--text", "text", "--label", "label", "--out", tmp_path / "m")
    assert done.returncode == 1
    assert "42" in done.stderr
    assert (tmp_path / "m" / "card.json").exists()


def test_a_file_without_any_usable_row_teaches(tmp_path):
    file = write(tmp_path / "empty.csv", ["text", "label"], [("", "")])
    done = minben("train", file, "--text", "text", "--label", "label", "--out", tmp_path / "m")
    assert done.returncode == 2
    assert "empty.csv" in done.stderr


def test_one_label_alone_cannot_be_learnt(tmp_path):
    file = write(tmp_path / "one.csv", ["text", "label"], [("路灯坏了", "路灯")] * 5)
    done = minben("train", file, "--text", "text", "--label", "label", "--out", tmp_path / "m")
    assert done.returncode == 2
    assert "路灯" in done.stderr


def test_a_model_changed_since_it_was_written_is_refused(model, export):
    card = model / "card.json"
    card.write_text(card.read_text().replace('"seed": 7', '"seed": 8'))
    done = minben("evaluate", model, export, "--text", "body", "--label", "class")
    assert done.returncode == 2
    assert "card.json" in done.stderr


def test_a_folder_that_is_no_model_teaches(tmp_path, export):
    done = minben("evaluate", tmp_path, export, "--text", "body", "--label", "class")
    assert done.returncode == 2
    assert "card.json" in done.stderr


def test_a_misspelt_column_leaves_yesterdays_guesses_as_they_were(model, export, tmp_path):
    kept = tmp_path / "guesses.csv"
    kept.write_text("yesterday")
    done = minben("predict", model, export, "--text", "titel", "--out", kept)
    assert (done.returncode, kept.read_text()) == (2, "yesterday")


def test_the_file_that_is_read_is_not_written_over(model, export, tmp_path):
    before = (tmp_path / "export.csv").read_text()
    done = minben("predict", model, export, "--text", "body", "--out", tmp_path / "export.csv")
    assert (done.returncode, (tmp_path / "export.csv").read_text()) == (2, before)
    assert "cannot be written over" in done.stderr


def test_whoever_gives_the_answer_away_is_told(export, tmp_path):
    done = minben("train", export, "--text", "body+class", "--label", "class", "--out", tmp_path / "m")
    assert done.returncode == 2
    assert "both the label and part of the text" in done.stderr


def test_a_seed_below_nought_is_refused_in_words(export, tmp_path):
    done = minben(
        "train", export, "--text", "body", "--label", "class", "--out", tmp_path / "m", "--seed", "-1"
    )
    assert done.returncode == 2
