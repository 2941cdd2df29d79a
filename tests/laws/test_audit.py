"""What Minben depends on is audited, and what could not be looked up is never called well."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_each_locked_package_is_pinned_hashed_and_of_the_registry(audit: ModuleType, lock: str) -> None:
    found, strange = audit.entries((ROOT / lock).read_text("utf-8"), lock)
    assert len(found) >= 40
    assert strange == list(audit.unhashed(found)) == []


def test_each_licence_may_be_passed_on_and_each_exception_is_still_needed(audit: ModuleType) -> None:
    found, _strange = audit.entries((ROOT / "requirements-dev.lock").read_text("utf-8"), "x")
    assert list(audit.unlicensed(found)) == []
    assert set(audit.NAMED) <= {one.name for one in found}


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://elsewhere.example/simple",
        "-e git+https://elsewhere.example/django.git#egg=django",
        "django @ https://elsewhere.example/django.whl",
        "django>=5",
        "--extra-index-url https://elsewhere.example",
        "./django.whl",
    ],
)
def test_a_line_that_fetches_from_elsewhere_or_whatever_is_newest_is_found(
    audit: ModuleType, line: str
) -> None:
    found, strange = audit.entries(f"# a lock\n{line}\nsix==1.0 \\\n    --hash=sha256:00\n", "x.lock")
    assert [one.name for one in found] == ["six"]
    assert len(strange) == 1


def test_a_package_without_a_digest_is_found(audit: ModuleType) -> None:
    found, _strange = audit.entries("six==1.0\n", "x.lock")
    assert "six 1.0 has no digest" in next(audit.unhashed(found))


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ("MIT", True),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0", False),
        ("unknown", False),
    ],
)
def test_a_licence_is_allowed_by_the_list_alone(audit: ModuleType, said: str, allowed: bool) -> None:
    assert audit.is_allowed("some-package", said) is allowed


def test_an_old_lock_is_found(audit: ModuleType) -> None:
    told = list(audit.stale(datetime(2100, 1, 1, tzinfo=UTC)))
    assert len(told) in (0, 2)
    assert all("was last renewed" in line for line in told)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (([], ""), (0, "locked packages")),
        (([], "no route"), (3, "NOT LOOKED UP: known holes (no route)")),
        ((["django 1.0: PYSEC-1"], ""), (1, "PYSEC-1")),
    ],
)
def test_holes_fail_and_a_service_out_of_reach_is_no_pass(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    answer: tuple[list[str], str], expected: tuple[int, str],
) -> None:  # fmt: skip
    monkeypatch.setattr(audit, "advisories", lambda _lock: answer)
    monkeypatch.setattr(audit, "unlike", lambda _locked: [])
    monkeypatch.setattr(audit, "stale", lambda _at: [])
    assert audit.main() == expected[0]
    assert expected[1] in capsys.readouterr().out
