"""The measure follows the months: set against a comparison, published once, nobody found by subtraction."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from minben.evaluation.agenda import actions, queries
from minben.evaluation.agenda.actions import NewWord, Text
from minben.evaluation.agenda.core.months import later
from minben.evaluation.agenda.models import Reading
from minben.needs.hotline.models import Request
from tests.city import NOW, SHANGHAI
from tests.evaluation.agenda.cast import AFTER, BEFORE, Winter


def test_fewer_cold_flats_than_on_the_other_bank(winter: Winter) -> None:
    winter.a_year(before=30, after=12, elsewhere=40)
    key = winter.begun()
    assert actions.measure_due(at=NOW) == 1
    found = queries.measured(key)
    assert found is not None
    assert found.change.value is not None
    assert -0.65 < found.change.value < -0.55
    assert found.change.low is not None
    assert found.change.high is not None
    assert found.change.low < -0.6 < found.change.high < -0.3
    assert [one.count for one in found.months if one.after] == [12] * 4
    assert (found.after_since, found.until) == (date(2025, 11, 1), date(2026, 3, 1))
    assert not found.poor_comparison


def test_what_falls_everywhere_is_no_success(winter: Winter) -> None:
    for month in (*BEFORE, *AFTER):
        winter.asked(month, 30 if month in BEFORE else 15)
        winter.asked(month, 40 if month in BEFORE else 20, place="south", first=40)
    key = winter.begun()
    actions.measure_due(at=NOW)
    found = queries.measured(key)
    assert found is not None
    assert found.change.value is not None
    assert abs(found.change.value) < 0.05


def test_a_winter_is_set_against_the_winter_before(winter: Winter) -> None:
    for month in range(12):
        first = later(date(2024, 11, 1), month)
        winter.asked(first, 40 if first.month in (11, 12, 1, 2) else 8)
        winter.asked(first, 60, category="noise", first=30)
    for first in AFTER:
        winter.asked(first, 20)
        winter.asked(first, 60, category="noise", first=30)
    facts = {"place": None, "comparison": "year_earlier"}
    key = winter.begun(**facts)
    plain = winter.begun(title=Text("报修为什么没人来"), place=None, comparison="other_matters")
    actions.measure_due(at=NOW)
    found, other = queries.measured(key), queries.measured(plain)
    assert found is not None
    assert other is not None
    assert found.change.value is not None
    assert found.change.low is not None
    assert found.change.high is not None
    assert -0.55 < found.change.value < -0.45
    assert found.change.high < 0
    assert not found.poor_comparison
    assert {one.span for one in found.months} == {"before", "left_out", "after"}
    assert all(one.expected is None for one in found.months)
    text = Client().get(f"/agenda/questions/{key}/", headers={"accept-language": "en"}).content.decode()
    assert (
        "Counted month by month, 80 people asked since the work began; in the same months a year earlier, 160."
        in text
    )
    assert "The same months a year earlier</strong>" in " ".join(text.split()).replace(
        " </strong>", "</strong>"
    )
    assert "Expected</th>" not in text, "of a single month nothing is expected"
    # The season alone makes it look far worse where no winter stands against it.
    assert other.change.value is not None
    assert other.change.value > 0.5
    winter.asked(date(2026, 9, 1), 1)
    assert actions.measure_due(at=datetime(2027, 5, 1, 9, tzinfo=SHANGHAI)) == 2
    last = queries.measured(key)
    assert last is not None
    assert last.until == date(2026, 10, 1), "the first eleven months"


def test_nothing_is_set_against_a_year_that_nobody_knows(winter: Winter) -> None:
    winter.a_year()
    with pytest.raises(actions.AgendaRefused) as refused:
        winter.chosen(place=None, comparison="year_earlier")
    assert refused.value.code == "no_year_earlier"


def test_the_peak_for_which_it_was_chosen_is_left_out(winter: Winter) -> None:
    winter.a_year(before=20, after=20)
    winter.asked(date(2025, 10, 1), 90)
    key = winter.begun()
    actions.measure_due(at=NOW)
    found = queries.measured(key)
    assert found is not None
    assert found.change.value is not None
    assert abs(found.change.value) < 0.05


def test_a_comparison_that_went_its_own_way_before_is_named(winter: Winter) -> None:
    for number, month in enumerate(BEFORE):
        winter.asked(month, 10 + 12 * number)
        winter.asked(month, 60, place="south", first=40)
    for month in AFTER:
        winter.asked(month, 70)
        winter.asked(month, 60, place="south", first=40)
    key = winter.begun()
    actions.measure_due(at=NOW)
    found = queries.measured(key)
    assert found is not None
    assert found.poor_comparison


def test_months_with_few_people_stand_together_and_a_silent_one_shows_nought(winter: Winter) -> None:
    winter.a_year(before=30, after=4)
    Request.objects.filter(received_at__gte=datetime(2026, 2, 1, tzinfo=SHANGHAI)).delete()
    key = winter.begun()
    actions.measure_due(at=NOW)
    found = queries.measured(key)
    assert found is not None
    told = [(one.month.month, one.last.month, one.length, one.count) for one in found.months if one.after]
    assert told == [(11, 1, 3, 12), (2, 2, 1, 0)]
    before = [one for one in found.months if one.span == "before"]
    assert [one.length for one in before] == [1] * len(before), "thirty a month stand by themselves"


def test_what_is_fewer_than_ten_even_together_is_not_shown_nor_found_by_subtraction(winter: Winter) -> None:
    winter.a_year(before=30, after=4)
    key = winter.begun()
    actions.measure_due(at=NOW)
    found = queries.measured(key)
    assert found is not None
    # Sixteen in four months: twelve stand together, and four beside them would be what is left of the sum.
    assert [(one.length, one.count) for one in found.months if one.after] == [(3, None), (1, None)]


def test_too_few_before_gives_no_figure_at_all(winter: Winter) -> None:
    winter.asked(BEFORE[0], 3)
    winter.asked(BEFORE[0], 40, place="south")
    key = winter.begun()
    actions.measure_due(at=NOW)
    found = queries.measured(key)
    assert found is not None
    assert found.change.value is None


def test_a_month_is_measured_once_and_what_was_published_stays(winter: Winter) -> None:
    winter.a_year()
    key = winter.begun()
    assert actions.measure_due(at=NOW) == 1
    assert actions.measure_due(at=NOW + timedelta(days=2)) == 0
    # A clerk sorts one of February's requests elsewhere; the published month does not tell of it.
    last = Request.objects.filter(place__code="riverside").order_by("-received_at").first()
    assert last is not None
    Request.objects.filter(pk=last.pk).update(category=winter.town.categories["noise"])
    winter.asked(date(2026, 3, 1), 15)
    assert actions.measure_due(at=NOW + timedelta(days=30)) == 1
    found = queries.measured(key)
    assert found is not None
    assert [one.count for one in found.months][-2:] == [12, 15]


def test_nothing_is_measured_before_the_first_month_is_over(winter: Winter) -> None:
    winter.a_year()
    key = winter.begun(starts_on=date(2026, 3, 1), due_on=date(2026, 9, 1))
    assert actions.measure_due(at=NOW) == 0
    assert queries.measured(key) is None


def test_people_ask_again_the_same_day_and_count_once(winter: Winter) -> None:
    winter.a_year(before=30, after=12)
    for one in Request.objects.filter(
        received_at__gte=datetime(2026, 2, 1, tzinfo=SHANGHAI), place__code="riverside"
    ):
        one.pk, one.code = None, f"X{one.code}"
        one.save()
    key = winter.begun()
    actions.measure_due(at=NOW)
    found = queries.measured(key)
    assert found is not None
    assert found.months[-1].count == 12


def test_what_people_say_is_published_by_tens(winter: Winter) -> None:
    winter.a_year()
    key = winter.asking()
    shown = []
    for request, word in zip(winter.members(key)[:34], ["better"] * 25 + ["worse"] * 9, strict=True):
        actions.say(question_id=key, said=NewWord(request=request, word=word), at=NOW)
        said = queries.spoken(key)
        shown.append(said.whole.n if said else 0)
    assert sorted(set(shown)) == [0, 10, 20, 30]
    assert Reading.objects.filter(kind="words").count() == 3
