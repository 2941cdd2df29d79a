"""What is kept of registers in memory, and how soon a change of anybody's is seen."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from minben.commons import kept
from minben.ground.registers import actions, queries
from minben.ground.registers.models import Place, SpecialDay, Unit
from minben.needs.hotline.actions.categories import ids_of
from minben.needs.hotline.models import Category
from tests.city import NOW, settle
from tests.racing import at_once, shared_database

__all__ = ["shared_database"]

FAR_OFF = date(2026, 5, 20)
# What somebody else does past all of our code, and what is then read otherwise.
CHANGES: dict[str, tuple[str, Callable[[], object]]] = {
    "a place is renamed": (
        "UPDATE registers_place SET name = '望江社区' WHERE code = 'riverside'",
        queries.gazetteer,
    ),
    "a place goes elsewhere": (
        "UPDATE registers_place SET parent_id = NULL WHERE code = 'riverside'",
        queries.areas,
    ),
    "a unit moves": ("UPDATE registers_unit SET address = '江畔路8号' WHERE code = 'heat'", queries.units),
    "a day is worked": ("UPDATE registers_specialday SET works = NOT works", queries.calendar),
    "a day is no more": ("DELETE FROM registers_specialday", queries.calendar),
    "a heading has another code": (
        "UPDATE hotline_category SET code = 'warmth', name_en = 'Warmth' WHERE code = 'heating'",
        lambda: sorted(ids_of(["heating"]).values()),
    ),
}


def by_somebody_else(statement: str) -> None:
    def do() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    assert at_once(do) == [None]


@pytest.mark.parametrize("change", CHANGES)
def test_what_somebody_else_changes_is_read_at_once(change: str, shared_database: None) -> None:
    settle()
    actions.enrol_days(rows=[actions.NewDay(FAR_OFF, works=False, source="通知")], at=NOW)
    statement, read = CHANGES[change]
    before = read()
    assert read() == before
    by_somebody_else(statement)
    assert read() != before


@pytest.mark.django_db
def test_a_register_is_read_once_and_then_only_asked_whether_it_changed(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settle()
    first = queries.gazetteer()
    with django_assert_num_queries(1):
        assert queries.gazetteer() is first


@pytest.mark.django_db
def test_one_act_asks_once_for_all_registers(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    settle()
    for read in (queries.gazetteer, queries.areas, queries.units, queries.calendar):
        read()
    with django_assert_num_queries(1), kept.one_look():
        for read in (queries.gazetteer, queries.areas, queries.units, queries.calendar):
            read()


@pytest.mark.django_db
def test_what_an_act_changes_itself_it_reads_itself() -> None:
    settle()
    with kept.one_look():
        before = len(queries.units())
        water = actions.NewUnit("water", actions.UnitKind.COMPANY, "自来水公司")
        actions.enrol_units(rows=[water], at=NOW)
        assert len(queries.units()) == before + 1


@pytest.mark.django_db
def test_what_is_taken_back_is_read_as_it_was_before() -> None:
    settle()
    before = queries.units()
    with transaction.atomic():
        Unit.objects.filter(code="heat").update(name="供热公司")
        assert queries.units() != before
        transaction.set_rollback(True)
    assert queries.units() == before


@pytest.mark.django_db
def test_many_rows_that_are_written_past_the_models_are_seen(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settle()
    queries.calendar()
    SpecialDay.objects.bulk_create([SpecialDay(day=FAR_OFF, works=False, source="通知")])
    assert FAR_OFF in queries.calendar().holidays
    Category.objects.filter(code="noise").update(code="din")
    assert ids_of(["din"]) == {"din": Category.objects.get(code="din").pk}


@pytest.mark.django_db
def test_where_the_database_does_not_note_changes_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    settle()
    monkeypatch.setattr(kept, "_trusted", set())
    queries.gazetteer()
    with connection.cursor() as cursor:
        on = " ON registers_place" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER kept_registers_place_0{on}")
    monkeypatch.setattr(kept, "_trusted", set())
    first = queries.gazetteer()
    assert queries.gazetteer() is not first
    Place.objects.create(code="island", name="沙洲", kind="district")
    assert len(queries.gazetteer()) == len(first) + 1
    kept.watch(connection)
    assert queries.gazetteer() is queries.gazetteer()


def test_a_register_that_is_emptied_whole_is_read_as_empty(shared_database: None) -> None:
    settle()
    assert queries.calendar() == queries.calendar()
    actions.enrol_days(rows=[actions.NewDay(FAR_OFF, works=False, source="通知")], at=NOW)
    assert FAR_OFF in queries.calendar().holidays
    by_somebody_else(
        "TRUNCATE registers_specialday"
        if connection.vendor == "postgresql"
        else "DELETE FROM registers_specialday"
    )
    assert FAR_OFF not in queries.calendar().holidays
