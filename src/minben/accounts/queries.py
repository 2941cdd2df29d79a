"""Who is who, for those who must know."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser

from minben.accounts.core.permissions import PERMISSIONS, STAFF, Role, may, who_may
from minben.accounts.models import ROLE_NAMES, User
from minben.accounts.words import ABILITY_NAMES

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

__all__ = [
    "PERMISSIONS",
    "STAFF",
    "Role",
    "abilities_of",
    "may",
    "names_of",
    "role_name",
    "role_of",
    "users_in",
    "who_may",
]


def role_of(user: "AbstractBaseUser | AnonymousUser") -> Role | None:
    """Return the role of a signed-in, active person; ``None`` for everybody else."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return None
    role = getattr(user, "role", None)
    return Role(role) if role else None


def role_name(role: Role) -> str:
    """Return the name of a role in the reader's language."""
    return str(ROLE_NAMES[role])


def abilities_of(role: Role) -> list[str]:
    """Return in the reader's words what a role may do."""
    return [str(ABILITY_NAMES[line]) for line, roles in PERMISSIONS.items() if role in roles]


def users_in(*roles: Role, signing_in: bool = False) -> list[int]:
    """Return the ids of the active accounts with one of these roles, in the order of their names.

    Parameters
    ----------
    signing_in
        Only accounts that somebody can sign in to: not the console's, nor one whose first password is not set.
    """
    found = User.objects.filter(role__in=roles, is_active=True).order_by("username")
    if signing_in:
        found = found.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(found.values_list("pk", flat=True))


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return the name shown to colleagues for each account id, in one query."""
    found = User.objects.filter(pk__in=ids).values_list("pk", "display", "username")
    return {pk: display or username for pk, display, username in found}
