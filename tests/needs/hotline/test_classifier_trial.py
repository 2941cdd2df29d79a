"""Before a person clears a classifier, they see how it did for each group of people."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from minben.commons.errors import TeachingError
from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox.actions import TrialContext
from minben.institutions.sandbox.core.isolation import address_of
from minben.institutions.sandbox.trying import run_apart
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.core.making import make
from minben.needs.hotline.core.modelfile import load_card
from minben.needs.hotline.trials import try_classifier
from tests.city import NOW, settle
from tests.needs.hotline.core.examples import requests

AT = datetime(2026, 3, 6, tzinfo=UTC)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    texts, labels = requests(300)
    make(texts, labels, folder, seed=1, made_on=date(2026, 3, 6))
    return folder


def test_a_group_that_writes_what_it_never_met_is_seen_to_fare_worse(model: Path, tmp_path: Path) -> None:
    texts, labels = requests(60, seed=9)
    rows = [("web", text, label) for text, label in zip(texts, labels, strict=True)]
    rows += [("sign", "xyzzy", label) for label in labels[:20]]
    file = tmp_path / "tried.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("channel", "text", "label"), *rows])
    told = try_classifier(TrialContext(at=AT, data=file, material=model))
    figures = {(one.metric, one.group): one.estimate.value for one in told.measures}
    assert (told.version, told.rows) == (load_card(model).version, 80)
    assert figures["accuracy", "channel:web"] > 0.9 > figures["accuracy", "channel:sign"]
    assert figures["abstained", "channel:sign"] == 1 > figures["abstained", "channel:web"]
    assert {"macro_f1", "ece"} <= {name for name, _ in figures}


def test_a_file_without_rows_measures_nothing_and_gao_ming_is_told(model: Path, tmp_path: Path) -> None:
    file = tmp_path / "tried.csv"
    file.write_text("text,label\n")
    with pytest.raises(TeachingError, match=r"tried\.csv has no rows"):
        try_classifier(TrialContext(at=AT, data=file, material=model))
    with pytest.raises(sandbox.TrialError) as broken:
        run_apart(address_of(try_classifier), TrialContext(at=AT, data=file, material=model))
    assert str(broken.value.params["detail"]).startswith("tried.csv has no rows"), "no trace of our lines"


@pytest.mark.django_db
def test_a_lone_letter_goes_to_wang_fang_however_sure_a_program_is(model: Path) -> None:
    gao_ming = settle().users["gao.ming"]
    told = hotline.evidence_of(model)
    evidence = sandbox.record_evidence(name="hotline.classifier", result=told, at=NOW)
    terms = sandbox.Terms(expires=NOW + timedelta(days=30), error_limit=0.15, threshold=0.0)
    sandbox.clear(
        name="hotline.classifier", version=told.version, by=gao_ming, evidence=evidence, terms=terms, at=NOW
    )
    read = hotline.understand(texts=["停", "停停停", "停水"], at=NOW, model_dir=model)
    assert [one.sure for one in read] == [False, False, True]
    assert hotline.understand(texts=[], at=NOW, model_dir=model) == []
