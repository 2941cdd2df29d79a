"""This feature's part of the sample city: headings, standard answers, a year of requests, and people's word on them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from django.db import connection, transaction

from minben.commons.rows import insert_columns, update_columns
from minben.ground.registers import queries as registers
from minben.ground.registers.core.city import City
from minben.ground.registers.core.townspeople import Resident
from minben.needs.hotline.actions.categories import NewAnswer, NewCategory, add_answers, add_categories
from minben.needs.hotline.core.arrivals import ContactGiven, Intake
from minben.needs.hotline.models import Entry, Request
from minben.needs.hotline.sample_texts import SampleRequest, leaves, parents, write_requests
from minben.needs.hotline.sample_texts.tree import read_sample
from minben.needs.hotline.words import Actor, Identity, State, Step

SOURCE = "sample"


@dataclass(frozen=True, slots=True)
class Said:
    """A person's word on a request of the sample city, and when they were asked."""

    request_id: int
    solved: bool
    at: datetime


def lay_categories(*, at: datetime, since: date) -> dict[str, int]:
    """Enrol the sample city's headings and standard answers; return the key of each heading."""
    rows = [NewCategory(code=p.code, name=p.zh, name_en=p.en, since=since) for p in parents()]
    rows += [
        NewCategory(
            code=leaf.code, name=leaf.zh, name_en=leaf.en, parent=leaf.parent, tier=leaf.tier, since=since
        )
        for leaf in leaves()
    ]
    keys = add_categories(rows=rows, at=at)
    units = {unit.code: unit.key for unit in registers.units()}
    answers = [
        NewAnswer(
            category=row["category"], question=row["question_zh"], question_en=row["question_en"],
            words=row["words_zh"], words_en=row["words_en"], source=row["source"], since=since,
            owner_id=units[row["owner"]],
        )
        for row in read_sample("standard-answers")["answers"]
    ]  # fmt: skip
    add_answers(rows=answers, at=at)
    return keys


def write_examination(rng: Random, *, to: Path, n: int, city: City, start: date) -> None:
    """Write requests that no classifier has met, with who asks and how, for its figures by group."""
    with to.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["text", "label", "channel", "age", "condition"])
        for one in write_requests(rng, n=n, city=city, start=start):
            who = city.people[one.person]
            age = _age(who.born_year, start.year)
            table.writerow([one.text, one.category, one.channel, age, who.condition])


def _age(born: int | None, year: int) -> str:
    if born is None:
        return "unknown"
    return next((told for least, told in ((60, "60+"), (35, "35–59")) if year - born >= least), "under 35")


def intakes(
    rng: Random,
    requests: Sequence[SampleRequest],
    *,
    residents: Sequence[Resident],
    people: Sequence[int],
    places: Mapping[str, int],
    first: int = 0,
) -> list[Intake]:
    """Turn written requests into what the edges would hand over; their numbers from ``first`` on are their keys."""
    made = []
    for number, request in enumerate(requests, start=first):
        told = _intake(rng, request, residents[request.person], people[request.person])
        made.append(replace(told, source_key=str(number), place_id=places.get(request.place)))
    return made


def _intake(rng: Random, request: SampleRequest, resident: Resident, person: int) -> Intake:
    identity = rng.choices((Identity.NAMED, Identity.CONFIDENTIAL, Identity.ANONYMOUS), (84, 12, 4))[0]
    given = resident.person
    helper = (
        {"helper_relation": "社区工作者", "consent_how": "当面同意"} if request.channel == "proxy" else {}
    )
    named = identity != Identity.ANONYMOUS
    return Intake(
        text=request.text,
        received_at=request.received_at,
        channel=request.channel,
        identity=identity.value,
        source=SOURCE,
        person_id=person if named else None,
        contact=ContactGiven(name=given.name, phone=given.phone, **helper) if named else None,
        lat=request.lat,
        lon=request.lon,
        # A neighbour's extension is complained about every day; wrongdoing in office is told once in a while.
        kind="complaint" if request.kind == "whistle" and rng.random() < 0.97 else request.kind,
    )


def settle(said: Iterable[Said]) -> int:
    """Write down what people said of past requests: the request's own column and a line of its history."""
    rows = list(said)
    with transaction.atomic():
        keys = [one.request_id for one in rows]
        columns = {
            "solved": [one.solved for one in rows],
            "solved_at": [one.at if one.solved else None for one in rows],
        }
        update_columns(connection, Request, columns, keys)
        entries = {
            "request": keys,
            "at": [one.at for one in rows],
            "step": [(Step.SOLVED if one.solved else Step.NOT_SOLVED).value for one in rows],
            "actor": Actor.PERSON.value,
            "user": None,
            "unit": None,
            "words": "",
            "facts": {},
            "public": True,
        }
        insert_columns(connection, Entry, entries, size=len(rows))
    return len(rows)


def waiting(*, before: datetime) -> list[int]:
    """Requests of the sample that have waited for a clerk since before a moment."""
    found = Request.objects.filter(source=SOURCE, state=State.WITH_CLERK, received_at__lt=before)
    return list(found.values_list("pk", flat=True))


def backdate(routed: Mapping[int, datetime]) -> None:
    """Let the sample's requests have been routed when their orders went out, not when the sample was made."""
    rows = Entry.objects.filter(request_id__in=list(routed), step=Step.ROUTED).values_list("pk", "request_id")
    found = list(rows)
    update_columns(
        connection, Entry, {"at": [routed[request] for _, request in found]}, [key for key, _ in found]
    )


def chased(requests: Sequence[SampleRequest]) -> dict[int, list[datetime]]:
    """When people asked after an earlier request of theirs, by that request's number."""
    found: dict[int, list[datetime]] = {}
    for request in requests:
        if request.follows >= 0:
            found.setdefault(request.follows, []).append(request.received_at)
    return found


def year_before(day: date) -> tuple[date, int]:
    """The first day and the length [d] of the year that ends on a day."""
    start = day - timedelta(days=364)
    return start, 365
