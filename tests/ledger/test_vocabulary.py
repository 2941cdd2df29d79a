"""Li Wei reads words, not codes."""

import re
from pathlib import Path

import minben
from minben.ledger.vocabulary import known

SOURCE = Path(minben.__file__).parent
WRITTEN = re.compile(r"""(?:\bwhat=|\bAct\(\s*)"([a-z_]+\.[a-z_.]+)"[,)]""")


def test_every_act_that_is_written_has_words_in_both_languages() -> None:
    files = [file.read_text(encoding="utf-8") for file in SOURCE.rglob("*.py")]
    codes = {code for text in files for code in WRITTEN.findall(text)}
    assert len(codes) > 10
    assert sorted(codes - known().keys()) == []


def test_the_words_are_words_and_no_two_acts_are_told_alike() -> None:
    chinese = [words["zh"] for words in known().values()]
    english = [words["en"] for words in known().values()]
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in chinese)
    assert all(text.isascii() and " " in text for text in english)
    assert len(set(chinese)) == len(set(english)) == len(chinese)
