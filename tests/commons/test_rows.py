"""Many rows written at once, read back as one by one."""

from contextlib import suppress

import pytest
from django.db import connection, transaction

from minben.commons.rows import append_columns, gathering, insert_columns, insert_new, update_columns
from minben.ground.registers.models import Person
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.city import NOW, settle

pytestmark = pytest.mark.django_db
CAST = ["chen", "li.wei", "zhou.min"]
UNSAID = {
    field.name: field.get_default() for field in Person._meta.concrete_fields if not field.primary_key
}  # fmt: skip


def enrol(names: list[str]) -> dict[str, object]:
    return UNSAID | {
        "code": names,
        "name": [name.title() for name in names],
        "source": "desk",
        "source_key": names,
    }


def test_each_row_gets_the_key_that_is_returned_for_it() -> None:
    keys = insert_columns(connection, Person, enrol(CAST[:1]), size=1)
    keys += insert_columns(connection, Person, enrol(CAST[1:]), size=2)
    assert dict(Person.objects.values_list("code", "pk")) == dict(zip(CAST, keys, strict=True))


def test_whom_another_process_enrolled_first_stays_as_they_are() -> None:
    insert_new(connection, Person, enrol(["chen"]), size=1)
    insert_new(connection, Person, enrol(CAST) | {"language": "en"}, size=3)
    assert dict(Person.objects.order_by("pk").values_list("code", "language")) == {
        "chen": "zh-hans", "li.wei": "en", "zhou.min": "en",
    }  # fmt: skip


def hear(count: int) -> list[int]:
    """So many people say that they are cold."""
    settle()
    intakes = [
        hotline.Intake(text=f"{n}号楼暖气不热", received_at=NOW, category="heating") for n in range(count)
    ]
    return [key for key in hotline.receive(intakes=intakes, at=NOW).request_ids if key is not None]


def test_each_row_is_given_its_own_words_and_all_the_same_state() -> None:
    asked = hear(1_001)
    whys = [[{"code": "span", "amount": n}] if n % 2 else [] for n in range(len(asked))]
    due = [NOW if n % 3 else None for n in range(len(asked))]
    columns = {
        "why": whys,
        "due_at": due,
        "state": "suspended",
        "solved": [n % 5 == 0 for n in range(len(asked))],
    }
    with transaction.atomic():
        update_columns(connection, Request, columns, asked)
    found = Request.objects.order_by("pk").values_list("why", "due_at", "state", "solved")
    assert list(found) == [
        (why, at, "suspended", n % 5 == 0) for n, (why, at) in enumerate(zip(whys, due, strict=True))
    ]


def test_what_is_said_of_a_person_last_counts() -> None:
    key, _other = insert_columns(connection, Person, enrol(["chen", "li.wei"]), size=2)
    update_columns(connection, Person, {"name": ["陈桂", "陈桂英"], "born_year": [None, 1943]}, [key, key])
    assert Person.objects.values_list("name", "born_year").get(pk=key) == ("陈桂英", 1943)
    assert Person.objects.get(code="li.wei").name == "Li.Wei"


def test_what_is_gathered_stands_at_the_end_in_the_order_it_was_given() -> None:
    with transaction.atomic(), gathering(connection):
        append_columns(connection, Person, enrol(["chen"]), size=1)
        append_columns(connection, Person, enrol([]), size=0)
        # Columns in another order are another statement.
        append_columns(connection, Person, dict(reversed(enrol(["li.wei", "zhou.min"]).items())), size=2)
        assert not Person.objects.exists()
    assert list(Person.objects.order_by("pk").values_list("code", flat=True)) == CAST


def test_what_was_gathered_by_an_act_that_breaks_off_is_gone() -> None:
    with suppress(IndexError), transaction.atomic(), gathering(connection):
        append_columns(connection, Person, enrol(CAST), size=3)
        CAST[99]
    append_columns(connection, Person, enrol(["chen"]), size=1)
    assert Person.objects.get().code == "chen"


def test_nobody_to_write_of_is_nothing_to_do() -> None:
    update_columns(connection, Person, {"name": []}, [])
    insert_new(connection, Person, enrol([]), size=0)
    assert not Person.objects.exists()
