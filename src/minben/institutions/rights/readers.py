"""Who is reading, made from a signed-in account."""

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from minben.accounts.queries import role_of
from minben.institutions.rights.core.decide import Reader


def reader_of(
    user: AbstractBaseUser | AnonymousUser, *, holders: Sequence[str] = (), unit: str = ""
) -> Reader:
    """Return the reader behind an account.

    Parameters
    ----------
    holders
        Keys of the units, communities or persons the account stands for, such as ``unit:3``.
    unit
        Name of the unit, which the person concerned will read beside the reader's shortened name.
    """
    role = role_of(user)
    label = " ".join(part for part in (unit, shortened(str(user))) if part) if role else unit
    return Reader(key=f"user:{user.pk}", role=role.value if role else "", holders=tuple(holders), label=label)


def shortened(name: str) -> str:
    """Return the first character of a name: enough to ask for the person, too little to look them up.

    Examples
    --------
    >>> shortened("陈建国"), shortened("Sun Li"), shortened("")
    ('陈**', 'S.', '')
    """
    first = name.strip()[:1]
    if not first:
        return ""
    return f"{first.upper()}." if first.isascii() else f"{first}**"
