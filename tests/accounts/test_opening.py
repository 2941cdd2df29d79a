"""Opening accounts in bulk."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from minben.accounts.actions import NewAccount, Role, create_accounts
from minben.accounts.models import User
from minben.accounts.queries import names_of, role_of, users_in
from tests.accounts.cast import MORNING, account

pytestmark = pytest.mark.django_db


def test_a_thousand_sample_residents_share_one_hash_and_open_in_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    hashed = make_password("for the sample only")
    people = [NewAccount(username=f"resident-{n}", hashed=hashed) for n in range(1000)]
    # SQLite takes some eighty rows a statement, PostgreSQL all of them.
    with django_assert_max_num_queries(25):
        ids = create_accounts(accounts=people, at=MORNING)
    assert len(ids) == 1000
    assert User.objects.get(pk=ids["resident-7"]).check_password("for the sample only")


def test_opening_an_account_again_changes_nothing() -> None:
    fang = account("wang.fang")
    ids = create_accounts(accounts=[NewAccount(username="wang.fang", role=Role.ADMINISTRATOR)], at=MORNING)
    assert ids == {"wang.fang": fang.pk}
    fang.refresh_from_db()
    assert role_of(fang) is Role.CLERK


def test_without_a_password_nobody_can_sign_in() -> None:
    create_accounts(accounts=[NewAccount(username="li.wei")], at=MORNING)
    assert not User.objects.get(username="li.wei").has_usable_password()


def test_only_administrators_open_the_admin_whatever_way_the_account_is_made() -> None:
    chao, fang = account("ma.chao"), account("wang.fang")
    assert (chao.is_staff, chao.is_superuser, fang.is_staff, fang.is_superuser) == (True, True, False, False)
    chao.role = Role.RESIDENT
    chao.save()
    chao.refresh_from_db()
    assert not chao.is_superuser
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=fang.pk).update(is_superuser=True)


def test_djangos_own_command_makes_an_administrator() -> None:
    assert User.objects.create_superuser("first", password="heating-in-march").role == Role.ADMINISTRATOR


def test_a_closed_account_has_no_role() -> None:
    fang = account("wang.fang")
    assert users_in(Role.CLERK) == [fang.pk]
    assert names_of([fang.pk]) == {fang.pk: "王芳"}
    fang.is_active = False
    fang.save()
    assert role_of(fang) is None
    assert users_in(Role.CLERK) == []
