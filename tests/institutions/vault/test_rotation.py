"""A new key: everything is sealed anew under it, and the old one goes only when nothing needs it."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from typer.testing import CliRunner, Result

from minben.institutions.rights import actions as rights
from minben.institutions.vault import actions, keys, queries
from minben.institutions.vault.commands import app
from minben.ledger.models import Entry
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Contact
from tests.city import NOW, Town, settle

pytestmark = pytest.mark.django_db
TOLD = hotline.ContactGiven(name="陈桂英", phone="19900001234", reply_by="phone")


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MINBEN_HOME = tmp_path / "home"
    with translation.override("en"):
        yield


@pytest.fixture
def town(own_home: None) -> Town:
    town = settle()
    town.ask(contact=TOLD)
    return town


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def older() -> int:
    return sum(one.older for one in queries.standing())


def found_by_number(town: Town) -> int:
    reader = rights.Reader(key=f"user:{town.users['wang.fang'].pk}", role="clerk", label="12345")
    return len(hotline.requests_by_phone(phone="19900001234", reader=reader, at=NOW))


def test_after_a_rotation_nothing_is_left_under_the_old_key_and_she_is_still_found(town: Town) -> None:
    [old] = keys.names()
    assert older() == 0
    said = run("rotate")
    assert said.exit_code == 0
    new, kept = keys.names()
    assert (kept, new != old, older()) == (old, True, 0)
    assert Contact.objects.get().name == "陈桂英"
    assert f":{new}:" in Contact.objects.values_list("phone_mark", flat=True).get()
    assert found_by_number(town) == 1


def test_between_the_new_key_and_the_last_row_sealed_anew_she_is_found_all_the_same(town: Town) -> None:
    actions.new_key(at=NOW, by="console")
    assert older() > 0
    assert (found_by_number(town), Contact.objects.get().phone) == (1, "19900001234")


def test_another_process_seals_under_the_new_key_at_once(town: Town) -> None:
    keys.ring()
    # What another process does: it writes the file, and this one notices.
    actions.new_key(at=NOW, by="console")
    later = time.time() + 5
    os.utime(keys._path(), (later, later))
    town.ask(contact=TOLD)
    assert {name.split(":")[1] for name in Contact.objects.values_list("phone_mark", flat=True)} == set(
        keys.names()
    )


def test_an_interrupted_rotation_goes_on_where_it_stopped(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_AT_ONCE", 1)
    for _n in range(3):
        town.ask(contact=TOLD)
    actions.new_key(at=NOW, by="console")
    before = older()
    next(iter(actions.reseal(at=NOW, by="console")))
    assert older() == before - 1
    list(actions.reseal(at=NOW, by="console"))
    assert older() == 0
    assert found_by_number(town) == 4


def test_a_changed_cipher_is_a_rotation_too(town: Town, settings: Any) -> None:
    settings.MINBEN_FIELD_CIPHER = "sm4-cbc-hmac-sm3"
    assert older() > 0
    assert run("rotate", "--no-new").exit_code == 0
    assert older() == 0
    assert Contact.objects.values_list("phone_mark", flat=True).get().startswith("sm3:")
    assert found_by_number(town) == 1


def test_the_old_key_is_not_let_go_while_a_row_needs_it(town: Town) -> None:
    actions.new_key(at=NOW, by="console")
    with pytest.raises(ValueError, match="older key"):
        actions.drop_old_keys(at=NOW, by="console")
    assert len(keys.names()) == 2


def test_once_nothing_needs_it_the_old_key_goes(town: Town) -> None:
    said = run("rotate", "--drop")
    assert "1 old keys are gone" in said.output
    assert len(keys.names()) == 1
    assert Contact.objects.get().name == "陈桂英"


def test_keys_from_the_environment_are_not_changed_by_a_command(town: Town, settings: Any) -> None:
    settings.MINBEN_FIELD_KEY = f"{'aa' * 32},{keys._path().read_text().strip()}"
    said = run("rotate")
    assert getattr(said.exception, "code", "") == "field_key_elsewhere"
    assert run("rotate", "--no-new").exit_code == 0
    assert older() == 0


def test_the_ledger_says_that_keys_changed_and_never_what_they_are(town: Town) -> None:
    run("rotate", "--drop")
    leaves = list(Entry.objects.filter(subject="vault").values_list("what", "leaf"))
    assert {what for what, _leaf in leaves} == {"vault.key_made", "vault.resealed", "vault.keys_dropped"}
    secret = keys._path().read_text().strip()
    assert secret not in "".join(leaf for _what, leaf in leaves)


def test_the_status_names_each_table_and_what_waits(town: Town) -> None:
    actions.new_key(at=NOW, by="console")
    said = run("status").output
    assert "hotline.Contact" in said
    assert "rotate --no-new" in said
