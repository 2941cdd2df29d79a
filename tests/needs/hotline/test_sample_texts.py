"""A year of requests of the sample city: varied, the same from the same seed, about nobody real."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from minben.ground.registers.core.city import City, imagine
from minben.ground.registers.core.kinds import Condition
from minben.needs.hotline.sample_texts import SampleRequest, leaves, parents, simulate_outcome, write_requests
from minben.needs.hotline.sample_texts.happenings import CROWD, REAL
from minben.needs.hotline.sample_texts.personal import invented_bank_card, invented_card
from minben.needs.hotline.sample_texts.phrases import phrases
from minben.needs.hotline.sample_texts.schedule import is_quiet
from minben.needs.hotline.sample_texts.where import since_when
from minben.needs.hotline.words import Channel, Kind, Tier, Urgency

START = date(2025, 11, 1)
YEAR = 20_000


@pytest.fixture(scope="module")
def city() -> City:
    return imagine(Random(7))


@pytest.fixture(scope="module")
def year(city: City) -> list[SampleRequest]:
    return list(write_requests(Random(11), n=YEAR, city=city, start=START))


def share(rows: list[SampleRequest], test: object) -> float:
    return sum(map(test, rows)) / len(rows)


def test_the_same_seed_writes_the_same_requests_and_another_seed_others(city: City) -> None:
    first, again, other = (
        [r.text for r in write_requests(Random(seed), n=200, city=city, start=START)] for seed in (3, 3, 4)
    )
    assert first == again
    assert first != other


def test_a_year_has_as_many_requests_as_were_asked_for_in_order_of_time(year: list[SampleRequest]) -> None:
    assert len(year) == YEAR
    moments = [request.received_at for request in year]
    assert moments == sorted(moments)
    assert moments[0].date() >= START
    assert moments[-1].date() < START + timedelta(365)


def test_hardly_two_people_use_the_same_words(year: list[SampleRequest]) -> None:
    assert len({request.text for request in year}) >= 15_000


def test_no_slot_stays_open_and_no_text_is_empty(year: list[SampleRequest]) -> None:
    for request in year:
        assert "{" not in request.text
        assert "}" not in request.text
        assert len(request.text) >= 4


def test_punctuation_is_never_doubled_by_chance(year: list[SampleRequest]) -> None:
    odd = [r.text for r in year if re.search(r"[，：；]{2}|。，|，。|。。|？。|：。", r.text)]
    assert odd == []


def test_every_word_of_a_request_is_one_the_hotline_knows(year: list[SampleRequest]) -> None:
    assert {r.kind for r in year} == {kind.value for kind in Kind}
    assert {r.urgency for r in year} == {urgency.value for urgency in Urgency}
    assert {r.channel for r in year} == {c.value for c in Channel} - {"import", "open311", "partner"}
    assert {r.category for r in year} == {leaf.code for leaf in leaves()} == set(phrases())
    assert {leaf.tier for leaf in leaves()} == {tier.value for tier in Tier}


def test_heating_is_a_winters_need_noise_a_summers_and_school_begins_in_august(
    year: list[SampleRequest],
) -> None:
    months = Counter((r.true_category, r.received_at.month) for r in year)
    assert months["heating", 1] > 20 * max(months["heating", 7], 1)
    assert months["noise", 7] > 2 * months["noise", 1]
    assert months["school", 8] > 2 * months["school", 11]
    assert months["drainage", 7] > 2 * months["drainage", 1]


def test_people_ask_by_day_more_than_by_night_and_on_mondays_more_than_on_sundays(
    year: list[SampleRequest],
) -> None:
    hours = Counter(r.received_at.hour for r in year)
    weekdays = Counter(r.received_at.weekday() for r in year)
    assert hours[10] > 5 * hours[3]
    assert weekdays[0] > 1.2 * weekdays[6]


def test_grandma_chen_calls_or_comes_by_and_never_writes_on_the_web(
    city: City, year: list[SampleRequest]
) -> None:
    phoneless = [r for r in year if city.residents[r.person].person.condition == Condition.PHONELESS]
    assert {r.channel for r in phoneless} <= {"phone", "counter", "proxy", "letter"}
    assert all(r.lat is None for r in phoneless)


def test_zhou_min_who_is_deaf_never_calls(city: City, year: list[SampleRequest]) -> None:
    deaf = [r for r in year if city.residents[r.person].person.condition == Condition.DEAF]
    assert deaf
    assert "phone" not in {r.channel for r in deaf}


def test_some_things_are_told_by_several_neighbours_each_in_their_own_words(
    city: City, year: list[SampleRequest]
) -> None:
    incidents: dict[int, list[SampleRequest]] = {}
    for request in year:
        if request.incident and request.follows < 0:
            incidents.setdefault(request.incident, []).append(request)
    told = [rows for rows in incidents.values() if len(rows) > 1]
    assert len(told) > 300
    for rows in told:
        assert len({r.person for r in rows}) == len(rows)
        assert len({r.true_category for r in rows}) == 1
        assert len({city.residents[r.person].neighbourhood for r in rows[1:]}) <= 2
        assert max(r.received_at for r in rows) - min(r.received_at for r in rows) < timedelta(days=3)


def test_a_chaser_is_the_same_person_about_the_same_thing_later(year: list[SampleRequest]) -> None:
    chasers = [r for r in year if r.follows >= 0]
    assert 0.02 < len(chasers) / len(year) < 0.06
    for chaser in chasers:
        earlier = year[chaser.follows]
        assert earlier.person == chaser.person
        assert earlier.true_category == chaser.true_category
        assert chaser.received_at - earlier.received_at > timedelta(days=1)


def test_a_few_are_filed_under_a_neighbouring_heading_as_clerks_do(year: list[SampleRequest]) -> None:
    wrong = [r for r in year if r.category != r.true_category]
    assert 0.01 < len(wrong) / len(year) < 0.03
    assert all(r.category in phrases()[r.true_category].near for r in wrong)


def test_danger_is_urgent_and_rare_enough_to_be_noticed(year: list[SampleRequest]) -> None:
    dangerous = [r for r in year if r.danger]
    assert 0.02 < len(dangerous) / len(year) < 0.1
    assert {r.urgency for r in dangerous} <= {"urgent", "soon"}
    assert not any(r.danger for r in year if r.kind in ("consultation", "praise", "suggestion"))


def test_places_are_named_exactly_roughly_or_not_at_all(city: City, year: list[SampleRequest]) -> None:
    known = {place.code for place in city.places}
    assert {r.place for r in year} - {""} <= known
    precisions = Counter(r.precision for r in year)
    assert all(precisions[p] > 500 for p in ("building", "compound", "community", "district", "road", "none"))
    named = [r for r in year if r.precision == "community" and r.place and r.follows < 0]
    assert share(named, lambda r: "社区" in r.text) > 0.7


def test_a_right_model_learns_most_and_not_all(year: list[SampleRequest]) -> None:
    rows = list(year)
    Random(3).shuffle(rows)
    half = len(rows) // 2
    grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), min_df=3, sublinear_tf=True)
    learnt = LinearSVC().fit(
        grams.fit_transform([r.text for r in rows[:half]]), [r.category for r in rows[:half]]
    )
    guessed = learnt.predict(grams.transform([r.text for r in rows[half:]]))
    accuracy = np.mean(guessed == np.array([r.category for r in rows[half:]]))
    assert 0.90 <= accuracy <= 0.97


def test_an_identity_card_passes_its_check_and_its_region_does_not_exist() -> None:
    weights, checks = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
    for seed in range(50):
        card = invented_card(Random(seed), 1943)
        assert card.startswith("99")
        assert checks[sum(int(d) * w for d, w in zip(card[:17], weights, strict=True)) % 11] == card[17]


def test_a_bank_card_passes_its_check() -> None:
    for seed in range(50):
        digits = [int(d) for d in reversed(invented_bank_card(Random(seed)))]
        doubled = [d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)]
        assert sum(doubled) % 10 == 0


def test_every_telephone_number_in_a_text_is_an_invented_one(year: list[SampleRequest]) -> None:
    numbers = [n for r in year for n in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", r.text)]
    assert len(numbers) > 500
    assert all(number.startswith("199000") for number in numbers)


def test_since_when_never_lies_in_the_future() -> None:
    at = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    for seed in range(300):
        words = since_when(Random(seed), at)
        told = re.search(r"(\d+)月(\d+)[日号]", words)
        assert told is None or datetime(2026, int(told[1]), int(told[2]), tzinfo=UTC) <= at


def test_old_people_and_callers_fare_worse_so_that_the_gaps_are_there_to_find(
    city: City, year: list[SampleRequest]
) -> None:
    rng = Random(5)
    solved = [(r, simulate_outcome(rng, r, city.residents[r.person])) for r in year]

    def rate(test: object) -> float:
        return float(np.mean([o.solved for r, o in solved if test(r, city.residents[r.person])]))

    assert rate(lambda r, p: p.age < 65) - rate(lambda r, p: p.age >= 65) > 0.04
    assert rate(lambda r, p: r.channel == "web") - rate(lambda r, p: r.channel == "phone") > 0.02
    assert 0.6 < rate(lambda r, p: True) < 0.9


def test_an_outcome_is_possible_in_life(city: City, year: list[SampleRequest]) -> None:
    rng = Random(6)
    for request in year[:3000]:
        outcome = simulate_outcome(rng, request, city.residents[request.person])
        assert 0 <= outcome.signed_hours <= outcome.first_action_hours <= outcome.answered_hours
        assert (outcome.rating is None) == (outcome.follow_up != "reached") == (outcome.said_solved is None)
        assert outcome.rating is None or 1 <= outcome.rating <= 5
        assert outcome.claims_solved or not outcome.solved
        assert outcome.contacts >= 1
        assert "{" not in outcome.answer


def test_units_claim_more_than_people_confirm(city: City, year: list[SampleRequest]) -> None:
    rng = Random(8)
    outcomes = [simulate_outcome(rng, r, city.residents[r.person]) for r in year[:5000]]
    asked = [o for o in outcomes if o.said_solved is not None]
    assert np.mean([o.claims_solved for o in asked]) > np.mean([o.said_solved for o in asked]) + 0.05


def test_the_tree_is_whole_and_every_limit_gets_longer_with_less_urgency() -> None:
    headings = {parent.code for parent in parents()}
    hours = {"hours": 1, "days": 24, "working_days": 24}
    for leaf in leaves():
        assert leaf.parent in headings
        assert leaf.zh
        assert leaf.en.isascii()
        assert leaf.covers_zh
        times = [
            span.amount * hours[span.unit.value]
            for span in (leaf.limits.urgent, leaf.limits.soon, leaf.limits.normal)
        ]
        assert times == sorted(times)


def test_every_category_has_a_unit_in_every_street(city: City) -> None:
    units = {unit.code for unit in city.units}
    for leaf in leaves():
        for one in city.neighbourhoods:
            assert leaf.unit_code(district=one.district_code, street=one.street_code) in units


@pytest.fixture(scope="module")
def eventful(city: City) -> list[SampleRequest]:
    return list(write_requests(Random(11), n=YEAR, city=city, start=START, eventful=True))


def test_an_eventful_year_is_as_long_and_in_order_of_time(eventful: list[SampleRequest]) -> None:
    assert len(eventful) == YEAR
    assert [one.received_at for one in eventful] == sorted(one.received_at for one in eventful)


def test_one_real_incident_is_told_by_many_people_of_one_place_over_days_in_their_own_words(
    eventful: list[SampleRequest], city: City
) -> None:
    told = [one for one in eventful if one.incident == REAL]
    assert len({one.person for one in told}) == len(told) >= 50
    assert len({city.residents[one.person].neighbourhood for one in told}) == 1
    assert len({one.text for one in told}) >= 0.95 * len(told)
    assert len({one.received_at.date() for one in told}) >= 4


def test_one_crowd_sends_copies_about_a_trifle_from_few_accounts_of_one_district(
    eventful: list[SampleRequest], city: City
) -> None:
    sent = [one for one in eventful if one.incident == CROWD]
    assert len(sent) >= 100
    assert len({one.person for one in sent}) <= 30
    assert len({one.text for one in sent}) <= 3
    homes = {city.residents[one.person].neighbourhood for one in sent}
    assert {city.neighbourhoods[home].district_code for home in homes} == {"d2"}


def test_people_of_quiet_places_report_the_same_incident_at_about_a_third_of_the_rate(
    year: list[SampleRequest], city: City
) -> None:
    heard = {
        quiet: sum(
            bool(one.incident) and is_quiet(city, city.residents[one.person].neighbourhood) is quiet
            for one in year
        )
        / sum(is_quiet(city, resident.neighbourhood) is quiet for resident in city.residents)
        for quiet in (True, False)
    }
    assert 0.22 < heard[True] / heard[False] < 0.45


def test_it_rains_in_summer_and_freezes_in_winter(eventful: list[SampleRequest]) -> None:
    def of(words: str) -> set[int]:
        return {one.received_at.month for one in eventful if words in one.text}

    assert of("寒潮") <= {11, 12, 1, 2}
    assert of("蚊子成群") <= {5, 6, 7, 8}
    assert of("一场大雨积水") <= {5, 6, 7, 8}
    assert of("寒潮")
    assert of("蚊子成群")
    assert of("一场大雨积水")
