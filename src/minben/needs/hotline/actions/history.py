"""What happens to a request after it came in: appended to its history, with the moves that the one table allows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from minben.commons.digests import JSON
from minben.commons.rows import append_columns, marks, select, update_columns
from minben.ledger import actions as ledger
from minben.needs.hotline.announcing import announce
from minben.needs.hotline.core.arrivals import Promise, Telling
from minben.needs.hotline.core.states import allowed
from minben.needs.hotline.models import REPORTS_WRONGDOING, Contact, Entry, Notice, Request
from minben.needs.hotline.words import Actor, ReplyBy, State, Step

# A button pressed twice, or a page sent again, is one act.
_SECOND_PRESS = timedelta(minutes=2)
_ENDED = {State.CLOSED, State.WITHDRAWN, State.DECLINED, State.UNREASONABLE, State.EXCLUDED}


class MoveRefused(ValueError):
    """The table of moves does not lead from ``old`` to ``new``."""

    code = "move_refused"

    def __init__(self, old: str, new: str) -> None:
        super().__init__(old, new)
        self.old, self.new = old, new


_new: ContextVar[dict[int, tuple[str, str]]] = ContextVar("_new")


@contextmanager
def newly_stored(states: dict[int, tuple[str, str]]) -> Iterator[None]:
    """Tell the state and the wish of requests that this very transaction stored, so that the next move need not ask.

    Nobody else sees them yet, and so nobody else can move them. Only the first move is spared the question: what comes
    after it, or after it was taken back, asks the database.
    """
    before = _new.set(states)
    try:
        yield
    finally:
        _new.reset(before)


def promise(*, promises: Sequence[Promise], at: datetime) -> None:
    """Tell the people who acts for them, by when and why; the requests are routed from now on, or were closed before.

    Raises
    ------
    MoveRefused
        When a request can no longer be routed; nothing of the batch is written.
    """
    with transaction.atomic(savepoint=False):
        closed = [one for one in promises if one.closed_at]
        held = _held([one.request_id for one in promises])
        _check([(one.request_id, State.ROUTED) for one in promises], held)
        # Orders of one rule share one list of reasons, which is then written out once.
        whys = [one.why if isinstance(one.why, list) else list(one.why) for one in promises]
        updated = {
            "unit": [one.unit_id for one in promises],
            "due_at": [one.due_at for one in promises],
            "why": whys,
            "state": [_promised_state(one) for one in promises],
            "closed_at": [one.closed_at for one in promises],
        }
        update_columns(connection, Request, updated, [one.request_id for one in promises])
        entries = {
            "request": [one.request_id for one in promises],
            "at": at,
            "step": Step.ROUTED.value,
            "actor": Actor.MACHINE.value,
            "user": None,
            "unit": [one.unit_id for one in promises],
            "words": "",
            "facts": _promised(promises, whys),
            "public": True,
        }
        append_columns(connection, Entry, entries, size=len(promises))
        _keep_closings(closed)
        steps = [(one.request_id, Step.ROUTED, at) for one in promises]
        steps += [(one.request_id, Step.CLOSED, one.closed_at or at) for one in closed]
        wishes = {request_id: wish for request_id, (_state, wish) in held.items()}
        _notify([(request_id, step) for request_id, step, _ in steps], wishes, at)
        announce(steps, at)


def tell(*, tellings: Sequence[Telling], at: datetime, witness: bool = True) -> None:
    """Append to histories and move states; what is public is sent to people who asked to be told.

    Raises
    ------
    MoveRefused
        When the table does not allow a move; nothing of the batch is written.
    """
    with transaction.atomic():
        moves = [one for one in tellings if one.state]
        _check([(one.request_id, one.state) for one in moves], _held([one.request_id for one in moves]))
        ended = [(one.at or at) if one.state in _ENDED else None for one in moves]
        moved = {"state": [str(one.state) for one in moves], "closed_at": ended}
        update_columns(connection, Request, moved, [one.request_id for one in moves])
        later = [one for one in tellings if one.due_at]
        dues = {"due_at": [one.due_at for one in later]}
        update_columns(connection, Request, dues, [one.request_id for one in later])
        entries = {
            "request": [one.request_id for one in tellings],
            "at": [one.at or at for one in tellings],
            "step": [str(one.step) for one in tellings],
            "actor": [str(one.actor) for one in tellings],
            "user": [one.user_id for one in tellings],
            "unit": [one.unit_id for one in tellings],
            "words": [one.words for one in tellings],
            "facts": [dict(one.facts) for one in tellings],
            "public": [one.public for one in tellings],
        }
        append_columns(connection, Entry, entries, size=len(tellings))
        public = [one for one in tellings if one.public]
        _notify(
            [(one.request_id, one.step) for one in public], _wishes({one.request_id for one in public}), at
        )
        announce([(one.request_id, str(one.step), one.at or at) for one in public], at)
        if witness:
            secret = _reports([one.request_id for one in tellings])
            ledger.write([_act(one, at, unnamed=one.request_id in secret) for one in tellings])


def hold(*, request_ids: Sequence[int]) -> None:
    """Let nobody else change these requests until the transaction ends.

    Whoever changes a request and something that belongs to it holds the request first; two who do both in the
    other order would wait for each other for ever.
    """
    list(Request.objects.select_for_update().filter(pk__in=request_ids).order_by("pk").values_list("pk"))


def said_already(one: Telling, *, at: datetime) -> bool:
    """Tell whether the same was told by the same within two minutes: then it was sent twice.

    The request is held before, so that of two at the same moment the second sees the first.
    """
    hold(request_ids=[one.request_id])
    lately = Entry.objects.filter(request_id=one.request_id, at__gt=at - _SECOND_PRESS, at__lte=at)
    same = lately.filter(step=one.step, actor=one.actor, words=one.words)
    return one.user_id in same.values_list("user_id", flat=True)


def _promised(promises: Sequence[Promise], whys: Sequence[list[Any]]) -> list[dict[str, Any]]:
    """The facts of each entry; those of equal promises are one object, so that they are written out once."""
    made: dict[tuple[int, datetime | None], dict[str, Any]] = {}
    for one, why in zip(promises, whys, strict=True):
        due = one.due_at.isoformat() if one.due_at else None
        made.setdefault((id(why), one.due_at), {"why": why, "due_at": due})
    return [made[id(why), one.due_at] for one, why in zip(promises, whys, strict=True)]


def _promised_state(one: Promise) -> str:
    return (State.CLOSED if one.closed_at else State.ROUTED).value


def _keep_closings(closed: Sequence[Promise]) -> None:
    entries = {
        "request": [one.request_id for one in closed],
        "at": [one.closed_at for one in closed],
        "step": Step.CLOSED.value,
        "actor": Actor.RECORD.value,
        "user": None,
        "unit": [one.unit_id for one in closed],
        "words": "",
        "facts": {},
        "public": True,
    }
    append_columns(connection, Entry, entries, size=len(closed))


def _reports(request_ids: Sequence[int]) -> set[int]:
    """Return which of these report wrongdoing: the public ledger does not name them."""
    found: set[int] = set()
    for start in range(0, len(request_ids), 10_000):
        rows = Request.objects.filter(pk__in=request_ids[start : start + 10_000])
        found.update(rows.filter(REPORTS_WRONGDOING).values_list("pk", flat=True))
    return found


def _act(one: Telling, at: datetime, *, unnamed: bool) -> ledger.Act:
    who = f"user:{one.user_id}" if one.user_id else (f"unit:{one.unit_id}" if one.unit_id else one.actor)
    subject = f"hotline.request:{one.request_id}"
    detail: dict[str, JSON] = {"state": str(one.state)}
    if one.words:
        detail["words"] = ledger.salted_digest(one.words, owner=subject)
    if unnamed:
        subject, detail["state"] = f"hotline.report:{ledger.salted_digest(subject, owner=subject)}", ""
    return ledger.Act(what=f"hotline.{one.step}", who=who, subject=subject, at=at, detail=detail)


def _check(moves: Sequence[tuple[int, str]], held: Mapping[int, tuple[str, str]]) -> None:
    states = {request_id: state for request_id, (state, _wish) in held.items()}
    for request_id, new in moves:
        old = states[request_id]
        if not allowed(old, new) and old != new:
            raise MoveRefused(old, new)
        states[request_id] = new


def _held(request_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The state of each request, and how its person wishes to be told; held until the transaction ends."""
    # Two officers, one request: the second waits and then sees the first one's move.
    ending = " FOR UPDATE OF r" if connection.features.has_select_for_update else ""
    new = _new.get({})
    found = {key: new.pop(key) for key in request_ids if key in new}
    others = [key for key in request_ids if key not in found]
    for start in range(0, len(others), 10_000):
        some = others[start : start + 10_000]
        statement = (
            "SELECT r.id, r.state, c.reply_by FROM hotline_request r "  # noqa: S608  # marks alone
            f"LEFT JOIN hotline_contact c ON c.request_id = r.id WHERE r.id IN ({marks(some)}){ending}"
        )
        rows = select(connection, statement, some)
        found.update((key, (state, wish or "")) for key, state, wish in rows)
    return found


def _wishes(request_ids: Collection[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    ordered = sorted(request_ids)
    for start in range(0, len(ordered), 10_000):
        rows = Contact.objects.filter(request_id__in=ordered[start : start + 10_000])
        found.update(rows.values_list("request_id", "reply_by"))
    return found


def _notify(steps: Sequence[tuple[int, str]], wishes: Mapping[int, str], at: datetime) -> None:
    notices = [
        Notice(request_id=request_id, how=wish, step=step, at=at)
        for request_id, step in steps
        if (wish := wishes.get(request_id)) and wish != ReplyBy.NOTHING
    ]
    if notices:
        Notice.objects.bulk_create(notices)
