"""A figure of the law is found by its date, with its source, or the error says where to look."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
import yaml

from minben.commons.errors import TeachingError, lesson
from minben.commons.lessons import LESSONS
from minben.commons.parameters import check_city, load, of_city, package_of, parse, shipped

TEXT = """
allowance:
- {from: 2026-07-01, source: notice 12, verified: false, value: {amount: 150, unit: yuan}}
- {from: 2024-01-01, until: 2025-12-31, source: notice 7, verified: true, value: {amount: 100, unit: yuan}}
"""


def test_the_entry_in_force_on_the_day_is_found_with_its_source() -> None:
    parameters = parse(TEXT, file="allowances")
    assert [entry.since.year for entry in parameters.entries("allowance")] == [2024, 2026]
    before, after = (parameters.at("allowance", day) for day in (date(2025, 12, 31), date(2026, 7, 1)))
    assert (before.value["amount"], before.source, before.verified) == (100, "notice 7", True)
    assert (after.value["amount"], after.verified) == (150, False)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2026, 1, 1)])
def test_a_day_without_law_is_named_with_the_periods_there_are(day: date) -> None:
    with pytest.raises(TeachingError) as caught:
        parse(TEXT, file="allowances").at("allowance", day)
    assert str(day) in str(caught.value)
    assert "2024-01-01 – 2025-12-31; 2026-07-01 – …" in str(caught.value)


def test_a_misspelt_name_is_told_the_names_there_are() -> None:
    with pytest.raises(TeachingError, match="It holds: allowance"):
        parse(TEXT, file="allowances").at("alowance", date(2026, 7, 1))


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ("{source: s, verified: true, value: 1}", "from"),
        ("{from: soon, source: s, verified: true, value: 1}", "from"),
        ("{from: 2024-01-01 10:00:00, source: s, verified: true, value: 1}", "from"),
        ("{from: 2024-01-01, until: 2023-01-01, source: s, verified: true, value: 1}", "until"),
        ("{from: 2024-01-01, source: '', verified: true, value: 1}", "source"),
        ("{from: 2024-01-01, source: s, verified: perhaps, value: 1}", "verified"),
        ("{from: 2024-01-01, source: s, verified: true}", "value"),
        ("oops", "from"),
    ],
)
def test_an_incomplete_entry_is_told_which_part_it_lacks(entry: str, field: str) -> None:
    with pytest.raises(TeachingError) as caught:
        parse(f"limit:\n- {entry}", file="limits")
    assert (caught.value.code, caught.value.params["field"]) == ("parameter_incomplete", field)


def test_two_entries_of_one_day_and_broken_yaml_are_refused() -> None:
    with pytest.raises(TeachingError) as twice:
        parse(TEXT.replace("2026-07-01", "2024-01-01"), file="allowances")
    assert twice.value.code == "parameter_overlap"
    with pytest.raises(TeachingError) as broken:
        parse("a: [1,\nb: }", file="allowances")
    assert broken.value.params["line"] == 2
    with pytest.raises(TeachingError, match="allowances"):
        parse("just words", file="allowances")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(TeachingError, match="parameters/nowhere"):
        load("minben.commons", "nowhere")


@pytest.mark.parametrize("code", LESSONS)
def test_every_lesson_says_what_why_and_what_to_do(code: str) -> None:
    words = lesson(code)
    assert words.what
    assert words.why
    assert words.remedy.endswith(".")
    fields = {name for part in LESSONS[code] for _, name, _, _ in Formatter().parse(part) if name}
    told = str(TeachingError(code, **dict.fromkeys(fields, "this")))
    assert "{" not in told


def test_an_unknown_code_still_tells_its_facts() -> None:
    assert str(TeachingError("roof_missing", house=3)) == "roof_missing: house=3"


Kept = Callable[..., Path]
RETENTION = "minben.needs.hotline", "retention"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """Write the city's own figures and let them hold."""

    def written(text: str, name: str = "needs/hotline/retention") -> Path:
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        of_city(tmp_path)
        return path

    yield written
    of_city(None)


def own(since: str, days: object, key: str = "contact") -> str:
    return f"{key}: [{{from: {since}, source: 市政府令7号, verified: true, value: {{days: {days}, categories: {{}}}}}}]"


def test_what_the_city_decided_holds_from_its_day_and_the_rest_is_as_it_was(kept: Kept) -> None:
    before = load(*RETENTION)
    path = kept(own("2026-07-01", 365))
    after = load(*RETENTION)
    [old, new] = [after.at("contact", day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert old == before.at("contact", date(2026, 6, 30))
    assert (new.value["days"], new.source, new.verified) == (365, "市政府令7号", True)
    assert after.entries("words") == before.entries("words")
    assert check_city() == [path]


def test_a_figure_that_comes_with_a_new_version_does_not_push_the_citys_aside(kept: Kept) -> None:
    kept(own("2025-01-01", 365))
    assert [entry.value["days"] for entry in load(*RETENTION).entries("contact")] == [365]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        (own("2026-07-01", 5, key="contacts"), "needs/hotline/retention", "parameter_unknown"),
        (own("2026-07-01", 5), "hotline/retention", "parameters_unknown"),
        (own("2026-07-01", 5), "needs/hotline/retentions", "parameters_unknown"),
        (own("2026-07-01", 5).replace("days", "day"), "needs/hotline/retention", "parameter_incomplete"),
        (own("2026-07-01", "a year"), "needs/hotline/retention", "parameter_incomplete"),
        ("contact: [", "needs/hotline/retention", "parameters_unreadable"),
    ],
)
def test_a_slip_in_the_citys_own_file_is_told_before_anybody_works(
    kept: Kept, text: str, name: str, code: str
) -> None:
    path = kept(text, name)
    with pytest.raises(TeachingError) as told:
        check_city()
    assert told.value.code == code
    assert path.name in str(told.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (own("2026-02-30", 365), "parameters_closed"),
        (own("2026-07-01", 365) + "\x07", "parameters_closed"),
        (own("2026-07-01", -365), "parameter_incomplete"),
        (own("2026-07-01", ".inf"), "parameter_incomplete"),
    ],
)
def test_a_day_that_never_comes_and_a_time_that_has_gone_are_no_figures(
    kept: Kept, text: str, code: str
) -> None:
    kept(text)
    with pytest.raises(TeachingError) as told:
        check_city()
    assert told.value.code == code


def test_a_part_of_a_part_is_of_its_kind_too(kept: Kept) -> None:
    text = next(iter(shipped()["dispatch/orders/deadlines"].read_text(encoding="utf-8").split("\n\n")))
    assert "urgent: 24 hours" in text
    kept(text.replace("urgent: 24 hours", "urgent: 24", 1), "dispatch/orders/deadlines")
    with pytest.raises(TeachingError, match="any"):
        check_city()


def test_what_comes_with_minben_would_do_as_a_citys_own(kept: Kept) -> None:
    for name, path in shipped().items():
        text = path.read_text(encoding="utf-8")
        # Not every machine has the reader in C, which forgives more.
        assert yaml.load(text, Loader=yaml.SafeLoader)
        kept(text, name)
    assert len(check_city()) == len(shipped())


def test_a_figure_that_has_ended_without_another_is_told(kept: Kept) -> None:
    path = kept(own("2026-07-01, until: 2026-09-30", 365))
    assert check_city(on=date(2026, 9, 30)) == [path]
    with pytest.raises(TeachingError) as told:
        check_city(on=date(2026, 10, 1))
    assert told.value.code == "parameter_not_in_force"


def test_files_that_nobody_would_read_are_told(kept: Kept, tmp_path: Path) -> None:
    path = kept(own("2026-07-01", 365))
    path.write_bytes(own("2026-07-01", 365).encode("gb18030"))
    with pytest.raises(TeachingError, match="UTF-8"):
        check_city()
    path.unlink()
    path.mkdir()
    with pytest.raises(TeachingError, match=r"retention\.yaml"):
        load(*RETENTION)
    path.rmdir()
    path.with_suffix(".yml").write_text(own("2026-07-01", 365), encoding="utf-8")
    with pytest.raises(TeachingError, match="matches none"):
        check_city()
    of_city(tmp_path / "parametres")
    with pytest.raises(TeachingError, match="parametres"):
        check_city()


def test_what_is_reached_through_a_link_is_checked_and_a_mark_before_the_text_does_no_harm(
    kept: Kept, tmp_path: Path
) -> None:
    path = kept(own("2026-07-01", 365), "elsewhere/hotline/retention")
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    own_room = tmp_path / "own"
    own_room.mkdir()
    (own_room / "needs").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "round").symlink_to(own_room)
    of_city(own_room)
    assert [one.name for one in check_city()] == ["retention.yaml"]
    assert load(*RETENTION).at("contact", date(2026, 7, 1)).value["days"] == 365


def test_every_file_that_a_feature_reads_can_have_figures_of_the_city() -> None:
    assert {"needs/hotline/retention", "dispatch/orders/deadlines", "evaluation/agenda/agenda"} <= set(
        shipped()
    )
    assert not [name for name in shipped() if "sample" in name or "algorithm" in name]


def test_a_room_without_a_stage_has_figures_of_its_own_too() -> None:
    """A city may keep signings-in for longer: accounts stand beside the stages."""
    assert {"accounts/retention", "needs/hotline/retention"} <= shipped().keys()
    assert load(*package_of("accounts/retention")).entries("sign_ins")
