"""What waits for a clerk only because no program might name its heading: looked at once a program may."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from minben.institutions.sandbox import queries as register
from minben.needs.hotline import model
from minben.needs.hotline.actions import handovers
from minben.needs.hotline.actions.categories import ids_of
from minben.needs.hotline.actions.clerks import sent_again
from minben.needs.hotline.actions.history import tell
from minben.needs.hotline.actions.storing import wait_for_clerk
from minben.needs.hotline.actions.understanding import Guess, guess
from minben.needs.hotline.algorithms import CLASSIFIER
from minben.needs.hotline.core.arrivals import Telling
from minben.needs.hotline.models import REPORTS_WRONGDOING, Entry, Request
from minben.needs.hotline.words import Actor, DecidedBy, Kind, State, Step

# So many at a time that a clerk who presses a key meanwhile waits for moments only.
_AT_ONCE = 200
_NAMED = ("category_id", "category_by", "confidence", "guesses")


def sort_waiting(*, at: datetime, limit: int = _AT_ONCE) -> int:
    """Ask the classifier about requests that came while none might run; return how many it sent on.

    Each is asked about once: where the program is not sure, its two guesses stay for the clerk.
    """
    loaded = model.current()
    if loaded is None or not register.standing(name=CLASSIFIER, at=at, version=loaded.version).cleared:
        return 0
    with transaction.atomic():
        waiting = Request.objects.filter(state=State.WITH_CLERK, category=None, confidence=None)
        waiting = waiting.exclude(REPORTS_WRONGDOING).exclude(_taken_in_hand()).order_by("-received_at")
        rows = list(waiting.select_for_update(skip_locked=True)[:limit])
        said = guess([row.text for row in rows], at) if rows else []
        looked_at = zip(rows, said, strict=True)
        sure = [row for row, (guesses, certain) in looked_at if _keep(row, guesses) and certain]
        # Whoever asks a question may have wanted a clerk to answer it.
        return _send_on([row for row in sure if row.kind != Kind.CONSULTATION], at)


def _taken_in_hand() -> Exists:
    """Whatever a person gave to the clerks (no report after all, an appeal upheld) is for the clerks to send on."""
    return Exists(Entry.objects.filter(request=OuterRef("pk"), user__isnull=False))


def _keep(request: Request, guesses: Sequence[Guess]) -> bool:
    """Write the guesses down; tell whether there are any."""
    if guesses:
        request.confidence = guesses[0].confidence
        request.guesses = [[one.category, round(one.confidence, 4)] for one in guesses]
        request.save(update_fields=_NAMED)
    return bool(guesses)


def _send_on(requests: Sequence[Request], at: datetime) -> int:
    ids = ids_of([request.guesses[0][0] for request in requests])
    for request in requests:
        request.category_id, request.category_by = ids[request.guesses[0][0]], DecidedBy.MACHINE
        request.save(update_fields=_NAMED)
    named = [
        Telling(
            request_id=request.pk, step=Step.UNDERSTOOD, actor=Actor.MACHINE, public=False,
            facts={"category": request.guesses[0][0]},
        )
        for request in requests
    ]  # fmt: skip
    tell(tellings=named, at=at)
    stranded = handovers.hand_over(handovers.received, [sent_again(request) for request in requests], at)
    wait_for_clerk([arrival.request_id for arrival, _ in stranded], [error for _, error in stranded], at)
    return len(requests) - len(stranded)
