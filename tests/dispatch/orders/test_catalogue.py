"""The dispatch catalogue is dated: what held on a day can be looked up for ever."""

from datetime import date, timedelta

import pytest

from minben.commons.errors import TeachingError
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders import queries
from minben.dispatch.orders.models import CatalogueRule, Order
from minben.ledger.models import Entry
from tests.dispatch.orders.cast import NOW, Linjiang, day


def on(city: Linjiang, when: date) -> list[str]:
    return [row.unit_code for row in queries.catalogue_rows(when, category=city.categories["heating"])]


def test_a_new_rule_ends_the_old_one_the_day_before_and_both_can_be_read(city: Linjiang) -> None:
    city.rule("heating", "urban", since=date(2026, 4, 1))
    assert on(city, date(2026, 3, 31)) == ["heat"]
    assert on(city, date(2026, 4, 1)) == ["urban"]
    assert city.order("heating", at=day(2026, 3, 31)).unit_id == city.units["heat"]
    assert city.order("heating", at=day(2026, 4, 1)).unit_id == city.units["urban"]


def test_a_rule_put_right_on_its_first_day_is_kept_but_no_longer_counts(city: Linjiang) -> None:
    for unit in ("urban", "heat"):
        city.rule("road", unit, since=date(2026, 3, 1))
    assert CatalogueRule.objects.filter(category_id=city.categories["road"]).count() == 2
    assert (
        CatalogueRule.objects.get(category_id=city.categories["road"], replaced_at__isnull=False).unit_id
        == city.units["urban"]
    )
    assert city.order("road").unit_id == city.units["heat"]


def test_a_limit_nobody_can_read_brings_nothing_in(city: Linjiang) -> None:
    before = CatalogueRule.objects.count()
    with pytest.raises(TeachingError) as error:
        city.rule("road", "urban", spans={"normal": "soon"})
    assert error.value.code == "span_unreadable"
    assert CatalogueRule.objects.count() == before


def test_each_change_of_the_catalogue_is_in_the_ledger(city: Linjiang) -> None:
    before = Entry.objects.filter(what="orders.catalogue").count()
    city.rule("road", "urban")
    assert Entry.objects.filter(what="orders.catalogue").count() == before + 1


def hints_beside(order: Order) -> list[tuple[str, str]]:
    card = queries.order_card(order.pk)
    assert card is not None
    return [(hint.words, hint.place_name) for hint in card.hints]


def test_what_was_ruled_before_is_shown_to_whoever_decides_next(city: Linjiang) -> None:
    order = city.order("noise")
    rule = {"unit_id": city.units["willow"], "words": "广场舞由街道牵头", "by": city.users["wang_fang"]}
    orders.rule_on(order_id=order.pk, at=NOW, **rule)
    assert hints_beside(order) == [("广场舞由街道牵头", "江畔社区")]
    assert hints_beside(city.order("heating")) == []
    assert city.order("noise").unit_id == city.units["urban-north"]


def test_counts_tell_what_is_open_overdue_and_due(city: Linjiang) -> None:
    city.order("heating", urgency="urgent")
    city.signed("heating")
    at = NOW + timedelta(hours=25)
    found = queries.counts(unit_ids=[city.units["heat"]], at=at)
    assert (found.open, found.overdue, found.due_today) == (2, 1, 0)
    assert queries.counts(unit_ids=None, at=NOW + timedelta(hours=1)).due_today == 1
    assert queries.stage_figures(day_start=NOW, at=at).dispatched == 2


def test_crews_show_their_load_by_day(city: Linjiang) -> None:
    orders.add_crews(rows=[orders.NewCrew(unit_id=city.units["heat"], name="一班", per_day=2)], at=NOW)
    order = city.signed("heating")
    visit = orders.plan_visit(order_id=order.pk, by=city.users["zhao"], at=NOW)
    days = [NOW.date() + timedelta(days=n) for n in range(3)]
    (load,) = queries.crew_loads(unit_ids=[city.units["heat"]], days=days)
    assert load.taken == [0, 1, 0]
    card = queries.order_card(order.pk)
    assert card is not None
    assert [(row.day, row.given_up) for row in card.visits] == [(visit.day, False)]
    assert queries.crew_loads(unit_ids=[city.units["urban"]], days=days) == []


def test_a_cleared_queue_order_puts_vulnerable_people_before_earlier_deadlines(
    city: Linjiang, monkeypatch: pytest.MonkeyPatch
) -> None:
    sooner = city.order("heating", urgency="soon")
    vulnerable = city.order("heating", vulnerable=True)
    assert [row.order for row in queries.queue(unit_ids=[city.units["heat"]], at=NOW).rows] == [
        sooner.pk,
        vulnerable.pk,
    ]
    monkeypatch.setattr("minben.dispatch.orders.queries.queues.sandbox.guard", Cleared)
    shown = queries.queue(unit_ids=[city.units["heat"]], at=NOW)
    assert [row.order for row in shown.rows] == [vulnerable.pk, sooner.pk]
    assert shown.rows[0].why == ("vulnerable",)
    assert shown.cleared


class Cleared:
    """A guard that a person has cleared."""

    cleared, why_not = True, ""

    def __init__(self, name: str, *, version: str, at: object) -> None:
        assert name == "orders.queue_order"

    def __enter__(self) -> "Cleared":
        return self

    def __exit__(self, *trouble: object) -> None:
        return None

    def count(self, *, items: int) -> None:
        assert items == 2
