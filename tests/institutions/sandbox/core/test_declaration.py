import sys
from pathlib import Path

import pytest

from minben.commons.errors import TeachingError
from minben.institutions.sandbox.core.declaration import MANDATORY, TEXTS, Declaration, Words, empty_fields
from tests.institutions.sandbox.algorithms import sorter


@pytest.fixture
def feature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A feature's package with a folder for its parameters."""
    folder = tmp_path / "some_feature" / "parameters"
    folder.mkdir(parents=True)
    (tmp_path / "some_feature" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "some_feature", raising=False)
    return folder / "sorter.yaml"


def test_the_register_asks_for_twenty_things() -> None:
    assert len(MANDATORY) == len(set(MANDATORY)) == 20


def test_a_declaration_that_tells_everything_lacks_nothing() -> None:
    assert empty_fields(sorter()) == []


@pytest.mark.parametrize("field", TEXTS)
def test_each_mandatory_text_is_missed_in_either_language(field: str) -> None:
    assert empty_fields(sorter(**{field: Words(zh="有", en=" ")})) == [field]
    assert empty_fields(sorter(**{field: Words(zh="", en="told")})) == [field]


@pytest.mark.parametrize("limit", [0.0, 1.0, -0.1, 3.0])
def test_an_error_limit_that_is_no_share_counts_as_missing(limit: float) -> None:
    assert empty_fields(sorter(error_limit=limit)) == ["error_limit"]


def test_a_version_that_changes_is_asked_for_each_time() -> None:
    versions = iter(["a", "b"])
    told = sorter(version=lambda: next(versions))
    assert (told.running_version, told.running_version) == ("a", "b")


def test_a_feature_tells_its_algorithm_in_a_file_of_its_own(feature: Path) -> None:
    texts = "".join(f"{field}: {{zh: 说明, en: told}}\n" for field in TEXTS)
    feature.write_text(f"name: some.sorter\nerror_limit: 0.2\nstarts: 2026-01-01\n{texts}")
    told = Declaration.from_parameters("some_feature", "sorter", version="1")
    assert (told.name, told.error_limit, told.title.zh) == ("some.sorter", 0.2, "说明")
    assert empty_fields(told) == []


def test_a_misspelt_field_is_named_instead_of_being_lost(feature: Path) -> None:
    feature.write_text("name: some.sorter\nowners: {zh: 甲, en: A}\n")
    with pytest.raises(TeachingError) as error:
        Declaration.from_parameters("some_feature", "sorter", version="1")
    assert error.value.code == "declaration_unknown_field"
    assert error.value.params["fields"] == ["owners"]


def test_a_broken_file_is_named_with_its_line(feature: Path) -> None:
    feature.write_text("name: some.sorter\ntitle: {zh: 甲\n")
    with pytest.raises(TeachingError) as error:
        Declaration.from_parameters("some_feature", "sorter", version="1")
    assert error.value.code == "parameters_unreadable"
    assert (error.value.params["line"], error.value.params["column"]) == (3, 1)


def test_a_list_where_fields_should_stand_is_told_and_does_not_crash(feature: Path) -> None:
    feature.write_text("- some.sorter\n")
    with pytest.raises(TeachingError) as error:
        Declaration.from_parameters("some_feature", "sorter", version="1")
    assert error.value.code == "parameters_unreadable"


def test_what_a_file_leaves_out_shows_up_as_missing_not_as_a_crash(feature: Path) -> None:
    feature.write_text("name: some.sorter\n")
    told = Declaration.from_parameters("some_feature", "sorter", version="1")
    assert sorted(empty_fields(told)) == sorted(MANDATORY)
