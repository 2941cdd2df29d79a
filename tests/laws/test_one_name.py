"""One thing has one name, whichever feature speaks of it."""

from pathlib import Path

from tests.laws.test_words import CATALOGUES, SOURCE, entries

# What once stood for a thing that the glossary calls otherwise.
ONCE = {
    "分析人员": "分析员",
    "审核人员": "审查员",
    "审核员": "审查员",
    "审计人员": "审计员",
    "举报受理岗": "举报专席",
    "手语中转": "手语转接",
    "文字中转": "文字转接",
    "12345 中心": "热线中心",
    "12345中心": "热线中心",
    "折减": "折算",
    "聋人": "听障",
    "盲人": "视障",
}


def test_nobody_meets_two_names_for_one_thing() -> None:
    """Officer Zhao, reads “审核员” and looks in vain for such a person in the list of roles."""
    told = [(path.parts[-5], said) for path in CATALOGUES for said in entries(path).values()]
    declared = [path for path in SOURCE.rglob("parameters/*.yaml") if _is_read_by_people(path)]
    told += [(path.name, path.read_text("utf-8")) for path in declared]
    assert [(where, old) for where, said in told for old in ONCE if old in said] == []


def _is_read_by_people(path: Path) -> bool:
    return path.name.startswith("algorithm-") or path.name == "purposes.yaml"
