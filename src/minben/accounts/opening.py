"""Opening accounts, one or ten thousand."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from minben.accounts.core.permissions import Role
from minben.accounts.models import User
from minben.commons.errors import TeachingError


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to open.

    ``password`` is plain and hashed here; ``hashed`` is a hash made before (one for a whole sample city,
    where five thousand slow hashes would take minutes). With neither, nobody can sign in until one is set.
    """

    username: str
    role: Role = Role.RESIDENT
    display: str = ""
    password: str = ""
    hashed: str = ""


@transaction.atomic
def create_accounts(*, accounts: Sequence[NewAccount], at: datetime) -> dict[str, int]:
    """Open the accounts that do not exist yet; return the id of every username asked for."""
    User.objects.bulk_create(
        [_user(account, at) for account in accounts], ignore_conflicts=True, batch_size=1000
    )
    names = [account.username for account in accounts]
    found: dict[str, int] = {}
    for start in range(0, len(names), 1000):
        part = User.objects.filter(username__in=names[start : start + 1000])
        found.update(part.values_list("username", "pk"))
    return found


@transaction.atomic
def give_passwords(*, usernames: Sequence[str]) -> dict[str, str]:
    """Give each account a password by chance, to be changed at the next sign-in; return them, this once.

    Raises
    ------
    TeachingError
        ``account_unknown``: nobody is called so, and nobody has a new password.
    """
    accounts = User.objects.in_bulk(usernames, field_name="username")
    for name in usernames:
        if name not in accounts:
            raise TeachingError("account_unknown", name=name)
    given = {name: secrets.token_urlsafe(9) for name in usernames}
    for name, word in given.items():
        accounts[name].set_password(word)
        accounts[name].password_given = True
        accounts[name].save(update_fields=["password", "password_given"])
    return given


def _user(account: NewAccount, at: datetime) -> User:
    administrator = account.role is Role.ADMINISTRATOR
    return User(
        username=account.username,
        role=account.role,
        display=account.display,
        password=account.hashed or make_password(account.password or None),
        is_staff=administrator,
        is_superuser=administrator,
        date_joined=at,
    )
