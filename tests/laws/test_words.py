"""Every word in both languages: nothing untranslated, nothing left in the other tongue, no clash between features."""

import ast
import gettext
import re
from collections import defaultdict
from pathlib import Path

import pytest

import minben

SOURCE = Path(minben.__file__).parent
CATALOGUES = sorted(SOURCE.rglob("locale/zh_Hans/LC_MESSAGES/django.po"))


def entries(path: Path) -> dict[tuple[str, str], str]:
    """Context and English of each message with its Chinese, from the compiled catalogue beside the text."""
    with path.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    found = {}
    for key, said in catalogue._catalog.items():  # type: ignore[attr-defined]  # the only way to list it
        name = key[0] if isinstance(key, tuple) else key
        context, _mark, english = name.rpartition("\x04")
        found[context, english] = said
    return found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_every_message_has_its_chinese(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "#, fuzzy" not in text
    blank = re.findall(r'msgid "([^"]+)"\n(?:msgid_plural "[^"]*"\n)?msgstr(?:\[0\])? ""\n(?!")', text)
    assert blank == []
    told = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    kept = {english for _context, english in entries(path)}
    missing = [
        one for one in told if one.encode().decode("unicode_escape").encode("latin-1").decode() not in kept
    ]
    assert missing == [], "the .mo file is older than the .po file: msgfmt -o django.mo django.po"


def test_one_message_says_the_same_wherever_it_stands() -> None:
    """All features share one catalogue at run time: of two translations of one message only one would be seen."""
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for path in CATALOGUES:
        for key, chinese in entries(path).items():
            if key[1]:
                said[key].setdefault(chinese, path.parts[-5])
    assert {key: ways for key, ways in said.items() if len(ways) > 1} == {}


def used() -> dict[str, str]:
    """Every message that code and templates ask for, with the file that asks first."""
    found: dict[str, str] = {}
    for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]:
        text = path.read_text("utf-8")
        asked = _in_template(text) if path.suffix == ".html" else _in_code(text)
        for message in asked:
            found.setdefault(message, str(path.relative_to(SOURCE)))
    return found


def _in_template(text: str) -> list[str]:
    return re.findall(r"""\{% translate "([^"]+)\"""", text) + re.findall(r"""_\("([^"]+)"\)""", text)


def _in_code(text: str) -> list[str]:
    asking = {"_": 0, "gettext": 0, "gettext_lazy": 0, "ngettext": 0, "pgettext": 1, "pgettext_lazy": 1}
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [
        given.value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id in asking
        and len(call.args) > asking[call.func.id]
        and isinstance(given := call.args[asking[call.func.id]], ast.Constant)
        and isinstance(given.value, str)
    ]


def test_every_message_that_is_asked_for_stands_in_a_catalogue() -> None:
    # The names of the languages themselves come with the framework.
    known = {"Chinese", "English"} | {english for path in CATALOGUES for _context, english in entries(path)}
    assert {one: where for one, where in used().items() if one not in known} == {}


def test_a_template_holds_one_block_a_line() -> None:
    """Blocks lie below one another, so that a change of one is a change of its lines; sentences may be long."""
    long = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in SOURCE.rglob("templates/**/*.html")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 250 or len(re.findall(r"</(?:p|div|li|tr|dl|section|form|ul|table)>", line)) > 2
    ]
    assert long == []
