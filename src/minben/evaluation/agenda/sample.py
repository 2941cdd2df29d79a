"""This feature's part of the sample city: a year's list, one question followed to its end, one that goes on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.timezone import localdate, make_aware

from minben.accounts.actions import NewAccount, Role, create_accounts
from minben.commons.parameters import from_yaml
from minben.evaluation.agenda import actions
from minben.evaluation.agenda import queries as agenda
from minben.evaluation.agenda.core.months import first_of, later
from minben.evaluation.agenda.core.texts import Text
from minben.evaluation.agenda.models import Member
from minben.evaluation.agenda.words import TaskKind
from minben.ground.registers import actions as registers
from minben.ground.registers import queries as units
from minben.needs.hotline import queries as hotline


@dataclass(frozen=True, slots=True)
class Work:
    """What was done about a matter of the sample city: of what would have come since, this share still comes.

    ``district`` is the beginning of the codes of its places; blank for the whole city.
    """

    category: str
    district: str
    since: date
    kept: float


@dataclass(frozen=True, slots=True)
class _Cast:
    """Who acts: by the names of the sample's sign-ins, and an officer of each unit in the lead."""

    users: Mapping[str, AbstractBaseUser]
    officers: Mapping[str, AbstractBaseUser]


def works(today: date) -> list[Work]:
    """Return what the units' work spares people, for whoever writes the year's requests."""
    return [
        Work(one["category"], one.get("district", ""), _began(one, today), one["kept"])
        for one in _told()["questions"]
        if one["kept"] < 1
    ]


def known_since(today: date) -> date:
    """Return the first day of which requests must be known: a season is set against the same months a year earlier."""
    return min(
        later(_began(one, today), -12) for one in _told()["questions"] if "season" in one and one["began"] > 0
    )


def lay_out(rng: Random, *, users: Mapping[str, int], at: datetime) -> int:
    """Plan the year, choose, work, ask and close as it would have happened until now; return how many questions."""
    told = _told()
    cast = _employ(users, {one["unit"] for one in told["questions"]}, at)
    themes = _plan(told, cast, at)
    for one in told["questions"]:
        _play(rng, one, themes, cast, at)
    actions.measure_due(at=at)
    return len(told["questions"])


@cache
def _told() -> dict[str, Any]:
    path = resources.files("minben.evaluation.agenda") / "parameters" / "sample.yaml"
    loaded: dict[str, Any] = from_yaml(path.read_text(encoding="utf-8"))
    return loaded


def _began(one: Mapping[str, Any], today: date) -> date:
    return later(first_of(today), -one["began"])


def _employ(users: Mapping[str, int], leads: set[str], at: datetime) -> _Cast:
    """Give each unit in the lead an officer nobody signs in as; the heating company has one already."""
    names = {unit: f"officer-{unit}" for unit in sorted(leads - {"heat"})}
    rows = [NewAccount(username=name, role=Role.OFFICER, hashed="!") for name in names.values()]
    keys = create_accounts(accounts=rows, at=at)
    since = localdate(at) - timedelta(days=500)
    spells = [
        registers.NewMembership(user=keys[name], unit=unit, since=since) for unit, name in names.items()
    ]
    registers.enrol_memberships(rows=spells, at=at)
    known = get_user_model().objects.in_bulk([*users.values(), *keys.values()])
    officers = {unit: known[keys[name]] for unit, name in names.items()}
    return _Cast(
        {name: known[key] for name, key in users.items()}, {**officers, "heat": known[users["officer"]]}
    )


def _plan(told: Mapping[str, Any], cast: _Cast, at: datetime) -> dict[tuple[int, int], int]:
    """Name the months of this year, and of those of the last that a question belongs to."""
    today = localdate(at)
    named = {(today.year, month): told["themes"][month] for month in range(1, 13)}
    for ago, words in told["months"].items():
        day = later(first_of(today), -ago)
        named[day.year, day.month] = words
    return {
        (year, month): actions.plan_theme(
            theme=actions.NewTheme(year=year, month=month, title=Text(**words)),
            by=cast.users["analyst"],
            at=at,
        )
        for (year, month), words in sorted(named.items())
    }


def _play(
    rng: Random, one: Mapping[str, Any], themes: Mapping[tuple[int, int], int], cast: _Cast, at: datetime
) -> None:
    """Take one question as far as it came; what would lie ahead of ``at`` is left out."""
    today, analyst = localdate(at), cast.users["analyst"]
    began = _began(one, today)
    chosen = min(_morning(began) - timedelta(days=12), at)
    choice = _choice(one, themes[began.year, began.month], began)
    key = actions.choose(choice=choice, by=analyst, at=chosen)
    if one["ends"] == "chosen":
        return
    officer = cast.officers[one["unit"]]
    actions.begin(question_id=key, words=Text(**one["begun"]), by=officer, at=chosen + timedelta(days=3))
    _do_tasks(key, one, officer, at)
    for moment, words in zip(_between(chosen, at, len(one["progress"])), one["progress"], strict=True):
        actions.report_progress(question_id=key, words=Text(**words), by=officer, at=moment)
    if one["ends"] == "working":
        return
    try:
        actions.open_asking(question_id=key, by=analyst, at=at - timedelta(days=30))
    except actions.AgendaRefused:
        # A city of few requests may hold none about it: then nobody can be asked.
        return
    _speak(rng, key, one["answers"], cast, at)
    _end(key, one, cast, at)


def _do_tasks(key: int, one: Mapping[str, Any], officer: AbstractBaseUser, at: datetime) -> None:
    """List what the unit set itself to do, and end what was done by now."""
    begun = _morning(_began(one, localdate(at)))
    for number, task in enumerate(one.get("tasks", ()), start=1):
        unit = units.unit(task.get("unit", one["unit"]))
        if unit is None:
            raise LookupError(task["unit"])
        kind = TaskKind.RULE if task.get("rule") else TaskKind.WORK
        made = actions.NewTask(
            words=Text(task["zh"], task["en"]), unit=unit.key, kind=kind.value,
            due_on=localdate(begun + timedelta(days=task["due"])),
        )  # fmt: skip
        actions.set_task(question_id=key, task=made, by=officer, at=begun)
        if "done" in task:
            end = actions.TaskEnded(number=number, how="done", words=Text(**task["ended"]))
            done = min(begun + timedelta(days=task["done"]), at)
            actions.end_task(question_id=key, end=end, by=officer, at=done)


def _choice(one: Mapping[str, Any], theme: int, began: date) -> actions.Choice:
    place = units.place(code=one["district"]) if "district" in one else None
    unit = units.unit(one["unit"])
    if unit is None:
        raise LookupError(one["unit"])
    return actions.Choice(
        theme=theme, unit=unit.key, category=hotline.category_ids([one["category"]])[one["category"]],
        place=place.key if place else None, comparison=_comparison(one, began),
        starts_on=began, due_on=later(began, 12), target=one["target"],
        title=Text(**one["title"]), words=Text(**one.get("words", {})), goal=Text(**one["goal"]),
        reason=Text(**one["reason"]),
    )  # fmt: skip


def _comparison(one: Mapping[str, Any], began: date) -> str:
    if "district" in one:
        return "elsewhere"
    # A sample made so small that its first days stay empty knows no year before.
    return "year_earlier" if "season" in one and agenda.reaches_a_year_back(began) else "other_matters"


def _speak(rng: Random, key: int, answers: Mapping[str, float], cast: _Cast, at: datetime) -> None:
    """Let a share of those concerned speak, in the order of chance; some on the telephone."""
    requests = list(Member.objects.filter(question=key).order_by("pk").values_list("request_id", flat=True))
    rng.shuffle(requests)
    speaking = requests[: round(len(requests) * answers["share"])]
    for moment, request in zip(_between(at - timedelta(days=29), at, len(speaking)), speaking, strict=True):
        word = _word(rng.random(), answers)
        by = cast.users["clerk"] if rng.random() < 0.3 else None
        said = actions.NewWord(request=request, word=word, way="phone" if by else "own")
        actions.say(question_id=key, said=said, at=moment, by=by)


def _word(drawn: float, answers: Mapping[str, float]) -> str:
    if drawn < answers["better"]:
        return "better"
    return "same" if drawn < answers["better"] + answers["same"] else "worse"


def _end(key: int, one: Mapping[str, Any], cast: _Cast, at: datetime) -> None:
    """Close it, or let it go on, as people said; a small sample may confirm nothing."""
    reviewer = cast.users["reviewer"]
    if one["ends"] == "asking":
        return
    try:
        if one["ends"] == "closed":
            actions.close(question_id=key, words=Text(**one["ended"]), by=reviewer, at=at)
            return
    except actions.AgendaRefused:
        pass
    actions.go_on(question_id=key, words=Text(**one["ended"]), by=reviewer, at=at)


def _between(since: datetime, until: datetime, n: int) -> Iterator[datetime]:
    step = (until - since) / (n + 1)
    return (since + step * (number + 1) for number in range(n))


def _morning(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(9)))


__all__: Sequence[str] = ["Work", "known_since", "lay_out", "works"]
