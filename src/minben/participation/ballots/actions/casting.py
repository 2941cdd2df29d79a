"""Casting ballots: alone, by telephone, at the counter, at home, through a proxy; changing them until the close."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from minben.ledger import actions as ledger
from minben.participation.ballots.actions.preparing import record_key
from minben.participation.ballots.core.receipts import Told, commitment
from minben.participation.ballots.core.secrecy import Opening, opening_commitment
from minben.participation.ballots.core.stages import Stage
from minben.participation.ballots.core.tally import Choice
from minben.participation.ballots.lists import place_of, stamp, who
from minben.participation.ballots.models import SEALED, Cast, Channel, Decision, Owner, Ownership, Sheet
from minben.participation.ballots.refusals import DecisionError


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBallot:
    """What is said for a dwelling.

    Attributes
    ----------
    owner_id, dwelling_id : int
    choice : Choice
    channel : Channel
    proxy, paper : str
        Who acts for the owner, and where the paper lies that says so.
    """

    owner_id: int
    dwelling_id: int
    choice: Choice
    channel: Channel
    proxy: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What proves that a ballot was taken: its entry in the public record; by name, also the number that opens it."""

    cast: int
    entry: int
    nonce: str
    commitment: str


@transaction.atomic
def cast(*, ballots: Sequence[NewBallot], at: datetime, by: int | None = None) -> list[Receipt]:
    """Take ballots. Of several for one dwelling the latest counts; the earlier ones stay written down.

    Parameters
    ----------
    ballots : sequence of NewBallot
        All in one decision.
    at : datetime
        Aware; now.
    by : int or None
        The account of who took them; nobody's for a ballot cast by the owner alone.

    Raises
    ------
    DecisionError
        ``not_voting``, ``closed``, ``not_an_owner``, ``no_paper`` or ``nobody_took_it``.
    """
    if not ballots:
        return []
    decision = _open_for_ballots(ballots[0].owner_id, at)
    return [_kept(decision, one, at, by) for one in ballots]


def _open_for_ballots(owner_id: int, at: datetime) -> Decision:
    """Lock the decision: whoever closes or counts it waits until this ballot is written, or this ballot is late."""
    owner = Owner.objects.only("decision_id").get(pk=owner_id)
    decision = Decision.objects.select_for_update().get(pk=owner.decision_id)
    if decision.stage != Stage.VOTE or decision.closes_at is None:
        raise DecisionError("not_voting")
    if at > decision.closes_at:
        raise DecisionError("closed")
    return decision


def _kept(decision: Decision, new: NewBallot, at: datetime, by: int | None) -> Receipt:
    if new.channel is not Channel.WEB and by is None:
        raise DecisionError("nobody_took_it")
    if bool(new.proxy) != bool(new.paper) or (new.proxy and new.channel is Channel.WEB):
        raise DecisionError("no_paper")
    return keep(decision, new, cast_at=at, at=at, by=by)


def keep(
    decision: Decision,
    new: NewBallot,
    *,
    cast_at: datetime,
    at: datetime,
    by: int | None,
    sheet: Sheet | None = None,
) -> Receipt:
    """Write a ballot and its commitment; the caller holds the decision's lock and has checked the time."""
    owned = Ownership.objects.select_related("owner", "dwelling").filter(
        owner_id=new.owner_id, dwelling_id=new.dwelling_id, owner__decision=decision
    )
    owned_row = owned.first()
    if owned_row is None:
        raise DecisionError("not_an_owner")
    row = Cast(
        decision=decision, dwelling=owned_row.dwelling, owner=owned_row.owner, choice=new.choice, at=cast_at,
        channel=new.channel, proxy=new.proxy, paper=new.paper, sheet=sheet, taken_by_id=by,
        nonce=secrets.token_hex(32),
    )  # fmt: skip
    row.commitment = _sealed(row) if decision.secret else _committed(row)
    taken = f"user:{by}" if by else "owner"
    act = ledger.Act(
        "ballots.cast", taken, record_key(decision.pk), at, detail={"commitment": row.commitment}
    )
    row.entry = ledger.write([act])[0]
    row.save()
    return Receipt(row.pk, row.entry, row.nonce, row.commitment)


def _committed(row: Cast) -> str:
    told = Told(
        decision=row.decision_id, dwelling=row.dwelling.label, choice=row.choice, by=who(row),
        at=stamp(row.at), nonce=row.nonce,
    )  # fmt: skip
    return commitment(told, _algorithm())


def _sealed(row: Cast) -> str:
    """Seal what a secret ballot says; of it the row keeps nothing in plain words, and the voter gets no number."""
    opening = Opening(
        decision=row.decision_id, place=place_of(row.dwelling), choice=str(row.choice), at=stamp(row.at),
        nonce=row.nonce,
    )  # fmt: skip
    row.secret = json.dumps({"choice": opening.choice, "nonce": opening.nonce})
    row.choice, row.nonce = SEALED, ""
    return opening_commitment(opening, _algorithm())


def _algorithm() -> str:
    return ledger.plain_digest(b"").partition(":")[0]
