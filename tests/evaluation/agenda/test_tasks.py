"""What is done, by whom and by when, stands on a list for everybody; a lead can be handed on, a word taken back."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client

from minben.evaluation.agenda import actions, queries
from minben.evaluation.agenda.actions import NewLead, NewWord, TaskEnded, Text
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import notices
from minben.needs.hotline.models import Entry, Notice, Request
from tests.city import NOW
from tests.evaluation.agenda.cast import Winter
from tests.evaluation.agenda.test_closing import refused
from tests.evaluation.agenda.test_pages import code_of, page

DUE = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def it_is_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a page opens it on the day of these tests."""
    for name in ("public", "candidates", "choosing", "working", "tasks"):
        monkeypatch.setattr(f"minben.evaluation.agenda.views.{name}.now", lambda: NOW)


def task(
    winter: Winter, words: str = "换完十二台循环泵", english: str = "", **facts: object
) -> actions.NewTask:
    given = {"words": Text(words, english), "unit": winter.town.units["heat"], "due_on": DUE, **facts}
    return actions.NewTask(**given)  # type: ignore[arg-type]  # a test says what it changes


def test_everybody_reads_what_is_done_by_whom_and_by_when(winter: Winter, client: Client) -> None:
    key, zhao = winter.begun(), winter.town.users["zhao.qiang"]
    for words, due in (("换完十二台循环泵", DUE), ("公布报修电话", NOW.date())):
        actions.set_task(question_id=key, task=task(winter, words, due_on=due), by=zhao, at=NOW)
    rule = task(winter, "停暖补偿办法", "A rule on refunds", kind="rule", due_on=date(2026, 6, 1))
    actions.set_task(question_id=key, task=rule, by=zhao, at=NOW)
    done = TaskEnded(number=1, how="done", words=Text("十二台都换了。"))
    actions.end_task(question_id=key, end=done, by=zhao, at=NOW)
    text = page(client, f"questions/{key}/")
    assert "1 of 3 tasks done." in text
    assert "A rule on refunds" in text
    assert "Rule to be made" in text
    assert "十二台都换了。" in text
    assert "1 of 3" in page(client, "2025/")
    assert "3项中1项" in page(client, "2025/", "zh-hans")
    rows = queries.tasks_of(key)
    assert [one.late(date(2026, 3, 20)) for one in rows] == [True, False, False]
    assert "A task was" not in text, "tasks stand in their own list, not among the steps"


def test_only_the_unit_in_the_lead_sets_tasks_and_who_helps_reports_its_own(winter: Winter) -> None:
    key = winter.begun()
    zhao, he, liu = (winter.town.users[name] for name in ("zhao.qiang", "he.jing", "liu.yan"))
    street = task(winter, "逐户上门量温", unit=winter.town.units["willow"])
    for by, code in ((he, "other_unit"), (liu, "not_yours")):
        assert refused(actions.set_task, question_id=key, task=street, by=by, at=NOW) == code
    actions.set_task(question_id=key, task=street, by=zhao, at=NOW)
    actions.set_task(question_id=key, task=task(winter), by=zhao, at=NOW)
    assert [row.key for row in queries.questions_of_units([winter.town.units["willow"]])] == [key]
    own, theirs = (TaskEnded(number=number, how="dropped", words=Text("住户自己量。")) for number in (1, 2))
    assert refused(actions.end_task, question_id=key, end=theirs, by=he, at=NOW) == "other_unit"
    actions.end_task(question_id=key, end=own, by=he, at=NOW)
    assert refused(actions.end_task, question_id=key, end=own, by=he, at=NOW) == "wrong_state"
    assert queries.questions_of_units([winter.town.units["willow"]]) == []


def test_a_task_needs_words_and_a_day_to_come_and_sent_twice_stands_once(winter: Winter) -> None:
    key, zhao = winter.begun(), winter.town.users["zhao.qiang"]
    for facts, code in (
        ({"words": " "}, "words_missing"),
        ({"words": "泵" * 201}, "words_too_long"),
        ({"due_on": NOW.date() - timedelta(days=1)}, "due_passed"),
        ({"due_on": date(9999, 12, 31)}, "too_far"),
    ):
        made = task(winter, **facts)  # type: ignore[arg-type]
        assert refused(actions.set_task, question_id=key, task=made, by=zhao, at=NOW) == code
    for _twice in range(2):
        actions.set_task(question_id=key, task=task(winter), by=zhao, at=NOW)
    assert len(queries.tasks_of(key)) == 1
    for number in range(29):
        actions.set_task(question_id=key, task=task(winter, f"第{number}栋"), by=zhao, at=NOW)
    assert (
        refused(actions.set_task, question_id=key, task=task(winter, "再一栋"), by=zhao, at=NOW)
        == "tasks_full"
    )


def test_zhao_keeps_the_list_on_his_pages(winter: Winter) -> None:
    key = winter.begun()
    zhao, he, liu = (winter.town.browser(name) for name in ("zhao.qiang", "he.jing", "liu.yan"))
    path = f"/agenda/questions/{key}/tasks/"
    given = {"kind": "work", "words": "换泵", "unit": winter.town.units["heat"], "due_on": "2026-05-01"}
    assert "No task is on the list yet." in page(zhao, f"questions/{key}/tasks/")
    assert zhao.post(path, given).status_code == 302
    assert zhao.post(path, {**given, "due_on": "2020-01-01"}).status_code == 400
    assert he.post(path, given).status_code == 400
    assert liu.get(path).status_code == 403
    assert "Keep this task" not in page(he, f"questions/{key}/tasks/")
    assert "换泵" in page(zhao, f"questions/{key}/tasks/1/end/")
    page(zhao, f"questions/{key}/tasks/9/end/", status=404)
    assert zhao.post(f"{path}1/end/", {"how": "done", "words": " "}).status_code == 400
    assert zhao.post(f"{path}1/end/", {"how": "done", "words": "换了。"}).status_code == 302
    assert queries.tasks_of(key)[0].ended == "done"


def test_where_the_unit_is_no_more_liu_gives_the_lead_to_another_and_the_promise_stays(
    winter: Winter,
) -> None:
    winter.a_year()
    key = winter.begun()
    liu, street = winter.town.browser("liu.yan"), winter.town.units["willow"]
    path = f"/agenda/questions/{key}/hand-over/"
    heat = winter.town.units["heat"]
    assert liu.post(path, {"unit": heat, "words": "撤并了。"}).status_code == 400
    assert liu.post(path, {"unit": street, "words": "热力公司撤并了。"}).status_code == 302
    row = queries.question(key)
    assert row is not None
    assert (row.unit_name.zh, row.state, row.goal.zh) == (
        "柳荫街道办",
        "working",
        "明年春天前，报修的住户少三成。",
    )
    assert "Another unit leads it now" in page(liu, f"questions/{key}/")
    words = {"question_id": key, "words": Text("已换泵。"), "at": NOW}
    assert refused(actions.report_progress, by=winter.town.users["zhao.qiang"], **words) == "other_unit"
    actions.report_progress(by=winter.town.users["he.jing"], **words)  # type: ignore[arg-type]
    actions.open_asking(question_id=key, by=winter.town.users["liu.yan"], at=NOW)
    over = {
        "question_id": key,
        "lead": NewLead(unit=heat, words=Text("再换。")),
        "by": winter.town.users["liu.yan"],
        "at": NOW,
    }
    assert refused(actions.hand_over, **over) == "wrong_state"


def test_who_takes_their_word_back_is_counted_no_more(winter: Winter, client: Client) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=4)
    code = code_of(winter.members(key)[0])
    assert "I take back what I said" in page(client, f"questions/{key}/say/")
    client.post(f"/agenda/questions/{key}/say/", {"code": code, "word": "taken_back"})
    assert queries.tally_of(key).n == 3
    for request in winter.members(key)[4:14]:
        actions.say(question_id=key, said=NewWord(request=request, word="taken_back"), at=NOW)
    assert queries.spoken(key) is None


def test_each_person_is_told_once_that_they_are_asked_and_finds_the_way_on_their_page(
    winter: Winter, client: Client
) -> None:
    winter.a_year()
    contact = hotline.ContactGiven(phone="13912345678", reply_by="phone")
    chen = winter.town.people["chen"]
    first, second = (
        winter.town.ask(words, contact=contact, person_id=chen, received_at=NOW - timedelta(days=60 - n))
        for n, words in enumerate(("三号楼不热", "三号楼还是不热"))
    )
    key = winter.asking()
    told = Entry.objects.filter(step="better_asked")
    asked = Request.objects.filter(pk__in=told.values("request_id")).values_list("person_id", flat=True)
    assert len(asked) == len(set(asked)) > 50
    assert second.pk in told.values_list("request_id", flat=True)
    assert not told.filter(request=first).exists()
    assert Notice.objects.filter(request=second, step="better_asked", how="phone").exists()
    track = client.get(f"/requests/{second.code}/", headers={"accept-language": "en"}).content.decode()
    assert "You are asked whether it got better" in track
    assert f'/agenda/questions/{key}/say/?code={second.code}"' in track


def test_a_thousand_who_are_asked_do_not_keep_one_who_waits_for_an_answer(winter: Winter) -> None:
    contact = hotline.ContactGiven(phone="13912345678", reply_by="phone")
    asked, answered = (winter.town.ask(words, contact=contact) for words in ("不热", "还是不热"))
    Notice.objects.all().delete()
    for request, step, minutes in ((asked, "better_asked", 9), (answered, "answered", 1)):
        Notice.objects.create(request=request, how="phone", step=step, at=NOW - timedelta(minutes=minutes))
    assert [one.step for one in notices.for_people()] == ["answered", "better_asked"]
    Notice.objects.update(how="sms")
    assert [one.step for one in notices.claim(at=NOW, limit=1)] == ["answered"]


def test_an_office_takes_the_year_s_list_with_its_tasks_as_a_file(winter: Winter, client: Client) -> None:
    winter.a_year()
    key, zhao = winter.begun(title=Text("家里", "=cmd|' /C calc'!A0")), winter.town.users["zhao.qiang"]
    for words in ("换完十二台循环泵", "公布报修电话"):
        actions.set_task(question_id=key, task=task(winter, words), by=zhao, at=NOW)
    winter.chosen(title=Text("路灯坏了，谁来修"))
    actions.measure_due(at=NOW)
    answer = client.get("/agenda/2025/list.csv", headers={"accept-language": "en"})
    told = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[8] for row in told] == ["What will be done", "换完十二台循环泵", "公布报修电话", ""]
    assert told[1][2].startswith("'=cmd")
    assert told[1][13] == "-0.600"
    assert told[1][15:] == ["", ""], "nobody has spoken"
    assert "list.csv" in page(client, "2025/")
    assert client.get("/agenda/2019/list.csv").status_code == 404
