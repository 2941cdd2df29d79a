"""What administrator Ma Chao changes in the admin stands in the ledger, without a word about a person."""

import json
from datetime import date

import pytest
from django.test import Client

from minben.accounts.models import SecondFactor, User
from minben.ground.registers.models import Membership
from minben.ledger import actions as ledger
from minben.ledger.models import Entry
from minben.needs.hotline.models import Answer
from tests.city import Town, ledger_holds, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(settings: object) -> Town:
    settings.MINBEN_TOTP_REQUIRED = False  # type: ignore[attr-defined]  # pytest-django's settings
    return settle()


def written(what: str) -> list[dict[str, object]]:
    return [json.loads(row.leaf) for row in Entry.objects.filter(what=what).order_by("pk")]


def change(browser: Client, account: User, **facts: object) -> None:
    form = {"username": account.username, "display": account.display, "role": account.role, "is_active": "on"}
    answer = browser.post(f"/admin/accounts/user/{account.pk}/change/", {**form, **facts})
    assert answer.status_code == 302, answer.content.decode()[-2000:]


def test_a_changed_role_is_written_with_the_role_it_became(town: Town) -> None:
    fang, chao = town.users["wang.fang"], town.users["ma.chao"]
    change(town.browser("ma.chao"), fang, role="auditor")
    [entry] = written("admin.changed")
    assert (entry["who"], entry["subject"]) == (f"user:{chao.pk}", f"accounts.user:{fang.pk}")
    assert entry["detail"] == {"fields": ["role"], "values": {"role": "auditor"}}
    assert ledger_holds()


def test_a_changed_name_is_written_without_the_name(town: Town) -> None:
    change(town.browser("ma.chao"), town.users["wang.fang"], display="王小芳")
    [entry] = written("admin.changed")
    assert entry["detail"] == {"fields": ["display"]}
    assert "王小芳" not in json.dumps(entry, ensure_ascii=False)


def test_a_new_password_is_written_and_nothing_of_it(town: Town) -> None:
    fang = town.users["wang.fang"]
    sent = {"password1": "rain-in-april", "password2": "rain-in-april", "usable_password": "true"}
    town.browser("ma.chao").post(f"/admin/accounts/user/{fang.pk}/password/", sent)
    fang.refresh_from_db()
    assert fang.check_password("rain-in-april")
    [entry] = written("admin.changed")
    assert entry["detail"] == {"fields": ["password"]}


def test_a_membership_is_written_when_it_begins_and_ends_and_is_never_rewritten(town: Town) -> None:
    chao, liu = town.browser("ma.chao"), town.users["liu.yan"]
    sent = {"user": liu.pk, "unit": town.units["heat"], "duty": "officer", "since": "2026-03-01", "until": ""}
    chao.post("/admin/registers/membership/add/", sent)
    spell = Membership.objects.get(user=liu)
    other = {"unit": town.units["urban"], "since": "2020-01-01"}
    chao.post(f"/admin/registers/membership/{spell.pk}/change/", {**sent, **other, "until": "2026-03-31"})
    answer = chao.post(f"/admin/registers/membership/{spell.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 403, "what he might open then was right then"
    spell.refresh_from_db()
    assert (spell.unit_id, spell.since) == (town.units["heat"], date(2026, 3, 1))
    [added], [changed] = (written(f"admin.{one}") for one in ("added", "changed"))
    assert {added["subject"], changed["subject"]} == {f"registers.membership:{spell.pk}"}
    assert added["detail"]["values"] == {  # type: ignore[index]  # a mapping
        "user": liu.pk, "unit": town.units["heat"], "duty": "officer", "since": "2026-03-01",
    }  # fmt: skip
    assert changed["detail"] == {"fields": ["until"], "values": {"until": "2026-03-31"}}


def test_several_rows_removed_at_once_are_all_named(town: Town) -> None:
    """Spells that have not begun were a slip of the pen."""
    spells = [
        Membership.objects.create(user=town.users[name], unit_id=town.units["heat"], since=date(2099, 3, 1))
        for name in ("liu.yan", "sun.li")
    ]
    sent = {"action": "delete_selected", "_selected_action": [one.pk for one in spells], "post": "yes"}
    town.browser("ma.chao").post("/admin/registers/membership/", sent)
    assert {one["subject"] for one in written("admin.removed")} == {
        f"registers.membership:{one.pk}" for one in spells
    }


def test_a_lost_second_step_taken_off_is_written(town: Town) -> None:
    lost = SecondFactor.objects.create(user=town.users["wang.fang"], sealed_secret="sealed-and-quiet")
    town.browser("ma.chao").post(f"/admin/accounts/secondfactor/{lost.pk}/delete/", {"post": "yes"})
    [entry] = written("admin.removed")
    assert entry["subject"] == f"accounts.secondfactor:{lost.pk}"


def test_a_change_whose_entry_cannot_be_written_does_not_happen(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_acts: object) -> list[int]:
        raise OSError("no space left")

    monkeypatch.setattr(ledger, "write", full)
    with pytest.raises(OSError, match="no space"):
        change(town.browser("ma.chao"), town.users["wang.fang"], role="auditor")
    assert User.objects.get(username="wang.fang").role == "clerk"


def test_what_he_only_looks_at_leaves_nothing(town: Town) -> None:
    Answer.objects.create(
        question="几点供暖", words="每年 11 月 15 日", source="公告", since=date(2025, 1, 1)
    )
    assert town.browser("ma.chao").get("/admin/hotline/answer/").status_code == 200
    assert not Entry.objects.filter(what__startswith="admin.").exists()
