"""What the documents say is so, or the build fails: commands, settings, keys, codes, words, links, the tutorial."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.main import get_command

from minben.accounts.queries import Role
from minben.cli import COMMANDS
from minben.commons.parameters import load
from minben.commons.tables import formats
from minben.conf.logs import KEYS
from minben.needs.hotline import faults
from minben.needs.hotline.core import mapping
from minben.needs.opendata.files import COLUMNS
from minben.participation.twin.core.rules import rule_names
from minben.portal.metrics import ALONE, GAUGES, exposition
from minben.portal.probes import PROBES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
# What a person types on their machine before Minben is there, or what does not end by itself, is ```console.
RUNNABLE = [DOCS / "tutorial" / "one-evening.md", DOCS / "tutorial" / "one-evening.zh.md"]
DESIGN_WORDS = ("request", "order", "unit", "event", "algorithm", "clearance", "purpose", "access")
WORDS = ("needs.hotline", "needs.telephone", "dispatch.orders", "evaluation.outcomes", "evaluation.agenda")
COMPLETION = {"--install-completion", "--show-completion", "--help"}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def sections(page: Path, level: str = "## ") -> dict[str, str]:
    """The text below each heading of a level."""
    parts = re.split(rf"^{level}", text_of(page), flags=re.MULTILINE)[1:]
    return {part.splitlines()[0].strip(): part for part in parts}


def first_cells(text: str) -> list[str]:
    """What stands in code marks in the first cell of each row of the tables in a text."""
    cells = re.findall(r"^\| (`[^|]*`) \|", text, flags=re.MULTILINE)
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


def leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Every command below one, by its whole name."""
    below = getattr(command, "commands", None)
    if not below:
        yield name, command
    for key, one in (below or {}).items():
        yield from leaves(f"{name} {key}", one)


def commands() -> dict[str, Any]:
    return {
        name: command
        for key, where in COMMANDS.items()
        for name, command in leaves(f"minben {key}", get_command(import_module(where.module).app))
    }


def taken_by(command: Any) -> list[str]:
    """The arguments and options of a command, as the documents write them."""
    words = []
    for one in command.params:
        if one.param_type_name == "argument":
            words.append(one.name.upper())
        elif not COMPLETION & set(one.opts):
            words.append(one.opts[0])
    return words


def test_every_command_and_option_is_documented_and_no_other() -> None:
    written = {name: first_cells(text) for name, text in sections(REFERENCE / "commands.md").items()}
    assert written == {name: taken_by(command) for name, command in commands().items()}


def calls(page: Path) -> list[str]:
    """Everything a page writes as a command: lines of fenced blocks, and code within sentences."""
    text = text_of(page)
    blocks = re.findall(r"^```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    lines = [line for block in blocks for line in block.splitlines()] + [" ".join(s.split()) for s in spans]
    return [found.group(1) for line in lines if (found := re.search(r"(?:^|[^\w/.])minben( .*)", line))]


def name_of(call: str, known: Iterable[str]) -> str:
    """The command that is called, or the group it names; blank when there is no such thing."""
    words = ["minben", *takewhile(lambda word: re.fullmatch(r"[a-z]+", word), call.split())]
    for n in range(len(words), 1, -1):
        if " ".join(words[:n]) in known:
            return " ".join(words[:n])
    group = " ".join(words)
    return group if any(name.startswith(f"{group} ") for name in known) else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_command_or_option_that_is_not_there(page: Path) -> None:
    known = commands()
    for call in calls(page):
        name = name_of(call, known)
        assert name, f"{page.name}: minben{call}"
        if name in known and name != "minben manage":
            allowed = {o for p in known[name].params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
            options = set(re.findall(r"(?<![\w-])--[a-z-]+", call))
            assert options <= allowed, f"{page.name}: minben{call}"


def read_from_environment() -> set[str]:
    """Each environment variable that a file of the source reads by name."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        tree = ast.parse(text_of(path))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                names = [a.value for a in node.args[:1] if isinstance(a, ast.Constant)]
                if called in {"os.environ.get", "os.getenv", "environ.get"}:
                    found |= set(names)
                found |= {
                    k.value.value
                    for k in node.keywords
                    if k.arg == "envvar" and isinstance(k.value, ast.Constant)
                }
    said = re.search(r"for name in \(([^)]*)\) if os\.environ", text_of(ROOT / "src/minben/cli.py"))
    return found | set(re.findall(r'"(\w+)"', said.group(1) if said else ""))


def test_every_setting_is_documented_and_no_other() -> None:
    parts = sections(REFERENCE / "settings.md")
    for_tools = set(first_cells(parts.pop("Read by tools and tests only")))
    written = set(first_cells("".join(parts.values())))
    assert written == read_from_environment()
    tools = "".join(text_of(path) for folder in ("tools", "tests") for path in (ROOT / folder).rglob("*.py"))
    assert all(f'"{name}"' in tools for name in for_tools)


def test_every_key_of_an_import_is_documented_with_its_usual_names() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (.*?) \|", sections(REFERENCE / "import-format.md")["Keys"], re.MULTILINE
    )
    written = {key: tuple(re.findall(r"`([^`]+)`", names)) for key, names in rows}
    assert written == dict(mapping.USUAL)
    assert set(written) == set(mapping.KEYS)


def test_every_format_of_a_file_is_named() -> None:
    told = text_of(REFERENCE / "import-format.md").split("## Keys", maxsplit=1)[0]
    assert set(re.findall(r"`(\.[\w.]+)`", told)) == set(formats())


def test_the_guide_to_languages_names_every_catalogue_and_file_that_is_there() -> None:
    told = text_of(DOCS / "how-to" / "add-a-language.md")
    source = ROOT / "src" / "minben"
    found = source.rglob("locale/zh_Hans/LC_MESSAGES/django.po")
    assert first_cells(told) == sorted(str(po.parents[2].relative_to(source)) for po in found)
    for name in re.findall(r"`((?:conf|portal|needs)/[\w/]+\.(?:py|html|yaml))`", told):
        assert list(source.rglob(f"**/{name}")), name


@pytest.mark.django_db
def test_every_figure_of_the_metrics_and_every_key_of_a_log_line_is_told() -> None:
    told = sections(REFERENCE / "watching.md")
    samples = exposition(at=datetime(2026, 3, 11, tzinfo=UTC)).decode()
    shown = set(re.findall(r"^# HELP (minben_\w+) ", samples, re.MULTILINE)) | set(GAUGES)
    rows = re.findall(r"^\| `(minben_\w+)` \|\s*(.*?)\s*\| (.+) \|$", told["Figures"], re.MULTILINE)
    assert {name for name, _, _ in rows} == {name for name in shown if not name.endswith("_created")}
    for name, _labels, words in rows:
        if name in GAUGES | ALONE:
            assert words == (GAUGES[name].says if name in GAUGES else ALONE[name])
    assert tuple(first_cells(told["Logs"])) == KEYS
    asked = [address.partition("?")[0].rstrip("/") for address in first_cells(told["Addresses"])]
    assert set(asked) == {*PROBES, "/health"}


def test_every_rule_of_the_sun_is_named() -> None:
    told = text_of(REFERENCE / "twin.md")
    assert all(f"`{name}`" in told for name in rule_names(load("minben.participation.twin", "rules")))


def test_every_column_of_open_data_is_told_in_its_order() -> None:
    rows = sections(DOCS / "explanation" / "open-data.md")["What a row is"]
    assert tuple(first_cells(rows)) == COLUMNS


def test_the_times_of_the_document_are_read_as_it_says() -> None:
    told = sections(REFERENCE / "import-format.md")["Times"]
    rows = re.findall(r"^\| `(%[^`]+)` \| (.+?) \|", told, re.MULTILINE)
    assert len(rows) >= 5
    for form, example in rows:
        read = mapping.moment(example, ZoneInfo("Asia/Shanghai"), day_starts=True)
        clock = "09:05" if "%H" in form or "%I" in form else "00:00"
        assert f"{read:%Y-%m-%d %H:%M}" == f"2026-03-01 {clock}", form


def test_every_reason_why_a_row_is_set_aside_is_documented_in_its_words() -> None:
    told = text_of(REFERENCE / "import-format.md")
    rows = dict(
        re.findall(
            r"^\| `(\w+)` \| .+? \| (.+?) \|$",
            sections(REFERENCE / "import-format.md")["What sets a row aside"],
            re.MULTILINE,
        )
    )
    codes = {**faults.REASONS, **faults.REMEDIES}
    assert set(rows) == set(codes)
    raised = set(re.findall(r'_fault\([^"]*"(\w+)", "(\w+)"', text_of(Path(mapping.__file__))))
    assert {code for pair in raised for code in pair} <= set(rows)
    assert "nothing is written" in told


def test_each_word_of_the_design_that_exists_has_one_entry() -> None:
    about = sections(REFERENCE / "glossary.md")["What the house is about"]
    entries = re.findall(r"^\| ([a-z][\w ()-]*) \| (\S+) \| (.+) \|$", about, re.MULTILINE)
    assert {word for word, _, _ in entries} >= set(DESIGN_WORDS)
    assert len({word for word, _, _ in entries}) == len(entries)
    assert all(
        re.search(r"[\u4e00-\u9fff]", chinese) and told.endswith(".")
        for word, chinese, told in entries
        if word != "word"
    )


def closed_lists() -> dict[str, list[str]]:
    found = {}
    for feature in WORDS:
        module = import_module(f"minben.{feature}.words")
        for name, kind in vars(module).items():
            if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum:
                found[f"{feature.split('.')[1]}.{name}"] = [code.value for code in kind]
    return found


def test_each_code_of_the_closed_lists_has_its_entry_in_both_languages() -> None:
    parts = sections(REFERENCE / "glossary.md", "### ")
    assert {name: first_cells(text) for name, text in parts.items()} == closed_lists()
    assert first_cells(sections(REFERENCE / "glossary.md")["Roles"]) == [role.value for role in Role]
    rows = re.findall(r"^\| `\w+` \| (.*?) \| (.*?) \|$", text_of(REFERENCE / "glossary.md"), re.MULTILINE)
    assert all(re.search(r"[\u4e00-\u9fff]", chinese) and english for chinese, english in rows)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text_of(page)):
        address = next(filter(None, target)).partition("#")[0]
        if address and not address.startswith("mailto:"):
            assert "://" not in address, f"{page.name}: {address} leaves the repository"
            assert (page.parent / address).exists(), f"{page.name}: {address}"


def test_pictures_are_few_small_and_each_is_shown() -> None:
    shown = "".join(text_of(page) for page in PAGES)
    pictures = list((DOCS / "pictures").glob("*.png"))
    assert 0 < len(pictures) <= 8
    for picture in pictures:
        assert picture.stat().st_size <= 150_000
        assert picture.name in shown


def fenced(page: Path) -> str:
    """The commands of a page that a person can run one after the other."""
    return "\n".join(re.findall(r"^```sh\n(.*?)^```", text_of(page), re.MULTILINE | re.DOTALL))


def test_both_languages_tell_the_same_evening() -> None:
    assert fenced(RUNNABLE[0]) == fenced(RUNNABLE[1])
    assert fenced(ROOT / "README.md") == fenced(ROOT / "README.zh.md")


@pytest.mark.parametrize("page", [RUNNABLE[0], ROOT / "README.md"], ids=lambda page: page.name)
def test_a_district_can_follow_the_page_line_by_line(page: Path, tmp_path: Path) -> None:
    assert "minben turn --requests" in fenced(page)
    whole = page.name == "README.md"
    told = followed(page, tmp_path, whole=whole)
    assert re.search(r"Received +│ +1,000 │" if whole else r"Received +│ +60 │", told)
    if whole:
        agree(told)
    else:
        assert '"known": 60' in told, "the same file again adds nothing"
        assert "sealed entries are as they were written" in told


def followed(page: Path, folder: Path, *, whole: bool) -> str:
    """What the commands of a page print, one after the other; with fewer rows they take less time."""
    tools = folder / "tools"
    tools.mkdir()
    export = text_of(ROOT / "tools/sample_export.py")
    fewer = export if whole else export.replace("PAST, NEW = 4_000, 1_000", "PAST, NEW = 800, 60")
    (tools / "sample_export.py").write_text(fewer, encoding="utf-8")
    ended = subprocess.run(
        [shutil.which("bash") or "/bin/sh", "-euc", fenced(page)],
        cwd=folder, env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-1500:] + ended.stderr[-1500:]
    return ended.stdout


def agree(told: str) -> None:
    """Hold the figures that README and tutorial name, in both languages, against what was printed just now.

    Deadlines follow from rules alone; what the classifier does may differ by a hair on another processor.
    """
    printed = {
        name: [int(n.replace(",", "")) for n in re.findall(rf"│ {name} +│ +([\d,]+) │", told)]
        for name in (
            "Sent to a unit",
            "With a clerk",
            "Not sure enough",
            "Of these, set apart",
            "Deadlines met",
            "Deadlines missed",
        )
    }
    exact = {printed["Deadlines met"][0], printed["Deadlines missed"][0]}
    near = [found[1] for name, found in printed.items() if "Deadlines" not in name]
    shares = [float(n) * 100 for n in re.findall(r'"(?:accuracy|accuracy_above|abstained)": ([\d.]+)', told)]
    assert (len(near), len(shares)) == (4, 3)
    for page in (*RUNNABLE, ROOT / "README.md", ROOT / "README.zh.md"):
        named = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text_of(page))]
        assert exact <= set(named), f"{page.name}: {exact}"
        assert all(any(abs(n - one) <= 2 for n in named) for one in near), f"{page.name}: {near}"
        if page in RUNNABLE:
            assert all(any(abs(n - one) <= 0.1 for n in named) for one in shares), f"{page.name}: {shares}"


def environment(home: Path) -> dict[str, str]:
    """A machine that has Minben and nothing of ours: its own folder, SQLite, English."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("MINBEN_", "DJANGO_", "DATABASE_", "LC_", "PYTEST_"))
    }
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    return {**kept, "PATH": path, "LC_ALL": "C.UTF-8", "MINBEN_HOME": str(home / "var"), "COLUMNS": "100"}
