"""What everybody may see of a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from minben.participation.ballots.core.disclosure import Band, band
from minben.participation.ballots.core.procedure import Procedure
from minben.participation.ballots.core.stages import STAGES, Stage, earliest
from minben.participation.ballots.core.tally import Share, Tally, count
from minben.participation.ballots.law import procedure_of, secrecy_of
from minben.participation.ballots.lists import counted_of
from minben.participation.ballots.models import Beside, Decision, Dwelling, Objection, Step
from minben.participation.ballots.queries.standing import reached_of


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage as everybody sees it; ``at`` is when it began, ``earliest`` when it may."""

    stage: Stage
    at: datetime | None
    earliest: datetime | None
    here: bool
    words: str


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection as everybody may read it, with what became of it."""

    key: int
    gist: str
    at: datetime
    talks: Sequence[tuple[datetime, str, str]]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision; ``title`` and ``question`` are in the reader's language where they were written in it."""

    key: int
    title: str
    question: str
    unit: int
    unit_name: str
    place_name: str
    stage: Stage
    procedure: Procedure
    closes: datetime | None
    has_costs: bool
    stopped: bool
    secret: bool


def _row(decision: Decision) -> DecisionRow:
    english = (get_language() or "").startswith("en")
    return DecisionRow(
        key=decision.pk,
        title=(english and decision.title_en) or decision.title,
        question=(english and decision.question_en) or decision.question,
        unit=decision.unit_id,
        unit_name=str(decision.unit),
        place_name=str(decision.place) if decision.place else "",
        stage=Stage(decision.stage),
        procedure=procedure_of(decision),
        closes=decision.closes_at,
        has_costs=bool(decision.scheme and decision.cost_cents is not None),
        stopped=decision.stage == Stage.STOPPED,
        secret=decision.secret,
    )


def decisions(*, units: Sequence[int] | None = None) -> list[DecisionRow]:
    """Decisions, the newest first: those that were announced, or all that some units organise."""
    found = Decision.objects.select_related("unit", "place").order_by("-pk")
    found = found.exclude(stage=Stage.PREPARED) if units is None else found.filter(unit__in=units)
    return [_row(one) for one in found[:200]]


def decision(key: int) -> DecisionRow | None:
    """One decision, also one that has not been announced yet."""
    found = Decision.objects.select_related("unit", "place").filter(pk=key).first()
    return _row(found) if found else None


def stages(key: int) -> list[StageRow]:
    """The stages of a decision in their order."""
    one = Decision.objects.get(pk=key)
    reached, limits = reached_of(one), earliest(procedure_of(one), reached_of(one))
    words = dict(Step.objects.filter(decision=one).values_list("stage", "words"))
    shown = (*STAGES, Stage.STOPPED) if one.stage == Stage.STOPPED else STAGES
    return [
        StageRow(stage, reached.get(stage), limits.get(stage), one.stage == stage, words.get(stage, ""))
        for stage in shown
        if one.stage != Stage.STOPPED or stage in reached
    ]


def objections(key: int) -> list[ObjectionRow]:
    """The objections to a decision as everybody may read them."""
    found = Objection.objects.filter(decision_id=key).order_by("pk").prefetch_related("mediations")
    return [
        ObjectionRow(
            row.pk,
            row.gist,
            row.at,
            tuple(
                (talk.at, talk.words, talk.outcome)
                for talk in sorted(row.mediations.all(), key=lambda t: t.pk)
            ),
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many took part so far; nobody learns before the close what was said. ``band``: of a secret vote's area."""

    area: Share
    owners: Share
    band: Band


def turnout(key: int) -> Turnout:
    """Return who has taken part so far, in sums."""
    one = Decision.objects.get(pk=key)
    tally = _tally(one)
    area, owners = tally.area_present, tally.owners_present
    step = secrecy_of(one).area_step_percent if one.secret else 1
    return Turnout(area, owners, band(area.part, area.whole, step))


def result(key: int) -> Tally | None:
    """Return the count of a vote by name, once it is published; of a secret one :func:`told` says what may be told."""
    found = Decision.objects.filter(pk=key, secret=False, result__isnull=False).first()
    return _tally(found) if found else None


def _tally(one: Decision) -> Tally:
    counted = counted_of(one)
    closes = one.closes_at or one.made_at
    return count(counted.dwellings, counted.ballots, procedure_of(one), closes=closes)


def labels(key: int) -> Mapping[str, int]:
    """The dwellings that have a say, by what they are called."""
    return dict(Dwelling.objects.filter(decision_id=key).order_by("pk").values_list("label", "pk"))


@dataclass(frozen=True, slots=True)
class BesideRow:
    """Something to look at before one votes."""

    kind: str
    address: str
    own_address: str


def beside(key: int) -> list[BesideRow]:
    """Return what lies beside a decision."""
    found = Beside.objects.filter(decision_id=key).order_by("kind")
    return [BesideRow(row.kind, row.address, row.own_address) for row in found]
