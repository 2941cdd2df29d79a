"""A question closes only when those who had asked confirm it, and only by somebody who has no part in it."""

from datetime import timedelta

import pytest

from minben.evaluation.agenda import actions, queries
from minben.evaluation.agenda.actions import NewWord, Text
from minben.evaluation.agenda.models import Member, Question, Verdict
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Request
from tests.city import NOW, ledger_holds
from tests.evaluation.agenda.cast import BEGAN, Winter

LATER = NOW + timedelta(days=1)


def refused(act: object, **facts: object) -> str:
    """The code with which something is refused."""
    with pytest.raises(actions.AgendaRefused) as found:
        act(**facts)  # type: ignore[operator]
    return found.value.code


def close(winter: Winter, key: int, name: str = "gao.ming") -> object:
    return actions.close(question_id=key, words=Text("多数人说暖了。"), by=winter.town.users[name], at=NOW)


def test_reviewer_gao_closes_what_people_confirmed(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=40, same=5, worse=3)
    close(winter, key)
    row = queries.question(key)
    assert row is not None
    assert (row.state, row.closed_at) == ("closed", NOW)
    assert {step.deed for step in queries.steps(key)} == {"closed", "asked", "begun", "chosen"}
    assert ledger_holds()


def test_nobody_closes_what_people_did_not_confirm(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=22, same=20, worse=6)
    assert refused(close, winter=winter, key=key) == "not_confirmed"
    ruling = actions.go_on(
        question_id=key, words=Text("再查楼内管网。"), by=winter.town.users["gao.ming"], at=NOW
    )
    assert [reason.code for reason in ruling.reasons] == ["not_better"]
    assert Question.objects.get(pk=key).state == "working"
    assert queries.steps(key)[0].facts["reasons"][0]["code"] == "not_better"


def test_liu_who_chose_it_does_not_close_it_alone(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=45)
    assert refused(close, winter=winter, key=key, name="liu.yan") == "own_choice"


@pytest.mark.parametrize("name", ["zhao.qiang", "he.jing", "wang.fang", "sun.li", "ma.chao", "li.wei"])
def test_the_unit_and_everybody_else_close_nothing(winter: Winter, name: str) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=45)
    assert refused(close, winter=winter, key=key, name=name) == "not_yours"


def test_a_reviewer_who_works_for_the_unit_closes_nothing_and_opens_nothing(winter: Winter) -> None:
    from datetime import date

    from minben.ground.registers import actions as registers

    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=45)
    gao = winter.town.users["gao.ming"]
    registers.enrol_memberships(rows=[registers.NewMembership(gao.pk, "heat", date(2025, 1, 1))], at=NOW)
    assert refused(close, winter=winter, key=key) == "own_unit"


def test_it_does_not_close_on_the_day_the_asking_begins(winter: Winter) -> None:
    winter.a_year()
    key = winter.begun()
    actions.open_asking(question_id=key, by=winter.town.users["liu.yan"], at=NOW)
    winter.speak(key, better=45)
    assert refused(close, winter=winter, key=key) == "not_confirmed"
    assert [one.code for one in queries.ruling_on(key, at=NOW).reasons] == ["too_soon"]


def test_old_people_who_were_never_heard_hold_it_open(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    old = set(Request.objects.filter(person__born_year=1940).values_list("pk", flat=True))
    mine = winter.members(key)
    assert sum(request in old for request in mine) >= 10
    for request in [one for one in mine if one not in old][:40]:
        actions.say(question_id=key, said=NewWord(request=request, word="better"), at=NOW)
    found = {(one.code, one.group) for one in queries.ruling_on(key, at=NOW).reasons}
    assert found == {("group_unheard", "80+")}
    for request in [one for one in mine if one in old][:3]:
        actions.say(question_id=key, said=NewWord(request=request, word="better"), at=NOW)
    assert queries.ruling_on(key, at=NOW).holds


def test_each_person_has_one_voice_and_the_last_word_counts(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    person = winter.people[0]
    mine = list(
        Member.objects.filter(question=key, request__person=person).values_list("request_id", flat=True)
    )
    assert len(mine) > 1
    for request, word in zip(mine, ["worse", "same", "better"], strict=False):
        actions.say(question_id=key, said=NewWord(request=request, word=word), at=NOW)
    assert queries.tally_of(key).n == 1
    assert Verdict.objects.count() == min(len(mine), 3), "what was said before stays"


def test_one_voice_stays_one_when_the_person_is_forgotten(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    mine = Member.objects.filter(question=key, request__person=winter.people[0]).values_list(
        "request_id", flat=True
    )
    for request in list(mine)[:2]:
        actions.say(question_id=key, said=NewWord(request=request, word="better"), at=NOW)
    actions.follow_removals([hotline.Removed(request_ids=tuple(mine), parts=("contact",))], NOW)
    assert queries.tally_of(key).n == 1
    assert not Verdict.objects.exclude(person=None).exists()


def test_two_calls_from_one_telephone_are_one_voice_though_nobody_knows_whose(winter: Winter) -> None:
    winter.a_year()
    contact = hotline.ContactGiven(phone="13912345678")
    calls = [winter.town.ask(text, contact=contact) for text in ("三号楼不热", "三号楼还是不热")]
    other = winter.town.ask("五号楼不热", contact=hotline.ContactGiven(phone="13912340000"))
    key = winter.asking(starts_on=NOW.date(), due_on=NOW.date() + timedelta(days=200))
    Member.objects.bulk_create(Member(question_id=key, request=one) for one in [*calls, other])
    for request in [*calls, other]:
        actions.say(question_id=key, said=NewWord(request=request.pk, word="better"), at=NOW)
    assert queries.tally_of(key).n == 2


def test_whoever_asks_after_the_asking_began_waits_for_the_next_round(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    late = winter.town.ask(received_at=NOW)
    said = NewWord(request=late.pk, word="better")
    assert refused(actions.say, question_id=key, said=said, at=NOW) == "not_concerned"
    gao, liu = winter.town.users["gao.ming"], winter.town.users["liu.yan"]
    actions.go_on(question_id=key, words=Text("还要再做。"), by=gao, at=NOW)
    actions.open_asking(question_id=key, by=liu, at=LATER)
    actions.say(question_id=key, said=NewWord(request=late.pk, word="worse"), at=LATER)
    assert queries.tally_of(key).worse == 1


def test_where_nobody_has_asked_yet_nobody_is_asked(winter: Winter) -> None:
    key, liu = winter.begun(), winter.town.users["liu.yan"]
    assert refused(actions.open_asking, question_id=key, by=liu, at=NOW) == "nobody_concerned"
    assert Question.objects.get(pk=key).state == "working"


def test_nobody_speaks_of_work_that_has_not_begun(winter: Winter) -> None:
    winter.a_year()
    key = winter.chosen()
    request = winter.members(key)[0]
    assert (
        refused(actions.say, question_id=key, said=NewWord(request=request, word="better"), at=NOW)
        == "wrong_state"
    )


def test_wang_fang_writes_down_what_grandma_chen_says_and_he_jing_not_of_her_own_office(
    winter: Winter,
) -> None:
    chen = winter.town.ask(person_id=winter.town.people["chen"], received_at=NOW - timedelta(days=60))
    key = winter.asking(unit=winter.town.units["willow"], starts_on=BEGAN)
    said = NewWord(request=chen.pk, word="same", way="phone")
    facts = {"question_id": key, "said": said, "at": NOW}
    assert refused(actions.say, by=winter.town.users["he.jing"], **facts) == "own_unit"
    assert refused(actions.say, by=winter.town.users["zhao.qiang"], **facts) == "not_yours"
    actions.say(by=winter.town.users["wang.fang"], **facts)  # type: ignore[arg-type]
    assert Verdict.objects.get().user == winter.town.users["wang.fang"]


def test_what_comes_back_is_taken_up_again(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=45)
    close(winter, key)
    actions.reopen(question_id=key, words=Text("三号楼又凉了。"), by=winter.town.users["liu.yan"], at=LATER)
    row = queries.question(key)
    assert row is not None
    assert (row.state, row.closed_at) == ("working", None)


def test_one_word_more_takes_nothing_up_again_and_the_desk_names_what_came_back(winter: Winter) -> None:
    """Thirty-three of forty-six just confirm it; with thirty-three of forty-seven nobody could be sure."""
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=33, worse=13)
    close(winter, key)
    liu, wang, zhao = (winter.town.browser(name) for name in ("liu.yan", "wang.fang", "zhao.qiang"))
    told = "people no longer say that it got better"
    people = winter.members(key)
    for number, request in enumerate(people[46:58] + people[:1]):
        desk = liu.get("/agenda/desk/").content.decode()
        assert (told in desk) == (number >= 10), number
        actions.say(question_id=key, said=NewWord(request=request, word="worse"), at=LATER)
        if not number:
            assert not queries.ruling_on(key, at=LATER).holds
    assert "Of 13 people who spoke, 0%" in liu.get("/agenda/desk/").content.decode()
    assert "Of 13 people who spoke, 0%" in liu.get(f"/agenda/questions/{key}/work/").content.decode()
    desk = wang.get("/agenda/desk/").content.decode()
    assert told in desk
    assert "Of 13" not in desk, "who said what from one day to the next is for those who may close"
    assert "Of 13" not in zhao.get(f"/agenda/questions/{key}/work/").content.decode()


def test_those_who_still_say_better_after_the_closing_leave_it_closed(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=45)
    close(winter, key)
    for number, request in enumerate(winter.members(key)[:40]):
        word = "better" if number % 2 else "worse"
        actions.say(question_id=key, said=NewWord(request=request, word=word), at=LATER)
    assert queries.came_back(at=LATER) == {}
    assert queries.said_since_closing(at=LATER)[key].whole.n == 40


def test_what_people_said_of_the_earlier_work_does_not_close_it_again(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    winter.speak(key, better=45)
    close(winter, key)
    liu, gao = winter.town.users["liu.yan"], winter.town.users["gao.ming"]
    actions.reopen(question_id=key, words=Text("三号楼又凉了。"), by=liu, at=LATER)
    actions.open_asking(question_id=key, by=liu, at=LATER)
    later = LATER + timedelta(days=20)
    assert [one.code for one in queries.ruling_on(key, at=later).reasons][:1] == ["too_few"]
    assert refused(actions.close, question_id=key, words=Text("暖了。"), by=gao, at=later) == "not_confirmed"
    said = queries.spoken(key)
    assert said is not None
    assert said.earlier
    for request in winter.members(key)[:12]:
        actions.say(question_id=key, said=NewWord(request=request, word="worse"), at=later)
    anew = queries.spoken(key)
    assert anew is not None
    assert (anew.whole.n, anew.whole.worse, anew.earlier) == (10, 10, False)


def test_only_the_unit_in_the_lead_takes_it_up_and_reports(winter: Winter) -> None:
    key = winter.chosen()
    facts = {"question_id": key, "words": Text("已换泵。"), "at": NOW}
    assert refused(actions.begin, by=winter.town.users["he.jing"], **facts) == "other_unit"
    assert refused(actions.begin, by=winter.town.users["liu.yan"], **facts) == "not_yours"
    zhao = winter.town.users["zhao.qiang"]
    assert refused(actions.report_progress, by=zhao, **facts) == "wrong_state"
    actions.begin(by=zhao, **facts)  # type: ignore[arg-type]
    actions.report_progress(by=zhao, **facts)  # type: ignore[arg-type]
    assert refused(actions.report_progress, by=zhao, **{**facts, "words": Text(" ")}) == "words_missing"
    assert queries.steps(key)[0].unit_name.zh == "热力公司"
