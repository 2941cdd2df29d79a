"""Real exports go once round. The data sets are not ours: nothing of them is kept, in the repository or elsewhere."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from minben.commons.tables import rows
from minben.dispatch.orders.models import Order
from minben.loop import turn
from minben.loop.clearing import clear_for_turn
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries
from minben.needs.hotline.core.mapping import parse_map
from minben.needs.hotline.models import Request
from tests.city import ledger_holds
from tests.shared_data import shared

pytestmark = [pytest.mark.data, pytest.mark.django_db, pytest.mark.usefixtures("trials_at_hand")]
# After the newest row of each set, so that none lies ahead.
NOW = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A classifier trained on the labelled messages, once for all tests."""
    texts, labels = [], []
    for name, columns in (("labelled_tokens", ("tokens",)), ("labelled_raw", ("title", "body"))):
        for batch in rows(shared(f"messages/{name}.csv.gz")):
            for row in batch.rows:
                texts.append(" ".join(str(row[column] or "") for column in columns).strip())
                labels.append(str(row["label"]))
    folder = tmp_path_factory.mktemp("model")
    hotline.train_model(texts=texts, labels=labels, folder=folder, made_on=NOW.date())
    return folder


def take(path: Path, columns: str, model_dir: Path | None = None) -> turn.Report:
    clear_for_turn(model_dir, at=NOW)
    return turn.run(path=path, columns=parse_map(columns), source=path.stem, at=NOW, model_dir=model_dir)


def test_four_thousand_messages_are_understood_routed_or_put_before_a_clerk(model: Path) -> None:
    path = shared("messages/unlabelled_4326.csv.gz")
    report = take(path, "id=id,text=title+body,when=created,person=user,support=likes", model)
    assert report.imported + report.known + report.set_aside == 4_326
    assert report.set_aside == 0, queries.set_aside_rows(report.import_id, limit=3)
    assert report.classified / report.imported >= 0.85
    assert report.routed + report.to_clerk == report.imported
    # What seems to report wrongdoing goes to the reporting desk, whether its category is known or not.
    apart = Request.objects.filter(state="set_apart")
    assert apart.count() == report.apart > 0
    assert not Order.objects.filter(request__kind="whistle").exists()
    waiting = Request.objects.filter(state="with_clerk")
    assert waiting.count() + report.apart == report.to_clerk
    assert waiting.count() <= report.abstained
    assert {len(guesses) for guesses in waiting.values_list("guesses", flat=True)} == {2}
    for order in Order.objects.all():
        assert order.due_at is not None
        assert order.unit_id
        assert {reason["code"] for reason in order.why} >= {"own_unit", "span"}
    assert ledger_holds(NOW)


def test_a_mayors_letters_come_in_or_are_set_aside_and_none_is_lost() -> None:
    path = shared("messages/mailbox_1179.csv.gz")
    mapping = "text=title+query,when=query_date,closed=reply_date,unit=reply_agency,id=mail_id,reply=reply"
    report = take(path, mapping)
    bad = queries.set_aside_rows(report.import_id)
    # Nine have no day, eight a number that another letter bears, four a reply dated before the letter.
    assert Counter(row.reason for row in bad) == {
        "when_empty": 9,
        "key_used_twice": 8,
        "closed_before_when": 4,
    }
    assert report.imported + report.known + len({row.row for row in bad}) == 1_179
    assert Request.objects.count() == report.imported == report.routed
    assert all(row.remedy and row.raw for row in bad), "what they say is kept, and what to do"
    assert report.deadlines_none >= report.imported - 1, "nobody had promised a day"


def test_bostons_deadlines_come_out_as_the_city_kept_them() -> None:
    path = shared("boston311/requests_2011_jul_oct.parquet")
    report = take(path, "text=case_title")
    expected: Counter[str] = Counter()
    for batch in rows(path):
        for row in batch.rows:
            closed, target = row["closed_dt"], row["target_dt"]
            expected["met" if target and closed and closed <= target else "missed" if target else "none"] += 1
    assert report.imported == 41_827
    assert report.set_aside == 0
    assert report.deadlines_met == expected["met"] == 27_324
    assert report.deadlines_missed == expected["missed"]
    assert report.deadlines_none + report.deadlines_pending == expected["none"]
    assert report.routed == 41_827
