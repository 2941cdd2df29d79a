"""On sentences that a person marked before the reader was written, it finds what it is known to find."""

import csv
import gzip
import json
from pathlib import Path

import pytest

from minben.needs.hotline.core.extraction import Kind, extract
from minben.needs.hotline.core.extraction.scoring import span_of, span_scores
from tests.shared_data import shared

GOLD = Path(__file__).parents[1] / "gold" / "extraction.jsonl"
KEYS = {"mailbox_1179": "mail_id"}
# By overlap over all 200, two or three spans below what was measured: a floor against decay, not a claim.
FLOORS = {Kind.PLACE: 0.76, Kind.SINCE: 0.78, Kind.WHEN: 0.86, Kind.COUNT: 0.81}
RIGHT = {Kind.SINCE: 0.80, Kind.WHEN: 0.80, Kind.COUNT: 0.90}


@pytest.fixture(scope="module")
def scores():
    rows = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    csv.field_size_limit(10**9)
    texts = {}
    for name in sorted({row["set"] for row in rows}):
        with gzip.open(shared(f"messages/{name}.csv.gz"), "rt", encoding="utf-8-sig") as file:
            texts[name] = {row[KEYS.get(name, "id")]: row for row in csv.DictReader(file)}
    said = [texts[row["set"]][row["id"]][row["field"]][row["start"] : row["end"]] for row in rows]
    return span_scores([[span_of(label) for label in row["labels"]] for row in rows], extract(said))


@pytest.mark.data
@pytest.mark.parametrize("kind", list(Kind))
def test_most_of_what_a_person_marked_is_found_and_little_else(scores, kind):
    assert scores[kind].f1 >= FLOORS[kind]


@pytest.mark.data
@pytest.mark.parametrize("kind", [Kind.SINCE, Kind.WHEN, Kind.COUNT])
def test_what_is_found_comes_to_what_the_person_read(scores, kind):
    assert scores[kind].value >= RIGHT[kind]
