"""History is added to: Django's own doors are shut, but for what a table names and what a rule takes away."""

import pytest
from django.db import IntegrityError, transaction

from minben.ledger.actions import write
from minben.ledger.models import Entry
from tests.ledger.cast import acts

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch) -> Entry:
    """A row of a table that lets one column change."""
    monkeypatch.setattr(Entry, "may_change", frozenset({"who"}))
    write(acts(1))
    return Entry.objects.get()


def test_only_what_a_table_names_may_change(row: Entry) -> None:
    row.who = "nobody"
    row.save(update_fields=["who"])
    assert Entry.objects.update(who="somebody") == 1
    row.who = "anybody"
    Entry.objects.bulk_update([row], ["who"])
    assert Entry.objects.get().who == "anybody"
    for attempt in (
        row.save,
        lambda: row.save(update_fields=["who", "what"]),
        lambda: Entry.objects.filter(pk=row.pk).update(who="", what=""),
        lambda: Entry.objects.bulk_update([row], ["what"]),
    ):
        with pytest.raises(TypeError, match=r"ledger\.Entry.*only added to"):
            attempt()


def test_a_new_row_does_not_take_the_place_of_an_old_one(row: Entry) -> None:
    again = Entry(pk=row.pk, leaf=row.leaf, digest=row.digest, what="other", who="", subject="", at=row.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    assert Entry.objects.get().what == row.what


def test_a_rule_may_take_rows_away_under_its_own_name(row: Entry) -> None:
    with pytest.raises(TypeError, match="remove_by_rule"):
        Entry.objects.filter(pk=row.pk).delete()
    assert Entry.objects.filter(pk=row.pk).remove_by_rule() == 1
