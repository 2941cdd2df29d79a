"""What a write was answered: kept under the caller's key, so that a retry changes nothing and hears the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from minben.accounts.core.sealing import KeyGoneError, seal, unseal
from minben.commons.errors import TeachingError
from minben.commons.rows import insert_new
from minben.institutions.partners.actions.secrets import sealing_keys
from minben.institutions.partners.models import KeptAnswer

KEPT_FOR = timedelta(days=30)


class KeyReused(TeachingError):
    """The key was used for something else before (``key_reused``)."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and whether it was given before."""

    status: int
    answer: str
    location: str = ""
    again: bool = False


def answer_once(*, partner: int, key: str, asked: str, do: Callable[[], Kept], at: datetime) -> Kept:
    """Do something once under a key; atomic with the answer that is kept.

    Parameters
    ----------
    asked
        A digest of what is asked for; the same key may not ask for anything else.
    do
        What to do. If it raises, nothing is kept and the key stays free for a mended call.

    Raises
    ------
    KeyReused
        The key stands for something else.
    """
    with transaction.atomic():
        if not _claim(partner, key, asked, at):
            # Kept before, or by a twin that was first by a moment and has committed by now.
            return _again(KeptAnswer.objects.get(partner_id=partner, key=key), asked)
        made = do()
        KeptAnswer.objects.filter(partner_id=partner, key=key).update(
            status=made.status, answer=seal(made.answer.encode(), sealing_keys()), location=made.location
        )
        return made


def forget_answers(*, at: datetime) -> int:
    """Drop answers that nobody will ask for again; return how many."""
    return KeptAnswer.objects.filter(at__lt=at - KEPT_FOR).delete()[0]


def _again(found: KeptAnswer, asked: str) -> Kept:
    """Give the answer of the first time; it may hold a secret or a tracking code, so it lies sealed."""
    try:
        answer = unseal(found.answer, sealing_keys()).decode()
    except KeyGoneError:
        raise KeyReused("key_reused") from None
    if found.asked != asked:
        raise KeyReused("key_reused")
    return Kept(found.status, answer, found.location, again=True)


def _claim(partner: int, key: str, asked: str, at: datetime) -> bool:
    """Take the key; whoever else wants it at this moment waits for the end of our transaction."""
    claimed = {
        "partner": partner,
        "key": key,
        "asked": asked,
        "status": 0,
        "answer": "",
        "location": "",
        "at": at,
    }
    return bool(insert_new(connection, KeptAnswer, claimed, size=1))
