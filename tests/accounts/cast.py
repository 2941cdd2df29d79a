"""The people of these tests and their accounts."""

from datetime import UTC, datetime

from django.test import Client

from minben.accounts.actions import NewAccount, create_accounts
from minben.accounts.models import User
from tests.city import ACCOUNTS

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "heating-in-march"

CAST = ACCOUNTS


def account(name: str) -> User:
    """Open the account of somebody in the cast, or find it."""
    role, display = CAST[name]
    ids = create_accounts(
        accounts=[NewAccount(username=name, role=role, display=display, password=PASSWORD)], at=MORNING
    )
    return User.objects.get(pk=ids[name])


def signed_in(name: str) -> Client:
    """Return the browser of somebody who signed in with their password."""
    account(name)
    client = Client()
    client.post("/account/sign-in/", {"username": name, "password": PASSWORD})
    return client
