"""Ballots on paper: two people read each sheet, neither seeing what the other read, and it counts when they agree."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minben.participation.ballots.actions.casting import NewBallot, keep
from minben.participation.ballots.core.stages import Stage
from minben.participation.ballots.core.tally import Choice
from minben.participation.ballots.models import SEALED, VOID, Channel, Decision, Opened, Reading, Sheet, Step
from minben.participation.ballots.refusals import DecisionError


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """What somebody reads on a sheet.

    Attributes
    ----------
    number : str
        Printed on the sheet.
    handed_in_at : datetime
        Aware; noted on the sheet when it was handed in. The first reader's word holds.
    choice : str
        A choice, or ``void``.
    """

    decision_id: int
    number: str
    owner_id: int
    dwelling_id: int
    choice: str
    handed_in_at: datetime
    proxy: str = ""
    paper: str = ""


@transaction.atomic
def read_sheet(*, reading: NewReading, by: int, at: datetime) -> str:
    """Write down what was read; return ``waits``, ``counted``, ``void`` or ``differs``.

    When two read differently, both look at the sheet together and enter it once more.

    Raises
    ------
    DecisionError
        ``not_voting``, ``closed`` (handed in after the close, or before the vote), ``sheet_settled``, ``read_already``,
        ``not_an_owner``, ``no_paper`` or ``opened_already``.
    """
    decision = Decision.objects.select_for_update().get(pk=reading.decision_id)
    sheet = _sheet(decision, reading)
    if sheet.settled_at is not None:
        raise DecisionError("sheet_settled")
    before = list(sheet.readings.order_by("pk"))
    if bool(reading.proxy) != bool(reading.paper):
        raise DecisionError("no_paper")
    turn = 1 + len(before) // 2
    if any(one.turn == turn and one.by_id == by for one in before):
        raise DecisionError("read_already")
    made = Reading.objects.create(
        sheet=sheet, turn=turn, owner_id=reading.owner_id, dwelling_id=reading.dwelling_id,
        proxy=reading.proxy, paper=reading.paper, by_id=by, at=at, **_kept(decision, reading.choice),
    )  # fmt: skip
    others = [one for one in before if one.turn == turn]
    return _settle(decision, sheet, others[0], made, at) if others else "waits"


def _sheet(decision: Decision, reading: NewReading) -> Sheet:
    if decision.stage != Stage.VOTE or decision.closes_at is None:
        raise DecisionError("not_voting")
    if Opened.objects.filter(decision=decision).exists():
        # What its observers have seen is all there is: a sheet found later is told to them, not slipped in.
        raise DecisionError("opened_already")
    known = Sheet.objects.filter(decision=decision, number=reading.number).first()
    if known is not None:
        return known
    opened = Step.objects.get(decision=decision, stage=Stage.VOTE).at
    if not opened <= reading.handed_in_at <= decision.closes_at:
        raise DecisionError("closed")
    return Sheet.objects.create(decision=decision, number=reading.number, handed_in_at=reading.handed_in_at)


def _kept(decision: Decision, choice: str) -> dict[str, str]:
    """In a secret vote what was read lies sealed until both have read alike."""
    return {"choice": SEALED, "secret": choice} if decision.secret else {"choice": choice}


def _settle(decision: Decision, sheet: Sheet, first: Reading, second: Reading, at: datetime) -> str:
    def said(one: Reading) -> tuple[object, ...]:
        return one.owner_id, one.dwelling_id, _read(one), one.paper

    if said(first) != said(second):
        return "differs"
    choice = _read(first)
    if choice != VOID:
        ballot = NewBallot(
            owner_id=first.owner_id, dwelling_id=first.dwelling_id, choice=Choice(choice),
            channel=Channel.PAPER, proxy=first.proxy, paper=first.paper,
        )  # fmt: skip
        keep(decision, ballot, cast_at=sheet.handed_in_at, at=at, by=second.by_id, sheet=sheet)
    sheet.settled_at = at
    sheet.save(update_fields=["settled_at"])
    sheet.readings.update(secret="")
    return "void" if choice == VOID else "counted"


def _read(one: Reading) -> str:
    return one.secret if one.choice == SEALED else one.choice
