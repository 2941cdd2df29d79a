"""What other features may ask of rights: give a right to read, open data, force it open, review.

``person_keys`` is a hand-over: the register of people lies above, so the loop adds, when the apps are ready,
the function that tells which person keys a signed-in account stands for.
"""

from collections.abc import Callable, Sequence

from django.contrib.auth.base_user import AbstractBaseUser

from minben.institutions.rights.core.decide import Reader, Record
from minben.institutions.rights.granting import GrantError, NewGrant, grant, withdraw_grants
from minben.institutions.rights.models import Verdict
from minben.institutions.rights.opening import break_glass, keep_refusal, open_for
from minben.institutions.rights.readers import reader_of
from minben.institutions.rights.refusal import Refusal, Refused
from minben.institutions.rights.reviewing import ReviewError, review

__all__ = [
    "GrantError",
    "NewGrant",
    "Reader",
    "Record",
    "Refusal",
    "Refused",
    "ReviewError",
    "Verdict",
    "break_glass",
    "grant",
    "keep_refusal",
    "open_for",
    "person_keys",
    "reader_of",
    "review",
    "withdraw_grants",
]

person_keys: list[Callable[[AbstractBaseUser], Sequence[str]]] = []
