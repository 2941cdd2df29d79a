"""A longer list costs the database no more questions: whoever opens a page in December waits no longer than in May."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minben.evaluation.agenda import actions
from minben.evaluation.agenda.actions import NewWord, Text
from minben.evaluation.agenda.models import Member, Question, Reading, Step, Task, Theme, Verdict
from minben.needs.hotline.models import Request
from tests.city import NOW
from tests.evaluation.agenda.cast import Winter, found
from tests.evaluation.agenda.test_pages import page

LATER = NOW + timedelta(hours=1)
PAGES = {
    "": ["2025/", "2025/list.csv"],
    "zhao.qiang": ["desk/"],
    "wang.fang": ["desk/", "2025/"],
    "gao.ming": ["desk/"],
    "liu.yan": ["desk/", "plan/", "choose/", "candidates/"],
}


def grown(key: int, numbers: range) -> None:
    """The same question with all that belongs to it once more for each number, three to a month."""
    for one in numbers:
        month = date(2025, 1 + one // 3, 1)
        theme, _made = Theme.objects.get_or_create(year=2025, month=month.month, defaults={"title": "住得暖"})
        (copy,) = again(Question, {"pk": key}, theme=theme, number=1 + one % 3, title=f"第{one}题")
        for table in (Step, Task, Member, Verdict, Reading):
            again(table, {"question": key}, question=copy)


def again(table: type[Model], which: dict[str, object], **facts: object) -> list[Model]:
    """Copies of some rows, with a difference."""
    rows = list(table._default_manager.filter(**which))
    for one in rows:
        one.pk = None
        one._state.adding = True
        for name, value in facts.items():
            setattr(one, name, value)
    return table._default_manager.bulk_create(rows)


def asked(winter: Winter) -> dict[tuple[str, str], int]:
    """How many questions each page puts to the database."""
    counted = {}
    for who, paths in PAGES.items():
        client = winter.town.browser(who) if who else Client()
        for path in paths:
            with CaptureQueriesContext(connection) as told:
                assert client.get(f"/agenda/{path}").status_code == 200
            counted[who, path] = len(told)
    return counted


@pytest.fixture
def question(winter: Winter) -> int:
    """One question with all that a question can have: measured, spoken of, closed, and no longer confirmed."""
    winter.a_year()
    key = winter.begun()
    zhao, liu, gao = (winter.town.users[name] for name in ("zhao.qiang", "liu.yan", "gao.ming"))
    for number in range(3):
        task = actions.NewTask(
            words=Text(f"第{number}件事"), unit=winter.town.units["heat"], due_on=date(2026, 6, 1)
        )
        actions.set_task(question_id=key, task=task, by=zhao, at=NOW)
    actions.open_asking(question_id=key, by=liu, at=NOW - timedelta(days=21))
    winter.speak(key, better=45)
    actions.measure_due(at=NOW)
    actions.close(question_id=key, words=Text("多数人说暖了。"), by=gao, at=NOW)
    for request in winter.members(key)[:40]:
        actions.say(question_id=key, said=NewWord(request=request, word="worse"), at=LATER)
    return key


def test_thirty_questions_cost_each_page_as_many_queries_as_three(winter: Winter, question: int) -> None:
    grown(question, range(2))
    few = asked(winter)
    grown(question, range(2, 29))
    many = asked(winter)
    assert {page: (few[page], n) for page, n in many.items() if n > few[page]} == {}


def test_however_many_tables_of_groups_the_districts_are_read_once(winter: Winter) -> None:
    winter.a_year()
    winter.topics.found = [found(members=60, voices=60)]
    winter.topics.keys[7] = list(Request.objects.order_by("-received_at").values_list("pk", flat=True)[:60])
    liu = winter.town.browser("liu.yan")
    for _cold_and_warm in range(2):
        with CaptureQueriesContext(connection) as told:
            assert "South bank" in page(liu, "candidates/7/")
        asked = [one["sql"] for one in told.captured_queries]
        assert sum('FROM "registers_place"' in one for one in asked) <= 1
        assert sum("kept_stamp" in one for one in asked) <= 1


def test_thirty_tasks_cost_he_jing_who_helps_as_many_queries_as_one(winter: Winter, question: int) -> None:
    he, counted = winter.town.browser("he.jing"), []
    for numbers in (range(4, 5), range(5, 31)):
        Task.objects.bulk_create(
            Task(
                question_id=question, number=one, kind="work", words=f"第{one}件事", set_at=NOW,
                unit_id=winter.town.units["willow"], due_on=date(2026, 6, 1), set_by=winter.town.users["zhao.qiang"],
            )
            for one in numbers
        )  # fmt: skip
        with CaptureQueriesContext(connection) as told:
            text = he.get(f"/agenda/questions/{question}/tasks/").content.decode()
        assert text.count("/end/") == numbers[-1] - 3
        counted.append(len(told))
    assert counted[0] == counted[1]
