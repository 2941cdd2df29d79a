"""A person asks that what is kept about them goes: written down, decided by somebody else, and done at once."""

from collections.abc import Sequence, Set
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction

from minben.commons.digests import JSON
from minben.institutions.rights import actions as rights
from minben.ledger import actions as ledger
from minben.needs.hotline import forgotten
from minben.needs.hotline.actions.history import hold
from minben.needs.hotline.actions.removing import remove
from minben.needs.hotline.actions.reports import allow_report, record_of
from minben.needs.hotline.core.retention import PARTS
from minben.needs.hotline.core.states import OPEN, is_report
from minben.needs.hotline.models import Erasure, Removal, Request

PURPOSE = "request.erase"
_BATCH = 500


class EraseRefused(ValueError):
    """Why this cannot be.

    ``still_open``, ``asked_already``, ``nothing_left``, ``decided``, ``same_person`` or ``words_missing``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ask_erasure(*, request_id: int, words: str, at: datetime, by: int | None = None) -> int:
    """Write down that the person asks for it; ``by``: the clerk who wrote it down for them.

    Raises
    ------
    EraseRefused
        ``still_open``: somebody works on it, and needs the words; it has to be taken back first. ``asked_already``,
        ``nothing_left``.
    """
    with transaction.atomic():
        hold(request_ids=[request_id])
        request = Request.objects.get(pk=request_id)
        if request.state in OPEN:
            raise EraseRefused("still_open")
        if Removal.objects.filter(request=request).count() == len(PARTS):
            raise EraseRefused("nothing_left")
        try:
            with transaction.atomic():
                asked = Erasure.objects.create(
                    request=request, words=words.strip(), asked_at=at, asked_by_id=by
                )
        except IntegrityError:
            raise EraseRefused("asked_already") from None
        who = f"user:{by}" if by else "person"
        _witness("hotline.erasure_asked", who, asked, at)
    return asked.pk


def erase(*, erasure_id: int, reader: rights.Reader, by: int, at: datetime) -> None:
    """Remove everything that ties a request to its person, because they asked; it cannot be undone.

    Figures keep the request as one of their number; the ledger and every proof of it stay valid.

    Raises
    ------
    EraseRefused
        ``decided``, ``same_person`` (whoever wrote the wish down does not decide it) or ``still_open``.
    rights.Refused
        When the purpose does not cover this reader.
    """
    with transaction.atomic():
        asked = _open(erasure_id, by)
        request = Request.objects.get(pk=asked.request_id)
        if request.state in OPEN:
            raise EraseRefused("still_open")
        _allow(request, reader, at)
        _remove_wholly([request.pk], at)
        asked.words = ""
        _settle(asked, agreed=True, by=by, at=at)
        _witness("hotline.erased", f"user:{by}", asked, at)
        # A page that was answered must not fail for it; what a full disk kept from the list stands in the ledger.
        transaction.on_commit(partial(forgotten.note, request.code, at), robust=True)


def erase_again(*, listed: Set[str], at: datetime) -> int:
    """Remove what a restored backup brought back of people who had asked to be forgotten since; return of how many.

    Parameters
    ----------
    listed
        What stands for their requests, from :func:`minben.needs.hotline.forgotten.noted`.
    at
        Now.
    """
    rows = Request.objects.values_list("pk", "code").iterator() if listed else ()
    back = {key for key, code in rows if forgotten.digest_of(code) in listed}
    gone = set(Erasure.objects.filter(agreed=True).values_list("request_id", flat=True))
    left = sorted(back - gone)
    for start in range(0, len(left), _BATCH):
        some = left[start : start + _BATCH]
        with transaction.atomic():
            _remove_wholly(some, at)
            Erasure.objects.filter(request_id__in=some).update(words="")
            detail: dict[str, JSON] = {"count": len(some)}
            ledger.write(
                [ledger.Act("hotline.erased_again", "machine", "hotline.request", at, detail=detail)]
            )
    return len(left)


def refuse_erasure(*, erasure_id: int, words: str, reader: rights.Reader, by: int, at: datetime) -> None:
    """Keep what is kept, with the reason told to the person, who may complain or ask again.

    Raises
    ------
    EraseRefused
        ``decided``, ``same_person`` or ``words_missing``.
    """
    if not words.strip():
        raise EraseRefused("words_missing")
    with transaction.atomic():
        asked = _open(erasure_id, by)
        asked.answer = words.strip()
        _settle(asked, agreed=False, by=by, at=at)
        _witness("hotline.erasure_refused", f"user:{by}", asked, at)


def _remove_wholly(request_ids: Sequence[int], at: datetime) -> None:
    remove(request_ids=request_ids, parts=PARTS, at=at, wholly=True)
    gone = [Removal(request_id=key, part=part, at=at) for key in request_ids for part in PARTS]
    Removal.objects.bulk_create(gone, ignore_conflicts=True)


def _open(erasure_id: int, by: int) -> Erasure:
    hold(request_ids=[Erasure.objects.values_list("request_id", flat=True).get(pk=erasure_id)])
    asked = Erasure.objects.select_for_update().get(pk=erasure_id)
    if asked.decided_at is not None:
        raise EraseRefused("decided")
    if asked.asked_by_id == by:
        raise EraseRefused("same_person")
    return asked


def _allow(request: Request, reader: rights.Reader, at: datetime) -> None:
    """Write down who touches these data, and what for: the person sees it on their page."""
    record = record_of(request, ("text", "name", "phone", "email", "address"))
    if is_report(request.kind, request.state):
        allow_report(reader, [record], "report.handle", at)
    rights.open_for(reader=reader, records=record, purpose=PURPOSE, at=at)


def _settle(asked: Erasure, *, agreed: bool, by: int, at: datetime) -> None:
    asked.agreed, asked.decided_by_id, asked.decided_at = agreed, by, at
    asked.save()


def _witness(what: str, who: str, asked: Erasure, at: datetime) -> None:
    subject = f"hotline.request:{asked.request_id}"
    ledger.write([ledger.Act(what, who, subject, at, detail={"erasure": asked.pk})])
