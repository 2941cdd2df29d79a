"""What a clerk decides: the right category, an answer at once, a path of its own, an alert seen."""

from datetime import datetime

from django.db import transaction

from minben.institutions.sandbox import actions as sandbox
from minben.ledger import actions as ledger
from minben.needs.hotline import model
from minben.needs.hotline.actions import handovers
from minben.needs.hotline.actions.categories import ids_of
from minben.needs.hotline.actions.history import MoveRefused, said_already, tell
from minben.needs.hotline.algorithms import CLASSIFIER
from minben.needs.hotline.core.arrivals import JSON, Arrival, Correction, Moved, Telling
from minben.needs.hotline.core.states import allowed, is_report
from minben.needs.hotline.models import Alert, Request
from minben.needs.hotline.words import Actor, DecidedBy, Kind, State, Step

_CORRECTED = ("category_id", "category_by", "place_id", "address", "urgency", "kind")


def correct(*, request_id: int, correction: Correction, by: int, at: datetime) -> None:
    """Set right what was misunderstood, and send the request on again without starting anew.

    Parameters
    ----------
    request_id : int
        The request.
    correction : Correction
        What to change; empty fields stay as they are.
    by : int
        The clerk's account.

    Raises
    ------
    MoveRefused
        When the request has ended, is asked about or reports wrongdoing, so that it cannot be sent on.
    """
    with transaction.atomic():
        request = Request.objects.select_for_update().get(pk=request_id)
        if is_report(request.kind, request.state):
            # Only the reporting desk says that a report is something else.
            raise MoveRefused(request.state, State.ROUTED)
        _report(request, correction, at)
        before: dict[str, JSON] = {
            "category": request.category.code if request.category else "",
            "place": request.place_id,
        }
        was = _corrected(request)
        _apply(request, correction)
        if _corrected(request) == was and _corrected_already(request, correction, by, at):
            return
        if request.kind == Kind.WHISTLE:
            set_apart(request_id=request_id, by=by, at=at)
            return
        told = Telling(
            request_id=request_id, step=Step.CORRECTED, actor=Actor.CLERK, user_id=by, words=correction.words,
            facts={"before": before, "category": correction.category},
        )  # fmt: skip
        tell(tellings=[told], at=at)
        if request.category_id and not allowed(request.state, State.ROUTED):
            raise MoveRefused(request.state, State.ROUTED)
        if request.category_id:
            handovers.follow(handovers.received, [sent_again(request)], at)


def _report(request: Request, correction: Correction, at: datetime) -> None:
    """Tell the sandbox whether the machine's category was right: that is how its error limit is kept."""
    if request.category_by != DecidedBy.MACHINE or not correction.category or request.category is None:
        return
    loaded = model.current()
    wrong = int(request.category.code != correction.category)
    if loaded:
        sandbox.report_errors(CLASSIFIER, version=loaded.version, wrong=wrong, of=1, at=at)


def _apply(request: Request, correction: Correction) -> None:
    if correction.category:
        request.category_id = ids_of([correction.category])[correction.category]
        request.category_by = DecidedBy.PERSON
    request.place_id = correction.place_id or request.place_id
    request.address = correction.address or request.address
    request.urgency = correction.urgency or request.urgency
    request.kind = correction.kind or request.kind
    request.save(update_fields=_CORRECTED)


def _corrected(request: Request) -> tuple[object, ...]:
    return tuple(getattr(request, field) for field in _CORRECTED)


def _corrected_already(request: Request, correction: Correction, by: int, at: datetime) -> bool:
    told = Telling(
        request_id=request.pk, step=Step.CORRECTED, actor=Actor.CLERK, user_id=by, words=correction.words
    )
    return said_already(told, at=at)


def sent_again(request: Request) -> Arrival:
    """Show a request to those who follow, once more."""
    signals = request.signals
    return Arrival(
        request_id=request.pk,
        category_id=request.category_id or 0,
        category_code=request.category.code if request.category else "",
        place_id=request.place_id,
        urgency=request.urgency,
        vulnerable=bool(signals.get("vulnerable")),
        danger=bool(signals.get("numbers")),
        kind=request.kind,
        received_at=request.received_at,
        event_id=request.event_id,
        person_id=request.person_id,
        identity=request.identity,
        against_id=request.against_id,
        resent=True,
    )


def answer(*, request_id: int, words: str, source: str, by: int | None, at: datetime) -> None:
    """Answer a consultation at once, with the source of what is said."""
    with transaction.atomic():
        told = Telling(
            request_id=request_id, step=Step.ANSWERED, actor=Actor.CLERK if by else Actor.MACHINE, user_id=by,
            words=words, state=State.ANSWERED, facts={"source": source},
        )  # fmt: skip
        if not said_already(told, at=at):
            tell(tellings=[told], at=at)


def set_apart(*, request_id: int, by: int, at: datetime) -> None:
    """Send whistle-blowing its own way: out of every queue but that of the few who may read it."""
    with transaction.atomic():
        request = Request.objects.select_for_update().get(pk=request_id)
        if request.state == State.SET_APART:
            return
        Request.objects.filter(pk=request_id).update(kind=Kind.WHISTLE)
        told = Telling(
            request_id=request_id, step=Step.CORRECTED, actor=Actor.CLERK, user_id=by, state=State.SET_APART,
            public=False,
        )  # fmt: skip
        tell(tellings=[told], at=at)
        handovers.follow(
            handovers.moved, [Moved(request_id=request_id, step=Step.CORRECTED, state=State.SET_APART)], at
        )


def single_out(*, request_id: int, words: str, by: int, at: datetime) -> None:
    """Have one case looked at by itself (一事一议): a named person says why the rule does not fit here."""
    told = Telling(request_id=request_id, step=Step.SINGLED_OUT, actor=Actor.CENTRE, user_id=by, words=words)
    with transaction.atomic():
        if not said_already(told, at=at):
            tell(tellings=[told], at=at)


def see_alert(*, alert_id: int, done: str, by: int, at: datetime) -> bool:
    """Sign that an alert was seen and what was done; False when somebody else had signed before."""
    with transaction.atomic():
        seen = Alert.objects.filter(pk=alert_id, seen_at=None).update(seen_by=by, seen_at=at, done=done)
        if seen:
            act = ledger.Act(
                what="hotline.alert_seen", who=f"user:{by}", subject=f"hotline.alert:{alert_id}", at=at
            )
            ledger.write([act])
    return bool(seen)
