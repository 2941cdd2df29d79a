"""The house's own rules: doors, purity, no stubs, words that stay inside."""

import ast
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

import minben

SOURCE = Path(minben.__file__).parent
STAGES = (
    "evaluation",
    "participation",
    "services",
    "dispatch",
    "foresight",
    "needs",
    "ground",
    "institutions",
)
# A lower core may be read by whoever lies above it.
DOORS = ("actions", "queries", "core")
# The loop gathers what each feature brings to the sample city and to the founding of a real one.
GATHERED = ("sample", "sample_texts", "sheets")
# What every feature offers to machines stands on one piece of ground, as its pages stand on the portal's frame.
FOR_APIS = "minben.institutions.partners.edge"
TO_MACHINES = ("api", "open311")


def features() -> list[str]:
    """Every feature of the house as a module name."""
    rooms = [
        f"minben.{stage}.{path.name}"
        for stage in STAGES
        for path in sorted((SOURCE / stage).glob("*/"))
        if (path / "__init__.py").exists()
    ]
    return [*rooms, "minben.ledger", "minben.accounts", "minben.portal", "minben.loop"]


def feature_of(module: str) -> str:
    """The feature a module belongs to, or ''."""
    return next((name for name in features() if module == name or module.startswith(name + ".")), "")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("minben", cache_dir=None)


def test_features_meet_only_at_their_doors(graph: grimp.ImportGraph) -> None:
    trespasses = []
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            home, other = feature_of(module), feature_of(imported)
            if not other or home == other or module.startswith("minben.conf") or module == "minben.cli":
                continue
            door = imported.removeprefix(other).lstrip(".").split(".")[0]
            if home == "minben.loop" and door in GATHERED:
                continue
            if (
                f"{other}.{door}" == FOR_APIS
                and module.removeprefix(home).lstrip(".").split(".")[0] in TO_MACHINES
            ):
                continue
            if door not in DOORS:
                trespasses.append(f"{module} → {imported}")
    assert trespasses == []


def test_every_core_runs_where_django_cannot_be_imported() -> None:
    cores = [
        name
        for name in (m.name for m in pkgutil.walk_packages([str(SOURCE)], "minben."))
        if ".core" in name or name.startswith("minben.commons")
    ]
    assert len(cores) > 40
    script = "import sys\nsys.modules['django'] = None\nimport importlib\n" + "".join(
        f"importlib.import_module({name!r})\n" for name in cores
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]


def python_files() -> Iterator[Path]:
    for path in SOURCE.rglob("*.py"):
        if "migrations" not in path.parts:
            yield path


def test_no_file_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "base", "manager", "handler", "data", "misc"}
    assert [path for path in python_files() if path.stem in vague] == []


def test_no_file_has_grown_past_four_hundred_lines() -> None:
    assert [p for p in python_files() if len(p.read_text("utf-8").splitlines()) > 400] == []


def test_every_feature_says_what_it_must_never_do() -> None:
    silent = []
    for name in features():
        source = SOURCE.joinpath(*name.split(".")[1:], "__init__.py").read_text("utf-8")
        words = ast.get_docstring(ast.parse(source)) or ""
        if "never" not in words.lower():
            silent.append(name)
    assert silent == []


def test_every_door_names_what_is_public() -> None:
    nameless = []
    for name in features():
        for door in ("actions", "queries"):
            folder = SOURCE.joinpath(*name.split(".")[1:])
            file = (
                folder / f"{door}.py" if (folder / f"{door}.py").exists() else folder / door / "__init__.py"
            )
            if file.exists() and "__all__" not in file.read_text("utf-8"):
                nameless.append(f"{name}.{door}")
    assert nameless == []


# The loop hands these a batch and the moment, whichever they are: they are called by place alone.
FOLLOWERS = {"dispatch", "follow_judgements", "follow_moves", "follow_removals", "link_requests"}


def door_functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function that a door names as public, with the door it belongs to."""
    for name in features():
        for door in ("actions", "queries"):
            place = SOURCE.joinpath(*name.split(".")[1:], door)
            files = [place.with_suffix(".py")] if place.with_suffix(".py").exists() else [*place.glob("*.py")]
            trees = [ast.parse(file.read_text("utf-8")) for file in files]
            public = {
                one.value
                for tree in trees
                for node in tree.body
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
                for one in ast.walk(node.value)
                if isinstance(one, ast.Constant)
            }
            for node in (node for tree in trees for node in tree.body):
                if isinstance(node, ast.FunctionDef) and node.name in public:
                    yield f"{name}.{door}", node


def test_no_door_takes_two_things_by_their_place_alone() -> None:
    """Who reads ``counts(unit_ids=…, at=…)`` need not look up which comes first; one thing alone explains itself."""
    found = [*door_functions()]
    assert len(found) > 200
    by_place = [
        f"{door}.{node.name}"
        for door, node in found
        if len([*node.args.posonlyargs, *node.args.args]) > 1 and node.name not in FOLLOWERS
    ]
    assert by_place == []


def test_what_is_public_in_cores_doors_and_commons_is_documented() -> None:
    silent = []
    for path in python_files():
        parts = path.relative_to(SOURCE).parts
        if not (
            {"core", "actions", "queries"} & set(parts)
            or parts[0] == "commons"
            or path.stem in ("actions", "queries")
        ):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            public = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(SOURCE)}:{node.name}")
    assert silent == []


def test_no_template_carries_style_or_script_of_its_own() -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=", re.IGNORECASE)
    assert [p for p in SOURCE.rglob("templates/**/*.html") if inline.search(p.read_text("utf-8"))] == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\bTODO\b|\bFIXME\b|\bXXX\b|NotImplementedError|coming soon|敬请期待")
    assert [p for p in python_files() if later.search(p.read_text("utf-8"))] == []
