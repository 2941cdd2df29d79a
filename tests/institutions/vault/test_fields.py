"""What the hotline knows of Grandma Chen lies sealed, and yet the clerk finds her by her number."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from minben.commons.errors import TeachingError
from minben.commons.rows import insert_columns
from minben.commons.sealing import sealed_under
from minben.ground.registers.models import Household, Person
from minben.institutions.rights import actions as rights
from minben.institutions.vault import keys
from minben.institutions.vault.checks import the_keys_can_be_read
from minben.needs.hotline import actions as hotline
from minben.needs.hotline import queries
from minben.needs.hotline.models import Contact, Draft, SetAside
from tests.city import NOW, Town, settle

pytestmark = pytest.mark.django_db

NAME, PHONE, EMAIL, ADDRESS = "陈桂英", "19900001234", "chen@example.org", "三号楼502室"
TOLD = hotline.ContactGiven(
    name=NAME, phone=PHONE, email=EMAIL, address=ADDRESS, helper_name="李伟", helper_phone="19900005678"
)
SECRETS = (NAME, PHONE, EMAIL, ADDRESS, "李伟", "19900005678")


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> None:
    settings.MINBEN_HOME = tmp_path / "home"


@pytest.fixture
def town(own_home: None) -> Town:
    return settle()


def stored(table: str) -> str:
    """Every value of a table as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        return repr(cursor.fetchall())


def clerk(town: Town) -> rights.Reader:
    return rights.Reader(key=f"user:{town.users['wang.fang'].pk}", role="clerk", label="12345")


def test_nothing_that_names_her_can_be_read_in_the_database(town: Town) -> None:
    made = town.ask(contact=TOLD)
    lies = stored("hotline_contact")
    assert [secret for secret in SECRETS if secret in lies] == []
    contact = Contact.objects.get(request=made)
    assert (contact.name, contact.phone, contact.address) == (NAME, PHONE, ADDRESS)


def test_the_registers_keep_names_numbers_and_addresses_sealed_too(town: Town) -> None:
    lies = stored("registers_person") + stored("registers_household")
    assert [secret for secret in (NAME, PHONE, ADDRESS) if secret in lies] == []
    chen = Person.objects.get(code="chen")
    assert (chen.name, chen.phone, Household.objects.get().address) == (NAME, PHONE, ADDRESS)


def test_a_draft_and_a_row_set_aside_keep_what_was_said_sealed() -> None:
    hotline.save_draft(key="k", facts={"name": NAME, "phone": PHONE}, at=NOW)
    assert PHONE not in stored("hotline_draft")
    assert queries.open_draft("k") == {"name": NAME, "phone": PHONE}
    Draft.objects.update(facts={})
    assert queries.open_draft("k") == {}


@pytest.mark.parametrize("typed", [PHONE, f" {PHONE} ", "+86 199-0000-1234", "199 0000 1234"])
def test_the_clerk_finds_the_caller_by_the_number_however_it_is_typed(town: Town, typed: str) -> None:
    made = town.ask(contact=TOLD)
    town.ask(contact=hotline.ContactGiven(phone="19900005678"))
    assert hotline.requests_by_phone(phone=typed, reader=clerk(town), at=NOW) == [made.pk]


def test_the_search_is_one_query_that_uses_the_index_of_the_marks(town: Town) -> None:
    town.ask(contact=TOLD)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        hotline.requests_by_phone(phone=PHONE, reader=clerk(town), at=NOW)
    asked = [one["sql"] for one in seen if "hotline_contact" in one["sql"]]
    assert len(asked) == 1
    assert "phone_mark" in asked[0]
    assert Contact._meta.get_field("phone_mark").db_index


def test_no_sealed_column_can_be_searched_by_what_it_holds(town: Town) -> None:
    town.ask(contact=TOLD)
    with pytest.raises(FieldError, match="look for its mark"):
        Contact.objects.filter(phone=PHONE).exists()
    with pytest.raises(FieldError, match="look for its mark"):
        Contact.objects.filter(name__icontains="陈").exists()
    assert Contact.objects.exclude(phone="").count() == 1
    assert Contact.objects.filter(email__isnull=True).count() == 0


def test_rows_written_past_the_object_mapper_are_sealed_as_well(town: Town) -> None:
    place = Household.objects.get().place_id
    columns = {"code": ["h2", "h3"], "place": place, "address": [ADDRESS, ADDRESS], "low_income": False}
    with transaction.atomic():
        insert_columns(connection, Household, columns, size=2)
    assert ADDRESS not in stored("registers_household")
    assert set(Household.objects.values_list("address", flat=True)) == {ADDRESS}


def test_every_value_names_its_cipher_and_its_key(town: Town, settings: Any) -> None:
    made = town.ask(contact=TOLD)
    settings.MINBEN_FIELD_CIPHER = "sm4-gcm"
    other = town.ask(contact=TOLD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT request_id, name FROM hotline_contact")
        lies = {key: sealed_under(name) for key, name in cursor.fetchall()}
    [name] = keys.names()
    assert lies == {made.pk: ("aes-256-gcm", name), other.pk: ("sm4-gcm", name)}
    assert set(Contact.objects.values_list("name", flat=True)) == {NAME}
    assert sorted(hotline.requests_by_phone(phone=PHONE, reader=clerk(town), at=NOW)) == [made.pk, other.pk]


def test_the_key_lies_at_home_for_its_owner_alone_and_never_in_the_database(
    town: Town, tmp_path: Path
) -> None:
    town.ask(contact=TOLD)
    kept = tmp_path / "home" / "keys" / "fields"
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.read_text().strip() not in "".join(map(stored, connection.introspection.table_names()))


def test_a_key_from_the_environment_comes_before_the_one_at_home(settings: Any, tmp_path: Path) -> None:
    settings.MINBEN_FIELD_KEY = f"{'aa' * 32},{'bb' * 32}"
    assert len(keys.names()) == 2
    assert not (tmp_path / "home").exists()


def test_without_the_key_a_reader_is_told_which_one_is_missing(town: Town, settings: Any) -> None:
    town.ask(contact=TOLD)
    [name] = keys.names()
    settings.MINBEN_FIELD_KEY = "cc" * 32
    with pytest.raises(TeachingError, match=name):
        Contact.objects.get()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("MINBEN_FIELD_KEY", "abc"), ("MINBEN_FIELD_KEY", "zz" * 32), ("MINBEN_FIELD_CIPHER", "rot13")],
)
def test_minben_does_not_start_with_a_key_it_cannot_read(settings: Any, setting: str, value: str) -> None:
    assert the_keys_can_be_read(None) == []
    setattr(settings, setting, value)
    assert [error.id for error in the_keys_can_be_read(None)] == ["vault.E001"]


def test_what_was_set_aside_gives_its_row_back_as_it_was(town: Town) -> None:
    row = SetAside._meta.get_field("raw")
    sealed = row.get_prep_value(f"{NAME},{PHONE}")
    assert PHONE not in sealed
    assert row.from_db_value(sealed, None, connection) == f"{NAME},{PHONE}"  # type: ignore[attr-defined]  # of a field of ours
