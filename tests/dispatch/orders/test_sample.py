"""The sample city's part of dispatch, and the trial of the queue order."""

from datetime import date
from random import Random

import pytest

from minben.dispatch.orders import sample
from minben.dispatch.orders.models import CatalogueRule, Crew, Template
from minben.dispatch.orders.trial import trial
from minben.ground.registers import sample as registers
from minben.institutions.sandbox.actions import TrialContext
from minben.needs.hotline import actions as hotline
from tests.dispatch.orders.cast import NOW


@pytest.mark.django_db
def test_every_category_of_linjiang_has_a_unit_everywhere_and_again_changes_nothing() -> None:
    registers.build(Random(1), at=NOW, people=10)
    codes = [leaf["code"] for leaf in sample._leaves()]
    keys = hotline.add_categories(rows=[hotline.NewCategory(code=code, name=code) for code in codes], at=NOW)
    made = sample.build(since=date(2025, 1, 1), at=NOW)
    covered = set(CatalogueRule.objects.values_list("category_id", flat=True))
    assert covered == set(keys.values())
    assert CatalogueRule.objects.filter(category=keys["noise"]).count() == 6
    assert CatalogueRule.objects.filter(category=keys["property"]).count() == 12
    assert CatalogueRule.objects.count() == made
    assert Crew.objects.count() > 10
    assert sample.build(since=date(2025, 1, 1), at=NOW) == 0
    assert Template.objects.count() == 4


def test_the_trial_shows_that_danger_never_waits_and_what_the_vulnerable_gain() -> None:
    result = trial(TrialContext(at=NOW))
    found = {(one.metric, one.group): one.estimate for one in result.measures}
    assert found["wrong", "all"].value == 0
    late, plain = found["late", "vulnerable:yes"].value, found["late_by_deadline", "vulnerable:yes"].value
    assert late is not None
    assert plain is not None
    assert late < plain
    assert trial(TrialContext(at=NOW)).data_digest == result.data_digest
