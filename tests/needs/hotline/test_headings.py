"""One heading has one code and several names: however it is called, the city's own list finds who acts."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from minben.ground.registers import actions as registers
from minben.institutions.rights import actions as rights
from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.core.making import make
from minben.needs.hotline.models import Category, Request
from tests.city import NOW, Town, ledger_holds, settle

pytestmark = pytest.mark.django_db


def test_an_export_may_write_a_heading_by_its_name() -> None:
    town = settle()
    asked = [town.ask(category=name) for name in ("heating", "供暖", "Heating")]
    assert {one.category_id for one in asked} == {town.categories["heating"]}
    assert {town.order(one).unit_id for one in asked} == {town.units["heat"]}, (
        "and the city's catalogue holds"
    )


def test_a_capital_letter_or_a_blank_more_makes_no_heading_of_its_own() -> None:
    town = settle()
    asked = [town.ask(category=name) for name in (" heating", "HEATING", "供暖\u3000", "heating  ")]
    assert {one.category_id for one in asked} == {town.categories["heating"]}
    hotline.add_categories(
        rows=[hotline.NewCategory(code=code, name=code) for code in ("Tap", "tap")], at=NOW
    )
    codes = [town.ask(category=name).category.code for name in ("Tap", "tap", "TAP")]
    assert codes == ["Tap", "tap", "TAP"], "nobody can say which of the two was meant"


def learnt(town: Town, folder: Path) -> Path:
    """A model that learnt from the names that clerks wrote, cleared by Gao Ming."""
    texts = [f"{n}号楼{words}" for n in range(60) for words in ("暖气不热家里冷", "晚上唱歌太吵")]
    make(texts, ["供暖", "噪声扰民"] * 60, folder, seed=1, made_on=date(2026, 3, 6))
    told = hotline.evidence_of(folder)
    evidence = sandbox.record_evidence(name="hotline.classifier", result=told, at=NOW)
    terms = sandbox.Terms(expires=NOW + timedelta(days=30), error_limit=0.15, threshold=0.6)
    by = town.users["gao.ming"]
    sandbox.clear(
        name="hotline.classifier", version=told.version, by=by, evidence=evidence, terms=terms, at=NOW
    )
    return folder


def test_a_model_that_learnt_from_names_files_under_the_citys_codes(tmp_path: Path) -> None:
    town = settle()
    intake = hotline.Intake(text="9号楼暖气不热家里冷", received_at=NOW)
    model = learnt(town, tmp_path / "model")
    [key] = hotline.receive(intakes=[intake], at=NOW, model_dir=model).request_ids
    asked = Request.objects.get(pk=key)
    assert asked.guesses[0][0] == "heating"
    assert town.order(asked).unit_id == town.units["heat"]


def test_what_waited_while_no_program_might_run_is_looked_at_once_one_may(
    tmp_path: Path, settings: Any
) -> None:
    settings.MINBEN_MODEL = ""
    town = settle()
    cold, short = (town.ask(words, "") for words in ("9号楼暖气不热家里冷", "停"))
    bribe, question = (town.ask("9号楼暖气不热家里冷", "", kind=kind) for kind in ("whistle", "consultation"))
    assert hotline.sort_waiting(at=NOW) == 0
    settings.MINBEN_MODEL = str(learnt(town, tmp_path / "model"))
    assert [hotline.sort_waiting(at=NOW) for _ in range(2)] == [1, 0], "each is asked about once"
    for one in (cold, short, bribe, question):
        one.refresh_from_db()
    assert (cold.state, cold.category_by, town.order(cold).unit_id) == (
        "routed",
        "machine",
        town.units["heat"],
    )
    for one in (short, question):
        assert (one.state, len(one.guesses)) == ("with_clerk", 2), "two guesses for Wang Fang, who was asked"
    assert (bribe.state, bribe.guesses) == ("set_apart", []), "and no program looks at a report"
    assert ledger_holds()


def test_no_program_sends_on_what_a_person_gave_to_the_clerks(tmp_path: Path, settings: Any) -> None:
    """What was no report of wrongdoing after all may be about the very unit that a program would send it to."""
    settings.MINBEN_MODEL = ""
    town = settle()
    report = town.ask("9号楼暖气不热家里冷", "", kind="whistle")
    zhao = town.users["zhao.qiang"].pk
    charged = registers.NewMembership(zhao, "centre", NOW.date(), registers.Duty.REPORT_DESK)
    registers.enrol_memberships(rows=[charged], at=NOW)
    reader = rights.Reader(key=f"user:{zhao}", role="officer", label="12345")
    hotline.decide_report(request_id=report.pk, closed=False, words="不是举报", reader=reader, at=NOW)
    settings.MINBEN_MODEL = str(learnt(town, tmp_path / "model"))
    assert hotline.sort_waiting(at=NOW) == 0
    report.refresh_from_db()
    assert report.state == "with_clerk"


def test_two_headings_of_one_name_are_told_apart_by_code_alone() -> None:
    town = settle()
    rows = [hotline.NewCategory(code=code, name="其他") for code in ("other-heat", "other-noise")]
    hotline.add_categories(rows=rows, at=NOW)
    assert town.ask(category="其他").category_id not in {None, *town.categories.values()}
    assert Category.objects.filter(name="其他").count() == 3, "nobody can say which was meant"


def test_a_city_that_brings_its_codes_later_keeps_what_was_filed_by_name() -> None:
    town = settle()
    asked = town.ask(category="路灯")
    keys = hotline.add_categories(rows=[hotline.NewCategory(code="lamps", name="路灯")], at=NOW)
    assert keys["lamps"] == asked.category_id
    assert Category.objects.filter(name="路灯").count() == 1
    assert town.ask(category="路灯").category_id == asked.category_id
