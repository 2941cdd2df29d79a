"""A person chooses with a reason and a goal; no unit sets its own goal, no month holds more than three."""

from datetime import date, timedelta

import pytest

from minben.evaluation.agenda import actions, queries
from minben.evaluation.agenda.actions import NewTheme, Text
from minben.evaluation.agenda.models import Member, Question
from minben.needs.hotline.models import Request
from tests.city import NOW, ledger_holds
from tests.evaluation.agenda.cast import AFTER, BEFORE, Winter


def test_liu_chooses_with_a_reason_and_the_choice_stands_in_the_ledger(winter: Winter) -> None:
    winter.a_year()
    key = winter.chosen()
    row = queries.question(key)
    assert row is not None
    assert (row.state, row.number, row.unit_name.zh, row.place_name.zh) == ("chosen", 1, "热力公司", "江北区")
    assert [step.deed for step in queries.steps(key)] == ["chosen"]
    assert queries.steps(key)[0].words.zh == "江北区反映最多，八十岁以上老人却很少开口。"
    assert ledger_holds()


@pytest.mark.parametrize(
    "name", ["zhao.qiang", "he.jing", "wang.fang", "gao.ming", "sun.li", "ma.chao", "li.wei"]
)
def test_nobody_but_an_analyst_chooses(winter: Winter, name: str) -> None:
    with pytest.raises(actions.AgendaRefused) as refused:
        actions.choose(choice=winter.choice(), by=winter.town.users[name], at=NOW)
    assert refused.value.code == "not_yours"
    assert not Question.objects.exists()


def test_an_analyst_of_the_heating_company_sets_it_no_goal(winter: Winter) -> None:
    from minben.ground.registers import actions as registers

    liu = winter.town.users["liu.yan"]
    registers.enrol_memberships(rows=[registers.NewMembership(liu.pk, "heat", date(2025, 1, 1))], at=NOW)
    with pytest.raises(actions.AgendaRefused) as refused:
        winter.chosen()
    assert refused.value.code == "own_unit"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"starts_on": date(2025, 10, 19)}, "start_passed"),
        ({"starts_on": date(9999, 12, 31), "due_on": date(9999, 12, 31)}, "due_before_start"),
        ({"starts_on": date(2026, 12, 1), "due_on": date(2027, 6, 1)}, "too_far"),
        ({"due_on": date(9999, 12, 31)}, "too_far"),
        ({"reason": Text("  ", "Only in English.")}, "words_missing"),
        ({"goal": Text()}, "words_missing"),
        ({"place": None}, "no_comparison"),
        ({"target": 0.2}, "target_not_fewer"),
        ({"target": -1.5}, "target_not_fewer"),
        ({"due_on": date(2025, 11, 1)}, "due_before_start"),
    ],
)
def test_a_promise_that_cannot_be_measured_is_refused(
    winter: Winter, facts: dict[str, object], code: str
) -> None:
    with pytest.raises(actions.AgendaRefused) as refused:
        winter.chosen(**facts)
    assert refused.value.code == code


def test_a_month_holds_three_questions_and_no_fourth(winter: Winter) -> None:
    for number in range(3):
        winter.chosen(title=Text(f"第{number + 1}问"))
    with pytest.raises(actions.AgendaRefused) as refused:
        winter.chosen(title=Text("第4问"))
    assert refused.value.code == "month_full"
    assert [row.number for row in queries.questions(year=2025)] == [1, 2, 3]


def test_a_promise_sent_twice_is_one_and_a_candidate_is_chosen_once(winter: Winter) -> None:
    winter.chosen(topic=7)
    for facts in ({"topic": None}, {"topic": 7, "title": Text("暖气为什么不热"), "theme": winter.theme(12)}):
        with pytest.raises(actions.AgendaRefused) as refused:
            winter.chosen(**facts)
        assert refused.value.code == "chosen_already"
    assert Question.objects.count() == 1


def test_a_theme_that_has_questions_keeps_its_name(winter: Winter) -> None:
    winter.chosen()
    liu = winter.town.users["liu.yan"]
    with pytest.raises(actions.AgendaRefused) as refused:
        actions.plan_theme(theme=NewTheme(year=2025, month=11, title=Text("停得下")), by=liu, at=NOW)
    assert refused.value.code == "theme_kept"


def test_nobody_promises_for_a_month_that_is_over(winter: Winter) -> None:
    with pytest.raises(actions.AgendaRefused) as refused:
        winter.chosen(at=NOW, starts_on=NOW.date(), due_on=date(2026, 9, 1))
    assert refused.value.code == "month_over"


def test_who_asked_about_cold_flats_there_belongs_to_it_and_nobody_else(winter: Winter) -> None:
    winter.asked(BEFORE[0], 4)
    winter.asked(BEFORE[0], 3, place="south")
    winter.asked(BEFORE[0], 2, category="noise")
    Request.objects.filter(pk=Request.objects.order_by("pk").first().pk).update(kind="whistle")
    assert Member.objects.filter(question=winter.chosen()).count() == 3


def test_of_a_topic_those_belong_that_were_not_discounted(winter: Winter) -> None:
    winter.asked(BEFORE[0], 6)
    keys = list(Request.objects.order_by("pk").values_list("pk", flat=True))
    winter.topics.keys[7] = keys[:4]
    key = winter.chosen(topic=7)
    assert Member.objects.filter(question=key).count() == 4
    # Who asks after the choice still has the trouble: they are among those who are asked.
    winter.asked(AFTER[0], 3)
    winter.asked(AFTER[0], 3, category="noise")
    actions.begin(question_id=key, words=Text("先查循环泵。"), by=winter.town.users["zhao.qiang"], at=NOW)
    actions.open_asking(question_id=key, by=winter.town.users["liu.yan"], at=NOW)
    assert Member.objects.filter(question=key).count() == 7


def test_a_month_keeps_its_theme_under_a_new_name(winter: Winter) -> None:
    first = winter.theme()
    liu = winter.town.users["liu.yan"]
    anew = NewTheme(year=2025, month=11, title=Text("暖到家"))
    again = actions.plan_theme(theme=anew, by=liu, at=NOW + timedelta(days=1))
    assert first == again
    assert [one.title.zh for one in queries.themes(2025)] == ["暖到家"]
