"""The sample city Linjiang: built from a seed, by each feature's own part, and taken once round the loop."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.timezone import localdate

from minben.accounts import actions as accounts
from minben.commons.errors import TeachingError
from minben.dispatch.orders import actions as orders
from minben.dispatch.orders import sample as orders_sample
from minben.evaluation.agenda import sample as agenda_sample
from minben.evaluation.outcomes import actions as outcomes
from minben.evaluation.outcomes import sample as outcomes_sample
from minben.ground.registers import actions as registers
from minben.ground.registers import sample as registers_sample
from minben.institutions.sandbox import actions as sandbox
from minben.institutions.sandbox import queries as register
from minben.ledger import actions as ledger
from minben.loop import sample_readings
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import sample as hotline_sample
from minben.needs.hotline.sample_texts import SampleOutcome, SampleRequest, simulate_outcome, write_requests
from minben.needs.opendata import sample as opendata_sample
from minben.needs.telephone import sample as telephone_sample
from minben.needs.topics import sample as topics_sample
from minben.participation.ballots import sample as ballots_sample
from minben.participation.twin import sample as twin_sample

SEED = 20260101
# Some requests are chasers, which become lines of history: twenty thousand remain.
PEOPLE, REQUESTS, LESSONS = 5_000, 21_000, 5_000
# The telephone of the last fortnight is enough to look at.
CALL_DAYS, CALLS = 14, 200
LEARNT_REPLIES = 1_200
_BATCH = 2_000
# A finished request nobody spoke about is closed after a week; what was not solved and is old was taken up again.
_CLOSES_AFTER = timedelta(days=7)

_SORTED_AFTER = timedelta(minutes=3)
# Somebody asks before the first month that is compared: from then on it is known.
_BESIDES = timedelta(days=7)

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class SignIn:
    """One account to look around with."""

    username: str
    role: str
    password: str


@dataclass(frozen=True, slots=True)
class _Taken:
    """A request of the sample with its key and what became of it."""

    key: int
    request: SampleRequest
    outcome: SampleOutcome
    vulnerable: bool


def build(*, at: datetime, password: str, progress: Progress, size: float = 1.0) -> list[SignIn]:
    """Build the city and take its year once round; ``progress`` is told the stage and the share done of it.

    Parameters
    ----------
    at : datetime
        Now: the year ends today.
    password : str
        Of every sign-in.
    progress : callable
        ``progress(stage, share)``.
    size : float
        Share of the full city; tests build a small one.
    """
    rng = Random(SEED)
    start, days = hotline_sample.year_before(localdate(at))
    oldest = min(agenda_sample.known_since(localdate(at)) - _BESIDES, start)
    progress("people", 0)
    enrolled = registers_sample.build(rng, at=at, people=int(PEOPLE * size))
    hotline_sample.lay_categories(at=at, since=oldest)
    orders_sample.build(since=oldest, at=at)
    users = _accounts(enrolled, at, password)
    progress("people", 1)
    progress("learn", 0)
    _learn(enrolled, at, start, int(LESSONS * size) + 600, users)
    progress("learn", 1)
    year = write_requests(
        rng, n=int(REQUESTS * size), city=enrolled.city, start=start, days=days, eventful=True
    )
    written = list(year)
    written = [one for one in written if one.received_at <= at]
    written = _spared(Random(SEED + 4), written, agenda_sample.works(localdate(at)))
    earlier = _earlier(enrolled, oldest, start, size)
    taken = _receive(Random(SEED + 7), earlier, enrolled, at)
    taken += _receive(rng, written, enrolled, at, progress, numbered=len(earlier))
    _sort_out(taken, users["clerk"], at)
    telephone_sample.ring(Random(SEED + 2), at=at, days=CALL_DAYS, per_day=max(int(CALLS * size), 12))
    _decide(enrolled, users, at)
    progress("deliver", 0)
    _deliver(taken, at, progress)
    sample_readings.lay_out(users=users, units=enrolled.units, at=at)
    _learn_replies(users, at)
    topics_sample.look_through(at=at)
    progress("evaluate", 0)
    agenda_sample.lay_out(Random(SEED + 5), users=users, at=at)
    outcomes.summarise(at=at, since=None, until=None)
    outcomes.draw_followups(at=at, seed=SEED)
    opendata_sample.publish(at=at)
    progress("evaluate", 0.5)
    while ledger.seal(at=at):
        pass
    progress("evaluate", 1)
    return [SignIn(name, role.value, password) for name, role in _SIGN_INS.items()]


def _decide(enrolled: registers_sample.Enrolled, users: dict[str, int], at: datetime) -> None:
    """Have the owners of an old block vote, organised by the street whose worker one can sign in as."""
    street = next(unit for unit in enrolled.city.units if unit.kind == "street")
    people = zip(enrolled.city.people, enrolled.people, strict=True)
    neighbours = list({person.name: key for person, key in people if person.name}.items())[:22]
    readers = (users["worker"], users["clerk"])
    block = ballots_sample.Block(
        unit_id=enrolled.units[street.code], place_id=enrolled.places[street.place],
        neighbours=neighbours, worker=users["worker"], reader_ids=readers,
    )  # fmt: skip
    lift, _over = ballots_sample.decide(Random(SEED + 3), block, at=at)
    twin_sample.set_up(
        decision_id=lift, unit_id=block.unit_id, place_id=block.place_id, worker=users["worker"], at=at
    )


_SIGN_INS = {role.value: role for role in accounts.Role}


def _accounts(enrolled: registers_sample.Enrolled, at: datetime, password: str) -> dict[str, int]:
    from django.contrib.auth.hashers import make_password

    one_hash = make_password(password)
    users = accounts.create_accounts(
        accounts=[
            accounts.NewAccount(username=name, role=role, hashed=one_hash) for name, role in _SIGN_INS.items()
        ],
        at=at,
    )
    since = localdate(at) - timedelta(days=500)
    desk, street = registers.Duty.REPORT_DESK, next(u.code for u in enrolled.city.units if u.kind == "street")
    registers.enrol_memberships(
        rows=[
            registers.NewMembership(user=users["clerk"], unit="centre", since=since, duty=desk),
            registers.NewMembership(
                user=users["officer"], unit="heat", since=since, duty=registers.Duty.HEAD
            ),
            registers.NewMembership(user=users["worker"], unit=street, since=since),
        ],
        at=at,
    )
    somebody = replace(enrolled.city.people[0], user=users["resident"])
    registers.enrol_people(rows=[somebody], at=at, by="sample")
    return users


def _learn(
    enrolled: registers_sample.Enrolled, at: datetime, start: date, n: int, users: dict[str, int]
) -> None:
    """Train the city's own classifier on other texts than it will meet, and have the reviewer clear what runs."""
    lessons = list(write_requests(Random(SEED + 1), n=n, city=enrolled.city, start=start))
    with tempfile.TemporaryDirectory() as folder:
        hotline.train_model(
            texts=[one.text for one in lessons],
            labels=[one.category for one in lessons],
            folder=Path(folder),
            made_on=localdate(at),
        )
        hotline.take_up(Path(folder))
        threshold = hotline.threshold_of(Path(folder))
    reviewer = get_user_model().objects.get(pk=users["reviewer"])
    with tempfile.TemporaryDirectory() as folder:
        examined = Path(folder) / "sample-requests.csv"
        hotline_sample.write_examination(
            Random(SEED + 6), to=examined, n=n // 3, city=enrolled.city, start=start
        )
        _clear("hotline.classifier", reviewer, at, threshold, data=examined)
    for name, floor in (
        ("hotline.finder", None),
        ("topics.finder", None),
        ("topics.ranking", None),
        ("hotline.reply_check", None),
        ("orders.queue_order", None),
        ("twin.sunlight", None),
    ):
        _clear(name, reviewer, at, floor)


def _clear(
    name: str, reviewer: AbstractBaseUser, at: datetime, floor: float | None = None, data: Path | None = None
) -> None:
    evidence = sandbox.try_out(name=name, at=at, data=data)
    told = register.declaration(name)
    if told is not None:
        terms = sandbox.Terms(expires=at + timedelta(days=180), error_limit=told.error_limit, threshold=floor)
        version = told.running_version
        sandbox.clear(name=name, version=version, by=reviewer, evidence=evidence, terms=terms, at=at)


def _learn_replies(users: dict[str, int], at: datetime) -> None:
    """Learn from the newest replies of the year which fit a new request; a small city has too few of them."""
    try:
        hotline.learn_replies(at=at, most=LEARNT_REPLIES)
    except TeachingError:
        return
    _clear("hotline.earlier_replies", get_user_model().objects.get(pk=users["reviewer"]), at)
    hotline.lay_out_replies(at=at)


def _earlier(
    enrolled: registers_sample.Enrolled, oldest: date, start: date, size: float
) -> list[SampleRequest]:
    """Write what came before the year, as often as within it: a season is set against the one before."""
    days = (start - oldest).days
    n = int(REQUESTS * size * days / 365)
    return list(write_requests(Random(SEED + 6), n=n, city=enrolled.city, start=oldest, days=days))


def _spared(
    rng: Random, written: Sequence[SampleRequest], works: Sequence[agenda_sample.Work]
) -> list[SampleRequest]:
    """Leave out what people did not have to ask because of a unit's work; who follows whom is numbered anew."""
    numbers: dict[int, int] = {}
    kept: list[SampleRequest] = []
    for number, one in enumerate(written):
        helped = [
            work
            for work in works
            if work.category == one.true_category
            and one.place.startswith(work.district)
            and localdate(one.received_at) >= work.since
        ]
        if any(rng.random() >= work.kept for work in helped) or (
            one.follows >= 0 and one.follows not in numbers
        ):
            continue
        numbers[number] = len(kept)
        kept.append(replace(one, follows=numbers.get(one.follows, -1)))
    return kept


def _receive(
    rng: Random,
    written: Sequence[SampleRequest],
    enrolled: registers_sample.Enrolled,
    at: datetime,
    progress: Progress = lambda _stage, _share: None,
    *,
    numbered: int = 0,
) -> list[_Taken]:
    """Take the year in, in the order in which it came; a chaser is a line in its request's history."""
    residents = enrolled.city.residents
    made = hotline_sample.intakes(
        rng, written, residents=residents, people=enrolled.people, places=enrolled.places, first=numbered
    )
    fresh = [n for n, one in enumerate(written) if one.follows < 0]
    taken: list[_Taken] = []
    numbers: dict[int, int] = {}
    for first in range(0, len(fresh), _BATCH):
        batch = fresh[first : first + _BATCH]
        got = hotline.receive(intakes=[made[n] for n in batch], at=at)
        for n, key in zip(batch, got.request_ids, strict=True):
            if key is not None:
                resident = residents[written[n].person]
                outcome = simulate_outcome(rng, written[n], resident)
                taken.append(
                    _Taken(
                        key, written[n], outcome, resident.age >= 80 or resident.person.condition != "none"
                    )
                )
                numbers[n] = key
        progress("sense", (first + len(batch)) / len(fresh))
    chasers = [
        hotline.Telling(request_id=numbers[n], step="chased", actor="person", at=moment)
        for n, moments in hotline_sample.chased(written).items()
        if n in numbers
        for moment in moments
    ]
    hotline.tell(tellings=chasers, at=at, witness=False)
    return taken


def _sort_out(taken: Sequence[_Taken], clerk: int, at: datetime) -> None:
    """Have the clerk name the category of what the program was unsure of, but for the last two days'."""
    waiting = set(hotline_sample.waiting(before=at - timedelta(days=2)))
    for one in taken:
        if one.key in waiting:
            right = hotline.Correction(category=one.request.true_category)
            hotline.correct(
                request_id=one.key, correction=right, by=clerk, at=one.request.received_at + _SORTED_AFTER
            )


def _deliver(taken: Sequence[_Taken], at: datetime, progress: Progress) -> None:
    """Play what the units did and what people said of it; nothing that would lie ahead."""
    for first in range(0, len(taken), _BATCH):
        batch = taken[first : first + _BATCH]
        played = [_played(one, at) for one in batch]
        orders.play(outcomes=played, at=at)
        hotline_sample.backdate({one.request_id: one.dispatched_at for one in played})
        finished = [
            outcomes_sample.Finished(one.key, None, when, one.vulnerable, one.outcome)
            for one in batch
            if (when := _done_at(one, at))
        ]
        outcomes_sample.follow_up(Random(SEED + first), finished, at=at)
        hotline_sample.settle(_said(batch, at))
        progress("deliver", (first + len(batch)) / len(taken))


def _done_at(one: _Taken, at: datetime) -> datetime | None:
    when = one.request.received_at + timedelta(hours=one.outcome.answered_hours)
    return when if when <= at else None


def _played(one: _Taken, at: datetime) -> orders.Played:
    came, outcome = one.request.received_at, one.outcome
    out = came + timedelta(minutes=6)
    signed = max(out, came + timedelta(hours=outcome.signed_hours))
    done = _done_at(one, at)
    done = max(done, signed) if done else None
    closed = done + _CLOSES_AFTER if done and done + _CLOSES_AFTER <= at else None
    return orders.Played(
        request_id=one.key,
        dispatched_at=out,
        signed_at=signed if signed <= at else None,
        done_at=done if done and done <= at else None,
        closed_at=closed,
        answer=outcome.answer if done else "",
        evidence=outcome.answer if done else "",
        round=2 if outcome.said_solved is False and closed else 1,
    )


def _said(batch: Sequence[_Taken], at: datetime) -> Iterator[hotline_sample.Said]:
    for one in batch:
        done = _done_at(one, at)
        when = done + timedelta(days=2) if done else None
        if when and when <= at and one.outcome.said_solved is not None:
            yield hotline_sample.Said(one.key, one.outcome.said_solved, when)
