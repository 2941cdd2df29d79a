"""The second step of signing in: enrolling an app, checking its codes, and codes for a lost phone."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from minben.accounts.core.codes import matching_step, step_of
from minben.accounts.core.sealing import KeyGoneError, seal, unseal
from minben.accounts.models import RecoveryCode, SecondFactor, User

TRIES = 5
LOCK = timedelta(minutes=15)
RECOVERY_CODES = 8
SECRET_BYTES = 20
# Without 0/O and 1/I/L: these codes are copied by hand onto paper.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A confirmed app and the recovery codes, shown this once; both empty-handed when the code was wrong."""

    confirmed: bool
    recovery: tuple[str, ...] = ()


def pending_secret(user: User) -> bytes | None:
    """Return the secret to enrol with, made on first sight; ``None`` once an app is confirmed."""
    factor, _made = SecondFactor.objects.get_or_create(
        user=user, defaults={"sealed_secret": seal(secrets.token_bytes(SECRET_BYTES), _keys())}
    )
    return None if factor.confirmed_at else unseal(factor.sealed_secret, _keys())


def has_factor(user: User) -> bool:
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


@transaction.atomic
def confirm(*, user: User, code: str, at: datetime) -> Enrolled:
    """Confirm a new app by its first code, and make the recovery codes."""
    factor = SecondFactor.objects.select_for_update().get(user=user, confirmed_at__isnull=True)
    step = matching_step(
        unseal(factor.sealed_secret, _keys()), code, now_step=step_of(at), last_step=factor.last_step
    )
    if step is None:
        return Enrolled(confirmed=False)
    factor.confirmed_at, factor.last_step = at, step
    factor.save(update_fields=["confirmed_at", "last_step"])
    return Enrolled(confirmed=True, recovery=_new_recovery_codes(user))


@transaction.atomic
def verify(*, user: User, code: str, at: datetime) -> Verdict:
    """Check a code from the app, or one of the recovery codes; five wrong ones close the door for a while."""
    factor = SecondFactor.objects.select_for_update().get(user=user, confirmed_at__isnull=False)
    if factor.locked_until and at < factor.locked_until:
        return Verdict.LOCKED
    try:
        right = _fits(factor, code, at)
    except KeyGoneError:
        return Verdict.UNREADABLE
    factor.failures = 0 if right else factor.failures + 1
    factor.locked_until = None
    if factor.failures >= TRIES:
        factor.failures, factor.locked_until = 0, at + LOCK
    factor.save(update_fields=["failures", "locked_until", "last_step"])
    if factor.locked_until:
        return Verdict.LOCKED
    return Verdict.RIGHT if right else Verdict.WRONG


def _fits(factor: SecondFactor, code: str, at: datetime) -> bool:
    if _spend_recovery(factor.user_id, code, at):
        return True
    secret = unseal(factor.sealed_secret, _keys())
    step = matching_step(secret, code, now_step=step_of(at), last_step=factor.last_step)
    if step is None:
        return False
    factor.last_step = step
    return True


def _new_recovery_codes(user: User) -> tuple[str, ...]:
    RecoveryCode.objects.filter(user=user).delete()
    codes = tuple(
        "".join(secrets.choice(ALPHABET) for _place in range(10)) for _code in range(RECOVERY_CODES)
    )
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user.pk, code)) for code in codes)
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)


def _spend_recovery(user_id: int, code: str, at: datetime) -> bool:
    digest = _digest(user_id, code)
    return bool(RecoveryCode.objects.filter(user_id=user_id, digest=digest, used_at=None).update(used_at=at))


def _digest(user_id: int, code: str) -> str:
    plain = "".join(character for character in code.upper() if character.isalnum())
    return salted_hmac(f"minben.recovery.{user_id}", plain, algorithm="sha256").hexdigest()


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
